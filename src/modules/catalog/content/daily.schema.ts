import { z } from 'zod';
import { areForEverybody } from '../../../domain/reward/daily/tasks.ts';
import { dailyTasks } from '../../../wire/daily.ts';
import { id } from './question-forms.ts';

const texts = z.strictObject({
  title: z.string().trim().min(1).max(60),
  description: z.string().trim().min(1).max(160),
});

/** What stands in `daily-challenges.yaml`. */
export const dailyChallengesFile = z.strictObject({
  challenges: z
    .array(
      z.strictObject({
        slug: id,
        ...texts.shape,
        es: texts,
        tasks: dailyTasks.refine(areForEverybody, 'asks for what somebody alone, or new, may not have'),
        reward: z.strictObject({ xp: z.int().min(20).max(50), coins: z.int().min(5).max(25) }),
      }),
    )
    .max(200)
    .refine(
      (challenges) => new Set(challenges.map(({ slug }) => slug)).size === challenges.length,
      'names a challenge twice',
    ),
});
export type DailyChallengesFile = z.infer<typeof dailyChallengesFile>;
