import type { Room } from '@colyseus/core';
import type { Seats } from './seats.ts';

/** A room in which people sit on seats that our own routes gave. */
export interface SeatedRoom extends Room {
  /** undefined: it is not open yet. */
  readonly seats: Pick<Seats, 'signedOut' | 'staff' | 'accounts' | 'endAccount'> | undefined;
  /** [REP-4] The homework ends at another time (wall clock, ms). */
  closesAt?(at: number): void;
  nameProposed?(participantId: string, nickname: string): void;
}
