import { z } from 'zod';
import { locale, uuid } from './common.ts';
import { lessonKinds } from './lesson-faults.ts';
import { mediaRef } from './media-ref.ts';
import { answer, outcome, point, questionKind } from './question.ts';

const whole = z.number().int().min(0);
const share = z.number().min(0).max(1);
export const lessonKind = z.enum(lessonKinds);

export const inLanguage = z.strictObject({ locale: locale.default('en') });

const named = z.strictObject({ id: uuid, title: z.string() });

/** [ALO-1] A mission as a learner sees it before opening it. */
const missionOnMap = z.strictObject({
  id: uuid,
  title: z.string(),
  description: z.string(),
  difficulty: z.enum(['easy', 'medium', 'hard']),
  estimatedMinutes: whole,
  /** `done`: once at least; `isOn`: begun, be it for the first time or again, and not through yet. */
  state: z.enum(['locked', 'open', 'begun', 'done']),
  isOn: z.boolean(),
  /** Why it cannot be begun yet: a level that is needed, and missions that come before. */
  lock: z.strictObject({ level: whole.nullable(), missions: z.array(named) }).nullable(),
  lessons: whole,
  lessonsDone: whole,
  /** Of all answers so far that were right or wrong; null: there are none. */
  rightShare: share.nullable(),
  /** What finishing it earns the first time. */
  xp: whole,
  coins: whole,
});

export const missionMap = z.strictObject({
  level: whole,
  /** Where to go on: what one was at last, else the first that is open; null: everything is done. */
  next: named.extend({ begun: z.boolean() }).nullable(),
  topics: z.array(
    z.strictObject({
      /** null: missions without a topic. */
      id: uuid.nullable(),
      name: z.string(),
      description: z.string(),
      missions: z.array(missionOnMap),
    }),
  ),
});
export type MissionMap = z.infer<typeof missionMap>;
export type MissionOnMap = z.infer<typeof missionOnMap>;

const range = z.strictObject({ min: z.number(), max: z.number(), step: z.number() });
/** As everywhere where a question is asked: nothing of its key. */
const shown = z.strictObject({
  kind: questionKind,
  prompt: z.string(),
  choices: z.array(z.string()),
  matches: z.array(z.string()),
  blanks: whole,
  range: range.nullable(),
  unit: z.string().nullable(),
  media: mediaRef.nullable(),
  pick: whole,
  points: whole,
  worth: whole.nullable(),
  timeLimitMs: whole.nullable(),
});
const key = z.union([
  z.array(z.number()),
  z.array(z.string()),
  z.strictObject({ value: z.number(), tolerance: z.number() }),
  z.strictObject({ value: z.number(), band: z.number(), edge: z.number() }),
  z.strictObject({ areas: z.array(z.array(point).readonly()) }),
]);

const asked = z.strictObject({
  id: uuid,
  shown,
  /** null: there is none; `text` is there once it was uncovered. */
  hint: z.strictObject({ cost: whole, text: z.string().nullable() }).nullable(),
  /** What was given in this try of the lesson, oldest first. */
  given: z.array(z.strictObject({ id: uuid, answer, outcome, share, xp: whole })),
  /** How often it can still be answered; 0: it is settled. */
  triesLeft: whole,
  /** What would have been right and why; null: not settled yet. */
  solution: z.strictObject({ key, explanation: z.string() }).nullable(),
});

const lesson = z.strictObject({
  id: uuid,
  title: z.string(),
  kind: lessonKind,
  /** `lost`: through, and not well enough: it can be tried again. */
  state: z.enum(['ahead', 'begun', 'lost', 'done']),
  /** Which try of it is on, from 1. */
  round: whole,
  /** This try is through. */
  isThrough: z.boolean(),
  reading: z.array(z.string()),
  media: mediaRef.nullable(),
  /** About how long it takes; null: not said. */
  minutes: whole.nullable(),
  /** What it earns the first time. */
  xp: whole,
  /** Which share must be right; 0: any. */
  passAt: share,
  judged: whole,
  right: whole,
  questions: z.array(asked),
});

export const ownMission = z.strictObject({
  id: uuid,
  title: z.string(),
  /** The language in which it is told. */
  locale: z.string(),
  /** How often it was begun. */
  attempt: whole,
  /** Every lesson of this attempt is done. */
  isThrough: z.boolean(),
  /** It was finished at least once. */
  isDone: z.boolean(),
  /** The lesson where one was, on whatever device. */
  at: uuid.nullable(),
  /** Active time alone. */
  timeSpentSeconds: whole,
  xp: whole,
  coins: whole,
  /** What this attempt earned so far. */
  earned: z.strictObject({ xp: whole, coins: whole }),
  lessons: z.array(lesson),
});
export type OwnMission = z.infer<typeof ownMission>;
export type OwnLesson = z.infer<typeof lesson>;
export type AskedAlone = z.infer<typeof asked>;

export const openBody = z.strictObject({
  locale: locale.default('en'),
  /** Begins anew, with the mission as it is now: the number of the attempt that is through. */
  again: z.int().min(1).max(1_000).optional(),
});
/** `isNewer`: the mission was changed since it was begun. */
export const opened = z.strictObject({ mission: ownMission, isNewer: z.boolean() });
export type OpenedMission = z.infer<typeof opened>;

const round = z.int().min(1).max(1_000);
export const givenAlone = z.strictObject({
  /** Made by the device: what is sent again under the same id is the same answer. */
  id: uuid,
  lessonId: uuid,
  questionId: uuid,
  /** The try of the lesson in which it was given. */
  round,
  answer,
  /** When it was given, by the device's clock. */
  at: z.iso.datetime().optional(),
  tookMs: z.int().min(0).max(86_400_000).optional(),
});
export type GivenAlone = z.infer<typeof givenAlone>;
export const mostAtOnce = 50;
export const answersBody = z.strictObject({
  locale: locale.default('en'),
  answers: z.array(givenAlone).min(1).max(mostAtOnce),
});
export const answersTaken = z.strictObject({
  /** One an answer, in their order; `refused`: a code, and the answer is not needed any more. */
  results: z.array(z.strictObject({ id: uuid, refused: z.string().nullable() })),
  mission: ownMission,
});
export type AnswersTaken = z.infer<typeof answersTaken>;

export const lessonBody = z.strictObject({ locale: locale.default('en'), round });
export const hintBody = z.strictObject({
  locale: locale.default('en'),
  lessonId: uuid,
  questionId: uuid,
  round,
});

export const activityBody = z.strictObject({
  lessonId: uuid.optional(),
  /** The page was hidden or idle until now: what went by does not count. */
  resumed: z.boolean().default(false),
});
/** `isOver`: the day's minutes that the grown-ups allow are used up. */
export const activity = z.strictObject({ timeSpentSeconds: whole, isOver: z.boolean() });
export type Activity = z.infer<typeof activity>;
