import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, migrateDown } from '../../../src/platform/database/migrate.ts';
import { ask, createOwnDatabase, ownServerUrl } from '../../support/own-server.ts';

describe.skipIf(!ownServerUrl)('a PostgreSQL server of one’s own (TEST_DATABASE_URL)', () => {
  let database: Awaited<ReturnType<typeof createOwnDatabase>>;
  let name: string;
  beforeAll(async () => {
    database = await createOwnDatabase();
    name = new URL(database.ownerUrl).pathname.slice(1);
  });
  afterAll(() => database?.drop());

  test('the printed SQL makes roles without special powers, and a database that the owner owns', async () => {
    const [row] = await ask(
      database.adminUrl,
      `SELECT pg_get_userbyid(datdba) AS owner,
         (SELECT count(*)::int FROM pg_roles WHERE rolname IN ('tutti_owner', 'tutti_app', 'tutti_worker')
            AND NOT rolsuper AND NOT rolbypassrls AND rolcanlogin) AS harmless
       FROM pg_database WHERE datname = '${name}'`,
    );
    expect(row).toEqual({ owner: 'tutti_owner', harmless: 3 });
  });

  test('every migration runs there as the owner, back and forth', async () => {
    const names = await migrate(database.ownerUrl);
    expect(names.length).toBeGreaterThan(0);
    await migrateDown(database.ownerUrl);
    expect(await migrate(database.ownerUrl)).toEqual(names);
    const owners = await ask(
      database.adminUrl.replace(/[^/]*$/, name),
      "SELECT DISTINCT tableowner AS owner FROM pg_tables WHERE schemaname IN ('public', 'pgboss')",
    );
    expect(owners).toEqual([{ owner: 'tutti_owner' }]);
  }, 60_000);

  test('row policies hide everything from a request without a caller, and nothing from the worker', async () => {
    await ask(database.jobsUrl, "INSERT INTO organizations (slug, name) VALUES ('smoke', 'Smoke')");
    const count = 'SELECT count(*)::int AS count FROM organizations';
    expect(await ask(database.appUrl, count)).toEqual([{ count: 0 }]);
    expect(await ask(database.jobsUrl, count)).toEqual([{ count: 1 }]);
  });
});
