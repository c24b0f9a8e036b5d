import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useLanguage } from '../language.ts';
import { admin } from '../tutti.ts';
import { email, filled, newPassword } from './field-rules.ts';
import { LinkCheck } from './link-check.tsx';
import { LinkForm, NewPasswordField } from './link-form.tsx';
import { useFields } from './use-fields.ts';

export function Component() {
  return (
    <LinkCheck name="setup" look={(token) => admin.checkSetup(token).then(() => true)}>
      {(token) => <SetupForm token={token} />}
    </LinkCheck>
  );
}

function SetupForm({ token }: { token: string }) {
  const { t } = useTranslation('account');
  const go = useNavigate();
  const locale = useLanguage();
  const fields = useFields({
    organizationName: filled(200),
    displayName: filled(100),
    email,
    password: newPassword,
  });

  async function send() {
    const { organizationName, displayName, email, password } = fields.values;
    await admin.setUp({
      token,
      organizationName: organizationName.trim(),
      displayName: displayName.trim(),
      email: email.trim(),
      password,
      locale,
    });
    go('/teach', { replace: true });
  }

  return (
    <LinkForm
      name="setup"
      usedCode="setup/link-invalid"
      title={t('setup.title')}
      lead={t('setup.lead')}
      submit={t('setup.submit')}
      fields={fields}
      send={send}
    >
      <TextInput
        {...fields.bind('organizationName')}
        label={t('setup.school')}
        description={t('setup.schoolHint')}
        autoComplete="organization"
      />
      <TextInput {...fields.bind('displayName')} label={t('setup.name')} autoComplete="name" />
      <TextInput
        {...fields.bind('email')}
        label={t('setup.email')}
        description={t('setup.emailHint')}
        type="email"
        autoComplete="username"
      />
      <NewPasswordField bound={fields.bind('password')} label={t('setup.password')} />
    </LinkForm>
  );
}
