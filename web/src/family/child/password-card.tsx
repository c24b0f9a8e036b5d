import { PasswordInput, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { newPassword } from '../../desk/account/field-rules.ts';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { OwnPasswordField } from '../../desk/account/own-password-field.tsx';
import { useOwnProof } from '../../desk/account/own-proof.ts';
import { useFields } from '../../desk/account/use-fields.ts';
import { Card } from '../../desk/shell/card.tsx';
import { accounts } from '../../desk/tutti.ts';

/** Children have no e-mail to ask for a new password with: their guardian sets one. */
export function PasswordCard({ childId, name }: { childId: string; name: string }) {
  const { t } = useTranslation(['family', 'account']);
  const own = useOwnProof();
  const fields = useFields({ newPassword, oldPassword: own.password });
  async function send() {
    const { newPassword, oldPassword } = fields.values;
    await accounts.setChildPassword(childId, {
      newPassword,
      ...(oldPassword && { ownPassword: oldPassword }),
    });
    fields.clear();
  }
  return (
    <Card title={t('password.title', { child: name })} Icon={IconKey}>
      <Text>{t('password.lead', { child: name })}</Text>
      <CardForm
        fields={fields}
        submit={t('password.submit')}
        done={t('password.done', { child: name })}
        send={send}
      >
        <OwnPasswordField
          bound={fields.bind('newPassword')}
          label={t('password.child', { child: name })}
          onMade={(password) => fields.set('newPassword', password)}
        />
        <PasswordInput
          {...fields.bind('oldPassword')}
          label={t('password.own')}
          description={own.mayHaveNone ? t('account:own.noPassword') : undefined}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('account:signIn.showPassword') }}
        />
      </CardForm>
    </Card>
  );
}
