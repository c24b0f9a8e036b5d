import { z } from 'zod';
import { zone } from './settings.ts';

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
  coins: whole,
  keys: whole,
  /** Where and when the learner's day begins. */
  day: z.strictObject({ timezone: z.string(), startHour: whole }),
  /** The avatar that is worn, SVG; to be shown as a picture, never written into a page. */
  avatar: z.string().nullable(),
  streak: z.strictObject({
    /** Days with a checked answer in a row, up to today or yesterday; days that freezes cover do not count and do not break it. */
    days: whole,
    longest: whole,
    /** Whether today counts already. */
    today: z.boolean(),
    /** Freezes that are left, those that cover days up to now taken off; how many fit, and what one costs. */
    freezes: z.strictObject({ left: whole, atMost: whole, coins: whole }),
  }),
  /** Four whole weeks from a Monday on, the last one being the week of today; days ahead of today have nothing yet. */
  calendar: z
    .array(
      z.strictObject({
        day: z.iso.date(),
        learnt: z.boolean(),
        /** No learning, and a freeze kept the row. */
        frozen: z.boolean(),
        xp: whole,
        ahead: z.boolean(),
      }),
    )
    .length(28),
});
/** The hour is on the clock of the zone. */
export const ownDay = z.strictObject({ timezone: zone, startHour: z.number().int().min(0).max(6) });
export type OwnDay = z.infer<typeof ownDay>;
export type Progress = z.infer<typeof progress>;
