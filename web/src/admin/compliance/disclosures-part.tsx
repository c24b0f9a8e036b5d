import { Paper, Text, Textarea, TextInput } from '@mantine/core';
import type { Disclosure } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filled } from '../../desk/account/field-rules.ts';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { useDate } from '../../desk/dates.ts';
import cardClasses from '../../desk/shell/card.module.css';
import { compliance } from '../../desk/tutti.ts';
import classes from '../shared/admin.module.css';
import { FormDialog } from '../shared/form-dialog.tsx';
import { complianceKey } from '../shared/keys.ts';
import { Pages } from '../shared/pages.tsx';
import { PersonChoice } from '../shared/person-choice.tsx';
import { usePages } from '../shared/use-pages.ts';
import { Part } from './part.tsx';
import { useTold } from './use-told.ts';

/** To whom what of whom was shown. [CON-9] */
export function DisclosuresPart() {
  const { t } = useTranslation('admin');
  const { news, tell } = useTold();
  const [adding, setAdding] = useState(false);
  const list = usePages([...complianceKey, 'disclosures'], (cursor) =>
    compliance.disclosures({ cursor, limit: 25 }),
  );
  return (
    <Part
      title={t('compliance.disclosures.title')}
      lead={t('compliance.disclosures.lead')}
      add={{ text: t('compliance.disclosures.add'), onClick: () => setAdding(true) }}
      news={news}
    >
      <Pages
        query={list}
        none={{ title: t('compliance.disclosures.none'), hint: t('compliance.disclosures.noneHint') }}
      >
        {(items) => (
          <ul className={cardClasses.list}>
            {items.map((one) => (
              <DisclosureRow key={one.id} disclosure={one} />
            ))}
          </ul>
        )}
      </Pages>
      <FormDialog title={t('compliance.disclosures.add')} opened={adding} onClose={() => setAdding(false)}>
        <AddForm
          onCancel={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            tell(t('compliance.disclosures.added'));
          }}
        />
      </FormDialog>
    </Part>
  );
}

function DisclosureRow({
  disclosure: { subject, recipient, interest, fields, disclosedBy, disclosedAt },
}: {
  disclosure: Disclosure;
}) {
  const { t } = useTranslation('admin');
  const date = useDate();
  return (
    <Paper component="li" shadow="sm" className={cardClasses.row}>
      <div className={classes.words}>
        <Text fw={650}>
          <bdi>{subject.name ?? t('words.erased')}</bdi>
        </Text>
        <Text>{t('compliance.disclosures.to', { recipient })}</Text>
        <Text>{t('compliance.disclosures.why', { interest })}</Text>
        <Text>{t('compliance.disclosures.what', { fields: fields.join(', ') })}</Text>
        <Text size="sm" c="dimmed">
          {t('compliance.disclosures.by', {
            date: date(disclosedAt),
            name: disclosedBy ?? t('words.erased'),
          })}
        </Text>
      </div>
    </Paper>
  );
}

function AddForm({ onCancel, onDone }: { onCancel(): void; onDone(): void }) {
  const { t } = useTranslation('admin');
  const fields = useFields({
    subjectId: (value) => (value === '' ? 'required' : null),
    recipient: filled(200),
    interest: filled(500),
    fields: filled(5_000),
  });
  const { values } = fields;
  const shown = fields.bind('fields');
  return (
    <CardForm
      fields={fields}
      submit={t('compliance.disclosures.addYes')}
      onCancel={onCancel}
      send={async () => {
        await compliance.recordDisclosure({
          subjectId: values.subjectId,
          recipient: values.recipient.trim(),
          interest: values.interest.trim(),
          fields: values.fields
            .split(/[\n,]/)
            .map((field) => field.trim())
            .filter(Boolean),
        });
        onDone();
      }}
    >
      <PersonChoice
        label={t('compliance.disclosures.person')}
        name="subjectId"
        value={values.subjectId}
        onChange={(id) => fields.set('subjectId', id)}
        error={fields.bind('subjectId').error}
      />
      <TextInput
        {...fields.bind('recipient')}
        label={t('compliance.disclosures.recipient')}
        autoComplete="off"
      />
      <TextInput
        {...fields.bind('interest')}
        label={t('compliance.disclosures.interest')}
        autoComplete="off"
      />
      <Textarea
        label={t('compliance.disclosures.fields')}
        description={t('compliance.disclosures.fieldsHint')}
        name="fields"
        value={values.fields}
        error={shown.error}
        onChange={({ currentTarget }) => fields.set('fields', currentTarget.value)}
        autosize
        minRows={3}
      />
    </CardForm>
  );
}
