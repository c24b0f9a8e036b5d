import type { Answer, Point, QuestionView } from '@tutti/client';
import { nearestStep } from './numbers.ts';

export const longest = { blank: 100, word: 30, open: 500 } as const;

const hasLetters = (text: string) => /[\p{L}\p{N}\p{S}]/u.test(text);

/** What lies before a learner who has not done anything; null: nothing, and nothing can be sent. */
export function firstDraft({ kind, choices, blanks, range, pick }: QuestionView): Answer | null {
  switch (kind) {
    case 'matching':
      return choices.map(() => -1);
    case 'ordering':
      return choices.map((_, position) => position);
    case 'fill_blank':
      return Array.from({ length: blanks }, () => '');
    case 'word_cloud':
      return Array.from({ length: pick }, () => '');
    case 'open_text':
      return [''];
    case 'slider':
      return range && nearestStep(range, (range.min + range.max) / 2);
    case 'numeric':
    case 'hotspot':
      return null;
    default:
      return [];
  }
}

/** A saved answer as a draft again: the fields that were left empty come back. */
export function draftOf(question: QuestionView, answer: Answer): Answer {
  if (question.kind !== 'word_cloud') return answer;
  const words = textsIn(answer);
  return Array.from({ length: question.pick }, (_, i) => words[i] ?? '');
}

/** The answer that a draft is, ready to be sent; null while something is missing. */
export function answerIn(question: QuestionView, draft: Answer | null): Answer | null {
  if (draft === null) return null;
  const { kind, pick } = question;
  switch (kind) {
    case 'multiple_choice':
      return positionsIn(draft).length === pick ? draft : null;
    case 'matching':
      return positionsIn(draft).some((partner) => partner !== -1) ? draft : null;
    case 'fill_blank':
    case 'open_text': {
      const texts = textsIn(draft).map((text) => text.trim());
      return texts.some(hasLetters) ? texts : null;
    }
    case 'word_cloud': {
      const words = textsIn(draft)
        .map((word) => word.trim())
        .filter(hasLetters);
      return words.length > 0 ? words : null;
    }
    case 'ordering':
    case 'numeric':
    case 'slider':
    case 'hotspot':
      return draft;
    default:
      return positionsIn(draft).length > 0 ? draft : null;
  }
}

/** Kinds where one tap says it all. */
export const decidesByTap = ({ kind }: QuestionView): boolean =>
  kind === 'single_choice' || kind === 'true_false' || kind === 'scale';

/** Kinds that only count what people say: nothing is right, so nothing can be staked. */
export const isOnlyCounted = ({ kind }: Pick<QuestionView, 'kind'>): boolean =>
  kind === 'scale' || kind === 'poll' || kind === 'word_cloud';

export const positionsIn = (answer: Answer | null): readonly number[] =>
  Array.isArray(answer) && answer.every((one) => typeof one === 'number') ? answer : [];
export const textsIn = (answer: Answer | null): readonly string[] =>
  Array.isArray(answer) && answer.every((one) => typeof one === 'string') ? answer : [];
export const numberIn = (answer: Answer | null): number | null =>
  typeof answer === 'number' ? answer : null;
export const placeIn = (answer: Answer | null): Point | null =>
  typeof answer === 'object' && answer !== null && 'x' in answer ? answer : null;
