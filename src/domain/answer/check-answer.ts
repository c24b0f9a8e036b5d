import type { AskedQuestion, QuestionKind } from '../question/question.ts';

export type Outcome = 'right' | 'partly' | 'wrong';

export interface Verdict {
  outcome: Outcome;
  /** How much of the question's points the answer earns, 0–1. */
  share: number;
}

type Checker = (question: AskedQuestion, picked: readonly number[]) => Verdict;

const right: Verdict = { outcome: 'right', share: 1 };
const wrong: Verdict = { outcome: 'wrong', share: 0 };

const checkOne: Checker = (question, picked) => (picked[0] === question.key[0] ? right : wrong);

/** All or nothing, or right picks minus wrong picks over the number of right choices, never below 0. */
const checkSeveral: Checker = (question, picked) => {
  const hits = picked.filter((position) => question.key.includes(position)).length;
  const misses = picked.length - hits;
  if (hits === question.key.length && misses === 0) return right;
  if (!question.partial || hits <= misses) return wrong;
  return { outcome: 'partly', share: (hits - misses) / question.key.length };
};

const checkers = {
  single_choice: checkOne,
  true_false: checkOne,
  multiple_choice: checkSeveral,
} satisfies Record<QuestionKind, Checker>;

/** The verdict on a well-formed answer (see `isWellFormed`). */
export function checkAnswer(question: AskedQuestion, picked: readonly number[]): Verdict {
  return checkers[question.kind](question, picked);
}

/** Whether the picks name shown choices, each once, and as many as the kind allows. */
export function isWellFormed(question: AskedQuestion, picked: readonly number[]): boolean {
  const most = question.kind === 'multiple_choice' ? question.choices : 1;
  if (picked.length < 1 || picked.length > most) return false;
  // spread, since `every` would pass over the holes of a sparse array
  return [...picked].every(
    (position, i) =>
      Number.isInteger(position) &&
      position >= 0 &&
      position < question.choices &&
      picked.indexOf(position) === i,
  );
}
