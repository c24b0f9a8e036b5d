import type { Answer } from '../answer/answer.ts';
import type { Stake } from './points.ts';

/** Verbs of the host, as they come over the wire, without those that the shell does alone (rename). */
export type HostVerb =
  | { verb: 'start' }
  | { verb: 'next'; step: number }
  | { verb: 'pause' }
  | { verb: 'resume' }
  | { verb: 'addTime'; seconds: number }
  | { verb: 'skip' }
  /** [RVL-3] Opens the second vote after a discussion. */
  | { verb: 'revote' }
  /** Gives the rounds that are still to come, by their present places, another order; those left out are not asked. */
  | { verb: 'arrange'; rounds: number[] }
  | { verb: 'setStandings'; standings: 'each' | 'end' | 'off' }
  /** [HST-2] Leaves the session to go on another day. */
  | { verb: 'park' }
  /** [PTS-3] 1 takes the accommodation back. */
  | { verb: 'accommodate'; participantId: string; factor: number }
  | { verb: 'moveToTeam'; participantId: string; team: number }
  /** Marks an open answer of the round that was asked last: 0, 0.5 or 1. */
  | { verb: 'mark'; participantId: string; share: 0 | 0.5 | 1 }
  | { verb: 'lock'; locked: boolean }
  | { verb: 'setAdvance'; advance: 'manual' | 'auto' }
  | { verb: 'kick'; participantId: string }
  | { verb: 'allowBack'; participantId: string }
  | { verb: 'end' };

export type Command =
  /** `timeFactor`: [PTS-3] what is kept for this learner; it counts when the learner comes in for the first time. */
  | { type: 'connect'; participantId: string; timeFactor?: number | undefined }
  | { type: 'drop'; participantId: string }
  | { type: 'hostConnect' }
  | { type: 'hostDrop' }
  | {
      type: 'answer';
      participantId: string;
      round: number;
      vote: number;
      answerId: string;
      answer: Answer;
      stake?: Stake | undefined;
    }
  | { type: 'chooseTeam'; participantId: string; team: number }
  | { type: 'host'; order: HostVerb }
  /** Time has passed. */
  | { type: 'tick' }
  /** What was decided cannot be stored at the moment; comes instead of each tick until it can. */
  | { type: 'hold' }
  /** It is stored again. */
  | { type: 'release' }
  /** The process that ran the session died; this one goes on with its log. */
  | { type: 'recover' };

/** Codes of `wire/error-codes.ts`; the rules do not know the wire, the compiler checks the shells. */
export type RefusalCode =
  | 'answer/malformed'
  | 'answer/too-early'
  | 'answer/too-late'
  | 'answer/round-closed'
  | 'answer/other-question'
  | 'answer/already-answered'
  | 'answer/paused'
  | 'answer/not-a-player'
  | 'join/full'
  | 'join/kicked'
  | 'challenge/wrong-phase'
  | 'challenge/stale-step'
  | 'challenge/no-such-player'
  | 'challenge/already-paused'
  | 'challenge/not-paused'
  | 'challenge/no-such-team'
  | 'challenge/other-rounds'
  | 'challenge/nothing-to-mark'
  | 'session/ended';
