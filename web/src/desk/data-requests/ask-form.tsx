import { Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { optional } from '../account/field-rules.ts';
import { CardForm } from '../account/own/card-form.tsx';
import { useFields } from '../account/use-fields.ts';

interface AskFormProps {
  hint: string | null;
  /** null: no note may go with it. */
  noteHint: string | null;
  send(note: string): Promise<void>;
}

export function AskForm({ hint, noteHint, send }: AskFormProps) {
  const { t } = useTranslation('account');
  const fields = useFields({ note: optional(1_000) });
  return (
    <CardForm fields={fields} submit={t('requests.submit')} send={() => send(fields.values.note.trim())}>
      {hint && <Text>{hint}</Text>}
      {noteHint === null ? (
        <Text c="dimmed">{t('requests.noNote')}</Text>
      ) : (
        <Textarea
          label={t('requests.note')}
          description={noteHint}
          name="note"
          value={fields.values.note}
          error={fields.bind('note').error}
          onChange={({ currentTarget }) => fields.set('note', currentTarget.value.replace(/\s*\n\s*/g, ' '))}
          autosize
          minRows={2}
        />
      )}
    </CardForm>
  );
}
