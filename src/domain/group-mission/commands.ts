import type { GroupAnswer } from './answers.ts';

/** What a learner does, as it comes over the wire. `step` and `task` name what the learner saw. */
export type LearnerVerb =
  /** Wants to go on: from the lobby, the scene or the reveal. */
  | { verb: 'ready'; step: number }
  /** Proposes an answer; by turns it is the answer. */
  | { verb: 'answer'; task: number; answer: GroupAnswer }
  | { verb: 'share'; task: number; piece: number }
  | { verb: 'wantHint'; task: number; wanted: boolean };

/** What the teacher orders for one group. */
export type TeacherVerb = { verb: 'start' } | { verb: 'pause' } | { verb: 'resume' } | { verb: 'end' };

export type Command =
  | { type: 'connect'; participantId: string }
  | { type: 'drop'; participantId: string }
  | { type: 'act'; participantId: string; act: LearnerVerb }
  | { type: 'order'; order: TeacherVerb }
  /** [GRP-3] The learner goes on in another group. */
  | { type: 'moveAway'; participantId: string }
  /** [HST-1] The teacher takes the learner out of the mission. */
  | { type: 'remove'; participantId: string }
  /** Time has passed. */
  | { type: 'tick' }
  /** The process that ran the group died; this one goes on with its log. */
  | { type: 'recover' };

/** Codes of `wire/error-codes.ts`; the rules do not know the wire, the compiler checks the shells. */
export type RefusalCode =
  | 'answer/malformed'
  | 'answer/too-early'
  | 'answer/too-late'
  | 'answer/round-closed'
  | 'answer/paused'
  | 'answer/not-a-player'
  | 'challenge/wrong-phase'
  | 'challenge/no-such-player'
  | 'challenge/already-paused'
  | 'challenge/not-paused'
  | 'group/full'
  | 'join/kicked'
  | 'group/too-few'
  | 'group/not-your-turn'
  | 'group/not-your-piece'
  | 'group/pieces-missing'
  | 'group/no-hint'
  | 'group/too-few-coins'
  | 'session/ended';
