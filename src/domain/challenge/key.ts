import type { Answer } from '../answer/answer.ts';
import type { Point, Polygon } from '../question/question.ts';
import type { PlannedRound, QuestionTexts } from './class-plan.ts';

/**
 * What would have been right: positions of choices, of partners (matching) or in the right order (ordering); texts, one a blank
 * or, for an open text, a sample; a number; areas of an image; an empty list where there is nothing right.
 */
export type Key =
  | number[]
  | string[]
  | { value: number; tolerance: number }
  | { value: number; band: number; edge: number }
  | { areas: Polygon[] };

/** What the reveal shows as right. */
export function keyOf(planned: PlannedRound, texts: QuestionTexts): Key {
  switch (planned.kind) {
    case 'fill_blank':
      return planned.blanks.map(({ accepted }, i) => texts.blanks?.[i] ?? accepted[0]!);
    case 'numeric':
      return { value: planned.value, tolerance: planned.tolerance };
    case 'slider':
      return { value: planned.value, band: planned.band, edge: planned.edge };
    case 'hotspot':
      return { areas: [...planned.areas] };
    case 'open_text':
      return texts.sample ? [texts.sample] : [];
    case 'scale':
    case 'poll':
    case 'word_cloud':
      return [];
    default:
      return [...planned.key];
  }
}

/** What would have been right, in words, for the podium and lists; empty where nothing is right. */
export function keyInWords(planned: PlannedRound, texts: QuestionTexts): string {
  switch (planned.kind) {
    case 'matching':
      return planned.key.map((to, from) => `${texts.choices[from]} – ${texts.matches?.[to]}`).join(' · ');
    case 'ordering':
      return planned.key.map((position) => texts.choices[position]).join(' → ');
    case 'numeric':
    case 'slider':
      return [planned.value, texts.unit].filter((part) => part !== undefined).join(' ');
    case 'hotspot':
      return planned.media?.alt ?? '';
    default: {
      const key = keyOf(planned, texts);
      if (!Array.isArray(key)) return '';
      return key.map((one) => (typeof one === 'number' ? texts.choices[one] : one)).join(' · ');
    }
  }
}

/** What somebody answered, in the words of the question. A place on an image is told in shares of its width and height. */
export function answerInWords(planned: PlannedRound, texts: QuestionTexts, answer: Answer): string {
  switch (planned.kind) {
    case 'matching':
      return (answer as number[])
        .map((to, from) => `${texts.choices[from]} – ${texts.matches?.[to] ?? '?'}`)
        .join(' · ');
    case 'ordering':
      return (answer as number[]).map((position) => texts.choices[position]).join(' → ');
    case 'numeric':
    case 'slider':
      return [answer as number, texts.unit].filter((part) => part !== undefined).join(' ');
    case 'hotspot': {
      const { x, y } = answer as Point;
      return `${Math.round(x * 100)} % × ${Math.round(y * 100)} %`;
    }
    case 'fill_blank':
    case 'word_cloud':
    case 'open_text':
      return (answer as string[]).join(' · ');
    default:
      return (answer as number[]).map((position) => texts.choices[position]).join(' · ');
  }
}
