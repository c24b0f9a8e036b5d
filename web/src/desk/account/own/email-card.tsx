import { PasswordInput, Text, TextInput } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../shell/card.tsx';
import { accounts } from '../../tutti.ts';
import { useSignedIn } from '../account.tsx';
import { email, filled } from '../field-rules.ts';
import { useFields } from '../use-fields.ts';
import { CardForm } from './card-form.tsx';

export function EmailCard() {
  const { t } = useTranslation('account');
  const { me } = useSignedIn();
  const fields = useFields({
    email: (value) => (value.trim().toLowerCase() === me.email ? 'emailOwn' : email(value)),
    password: filled(200),
  });

  async function send() {
    await accounts.changeEmail(fields.values.email.trim(), fields.values.password);
    fields.clear();
  }

  return (
    <Card title={t('own.email')} Icon={IconMail}>
      <Text>{t('own.emailNow', { email: me.email })}</Text>
      <CardForm fields={fields} submit={t('own.emailSubmit')} done={t('own.emailDone')} send={send}>
        <TextInput {...fields.bind('email')} label={t('own.newEmail')} type="email" autoComplete="email" />
        <PasswordInput
          {...fields.bind('password')}
          label={t('own.oldPassword')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
        />
      </CardForm>
    </Card>
  );
}
