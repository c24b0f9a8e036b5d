import { z } from 'zod';
import { uuid } from './common.ts';
import { answer, mediaRef, outcome, point, questionKind, stake } from './question.ts';
import { session } from './session.ts';

/** Shares are 0–1; null where nothing was answered or nothing is right. */
const share = z.number().nullable();
const count = z.number().int();

export const answerOutcome = z.enum([...outcome.options, 'none']);

/** [REP-1] An objective that went badly, and what trains it. */
export const teachAgain = z.strictObject({
  objective: z.string(),
  answers: count,
  rightShare: z.number(),
  /** Missions that can be played for it. */
  missions: z.array(z.strictObject({ id: uuid, title: z.string() })),
});
export type TeachAgain = z.infer<typeof teachAgain>;

export const reportQuestion = z.strictObject({
  round: count,
  questionId: uuid,
  kind: questionKind,
  prompt: z.string(),
  explanation: z.string(),
  objectives: z.array(z.string()),
  media: mediaRef.nullable(),
  /**
   * What the question lists. `picked`: how often it was picked; of a matching, how often its partner was found; of an ordering,
   * how often the right thing stood in this place.
   */
  choices: z.array(z.strictObject({ text: z.string(), correct: z.boolean(), picked: count })),
  /** What would have been right, in words; empty where nothing is right. */
  key: z.string(),
  /** Hotspot: the right areas. */
  areas: z.array(z.array(point)),
  /** What was written, commonest first. */
  texts: z.array(z.strictObject({ text: z.string(), count })),
  /** Where was pointed. */
  spots: z.array(point),
  answered: count,
  /** Open texts that nobody has marked; they count as neither right nor wrong. */
  unmarked: count,
  right: count,
  rightShare: share,
  meanMs: count.nullable(),
  commonestWrong: z.strictObject({ text: z.string(), picked: count }).nullable(),
  /** [RVL-3] What the first of two votes said, and the share of the wrong that became right. */
  first: z
    .strictObject({
      answered: count,
      right: count,
      rightShare: share,
      spread: z.array(count),
      gain: z.number().nullable(),
    })
    .nullable(),
  /** Correlation, −1 to 1, of being right here with being right otherwise; null with too few answers. */
  discrimination: z.number().nullable(),
  asked: z.boolean(),
});

export const reportAnswer = z.strictObject({
  outcome: answerOutcome,
  answer: answer.nullable(),
  /** The answer in words; null where none was given. */
  words: z.string().nullable(),
  points: count,
  ms: count.nullable(),
  stake: stake.nullable(),
  /** [RVL-3] How the first of two votes was. */
  firstOutcome: outcome.nullable(),
});

export const report = z.strictObject({
  session,
  /** The report's first line is made from these. */
  glance: z.strictObject({
    players: count,
    answers: count,
    rightShare: share,
    strongest: z.strictObject({ objective: z.string(), rightShare: z.number() }).nullable(),
    weakest: z.strictObject({ objective: z.string(), rightShare: z.number() }).nullable(),
  }),
  teachAgain: z.array(teachAgain),
  questions: z.array(reportQuestion),
  /** Empty outside team mode. `team` is 0-based. */
  teams: z.array(z.strictObject({ team: count, players: count, score: count, rightShare: share })),
  /** [REP-4] Of a homework: who is in the class and did not begin; null for any other session. */
  notBegun: z.array(z.strictObject({ userId: uuid, name: z.string() })).nullable(),
  learners: z.array(
    z.strictObject({
      participantId: uuid,
      nickname: z.string(),
      rank: count.nullable(),
      score: count,
      right: count,
      answered: count,
      team: count.nullable(),
      /** The round that was open or next when this player came; 0: from the start. */
      joinedInRound: count,
      leftInRound: count.nullable(),
      kicked: z.boolean(),
      /** One entry a question, in order. */
      answers: z.array(reportAnswer),
    }),
  ),
});
export type SessionReport = z.infer<typeof report>;
