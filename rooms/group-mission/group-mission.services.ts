import type { GroupEvent } from '../../src/domain/group-mission/events.ts';
import type { GroupMissionPlan } from '../../src/domain/group-mission/plan.ts';

/** A group as its log and tables have it, taken over by this process. */
export interface OpenedGroup {
  sessionId: string;
  runId: string;
  /** 1-based number of the group. */
  group: number;
  /** Fences this process's appends: a later owner has a higher one. */
  epoch: number;
  plan: GroupMissionPlan;
  nicknames: { participantId: string; nickname: string }[];
  events: GroupEvent[];
}

/** A run as its teacher watches it. */
export interface OpenedRun {
  runId: string;
  title: string;
  pin: string | null;
  /** In their order; what a group that runs here does it tells itself. */
  groups: Pick<OpenedGroup, 'sessionId' | 'group' | 'plan' | 'nicknames' | 'events'>[];
}

export interface GroupLog {
  /** Stores the entries after all that were given before them, and calls `durable` once they survive a crash. */
  append(entries: { event: GroupEvent; remainingMs: number | null }[], durable: () => void): void;
  readonly isFull: boolean;
}

export interface MovedLearner {
  fromSessionId: string;
  participantId: string;
  /** Who the learner is in the other group. */
  toParticipantId: string;
}

/** What the rooms of groups need from the rest of the house; `src/app.ts` joins the two. */
export interface GroupServices {
  open(sessionId: string): Promise<OpenedGroup>;
  /** The room takes seats from now on. */
  reachable(opened: OpenedGroup, roomId: string): Promise<void>;
  /** It runs here no longer. `goesOn`: another process is to take it over at once. Never throws. */
  release(opened: OpenedGroup, how: { goesOn: boolean }): Promise<void>;
  openRun(runId: string): Promise<OpenedRun>;
  log(opened: OpenedGroup, hooks: { lost(): void; waiting(isWaiting: boolean): void }): GroupLog;
  /** Keeps the status that others read in step. Never throws; the log is the truth. */
  note(sessionId: string, status: 'running' | 'paused' | 'lobby'): void;
  /** [GRP-3] Gives the learner a place in another group of the run, or says why not. */
  move(
    runId: string,
    participantId: string,
    toSessionId: string,
  ): Promise<({ ok: true } & MovedLearner) | { ok: false; code: string }>;
  /** [HST-1] Takes the learner out of the run for good; resolves with the group, null: nobody like that plays in this run. */
  remove(runId: string, participantId: string): Promise<string | null>;
  /** [HST-1] Stores the new name, or says why not. */
  rename(
    sessionId: string,
    participantId: string,
    nickname: string,
  ): Promise<{ ok: true; nickname: string } | { ok: false; code: string }>;
  /** Projects the ended group. */
  finish(sessionId: string): void;
}
