import type { Seat } from '../../wire/session.ts';

/** Why a learner's seat ends although the sign-in lives: a grown-up says no, or the day's minutes are used up. */
export type EndOfSeat = 'notAllowed' | 'dailyMinutes';

export interface AccountSeat {
  userId: string;
  sessionFamily: string;
}

/** Who will sit there; the room trusts it. */
export type SeatRequest =
  | {
      role: 'player';
      participantId: string;
      nickname: string;
      locale: string;
      /** [JOIN-6] Of a learner who plays under the account. */
      account?: AccountSeat;
      /** The name that waits for the host's yes. */
      wanted?: string;
    }
  /** `coHostId`: a device without a sign-in of its own; it leads as long as that of the host lives. [HST-2] */
  | { role: 'host' | 'projector'; userId: string; sessionFamily: string; locale: string; coHostId?: string }
  | { role: 'spectator'; locale: string };

/** What the live module needs of the rooms; `rooms/seat-office.ts` does it. */
export interface Seats {
  /** Runs the session's room, here, if it does not run yet; `kind` is the room's name, default: a class challenge. */
  open(sessionId: string, kind?: string): Promise<void>;
  /** null: the session does not run here. */
  reserve(sessionId: string, holder: SeatRequest): Promise<Seat | null>;
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
  /** The session is no more: whoever sits in it is let go. */
  close(sessionId: string): void;
  /** Ends the seats of an account: at once, or (`dailyMinutes`) when no question is open. */
  end(userId: string, why: EndOfSeat): void;
}
