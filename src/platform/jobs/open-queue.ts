import type { PgBoss } from 'pg-boss';
import { isDatabaseAway } from '../database/database-away.ts';
import type { Log } from '../log/log.ts';

/** While the database is away every look at every queue fails: one line a minute says so. */
const quietMs = 60_000;

/** Opens the queue as the job role, which may neither make nor change its tables. */
export async function openQueue(jobsUrl: string, log: Log): Promise<PgBoss> {
  // Its code takes a moment to load, and the port is open by now.
  const { PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    connectionString: jobsUrl,
    application_name: 'tutti jobs',
    max: 3,
    connectionTimeoutMillis: 5_000,
    migrate: false,
    // Rebuilding an index needs its owner.
    reindex: false,
  });
  let quietUntil = 0;
  boss.on('error', (told) => {
    const err = errorOf(told);
    if (!isDatabaseAway(err)) return log.error({ err }, 'the queue of jobs has a problem');
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + quietMs;
    log.warn({ err }, 'jobs wait: the database is away');
  });
  boss.on('warning', ({ message }) => log.warn({ warning: message }, 'the queue of jobs warns'));
  await boss.start();
  return boss;
}

/** Its workers tell of an error by a plain object with the error's fields. */
function errorOf(told: unknown): Error {
  if (told instanceof Error) return told;
  const { message = 'unknown', ...fields } = Object(told) as { message?: string };
  return Object.assign(new Error(message), fields);
}
