/**
 * The closed sets of messages of a group's room and of the teacher's view of all groups. No zod here: the SDK's game entry takes
 * these names and types. Times are whole milliseconds on the group's own clock (`at` is its reading when the message was made).
 * A group is small, so what changes is always told whole: nothing has to be put together, and nothing can be missed.
 */
import type { GroupAnswer } from '../domain/group-mission/answers.ts';
import type { LearnerVerb, TeacherVerb } from '../domain/group-mission/commands.ts';
import type { EndReason, HowClosed, PauseReason, TaskOutcome } from '../domain/group-mission/events.ts';
import type { Way } from '../domain/group-mission/plan.ts';
import type { Contribution } from '../domain/group-mission/state.ts';
import type { QuestionView, Reveal } from './messages.ts';

export type { Contribution, GroupAnswer, Way };
export type GroupEndReason = EndReason;
export type GroupPauseReason = PauseReason;

export const groupRoomName = 'group_mission';
export const groupWatchName = 'group_watch';

/** Client → server in a group. `id` comes back in `actDone` (it is stored for good) or `actRefused`. */
export interface ActMessage {
  id: string;
  act: LearnerVerb;
}
export type GroupAct = LearnerVerb;

export interface GroupLearner {
  participantId: string;
  nickname: string;
  connected: boolean;
  /** Wants to go on from the lobby, the scene or the reveal. */
  ready: boolean;
  /** What this learner proposes at the open task; everybody of the group sees it. */
  proposal: GroupAnswer | null;
  wantsHint: boolean;
  /** Pieces that this learner holds and has not shared. */
  holds: number;
  contribution: Contribution;
}

/** A piece of information that the receiver may see: an own one, or one that was shared. */
export interface GroupPiece {
  piece: number;
  text: string;
  /** participantId of who holds it. */
  holder: string;
  shared: boolean;
}

export interface GroupTaskView {
  task: number;
  of: number;
  way: Way;
  /** `round` of it is the task. */
  question: QuestionView;
  /** Into how many pieces the information is split; 0 but for `split`. */
  pieces: number;
  hasHint: boolean;
}

export interface GroupReveal {
  outcome: TaskOutcome;
  how: HowClosed;
  /** The group's answer; null: there was none. */
  answer: GroupAnswer | null;
  key: Reveal['key'];
  explanation: string;
}

export type GroupStage =
  | { name: 'lobby' }
  | { name: 'scene'; scene: number; of: number; title: string; story: string[]; endsAt: number }
  | { name: 'task'; task: GroupTaskView }
  | { name: 'reveal'; task: GroupTaskView; reveal: GroupReveal; endsAt: number }
  /** `reward`: points that every learner of the group gets. `right` of `of` tasks. */
  | { name: 'ended'; reason: EndReason; reward: number; right: number; of: number };

/** What the group shares, as the receiver may see it. */
export interface GroupTable {
  hearts: number;
  coins: number;
  hintPrice: number;
  /** When the time for the whole mission is over; null before its first scene. */
  missionEndsAt: number | null;
  /** What the open scene, task or reveal has left is what its deadline had at `since`. `until`: so long one alone is waited with. */
  paused: { reason: PauseReason; since: number; until: number | null } | null;
  /** participantId of the learner whose answer counts now; null but in a task by turns. */
  turn: string | null;
  /** Bought; null before. */
  hint: string | null;
  pieces: GroupPiece[];
  learners: GroupLearner[];
}

/** The first message to everyone who enters or comes back. */
export interface GroupWelcome {
  sessionId: string;
  /** 1-based number of the group. */
  group: number;
  title: string;
  locale: string;
  scenes: number;
  tasks: number;
  you: { participantId: string; nickname: string };
  at: number;
  step: number;
  stage: GroupStage;
  table: GroupTable;
}

/** Server → client in a group, by name. */
export interface GroupPayloads {
  welcome: GroupWelcome;
  /** `stage` is null while the group stays where it is. */
  changed: { at: number; step: number; stage: GroupStage | null; table: GroupTable };
  actDone: { id: string };
  actRefused: { id: string; code: string };
  /** The teacher says something. */
  said: { text: string };
  clock: { id: number; at: number };
  /** The server cannot store right now: answers wait, nothing is lost. */
  saving: { waiting: boolean };
}
export const groupServerMessages = [
  'welcome',
  'changed',
  'actDone',
  'actRefused',
  'said',
  'clock',
  'saving',
] as const satisfies (keyof GroupPayloads)[];
export type GroupServerMessage = keyof GroupPayloads;
export const groupClientMessages = ['act', 'readClock'] as const;
export type GroupClientMessage = (typeof groupClientMessages)[number];

// The teacher's view of all groups.

/** `to`: one group by its session, or null for all. */
export type WatchCommand =
  | { verb: 'say'; to: string | null; text: string }
  | { verb: 'move'; participantId: string; to: string }
  | { verb: 'remove'; participantId: string }
  | { verb: 'rename'; participantId: string; nickname: string }
  | (TeacherVerb & { to: string | null });

export interface WatchMessage {
  id: string;
  command: WatchCommand;
}

export interface WatchedGroup {
  sessionId: string;
  /** 1-based number of the group. */
  group: number;
  phase: 'lobby' | 'scene' | 'task' | 'reveal' | 'ended';
  /** 0-based; null in the lobby and at the end. */
  scene: number | null;
  /** 0-based; null but in a task and its reveal. */
  task: number | null;
  /** Right tasks so far. */
  right: number;
  hearts: number;
  coins: number;
  paused: PauseReason | null;
  ended: EndReason | null;
  /** Points for every learner. */
  reward: number;
  /** How long the phase has lasted when this was told, pauses apart, ms; null in the lobby and at the end. */
  stageMs: number | null;
  /** How long it lasts at most, ms. */
  limitMs: number | null;
  /** The open task was asked before, and nobody answered it in time. */
  again: boolean;
  /** Another process of the server has it, and is not heard: what stands here is the last that is known of it, and no order reaches it. */
  elsewhere: boolean;
  learners: WatchedLearner[];
}

export interface WatchedLearner
  extends Pick<GroupLearner, 'participantId' | 'nickname' | 'connected' | 'contribution'> {
  /** The group waits for what this learner does. */
  waitedFor: boolean;
}

export interface WatchPayloads {
  welcome: {
    runId: string;
    title: string;
    pin: string | null;
    locale: string;
    scenes: string[];
    tasks: number;
    groups: WatchedGroup[];
  };
  /** What changed, at most four times a second. */
  groupsChanged: { groups: WatchedGroup[] };
  watchDone: { id: string };
  watchRefused: { id: string; code: string };
}
export const watchServerMessages = [
  'welcome',
  'groupsChanged',
  'watchDone',
  'watchRefused',
] as const satisfies (keyof WatchPayloads)[];
export const watchClientMessages = ['watchCommand'] as const;
