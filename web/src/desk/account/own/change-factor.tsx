import { PasswordInput, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { security } from '../../tutti.ts';
import { filled, optional } from '../field-rules.ts';
import { useFields } from '../use-fields.ts';
import { CardForm } from './card-form.tsx';

interface ChangeFactorProps {
  what: 'renewing' | 'removing';
  onDone(codes: string[] | null): Promise<void>;
  onCancel(): void;
}

/** New recovery codes, or no second factor any more; both want a code, the latter the password as well. */
export function ChangeFactor({ what, onDone, onCancel }: ChangeFactorProps) {
  const { t } = useTranslation('account');
  const removing = what === 'removing';
  const fields = useFields({ password: optional(200), code: filled(30) });

  async function send() {
    const { password } = fields.values;
    const code = fields.values.code.trim();
    if (!removing) return onDone(await security.renewRecoveryCodes(code));
    await security.removeFactor({ code, ...(password !== '' && { password }) });
    await onDone(null);
  }

  return (
    <CardForm
      fields={fields}
      submit={t(removing ? 'factor.remove' : 'factor.renew')}
      send={send}
      onCancel={onCancel}
    >
      <Text>{t(removing ? 'factor.removeLead' : 'factor.renewLead')}</Text>
      {removing && (
        <PasswordInput
          {...fields.bind('password')}
          label={t('own.oldPassword')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
        />
      )}
      <TextInput
        {...fields.bind('code')}
        label={t('factor.anyCode')}
        autoComplete="one-time-code"
        autoCapitalize="none"
        maxLength={30}
      />
    </CardForm>
  );
}
