import { z } from 'zod';
import { uuid } from './common.ts';

const whole = z.number().int().min(0);
const group = z.strictObject({ id: uuid, name: z.string() });
const how = {
  /** `done`: once at least. */
  state: z.enum(['begun', 'done']),
  /** Of the attempt that is on. */
  lessonsDone: whole,
  lessons: whole,
  /** Active time, in seconds. */
  seconds: whole,
  /** Of all answers so far that were right or wrong, 0–1; null: there are none. */
  rightShare: z.number().min(0).max(1).nullable(),
  /** When the learner was last in it. */
  lastAt: z.iso.datetime(),
};

/** The most missions that stand beside each other. */
export const mostMissions = 30;

/** [CLS-2] How far the learners of a class are in missions that they work through alone. */
export const classMissions = z.strictObject({
  group,
  /** Those that somebody was in last, in the order of the library. */
  missions: z
    .array(z.strictObject({ id: uuid, title: z.string(), begun: whole, done: whole }))
    .max(mostMissions),
  /** Missions that were left out. */
  more: whole,
  learners: z
    .array(
      z.strictObject({
        userId: uuid,
        name: z.string(),
        /** Nobody agrees to the account now: nothing of it is shown. */
        waits: z.boolean(),
        /** Active time in all missions, in seconds. */
        seconds: whole,
        /** Day of the last answer or visit to a mission, by the learner's own calendar; null: none yet. */
        lastDay: z.iso.date().nullable(),
        /** Nothing for two weeks. */
        quiet: z.boolean(),
        /** Of the missions above those that were begun; `stuck`: a lesson was tried twice and not won. */
        runs: z.array(z.strictObject({ missionId: uuid, ...how, stuck: z.boolean() })).max(mostMissions),
      }),
    )
    .max(500),
});
export type ClassMissions = z.infer<typeof classMissions>;

/** One learner in missions alone, what was last first. */
export const learnerMissions = z.strictObject({
  learner: z.strictObject({ userId: uuid, name: z.string() }),
  group,
  seconds: whole,
  /** Missions that were left out. */
  more: whole,
  missions: z
    .array(
      z.strictObject({
        id: uuid,
        title: z.string(),
        ...how,
        beganAt: z.iso.datetime(),
        /** The first time; null: not yet. */
        doneAt: z.iso.datetime().nullable(),
        /** The lesson where the learner was last. */
        at: z.string().nullable(),
        /** Lessons that were tried twice or more and not won yet. */
        stuck: z.array(
          z.strictObject({
            title: z.string(),
            tries: whole,
            /** Of its best try, 0–1. */
            bestShare: z.number().min(0).max(1).nullable(),
          }),
        ),
      }),
    )
    .max(100),
});
export type LearnerMissions = z.infer<typeof learnerMissions>;
