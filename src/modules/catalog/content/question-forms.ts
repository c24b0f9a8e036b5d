import { z } from 'zod';
import { ways } from '../../../domain/group-mission/plan.ts';
import type { QuestionKind } from '../../../domain/question/question.ts';

/**
 * How a teacher writes a question of each kind. This says only which things stand where: what they may be (lengths, keys,
 * ranges) is judged by the rules of the authoring form, after `written-form.ts` has put them into its shape.
 */

export const difficulties = ['easy', 'medium', 'hard'] as const;
export const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

export const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64);
const text = z.string();
/** Long enough for every list; how many a kind takes is one of the rules. */
const list = <T extends z.ZodType>(entry: T) => z.array(entry).min(1).max(50);
const letter = z.enum(letters);
const lettered = <T extends z.ZodType>(entry: T) => {
  const one = entry.optional();
  return z.strictObject({ a: one, b: one, c: one, d: one, e: one, f: one, g: one, h: one });
};

const texts = lettered(text);
const pairs = lettered(z.strictObject({ left: text, right: text }));
const feedback = texts.extend({ true: text.optional(), false: text.optional() });
/** Where they say something else than "True" and "False". */
const trueAndFalse = z.strictObject({ true: text, false: text });
export const pieceTexts = z.array(z.string().trim().min(1).max(200)).min(2).max(8);
const ideas = list(list(text));

const percent = z.number().min(0).max(100);
const box = z.strictObject({ left: percent, top: percent, right: percent, bottom: percent });
const corners = z.strictObject({ corners: z.array(z.tuple([percent, percent])).max(40) });
export type Area = z.infer<typeof box> | z.infer<typeof corners>;

/** The file lies in the folder that has the mission's name. */
export const mediaFile = z.strictObject({
  file: z.string(),
  alt: text.default(''),
  caption: text.optional(),
});

const common = {
  id,
  prompt: text,
  explanation: text.trim().min(1),
  hint: text.optional(),
  hintCost: z.number().optional(),
  objectives: z.array(id).min(1),
  difficulty: z.enum(difficulties),
  timeLimitSeconds: z.number().default(20),
  points: z.number().optional(),
  media: mediaFile.optional(),
  way: z.enum(ways).optional(),
  pieces: pieceTexts.optional(),
};
const { strictObject, literal } = z;
const partial = z.boolean().default(false);
const answers = z.union([letter, z.array(letter).min(1)]);
const oneOf = { ...common, choices: texts, answer: answers, feedback: feedback.optional() };

export const questionFile = z.discriminatedUnion('kind', [
  strictObject({ kind: literal('single_choice'), ...oneOf }),
  strictObject({ kind: literal('multiple_choice'), ...oneOf, partial }),
  strictObject({
    kind: literal('true_false'),
    ...common,
    choices: trueAndFalse.optional(),
    answer: z.boolean(),
    feedback: feedback.optional(),
  }),
  strictObject({ kind: literal('matching'), ...common, pairs }),
  strictObject({ kind: literal('ordering'), ...common, order: texts, partial }),
  strictObject({
    kind: literal('fill_blank'),
    ...common,
    blanks: list(strictObject({ accept: list(text), typo: z.boolean().default(true) })),
  }),
  strictObject({
    kind: literal('numeric'),
    ...common,
    answer: z.number(),
    tolerance: z.number().default(0),
    unit: text.optional(),
  }),
  strictObject({
    kind: literal('slider'),
    ...common,
    range: strictObject({ from: z.number(), to: z.number(), step: z.number() }),
    answer: z.number(),
    fullPointsWithin: z.number().default(0),
    noPointsBeyond: z.number(),
    unit: text.optional(),
  }),
  strictObject({ kind: literal('hotspot'), ...common, areas: list(z.union([box, corners])) }),
  strictObject({ kind: literal('scale'), ...common, steps: texts }),
  strictObject({ kind: literal('poll'), ...common, choices: texts, picks: z.number().default(1) }),
  strictObject({ kind: literal('word_cloud'), ...common, words: z.number().default(1) }),
  strictObject({
    kind: literal('open_text'),
    ...common,
    ideas: ideas.optional(),
    sample: text.optional(),
  }),
]);
export type QuestionFile = z.infer<typeof questionFile>;
export type FileOf<K extends QuestionKind> = Extract<QuestionFile, { kind: K }>;

/** The texts of a question in another language, under the names that they have in the mission. */
export const questionTexts = strictObject({
  prompt: text,
  explanation: text.trim().min(1),
  hint: text.optional(),
  choices: feedback.optional(),
  feedback: feedback.optional(),
  pairs: pairs.optional(),
  order: texts.optional(),
  steps: texts.optional(),
  blanks: list(strictObject({ accept: list(text) })).optional(),
  ideas: ideas.optional(),
  unit: text.optional(),
  sample: text.optional(),
  pieces: pieceTexts.optional(),
});
export type QuestionTexts = z.infer<typeof questionTexts>;

/** The fields of each kind that not every question has. */
export const fieldsOf: ReadonlyMap<string, string[]> = new Map(
  questionFile.options.map(({ shape }) => [
    shape.kind.value,
    Object.keys(shape).filter((name) => name !== 'kind' && !(name in common)),
  ]),
);
