import type { Me } from '@tutti/client';
import { useEffect, useState } from 'react';
import { mayBeSignedIn, rememberSignedIn } from '../shared/signed-in-hint.ts';
import { tutti } from './tutti.ts';

/** The learner who is signed in with this browser; null for everybody else, and as long as nobody knows. */
export function useLearner(): { learner: Me | null; isKnown: boolean } {
  const [me, setMe] = useState(tutti.me);
  const [isKnown, setKnown] = useState(() => !mayBeSignedIn());
  useEffect(() => {
    const stop = tutti.onMe(setMe);
    if (mayBeSignedIn()) {
      tutti
        .restore()
        .then(
          (found) => rememberSignedIn(found !== null),
          () => undefined, // no network: one can still play as a guest, and the page says so where it matters
        )
        .finally(() => setKnown(true));
    }
    return stop;
  }, []);
  return { learner: me?.roles.includes('student') ? me : null, isKnown };
}

/** [CON-2] Whether the grown-ups of this learner allow live games under the account. */
export const mayPlay = ({ isMinor, consent: { scopes } }: Me) => !isMinor || scopes.includes('live_rooms');
