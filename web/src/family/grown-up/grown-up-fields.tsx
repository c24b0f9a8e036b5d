import { PasswordInput, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAccount } from '../../desk/account/account.tsx';
import { NewPasswordField } from '../../desk/account/link-form.tsx';
import { LinkLike } from '../link-like.tsx';
import { RelationshipField } from './relationship-field.tsx';
import type { GrownUpForm } from './use-grown-up.ts';

interface GrownUpFieldsProps {
  grownUp: GrownUpForm;
  child: string;
  /** The address that the mail went to. */
  contact: string;
}

export function GrownUpFields({ grownUp, child, contact }: GrownUpFieldsProps) {
  const { t } = useTranslation(['family', 'account']);
  const account = useAccount();
  const { mode, me, fields, relationship, setRelationship } = grownUp;
  return (
    <>
      <RelationshipField
        label={t('grownUp.relationship', { child })}
        value={relationship}
        onChange={setRelationship}
      />
      {mode === 'signedIn' && me ? (
        <div>
          <Text>{t('grownUp.signedIn', { name: me.displayName })}</Text>
          <LinkLike onClick={() => account.state === 'signedIn' && void account.signOut()}>
            {t('grownUp.notMe')}
          </LinkLike>
        </div>
      ) : (
        <>
          {mode === 'new' && (
            <TextInput {...fields.bind('displayName')} label={t('grownUp.name')} autoComplete="name" />
          )}
          <TextInput
            label={t('grownUp.email')}
            description={t(mode === 'known' ? 'grownUp.emailKnown' : 'grownUp.emailNew')}
            value={contact}
            type="email"
            autoComplete="username"
            readOnly
          />
          {mode === 'known' ? (
            <PasswordInput
              {...fields.bind('password')}
              label={t('grownUp.password')}
              autoComplete="current-password"
              visibilityToggleButtonProps={{ 'aria-label': t('account:signIn.showPassword') }}
            />
          ) : (
            <NewPasswordField bound={fields.bind('password')} label={t('grownUp.newPassword')} />
          )}
        </>
      )}
    </>
  );
}
