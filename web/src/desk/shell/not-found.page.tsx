import { Button, Container } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { homeOf, useAccount } from '../account/account.tsx';
import { Panel } from '../states/panel.tsx';

export function Component() {
  const { t } = useTranslation('account');
  const account = useAccount();
  return (
    <Container py="xl">
      <Panel
        mood="puzzled"
        order={1}
        title={t('states.notFoundTitle')}
        actions={
          <Button component={Link} to={account.state === 'signedIn' ? homeOf(account.me) : '/sign-in'}>
            {t('states.ownPlace')}
          </Button>
        }
      >
        {t('states.notFound')}
      </Panel>
    </Container>
  );
}
