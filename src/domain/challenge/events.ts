import type { Outcome } from '../answer/check-answer.ts';

export type PauseReason = 'host' | 'host_away' | 'recovering' | 'saving';
export type CloseReason = 'deadline' | 'host' | 'all_answered' | 'skipped';
export type EndReason = 'host' | 'finished' | 'abandoned';

/** A fact that was decided. The log of these is the session; none of them holds a name. */
export type Fact =
  | { type: 'player.joined'; participantId: string }
  | { type: 'player.connected'; participantId: string }
  | { type: 'player.dropped'; participantId: string }
  | { type: 'player.kicked'; participantId: string }
  | { type: 'player.allowed_back'; participantId: string }
  | { type: 'host.connected' }
  | { type: 'host.dropped' }
  | { type: 'round.announced'; round: number }
  | { type: 'round.opened'; round: number; vote: number }
  | {
      type: 'answer.accepted';
      participantId: string;
      round: number;
      vote: number;
      answerId: string;
      choices: readonly number[];
      outcome: Outcome;
      elapsedMs: number;
      points: number;
    }
  | { type: 'round.closed'; round: number; reason: CloseReason }
  | { type: 'standings.shown'; round: number }
  | { type: 'podium.shown' }
  | { type: 'session.paused'; reason: PauseReason }
  | { type: 'session.resumed' }
  | { type: 'session.recovered' }
  | { type: 'deadline.moved'; byMs: number }
  | { type: 'session.locked'; locked: boolean }
  | { type: 'advance.set'; advance: 'manual' | 'auto' }
  | { type: 'session.ended'; reason: EndReason };

export type FactType = Fact['type'];
export type FactOf<T extends FactType> = Extract<Fact, { type: T }>;

/** A fact with its place in the log and its time on the session's clock, ms. */
export type ChallengeEvent<T extends FactType = FactType> = FactOf<T> & { seq: number; clock: number };
