import { z } from 'zod';
import type { Outcome } from '../domain/answer/answer.ts';
import type { Scoring, Stake } from '../domain/challenge/points.ts';
import type { QuestionKind } from '../domain/question/question.ts';

/** The compiler asks for every one that the domain knows. */
const namesOf = <Name extends string>(all: Record<Name, true>) =>
  z.enum(Object.keys(all) as [Name, ...Name[]]);

export const outcome = namesOf<Outcome>({
  right: true,
  partly: true,
  wrong: true,
  counted: true,
  unmarked: true,
});
export const scoring = namesOf<Scoring>({ speed: true, accuracy: true, confidence: true, custom: true });
export const stake = namesOf<Stake>({ low: true, middle: true, high: true });

/** A place on an image, as shares of its width and height. */
export const point = z.strictObject({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) });

export const mediaRef = z.strictObject({
  id: z.string().regex(/^[\w-]{32}$/),
  kind: z.enum(['image', 'audio', 'video']),
  alt: z.string().max(300),
  caption: z.string().max(2_000).nullable(),
});

/** What a learner gives; which of these belongs to a question follows from its kind. */
export const answer = z.union([
  z.array(z.number().int().min(-1).max(50)).min(1).max(20),
  z.array(z.string().max(500)).min(1).max(20),
  z.number(),
  point,
]);

const finite = z.number().min(-1e15).max(1e15);
const spelling = z.string().trim().min(1).max(100);
const polygon = z.array(point).min(3).max(40);

/** What a question of each kind is made of, beside the things that it lists. All of it may hold the key. */
export const questionSpecs = {
  single_choice: z.strictObject({}),
  multiple_choice: z.strictObject({}),
  true_false: z.strictObject({}),
  matching: z.strictObject({}),
  ordering: z.strictObject({}),
  fill_blank: z.strictObject({
    blanks: z
      .array(z.strictObject({ accepted: z.array(spelling).min(1).max(20), typo: z.boolean() }))
      .min(1)
      .max(10),
  }),
  numeric: z.strictObject({ value: finite, tolerance: finite.min(0) }),
  slider: z
    .strictObject({
      min: finite,
      max: finite,
      step: finite.positive(),
      value: finite,
      band: finite.min(0),
      edge: finite.min(0),
    })
    .refine(({ min, max }) => min < max, 'the smallest value is below the largest')
    .refine(({ min, max, step }) => step <= max - min, 'a step is no longer than the whole')
    .refine(({ min, max, value }) => value >= min && value <= max, 'the value lies on the slider')
    .refine(({ band, edge }) => band <= edge, 'points fall from the band to the edge'),
  hotspot: z.strictObject({ areas: z.array(polygon).min(1).max(10) }),
  scale: z.strictObject({}),
  poll: z.strictObject({ most: z.number().int().min(1).max(20) }),
  word_cloud: z.strictObject({ words: z.number().int().min(1).max(5) }),
  open_text: z.strictObject({
    keywords: z.array(z.array(spelling).min(1).max(10)).min(1).max(10).nullable(),
  }),
} satisfies Record<QuestionKind, z.core.$ZodType>;

export const questionKind = z.enum(Object.keys(questionSpecs) as [QuestionKind, ...QuestionKind[]]);
