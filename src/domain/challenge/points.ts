import type { PointsFactor } from '../question/question.ts';

export const scorings = ['speed', 'accuracy', 'confidence', 'custom'] as const;
export type Scoring = (typeof scorings)[number];

/** How sure a learner is of the answer. */
export const stakes = ['low', 'middle', 'high'] as const;
export type Stake = (typeof stakes)[number];

interface Given {
  factor: PointsFactor;
  /** Points for a right answer by the teacher's own figures. */
  worth: number | undefined;
  /** 0–1, from the checker. */
  share: number;
  /** Milliseconds from the opening of the question to the answer; 0 for whoever has more time than others. */
  elapsedMs: number;
  timeLimitMs: number;
  stake: Stake;
}

const pointsPerQuestion = 1_000;
/** Nobody reads and answers faster; up to here a connection's delay costs nothing. */
const freeMs = 500;
const won = { low: 500, middle: 1_000, high: 1_500 } satisfies Record<Stake, number>;
const lost = { low: 0, middle: -250, high: -1_000 } satisfies Record<Stake, number>;

/**
 * [PTS-1] The speed rule is the usual one of live quizzes: P · (1 − (t/T)/2), so an answer at the last moment earns half.
 * Confidence is the only rule that takes points away, and so much that saying how sure one is pays best: below a chance of 1/3
 * the low stake is best, up to 3/5 the middle one, above that the high one.
 */
const rules = {
  speed({ factor, share, elapsedMs, timeLimitMs }) {
    const quickness = elapsedMs < freeMs ? 1 : 1 - Math.min(1, elapsedMs / timeLimitMs) / 2;
    return pointsPerQuestion * factor * share * quickness;
  },
  accuracy: ({ factor, share }) => pointsPerQuestion * factor * share,
  confidence: ({ factor, share, stake }) => factor * (share > 0 ? share * won[stake] : lost[stake]),
  custom: ({ factor, worth, share }) => share * (worth ?? pointsPerQuestion * factor),
} satisfies Record<Scoring, (given: Given) => number>;

/** Whole points, below 0 only for a wrong answer at more than the low stake. */
export function pointsFor(scoring: Scoring, given: Given): number {
  return Math.round(rules[scoring](given)) + 0; // no -0
}

/** [PTS-2] For the n-th right answer in a row: 0, 100, 200, … at most 500. */
export function streakBonus(rightInRow: number): number {
  return Math.min(500, 100 * Math.max(0, rightInRow - 1));
}
