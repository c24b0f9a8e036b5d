import { z } from 'zod';
import { uuid } from './common.ts';
import { openSessionBody, session, sessionSettings } from './session.ts';

/** [REP-4] A homework lies open no longer than this. */
export const mostDays = 60;

const closesAt = z.iso.datetime();

export const giveHomeworkBody = openSessionBody.omit({ settings: true, groupId: true }).extend({
  groupId: uuid,
  /** When it ends by itself; at most 60 days from now. */
  closesAt,
  settings: sessionSettings
    .pick({
      streakBonus: true,
      secondsPerQuestion: true,
      shuffleQuestions: true,
      generatedNames: true,
    })
    .extend({
      scoring: sessionSettings.shape.scoring.unwrap().default('accuracy'),
      /** Whether the questions' own times hold; otherwise each learner takes the time that is needed. */
      timed: z.boolean().default(false),
    })
    .prefault({}),
});
export type GiveHomework = z.infer<typeof giveHomeworkBody>;

export const moveHomeworkBody = z.strictObject({ closesAt });

export const homeworkProgress = z.strictObject({
  session,
  /** Whether it is the caller's to end, or to give another end. */
  leads: z.boolean(),
  /** Everybody of the class, and guests with the PIN; who has not begun has no participant. */
  learners: z
    .array(
      z.strictObject({
        participantId: uuid.nullable(),
        name: z.string(),
        /** Questions that are behind the learner. */
        done: z.number().int().min(0),
        /** Answers that are right or wrong; polls and the like are neither. */
        judged: z.number().int().min(0),
        right: z.number().int().min(0),
        finished: z.boolean(),
      }),
    )
    .max(5_000),
});
export type HomeworkProgress = z.infer<typeof homeworkProgress>;

/** For learners: what is open in the own classes, what ends first at the top; below it what ended in the last days. */
export const myHomework = z.strictObject({
  items: z
    .array(
      z.strictObject({
        id: uuid,
        title: z.string(),
        className: z.string(),
        /** null once it is over. */
        pin: z.string().nullable(),
        /** Of one that is over: when that was. */
        closesAt: z.iso.datetime(),
        questions: z.number().int(),
        begun: z.boolean(),
        done: z.number().int().min(0),
        right: z.number().int().min(0),
      }),
    )
    .max(100),
});
export type MyHomework = z.infer<typeof myHomework>;
