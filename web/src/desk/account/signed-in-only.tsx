import { Button, Container } from '@mantine/core';
import type { Me } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, Outlet, useLocation } from 'react-router';
import { Restoring } from '../shell/restoring.tsx';
import { Panel } from '../states/panel.tsx';
import { ProblemPanel } from '../states/problem-panel.tsx';
import { homeOf, useAccount } from './account.tsx';
import { PushProvider } from './push.tsx';

/** The door of pages that are for some people only. What is behind it the server guards once more. */
export function SignedInOnly({ who = () => true }: { who?: (me: Me) => boolean }) {
  const account = useAccount();
  const { pathname, search } = useLocation();
  switch (account.state) {
    case 'restoring':
      return <Restoring />;
    case 'unreachable':
      return (
        <Container component="main" py="xl">
          <ProblemPanel order={1} error={account.error} onRetry={account.retry} />
        </Container>
      );
    case 'signedOut':
      return (
        <Navigate
          to="/sign-in"
          replace
          state={account.why === 'left' ? null : { from: pathname + search, ended: account.why === 'ended' }}
        />
      );
    case 'signedIn':
      // the server refuses all else, so that the way to add it is all there is to show
      if (account.me.secondFactor === 'required' && pathname !== '/account')
        return <Navigate to="/account" replace />;
      return who(account.me) ? (
        <PushProvider>
          <Outlet />
        </PushProvider>
      ) : (
        <NotHere me={account.me} signOut={account.signOut} />
      );
  }
}

function NotHere({ me, signOut }: { me: Me; signOut: () => Promise<void> }) {
  const { t } = useTranslation('account');
  return (
    <Container component="main" py="xl">
      <Panel
        mood="puzzled"
        order={1}
        title={t('states.forbiddenTitle')}
        actions={
          <>
            <Button component={Link} to={homeOf(me)}>
              {t('states.ownPlace')}
            </Button>
            <Button variant="default" onClick={() => void signOut()}>
              {t('account.signOut')}
            </Button>
          </>
        }
      >
        {t('states.forbidden')}
      </Panel>
    </Container>
  );
}
