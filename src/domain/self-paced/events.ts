import type { ChallengeEvent, EndReason, FactOf } from '../challenge/events.ts';

/** What happens in one learner's run; the same facts as in a class, each with whose run it is. */
type OwnFactType =
  | 'player.joined'
  | 'player.connected'
  | 'player.dropped'
  | 'player.accommodated'
  | 'round.opened'
  | 'answer.accepted'
  | 'round.closed'
  /** [DUR-4] The clock of the own question stands while nothing can be stored. */
  | 'session.paused'
  | 'session.resumed'
  | 'podium.shown';
export type OwnFact = FactOf<OwnFactType> & { participantId: string };

export type SelfPacedFact = OwnFact | { type: 'session.ended'; reason: EndReason };
export type SelfPacedEvent = SelfPacedFact & Pick<ChallengeEvent, 'seq' | 'clock'>;

export const isOwn = <F extends SelfPacedFact>(fact: F): fact is F & OwnFact => 'participantId' in fact;
