import { Badge, Button, Checkbox, Paper, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Agreement } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldProblem, filled, optional } from '../../desk/account/field-rules.ts';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { useDay } from '../../desk/dates.ts';
import cardClasses from '../../desk/shell/card.module.css';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { family } from '../../desk/tutti.ts';
import classes from '../shared/admin.module.css';
import { FormDialog } from '../shared/form-dialog.tsx';
import { complianceKey } from '../shared/keys.ts';
import { dayFromNow, noonOf } from '../shared/moments.ts';
import { Pages } from '../shared/pages.tsx';
import { usePages } from '../shared/use-pages.ts';
import { Part } from './part.tsx';
import { useTold } from './use-told.ts';

const tones = { valid: 'right', not_yet: 'caution', over: 'wrong', ended: 'gray' };

/** What schools signed. [CON-3] */
export function AgreementsPart() {
  const { t } = useTranslation('admin');
  const { news, tell } = useTold();
  const [adding, setAdding] = useState(false);
  const list = usePages([...complianceKey, 'agreements'], (cursor) =>
    family.agreements({ cursor, limit: 25 }),
  );
  return (
    <Part
      title={t('compliance.agreements.title')}
      lead={t('compliance.agreements.lead')}
      add={{ text: t('compliance.agreements.add'), onClick: () => setAdding(true) }}
      news={news}
    >
      <Pages
        query={list}
        none={{ title: t('compliance.agreements.none'), hint: t('compliance.agreements.noneHint') }}
      >
        {(items) => (
          <ul className={cardClasses.list}>
            {items.map((agreement) => (
              <AgreementRow key={agreement.id} agreement={agreement} tell={tell} />
            ))}
          </ul>
        )}
      </Pages>
      <FormDialog title={t('compliance.agreements.add')} opened={adding} onClose={() => setAdding(false)}>
        <AddForm
          onCancel={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            tell(t('compliance.agreements.added'));
          }}
        />
      </FormDialog>
    </Part>
  );
}

function AgreementRow({ agreement, tell }: { agreement: Agreement; tell(text: string): void }) {
  const { t } = useTranslation(['admin', 'family']);
  const day = useDay();
  const { ask, dialog } = useAskOnce();
  const { id, title, signedBy, signedOn, validUntil, scopes, note, status, children, endedAt } = agreement;
  const end = useMutation({
    mutationFn: () => family.endAgreement(id),
    onSuccess: () => tell(t('compliance.agreements.endedNow')),
  });
  return (
    <Paper component="li" shadow="sm" className={cardClasses.row}>
      <div className={classes.words}>
        <Text fw={650}>{title}</Text>
        <Text>
          {t('compliance.agreements.signed', { name: signedBy, date: day(noonOf(signedOn)) })}
          {' · '}
          {endedAt
            ? t('compliance.agreements.ended', { date: day(endedAt) })
            : t('compliance.agreements.until', { date: day(noonOf(validUntil)) })}
        </Text>
        <Text size="sm" c="dimmed">
          {t('compliance.agreements.covers', {
            scopes: scopes.map((scope) => t(`family:scopes.${scope}.title`)).join(' · '),
          })}
          {' · '}
          {t('compliance.agreements.children', { count: children })}
        </Text>
        {note && <Text size="sm">{note}</Text>}
      </div>
      <Badge variant="light" size="lg" color={tones[status]}>
        {t(`compliance.agreements.state.${status}`)}
      </Badge>
      {status !== 'ended' && (
        <Button
          variant="default"
          loading={end.isPending}
          aria-label={t('compliance.agreements.endOf', { title })}
          onClick={() =>
            ask({
              title: t('compliance.agreements.endTitle', { title }),
              body: t('compliance.agreements.endBody', { count: children }),
              yes: t('compliance.agreements.endYes'),
              onYes: () =>
                end.mutateAsync().then(
                  () => {},
                  () => {},
                ),
            })
          }
        >
          {t('compliance.agreements.end')}
        </Button>
      )}
      {end.error && <Refusal error={end.error} />}
      {dialog}
    </Paper>
  );
}

function AddForm({ onCancel, onDone }: { onCancel(): void; onDone(): void }) {
  const { t } = useTranslation('admin');
  const [live, setLive] = useState(true);
  const fields = useFields(
    {
      title: filled(200),
      signedBy: filled(200),
      signedOn: (value) => (value === '' ? 'required' : null),
      validUntil: (value): FieldProblem | null => {
        if (value === '') return 'required';
        return value > fields.values.signedOn ? null : 'dayAfter';
      },
      note: optional(2_000),
    },
    { signedOn: dayFromNow(), validUntil: dayFromNow(365) },
  );
  return (
    <CardForm
      fields={fields}
      submit={t('compliance.agreements.addYes')}
      onCancel={onCancel}
      send={async () => {
        const { title, signedBy, signedOn, validUntil, note } = fields.values;
        await family.addAgreement({
          title: title.trim(),
          signedBy: signedBy.trim(),
          signedOn,
          validUntil,
          scopes: live ? ['account', 'live_rooms'] : ['account'],
          ...(note.trim() && { note: note.trim() }),
        });
        onDone();
      }}
    >
      <TextInput
        {...fields.bind('title')}
        label={t('compliance.agreements.name')}
        autoComplete="off"
        data-autofocus
      />
      <TextInput
        {...fields.bind('signedBy')}
        label={t('compliance.agreements.signedBy')}
        autoComplete="off"
      />
      <TextInput {...fields.bind('signedOn')} type="date" label={t('compliance.agreements.signedOn')} />
      <TextInput {...fields.bind('validUntil')} type="date" label={t('compliance.agreements.validUntil')} />
      <Checkbox
        label={t('compliance.agreements.live')}
        checked={live}
        onChange={({ currentTarget }) => setLive(currentTarget.checked)}
      />
      <TextInput {...fields.bind('note')} label={t('compliance.agreements.note')} autoComplete="off" />
    </CardForm>
  );
}
