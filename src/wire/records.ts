import { z } from 'zod';
import { page, uuid } from './common.ts';
import { mediaRef, outcome, questionKind } from './question.ts';
import { teachAgain } from './report.ts';

/** Shares are 0–1; null where nothing was answered that is right or wrong. */
const share = z.number().nullable();
const count = z.number().int();

const objective = z.strictObject({ objective: z.string(), answers: count, rightShare: z.number() });

/** [REP-1] A class over time: its newest sessions, at most fifty. */
export const classReport = z.strictObject({
  group: z.strictObject({ id: uuid, name: z.string() }),
  /** Newest first. */
  sessions: z.array(
    z.strictObject({
      id: uuid,
      title: z.string(),
      at: z.iso.datetime(),
      players: count,
      answers: count,
      rightShare: share,
    }),
  ),
  teachAgain: z.array(teachAgain),
  /** Weakest first. */
  objectives: z.array(objective),
  /** Of the class as it is now; who played as a guest is in no line. */
  learners: z.array(
    z.strictObject({ userId: uuid, name: z.string(), sessions: count, answers: count, rightShare: share }),
  ),
});
export type ClassReport = z.infer<typeof classReport>;

/** One learner in the sessions of one class. */
export const learnerReport = z.strictObject({
  learner: z.strictObject({ userId: uuid, name: z.string() }),
  group: z.strictObject({ id: uuid, name: z.string() }),
  /** Newest first. */
  sessions: z.array(
    z.strictObject({
      id: uuid,
      title: z.string(),
      at: z.iso.datetime(),
      rank: count.nullable(),
      players: count,
      answers: count,
      rightShare: share,
      classShare: share,
    }),
  ),
  /** Weakest first. */
  objectives: z.array(objective),
});
export type LearnerReport = z.infer<typeof learnerReport>;

/** A question over all sessions that the caller may see, the newest fifty. */
export const questionStatistics = z.strictObject({
  questionId: uuid,
  kind: questionKind,
  prompt: z.string(),
  sessions: count,
  answers: count,
  rightShare: share,
  meanMs: count.nullable(),
  commonestWrong: z.strictObject({ text: z.string(), picked: count }).nullable(),
  discrimination: z.number().nullable(),
});
export type QuestionStatistics = z.infer<typeof questionStatistics>;

/** An own answer that was not (all) right. */
export const mistake = z.strictObject({
  sessionId: uuid,
  title: z.string(),
  at: z.iso.datetime(),
  /** The place of the question in its session. */
  round: count,
  kind: questionKind,
  prompt: z.string(),
  media: mediaRef.nullable(),
  outcome,
  answer: z.string(),
  rightAnswer: z.string(),
  explanation: z.string(),
});
export type Mistake = z.infer<typeof mistake>;
export const mistakePage = page(mistake);
export const mistakesOfSession = z.strictObject({ items: z.array(mistake) });
