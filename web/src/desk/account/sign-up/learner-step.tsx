import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../language.ts';
import { codeOf } from '../../states/problem.ts';
import { accounts } from '../../tutti.ts';
import { Door } from '../door.tsx';
import { email, filled, newPassword } from '../field-rules.ts';
import { NewPasswordField } from '../link-form.tsx';
import { SchoolSignIn } from '../sign-in/school-sign-in.tsx';
import { useFields } from '../use-fields.ts';
import { ClassCodeField, classCodeRule } from './class-code-field.tsx';
import { StepForm } from './step-form.tsx';
import type { LearnerStepProps } from './steps.ts';

export function LearnerStep({ birth, classCode, needsCode, onGo, onBack }: LearnerStepProps) {
  const { t } = useTranslation('account');
  const locale = useLanguage();
  const fields = useFields(
    { displayName: filled(100), email, password: newPassword, classCode: classCodeRule(needsCode) },
    { classCode },
  );

  async function send() {
    const { displayName, email, password, classCode } = fields.values;
    try {
      await accounts.signUp({
        role: 'student',
        birth,
        displayName: displayName.trim(),
        email: email.trim(),
        password,
        locale,
        classCode: classCode.trim() || undefined,
      });
    } catch (error) {
      if (codeOf(error) === 'sign-up/needs-guardian') return onGo({ at: 'child', birth, classCode });
      throw error;
    }
    onGo({ at: 'read-mail', email: email.trim() });
  }

  return (
    <Door title={t('signUp.accountTitle')}>
      <StepForm fields={fields} submit={t('signUp.submit')} send={send} onBack={onBack}>
        <TextInput
          {...fields.bind('displayName')}
          label={t('signUp.name')}
          description={t('signUp.nameHint')}
          autoComplete="nickname"
        />
        <TextInput {...fields.bind('email')} label={t('signIn.email')} type="email" autoComplete="username" />
        <NewPasswordField bound={fields.bind('password')} label={t('setup.password')} />
        <ClassCodeField bound={fields.bind('classCode')} needed={needsCode} />
      </StepForm>
      {/* a provider brings no class code, and without one nobody new comes in */}
      {!needsCode && (
        <SchoolSignIn
          signUp={{ role: 'student', birth: `${birth.year}-${String(birth.month).padStart(2, '0')}` }}
        />
      )}
    </Door>
  );
}
