import type { ChallengeEvent } from '../../src/domain/challenge/events.ts';
import type { ChallengeState } from '../../src/domain/challenge/state.ts';
import type { SessionNote } from './class-challenge.services.ts';

/** What the tables beside the log should learn of an event. */
export function noteOf(event: ChallengeEvent, state: ChallengeState): SessionNote | null {
  switch (event.type) {
    case 'round.announced':
    case 'round.opened':
    case 'session.resumed':
      return { kind: 'status', status: state.phase.name === 'lobby' ? 'lobby' : 'running' };
    case 'session.paused':
      return { kind: 'status', status: event.reason === 'parked' ? 'parked' : 'paused' };
    case 'session.locked':
      return { kind: 'locked', locked: event.locked };
    case 'player.kicked':
      return { kind: 'kicked', participantId: event.participantId };
    case 'player.allowed_back':
      return { kind: 'allowed_back', participantId: event.participantId };
    default:
      return null;
  }
}
