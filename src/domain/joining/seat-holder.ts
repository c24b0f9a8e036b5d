/** Why a learner's seat ends although the sign-in lives: a grown-up says no, or the day's minutes are used up. */
export type EndOfSeat = 'notAllowed' | 'dailyMinutes';

export interface AccountSeat {
  userId: string;
  sessionFamily: string;
}

/** Who sits on a seat; comes from our own REST routes and is never taken from the client. */
export type SeatHolder =
  | {
      role: 'player';
      participantId: string;
      nickname: string;
      locale: string;
      /** [JOIN-6] Of a learner who plays under the account. */
      account?: AccountSeat;
      /** Id of the avatar that this learner wears. */
      avatar?: string;
      /** The name that waits for the host's yes. */
      wanted?: string;
      /** [HST-1] How often the player had moved to another device when the seat was given; absent: never. */
      deviceMoves?: number;
      /** [PTS-3] Kept for this learner; it counts from the first time the learner comes in. */
      timeFactor?: number;
    }
  /** `coHostId`: a device without a sign-in of its own; it leads as long as that of the host lives. [HST-2] */
  | { role: 'host' | 'projector'; userId: string; sessionFamily: string; locale: string; coHostId?: string }
  | { role: 'spectator'; locale: string };

/** The sign-in with which a seat ends. */
export function accountOf(holder: SeatHolder): AccountSeat | undefined {
  if (holder.role === 'spectator') return undefined;
  return holder.role === 'player' ? holder.account : holder;
}
