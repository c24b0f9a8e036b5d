import type { z } from 'zod';
import { isScored, type QuestionKind } from '../../../domain/question/question.ts';
import type { writtenQuestion } from '../../../wire/authoring.ts';
import type { Locale } from '../../../wire/common.ts';
import type { MediaKind } from '../../../wire/media-ref.ts';
import type { Area, FileOf, QuestionFile, QuestionTexts } from './question-forms.ts';

export type QuestionTranslations = readonly (readonly [Locale, QuestionTexts])[];

/** As the authoring form sends it: its rules judge it. */
export type WrittenForm = Required<
  Pick<z.input<typeof writtenQuestion>, 'choices' | 'partial' | 'media' | 'i18n'>
> &
  z.input<typeof writtenQuestion>;
type Item = NonNullable<WrittenForm['choices']>[number];
interface Parts {
  choices?: Item[];
  spec?: object;
}

/** Nobody gets it: a file has no address before it is stored. */
const noAddress = '-'.repeat(32);

export const trueFalse: Record<Locale, Record<string, string>> = {
  en: { true: 'True', false: 'False' },
  es: { true: 'Verdadero', false: 'Falso' },
};

/** The names of what a question lists, in its order. */
export function listedIds(question: QuestionFile): string[] {
  return question.kind === 'true_false'
    ? ['true', 'false']
    : Object.keys(listOf(question, question.kind) ?? {});
}

/** The list of a question or of its translation; each kind has its own name for it. */
function listOf(texts: object, kind: QuestionKind): Record<string, unknown> | undefined {
  const name = listNames[kind];
  return name === null ? undefined : (texts as Record<string, Record<string, unknown>>)[name];
}

/** Under which name each kind lists what learners see; null: it lists nothing that is written. */
export const listNames = {
  single_choice: 'choices',
  multiple_choice: 'choices',
  true_false: null,
  matching: 'pairs',
  ordering: 'order',
  fill_blank: null,
  numeric: null,
  slider: null,
  hotspot: null,
  scale: 'steps',
  poll: 'choices',
  word_cloud: null,
  open_text: null,
} as const satisfies Record<QuestionKind, string | null>;

const parts: {
  [K in QuestionKind]: (question: FileOf<K>, translations: QuestionTranslations, locale: Locale) => Parts;
} = {
  single_choice: (...about) => ({ choices: choicesOf(...about) }),
  multiple_choice: (...about) => ({ choices: choicesOf(...about) }),
  true_false: (...about) => ({ choices: choicesOf(...about) }),
  matching: (question, translations) => ({ choices: pairsOf(question, translations) }),
  ordering: (question, translations) => ({ choices: textsOf(question, translations) }),
  scale: (question, translations) => ({ choices: textsOf(question, translations) }),
  poll: (question, translations) => ({
    choices: textsOf(question, translations),
    spec: { most: question.picks },
  }),
  fill_blank: ({ blanks }, translations) => ({
    spec: {
      blanks: blanks.map(({ accept, typo }, i) => ({
        accepted: withAll(
          accept,
          translations.map(([, texts]) => texts.blanks?.[i]?.accept),
        ),
        typo,
      })),
    },
  }),
  numeric: ({ answer, tolerance, unit }) => ({ spec: { value: answer, tolerance, ...(unit && { unit }) } }),
  slider: ({ range, answer, fullPointsWithin, noPointsBeyond, unit }) => ({
    spec: {
      min: range.from,
      max: range.to,
      step: range.step,
      value: answer,
      band: fullPointsWithin,
      edge: noPointsBeyond,
      ...(unit && { unit }),
    },
  }),
  hotspot: ({ areas }) => ({ spec: { areas: areas.map(polygonOf) } }),
  word_cloud: ({ words }) => ({ spec: { words } }),
  open_text: ({ ideas, sample }, translations) => ({
    spec: {
      keywords:
        ideas?.map((idea, i) =>
          withAll(
            idea,
            translations.map(([, texts]) => texts.ideas?.[i]),
          ),
        ) ?? null,
      ...(sample && { sample }),
    },
  }),
};

/** `media`: what the file of the question is; `locale`: in which it is written. */
export function writtenForm(
  question: QuestionFile,
  translations: QuestionTranslations,
  media: MediaKind,
  locale: Locale = 'en',
): WrittenForm {
  const make = parts[question.kind] as (
    question: QuestionFile,
    translations: QuestionTranslations,
    locale: Locale,
  ) => Parts;
  const { choices = [], spec = {} } = make(question, translations, locale);
  const { file: _, ...about } = question.media ?? { file: '' };
  return {
    kind: question.kind,
    prompt: question.prompt,
    explanation: question.explanation,
    hint: question.hint ?? null,
    ...(question.hintCost !== undefined && { hintCost: question.hintCost }),
    difficulty: question.difficulty,
    choices: choices.map((choice) => ({ match: null, correct: false, feedback: null, ...choice })),
    partial: 'partial' in question ? question.partial : false,
    points: (question.points ?? (isScored(question) ? 1 : 0)) as WrittenForm['points'],
    timeLimitSeconds: question.timeLimitSeconds,
    objectives: question.objectives,
    media: question.media ? { id: noAddress, kind: media, caption: null, alt: '', ...about } : null,
    spec,
    i18n: inEach(translations, ({ prompt, explanation, hint, blanks, unit, sample }) => ({
      prompt,
      explanation,
      ...(hint && { hint }),
      ...(blanks && { blanks: blanks.map(({ accept }) => accept[0]!) }),
      ...(unit && { unit }),
      ...(sample && { sample }),
    })),
  } as WrittenForm;
}

function choicesOf(
  question: FileOf<'single_choice' | 'multiple_choice' | 'true_false'>,
  translations: QuestionTranslations,
  own: Locale,
): Item[] {
  const right = [question.answer].flat().map(String);
  const inLocale = (id: string, locale: Locale, texts: Pick<QuestionTexts, 'choices' | 'feedback'>) => {
    const choices: Record<string, string> =
      question.kind === 'true_false' ? { ...trueFalse[locale], ...texts.choices } : { ...texts.choices };
    const feedback = (texts.feedback as Record<string, string> | undefined)?.[id];
    return { text: choices[id] ?? '', ...(feedback !== undefined && { feedback }) };
  };
  return listedIds(question).map((id) => ({
    ...inLocale(id, own, question),
    correct: right.includes(id),
    i18n: inEach(translations, (texts, locale) => inLocale(id, locale, texts)),
  }));
}

function pairsOf({ pairs }: FileOf<'matching'>, translations: QuestionTranslations): Item[] {
  return Object.entries(pairs).map(([id, { left, right }]) => ({
    text: left,
    match: right,
    i18n: inEach(translations, (texts) => {
      const other = texts.pairs?.[id as keyof typeof pairs];
      return { text: other?.left ?? '', match: other?.right ?? '' };
    }),
  }));
}

function textsOf(
  question: FileOf<'ordering' | 'scale' | 'poll'>,
  translations: QuestionTranslations,
): Item[] {
  return Object.entries(listOf(question, question.kind) ?? {}).map(([id, text]) => ({
    text: text as string,
    i18n: inEach(translations, (texts) => ({ text: String(listOf(texts, question.kind)?.[id] ?? '') })),
  }));
}

/** What counts in any language counts in all; what two languages share stands there once. */
function withAll(own: readonly string[], others: readonly (readonly string[] | undefined)[]): string[] {
  return [...own, ...new Set(others.flatMap((texts) => texts ?? []).filter((text) => !own.includes(text)))];
}

function polygonOf(area: Area) {
  const share = (x: number, y: number) => ({ x: x / 100, y: y / 100 });
  if ('corners' in area) return area.corners.map(([x, y]) => share(x, y));
  const { left, top, right, bottom } = area;
  return [share(left, top), share(right, top), share(right, bottom), share(left, bottom)];
}

function inEach<Texts>(
  translations: QuestionTranslations,
  pick: (texts: QuestionTexts, locale: Locale) => Texts,
): Partial<Record<Locale, Texts>> {
  return Object.fromEntries(translations.map(([locale, texts]) => [locale, pick(texts, locale)]));
}
