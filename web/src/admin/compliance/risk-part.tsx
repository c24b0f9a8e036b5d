import { Paper, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldProblem, filled } from '../../desk/account/field-rules.ts';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { useDay } from '../../desk/dates.ts';
import cardClasses from '../../desk/shell/card.module.css';
import { compliance } from '../../desk/tutti.ts';
import classes from '../shared/admin.module.css';
import { FormDialog } from '../shared/form-dialog.tsx';
import { complianceKey } from '../shared/keys.ts';
import { dayFromNow, noonOf } from '../shared/moments.ts';
import { Pages } from '../shared/pages.tsx';
import { usePages } from '../shared/use-pages.ts';
import { Part } from './part.tsx';
import { useTold } from './use-told.ts';

export function RiskPart() {
  const { t } = useTranslation('admin');
  const day = useDay();
  const { news, tell } = useTold();
  const [adding, setAdding] = useState(false);
  const list = usePages([...complianceKey, 'risk'], (cursor) =>
    compliance.riskAssessments({ cursor, limit: 10 }),
  );
  return (
    <Part
      title={t('compliance.risk.title')}
      lead={t('compliance.risk.lead')}
      add={{ text: t('compliance.risk.add'), onClick: () => setAdding(true) }}
      news={news}
    >
      <Pages query={list} none={{ title: t('compliance.risk.none'), hint: t('compliance.risk.noneHint') }}>
        {(items) => (
          <ul className={cardClasses.list}>
            {items.map(({ id, doneOn, nextDueOn, summary, recordedBy }) => (
              <Paper component="li" shadow="sm" className={cardClasses.row} key={id}>
                <div className={classes.words}>
                  <Text fw={650}>{t('compliance.risk.done', { date: day(noonOf(doneOn)) })}</Text>
                  <Text className={classes.text}>{summary}</Text>
                  <Text size="sm" c="dimmed">
                    {t('compliance.risk.next', { date: day(noonOf(nextDueOn)) })}
                    {' · '}
                    {t('compliance.risk.by', { name: recordedBy ?? t('words.erased') })}
                  </Text>
                </div>
              </Paper>
            ))}
          </ul>
        )}
      </Pages>
      <FormDialog title={t('compliance.risk.add')} opened={adding} onClose={() => setAdding(false)}>
        <AddForm
          onCancel={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            tell(t('compliance.risk.added'));
          }}
        />
      </FormDialog>
    </Part>
  );
}

function AddForm({ onCancel, onDone }: { onCancel(): void; onDone(): void }) {
  const { t } = useTranslation('admin');
  const fields = useFields(
    {
      summary: filled(8_000),
      doneOn: (value) => {
        if (value === '') return 'required';
        return value > dayFromNow() ? 'future' : null;
      },
      nextDueOn: (value): FieldProblem | null => {
        if (value === '') return 'required';
        return value > fields.values.doneOn ? null : 'dayAfter';
      },
    },
    { doneOn: dayFromNow(), nextDueOn: dayFromNow(365) },
  );
  return (
    <CardForm
      fields={fields}
      submit={t('compliance.risk.addYes')}
      onCancel={onCancel}
      send={async () => {
        const { doneOn, nextDueOn, summary } = fields.values;
        await compliance.recordRiskAssessment({ doneOn, nextDueOn, summary: summary.trim() });
        onDone();
      }}
    >
      <Textarea
        label={t('compliance.risk.summary')}
        name="summary"
        value={fields.values.summary}
        error={fields.bind('summary').error}
        onChange={({ currentTarget }) => fields.set('summary', currentTarget.value)}
        autosize
        minRows={5}
        maxRows={14}
        data-autofocus
      />
      <TextInput {...fields.bind('doneOn')} type="date" label={t('compliance.risk.doneOn')} />
      <TextInput {...fields.bind('nextDueOn')} type="date" label={t('compliance.risk.nextDueOn')} />
    </CardForm>
  );
}
