import type { AccountSeat } from '../../domain/joining/seat-holder.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { ErrorCode } from '../../wire/error-codes.ts';
import { keepTime } from '../classes/accommodation.service.ts';

export function createKeptTimes({ db }: { db: Database }) {
  return {
    /** [PTS-3] The time that a player has is kept for the learner; for a host who teaches the learner. */
    async keep(
      sessionId: string,
      participantId: string,
      { by, factor }: { by: AccountSeat; factor: number },
    ): Promise<{ ok: true } | { ok: false; code: ErrorCode }> {
      const { rows } = await db.jobs.query<{ learnerId: string; orgId: string }>(
        `SELECT lp.user_id AS "learnerId", s.org_id AS "orgId" FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id
         WHERE lp.session_id = $1 AND lp.id = $2 AND lp.user_id IS NOT NULL`,
        [sessionId, participantId],
      );
      if (!rows[0]) return { ok: false, code: 'challenge/time-not-kept' };
      const { learnerId, orgId } = rows[0];
      try {
        await keepTime(db, { userId: by.userId, orgId }, { learnerId, factor });
        return { ok: true };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const code = error.code === 'auth/forbidden' ? 'challenge/time-not-kept' : error.code;
        return { ok: false, code };
      }
    },
  };
}
export type KeptTimes = ReturnType<typeof createKeptTimes>;
