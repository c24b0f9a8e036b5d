import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../language.ts';
import { accounts } from '../../tutti.ts';
import { Door } from '../door.tsx';
import { email, filled, newPassword } from '../field-rules.ts';
import { NewPasswordField } from '../link-form.tsx';
import { SchoolSignIn } from '../sign-in/school-sign-in.tsx';
import { useFields } from '../use-fields.ts';
import { StepForm } from './step-form.tsx';
import type { StepProps } from './steps.ts';

export function GuardianStep({ onGo, onBack }: StepProps) {
  const { t } = useTranslation('account');
  const locale = useLanguage();
  const fields = useFields({ displayName: filled(100), email, password: newPassword });

  async function send() {
    const { displayName, email, password } = fields.values;
    await accounts.signUp({
      role: 'guardian',
      displayName: displayName.trim(),
      email: email.trim(),
      password,
      locale,
    });
    onGo({ at: 'read-mail', email: email.trim() });
  }

  return (
    <Door title={t('signUp.guardianTitle')} lead={t('signUp.guardianLead')}>
      <StepForm fields={fields} submit={t('signUp.submit')} send={send} onBack={onBack}>
        <TextInput {...fields.bind('displayName')} label={t('setup.name')} autoComplete="name" />
        <TextInput {...fields.bind('email')} label={t('signIn.email')} type="email" autoComplete="username" />
        <NewPasswordField bound={fields.bind('password')} label={t('setup.password')} />
      </StepForm>
      <SchoolSignIn signUp={{ role: 'guardian' }} />
    </Door>
  );
}
