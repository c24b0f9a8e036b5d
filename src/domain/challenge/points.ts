import type { PointsFactor } from '../question/question.ts';

export type Scoring = 'speed' | 'accuracy';

interface Given {
  factor: PointsFactor;
  /** 0–1, from the checker. */
  share: number;
  /** Milliseconds from the opening of the question to the answer. */
  elapsedMs: number;
  timeLimitMs: number;
}

const pointsPerQuestion = 1_000;
/** Nobody reads and answers faster; up to here a connection's delay costs nothing. */
const freeMs = 500;

/**
 * [PTS-1] The speed rule is the usual one of live quizzes: P · (1 − (t/T)/2), so an answer at the last moment earns half.
 * Points are integers.
 */
const rules = {
  speed: ({ elapsedMs, timeLimitMs }) =>
    elapsedMs < freeMs ? 1 : 1 - Math.min(1, elapsedMs / timeLimitMs) / 2,
  accuracy: () => 1,
} satisfies Record<Scoring, (given: Given) => number>;

export function pointsFor(scoring: Scoring, given: Given): number {
  return Math.round(pointsPerQuestion * given.factor * given.share * rules[scoring](given));
}
