import { z } from 'zod';
import { locale, page, pageQuery, uuid } from './common.ts';
import { outcome, questionKind } from './question.ts';
import { teachAgain } from './report.ts';

const count = z.number().int().min(0);
/** `unknown`: fewer than five answers speak of it. */
export const stage = z.enum(['unknown', 'beginning', 'growing', 'secure']);

export const practice = z.strictObject({
  /** `nothing`: no question was answered yet that could come back. */
  state: z.enum(['nothing', 'open', 'begun', 'done']),
  /** Questions that should come back by the end of the learner's day. */
  due: count,
  /** Of today's practice, once it was begun. */
  questions: count,
  done: count,
  right: count,
});
export type Practice = z.infer<typeof practice>;
export const startPracticeBody = z.strictObject({ locale: locale.default('en') });

const known = {
  /** Answers that were right or wrong, however old. */
  answers: count,
  /** 0–1; null while fewer than five answers speak of it. */
  estimate: z.number().min(0).max(1).nullable(),
  stage,
};

/** [MST-1] What one learner knows, as far as answers say: what was answered last comes first. */
export const mastery = z.strictObject({
  topics: z
    .array(z.strictObject({ topic: z.string(), name: z.string(), lastAt: z.iso.datetime(), ...known }))
    .max(100),
  objectives: z
    .array(z.strictObject({ objective: z.string(), text: z.string(), lastAt: z.iso.datetime(), ...known }))
    .max(500),
});
export type MasteryOfLearner = z.infer<typeof mastery>;
export const inLanguage = z.strictObject({ locale: locale.default('en') });

/** The most that a page shows at a time. */
export const mostObjectives = 60;
const cell = z.strictObject(known);

/** [MST-3] A class: learners and what they know of each objective. */
export const classMastery = z.strictObject({
  group: z.strictObject({ id: uuid, name: z.string() }),
  /** Those that were answered last, at most sixty, in the order of their missions. */
  objectives: z
    .array(
      z.strictObject({
        objective: z.string(),
        text: z.string(),
        /** Learners at each stage. */
        stages: z.strictObject({ unknown: count, beginning: count, growing: count, secure: count }),
      }),
    )
    .max(mostObjectives),
  /** Objectives that were left out. */
  more: count,
  learners: z
    .array(
      z.strictObject({
        userId: uuid,
        name: z.string(),
        /** Nobody agrees to the account now: nothing of it is shown. */
        waits: z.boolean(),
        /** Beside each objective; null: nothing was answered. */
        cells: z.array(cell.nullable()),
        /** Objectives that are at the beginning after enough answers, weakest first. */
        stuck: z.array(z.string()),
      }),
    )
    .max(500),
  /** What comes back to most learners by tomorrow. */
  repeat: z
    .array(
      teachAgain
        .pick({ missions: true })
        .extend({ objective: z.string(), text: z.string(), learners: count, questions: count }),
    )
    .max(3),
});
export type ClassMastery = z.infer<typeof classMastery>;

export const answersQuery = pageQuery.extend({
  locale: locale.default('en'),
  objective: z.string().min(1).max(100),
});
/**
 * [CLS-1] What a learner answered to one objective, newest first: in classes and homework that the caller may see, and in missions
 * alone, of which it is the first answer in a try of the lesson.
 */
export const objectiveAnswers = page(
  z.strictObject({
    where: z.enum(['class', 'homework', 'alone']),
    /** The session, or the mission. */
    title: z.string(),
    /** Alone: of that mission. */
    lesson: z.string().nullable(),
    at: z.iso.datetime(),
    kind: questionKind,
    prompt: z.string(),
    outcome,
    answer: z.string(),
    rightAnswer: z.string(),
    /** Alone: a hint was looked at in that try. */
    hint: z.boolean(),
  }),
).extend({
  learner: z.strictObject({ userId: uuid, name: z.string() }),
  objective: z.string(),
  text: z.string(),
  ...known,
  /** Answers among `answers` that stand in no list: in today's five, in races, and in sessions of others. */
  elsewhere: count,
});
export type ObjectiveAnswers = z.infer<typeof objectiveAnswers>;
