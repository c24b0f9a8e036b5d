import type { Verdict } from '../answer/answer.ts';
import type { GroupAnswer } from './answers.ts';

export type PauseReason = 'teacher' | 'waiting';
/** How a task came to its end: all agreed, the majority at the deadline, whoever's turn it was, or nobody in time. */
export type HowClosed = 'agreed' | 'majority' | 'turn' | 'deadline';
/** `none`: the group gave no answer. */
export type TaskOutcome = Verdict['outcome'] | 'none';
export type EndReason = 'solved' | 'out_of_hearts' | 'out_of_time' | 'too_few' | 'teacher' | 'abandoned';

/** A fact that was decided. The log of these is the group's mission; none of them holds a name. */
export type Fact =
  | { type: 'player.joined'; participantId: string }
  | { type: 'player.connected'; participantId: string }
  | { type: 'player.dropped'; participantId: string }
  /** [GRP-3] Plays in another group from here on. */
  | { type: 'player.moved'; participantId: string }
  /** [HST-1] Was taken out by the teacher, and comes back into no group of the run. */
  | { type: 'player.removed'; participantId: string }
  | { type: 'player.ready'; participantId: string }
  | { type: 'scene.shown'; scene: number }
  /** `turn`: whose answer counts. `holders`: who holds each piece. The deal stands in the log, so a replay deals alike. */
  | { type: 'task.opened'; task: number; turn: string | null; holders: readonly string[] }
  | { type: 'turn.passed'; turn: string }
  | { type: 'pieces.dealt'; holders: readonly string[] }
  | { type: 'piece.shared'; participantId: string; piece: number }
  | { type: 'answer.proposed'; participantId: string; task: number; answer: GroupAnswer }
  | { type: 'hint.wanted'; participantId: string; wanted: boolean }
  | { type: 'hint.bought' }
  | {
      type: 'task.closed';
      task: number;
      outcome: TaskOutcome;
      answer: GroupAnswer | null;
      how: HowClosed;
    }
  | { type: 'session.paused'; reason: PauseReason }
  | { type: 'session.resumed' }
  | { type: 'session.recovered' }
  | { type: 'session.ended'; reason: EndReason };

export type FactType = Fact['type'];

/** A fact with its place in the log and its time on the session's clock, ms. */
export type GroupEvent<T extends FactType = FactType> = Extract<Fact, { type: T }> & {
  seq: number;
  clock: number;
};
