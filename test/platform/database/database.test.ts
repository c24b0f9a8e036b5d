import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { isDatabaseAway } from '../../../src/platform/database/database-away.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase({ ...database, entities: [] });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('openDatabase', () => {
  it('a connection that breaks while it is lent out ends neither the process nor the pool', async () => {
    const lent = await db.jobs.connect();
    const { rows } = await lent.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await db.jobs.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid]);
    expect(isDatabaseAway(await failure(lent.query('SELECT pg_sleep(5)')))).toBe(true);
    lent.release(true);
    expect((await db.jobs.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('closes once what has begun is done, also what still waits for a connection, and takes nothing new', async () => {
    const small = await openDatabase({ ...database, entities: [], poolSize: 2 });
    const begun = Array.from({ length: 12 }, () =>
      small.asWorker(
        async (em) => (await em.execute<{ n: number }[]>('SELECT 1 AS n FROM pg_sleep(0.02)'))[0]!.n,
      ),
    );
    const closed = small.close();
    expect(await failure(small.asWorker((em) => em.execute('SELECT 1')))).toMatchObject({
      code: 'server/not-ready',
    });
    expect(await Promise.all(begun)).toEqual(Array(12).fill(1));
    await closed;
  });

  it('tells a server that is away from a statement that is wrong', async () => {
    const away = new URL(database.jobsUrl);
    away.port = '1';
    const nobody = await openDatabase({ appUrl: away.href, jobsUrl: away.href, entities: [] });
    const caller = { userId: '', orgId: '' };
    for (const work of [
      () => nobody.jobs.query('SELECT 1'),
      () => nobody.asWorker((em) => em.execute('SELECT 1')),
      () => nobody.asCaller(caller, (em) => em.execute('SELECT 1')),
    ]) {
      expect(isDatabaseAway(await failure(work()))).toBe(true);
    }
    await nobody.close();
    expect(isDatabaseAway(await failure(db.jobs.query('SELECT nothing')))).toBe(false);
  });
});
