import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { admin } from '../tutti.ts';
import { newPassword } from './field-rules.ts';
import { LinkCheck } from './link-check.tsx';
import { LinkForm, NewPasswordField } from './link-form.tsx';
import { useFields } from './use-fields.ts';

export function Component() {
  return (
    <LinkCheck name="reset" look={(token) => admin.checkPasswordReset(token).then(() => true)}>
      {(token) => <ResetForm token={token} />}
    </LinkCheck>
  );
}

function ResetForm({ token }: { token: string }) {
  const { t } = useTranslation('account');
  const go = useNavigate();
  const fields = useFields({ password: newPassword });

  async function send() {
    await admin.resetPassword(token, fields.values.password);
    go('/sign-in', { replace: true, state: { reset: true } });
  }

  return (
    <LinkForm
      name="reset"
      usedCode="auth/invalid-token"
      title={t('reset.title')}
      lead={t('reset.lead')}
      submit={t('reset.submit')}
      fields={fields}
      send={send}
    >
      <NewPasswordField bound={fields.bind('password')} label={t('reset.password')} />
    </LinkForm>
  );
}
