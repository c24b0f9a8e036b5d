import { z } from 'zod';
import type { MarkKind } from '../domain/replay/marks.ts';
import { uuid } from './common.ts';
import { outcome, point, stake } from './question.ts';
import { question, reveal } from './room-output.ts';
import { session } from './session.ts';

const count = z.number().int().min(0);
const index = z.number().int().min(0);
/** Milliseconds on the session's clock, which stands still while no server runs it. */
const ms = z.number().int();

const kinds = {
  get_ready: true,
  question: true,
  discuss: true,
  reveal: true,
  skipped: true,
  standings: true,
  podium: true,
  ended: true,
  paused: true,
  resumed: true,
  recovered: true,
  time_added: true,
  locked: true,
  unlocked: true,
  by_itself: true,
  by_hand: true,
  arranged: true,
  joined: true,
  left: true,
  returned: true,
  kicked: true,
  allowed_back: true,
} satisfies Record<MarkKind, true>;

export const replayMark = z.strictObject({
  at: ms,
  /** The same moment by the clock on the wall, ms since 1970. */
  wall: z.number().int(),
  kind: z.enum(Object.keys(kinds) as [MarkKind, ...MarkKind[]]),
  round: index.nullable(),
  /** By place in `players`. */
  player: index.nullable(),
  /** Why it was paused, or why a round or the session was closed. */
  reason: z.string().nullable(),
  /** Players who are connected from here on. */
  here: count,
  /** When the phase ends by itself. */
  endsAt: ms.nullable(),
  /** What the phase has left while its clock stands. */
  leftMs: ms.nullable(),
});
export type ReplayMark = z.infer<typeof replayMark>;

const asked = question
  .omit({ vote: true, openedAt: true, closesAt: true })
  .extend({ key: reveal.shape.key, explanation: z.string() });
export type ReplayQuestion = z.infer<typeof asked>;

/** [REP-3] What a session was, without its answers: these come question by question. */
export const replay = z.strictObject({
  session,
  /** The session's clock at its end. */
  durationMs: ms,
  players: z.array(
    z.strictObject({
      participantId: uuid,
      nickname: z.string(),
      /** From 1, in the order of the report: names that are hidden are numbers. */
      number: z.number().int().min(1),
      team: index.nullable(),
    }),
  ),
  /** Those that were asked, in order. */
  questions: z.array(asked),
  marks: z.array(replayMark).max(12_000),
  /** Comings, goings and orders of the host for which there was no room among the marks. */
  leftOut: count,
});
export type Replay = z.infer<typeof replay>;

export const replayAnswer = z.strictObject({
  /** `marked`: the host judged the last one of this player. */
  kind: z.enum(['given', 'changed', 'marked']),
  at: ms,
  player: index,
  vote: z.number().int().min(1),
  /** After the question was opened. */
  ms,
  outcome,
  points: z.number().int(),
  stake: stake.nullable(),
  /** What it adds to the spread, the texts and the places of its vote. Unkind texts are left out. */
  picks: z.array(index),
  texts: z.array(z.string()),
  spot: point.nullable(),
});
export type ReplayAnswer = z.infer<typeof replayAnswer>;

export const replayStandings = z.strictObject({
  at: ms,
  /** Best first; who was removed is not among them. */
  rows: z.array(z.strictObject({ player: index, score: z.number().int(), rank: z.number().int().min(1) })),
  teams: z.array(
    z.strictObject({ team: index, rank: z.number().int(), players: count, score: z.number().int() }),
  ),
});
export type ReplayStandings = z.infer<typeof replayStandings>;

/** One question of a replay. An entry of a player takes the place of the same player's earlier one in the same vote. */
export const replayRound = z.strictObject({
  round: index,
  answers: z.array(replayAnswer),
  /** After it was closed; and, where somebody came, went or was marked since, before the next move. */
  standings: z.array(replayStandings),
});
export type ReplayRound = z.infer<typeof replayRound>;
