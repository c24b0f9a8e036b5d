import type { AskedOf, Polygon, QuestionKind } from '../domain/question/question.ts';

/** What can be wrong with a written question although each of its fields is sound. */
export const faultSentences = {
  'too-few': 'There are too few entries here.',
  'too-many': 'There are too many entries here.',
  'no-right': 'At least one choice must be right.',
  'one-right': 'Exactly one choice must be right.',
  'no-wrong': 'At least one choice must be wrong, otherwise there is nothing to decide.',
  'same-twice': 'Another entry says the same.',
  'no-text': 'This is empty.',
  'no-partner': 'The partner is missing.',
  'not-for-this-kind': 'Questions of this kind have no such thing.',
  'blanks-differ': 'The prompt must mark each blank with ___, as many as there are answers.',
  'range-empty': 'The smallest value must be below the largest.',
  'step-too-long': 'A step must not be longer than the whole slider.',
  'off-slider': 'The right value must lie on the slider.',
  'no-step-near': 'No step of the slider comes near enough to the right value.',
  'edge-in-band': 'Where points end must not be closer than where they are full.',
  'no-picture': 'This question needs a picture.',
  'no-alt': 'The picture needs words for who cannot see it.',
  'flat-area': 'This area has no inside: choose corners that do not stand in one line.',
  'too-many-picks': 'More picks are allowed than there are choices.',
} as const;
export type FaultCode = keyof typeof faultSentences;

export interface QuestionFault {
  path: (string | number)[];
  code: FaultCode;
}

interface WrittenItem {
  text: string;
  match: string | null;
  correct: boolean;
  i18n: Partial<Record<string, { text: string }>>;
}
interface Blanked {
  prompt: string;
  blanks?: readonly string[] | undefined;
}
type Slider = Pick<AskedOf<'slider'>, 'min' | 'max' | 'step' | 'value' | 'band' | 'edge'>;

/** As much of a written question as the rules need; the schema has looked at each field alone. */
export interface JudgedQuestion {
  kind: QuestionKind;
  prompt: string;
  choices: readonly WrittenItem[];
  partial: boolean;
  media: { kind: string; alt: string } | null;
  spec: unknown;
  i18n: Partial<Record<string, Blanked>>;
}

/** How many things a question of each kind lists. */
export const listSizes: Readonly<Record<QuestionKind, readonly [number, number]>> = {
  single_choice: [2, 6],
  multiple_choice: [2, 6],
  true_false: [2, 2],
  matching: [2, 8],
  ordering: [2, 8],
  fill_blank: [0, 0],
  numeric: [0, 0],
  slider: [0, 0],
  hotspot: [0, 0],
  scale: [2, 7],
  poll: [2, 6],
  word_cloud: [0, 0],
  open_text: [0, 0],
};

const keyed: ReadonlySet<QuestionKind> = new Set(['single_choice', 'multiple_choice', 'true_false']);
const partlyRight: ReadonlySet<QuestionKind> = new Set(['multiple_choice', 'ordering']);

/** How many blanks a prompt marks with `___`. */
export const blanksIn = (prompt: string): number => prompt.match(/_{3,}/g)?.length ?? 0;

/** Everything that does not fit together in a question; an empty list means that it can be asked. */
export function questionFaults(question: JudgedQuestion): QuestionFault[] {
  const faults = [...listFaults(question), ...keyFaults(question), ...specFaults(question)];
  if (question.partial && !partlyRight.has(question.kind)) faults.push(at('not-for-this-kind', 'partial'));
  if (question.media?.kind === 'image' && question.media.alt.trim() === '')
    faults.push(at('no-alt', 'media', 'alt'));
  return faults;
}

const at = (code: FaultCode, ...path: (string | number)[]): QuestionFault => ({ path, code });

function listFaults({ kind, choices }: JudgedQuestion): QuestionFault[] {
  const [least, most] = listSizes[kind];
  if (choices.length > most) return [at(most === 0 ? 'not-for-this-kind' : 'too-many', 'choices')];
  const faults = choices.length < least ? [at('too-few', 'choices')] : [];
  choices.forEach(({ text, match }, i) => {
    if (text.trim() === '') faults.push(at('no-text', 'choices', i, 'text'));
    if (kind === 'matching' && !match?.trim()) faults.push(at('no-partner', 'choices', i, 'match'));
    if (kind !== 'matching' && match !== null) faults.push(at('not-for-this-kind', 'choices', i, 'match'));
  });
  const twins = (field: 'text' | 'match') =>
    repeated(choices.map((choice) => choice[field] ?? '')).map((i) => at('same-twice', 'choices', i, field));
  return [...faults, ...twins('text'), ...(kind === 'matching' ? twins('match') : [])];
}

/** Places of those that say what one before them says. */
function repeated(texts: readonly string[]): number[] {
  const folded = texts.map((text) => text.trim());
  return folded.flatMap((text, i) => (text !== '' && folded.indexOf(text) < i ? [i] : []));
}

function keyFaults({ kind, choices }: JudgedQuestion): QuestionFault[] {
  const right = choices.filter(({ correct }) => correct).length;
  if (!keyed.has(kind))
    return choices.flatMap(({ correct }, i) =>
      correct ? [at('not-for-this-kind', 'choices', i, 'correct')] : [],
    );
  if (choices.length === 0) return [];
  if (kind !== 'multiple_choice') return right === 1 ? [] : [at('one-right', 'choices')];
  if (right === 0) return [at('no-right', 'choices')];
  return right === choices.length ? [at('no-wrong', 'choices')] : [];
}

function specFaults(question: JudgedQuestion): QuestionFault[] {
  const { kind, spec, choices, media } = question;
  switch (kind) {
    case 'fill_blank':
      return blankFaults(question, (spec as { blanks: unknown[] }).blanks.length);
    case 'slider':
      return sliderFaults(spec as Slider);
    case 'poll':
      return (spec as { most: number }).most > choices.length ? [at('too-many-picks', 'spec', 'most')] : [];
    case 'hotspot': {
      const { areas } = spec as { areas: readonly Polygon[] };
      const flat = areas.flatMap((area, i) => (isFlat(area) ? [at('flat-area', 'spec', 'areas', i)] : []));
      return media?.kind === 'image' ? flat : [at('no-picture', 'media'), ...flat];
    }
    default:
      return [];
  }
}

function blankFaults({ prompt, i18n }: JudgedQuestion, blanks: number): QuestionFault[] {
  const faults = blanksIn(prompt) === blanks ? [] : [at('blanks-differ', 'prompt')];
  for (const [locale, texts] of Object.entries(i18n)) {
    if (!texts) continue;
    if (blanksIn(texts.prompt) !== blanks) faults.push(at('blanks-differ', 'i18n', locale, 'prompt'));
    if (texts.blanks && texts.blanks.length !== blanks)
      faults.push(at('blanks-differ', 'i18n', locale, 'blanks'));
  }
  return faults;
}

function sliderFaults({ min, max, step, value, band, edge }: Slider): QuestionFault[] {
  if (min >= max) return [at('range-empty', 'spec', 'max')];
  if (step > max - min) return [at('step-too-long', 'spec', 'step')];
  if (value < min || value > max) return [at('off-slider', 'spec', 'value')];
  const faults = edge < band ? [at('edge-in-band', 'spec', 'edge')] : [];
  return nearestStep({ min, max, step, value }) > band + 1e-9
    ? [...faults, at('no-step-near', 'spec', 'value')]
    : faults;
}

/** How far the value is from where the slider can stand. */
function nearestStep({ min, max, step, value }: Omit<Slider, 'band' | 'edge'>): number {
  const below = min + Math.floor((value - min) / step + 1e-9) * step;
  const stands = [below, below + step].filter((stand) => stand <= max + 1e-9);
  return Math.min(...stands.map((stand) => Math.abs(stand - value)));
}

/** By twice its area; corners in one line enclose nothing. */
function isFlat(area: Polygon): boolean {
  const twice = area.reduce((sum, { x, y }, i) => {
    const next = area[(i + 1) % area.length]!;
    return sum + x * next.y - next.x * y;
  }, 0);
  return Math.abs(twice) < 1e-4;
}
