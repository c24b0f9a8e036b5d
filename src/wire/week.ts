import { z } from 'zod';
import { locale, uuid } from './common.ts';

const whole = z.number().int().min(0);

const sums = {
  /** A Monday and its Sunday. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** Days of learning. */
  learnt: whole.max(7),
  /** Answers that were right, partly right or wrong, and those that were right. */
  answered: whole,
  right: whole,
  /** Active time, alone and in sessions. */
  minutes: whole,
};

/** [WKL-1] A week of one learner: the same figures for the learner, the guardians and whoever teaches the learner. */
export const learningWeek = z.strictObject({
  ...sums,
  days: z
    .array(z.strictObject({ day: z.iso.date(), minutes: whole, learnt: z.boolean(), ahead: z.boolean() }))
    .length(7),
  /** Topics that stood out after at least five answers. */
  well: z.string().nullable(),
  hard: z.string().nullable(),
  /** Names of badges that were earned, newest first. */
  badges: z.array(z.string()).max(100),
  /** Titles of missions that were finished for the first time. */
  missions: z.array(z.string()).max(100),
  /** Newest first; for learners and guardians, who see what they were in. */
  sessions: z
    .array(
      z.strictObject({ id: uuid, title: z.string(), at: z.iso.datetime(), answered: whole, right: whole }),
    )
    .max(100),
  /** Oldest first; the last one is the week of today. */
  weeks: z.array(z.strictObject({ ...sums, badges: whole, missions: whole })).length(8),
});
export type LearningWeek = z.infer<typeof learningWeek>;

/**
 * [WKL-5] `email`: the own address, where the letters go; null: there is none. `leaves`: whether this server sends mail; where it
 * does not, it writes no such letters, whatever was chosen.
 */
export const weeklyLetters = z.strictObject({
  on: z.boolean(),
  email: z.string().nullable(),
  leaves: z.boolean(),
});
export type WeeklyLetters = z.infer<typeof weeklyLetters>;
export const weeklyLettersBody = z.strictObject({ on: z.boolean() });
export const stopQuery = z.strictObject({ token: z.string().min(1).max(1_000) });

/** `week`: any day of it; this week where it is missing or not one of the last eight. */
export const weekQuery = z.strictObject({ locale: locale.default('en'), week: z.iso.date().optional() });
