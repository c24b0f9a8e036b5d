import type { Answer } from '../answer/answer.ts';
import type { AskedQuestion } from '../question/question.ts';

/** The group's or a learner's answer, of any kind of question. */
export type GroupAnswer = Answer;

/** Whether two learners mean the same: picks in any order, words in any spelling of case and space. */
export function sameAnswer(question: AskedQuestion, one: GroupAnswer, other: GroupAnswer): boolean {
  return meaning(question, one) === meaning(question, other);
}

function meaning({ kind }: AskedQuestion, answer: GroupAnswer): string {
  if (!Array.isArray(answer)) return JSON.stringify(answer);
  const parts = answer.map((part) =>
    typeof part === 'string' ? part.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase() : part,
  );
  return JSON.stringify(unordered.has(kind) ? parts.toSorted() : parts);
}

/** Kinds whose parts stand in no order. */
const unordered: ReadonlySet<string> = new Set(['multiple_choice', 'poll', 'word_cloud']);
