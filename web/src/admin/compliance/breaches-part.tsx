import { Button, Paper, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Breach } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filled, optional } from '../../desk/account/field-rules.ts';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { useDate } from '../../desk/dates.ts';
import cardClasses from '../../desk/shell/card.module.css';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { compliance } from '../../desk/tutti.ts';
import classes from '../shared/admin.module.css';
import { FormDialog } from '../shared/form-dialog.tsx';
import { complianceKey } from '../shared/keys.ts';
import { minuteNow } from '../shared/moments.ts';
import { Pages } from '../shared/pages.tsx';
import { usePages } from '../shared/use-pages.ts';
import { Part } from './part.tsx';
import { useTold } from './use-told.ts';

/** What went wrong with data, with the clock of 72 hours. [CON-9] */
export function BreachesPart() {
  const { t } = useTranslation('admin');
  const { news, tell } = useTold();
  const [adding, setAdding] = useState(false);
  const list = usePages([...complianceKey, 'breaches'], (cursor) =>
    compliance.breaches({ cursor, limit: 25 }),
  );
  return (
    <Part
      title={t('compliance.breaches.title')}
      lead={t('compliance.breaches.lead')}
      add={{ text: t('compliance.breaches.add'), onClick: () => setAdding(true) }}
      news={news}
    >
      <Pages
        query={list}
        none={{ title: t('compliance.breaches.none'), hint: t('compliance.breaches.noneHint') }}
      >
        {(items) => (
          <ul className={cardClasses.list}>
            {items.map((breach) => (
              <BreachRow key={breach.id} breach={breach} tell={tell} />
            ))}
          </ul>
        )}
      </Pages>
      <FormDialog title={t('compliance.breaches.add')} opened={adding} onClose={() => setAdding(false)}>
        <AddForm
          onCancel={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            tell(t('compliance.breaches.added'));
          }}
        />
      </FormDialog>
    </Part>
  );
}

function Clock({ breach: { authorityNotifiedAt, closedAt, hoursLeft } }: { breach: Breach }) {
  const { t } = useTranslation('admin');
  const date = useDate();
  const [color, text] = closedAt
    ? ['gray', t('compliance.breaches.closed', { date: date(closedAt) })]
    : authorityNotifiedAt
      ? ['right', t('compliance.breaches.told', { date: date(authorityNotifiedAt) })]
      : hoursLeft > 0
        ? ['caution', t('compliance.breaches.left', { count: hoursLeft })]
        : ['wrong', t('compliance.breaches.late')];
  return (
    <span className={classes.mark} data-tone={color}>
      {text}
    </span>
  );
}

function BreachRow({ breach, tell }: { breach: Breach; tell(text: string | null): void }) {
  const { t } = useTranslation('admin');
  const date = useDate();
  const [editing, setEditing] = useState(false);
  const { ask, dialog } = useAskOnce();
  const { id, description, affected, measures, discoveredAt, authorityNotifiedAt, closedAt } = breach;
  const change = useMutation({
    mutationFn: (what: { authorityNotified: true } | { closed: true }) => compliance.changeBreach(id, what),
    onSuccess: () => tell(null),
  });
  const confirm = (what: Parameters<typeof change.mutate>[0], texts: 'toldNow' | 'close') => () =>
    ask({
      title: t(`compliance.breaches.${texts}Title`),
      body: t(`compliance.breaches.${texts}Body`),
      yes: texts === 'toldNow' ? t('compliance.breaches.toldNowYes') : t('compliance.breaches.close'),
      onYes: () =>
        change.mutateAsync(what).then(
          () => {},
          () => {},
        ),
    });
  return (
    <Paper component="li" shadow="sm" className={cardClasses.row}>
      <div className={classes.words}>
        <Text fw={650} className={classes.text}>
          {description}
        </Text>
        <Text className={classes.text}>
          {t('compliance.breaches.affected')}: {affected || t('compliance.breaches.unknown')}
        </Text>
        <Text className={classes.text}>
          {t('compliance.breaches.measures')}: {measures || t('compliance.breaches.unknown')}
        </Text>
        <Text size="sm" c="dimmed">
          {t('compliance.breaches.discovered', { date: date(discoveredAt) })}
          {closedAt &&
            authorityNotifiedAt &&
            ` · ${t('compliance.breaches.told', { date: date(authorityNotifiedAt) })}`}
        </Text>
      </div>
      <Clock breach={breach} />
      <div className={classes.buttons}>
        {!authorityNotifiedAt && (
          <Button loading={change.isPending} onClick={confirm({ authorityNotified: true }, 'toldNow')}>
            {t('compliance.breaches.toldNow')}
          </Button>
        )}
        <Button variant="default" onClick={() => setEditing(true)}>
          {t('compliance.breaches.edit')}
        </Button>
        {!closedAt && (
          <Button variant="default" loading={change.isPending} onClick={confirm({ closed: true }, 'close')}>
            {t('compliance.breaches.close')}
          </Button>
        )}
      </div>
      {change.error && <Refusal error={change.error} />}
      {dialog}
      <FormDialog
        title={t('compliance.breaches.editTitle')}
        opened={editing}
        onClose={() => setEditing(false)}
      >
        <EditForm
          breach={breach}
          onCancel={() => setEditing(false)}
          onDone={() => {
            setEditing(false);
            tell(t('words.saved'));
          }}
        />
      </FormDialog>
    </Paper>
  );
}

interface FormProps {
  onCancel(): void;
  onDone(): void;
}

function EditForm({ breach: { id, affected, measures }, onCancel, onDone }: FormProps & { breach: Breach }) {
  const { t } = useTranslation('admin');
  const fields = useFields({ affected: optional(2_000), measures: optional(4_000) }, { affected, measures });
  return (
    <CardForm
      fields={fields}
      submit={t('compliance.breaches.editYes')}
      onCancel={onCancel}
      send={async () => {
        await compliance.changeBreach(id, fields.values);
        onDone();
      }}
    >
      <Known fields={fields} />
    </CardForm>
  );
}

interface KnownProps {
  fields: {
    values: { affected: string; measures: string };
    bind(name: 'affected' | 'measures'): { error?: string | undefined };
    set(name: 'affected' | 'measures', value: string): void;
  };
}

function Known({ fields }: KnownProps) {
  const { t } = useTranslation('admin');
  return (['affected', 'measures'] as const).map((name) => (
    <Textarea
      key={name}
      label={t(`compliance.breaches.${name}`)}
      name={name}
      value={fields.values[name]}
      error={fields.bind(name).error}
      onChange={({ currentTarget }) => fields.set(name, currentTarget.value)}
      autosize
      minRows={2}
    />
  ));
}

function AddForm({ onCancel, onDone }: FormProps) {
  const { t } = useTranslation('admin');
  const fields = useFields(
    {
      description: filled(4_000),
      discoveredAt: (value) => {
        if (value === '') return 'required';
        return Date.parse(value) > Date.now() ? 'future' : null;
      },
      affected: optional(2_000),
      measures: optional(4_000),
    },
    { discoveredAt: minuteNow() },
  );
  const { description, discoveredAt, affected, measures } = fields.values;
  return (
    <CardForm
      fields={fields}
      submit={t('compliance.breaches.addYes')}
      onCancel={onCancel}
      send={async () => {
        const at = new Date(discoveredAt).toISOString();
        await compliance.recordBreach({ description, discoveredAt: at, affected, measures });
        onDone();
      }}
    >
      <Textarea
        label={t('compliance.breaches.description')}
        name="description"
        value={description}
        error={fields.bind('description').error}
        onChange={({ currentTarget }) => fields.set('description', currentTarget.value)}
        autosize
        minRows={3}
        data-autofocus
      />
      <TextInput
        {...fields.bind('discoveredAt')}
        type="datetime-local"
        label={t('compliance.breaches.discoveredAt')}
      />
      <Known fields={fields} />
    </CardForm>
  );
}
