import type { Outcome } from '../answer/answer.ts';

/** After so many newer answers one counts half as much. */
export const halfLife = 10;
/** Fewer answers say nothing. */
export const leastAnswers = 5;
/** From here on something sits; below the other it is at the beginning. */
export const masteredFrom = 0.8;
export const strugglingBelow = 0.5;

const kept = 2 ** (-1 / halfLife);

/** What answers say, the older ones less: weights of right and of wrong. */
export interface Evidence {
  /** How many there were, however old. */
  answers: number;
  right: number;
  wrong: number;
}
export const noEvidence: Evidence = { answers: 0, right: 0, wrong: 0 };

export interface TimedAnswer {
  /** Milliseconds since 1970. */
  at: number;
  /** Tells answers of the same moment apart. */
  key: string;
}

/** The order in which answers count, whichever way they came in. */
export const inOrder = <T extends TimedAnswer>(answers: readonly T[]): T[] =>
  [...answers].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));

/** How much of an answer was known, 0–1; null: nothing about it is right or wrong. */
export const creditOf = (outcome: Outcome): number | null => credits[outcome];
const credits = { right: 1, partly: 0.5, wrong: 0, counted: null, unmarked: null } satisfies Record<
  Outcome,
  number | null
>;

/** One more answer, newer than all before it. */
export const weigh = ({ answers, right, wrong }: Evidence, credit: number): Evidence => ({
  answers: answers + 1,
  right: kept * right + credit,
  wrong: kept * wrong + 1 - credit,
});

/** How far somebody is: nobody knows yet · hardly · on the way · it sits. */
export const stages = ['unknown', 'beginning', 'growing', 'secure'] as const;
export type Stage = (typeof stages)[number];

export interface Mastery {
  /** 0–1; null while too few answers speak of it. */
  estimate: number | null;
  stage: Stage;
}

/**
 * The mean of a Beta distribution that starts even at (1, 1), with answers that fade: the Beta reputation with a forgetting factor of
 * Jøsang and Ismail ("The Beta Reputation System", 2002), whose factor here is 2^(-1/10).
 */
export function masteryOf({ answers, right, wrong }: Evidence): Mastery {
  if (answers < leastAnswers) return { estimate: null, stage: 'unknown' };
  const estimate = (right + 1) / (right + wrong + 2);
  const stage = estimate >= masteredFrom ? 'secure' : estimate < strugglingBelow ? 'beginning' : 'growing';
  return { estimate, stage };
}
