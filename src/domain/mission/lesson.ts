import type { Outcome } from '../answer/answer.ts';

export const lessonKinds = ['reading', 'video', 'interactive', 'quiz', 'challenge'] as const;
export type LessonKind = (typeof lessonKinds)[number];

interface Rules {
  /** How often each question may be tried until it is right. */
  tries: number;
  /** Which share of what is right or wrong must be right, for the lesson to count as done. */
  passAt: number;
}

/** Something to try out may be tried again at once; a challenge has to be won. */
const rules = {
  reading: { tries: 1, passAt: 0 },
  video: { tries: 1, passAt: 0 },
  interactive: { tries: 3, passAt: 0 },
  quiz: { tries: 1, passAt: 0 },
  challenge: { tries: 1, passAt: 0.6 },
} as const satisfies Record<LessonKind, Rules>;

export const rulesOf = (kind: LessonKind): Rules => rules[kind];

/** One answer in one round of a lesson. */
export interface Given {
  questionId: string;
  /** From 1. */
  try: number;
  outcome: Outcome;
}

export interface Standing {
  /** Questions that need no further answer: nothing is left to try, or it is as right as it gets. */
  settled: string[];
  /** Of the settled questions those that were right or wrong, and those that were right in the end. */
  judged: number;
  right: number;
  /** Every question is settled. */
  isThrough: boolean;
  /** 0–1; null: nothing was right or wrong. */
  share: number | null;
  /** Through, and well enough. */
  isPassed: boolean;
}

/** A question is settled by whatever cannot become better, and by the last try. */
export const isSettled = (kind: LessonKind, { outcome, try: nth }: Pick<Given, 'try' | 'outcome'>): boolean =>
  (outcome !== 'wrong' && outcome !== 'partly') || nth >= rules[kind].tries;

/** Where a learner stands in one round of a lesson; answers in any order. */
export function standingIn(
  kind: LessonKind,
  questions: readonly string[],
  given: readonly Given[],
): Standing {
  const settling = questions.flatMap((id) => {
    const own = given.filter(({ questionId }) => questionId === id);
    const last = own.find((one) => isSettled(kind, one));
    return last ? [last] : [];
  });
  const judged = settling.filter(({ outcome }) => outcome !== 'counted' && outcome !== 'unmarked');
  const right = judged.filter(({ outcome }) => outcome === 'right').length;
  const share = judged.length > 0 ? right / judged.length : null;
  const isThrough = settling.length === questions.length;
  return {
    settled: settling.map(({ questionId }) => questionId),
    judged: judged.length,
    right,
    isThrough,
    share,
    isPassed: isThrough && (share === null || share >= rules[kind].passAt),
  };
}
