import { TuttiError, type TuttiErrorCode } from '@tutti/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import { Restoring } from '../shell/restoring.tsx';
import { homeOf, useAccount } from './account.tsx';
import { Door } from './door.tsx';
import { CodeStep } from './sign-in/code-step.tsx';
import { MailStep } from './sign-in/mail-step.tsx';
import { PasswordStep } from './sign-in/password-step.tsx';

interface CameFrom {
  from?: string;
  ended?: boolean;
  reset?: boolean;
}

type Step =
  | { at: 'password' }
  /** The password was right; the second factor is asked for. */
  | { at: 'code'; challenge: string }
  | { at: 'link' | 'forgot'; email: string };

/** One way in for everybody; afterwards each is led to the own place. */
export function Component() {
  const { t } = useTranslation('account');
  const account = useAccount();
  const { state, search, hash } = useLocation();
  const { from, ended, reset } = (state ?? {}) as CameFrom;
  const [step, setStep] = useState<Step>(() => firstStep(hash));

  const screen = screenAskedFor(search);
  useEffect(() => {
    if (account.state === 'signedIn' && screen) window.location.replace(screen);
  }, [account.state, screen]);

  if (account.state === 'signedIn' && screen) return <Restoring />;
  if (account.state === 'signedIn') return <Navigate to={from ?? homeOf(account.me)} replace />;
  if (account.state === 'restoring') return <Restoring />;

  const restart = () => setStep({ at: 'password' });
  switch (step.at) {
    case 'password':
      return (
        <Door title={t('signIn.title')} lead={t('signIn.lead')}>
          <PasswordStep
            problem={problemIn(search)}
            note={reset ? t('reset.done') : ended ? t('signIn.ended') : null}
            onSecondFactor={(challenge) => setStep({ at: 'code', challenge })}
            onMail={(at, email) => setStep({ at, email })}
          />
        </Door>
      );
    case 'code':
      return <CodeStep challenge={step.challenge} onBack={restart} />;
    case 'link':
    case 'forgot':
      return <MailStep kind={step.at} given={step.email} onBack={restart} />;
  }
}

/** A provider sends people back who still have to show their second factor. */
function firstStep(hash: string): Step {
  const challenge = new URLSearchParams(hash.slice(1)).get('challenge');
  return challenge ? { at: 'code', challenge } : { at: 'password' };
}

/** Why a provider did not let somebody in. What is no code of ours is not shown. */
function problemIn(search: string): TuttiError | null {
  const code = new URLSearchParams(search).get('problem');
  return code !== null && /^[a-z-]+\/[a-z-]+$/.test(code) ? new TuttiError(code as TuttiErrorCode) : null;
}

/** Pages of their own that send people here who are not signed in. Other addresses are not followed. */
function screenAskedFor(search: string): string | null {
  const next = new URLSearchParams(search).get('next');
  return next !== null && /^\/(projector\/[\w-]+|j\/\d{6}|)$/.test(next) ? next : null;
}
