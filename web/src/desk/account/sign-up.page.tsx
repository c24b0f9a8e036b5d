import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { Delayed } from '../states/delayed.tsx';
import { ProblemPanel } from '../states/problem-panel.tsx';
import { accounts } from '../tutti.ts';
import { homeOf, useAccount } from './account.tsx';
import { Door } from './door.tsx';
import { AskedStep } from './sign-up/asked-step.tsx';
import { BirthStep } from './sign-up/birth-step.tsx';
import { ChildStep } from './sign-up/child-step.tsx';
import { GuardianStep } from './sign-up/guardian-step.tsx';
import { LearnerStep } from './sign-up/learner-step.tsx';
import { ReadMailStep } from './sign-up/read-mail-step.tsx';
import type { SignUpStep } from './sign-up/steps.ts';
import { ClosedStep, WhoStep } from './sign-up/who-step.tsx';

export function Component() {
  const { t } = useTranslation('account');
  const account = useAccount();
  const [step, setStep] = useState<SignUpStep>({ at: 'who' });
  const options = useQuery({ queryKey: ['sign-up'], queryFn: () => accounts.signUpOptions() });

  // whoever just made an account here first reads what happens now
  if (account.state === 'signedIn') return <Navigate to={homeOf(account.me)} replace />;
  if (options.error) {
    return (
      <Door title={t('states.errorTitle')}>
        <ProblemPanel error={options.error} onRetry={() => void options.refetch()} />
      </Door>
    );
  }
  if (!options.data) {
    return (
      <Door title={t('signUp.title')}>
        <Delayed>
          <Skeleton height={180} mt="lg" />
        </Delayed>
      </Door>
    );
  }
  const { organizationName, open, needsApproval } = options.data;
  const toStart = () => setStep({ at: 'who' });
  switch (step.at) {
    case 'who':
      return open ? (
        <WhoStep organization={organizationName} onGo={setStep} />
      ) : (
        <ClosedStep organization={organizationName} onGo={setStep} />
      );
    case 'birth':
      return <BirthStep onGo={setStep} onBack={toStart} />;
    case 'learner':
      return <LearnerStep {...step} needsCode={!open} onGo={setStep} onBack={toStart} />;
    case 'child':
      return <ChildStep {...step} needsCode={!open} onGo={setStep} onBack={toStart} />;
    case 'guardian':
      return <GuardianStep onGo={setStep} onBack={toStart} />;
    case 'read-mail':
      return <ReadMailStep email={step.email} needsApproval={needsApproval} />;
    case 'asked':
      return <AskedStep {...step} />;
  }
}
