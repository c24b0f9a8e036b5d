import type { Progress } from '../../../src/wire/progress.ts';
import type { Tutti } from '../tutti.types.ts';

export type { Progress } from '../../../src/wire/progress.ts';

/** XP, levels and days in a row of learners. Rejects with a `TuttiError`. */
export function createProgress(tutti: Tutti) {
  return {
    /** For learners. What a session that has just ended earned is there a few seconds later. */
    mine: () => tutti.request<Progress>('GET', '/me/progress'),
    /** For guardians; rejects with `child/not-found`. */
    ofChild: (id: string) =>
      tutti.request<Progress>('GET', `/family/children/${encodeURIComponent(id)}/progress`),
    /** For whoever teaches the learner; rejects with `user/not-found`. */
    ofLearner: (id: string) => tutti.request<Progress>('GET', `/learners/${encodeURIComponent(id)}/progress`),
  };
}
