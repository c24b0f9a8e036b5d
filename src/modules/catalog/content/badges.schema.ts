import { z } from 'zod';
import { badgeCategories, badgeCriteria, badgeRarities } from '../../../wire/badges.ts';
import { id } from './question-forms.ts';

const texts = z.strictObject({
  name: z.string().trim().min(1).max(60),
  description: z.string().trim().min(1).max(160),
});
const amount = z.int().min(0).max(1_000).default(0);

/** What stands in `badges.yaml`, in the order in which the wall shows them. */
export const badgesFile = z.strictObject({
  badges: z
    .array(
      z.strictObject({
        slug: id,
        ...texts.shape,
        es: texts,
        category: z.enum(badgeCategories),
        rarity: z.enum(badgeRarities),
        criteria: badgeCriteria,
        reward: z.strictObject({ xp: amount, coins: amount, keys: amount }),
      }),
    )
    .max(500)
    .refine(
      (badges) => new Set(badges.map(({ slug }) => slug)).size === badges.length,
      'names a badge twice',
    ),
});
export type BadgesFile = z.infer<typeof badgesFile>;
