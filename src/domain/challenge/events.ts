import type { Answer, Outcome } from '../answer/answer.ts';
import type { Stake } from './points.ts';

/** `parked`: on purpose, to go on another day. */
export type PauseReason = 'host' | 'host_away' | 'recovering' | 'saving' | 'parked';
export type CloseReason = 'deadline' | 'host' | 'all_answered' | 'skipped';
export type EndReason = 'host' | 'finished' | 'abandoned';

interface AnswerGiven {
  participantId: string;
  round: number;
  vote: number;
  answerId: string;
  answer: Answer;
  outcome: Outcome;
  elapsedMs: number;
  /** All that the answer earns, with the bonus; below 0 when a high stake was lost. */
  points: number;
  /** What of the points is for right answers in a row; absent: nothing. */
  bonus?: number;
  /** How sure the learner was, where the session scores by it. */
  stake?: Stake;
}

/** A fact that was decided. Rounds are named by their place in the session, 0-based. The log of these is the session; none of them holds a name. */
export type Fact =
  | { type: 'player.joined'; participantId: string }
  | { type: 'player.connected'; participantId: string }
  | { type: 'player.dropped'; participantId: string }
  | { type: 'player.kicked'; participantId: string }
  | { type: 'player.allowed_back'; participantId: string }
  | { type: 'player.teamed'; participantId: string; team: number }
  /** [PTS-3] */
  | { type: 'player.accommodated'; participantId: string; factor: number }
  | { type: 'host.connected' }
  | { type: 'host.dropped' }
  | { type: 'round.announced'; round: number }
  | { type: 'round.opened'; round: number; vote: number }
  | ({ type: 'answer.accepted' } & AnswerGiven)
  /** [ANS-3] Where a mission allows it: another answer in place of the one before. */
  | ({ type: 'answer.changed' } & AnswerGiven)
  /** The host looked at an open answer. */
  | { type: 'answer.marked'; participantId: string; round: number; outcome: Outcome; points: number }
  /** [RVL-3] The first vote is over, its key still hidden, and the class discusses. */
  | { type: 'vote.closed'; round: number; vote: number; reason: CloseReason }
  | { type: 'round.closed'; round: number; reason: CloseReason }
  | { type: 'standings.shown'; round: number }
  | { type: 'podium.shown' }
  | { type: 'session.paused'; reason: PauseReason }
  | { type: 'session.resumed' }
  | { type: 'session.recovered' }
  | { type: 'deadline.moved'; byMs: number }
  | { type: 'session.locked'; locked: boolean }
  | { type: 'advance.set'; advance: 'manual' | 'auto' }
  | { type: 'standings.set'; standings: 'each' | 'end' | 'off' }
  /** `order`: for each place of the session the question of the plan. */
  | { type: 'rounds.arranged'; order: readonly number[] }
  | { type: 'session.ended'; reason: EndReason };

export type FactType = Fact['type'];
export type FactOf<T extends FactType> = Extract<Fact, { type: T }>;

/** A fact with its place in the log and its time on the session's clock, ms. */
export type ChallengeEvent<T extends FactType = FactType> = FactOf<T> & { seq: number; clock: number };
