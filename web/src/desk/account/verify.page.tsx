import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { accounts } from '../tutti.ts';
import { LinkButton } from './link-button.tsx';
import { LinkDone } from './link-done.tsx';

export function Component() {
  const { t } = useTranslation('account');
  return (
    <LinkButton
      name="verify"
      title={t('verify.title')}
      lead={t('verify.lead')}
      submit={t('verify.submit')}
      use={accounts.verifyEmail}
    >
      {({ status }) =>
        status === 'active' ? (
          <LinkDone title={t('verify.doneTitle')} text={t('verify.done')}>
            <Button component={Link} to="/sign-in" size="lg">
              {t('link.toSignIn')}
            </Button>
          </LinkDone>
        ) : (
          <LinkDone title={t('verify.waitTitle')} text={t('states.errors.awaitingApproval')} />
        )
      }
    </LinkButton>
  );
}
