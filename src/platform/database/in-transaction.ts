import type pg from 'pg';

/** For work that takes the job role's plain connection, such as what is given and spent through the ledger. */
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
