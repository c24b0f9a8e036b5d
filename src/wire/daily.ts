import { z } from 'zod';
import type { DailyTask, DailyUnit, mostOfATask } from '../domain/reward/daily/tasks.ts';
import { uuid } from './common.ts';
import { questionKind } from './question.ts';

export type { DailyUnit } from '../domain/reward/daily/tasks.ts';

const dailyUnits = [
  'answers',
  'right',
  'in_a_row',
  'one_topic',
  'topics',
  'missions_tried',
  'question_kinds',
  'mended',
  'lessons',
  'missions',
  'practices',
  'together',
] as const satisfies readonly DailyUnit[];

/** What fits into about ten minutes. */
const atLeast = z
  .int()
  .min(1)
  .max(10 satisfies typeof mostOfATask);

const dailyTask: z.ZodType<DailyTask> = z.union([
  z.strictObject({
    kind: z.enum(['answers', 'right']),
    atLeast,
    topic: z
      .string()
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
      .optional(),
    question: questionKind.optional(),
  }),
  z.strictObject({ kind: z.enum(['in_a_row', 'one_topic', 'mended']), atLeast }),
  z.strictObject({
    kind: z.literal('different'),
    of: z.enum(['topics', 'missions', 'question_kinds']),
    atLeast,
  }),
  z.strictObject({
    kind: z.literal('finished'),
    of: z.enum(['lessons', 'missions', 'practices', 'together']),
    atLeast,
  }),
]);

/** What a challenge asks for: one of them is enough. */
export const dailyTasks = z.array(dailyTask).min(1).max(3);

const whole = z.number().int().min(0);
const texts = z.strictObject({ title: z.string(), description: z.string() });

const challengeParts = {
  id: uuid,
  /** The learner's own day for which it was made. */
  day: z.iso.date(),
  texts: z.strictObject({ en: texts, es: texts.optional() }),
  /** What it gives, once. */
  xp: whole,
  coins: whole,
};

export const dailyChallenge = z.strictObject({
  ...challengeParts,
  /** One of them is enough. */
  steps: z
    .array(
      z.strictObject({
        unit: z.enum(dailyUnits),
        value: whole,
        target: z.number().int().min(1),
        /** What it is called; only what is of this topic counts. */
        topic: z.strictObject({ en: z.string(), es: z.string().optional() }).optional(),
        /** Only questions of this kind count. */
        question: questionKind.optional(),
      }),
    )
    .min(1)
    .max(3),
  /** `done`: what it gives can be claimed; it comes by itself once the day is over everywhere. */
  state: z.enum(['open', 'done', 'claimed']),
});
export type DailyChallenge = z.infer<typeof dailyChallenge>;

export const ownDailyChallenges = z.strictObject({
  /** null: nothing that everybody could do alone. */
  today: dailyChallenge.nullable(),
  /** Of days before, done and not claimed yet; the newest first. */
  waiting: z.array(z.strictObject(challengeParts)).max(10),
});
export type OwnDailyChallenges = z.infer<typeof ownDailyChallenges>;

export const dailyClaim = z.strictObject({ id: uuid });
