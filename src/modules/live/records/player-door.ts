import type { Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import { requireStanding } from '../account-seats.ts';
import { isMovedAway, type ResumeTokens } from '../resume-token.ts';

/** Whose seat a resume token is. */
export interface PlayerAtDoor {
  sessionId: string;
  participantId: string;
  title: string;
  joinedAt: Date;
  /** There is a report. */
  hasEnded: boolean;
}

export type PlayerDoor = (resumeToken: string) => Promise<PlayerAtDoor>;

/**
 * [JOIN-6] Lets a player at what the server keeps of the own playing. Refuses with `join/token-invalid`, `join/kicked`, `join/seat-moved`,
 * and an account that may not play now as its seat would be.
 */
export function createPlayerDoor({
  db,
  resumeTokens,
}: {
  db: Database;
  resumeTokens: ResumeTokens;
}): PlayerDoor {
  return async (resumeToken) => {
    const verified = resumeTokens.verify(resumeToken);
    if (!verified.ok) throw new AppError('join/token-invalid');
    const { sid, pid, fam } = verified.claims;
    const { rows } = await db.jobs.query<{
      user_id: string | null;
      kicked: boolean;
      moves: number;
      ended: boolean;
      title: string;
      joined_at: Date;
    }>(
      `SELECT lp.user_id, lp.kicked_at IS NOT NULL AS kicked, lp.device_moves AS moves, s.projected_at IS NOT NULL AS ended, s.title, lp.joined_at
       FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id
       WHERE lp.session_id = $1 AND lp.id = $2 AND s.format <> 'group_mission'`,
      [sid, pid],
    );
    const player = rows[0];
    if (!player || (player.user_id === null) !== (fam === undefined))
      throw new AppError('join/token-invalid');
    if (player.kicked) throw new AppError('join/kicked');
    if (isMovedAway(verified.claims, player.moves)) throw new AppError('join/seat-moved');
    if (player.user_id !== null)
      await requireStanding(db.jobs, { userId: player.user_id, sessionFamily: fam! });
    return {
      sessionId: sid,
      participantId: pid,
      title: player.title,
      joinedAt: player.joined_at,
      hasEnded: player.ended,
    };
  };
}
