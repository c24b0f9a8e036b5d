import type { Outcome } from '../answer/check-answer.ts';
import type { CloseReason, EndReason, PauseReason } from './events.ts';
import type { ChallengePlan } from './plan.ts';

/** Times are milliseconds on the session's clock. `endsAt: null` waits for the host. */
export type Phase =
  | { name: 'lobby' }
  | { name: 'get_ready'; round: number; endsAt: number }
  | { name: 'question'; round: number; vote: number; openedAt: number; closesAt: number }
  | { name: 'reveal'; round: number; endsAt: number | null }
  | { name: 'standings'; round: number; endsAt: number | null }
  | { name: 'podium' }
  | { name: 'ended'; reason: EndReason };

export interface GivenAnswer {
  answerId: string;
  choices: readonly number[];
  outcome: Outcome;
  elapsedMs: number;
  points: number;
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
  answer: GivenAnswer | null;
  /** What each accepted answer was for, by the id that the client made for it. */
  answerIds: Map<string, { round: number; vote: number }>;
  score: number;
  streak: number;
  bestStreak: number;
  missesInRow: number;
  right: number;
  answered: number;
  rank: number;
  /** One entry a closed round, by its index. */
  outcomes: RoundOutcome[];
}

export interface RoundTally {
  spread: number[];
  answered: number;
  right: number;
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
    players: new Map(),
    connected: 0,
    present: 0,
    awaited: 0,
    scorers: 0,
    hosts: 0,
    hostGoneAt: 0,
    rounds: plan.rounds.map((question) => ({
      spread: new Array<number>(question.choices).fill(0),
      answered: 0,
      right: 0,
      closed: null,
    })),
  };
}

/** When the present phase ends by itself; null when it waits for someone. */
export function deadlineOf(phase: Phase): number | null {
  switch (phase.name) {
    case 'question':
      return phase.closesAt;
    case 'get_ready':
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
      return state.phase.round;
    case 'reveal':
    case 'standings':
      return state.phase.round + 1;
    default:
      return state.plan.rounds.length;
  }
}
