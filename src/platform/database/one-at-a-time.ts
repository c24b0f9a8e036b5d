import pg from 'pg';
import { StartError } from '../start-error.ts';

/** Any numbers that nobody else uses in this database. */
export const locks = {
  /** Tables, and the queue of jobs. */
  migrating: 5_170_266_381,
  oneMigration: 5_170_266_383,
  seeding: 5_170_266_382,
  rotatingKeys: 7_205_190_412,
} as const;

/** As others see the connection that holds a lock, or waits for it. */
export const lockHolder = 'tutti lock';

const patienceMs = 600_000;

/**
 * Servers that start at the same moment do this work one after another. Whoever dies lets go at once: the lock belongs to
 * its connection.
 */
export async function oneAtATime<T>(
  url: string,
  lock: keyof typeof locks,
  work: () => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, application_name: lockHolder });
  client.on('error', () => {}); // a connection that breaks fails the query below
  await client.connect();
  try {
    await takeLock(client, lock, patienceMs, () => busy(lock));
    return await work();
  } finally {
    await client.end();
  }
}

/** The lock ends with the connection. */
export async function takeLock(
  client: pg.ClientBase,
  lock: keyof typeof locks,
  waitMs: number,
  refusal: () => StartError,
): Promise<void> {
  await client.query(`SET lock_timeout = ${waitMs}`);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [locks[lock]]);
  } catch (error) {
    if ((error as { code?: unknown }).code !== '55P03') throw error;
    throw refusal();
  }
}

const busy = (lock: string): StartError =>
  new StartError(
    'database/busy',
    `Another server has been at work on this database (${lock}) for ${patienceMs / 60_000} minutes. Let it finish, or end it, and start again.`,
  );
