/** The kinds of questions that Tutti can ask. A new kind is one more name here; the compiler then asks for its checker. */
export const questionKinds = ['single_choice', 'multiple_choice', 'true_false'] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** 0: counts for nothing but is reported; 1: up to 1,000 points; 2: up to 2,000. */
export type PointsFactor = 0 | 1 | 2;

/**
 * What the rules need to know of a question; its texts stay outside.
 * Choices are named by their position in the order in which this run shows them, so that a name tells nothing.
 */
export interface AskedQuestion {
  kind: QuestionKind;
  /** How many choices are shown. */
  choices: number;
  /** Positions of the right choices, ascending. Never leaves the server before the reveal. */
  key: readonly number[];
  /** Right picks minus wrong picks instead of all or nothing (multiple choice only). */
  partial: boolean;
  points: PointsFactor;
  timeLimitMs: number;
}
