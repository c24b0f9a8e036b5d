import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../shared/i18n/i18n.ts';
import { useLanguage } from '../../language.ts';
import { family } from '../../tutti.ts';
import { Door } from '../door.tsx';
import { email, filled, newPassword, username } from '../field-rules.ts';
import { LanguageField } from '../language-field.tsx';
import { OwnPasswordField } from '../own-password-field.tsx';
import { useFields } from '../use-fields.ts';
import { ClassCodeField, classCodeRule } from './class-code-field.tsx';
import { StepForm } from './step-form.tsx';
import type { LearnerStepProps } from './steps.ts';

/** A child has no e-mail here: a name, a password, and a grown-up who is asked. [CON-1] */
export function ChildStep({ birth, classCode, needsCode, onGo, onBack }: LearnerStepProps) {
  const { t } = useTranslation('account');
  const locale = useLanguage();
  const [guardianLocale, setGuardianLocale] = useState<Language>(locale);
  const fields = useFields(
    {
      displayName: filled(24),
      username,
      password: newPassword,
      guardianEmail: email,
      classCode: classCodeRule(needsCode),
    },
    { classCode },
  );

  async function send() {
    const { displayName, username, password, guardianEmail, classCode } = fields.values;
    const { next } = await family.signUpChild({
      nickname: displayName.trim(),
      username: username.trim(),
      password,
      birth,
      guardianEmail: guardianEmail.trim(),
      guardianLocale,
      locale,
      classCode: classCode.trim() || undefined,
    });
    onGo(
      next === 'ask-guardian'
        ? { at: 'asked', guardianEmail: guardianEmail.trim(), username: username.trim(), password }
        : { at: 'learner', birth, classCode },
    );
  }

  return (
    <Door title={t('signUp.accountTitle')}>
      <StepForm fields={fields} submit={t('signUp.submit')} send={send} onBack={onBack}>
        <TextInput
          {...fields.bind('displayName')}
          label={t('signUp.name')}
          description={t('signUp.nickHint')}
          autoComplete="nickname"
        />
        <TextInput
          {...fields.bind('username')}
          label={t('signUp.username')}
          description={t('signUp.usernameHint')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <OwnPasswordField
          bound={fields.bind('password')}
          onMade={(password) => fields.set('password', password)}
        />
        <TextInput
          {...fields.bind('guardianEmail')}
          label={t('signUp.guardianEmail')}
          description={t('signUp.guardianEmailHint')}
          type="email"
          autoComplete="off"
        />
        <LanguageField
          label={t('signUp.guardianLanguage')}
          value={guardianLocale}
          onChange={setGuardianLocale}
        />
        <ClassCodeField bound={fields.bind('classCode')} needed={needsCode} />
      </StepForm>
    </Door>
  );
}
