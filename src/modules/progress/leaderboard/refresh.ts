import type { Database } from '../../../platform/database/database.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';

export const refreshSeconds = 60;

/**
 * Sums the weeks up anew, while others read on. Gives false when somebody else is at it, and rejects after these seconds: then the board
 * is as old as it says.
 */
export const refreshLeaderboard = (
  { jobs }: Pick<Database, 'jobs'>,
  seconds = refreshSeconds,
): Promise<boolean> =>
  inTransaction(jobs, async (client) => {
    await client.query(`SET LOCAL statement_timeout = '${seconds}s'`);
    const query = {
      text: 'SELECT refresh_leaderboard() AS done',
      // longer than the database's own limit, which ends the work too
      query_timeout: (seconds + 5) * 1_000,
    };
    const { rows } = await client.query<{ done: boolean }>(query);
    return rows[0]!.done;
  });
