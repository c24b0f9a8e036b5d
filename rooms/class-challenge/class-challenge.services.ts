import type { ClassPlan, ClassSettings } from '../../src/domain/challenge/class-plan.ts';
import type { ChallengeEvent } from '../../src/domain/challenge/events.ts';
import type { AccountSeat } from '../../src/domain/joining/seat-holder.ts';
import type { SelfPacedEvent } from '../../src/domain/self-paced/events.ts';
import type { Ghost } from '../../src/domain/self-paced/race.ts';
import type { ErrorCode } from '../../src/wire/error-codes.ts';
import type { NameDecision, SecondFactor } from '../../src/wire/joining.ts';
import type { SessionSettings } from '../../src/wire/session.ts';
import type { Send } from '../plugins/telling.ts';

/** A session as its log and tables have it, taken over by this process. */
export interface OpenedClass {
  sessionId: string;
  /** Fences this process's appends: a later owner has a higher one. */
  epoch: number;
  pin: string | null;
  plan: ClassPlan;
  settings: ClassSettings & Pick<SessionSettings, 'secondFactor' | 'rehearsal' | 'timed'>;
  /** [REP-4] When it ends by itself (wall clock, ms); null: it is no homework. */
  closesAt: number | null;
  /** [REP-3] The earlier run against which it is played. */
  ghost: Ghost | null;
  /** [REP-3] [MST-2] Of one learner: it is over when that one is through. */
  alone: boolean;
  nicknames: {
    participantId: string;
    nickname: string;
    wanted: string | null;
    refused: boolean;
    hasAccount: boolean;
    /** Id of the one that is worn. */
    avatar: string | null;
  }[];
  /** Ids of the devices that lead beside the host's own. */
  coHosts: string[];
  events: ChallengeEvent[];
}

export interface LogEntry {
  event: ChallengeEvent | SelfPacedEvent;
  /** What the phase's deadline had left right after the event. */
  remainingMs: number | null;
}

/** An event and how people hear of it once it is durable. */
export type Told = LogEntry & { send: Send | null };

export interface SessionLog {
  /**
   * Stores the entries after all that were given before them, and calls `durable` once they survive a crash.
   * Without entries it only waits for the earlier ones. Calls come back in the order of the appends.
   */
  append(entries: LogEntry[], durable: () => void): void;
  /** Whether so much waits for the database that no further answer should be taken. */
  readonly isFull: boolean;
}

/** What the room needs from the rest of the house; `src/app.ts` joins the two. */
export interface ClassChallengeServices {
  /** Throws while another living process has it. */
  open(sessionId: string): Promise<OpenedClass>;
  /** The room takes seats from now on. */
  reachable(opened: OpenedClass, roomId: string): Promise<void>;
  /** It runs here no longer. `goesOn`: another process is to take it over at once. Never throws. */
  release(opened: OpenedClass, how: { goesOn: boolean }): Promise<void>;
  /** [REP-4] When it is to end as it stands now (wall clock, ms): another process may have moved it. */
  closesAt(sessionId: string): Promise<number | null>;
  /** `lost`: another process owns the session now. `waiting`: the database does not take the log at the moment. */
  log(opened: OpenedClass, hooks: { lost(): void; waiting(isWaiting: boolean): void }): SessionLog;
  /** Counts an answer that was refused. */
  answerRefused(code: ErrorCode): void;
  /** Keeps the tables that others read in step with what was decided. Never throws; the log is the truth. */
  note(sessionId: string, note: SessionNote): void;
  /** Changes the name, or says why not. */
  rename(sessionId: string, participantId: string, nickname: string): Promise<Renamed>;
  /** [JOIN-7] The row of shapes that lets in right now. */
  secondFactor(sessionId: string): SecondFactor;
  /** What becomes of a name that waits; gives the one by which the player goes now. */
  reviewName(sessionId: string, participantId: string, decision: NameDecision): Promise<Renamed>;
  makeReturnCode(sessionId: string, participantId: string): Promise<Offer<{ code: string; leftMs: number }>>;
  /** [PTS-3] How much time a learner has from now on, also in other classes; 1: as much as everybody. */
  keepTime(
    sessionId: string,
    participantId: string,
    time: { by: AccountSeat; factor: number },
  ): Promise<Offer<object>>;
  inviteCoHost(sessionId: string, by: AccountSeat): Promise<Offer<{ token: string; leftMs: number }>>;
  /** false: there is none. */
  endCoHost(sessionId: string, coHostId: string): Promise<boolean>;
  /** Whether words that someone wrote may stand on a screen. */
  isKind(text: string): boolean;
  /** Projects the ended session. */
  finish(sessionId: string): void;
}

export type Offer<T> = ({ ok: true } & T) | { ok: false; code: string };
export type Renamed = Offer<{ nickname: string }>;

export type SessionNote =
  | { kind: 'status'; status: 'running' | 'paused' | 'lobby' | 'parked' }
  | { kind: 'locked'; locked: boolean }
  | { kind: 'kicked' | 'allowed_back'; participantId: string };
