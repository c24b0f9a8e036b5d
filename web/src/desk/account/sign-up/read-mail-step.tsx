import { useTranslation } from 'react-i18next';
import { LookIntoMail } from '../look-into-mail.tsx';
import { ResendVerification } from '../resend-verification.tsx';

export function ReadMailStep({ email, needsApproval }: { email: string; needsApproval: boolean }) {
  const { t } = useTranslation('account');
  return (
    <LookIntoMail text={t('signUp.readMail', { email })}>
      {needsApproval && <p>{t('signUp.needsApproval')}</p>}
      <ResendVerification email={email} />
    </LookIntoMail>
  );
}
