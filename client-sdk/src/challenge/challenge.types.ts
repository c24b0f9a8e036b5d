import type { Made, NameDecision } from '../../../src/wire/joining.ts';
import type { Answer, Reaction, Stake } from '../../../src/wire/messages.ts';
import type { SessionReceipts } from '../../../src/wire/receipts.ts';
import type { ChallengeEvent, ChallengeEvents } from './events.ts';
import type { ChallengeView, ConnectionState } from './view.ts';

/** A seat in a running class. It keeps itself connected; `view` and the events tell what happens. */
export interface Challenge {
  readonly view: ChallengeView;
  readonly connection: ConnectionState;
  /** Calls `listener` after every change of `view`. Together with `view` it fits React's `useSyncExternalStore`. */
  subscribe(listener: () => void): () => void;
  on<E extends ChallengeEvent>(event: E, listener: (payload: ChallengeEvents[E]) => void): () => void;
  /** The session's clock in ms, as the server has it, whatever this device's clock says. */
  now(): number;
  /** What is left of the open question or of "get ready", in ms, never below 0; null where nothing runs out. */
  remainingMs(): number | null;
  /** Goes away for good; the session goes on. A player can come back with the resume token. */
  leave(): Promise<void>;
}

export interface PlayerChallenge extends Challenge {
  /** Keep it (e.g. in `sessionStorage`): `tutti.resume(token)` brings the same player back after a reload. */
  readonly resumeToken: string;
  readonly participantId: string;
  /**
   * Answers the open question, as its kind wants it (see `Answer`). Resolves when the answer is stored for good. Where the
   * session scores by confidence, `stake` says how sure the learner is; `low` when it is left out.
   * Without a connection, and while the class is paused, it waits and is sent again with the same id, so it counts once.
   * Rejects with a `TuttiError`: `answer/too-late`, `answer/already-answered`, `answer/malformed`, ….
   */
  answer(answer: Answer, about?: { stake?: Stake }): Promise<void>;
  /**
   * Another name, after the host refused the one that was asked for (`view.you.review.refused`); the host looks at it again. Rejects with
   * `nickname/…` as joining does, and with `challenge/no-name-waits` when nobody asks for one.
   */
  proposeName(nickname: string): Promise<void>;
  /**
   * Signed receipts of the answers that are stored, a question each, while the session runs and afterwards; `checkReceipts` of
   * `@tutti/client/receipts` holds them against the report. Rejects with `join/token-invalid`, `join/kicked`, ….
   */
  receipts(): Promise<SessionReceipts>;
  /** Chooses a team (0-based) in the lobby, where players may; `view.you.team` tells when it counts. */
  chooseTeam(team: number): void;
  /** Homework: begins, and goes on to the next question after the own answer was shown. Pressing twice in one step goes on once. */
  next(): void;
  /** Shows a small sign on the big screen; too many at once are dropped. */
  react(reaction: Reaction): void;
}

/** Every command resolves when the server has done it and rejects with the code of its refusal. */
export interface HostChallenge extends Challenge {
  start(): Promise<void>;
  /** One step on: show the answer, the standings, the next question. Pressing twice in one step goes on once. */
  next(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  addTime(seconds: number): Promise<void>;
  /** Closes the question without counting it. */
  skip(): Promise<void>;
  lock(locked: boolean): Promise<void>;
  setAdvance(advance: 'manual' | 'auto'): Promise<void>;
  kick(participantId: string): Promise<void>;
  allowBack(participantId: string): Promise<void>;
  rename(participantId: string, nickname: string): Promise<void>;
  /**
   * Says what becomes of the name that a player asked for (`review` of the player in `view.host.players`): `approve` it, let the player keep the
   * generated one (`standIn`), or `refuse` it, whereupon the player is asked for another.
   */
  reviewName(participantId: string, decision: NameDecision): Promise<void>;
  /**
   * A code, good for `leftMs` (5 minutes) and once, with which this player comes back from another device: `tutti.comeBack()`. A new one ends
   * the one before. Rejects with `challenge/player-has-account` for somebody who comes back by signing in.
   */
  makeReturnCode(participantId: string): Promise<Extract<Made, { kind: 'returnCode' }>>;
  /**
   * A link for a device that leads along, good for `leftMs` (10 minutes) and once: `/co-host#token=…`. For a host who is signed in;
   * co-hosts are refused with `challenge/host-only`. It ends with the host's sign-in and with the session.
   */
  inviteCoHost(): Promise<Extract<Made, { kind: 'coHostLink' }>>;
  /** The device leads no more, and cannot come back. */
  endCoHost(coHostId: string): Promise<void>;
  /** [RVL-3] Opens the second vote after a discussion. */
  revote(): Promise<void>;
  /** Gives the rounds that are still to come, by their present places (0-based), another order; those left out are not asked. */
  arrange(rounds: readonly number[]): Promise<void>;
  setStandings(standings: 'each' | 'end' | 'off'): Promise<void>;
  /** Leaves the class to go on another day, within 30 days. */
  park(): Promise<void>;
  /** Multiplies a player's time (1.25–3; 1 takes it back). Nobody but hosts learns of it. */
  accommodate(participantId: string, factor: number): Promise<void>;
  /**
   * Keeps a learner's time for the classes to come; this one's stays as it is. For a host who teaches the learner: guests, and learners
   * of others, reject with `challenge/time-not-kept`, co-hosts with `challenge/host-only`.
   */
  keepAccommodation(participantId: string, factor: number): Promise<void>;
  moveToTeam(participantId: string, team: number): Promise<void>;
  /** Marks an open answer of the question that was asked last. */
  mark(participantId: string, share: 0 | 0.5 | 1): Promise<void>;
  /** Hides reactions: of one player, or (without one) of everybody. */
  muteReactions(muted: boolean, participantId?: string): Promise<void>;
  end(): Promise<void>;
}

/** The big screen: sees what players see, and the PIN and the names in the lobby. */
export type ProjectorChallenge = Challenge;

/** Somebody who only watches: sees what players see, and the standings. */
export interface SpectatorChallenge extends Challenge {
  /** Keep it: `tutti.watchAgain(token)` finds the seat again after a reload. */
  readonly watchToken: string;
}
