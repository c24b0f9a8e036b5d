import { type ProjectorChallenge, TuttiError, type TuttiErrorCode } from '@tutti/client';
import { useEffect, useState } from 'react';
import { codeOf } from '../shared/code-of.ts';
import { tutti } from './tutti.ts';

export type ProjectorSeat =
  | { state: 'loading' }
  | { state: 'refused'; code: TuttiErrorCode }
  | { state: 'seated'; challenge: ProjectorChallenge };

/** The big screen of a session, for whoever is signed in on this device. `attempt`: a new number tries again. */
export function useProjector(sessionId: string, language: string, attempt: number): ProjectorSeat {
  const [seat, setSeat] = useState<ProjectorSeat>({ state: 'loading' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language or attempt is another seat
  useEffect(() => {
    let wanted = true;
    let challenge: ProjectorChallenge | undefined;
    setSeat({ state: 'loading' });
    takeSeat(sessionId).then(
      (taken) => {
        challenge = taken;
        if (wanted) setSeat({ state: 'seated', challenge: taken });
        else void taken.leave();
      },
      (error) => wanted && setSeat({ state: 'refused', code: codeOf(error) }),
    );
    return () => {
      wanted = false;
      void challenge?.leave();
    };
  }, [sessionId, language, attempt]);
  return seat;
}

async function takeSeat(sessionId: string): Promise<ProjectorChallenge> {
  if (!(await tutti.restore())) throw new TuttiError('auth/required');
  return tutti.project(sessionId);
}
