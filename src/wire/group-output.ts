import { z } from 'zod';
import type { GroupPayloads, WatchPayloads } from './group-mission.ts';
import { answer, outcome } from './question.ts';
import { question, reveal } from './room-output.ts';

/** What leaves a group's room and the watch, strictly; the same shapes stand as types in `group-mission.ts`. */
const ms = z.number().int();
const index = z.number().int().min(0);
const count = z.number().int().min(0);
const participantId = z.uuid();
const way = z.enum(['consensus', 'turns', 'split']);
const pauseReason = z.enum(['teacher', 'waiting']);
export const groupEndReason = z.enum([
  'solved',
  'out_of_hearts',
  'out_of_time',
  'too_few',
  'teacher',
  'abandoned',
]);
export const contribution = z.strictObject({
  proposals: count,
  turns: count,
  rightTurns: count,
  piecesShared: count,
  hintVotes: count,
});

export const taskOutcome = z.enum([...outcome.options, 'none']);
const task = z.strictObject({
  task: index,
  of: count,
  way,
  question,
  pieces: count,
  hasHint: z.boolean(),
});
const groupReveal = z.strictObject({
  outcome: taskOutcome,
  how: z.enum(['agreed', 'majority', 'turn', 'deadline']),
  answer: answer.nullable(),
  key: reveal.shape.key,
  explanation: z.string(),
});
const stage = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('lobby') }),
  z.strictObject({
    name: z.literal('scene'),
    scene: index,
    of: count,
    title: z.string(),
    story: z.array(z.string()),
    endsAt: ms,
  }),
  z.strictObject({ name: z.literal('task'), task }),
  z.strictObject({ name: z.literal('reveal'), task, reveal: groupReveal, endsAt: ms }),
  z.strictObject({
    name: z.literal('ended'),
    reason: groupEndReason,
    reward: count,
    right: count,
    of: count,
  }),
]);
const learner = z.strictObject({
  participantId,
  nickname: z.string(),
  connected: z.boolean(),
  ready: z.boolean(),
  proposal: answer.nullable(),
  wantsHint: z.boolean(),
  holds: count,
  contribution,
});
const table = z.strictObject({
  hearts: count,
  coins: count,
  hintPrice: count,
  missionEndsAt: ms.nullable(),
  paused: z.strictObject({ reason: pauseReason, since: ms, until: ms.nullable() }).nullable(),
  turn: participantId.nullable(),
  hint: z.string().nullable(),
  pieces: z.array(
    z.strictObject({ piece: index, text: z.string(), holder: participantId, shared: z.boolean() }),
  ),
  learners: z.array(learner),
});

export const groupPayloads = {
  welcome: z.strictObject({
    sessionId: z.uuid(),
    group: z.number().int().min(1),
    title: z.string(),
    locale: z.string(),
    scenes: count,
    tasks: count,
    you: z.strictObject({ participantId, nickname: z.string() }),
    at: ms,
    step: count,
    stage,
    table,
  }),
  changed: z.strictObject({ at: ms, step: count, stage: stage.nullable(), table }),
  actDone: z.strictObject({ id: z.string() }),
  actRefused: z.strictObject({ id: z.string(), code: z.string() }),
  said: z.strictObject({ text: z.string() }),
  clock: z.strictObject({ id: z.number().int(), at: ms }),
  saving: z.strictObject({ waiting: z.boolean() }),
} satisfies { [M in keyof GroupPayloads]: z.core.$ZodType<GroupPayloads[M]> };

export const watched = z.strictObject({
  sessionId: z.uuid(),
  group: z.number().int().min(1),
  phase: z.enum(['lobby', 'scene', 'task', 'reveal', 'ended']),
  scene: index.nullable(),
  task: index.nullable(),
  right: count,
  hearts: count,
  coins: count,
  paused: pauseReason.nullable(),
  ended: groupEndReason.nullable(),
  reward: count,
  stageMs: count.nullable(),
  limitMs: count.nullable(),
  again: z.boolean(),
  elsewhere: z.boolean(),
  learners: z.array(
    learner
      .pick({ participantId: true, nickname: true, connected: true, contribution: true })
      .extend({ waitedFor: z.boolean() }),
  ),
});
export const watchPayloads = {
  welcome: z.strictObject({
    runId: z.uuid(),
    title: z.string(),
    pin: z.string().nullable(),
    locale: z.string(),
    scenes: z.array(z.string()),
    tasks: count,
    groups: z.array(watched),
  }),
  groupsChanged: z.strictObject({ groups: z.array(watched) }),
  watchDone: z.strictObject({ id: z.string() }),
  watchRefused: z.strictObject({ id: z.string(), code: z.string() }),
} satisfies { [M in keyof WatchPayloads]: z.core.$ZodType<WatchPayloads[M]> };
