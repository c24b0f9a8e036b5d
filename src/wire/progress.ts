import { z } from 'zod';

const whole = z.number().int().min(0);

/** What a learner came to by classes, homework and group missions under the own account. */
export const progress = z.strictObject({
  xp: whole,
  level: z.number().int().min(1).max(500),
  /** XP since the level began. */
  xpOfLevel: whole,
  /** What is missing to the next level; null at the top. */
  xpToNextLevel: whole.nullable(),
  /** Since Monday, in the learner's own zone. */
  xpOfWeek: whole,
  /** The avatar that is worn, SVG; to be shown as a picture, never written into a page. */
  avatar: z.string().nullable(),
  streak: z.strictObject({
    /** Days in a row with a checked answer, up to today or yesterday. */
    days: whole,
    longest: whole,
    /** Whether today counts already. */
    today: z.boolean(),
  }),
  /** Four whole weeks from a Monday on, the last one being the week of today; days ahead of today have nothing yet. */
  calendar: z
    .array(z.strictObject({ day: z.iso.date(), learnt: z.boolean(), xp: whole, ahead: z.boolean() }))
    .length(28),
});
export type Progress = z.infer<typeof progress>;
