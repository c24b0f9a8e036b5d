import { type ProjectorChallenge, TuttiError, type TuttiErrorCode } from '@tutti/client';
import { useEffect, useState } from 'react';
import { codeOf } from '../shared/code-of.ts';
import { recall } from '../shared/memory.ts';
import { watchKey, watchPage } from '../shared/watch-seat.ts';
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
  if (`/projector/${sessionId}` === watchPage) return watchAgain();
  if (!(await tutti.restore())) throw new TuttiError('auth/required');
  return tutti.project(sessionId);
}

/** [JOIN-8] The seat that the join page took for this tab. */
async function watchAgain(): Promise<ProjectorChallenge> {
  const token = recall(watchKey, () => sessionStorage);
  if (token === null) throw new TuttiError('join/token-invalid');
  return tutti.watchAgain(token);
}
