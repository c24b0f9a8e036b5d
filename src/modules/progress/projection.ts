import type pg from 'pg';
import { learningDays, type Played, rewardsOf } from '../../domain/reward/earned.ts';
import type { Database } from '../../platform/database/database.ts';
import type { EventJob } from '../../platform/jobs/relay.ts';
import { type Earned, give, lockLearners } from './ledger.ts';
import { fixSession, fixZones } from './played.sql.ts';
import { readSession } from './played.ts';

export const handler = 'progress';
/** Events after which a session may have earned something. */
export const handledTypes = ['session.ended', 'group.ended'] as const;

export const earnedIn = (played: readonly Played[]): Earned => ({
  rewards: rewardsOf(played),
  days: learningDays(played),
});

/** Turns ended sessions into XP and streaks. An event that was handled changes nothing more. */
export function createProgressProjection({ jobs }: Pick<Database, 'jobs'>) {
  return {
    handle: ({ eventId }: EventJob): Promise<void> =>
      inTransaction(jobs, async (client) => {
        const { rowCount } = await client.query(
          `INSERT INTO handled_events (event_id, handler) SELECT id, $2 FROM outbox_events WHERE id = $1 ON CONFLICT DO NOTHING`,
          [eventId, handler],
        );
        if (rowCount === 0) return;
        const { rows } = await client.query<{ sessionId: string }>(
          `SELECT payload->>'sessionId' AS "sessionId" FROM outbox_events WHERE id = $1`,
          [eventId],
        );
        await projectSession(client, rows[0]!.sessionId);
      }),
  };
}

async function projectSession(client: pg.ClientBase, sessionId: string): Promise<void> {
  if (!(await fix(client, sessionId))) return;
  const played = await readSession(client, sessionId);
  await lockLearners(client, [...played.keys()]);
  await give(client, new Map([...played].map(([learner, own]) => [learner, earnedIn(own)])));
}

/** What questions are worth and where learners live is as of now, for good. False: the session was deleted. */
export async function fix(client: pg.ClientBase, sessionId: string): Promise<boolean> {
  const { rowCount } = await client.query(fixSession, [sessionId]);
  await client.query(fixZones, [sessionId]);
  return rowCount === 1;
}

export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  begin = 'BEGIN',
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    client.release(true); // whatever state it is in, it is not lent again; its transaction ends with it
    throw error;
  }
}
