import type { Answer, QuestionView } from '@tutti/client';
import type { GroupTable } from '@tutti/client/groups';

/** Kinds whose parts stand in no order. */
const unordered: ReadonlySet<string> = new Set(['multiple_choice', 'poll', 'word_cloud']);

/** Whether two learners mean the same, as the server judges it: picks in any order, words in any spelling of case and space. */
export const sameAnswer = (question: QuestionView, one: Answer, other: Answer): boolean =>
  meaning(question, one) === meaning(question, other);

function meaning({ kind }: QuestionView, answer: Answer): string {
  if (!Array.isArray(answer)) return JSON.stringify(answer);
  const parts = answer.map((part) =>
    typeof part === 'string' ? part.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase() : part,
  );
  return JSON.stringify(unordered.has(kind) ? parts.toSorted() : parts);
}

/** How many of those who are there say the same as most do. */
export function agreement(question: QuestionView, { learners }: GroupTable): { most: number; of: number } {
  const here = learners.filter(({ connected }) => connected);
  const said = here.flatMap(({ proposal }) => (proposal === null ? [] : [proposal]));
  const counts = said.map((one) => said.filter((other) => sameAnswer(question, one, other)).length);
  return { most: Math.max(0, ...counts), of: here.length };
}
