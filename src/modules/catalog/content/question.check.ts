import { writtenQuestion } from '../../../wire/authoring.ts';
import type { MediaKind } from '../../../wire/media-ref.ts';
import { type FaultCode, listSizes, questionFaults } from '../../../wire/question-faults.ts';
import type { ContentProblem, FieldPath } from './content.problem.ts';
import { explain } from './file.check.ts';
import type { QuestionFile } from './question-forms.ts';
import { listedIds, listNames, type QuestionTranslations, writtenForm } from './written-form.ts';

export interface QuestionProblem {
  /** In the question as it stands in its file. */
  path: FieldPath;
  /** In the translation and not in the mission. */
  translated: boolean;
  code: ContentProblem['code'];
  message: string;
}

/** Holds a question against the rules of the authoring form; an empty list means that it can be asked. */
export function checkQuestion(
  question: QuestionFile,
  translations: QuestionTranslations,
  media: MediaKind,
): QuestionProblem[] {
  const written = writtenForm(question, translations, media);
  const faults = questionFaults(written as Parameters<typeof questionFaults>[0]).map(({ path, code }) => ({
    ...placeOf(question, path, code),
    code: `content/${code}` as const,
    message: sentences[code](question.kind),
  }));
  const parsed = writtenQuestion.safeParse(written);
  const issues = (parsed.success ? [] : parsed.error.issues)
    .filter(({ code }) => code !== 'custom')
    .map((issue) => {
      const place = placeOf(question, issue.path as (string | number)[]);
      const [code, message] = explain(issue, nameOf(place.path));
      return { ...place, code, message };
    });
  return onePerPlace([...checkNames(question), ...faults, ...issues]);
}

/** Letters that name choices; the authoring form has no such names. */
function checkNames(question: QuestionFile): QuestionProblem[] {
  const known = listedIds(question);
  const wrong = (path: FieldPath, message: string, code: ContentProblem['code']) => ({
    path,
    translated: false,
    code,
    message,
  });
  const problems: QuestionProblem[] = [];
  if (question.kind === 'single_choice' || question.kind === 'multiple_choice') {
    const right = [question.answer].flat();
    const isList = Array.isArray(question.answer);
    for (const [index, letter] of right.entries()) {
      const path = isList ? ['answer', index] : ['answer'];
      if (!known.includes(letter)) {
        const message = `The answer names the choice "${letter}", but the question has only ${known.join(', ')}.`;
        problems.push(wrong(path, message, 'content/unknown-choice'));
      } else if (right.indexOf(letter) < index)
        problems.push(wrong(path, `The answer names "${letter}" twice.`, 'content/duplicate-id'));
    }
  }
  const feedback = 'feedback' in question ? Object.keys(question.feedback ?? {}) : [];
  for (const letter of feedback.filter((one) => !known.includes(one))) {
    const message = `This feedback belongs to the choice "${letter}", but the question has no such choice.`;
    problems.push(wrong(['feedback', letter], message, 'content/unknown-choice'));
  }
  return problems;
}

type Place = Pick<QuestionProblem, 'path' | 'translated'>;
type WrittenPath = readonly (string | number)[];
const aboutKey: ReadonlySet<FaultCode> = new Set(['no-right', 'one-right', 'no-wrong']);

/** Where the teacher wrote what the form calls by another name. */
function placeOf(question: QuestionFile, written: WrittenPath, code?: FaultCode): Place {
  const [head, second, third, ...rest] = written;
  if (head === 'i18n') return { path: [...inTranslation(third, rest)], translated: true };
  if (head === 'spec') return inSpec(question, written.slice(1));
  if (head !== 'choices') return { path: written, translated: false };
  const list = listNames[question.kind];
  if (second === undefined) return { path: [aboutKeyOr(list, code)], translated: false };
  const letter = listedIds(question)[second as number]!;
  const [field, translated] = third === 'i18n' ? [rest[1], true] : [third, false];
  if (field === 'correct') return { path: ['answer'], translated };
  if (field === 'feedback') return { path: ['feedback', letter], translated };
  const side = field === 'match' ? 'right' : 'left';
  return { path: [list ?? 'answer', letter, ...(list === 'pairs' ? [side] : [])], translated };
}

const aboutKeyOr = (list: string | null, code: FaultCode | undefined): string =>
  (code !== undefined && aboutKey.has(code)) || list === null ? 'answer' : list;

const inTranslation = (field: string | number | undefined, rest: WrittenPath): WrittenPath =>
  field === undefined
    ? []
    : field === 'blanks' && rest.length > 0
      ? [field, rest[0]!, 'accept']
      : [field, ...rest];

const specNames: Record<string, FieldPath> = {
  min: ['range', 'from'],
  max: ['range', 'to'],
  step: ['range', 'step'],
  value: ['answer'],
  band: ['fullPointsWithin'],
  edge: ['noPointsBeyond'],
  most: ['picks'],
};

/** Spellings of all languages stand in one list, the mission's own first. */
function inSpec(question: QuestionFile, [name, index, ...rest]: WrittenPath): Place {
  const own = { translated: false };
  if (name === 'areas') return { path: index === undefined ? ['areas'] : ['areas', index], ...own };
  if (question.kind === 'fill_blank' && typeof index === 'number') {
    const at = Number(rest[1] ?? 0);
    const { accept } = question.blanks[index]!;
    if (at < accept.length) return { path: ['blanks', index, 'accept', ...rest.slice(1)], ...own };
    return { path: ['blanks', index, 'accept', at - accept.length], translated: true };
  }
  if (question.kind === 'open_text' && name === 'keywords') {
    if (typeof index !== 'number') return { path: ['ideas'], ...own };
    const at = Number(rest[0] ?? 0);
    const idea = question.ideas![index]!;
    if (at < idea.length) return { path: ['ideas', index, ...rest], ...own };
    return { path: ['ideas', index, at - idea.length], translated: true };
  }
  return { path: specNames[String(name)] ?? [String(name)], ...own };
}

const nameOf = (path: FieldPath) => String(path.findLast((step) => typeof step === 'string') ?? 'question');

/** Of what is wrong in one place the first says enough. */
function onePerPlace(problems: readonly QuestionProblem[]): QuestionProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ path, translated }) => {
    const key = `${translated} ${path.join('.')}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const sizes = (kind: QuestionFile['kind']) => {
  const [least, most] = listSizes[kind];
  return `A ${kind} question lists ${least} to ${most} things.`;
};
const oneRight = (kind: QuestionFile['kind']) =>
  kind === 'single_choice'
    ? 'A single_choice question has exactly one right answer, like "answer: b"; use multiple_choice for several.'
    : 'The answer is either true or false.';

/** What is wrong, and what to write instead, in the words of the file. */
const sentences: Record<FaultCode, (kind: QuestionFile['kind']) => string> = {
  'too-few': sizes,
  'too-many': sizes,
  'no-right': () => 'Name the right choices, like "answer: [a, c]".',
  'one-right': oneRight,
  'no-wrong': () => 'At least one choice must be wrong, otherwise there is nothing to decide.',
  'same-twice': () => 'Another entry says the same; give each its own words.',
  'no-text': () => 'This is empty: write its text, or take the line out.',
  'no-partner': () => 'The partner is missing: write "{ left: Bee, right: Hive }".',
  'not-for-this-kind': (kind) => `A ${kind} question has no such thing; take it out.`,
  'blanks-differ': () =>
    'Mark each blank of the prompt with ___, and list as many under "blanks" as the prompt has.',
  'range-empty': () => '"from" must be smaller than "to".',
  'step-too-long': () => '"step" must not be longer than the way from "from" to "to".',
  'off-slider': () => 'The answer must lie between "from" and "to".',
  'no-step-near': () =>
    'No step of the slider comes near the answer: choose a "step" that meets it, or a larger "fullPointsWithin".',
  'edge-in-band': () => '"noPointsBeyond" must not be smaller than "fullPointsWithin".',
  'no-picture': () =>
    'A hotspot question needs a picture: write "media: { file: picture.png, alt: What it shows }".',
  'no-alt': () => 'Say under "alt" what the picture shows, for who cannot see it.',
  'flat-area': () => 'This area has no inside: choose corners that do not stand in one line.',
  'too-many-picks': () => '"picks" must not be larger than the number of choices.',
};
