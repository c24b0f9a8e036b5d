import type pg from 'pg';
import type { Database } from '../../platform/database/database.ts';

/** What is projected here. */
interface Projected {
  /** SQL about `live_sessions s`: which sessions are. */
  which: string;
  /** In a transaction; locks the session first and does nothing where it was done, is not over, or is not one of `which`. */
  projectLocked(client: pg.PoolClient, sessionId: string): Promise<void>;
}

/** [DUR-6] Brings what the log of an ended session says into the tables, exactly once. */
export function projectOnce({ jobs }: Pick<Database, 'jobs'>, { which, projectLocked }: Projected) {
  async function project(sessionId: string): Promise<void> {
    const client = await jobs.connect();
    try {
      await client.query('BEGIN');
      await projectLocked(client, sessionId);
      await client.query('COMMIT');
      client.release();
    } catch (error) {
      client.release(true); // whatever state it is in, it is not lent again; its transaction ends with it
      throw error;
    }
  }

  return {
    project,

    /**
     * Sessions whose end is in the log and not yet in the tables: the process died in between, or the database was away.
     * One that cannot be projected keeps no other from it.
     */
    async projectForgotten(failed: (error: unknown, sessionId: string) => void): Promise<number> {
      const { rows } = await jobs.query<{ id: string }>(
        `SELECT s.id FROM live_sessions s WHERE s.projected_at IS NULL AND ${which}
         AND EXISTS (SELECT 1 FROM live_events e WHERE e.session_id = s.id AND e.type = 'session.ended')`,
      );
      let projected = 0;
      for (const { id } of rows) {
        try {
          await project(id);
          projected++;
        } catch (error) {
          failed(error, id);
        }
      }
      return projected;
    },
  };
}
