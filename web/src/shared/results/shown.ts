import type { Given, QuestionView, Reveal } from '@tutti/client';

/** What a screen knows of a question at this moment. While it is open, the big screen knows neither `spread` nor `given`. */
export interface Shown {
  question: QuestionView;
  /** null while the question is open, and while the class discusses: then nothing may tell what is right. */
  reveal: Reveal | null;
  spread: readonly number[] | null;
  given: Given | null;
  answered: number;
  /** Language of the question's texts. */
  lang: string;
}

export interface Bin {
  from: number;
  to: number;
  count: number;
}

/** Numbers that were given, with how often; what is no number is left out. */
export function numbersIn(given: Given | null): { value: number; count: number }[] {
  return (given?.texts ?? [])
    .map(({ text, count }) => ({ value: Number(text), count }))
    .filter(({ value }) => Number.isFinite(value));
}

/** From where to where a line of numbers goes: the slider's own ends, or all that was given and what is right, with some room. */
export function lineOf(
  { range }: Pick<QuestionView, 'range'>,
  values: readonly number[],
  right: { from: number; to: number } | null,
): { min: number; max: number } {
  if (range) return { min: range.min, max: range.max };
  const all = right ? [...values, right.from, right.to] : values;
  if (all.length === 0) return { min: 0, max: 1 };
  const min = Math.min(...all);
  const max = Math.max(...all);
  const room = (max - min || Math.abs(max) || 1) * 0.08;
  return { min: min - room, max: max + room };
}

/** Equal parts of the line, with how many answers lie in each; the last one holds its end. */
export function binsOf(
  numbers: readonly { value: number; count: number }[],
  { min, max }: { min: number; max: number },
  parts: number,
): Bin[] {
  const width = (max - min) / parts;
  const bins = Array.from({ length: parts }, (_, i) => ({
    from: min + i * width,
    to: min + (i + 1) * width,
    count: 0,
  }));
  for (const { value, count } of numbers) {
    const place = Math.floor((value - min) / width);
    bins[Math.min(parts - 1, Math.max(0, place))]!.count += count;
  }
  return bins;
}

/** Where a number lies on the line, 0–1. */
export function shareOn({ min, max }: { min: number; max: number }, value: number): number {
  return max === min ? 0.5 : Math.min(1, Math.max(0, (value - min) / (max - min)));
}

/** Which numbers are right at the reveal; null before, and for other kinds. */
export function rightBand(reveal: Reveal | null): { value: number; from: number; to: number } | null {
  const key = reveal?.key;
  if (!key || Array.isArray(key) || !('value' in key)) return null;
  const reach = 'tolerance' in key ? key.tolerance : key.band;
  return { value: key.value, from: key.value - reach, to: key.value + reach };
}

/** Words with a size from 1 to 5: the commonest is 5, and who was named half as often is visibly smaller. */
export function sizedWords(given: Given | null): { text: string; count: number; size: number }[] {
  const texts = given?.texts ?? [];
  const most = Math.max(1, ...texts.map(({ count }) => count));
  return texts.map(({ text, count }) => ({
    text,
    count,
    size: most === 1 ? 2 : 1 + Math.round(4 * Math.sqrt((count - 1) / (most - 1))),
  }));
}

const counted: ReadonlySet<string> = new Set(['scale', 'poll', 'word_cloud']);

/** Whether "so many were right" says anything of this question. */
export const hasRight = ({ kind }: Pick<QuestionView, 'kind'>): boolean => !counted.has(kind);

/** Cards with shape, letter and colour are for few things; more of them, and steps of a scale, are bars with numbers. */
export const hasCards = ({ kind }: Pick<QuestionView, 'kind'>): boolean =>
  kind === 'single_choice' || kind === 'multiple_choice' || kind === 'true_false';
