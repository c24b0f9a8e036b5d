import type { OwnFinal } from '@tutti/client';

type Outcome = NonNullable<OwnFinal['outcomes']>[number];

/** What is neither right nor wrong: polls and the like, texts that nobody has marked, what was not asked. */
const unscored: ReadonlySet<Outcome> = new Set(['counted', 'unmarked', 'skipped']);

/** How many questions could be right at all. */
export const countScored = (outcomes: readonly Outcome[]): number =>
  outcomes.filter((outcome) => !unscored.has(outcome)).length;
