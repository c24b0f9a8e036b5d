import type { Point } from '../question/question.ts';

/**
 * What a learner gives, by the kind of question:
 * positions of picked choices (single, multiple, true/false, poll), one position (scale), positions in the learner's order
 * (ordering), for each thing on the left the position of its partner or -1 (matching) · texts, one a blank or word
 * (fill in the blank, word cloud), or one (open text) · a number (numeric, slider) · a place on the image (hotspot).
 */
export type Answer = number[] | string[] | number | Point;

/** How an answer is judged. `counted`: there is nothing to judge; `unmarked`: the host has not looked at it yet. */
export const outcomes = ['right', 'partly', 'wrong', 'counted', 'unmarked'] as const;
export type Outcome = (typeof outcomes)[number];

export interface Verdict {
  outcome: Outcome;
  /** How much of the question's points the answer earns, 0–1. */
  share: number;
}

export const right: Verdict = { outcome: 'right', share: 1 };
export const wrong: Verdict = { outcome: 'wrong', share: 0 };
export const counted: Verdict = { outcome: 'counted', share: 0 };
export const unmarked: Verdict = { outcome: 'unmarked', share: 0 };

/** All, a part or nothing of it right. */
export function verdictOf(share: number): Verdict {
  if (share >= 1) return right;
  return share > 0 ? { outcome: 'partly', share } : wrong;
}
