import type { AccountSeat, EndOfSeat, SeatHolder } from '../../domain/joining/seat-holder.ts';
import type { Seat } from '../../wire/session.ts';

/** What the live module needs of the rooms; `rooms/seat-office.ts` does it. */
export interface Seats {
  /**
   * Runs the session's room if it does not run yet; `kind` is the room's name, default: a class challenge. `anywhere`: in
   * whichever process has little to do.
   */
  open(sessionId: string, kind?: string, where?: 'here' | 'anywhere'): Promise<void>;
  /** null: the session does not run here. */
  reserve(sessionId: string, holder: SeatHolder): Promise<Seat | null>;
  /** Who leads or shows a class here, a line a seat. */
  staff(): AccountSeat[];
  /** [AUT-5] Ends the seats of one sign-in; `sessionFamily: null`: of the person. */
  signedOut(userId: string, sessionFamily: string | null): void;
  /** Learners who play under their accounts here, a line a seat. */
  accounts(): AccountSeat[];
  /** [REP-4] A homework that runs here ends at another time (wall clock, ms). */
  closesAt(sessionId: string, at: number): void;
  /** A player wants another name, after the host refused the first one. */
  nameProposed(sessionId: string, participantId: string, nickname: string): void;
  /** Rooms that run here by kind, and the seats in them by role. */
  figures(): { rooms: ReadonlyMap<string, number>; seats: ReadonlyMap<string, number> };
  /** The session is no more: whoever sits in it is let go. */
  close(sessionId: string): void;
  /** Ends the seats of an account: at once, or (`dailyMinutes`) when no question is open. */
  end(userId: string, why: EndOfSeat): void;
}
