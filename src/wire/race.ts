import { z } from 'zod';
import { locale, uuid } from './common.ts';

/** [REP-3] A race that nobody finishes ends after this. */
export const raceHours = 24;
/** So many races can a learner have begun and not finished. */
export const mostRaces = 3;
/** Against fewer runners a class has no mean that could not be told by name. */
export const fewestRunners = 5;

const against = z.enum(['own', 'class']);
const count = z.number().int().min(0);

/** Runs that a learner can race against, newest first. */
export const races = z.strictObject({
  items: z
    .array(
      z.strictObject({
        sessionId: uuid,
        title: z.string(),
        at: z.iso.datetime(),
        questions: count,
        /** What the learner came to; null: was not there. */
        own: z.strictObject({ points: z.number().int(), right: count }).nullable(),
        /** Whose class it was, where enough of it played; null: it cannot be raced against. */
        className: z.string().nullable(),
      }),
    )
    .max(20),
});
export type Races = z.infer<typeof races>;

export const startRaceBody = z.strictObject({ sessionId: uuid, against, locale: locale.default('en') });
/** With the token one sits down, as after a reload. */
export const startedRace = z.strictObject({
  sessionId: uuid,
  resumeToken: z.string(),
  nickname: z.string(),
  title: z.string(),
});
export type StartedRace = z.infer<typeof startedRace>;
