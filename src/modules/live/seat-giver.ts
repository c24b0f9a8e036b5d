import type { SeatHolder } from '../../domain/joining/seat-holder.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Seat } from '../../wire/session.ts';
import { roomKindOf } from './recovery.service.ts';
import type { Seats } from './seats.ts';

export type GiveSeat = (sessionId: string, holder: SeatHolder) => Promise<Seat>;

/**
 * A seat in the session's room, in whichever process it runs. Where none runs it (its process is gone, or it is a homework at which
 * nobody was) it is opened. Refuses with `server/not-ready` for a moment in which nobody can say; whoever asks again gets in.
 */
export function createSeatGiver({ db, seats }: { db: Database; seats: Seats }): GiveSeat {
  const openFirst = async (sessionId: string, holder: SeatHolder): Promise<Seat | null> => {
    const { rows } = await db.jobs.query<{ format: string; over: boolean }>(
      `SELECT format, status IN ('ended', 'abandoned') AS over FROM live_sessions WHERE id = $1 AND status <> 'parked'`,
      [sessionId],
    );
    const session = rows[0];
    if (!session) return null;
    if (session.over) throw new AppError('session/ended');
    await seats.open(sessionId, roomKindOf(session.format));
    return seats.reserve(sessionId, holder);
  };

  return async (sessionId, holder) => {
    const seat = (await seats.reserve(sessionId, holder)) ?? (await openFirst(sessionId, holder));
    if (!seat)
      throw new AppError('server/not-ready', 'The class is on its way back.', { retryAfterSeconds: 1 });
    return seat;
  };
}
