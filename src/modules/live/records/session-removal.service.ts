import type { Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../../platform/http/caller.ts';
import { audit } from '../../compliance/audit.service.ts';
import type { Seats } from '../seats.ts';

interface Found {
  host_id: string | null;
  status: string;
}

/** What can be thrown away: what is over, and what never began. */
const removable = ['lobby', 'ended', 'abandoned'];

/** Deletes a session with its log, players and answers. Its PIN stays out of use for as long as any other one's. [JOIN-1] */
export function createSessionRemoval({ db, seats }: { db: Database; seats: Pick<Seats, 'close'> }) {
  return {
    /** For its host and for administrators; audited without a name of anybody. */
    async remove(caller: SignedInCaller, sessionId: string): Promise<void> {
      const [seen] = await db.asCaller(caller, (em) =>
        em.execute<Found[]>(
          `SELECT host_id, status FROM live_sessions WHERE id = ? AND format <> 'group_mission'`,
          [sessionId],
        ),
      );
      if (!seen) throw new AppError('session/not-found');
      if (seen.host_id !== caller.userId && !caller.permissions.has('sessions.read_all'))
        throw new AppError('session/forbidden', 'Another teacher hosts this class.');
      await db.asWorker(async (em) => {
        const [locked] = await em.execute<Found[]>(
          'SELECT host_id, status FROM live_sessions WHERE id = ? FOR UPDATE',
          [sessionId],
        );
        if (!locked) throw new AppError('session/not-found');
        if (!removable.includes(locked.status))
          throw new AppError('session/not-ended', 'End the game first; then it can be deleted.');
        await em.execute(
          'UPDATE live_pins SET released_at = coalesce(released_at, now()), session_id = NULL WHERE session_id = ?',
          [sessionId],
        );
        await em.execute('DELETE FROM live_sessions WHERE id = ?', [sessionId]);
        await audit(em, {
          orgId: caller.orgId,
          actorId: caller.userId,
          action: 'session.deleted',
          entity: 'live_session',
          entityId: sessionId,
          changes: { status: { before: locked.status, after: null } },
        });
      });
      seats.close(sessionId);
    },
  };
}
export type SessionRemoval = ReturnType<typeof createSessionRemoval>;
