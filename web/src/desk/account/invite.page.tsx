import { TextInput } from '@mantine/core';
import type { InvitationLink } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useLanguage } from '../language.ts';
import { admin } from '../tutti.ts';
import { homeOf } from './account.tsx';
import { email, filled, newPassword } from './field-rules.ts';
import { LinkCheck } from './link-check.tsx';
import { LinkForm, NewPasswordField } from './link-form.tsx';
import { useFields } from './use-fields.ts';

export function Component() {
  return (
    <LinkCheck name="invite" look={(token) => admin.previewInvitation(token)}>
      {(token, invitation) => <InviteForm token={token} invitation={invitation} />}
    </LinkCheck>
  );
}

function InviteForm({ token, invitation }: { token: string; invitation: InvitationLink }) {
  const { t } = useTranslation(['account', 'admin']);
  const go = useNavigate();
  const locale = useLanguage();
  const fields = useFields(
    { displayName: filled(100), email, password: newPassword },
    { email: invitation.email ?? '' },
  );

  async function send() {
    const { displayName, email, password } = fields.values;
    const me = await admin.acceptInvitation({
      token,
      displayName: displayName.trim(),
      email: email.trim(),
      password,
      locale,
    });
    go(homeOf(me), { replace: true });
  }

  const { role } = invitation;
  const lead =
    role === 'admin' || role === 'teacher'
      ? t(role === 'admin' ? 'invite.asAdmin' : 'invite.asTeacher')
      : t('invite.asOther', { role: t(`admin:roles.${role}.title`) });
  return (
    <LinkForm
      name="invite"
      usedCode="invitation/invalid"
      title={t('invite.title', { organization: invitation.organizationName })}
      lead={lead}
      submit={t('invite.submit')}
      fields={fields}
      send={send}
    >
      <TextInput {...fields.bind('displayName')} label={t('setup.name')} autoComplete="name" />
      <TextInput
        {...fields.bind('email')}
        label={t('setup.email')}
        description={t('setup.emailHint')}
        type="email"
        autoComplete="username"
        readOnly={invitation.email !== null}
      />
      <NewPasswordField bound={fields.bind('password')} label={t('setup.password')} />
    </LinkForm>
  );
}
