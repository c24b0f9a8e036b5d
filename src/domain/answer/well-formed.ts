import type { AskedOf, AskedQuestion, QuestionKind } from '../question/question.ts';
import type { Answer } from './answer.ts';

type Forms = { [K in QuestionKind]: (question: AskedOf<K>, answer: unknown) => boolean };

/** Longest texts of an answer, in UTF-16 units. */
export const longest = { blank: 100, word: 30, open: 500 } as const;
/** Numbers beyond this are no answer to anything that is asked in a class. */
const largest = 1e15;

const pickOne = (question: { choices: number }, answer: unknown) =>
  arePositions(answer, question.choices) && answer.length === 1;

const forms = {
  single_choice: pickOne,
  true_false: pickOne,
  multiple_choice: (question, answer) => arePositions(answer, question.choices) && answer.length >= 1,
  ordering: (question, answer) =>
    arePositions(answer, question.choices) && answer.length === question.choices,

  /** -1 leaves one open, yet not all of them. */
  matching(question, answer) {
    if (!Array.isArray(answer) || answer.length !== question.choices) return false;
    const partners = [...answer].filter((partner) => partner !== -1);
    return partners.length > 0 && arePositions(partners, question.choices);
  },

  fill_blank: (question, answer) =>
    areTexts(answer, longest.blank) && answer.length === question.blanks.length && answer.some(hasLetters),
  numeric: (_, answer) => isNumber(answer) && Math.abs(answer) <= largest,
  slider: ({ min, max, step }, answer) =>
    isNumber(answer) && answer >= min && answer <= max && isOnStep((answer - min) / step),
  hotspot: (_, answer) => isPlace(answer),
  scale: pickOne,
  poll: (question, answer) =>
    arePositions(answer, question.choices) && answer.length >= 1 && answer.length <= question.most,
  word_cloud: (question, answer) =>
    areTexts(answer, longest.word) &&
    answer.length >= 1 &&
    answer.length <= question.words &&
    [...answer].every(hasLetters),
  open_text: (_, answer) => areTexts(answer, longest.open) && answer.length === 1 && hasLetters(answer[0]!),
} satisfies Forms;

/** [ANS-4] Whether something a client sent is an answer to this question; nothing about it is trusted. */
export function isWellFormed(question: AskedQuestion, answer: unknown): answer is Answer {
  const form = forms[question.kind] as (question: AskedQuestion, answer: unknown) => boolean;
  return form(question, answer);
}

/** Positions of listed things, each once. By spread, since `every` would pass over the holes of a sparse array. */
function arePositions(answer: unknown, listed: number): answer is number[] {
  if (!Array.isArray(answer) || answer.length > listed) return false;
  return [...answer].every(
    (position, i) =>
      Number.isInteger(position) && position >= 0 && position < listed && answer.indexOf(position) === i,
  );
}

/** Texts that can be stored and shown: no half of a character and nothing that steers a screen. */
function areTexts(answer: unknown, most: number): answer is string[] {
  if (!Array.isArray(answer) || answer.length > 20) return false;
  return [...answer].every(
    (text) =>
      typeof text === 'string' &&
      text.length <= most &&
      text.isWellFormed() &&
      !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text.replace(/[\n\t]/g, ' ')),
  );
}

const hasLetters = (text: string) => /[\p{L}\p{N}\p{S}]/u.test(text);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isOnStep = (steps: number) => Math.abs(steps - Math.round(steps)) < 1e-6;

function isPlace(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || Object.keys(answer).length !== 2) return false;
  const { x, y } = answer as { x?: unknown; y?: unknown };
  return [x, y].every((share) => isNumber(share) && share >= 0 && share <= 1);
}
