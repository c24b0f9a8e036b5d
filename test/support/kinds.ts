import fc from 'fast-check';
import { z } from 'zod';
import type { Answer } from '../../src/domain/answer/answer.ts';
import type { AskedOf, AskedQuestion, QuestionKind } from '../../src/domain/question/question.ts';

const common = { points: 1, timeLimitMs: 20_000 } as const;

/** One question of each kind, with an answer that is right and one that is wrong; kinds without a key count both. */
export const everyKind: {
  [K in QuestionKind]: { question: AskedOf<K>; right: Answer; wrong: Answer };
} = {
  single_choice: {
    question: { ...common, kind: 'single_choice', choices: 4, key: [2], partial: false },
    right: [2],
    wrong: [0],
  },
  multiple_choice: {
    question: { ...common, kind: 'multiple_choice', choices: 5, key: [0, 2, 3], partial: true },
    right: [3, 0, 2],
    wrong: [1, 4],
  },
  true_false: {
    question: { ...common, kind: 'true_false', choices: 2, key: [1], partial: false },
    right: [1],
    wrong: [0],
  },
  matching: {
    question: { ...common, kind: 'matching', choices: 4, key: [2, 0, 3, 1] },
    right: [2, 0, 3, 1],
    wrong: [0, 2, 1, 3],
  },
  ordering: {
    question: { ...common, kind: 'ordering', choices: 4, key: [2, 0, 3, 1], partial: true },
    right: [2, 0, 3, 1],
    wrong: [1, 3, 0, 2],
  },
  fill_blank: {
    question: {
      ...common,
      kind: 'fill_blank',
      blanks: [
        { accepted: ['Ágata', 'Agate'], typo: false },
        { accepted: ['computer'], typo: true },
      ],
    },
    right: [' AGATA', 'komputer'],
    wrong: ['stone', 'camera'],
  },
  numeric: {
    question: { ...common, kind: 'numeric', value: 0.3, tolerance: 0.05 },
    right: 0.1 + 0.2,
    wrong: 0.36,
  },
  slider: {
    question: { ...common, kind: 'slider', min: 0, max: 100, step: 1, value: 40, band: 5, edge: 15 },
    right: 45,
    wrong: 55,
  },
  hotspot: {
    question: {
      ...common,
      kind: 'hotspot',
      areas: [
        [
          { x: 0.1, y: 0.1 },
          { x: 0.5, y: 0.1 },
          { x: 0.1, y: 0.5 },
        ],
      ],
    },
    right: { x: 0.2, y: 0.2 },
    wrong: { x: 0.4, y: 0.4 },
  },
  scale: { question: { ...common, kind: 'scale', choices: 5 }, right: [4], wrong: [0] },
  poll: { question: { ...common, kind: 'poll', choices: 4, most: 2 }, right: [0, 3], wrong: [1] },
  word_cloud: {
    question: { ...common, kind: 'word_cloud', words: 3 },
    right: ['brave', 'Kind'],
    wrong: ['…so much'],
  },
  open_text: {
    question: {
      ...common,
      kind: 'open_text',
      keywords: [
        ['ask', 'asks'],
        ['grown up', 'teacher'],
      ],
    },
    right: ['She asks; then the TEACHER helps.'],
    wrong: ['Nothing of it: mask, teachers’ room'],
  },
};
export const kinds = Object.keys(everyKind) as QuestionKind[];

const places = (listed: number) =>
  z
    .array(
      z
        .number()
        .int()
        .min(0)
        .max(listed - 1),
    )
    .refine((all) => new Set(all).size === all.length);
const texts = (longest: number) =>
  z.array(
    z
      .string()
      .max(longest)
      .regex(/^(?:[\n\t]|[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069])*$/u),
  );
const says = (text: string) => /\p{L}|\p{N}|\p{S}/u.test(text);
const share = z.number().min(0).max(1);

/** What is an answer to each of the questions above, told from their description and not from the rules. */
export const shapeOf: { [K in QuestionKind]: z.ZodType } = {
  single_choice: places(4).length(1),
  multiple_choice: places(5).min(1),
  true_false: places(2).length(1),
  matching: z
    .array(z.number().int().min(-1).max(3))
    .length(4)
    .refine((all) => all.some((one) => one >= 0))
    .refine((all) => places(4).safeParse(all.filter((one) => one >= 0)).success),
  ordering: places(4).length(4),
  fill_blank: texts(100)
    .length(2)
    .refine((all) => all.some(says)),
  numeric: z.number().min(-1e15).max(1e15),
  slider: z
    .number()
    .min(0)
    .max(100)
    .refine((given) => Math.abs(given - Math.round(given)) < 1e-6),
  hotspot: z.strictObject({ x: share, y: share }),
  scale: places(5).length(1),
  poll: places(4).min(1).max(2),
  word_cloud: texts(30)
    .min(1)
    .max(3)
    .refine((all) => all.every(says)),
  open_text: texts(500)
    .length(1)
    .refine((all) => all.every(says)),
};

const short = fc.string({ unit: 'grapheme', maxLength: 12 });
const position = fc.integer({ min: -2, max: 6 });
/** What a client may send as an answer: mostly of the right shape, sometimes of another kind, sometimes anything. */
export const anyAnswer: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.array(position, { maxLength: 6 }) },
  { weight: 2, arbitrary: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 0 }) },
  { weight: 3, arbitrary: fc.array(short, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.sparseArray(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }) },
  {
    weight: 2,
    arbitrary: fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 1, maxLength: 2 }),
  },
  { weight: 2, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.integer({ min: -10, max: 110 }) },
  { weight: 2, arbitrary: fc.record({ x: fc.double(), y: fc.double({ min: 0, max: 1 }) }) },
  { weight: 1, arbitrary: fc.anything({ withSparseArray: true, withBigInt: true, withNullPrototype: true }) },
);
export const anyKind: fc.Arbitrary<AskedQuestion> = fc
  .constantFrom(...kinds)
  .map((kind) => everyKind[kind].question);
