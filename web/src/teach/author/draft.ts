import {
  blanksIn,
  listSizes,
  type QuestionFault,
  questionFaults,
  type WrittenQuestion,
} from '@tutti/client/admin';

export type Item = WrittenQuestion['choices'][number];
export type Language = 'en' | 'es';
/** A question as the form has it: numbers may be missing yet (NaN), texts empty. */
export type Draft = Omit<WrittenQuestion, 'kind' | 'spec'> & {
  kind: WrittenQuestion['kind'];
  // biome-ignore lint/suspicious/noExplicitAny: its fields are known by the kind, and each kind has a form of its own
  spec: any;
};
export interface Fault {
  path: string;
  code: QuestionFault['code'] | 'no-number';
}

export interface FormPart {
  draft: Draft;
  change(part: Partial<Draft>): void;
  /** The sentence for what is wrong at this place. */
  fault(path: string): string | undefined;
}

/** What is wrong with it, the empty fields included that the schema would refuse. */
export function faultsOf(draft: Draft): Fault[] {
  const empty: Fault[] = [];
  const need = (text: string | undefined, path: string) => {
    if (!text?.trim()) empty.push({ path, code: 'no-text' });
  };
  const number = (value: unknown, path: string) => {
    if (typeof value !== 'number' || Number.isNaN(value)) empty.push({ path, code: 'no-number' });
  };
  need(draft.prompt, 'prompt');
  for (const [locale, texts] of Object.entries(draft.i18n)) need(texts?.prompt, `i18n.${locale}.prompt`);
  number(draft.timeLimitSeconds, 'timeLimitSeconds');
  if (draft.hint && draft.hintCost !== undefined) number(draft.hintCost, 'hintCost');
  for (const [name, value] of Object.entries(draft.spec))
    if (numbers.has(name)) number(value, `spec.${name}`);
  if (draft.kind === 'fill_blank') {
    if (draft.spec.blanks.length === 0) empty.push({ path: 'prompt', code: 'blanks-differ' });
    for (const [i, { accepted }] of (draft.spec.blanks as { accepted: string[] }[]).entries())
      need(accepted[0], `spec.blanks.${i}`);
  }
  if (draft.kind === 'hotspot' && draft.spec.areas.length === 0)
    empty.push({ path: 'spec.areas.0', code: 'flat-area' });
  if (draft.kind === 'open_text' && draft.spec.keywords)
    for (const [i, words] of (draft.spec.keywords as string[][]).entries())
      need(words[0], `spec.keywords.${i}`);
  const together = questionFaults(draft as WrittenQuestion);
  return [...empty, ...together.map(({ path, code }) => ({ path: path.join('.'), code }))];
}
const numbers = new Set(['value', 'tolerance', 'min', 'max', 'step', 'band', 'edge', 'most', 'words']);

/** As many blanks as the text marks; what was written for those that stay is kept. */
export function withBlanks(draft: Draft): Draft {
  if (draft.kind !== 'fill_blank') return draft;
  const blanks = Array.from(
    { length: Math.min(10, blanksIn(draft.prompt)) },
    (_, i) => draft.spec.blanks[i] ?? { accepted: [], typo: true },
  );
  return { ...draft, spec: { blanks } };
}

/** Translations that were left empty fall back to the first language. */
export function toSend(draft: Draft): WrittenQuestion {
  const kept = (texts: object) =>
    Object.fromEntries(
      Object.entries(texts).filter(([, text]) => (Array.isArray(text) ? text.every(Boolean) : text)),
    );
  const translations = Object.entries(draft.i18n).map(([locale, texts]) => [
    locale,
    { explanation: '', hint: '', ...kept(texts ?? {}) },
  ]);
  const other = translations.map(([locale]) => locale as Language);
  return {
    ...draft,
    hint: draft.hint || null,
    hintCost: draft.hint ? draft.hintCost : undefined,
    spec: keptSpec(draft),
    choices: draft.choices.map((choice) => ({
      ...choice,
      feedback: choice.feedback || null,
      i18n: Object.fromEntries(
        other.flatMap((locale) => {
          const texts = kept(choice.i18n[locale] ?? {});
          return 'text' in texts ? [[locale, texts]] : [];
        }),
      ),
    })),
    i18n: Object.fromEntries(translations),
  } as WrittenQuestion;
}

/** Words that are left empty are none. */
function keptSpec({ spec }: Draft): object {
  return Object.fromEntries(
    Object.entries(spec).filter(([name, value]) => !((name === 'unit' || name === 'sample') && value === '')),
  );
}

export const isKind = (text: string): text is Draft['kind'] => text in listSizes;
