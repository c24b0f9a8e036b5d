import { Text, TextInput } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '../../../shared/i18n/i18n.ts';
import { Card } from '../../shell/card.tsx';
import { useSignedIn } from '../account.tsx';
import { filled } from '../field-rules.ts';
import { LanguageField } from '../language-field.tsx';
import { useFields } from '../use-fields.ts';
import { CardForm } from './card-form.tsx';

export function ProfileCard() {
  const { t } = useTranslation('account');
  const { me, changeProfile } = useSignedIn();
  const fields = useFields({ displayName: filled(100) }, { displayName: me.displayName });
  const [locale, setLocale] = useState(me.locale);

  async function send() {
    await changeProfile({ displayName: fields.values.displayName.trim(), locale });
    chooseLanguage(locale);
  }

  return (
    <Card title={t('own.profile')} Icon={IconUser}>
      <CardForm fields={fields} submit={t('own.save')} done={t('own.saved')} send={send}>
        <TextInput
          {...fields.bind('displayName')}
          label={t('setup.name')}
          autoComplete="name"
          maxLength={100}
        />
        <LanguageField label={t('own.language')} value={locale} onChange={setLocale} />
      </CardForm>
      {me.username && <Text c="dimmed">{t('own.username', { username: me.username })}</Text>}
    </Card>
  );
}
