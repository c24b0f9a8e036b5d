import type { GroupEvent } from '../../../domain/group-mission/events.ts';
import type { GroupMissionPlan } from '../../../domain/group-mission/plan.ts';
import type { Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { Log } from '../../../platform/log/log.ts';
import type { ErrorCode } from '../../../wire/error-codes.ts';
import type { EventLog, LogOwner } from '../event-log.ts';
import { readEvents, rowOf } from '../event-rows.ts';
import { type Claimed, claim, type Lease, type Leases } from '../leases.ts';
import type { PinGuard } from '../pin-guard.ts';
import { renamePlayer } from '../rename-player.ts';
import { movePlace, removePlace } from './group-places.ts';
import type { GroupProjection } from './group-projection.service.ts';

interface Dependencies {
  db: Database;
  eventLog: EventLog;
  projection: GroupProjection;
  guard: PinGuard;
  log: Log;
  leases: Leases;
  /** Names this process in the groups that it owns. */
  node: () => string;
}

interface SessionRow {
  id: string;
  run_id: string;
  run_position: number;
  snapshot: GroupMissionPlan;
}

/** What the rooms of groups ask of the rest of the house (`rooms/group-mission/group-mission.services.ts`). */
export function createGroupRoomServices({
  db,
  eventLog,
  projection,
  guard,
  log,
  leases,
  node,
}: Dependencies) {
  const working = new Set<Promise<void>>();
  const beside = (work: Promise<unknown>, what: string, sessionId: string): void => {
    const done: Promise<void> = work
      .then(
        () => {},
        (err: unknown) => log.error({ err, sessionId }, what),
      )
      .finally(() => working.delete(done));
    working.add(done);
  };

  const detailsOf = async ({ id, run_position, snapshot }: SessionRow) => {
    const people = await db.jobs.query<{ id: string; nickname: string }>(
      'SELECT id, nickname FROM live_participants WHERE session_id = $1',
      [id],
    );
    return {
      sessionId: id,
      group: run_position,
      plan: snapshot,
      nicknames: people.rows.map((one) => ({ participantId: one.id, nickname: one.nickname })),
      events: await readEvents<GroupEvent>(db.jobs, id),
    };
  };

  return {
    /** When what was begun beside the log is done. */
    settled: () => Promise.all(working),

    /** Takes the group over: from here on every earlier owner's appends are refused [DUR-3]. */
    async open(sessionId: string) {
      return leases.take(
        sessionId,
        async () => {
          const { rows } = await db.jobs.query<SessionRow & Claimed & { epoch: number }>(
            `UPDATE live_sessions SET ${claim.set} WHERE id = $1 AND format = 'group_mission' AND ${claim.where}
             RETURNING id, epoch, snapshot, run_id, run_position, ${claim.returning}`,
            [sessionId, node()],
          );
          return rows[0];
        },
        async (session) => ({
          ...(await detailsOf(session)),
          runId: session.run_id,
          epoch: session.epoch,
        }),
      );
    },

    reachable: leases.reachable,
    release: leases.release,

    async openRun(runId: string) {
      const run = await db.jobs.query<{ title: string; pin: string | null }>(
        `SELECT r.title, (SELECT p.pin FROM live_pins p JOIN live_sessions s ON s.id = p.session_id
           WHERE s.run_id = r.id AND p.released_at IS NULL LIMIT 1) AS pin FROM group_runs r WHERE r.id = $1`,
        [runId],
      );
      if (!run.rows[0]) throw new Error('no such run');
      const { rows } = await db.jobs.query<SessionRow>(
        'SELECT id, run_id, run_position, snapshot FROM live_sessions WHERE run_id = $1 ORDER BY run_position',
        [runId],
      );
      const groups = [];
      for (const row of rows) groups.push(await detailsOf(row));
      return { runId, ...run.rows[0], groups };
    },

    log({ sessionId, epoch }: Lease, hooks: Pick<LogOwner, 'lost' | 'waiting'>) {
      const owner: LogOwner = { sessionId, epoch, ...hooks };
      leases.onLost(owner, hooks.lost);
      return {
        append(entries: { event: GroupEvent; remainingMs: number | null }[], durable: () => void) {
          const rows = entries.map(({ event, remainingMs }) => rowOf(sessionId, epoch, event, remainingMs));
          eventLog.append(owner, rows, durable);
        },
        get isFull() {
          return eventLog.isFull;
        },
      };
    },

    note(sessionId: string, status: 'running' | 'paused' | 'lobby'): void {
      const stored = db.jobs.query(
        `UPDATE live_sessions SET status = $2, started_at = CASE WHEN $2 = 'lobby' THEN started_at ELSE coalesce(started_at, now()) END
         WHERE id = $1 AND owner_node = $3 AND status IN ('lobby', 'running', 'paused')`,
        [sessionId, status, node()],
      );
      beside(stored, 'the status of a group was not stored', sessionId);
    },

    async move(runId: string, participantId: string, toSessionId: string) {
      const client = await db.jobs.connect();
      try {
        await client.query('BEGIN');
        const moved = await movePlace(client, runId, participantId, toSessionId);
        await client.query(moved.ok ? 'COMMIT' : 'ROLLBACK');
        client.release();
        return moved;
      } catch (error) {
        client.release(true);
        if (error instanceof AppError) return { ok: false, code: error.code } as const;
        throw error;
      }
    },

    async remove(runId: string, participantId: string): Promise<string | null> {
      const client = await db.jobs.connect();
      try {
        await client.query('BEGIN');
        const sessionId = await removePlace(client, runId, participantId);
        await client.query('COMMIT');
        client.release();
        return sessionId;
      } catch (error) {
        client.release(true);
        throw error;
      }
    },

    rename: (sessionId: string, participantId: string, wanted: string) =>
      renamePlayer(db.jobs, sessionId, participantId, wanted).catch((err: unknown) => {
        log.warn({ err, sessionId }, 'a rename was not stored');
        return { ok: false, code: 'server/busy' satisfies ErrorCode } as const;
      }),

    finish(sessionId: string): void {
      guard.forget(sessionId);
      beside(projection.project(sessionId), 'an ended group was not projected yet', sessionId);
    },
  };
}
