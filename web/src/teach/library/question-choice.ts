import type { ChosenQuestion, MissionPreview } from '@tutti/client';

/** A question of the mission in the order in which the teacher wants it. */
export interface Choice {
  questionId: string;
  prompt: string;
  asked: boolean;
  /** null: as the mission or the session says. */
  seconds: number | null;
  worth: number | null;
}

export const allQuestions = ({ lessonList }: Pick<MissionPreview, 'lessonList'>): Choice[] =>
  lessonList.flatMap(({ questions }) =>
    questions.map(({ id, prompt }) => ({ questionId: id, prompt, asked: true, seconds: null, worth: null })),
  );

export function moved(choices: readonly Choice[], at: number, by: 1 | -1): Choice[] {
  const to = at + by;
  const next = [...choices];
  if (to < 0 || to >= next.length) return next;
  [next[at], next[to]] = [next[to]!, next[at]!];
  return next;
}

export const changed = (choices: readonly Choice[], at: number, part: Partial<Choice>): Choice[] =>
  choices.map((choice, i) => (i === at ? { ...choice, ...part } : choice));

/** What is asked of the server; null while everything is as the mission has it. */
export function wanted(choices: readonly Choice[], all: readonly Choice[]): ChosenQuestion[] | null {
  const isAll =
    choices.length === all.length &&
    choices.every(
      ({ questionId, asked, seconds, worth }, i) =>
        asked && seconds === null && worth === null && questionId === all[i]!.questionId,
    );
  if (isAll) return null;
  return choices
    .filter(({ asked }) => asked)
    .map(({ questionId, seconds, worth }) => ({ questionId, seconds, worth }));
}
