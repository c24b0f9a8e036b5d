import type { Room } from '@colyseus/core';
import type { AccountSeat, EndOfSeat } from '../../src/domain/joining/seat-holder.ts';

/** A room in which people sit on seats that our own routes gave. */
export interface SeatedRoom extends Room {
  signedOut(userId: string, sessionFamily: string | null): void;
  staff(): AccountSeat[];
  accounts(): AccountSeat[];
  endAccount(userId: string, why: EndOfSeat): void;
  /** [REP-4] The homework ends at another time (wall clock, ms). */
  closesAt?(at: number): void;
  nameProposed?(participantId: string, nickname: string): void;
}
