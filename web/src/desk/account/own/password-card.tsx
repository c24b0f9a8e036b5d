import { PasswordInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../shell/card.tsx';
import { accounts } from '../../tutti.ts';
import { filled, newPassword } from '../field-rules.ts';
import { NewPasswordField } from '../link-form.tsx';
import { useFields } from '../use-fields.ts';
import { CardForm } from './card-form.tsx';

export function PasswordCard() {
  const { t } = useTranslation('account');
  const fields = useFields({ oldPassword: filled(200), newPassword });

  async function send() {
    await accounts.changePassword(fields.values.oldPassword, fields.values.newPassword);
    fields.clear();
  }

  return (
    <Card title={t('own.password')} Icon={IconLock}>
      <CardForm fields={fields} submit={t('own.passwordSubmit')} done={t('own.passwordDone')} send={send}>
        <PasswordInput
          {...fields.bind('oldPassword')}
          label={t('own.oldPassword')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
        />
        <NewPasswordField bound={fields.bind('newPassword')} label={t('reset.password')} />
      </CardForm>
    </Card>
  );
}
