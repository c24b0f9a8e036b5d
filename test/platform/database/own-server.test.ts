import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, migrateDown } from '../../../src/platform/database/migrate.ts';
import { createRolesSql, type RoleKey, roles } from '../../../src/platform/database/roles.sql.ts';

/** A superuser's address of a PostgreSQL that is not ours, 15 or newer. Without it these tests are shown as skipped. */
const serverUrl = process.env.TEST_DATABASE_URL;

describe.skipIf(!serverUrl)('a PostgreSQL server of one’s own (TEST_DATABASE_URL)', () => {
  const database = `tutti_trial_${randomUUID().slice(0, 8)}`;
  const madeRoles: RoleKey[] = [];

  /** The server's superuser acts as a role, whatever password that has there. */
  function urlAs(role: RoleKey): string {
    const url = new URL(serverUrl!);
    url.pathname = `/${database}`;
    url.searchParams.set('options', `-c role=${roles[role]}`);
    return url.href;
  }

  async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
    const client = new pg.Client(url);
    await client.connect();
    try {
      const result = await client.query<Row>(sql);
      return result.rows;
    } finally {
      await client.end();
    }
  }

  beforeAll(async () => {
    const there = await ask<{ rolname: string }>(
      serverUrl!,
      "SELECT rolname FROM pg_roles WHERE rolname LIKE 'tutti%'",
    );
    const names = there.map(({ rolname }) => rolname);
    for (const key of Object.keys(roles) as RoleKey[]) if (!names.includes(roles[key])) madeRoles.push(key);

    const passwords = { owner: randomUUID(), app: randomUUID(), worker: randomUUID() };
    const statements = createRolesSql(passwords, { missing: madeRoles, database }).split('\n');
    for (const statement of statements) await ask(serverUrl!, statement);
  });

  afterAll(async () => {
    await ask(serverUrl!, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    for (const key of madeRoles) await ask(serverUrl!, `DROP ROLE ${roles[key]}`);
  });

  test('the printed SQL makes roles without special powers, and a database that the owner owns', async () => {
    const [row] = await ask(
      serverUrl!,
      `SELECT pg_get_userbyid(datdba) AS owner,
         (SELECT count(*)::int FROM pg_roles WHERE rolname IN ('tutti_owner', 'tutti_app', 'tutti_worker')
            AND NOT rolsuper AND NOT rolbypassrls AND rolcanlogin) AS harmless
       FROM pg_database WHERE datname = '${database}'`,
    );
    expect(row).toEqual({ owner: 'tutti_owner', harmless: 3 });
  });

  test('every migration runs there as the owner, back and forth', async () => {
    const names = await migrate(urlAs('owner'));
    expect(names.length).toBeGreaterThan(0);
    await migrateDown(urlAs('owner'));
    expect(await migrate(urlAs('owner'))).toEqual(names);
  });

  test('row policies hide everything from a request without a caller, and nothing from the worker', async () => {
    await ask(urlAs('worker'), "INSERT INTO organizations (slug, name) VALUES ('smoke', 'Smoke')");
    const count = 'SELECT count(*)::int AS count FROM organizations';
    expect(await ask(urlAs('app'), count)).toEqual([{ count: 0 }]);
    expect(await ask(urlAs('worker'), count)).toEqual([{ count: 1 }]);
  });
});
