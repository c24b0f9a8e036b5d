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
      name="changeEmail"
      title={t('changeEmail.title')}
      lead={t('changeEmail.lead')}
      submit={t('changeEmail.submit')}
      use={accounts.confirmEmail}
    >
      {() => (
        <LinkDone title={t('changeEmail.doneTitle')} text={t('changeEmail.done')}>
          <Button component={Link} to="/sign-in" size="lg">
            {t('link.toSignIn')}
          </Button>
        </LinkDone>
      )}
    </LinkButton>
  );
}
