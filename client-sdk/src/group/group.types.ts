import type { GroupAnswer, GroupStage, GroupTable, WatchedGroup } from '../../../src/wire/group-mission.ts';
import type { ConnectionState, Named } from '../challenge/view.ts';
import type { TuttiError, TuttiErrorCode } from '../errors.ts';

/** What every seat has in common. A snapshot is never changed: each change makes a new one. */
export interface Seated<View, Events extends object> {
  readonly view: View;
  /** Calls `listener` after every change of `view`. Together with `view` it fits React's `useSyncExternalStore`. */
  subscribe(listener: () => void): () => void;
  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): () => void;
  /** Goes away for good; the group goes on. */
  leave(): Promise<void>;
}

/** All there is to draw of a group. */
export interface GroupView {
  readonly connection: ConnectionState;
  /** Why the group is over for this client; null while it goes on. */
  readonly closed: TuttiErrorCode | null;
  readonly sessionId: string;
  /** 1-based number of the group. */
  readonly group: number;
  readonly title: string;
  readonly locale: string;
  /** How many there are in the mission. */
  readonly scenes: number;
  readonly tasks: number;
  readonly you: Named;
  /** Grows with every move from stage to stage. */
  readonly step: number;
  readonly stage: GroupStage;
  readonly table: GroupTable;
  /** The server cannot store right now: nothing is lost, it only takes longer. */
  readonly saving: boolean;
}

type Stage<N extends GroupStage['name']> = Extract<GroupStage, { name: N }>;

/** What happens in a group, by name; where it stands on entering, and what was missed meanwhile, is told by the same events. */
export interface GroupEvents {
  scene: Stage<'scene'>;
  task: Stage<'task'>['task'];
  revealed: Stage<'reveal'>;
  ended: Stage<'ended'>;
  /** It is this learner's turn to answer. */
  yourTurn: { task: number };
  /** The group bought the hint. */
  hint: { text: string };
  /** A heart was lost; so many are left. */
  hearts: { left: number };
  paused: NonNullable<GroupTable['paused']>;
  resumed: undefined;
  /** The teacher says something. */
  said: { text: string };
  /** The teacher moved this learner; the view is that of the other group now. */
  moved: { group: number };
  connection: ConnectionState;
  /** It is over for this client, and nothing comes after it. */
  closed: TuttiError;
}

/**
 * A seat in a group. It keeps itself connected; `view` and the events tell what happens. Whatever the learner does resolves
 * when it is stored for good, waits while there is no connection, and rejects with the code of its refusal.
 */
export interface GroupMission extends Seated<GroupView, GroupEvents> {
  /** Keep it (e.g. in `sessionStorage`): `tutti.resumeGroup(token)` brings the same learner back after a reload. */
  readonly resumeToken: string;
  readonly participantId: string;
  /** The group's clock in ms, as the server has it. */
  now(): number;
  /** What the open scene, task or reveal has left, in ms; null where nothing runs out. */
  remainingMs(): number | null;
  /** What the whole mission has left, in ms; null before its first scene and after its end. */
  missionMs(): number | null;
  /** Wants to go on: from the lobby, the scene or the reveal. The group goes on when all do. */
  ready(): Promise<void>;
  /** Proposes an answer to the open task, or another one; by turns it is the answer. */
  answer(answer: GroupAnswer): Promise<void>;
  /** Lays an own piece of information open. */
  share(piece: number): Promise<void>;
  /** Votes for buying the hint, or takes the vote back. */
  wantHint(wanted?: boolean): Promise<void>;
}

/** All there is to draw of the teacher's panel. */
export interface WatchView {
  readonly connection: ConnectionState;
  readonly closed: TuttiErrorCode | null;
  readonly runId: string;
  readonly title: string;
  /** For guests; null when all groups were over on entering. */
  readonly pin: string | null;
  /** Titles of the scenes. */
  readonly scenes: readonly string[];
  readonly tasks: number;
  /** In the order of their numbers. */
  readonly groups: readonly WatchedGroup[];
}
export interface WatchEvents {
  /** These changed. */
  groups: readonly WatchedGroup[];
  connection: ConnectionState;
  closed: TuttiError;
}

/** The teacher's panel of all groups. `to`: one group by its `sessionId`; without it all of them. */
export interface GroupWatch extends Seated<WatchView, WatchEvents> {
  /** How long that group has been in its present phase by now, pauses apart, ms; null in the lobby and at the end. */
  stageMs(sessionId: string): number | null;
  start(to?: string): Promise<void>;
  pause(to?: string): Promise<void>;
  resume(to?: string): Promise<void>;
  end(to?: string): Promise<void>;
  /** Shows a sentence to the group, at most 300 letters. */
  say(text: string, to?: string): Promise<void>;
  /** Puts a learner into another group. */
  move(participantId: string, to: string): Promise<void>;
  /** Takes a learner out of all groups of the run for good. */
  remove(participantId: string): Promise<void>;
  /** Rejects as a nickname is refused when somebody joins. */
  rename(participantId: string, nickname: string): Promise<void>;
}
