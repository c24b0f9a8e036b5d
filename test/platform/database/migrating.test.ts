import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { knownMigrations, migrate } from '../../../src/platform/database/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

/** It changes a table that classes write to. */
const changing = 'Migration20261121223000_time_counts_once';
let database: TestDatabase;
let reader: pg.Client;
let writer: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase('nothing');
  const known = await knownMigrations();
  await migrate(database.ownerUrl, { only: known.slice(0, known.indexOf(changing)) });
  [reader, writer] = [new pg.Client(database.ownerUrl), new pg.Client(database.ownerUrl)];
  await Promise.all([reader.connect(), writer.connect()]);
});
afterAll(async () => {
  await Promise.all([reader?.end(), writer?.end()]);
  await database.drop();
});

test('a migration waits for a table that a backup reads, and whoever comes after it does not wait with it', async () => {
  await reader.query('BEGIN; LOCK TABLE activity_days IN ACCESS SHARE MODE');
  let isDone = false;
  const migrated = migrate(database.ownerUrl, { lockMs: 200 }).finally(() => {
    isDone = true;
  });
  const waiting = "SELECT 1 FROM pg_locks WHERE relation = 'activity_days'::regclass AND NOT granted";
  const until = performance.now() + 10_000;
  while ((await writer.query(waiting)).rows.length === 0 && performance.now() < until) await pause(10);

  await writer.query('DELETE FROM activity_days');
  expect(isDone).toBe(false);
  await reader.query('COMMIT');
  expect(await migrated).toContain(changing);
});
