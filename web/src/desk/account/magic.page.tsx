import { TuttiError } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate } from 'react-router';
import { accounts } from '../tutti.ts';
import { homeOf, useAccount } from './account.tsx';
import { LinkButton } from './link-button.tsx';
import { CodeStep } from './sign-in/code-step.tsx';

export function Component() {
  const { t } = useTranslation('account');
  const account = useAccount();
  const go = useNavigate();
  /** Gives the challenge where a second step is asked for. */
  const open = async (token: string): Promise<string | null> => {
    try {
      await accounts.openMagicLink(token);
      return null;
    } catch (error) {
      if (error instanceof TuttiError && error.challenge) return error.challenge;
      throw error;
    }
  };
  return (
    <LinkButton
      name="magic"
      title={t('magic.title')}
      lead={t('magic.lead')}
      submit={t('signIn.submit')}
      use={open}
    >
      {(challenge) => {
        if (account.state === 'signedIn') return <Navigate to={homeOf(account.me)} replace />;
        return (
          challenge && <CodeStep challenge={challenge} onBack={() => go('/sign-in', { replace: true })} />
        );
      }}
    </LinkButton>
  );
}
