import type { Answer, Outcome } from '../answer/answer.ts';
import { fold } from '../answer/fold.ts';
import type { QuestionKind } from '../question/question.ts';

interface Given {
  answer: Answer;
  outcome: Outcome;
  /** The answer as people read it. */
  words: string;
}

/** In these the order of what was picked says nothing. */
const unordered: ReadonlySet<QuestionKind> = new Set(['multiple_choice', 'poll']);

/**
 * The answer that most of those gave who were not (all) right, in words, with how many gave it; texts that differ in case, accents
 * and spaces are one. Of equally common ones the first by alphabet; null when there is none. Places on an image are all different.
 */
export function commonestWrong(
  kind: QuestionKind,
  answers: readonly Given[],
): { text: string; picked: number } | null {
  if (kind === 'hotspot') return null;
  const counts = new Map<string, { text: string; picked: number }>();
  for (const { answer, outcome, words } of answers) {
    if (outcome !== 'wrong' && outcome !== 'partly') continue;
    const same = unordered.has(kind) ? [...(answer as number[])].sort((a, b) => a - b).join() : fold(words);
    const known = counts.get(same);
    if (known) known.picked++;
    else counts.set(same, { text: words, picked: 1 });
  }
  const [first] = [...counts.values()].sort((a, b) => b.picked - a.picked || (a.text < b.text ? -1 : 1));
  return first ?? null;
}
