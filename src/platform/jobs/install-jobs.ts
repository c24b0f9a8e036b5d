import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { roles } from '../database/roles.sql.ts';

/** The schema in which the queue keeps its tables. The request role gets nothing there. */
export const jobsSchema = 'pgboss';

const grants = `
GRANT USAGE ON SCHEMA ${jobsSchema} TO ${roles.worker};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${jobsSchema} TO ${roles.worker};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${jobsSchema} TO ${roles.worker};
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA ${jobsSchema} FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${jobsSchema} TO ${roles.worker};
`;

/** A newer version of the queue may have brought tables and functions. */
const isGranted = `
SELECT bool_and(has_table_privilege('${roles.worker}', c.oid, 'SELECT, INSERT, UPDATE, DELETE'))
   AND (SELECT bool_and(has_function_privilege('${roles.worker}', p.oid, 'EXECUTE') AND NOT has_function_privilege('public', p.oid, 'EXECUTE'))
        FROM pg_proc p WHERE p.pronamespace = '${jobsSchema}'::regnamespace) AS complete
FROM pg_class c WHERE c.relnamespace = '${jobsSchema}'::regnamespace AND c.relkind IN ('r', 'p')`;

/** Makes the queue's tables, or brings them up to date, as the owner; the job role works in them and owns nothing. */
export async function installJobs(ownerUrl: string): Promise<void> {
  const queue = new PgBoss({ connectionString: ownerUrl, max: 1, supervise: false, schedule: false });
  queue.on('error', () => {});
  await queue.start();
  await queue.stop({ graceful: false });
  await withOwner(ownerUrl, async (owner) => {
    const { rows } = await owner.query<{ complete: boolean }>(isGranted);
    if (rows[0]!.complete) return;
    await owner.query(`BEGIN; ${grants} COMMIT;`);
  });
}

export async function removeJobs(ownerUrl: string): Promise<void> {
  await withOwner(ownerUrl, (owner) => owner.query(`DROP SCHEMA IF EXISTS ${jobsSchema} CASCADE`));
}

async function withOwner<T>(ownerUrl: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}
