import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log/log.ts';
import { groupRoomName } from '../../wire/group-mission.ts';
import { roomName } from '../../wire/messages.ts';
import type { ProjectionService } from './projection.service.ts';
import type { Seats } from './seats.ts';

interface Dependencies {
  db: Database;
  seats: Seats;
  projection: Pick<ProjectionService, 'projectForgotten'>;
  log: Log;
}

/**
 * [DUR-2] After a start: projects what ended unseen and takes every open session up where its log stops, but for those that
 * another process has. Homework waits for the next learner.
 */
export async function recoverSessions({
  db,
  seats,
  projection,
  log,
}: Dependencies): Promise<{ resumed: number; projected: number }> {
  const projected = await projection.projectForgotten((err, sessionId) =>
    log.error({ err, sessionId }, 'an ended session could not be projected'),
  );
  const { rows } = await db.jobs.query<{ id: string; format: string }>(
    `SELECT id, format FROM live_sessions WHERE status IN ('lobby', 'running', 'paused') AND closes_at IS NULL
     AND NOT lease_holds(owner_node, lease_until) ORDER BY created_at`,
  );
  let resumed = 0;
  for (const { id, format } of rows) {
    try {
      await seats.open(id, roomKindOf(format));
      resumed++;
    } catch (error) {
      log.error({ err: error, sessionId: id }, 'a session could not be taken up again');
    }
  }
  return { resumed, projected };
}

/** The room in which a session of this format runs. */
export const roomKindOf = (format: string): string => (format === 'group_mission' ? groupRoomName : roomName);
