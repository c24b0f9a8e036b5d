import { z } from 'zod';
import type { ServerMessage, ServerPayloads } from './messages.ts';
import { questionKind } from './question.ts';

/**
 * What leaves a room, strictly; the same shapes stand as types in `messages.ts`. The server does not check its own messages
 * with these: they describe the wire for other clients (`client-sdk/wire.json`), and tests hold every frame against them.
 */
const ms = z.number().int();
const index = z.number().int().min(0);
const count = z.number().int().min(0);
const step = z.number().int().min(0);
const choices = z.array(index);
const rank = z.number().int().min(0);
const share = z.number().min(0).max(1);
const participantId = z.uuid();
const named = z.strictObject({ participantId, nickname: z.string() });
const pauseReason = z.enum(['host', 'host_away', 'recovering', 'saving']);

const question = z.strictObject({
  round: index,
  of: count,
  vote: z.number().int().min(1),
  kind: questionKind,
  prompt: z.string(),
  choices: z.array(z.string()),
  pick: z.number().int().min(1),
  points: count,
  timeLimitMs: ms,
  openedAt: ms,
  closesAt: ms,
});

const reveal = z.strictObject({
  round: index,
  of: count,
  vote: z.number().int().min(1),
  key: choices,
  explanation: z.string(),
  spread: z.array(count),
  answered: count,
  right: count,
});

const ownResult = z.strictObject({
  outcome: z.enum(['right', 'partly', 'wrong', 'none']),
  choices,
  points: z.number().int(),
  score: z.number().int(),
  streak: count,
  rank,
  players: count,
  toNext: count,
});

const row = z.strictObject({ rank, nickname: z.string(), score: z.number().int() });
const standings = z.strictObject({ round: index, of: count, top: z.array(row) });
const award = z.strictObject({
  kind: z.enum(['most_improved', 'longest_streak', 'steady_hand']),
  nickname: z.string(),
  value: z.number(),
});
const podium = z.strictObject({
  places: z.array(row),
  awards: z.array(award),
  hardest: z.array(
    z.strictObject({ round: index, prompt: z.string(), answer: z.string(), rightShare: share }),
  ),
});
const ownFinal = z.strictObject({
  rank,
  players: count,
  score: z.number().int(),
  right: count,
  answered: count,
  bestStreak: count,
});

const phase = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('lobby') }),
  z.strictObject({ name: z.literal('get_ready'), round: index, of: count, endsAt: ms }),
  z.strictObject({ name: z.literal('question'), question, answered: choices.nullable() }),
  z.strictObject({ name: z.literal('reveal'), question, reveal, you: ownResult.nullable() }),
  z.strictObject({ name: z.literal('standings'), standings, you: ownResult.nullable() }),
  z.strictObject({ name: z.literal('podium'), podium, you: ownFinal.nullable() }),
  z.strictObject({ name: z.literal('ended') }),
]);

const options = z.strictObject({ locked: z.boolean(), advance: z.enum(['manual', 'auto']) });
const nameReview = z.strictObject({ wanted: z.string(), refused: z.boolean() });
const hostPlayer = z.strictObject({
  participantId,
  nickname: z.string(),
  connected: z.boolean(),
  answered: z.boolean(),
  score: z.number().int(),
  rank,
  struggling: z.boolean(),
  kicked: z.boolean(),
  review: nameReview.nullable(),
});
const hostProgress = z.strictObject({
  /** -1 before the first round. */
  round: z.number().int().min(-1),
  answered: count,
  connected: count,
  spread: z.array(count).nullable(),
  at: ms,
});

const made = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('returnCode'), code: z.string(), leftMs: ms }),
  z.strictObject({ kind: z.literal('coHostLink'), token: z.string(), leftMs: ms }),
]);
const hostAudience = z.strictObject({
  coHosts: z.array(z.strictObject({ coHostId: z.uuid(), connected: z.boolean() })),
  spectators: count,
});
const secondFactor = z.strictObject({ shapes: z.array(index), leftMs: ms });

export const serverPayloads = {
  welcome: z.strictObject({
    role: z.enum(['player', 'host', 'projector', 'spectator']),
    sessionId: z.uuid(),
    title: z.string(),
    locale: z.string(),
    of: count,
    at: ms,
    step,
    phase,
    paused: z.strictObject({ reason: pauseReason, remainingMs: ms.nullable() }).nullable(),
    players: count,
    you: named.extend({ score: z.number().int(), rank, review: nameReview.nullable() }).nullable(),
    pin: z.string().nullable(),
    secondFactor: secondFactor.nullable(),
    names: z.array(named).nullable(),
    host: z
      .strictObject({
        options,
        players: z.array(hostPlayer),
        rounds: z.array(z.strictObject({ round: index, prompt: z.string(), rightShare: share.nullable() })),
        progress: hostProgress,
        audience: hostAudience,
      })
      .nullable(),
  }),
  lobbyChanged: z.strictObject({
    players: count,
    added: z.array(named).nullable(),
    removed: z.array(participantId).nullable(),
  }),
  getReady: z.strictObject({ round: index, of: count, endsAt: ms, at: ms, step }),
  roundOpened: z.strictObject({ question, at: ms, step }),
  answerSaved: z.strictObject({ round: index, vote: z.number().int().min(1) }),
  /** `round` is -1 when the message had none. */
  answerRefused: z.strictObject({ answerId: z.string(), round: z.number().int(), code: z.string() }),
  roundClosed: z.tuple([z.strictObject({ reveal, at: ms, step }), ownResult.nullable()]),
  standings: z.strictObject({ standings, at: ms, step }),
  podium: z.tuple([z.strictObject({ podium, at: ms, step }), ownFinal.nullable()]),
  paused: z.strictObject({ reason: pauseReason, remainingMs: ms.nullable(), at: ms }),
  resumed: z.strictObject({ deadline: ms.nullable(), at: ms }),
  deadlineMoved: z.strictObject({ deadline: ms, at: ms }),
  renamed: z.strictObject({ nickname: z.string() }),
  sessionEnded: z.strictObject({ reason: z.enum(['host', 'finished', 'abandoned']) }),
  clock: z.strictObject({ id: z.number().int(), at: ms }),
  commandDone: z.strictObject({ id: z.string(), made: made.optional() }),
  commandRefused: z.strictObject({ id: z.string(), code: z.string() }),
  hostProgress,
  hostPlayers: z.strictObject({ changed: z.array(hostPlayer), removed: z.array(participantId) }),
  hostOptions: options,
  saving: z.strictObject({ waiting: z.boolean(), at: ms }),
  secondFactor,
  nameReviewed: z.strictObject({ review: nameReview.nullable() }),
  hostAudience,
} satisfies { [M in ServerMessage]: z.ZodType<ServerPayloads[M]> };
