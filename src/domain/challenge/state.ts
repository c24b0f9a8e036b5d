import type { Answer, Outcome } from '../answer/answer.ts';
import type { AskedQuestion } from '../question/question.ts';
import type { CloseReason, EndReason, PauseReason } from './events.ts';
import { type ChallengePlan, heartsAtStart } from './plan.ts';
import type { Stake } from './points.ts';
import { newTally, type VoteTally } from './tally.ts';

/** Times are milliseconds on the session's clock. `endsAt: null` waits for the host. */
export type Phase =
  | { name: 'lobby' }
  | { name: 'get_ready'; round: number; endsAt: number }
  | { name: 'question'; round: number; vote: number; openedAt: number; closesAt: number }
  /** [RVL-3] Between two votes: the class discusses, the key is still hidden. */
  | { name: 'discuss'; round: number; endsAt: number | null }
  | { name: 'reveal'; round: number; endsAt: number | null }
  | { name: 'standings'; round: number; endsAt: number | null }
  | { name: 'podium' }
  | { name: 'ended'; reason: EndReason };

export interface GivenAnswer {
  answerId: string;
  answer: Answer;
  outcome: Outcome;
  elapsedMs: number;
  points: number;
  bonus: number;
  stake: Stake | null;
}

/** How one player fared in one closed round. */
export type RoundOutcome = Outcome | 'none' | 'absent' | 'skipped';

export interface Player {
  id: string;
  connected: boolean;
  droppedAt: number;
  kicked: boolean;
  /** Index of the round that was open or next when the player came. */
  joinedInRound: number;
  /** Was connected when the server went away, and has not come back yet. */
  awaited: boolean;
  /** In the open vote. */
  answer: GivenAnswer | null;
  /** In the first vote, once a second one is possible. */
  first: GivenAnswer | null;
  /** What each accepted answer was for, by the id that the client made for it. */
  answerIds: Map<string, { round: number; vote: number }>;
  score: number;
  streak: number;
  bestStreak: number;
  missesInRow: number;
  right: number;
  answered: number;
  rank: number;
  /** 0-based; null outside team mode, and before one is chosen. */
  team: number | null;
  /** Survival: what is left of `heartsAtStart`. */
  hearts: number;
  /** [PTS-3] Multiplies the time of each question; 1 for nearly everyone. */
  timeFactor: number;
  /** One entry a closed round, by its index. */
  outcomes: RoundOutcome[];
}

/** The vote that is open or counts, and [RVL-3] the one before it. */
export interface RoundTally extends VoteTally {
  first: VoteTally | null;
  closed: CloseReason | null;
}

/**
 * Everything that is known of a running challenge. It has one owner who feeds it to `evolve`, event by event;
 * `evolve` changes it in place, since copying a thousand players for each answer would buy nothing.
 */
export interface ChallengeState {
  readonly plan: ChallengePlan;
  /** Number of the last event, 0 before the first. */
  seq: number;
  /** When the last event happened. */
  clock: number;
  phase: Phase;
  /** Grows with every move from phase to phase. */
  step: number;
  paused: { reason: PauseReason; remainingMs: number | null; until: number | null } | null;
  locked: boolean;
  advance: 'manual' | 'auto';
  standings: 'each' | 'end' | 'off';
  /** For each place of the session the question of the plan. */
  order: readonly number[];
  players: Map<string, Player>;
  /** Players who are connected now. */
  connected: number;
  /** Players who came and were not kicked. */
  present: number;
  awaited: number;
  /** Players with more than 0 points, as of the last closed round. */
  scorers: number;
  hosts: number;
  hostGoneAt: number;
  /** The process died under the last host, who did not leave. */
  hostWasLost: boolean;
  /** By place. */
  rounds: RoundTally[];
}

export function newChallenge(plan: ChallengePlan): ChallengeState {
  return {
    plan,
    seq: 0,
    clock: 0,
    phase: { name: 'lobby' },
    step: 0,
    paused: null,
    locked: false,
    advance: plan.advance,
    standings: plan.standings,
    order: plan.rounds.map((_, i) => i),
    players: new Map(),
    connected: 0,
    present: 0,
    awaited: 0,
    scorers: 0,
    hosts: 0,
    hostGoneAt: 0,
    hostWasLost: false,
    rounds: plan.rounds.map(newRound),
  };
}

export function newRound(question: AskedQuestion): RoundTally {
  return { ...newTally(question), first: null, closed: null };
}

/** The question in a place of the session. */
export function questionOf(state: ChallengeState, round: number): AskedQuestion {
  return state.plan.rounds[state.order[round]!]!;
}

export function newPlayer(id: string, joinedInRound: number, rank: number): Player {
  return {
    id,
    connected: true,
    droppedAt: 0,
    kicked: false,
    joinedInRound,
    awaited: false,
    answer: null,
    first: null,
    answerIds: new Map(),
    score: 0,
    streak: 0,
    bestStreak: 0,
    missesInRow: 0,
    right: 0,
    answered: 0,
    rank,
    team: null,
    hearts: heartsAtStart,
    timeFactor: 1,
    outcomes: [],
  };
}

/** [PTS-3] How much later than everybody's deadline this player's is, in ms. */
export function extraTime(state: ChallengeState, { timeFactor }: Player, round: number): number {
  return timeFactor === 1 ? 0 : Math.round((timeFactor - 1) * questionOf(state, round).timeLimitMs);
}

/** When the present phase ends by itself; null when it waits for someone. */
export function deadlineOf(phase: Phase): number | null {
  switch (phase.name) {
    case 'question':
      return phase.closesAt;
    case 'get_ready':
    case 'discuss':
    case 'reveal':
    case 'standings':
      return phase.endsAt;
    default:
      return null;
  }
}

/** Milliseconds that the present phase still has at `now`; null when it has no end of its own. */
export function remainingMs(state: ChallengeState, now: number): number | null {
  if (state.paused) return state.paused.remainingMs;
  const deadline = deadlineOf(state.phase);
  return deadline === null ? null : Math.max(0, deadline - now);
}

/** Index of the round that is open, or that comes next. */
export function currentRound(state: ChallengeState): number {
  switch (state.phase.name) {
    case 'lobby':
      return 0;
    case 'get_ready':
    case 'question':
    case 'discuss':
      return state.phase.round;
    case 'reveal':
    case 'standings':
      return state.phase.round + 1;
    default:
      return state.order.length;
  }
}
