import { z } from 'zod';
import type {
  BadgeCategory,
  BadgeRarity,
  BadgeUnit,
  Collectable,
  Counted,
  Criterion,
  Happening,
} from '../domain/reward/badges/criteria.ts';
import { uuid } from './common.ts';

export type { BadgeCategory, BadgeRarity, BadgeUnit } from '../domain/reward/badges/criteria.ts';

export const badgeCategories = [
  'learning',
  'streaks',
  'mastery',
  'exploration',
  'social',
  'events',
  'course_completion',
  'community',
  'special',
] as const satisfies readonly BadgeCategory[];
export const badgeRarities = [
  'common',
  'rare',
  'epic',
  'legendary',
  'event',
  'secret',
] as const satisfies readonly BadgeRarity[];
export const counted = [
  'right_answers',
  'days',
  'levels',
  'classes',
  'homework',
  'group_missions',
  'lessons',
  'missions',
  'practices',
  'badges',
] as const satisfies readonly Counted[];
export const collectable = [
  'topics',
  'missions',
  'question_kinds',
  'formats',
] as const satisfies readonly Collectable[];
export const happenings = [
  'mended',
  'improved',
  'persevered',
  'came_back',
] as const satisfies readonly Happening[];
const badgeUnits = [
  ...counted,
  'topics',
  'question_kinds',
  'formats',
  ...happenings,
  'days_in_a_row',
  'sessions',
  'objectives',
  'steps',
] as const satisfies readonly BadgeUnit[];

const whole = z.number().int().min(0);
const atLeast = z.number().int().min(1).max(100_000);
const percent = z.number().int().min(1).max(100);
const slug = z.string().regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/);
const dayOfYear = z.string().regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'is no day like 10-24');

const single = z.union([
  z.strictObject({ kind: z.literal('count'), of: z.enum(counted), atLeast }),
  z.strictObject({ kind: z.literal('streak'), days: atLeast }),
  z.strictObject({ kind: z.literal('accuracy'), percent, answers: atLeast, sessions: atLeast }),
  z.strictObject({ kind: z.literal('mastery'), percent, objectives: atLeast }),
  z.strictObject({ kind: z.literal('collection'), of: z.enum(collectable), atLeast }),
  z.strictObject({
    kind: z.literal('collection'),
    of: z.enum(collectable),
    all: z.array(slug).min(1).max(50),
  }),
  z.strictObject({
    kind: z.literal('window'),
    of: z.enum(['days', 'right_answers']),
    atLeast,
    within: z.union([
      z.strictObject({ days: z.number().int().min(1).max(366) }),
      z
        .strictObject({ from: dayOfYear, to: dayOfYear })
        .refine(({ from, to }) => from <= to, 'ends before it begins'),
    ]),
  }),
  z.strictObject({ kind: z.literal('event'), event: z.enum(happenings), times: atLeast }),
]);
const combining = <T extends z.core.$ZodType>(part: T) =>
  z.strictObject({ kind: z.enum(['and', 'or']), of: z.array(part).min(2).max(6) });

/** What a badge asks for; combinations may stand in a combination, no deeper. */
export const badgeCriteria: z.ZodType<Criterion> = z.union([
  single,
  combining(z.union([single, combining(single)])),
]);

const badgeTexts = z.strictObject({ name: z.string(), description: z.string() });

const badgeParts = {
  id: uuid,
  texts: z.strictObject({ en: badgeTexts, es: badgeTexts.optional() }),
  category: z.enum(badgeCategories),
  rarity: z.enum(badgeRarities),
  /** What it gives, once. */
  xp: whole,
  coins: whole,
  keys: whole,
  /** What is counted for it, and how much is needed. */
  unit: z.enum(badgeUnits),
  target: z.number().int().min(1),
};

export const earnedBadge = z.strictObject({
  ...badgeParts,
  earnedAt: z.iso.datetime(),
  /** Whether the learner has seen that it is there. */
  seen: z.boolean(),
  /** Whether the learner wears it; at most three at a time. */
  equipped: z.boolean(),
  favourite: z.boolean(),
});
export type EarnedBadge = z.infer<typeof earnedBadge>;

export const openBadge = z.strictObject({ ...badgeParts, value: whole });
export type OpenBadge = z.infer<typeof openBadge>;

/** The badges of one learner. */
export const badgeWall = z.strictObject({
  /** The newest first. */
  earned: z.array(earnedBadge).max(500),
  /** Those that are not secret, the nearest first. */
  open: z.array(openBadge).max(500),
  /** How many secret ones are still to be found. */
  secrets: whole,
});
export type BadgeWall = z.infer<typeof badgeWall>;

export const badgeChange = z.strictObject({ equipped: z.boolean(), favourite: z.boolean() });
export type BadgeChange = z.infer<typeof badgeChange>;

/** Those that the learner has seen. */
export const badgesSeen = z.strictObject({ ids: z.array(uuid).min(1).max(500) });
