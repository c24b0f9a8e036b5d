import type { Locale } from '../../../src/wire/common.ts';
import type { Races, StartedRace } from '../../../src/wire/race.ts';
import type { Tutti } from '../tutti.types.ts';

export type { Races, StartedRace } from '../../../src/wire/race.ts';

/** [REP-3] A learner against an earlier run, the own one or that of a class. Rejects with a `TuttiError`. */
export function createRaces(tutti: Tutti) {
  return {
    /** What one can race against: the newest twenty. */
    list: () => tutti.request<Races>('GET', '/me/races'),
    /**
     * Begins it, or goes on with the one that is open; `tutti.resume(resumeToken)` sits down. Rejects with `race/not-found` or
     * `race/too-many`.
     */
    start: (
      sessionId: string,
      against: 'own' | 'class',
      { locale = tutti.locale }: { locale?: Locale | undefined } = {},
    ) => tutti.request<StartedRace>('POST', '/me/races', { body: { sessionId, against, locale } }),
  };
}
