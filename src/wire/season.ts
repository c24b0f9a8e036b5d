import { z } from 'zod';
import { uuid } from './common.ts';

export { inLocale } from './avatars.ts';

const whole = z.number().int().min(0);
export const mostLevels = 30;
const level = z.number().int().min(1).max(mostLevels);

export const seasonReward = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['coins', 'keys']), amount: whole }),
  /** Keeps the days in a row over a day without. */
  z.strictObject({ kind: z.literal('freeze') }),
  /** SVG, to be shown as a picture; null: it was deleted since. */
  z.strictObject({ kind: z.literal('avatar'), name: z.string(), picture: z.string().nullable() }),
]);
export type SeasonReward = z.infer<typeof seasonReward>;

export const season = z.strictObject({
  id: uuid,
  name: z.string(),
  description: z.string(),
  /** The how manyeth time this season comes. */
  round: z.number().int().min(1),
  /** The first and the last day, in each learner's own zone. */
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  xp: whole,
  level,
  /** Season XP since the level began. */
  xpOfLevel: whole,
  /** What is missing to the next level; null at the last. */
  xpToNextLevel: whole.nullable(),
  track: z
    .array(
      z.strictObject({
        level,
        /** Its reward can be taken, or was. Level 1 is reached with the first season XP. */
        isReached: z.boolean(),
        reward: seasonReward,
        /** What was given: the reward, or coins in the place of what was there already. null: nothing yet. */
        given: seasonReward.nullable(),
      }),
    )
    .max(mostLevels),
});
export type Season = z.infer<typeof season>;

/** null: no season runs. */
export const mySeason = z.strictObject({ season: season.nullable() });
export type MySeason = z.infer<typeof mySeason>;

export const seasonClaimed = z.strictObject({
  given: seasonReward,
  /** The season has ended meanwhile; what was reached in it is given all the same. */
  isOver: z.boolean(),
});
export type SeasonClaimed = z.infer<typeof seasonClaimed>;
