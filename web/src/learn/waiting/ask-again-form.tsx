import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { email } from '../../desk/account/field-rules.ts';
import { LanguageField } from '../../desk/account/language-field.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { useLanguage } from '../../desk/language.ts';
import classes from '../../desk/shell/card.module.css';
import { Refusal } from '../../desk/states/refusal.tsx';
import { family } from '../../desk/tutti.ts';

export function AskAgainForm({ onDone }: { onDone(): void }) {
  const { t } = useTranslation('learn');
  const queries = useQueryClient();
  const fields = useFields({ guardianEmail: email });
  const [locale, setLocale] = useState(useLanguage());
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!fields.check(event.currentTarget)) return;
    setWorking(true);
    setRefusal(null);
    try {
      queries.setQueryData(['my-consent'], await family.askAgain(fields.values.guardianEmail.trim(), locale));
      onDone();
    } catch (error) {
      if (!fields.showRefusal(error)) setRefusal(error);
      setWorking(false);
    }
  }

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      {refusal !== null && <Refusal error={refusal} />}
      <TextInput
        {...fields.bind('guardianEmail')}
        label={t('waiting.email')}
        type="email"
        autoComplete="off"
      />
      <LanguageField label={t('waiting.language')} value={locale} onChange={setLocale} />
      <div>
        <Button type="submit" loading={working}>
          {t('waiting.ask')}
        </Button>
      </div>
    </form>
  );
}
