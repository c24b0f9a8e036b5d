import { z } from 'zod';
import { reactions, type ServerMessage, type ServerPayloads } from './messages.ts';
import { answer, mediaRef, outcome, point, questionKind, scoring, stake } from './question.ts';

/**
 * What leaves a room, strictly; the same shapes stand as types in `messages.ts`. The server does not check its own messages
 * with these: they describe the wire for other clients (`client-sdk/wire.json`), and tests hold every frame against them.
 */
const ms = z.number().int();
const index = z.number().int().min(0);
const count = z.number().int().min(0);
const step = z.number().int().min(0);
const rank = z.number().int().min(0);
const share = z.number().min(0).max(1);
const participantId = z.uuid();
const named = z.strictObject({ participantId, nickname: z.string() });
const avatar = z.uuid().optional();
const lobbyName = named.extend({ avatar, team: index.optional() });
const pauseReason = z.enum(['host', 'host_away', 'recovering', 'saving', 'parked']);
const given = z.strictObject({
  texts: z.array(z.strictObject({ text: z.string(), count })),
  spots: z.array(point),
});

export const question = z.strictObject({
  round: index,
  of: count,
  vote: z.number().int().min(1),
  kind: questionKind,
  prompt: z.string(),
  choices: z.array(z.string()),
  matches: z.array(z.string()),
  blanks: count,
  range: z.strictObject({ min: z.number(), max: z.number(), step: z.number() }).nullable(),
  unit: z.string().nullable(),
  media: mediaRef.nullable(),
  pick: z.number().int().min(1),
  points: count,
  worth: count.nullable(),
  timeLimitMs: ms.nullable(),
  openedAt: ms,
  closesAt: ms.nullable(),
});

export const reveal = z.strictObject({
  round: index,
  of: count,
  vote: z.number().int().min(1),
  key: z.union([
    z.array(index),
    z.array(z.string()),
    z.strictObject({ value: z.number(), tolerance: z.number() }),
    z.strictObject({ value: z.number(), band: z.number(), edge: z.number() }),
    z.strictObject({ areas: z.array(z.array(point).readonly()) }),
  ]),
  explanation: z.string(),
  spread: z.array(count),
  given,
  answered: count,
  right: count,
  first: z
    .strictObject({ answered: count, right: count, spread: z.array(count), gain: z.number().nullable() })
    .nullable(),
});

const ownResult = z.strictObject({
  outcome: z.enum([...outcome.options, 'none']),
  answer: answer.nullable(),
  stake: stake.optional(),
  points: z.number().int(),
  bonus: count,
  hearts: count.nullable(),
  score: z.number().int(),
  streak: count,
  rank,
  players: count,
  toNext: count,
});

const row = z.strictObject({ rank, nickname: z.string(), avatar, score: z.number().int() });
const teamRow = z.strictObject({ team: index, rank, players: count, score: z.number().int() });
const standings = z.strictObject({ round: index, of: count, top: z.array(row), teams: z.array(teamRow) });
const award = z.strictObject({
  kind: z.enum(['most_improved', 'longest_streak', 'steady_hand', 'best_teammate']),
  nickname: z.string(),
  value: z.number(),
});
const podium = z.strictObject({
  places: z.array(row),
  teams: z.array(teamRow),
  awards: z.array(award),
  hardest: z.array(
    z.strictObject({ round: index, prompt: z.string(), answer: z.string(), rightShare: share }),
  ),
});
const roundOutcome = z.enum([...outcome.options, 'none', 'absent', 'skipped']);
const ownFinal = z.strictObject({
  rank,
  players: count,
  score: z.number().int(),
  right: count,
  answered: count,
  bestStreak: count,
  outcomes: z.array(roundOutcome).nullable(),
});

const ownWord = { answered: answer.nullable(), stake: stake.optional() };
const phase = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('lobby') }),
  z.strictObject({ name: z.literal('get_ready'), round: index, of: count, endsAt: ms }),
  z.strictObject({ name: z.literal('question'), question, ...ownWord }),
  z.strictObject({
    name: z.literal('discuss'),
    question,
    ...ownWord,
    endsAt: ms.nullable(),
  }),
  z.strictObject({ name: z.literal('reveal'), question, reveal, you: ownResult.nullable() }),
  z.strictObject({ name: z.literal('standings'), standings, you: ownResult.nullable() }),
  z.strictObject({ name: z.literal('podium'), podium, you: ownFinal.nullable() }),
  z.strictObject({ name: z.literal('ended') }),
]);

const nameReview = z.strictObject({ wanted: z.string(), refused: z.boolean() });
const options = z.strictObject({
  locked: z.boolean(),
  advance: z.enum(['manual', 'auto']),
  standings: z.enum(['each', 'end', 'off']),
  reactionsMuted: z.boolean(),
});
const rules = z.strictObject({
  format: z.enum(['challenge', 'team', 'survival', 'self_paced']),
  scoring,
  teams: count,
  chooseTeams: z.boolean(),
  changeAnswers: z.boolean(),
  streakBonus: z.boolean(),
  rehearsal: z.boolean(),
  timed: z.boolean(),
});
const roundSummary = z.strictObject({
  round: index,
  kind: questionKind,
  prompt: z.string(),
  rightShare: share.nullable(),
});
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
  team: index.nullable(),
  hearts: count.nullable(),
  timeFactor: z.number(),
  account: z.boolean(),
  reactionsMuted: z.boolean(),
  text: z.strictObject({ text: z.string(), outcome: outcome }).nullable(),
});
const hostProgress = z.strictObject({
  /** -1 before the first round. */
  round: z.number().int().min(-1),
  answered: count,
  connected: count,
  spread: z.array(count).nullable(),
  given: given.nullable(),
  firstRight: count.nullable(),
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

const leg = z.strictObject({ points: z.number().int(), ms: count });

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
    rules,
    you: named
      .extend({
        avatar,
        score: z.number().int(),
        rank,
        review: nameReview.nullable(),
        team: index.nullable(),
        hearts: count.nullable(),
        reactionsMuted: z.boolean(),
      })
      .nullable(),
    pin: z.string().nullable(),
    secondFactor: secondFactor.nullable(),
    names: z.array(lobbyName).nullable(),
    host: z
      .strictObject({
        options,
        players: z.array(hostPlayer),
        rounds: z.array(roundSummary),
        progress: hostProgress,
        audience: hostAudience,
      })
      .nullable(),
  }),
  lobbyChanged: z.strictObject({
    players: count,
    added: z.array(lobbyName).nullable(),
    removed: z.array(participantId).nullable(),
  }),
  getReady: z.strictObject({ round: index, of: count, endsAt: ms, at: ms, step }),
  roundOpened: z.strictObject({ question, at: ms, step }),
  answerSaved: z.strictObject({ round: index, vote: z.number().int().min(1) }),
  /** `round` is -1 when the message had none. */
  answerRefused: z.strictObject({ answerId: z.string(), round: z.number().int(), code: z.string() }),
  discuss: z.strictObject({ round: index, of: count, endsAt: ms.nullable(), at: ms, step }),
  marked: z.strictObject({ round: index, you: ownResult }),
  teamed: z.strictObject({ team: index }),
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
  hostRounds: z.strictObject({ of: count, rounds: z.array(roundSummary) }),
  reactions: z.partialRecord(z.enum(reactions), count),
  secondFactor,
  reactionsMuted: z.strictObject({ muted: z.boolean() }),
  nameReviewed: z.strictObject({ review: nameReview.nullable() }),
  hostAudience,
  race: z.strictObject({
    against: z.enum(['own', 'class']),
    goal: count,
    of: count,
    /** After each question that is closed for the learner, both in all. */
    you: z.array(leg),
    ghost: z.array(leg),
    /** Of a class: how many runners are in each tenth of the way. */
    field: z.array(count).length(10).nullable(),
  }),
} satisfies { [M in ServerMessage]: z.core.$ZodType<ServerPayloads[M]> };
