import type { ConsentRequestView, Decisions } from '@tutti/client/admin';
import { useState } from 'react';
import { LinkCheck } from '../../desk/account/link-check.tsx';
import { family } from '../../desk/tutti.ts';
import { useLanguageOfMail } from '../use-language-of-mail.ts';
import { AnsweredStep } from './answered-step.tsx';
import { DecideStep } from './decide-step.tsx';
import { type AnswerMethod, allOff, decisionsWith } from './decisions.ts';
import { FormStep } from './form-step.tsx';
import { WhoStep } from './who-step.tsx';

export function Component() {
  return (
    <LinkCheck name="consent" look={family.consentRequest}>
      {(token, request) => <Decision token={token} request={request} />}
    </LinkCheck>
  );
}

type Step = 'decide' | 'who' | 'mailed' | 'formTaken' | 'refused' | 'stopped';

/** A grown-up's decision, from the question to the answer; nothing is sent before the last press. */
function Decision({ token, request }: { token: string; request: ConsentRequestView }) {
  useLanguageOfMail(request.locale);
  const [step, setStep] = useState<Step>('decide');
  const [decisions, setDecisions] = useState<Decisions>(allOff);
  const [method, setMethod] = useState<AnswerMethod>('email_plus');

  function choose(next: AnswerMethod) {
    setMethod(next);
    setDecisions((before) => decisionsWith(before, { offers: request.scopes, method: next }));
  }

  switch (step) {
    case 'decide':
      return (
        <DecideStep
          token={token}
          request={request}
          decisions={decisions}
          onDecisions={setDecisions}
          method={method}
          onMethod={choose}
          onGo={() => setStep('who')}
          onRefused={setStep}
        />
      );
    case 'who': {
      const Way = method === 'signed_form' ? FormStep : WhoStep;
      return (
        <Way
          token={token}
          request={request}
          decisions={decisions}
          onDecisions={setDecisions}
          onBack={() => setStep('decide')}
          onDone={setStep}
        />
      );
    }
    default:
      return <AnsweredStep how={step} request={request} onAgain={() => setStep('decide')} />;
  }
}
