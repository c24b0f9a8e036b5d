import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { knownMigrations, migrate } from '../../../src/platform/database/migrate.ts';
import { lockHolder } from '../../../src/platform/database/one-at-a-time.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const known = await knownMigrations();
let database: TestDatabase;
/** Of the owner. */
let [reader, writer]: pg.Client[] = [];
beforeEach(async () => {
  database = await createTestDatabase('nothing');
  [reader, writer] = [new pg.Client(database.ownerUrl), new pg.Client(database.ownerUrl)];
  await Promise.all([reader.connect(), writer.connect()]);
});
afterEach(async () => {
  await Promise.all([reader?.end(), writer?.end()]);
  await database.drop();
});

const before = (name: string) => known.slice(0, known.indexOf(name));
const done = async () =>
  (await writer!.query<{ name: string }>('SELECT name FROM mikro_orm_migrations ORDER BY id')).rows.map(
    ({ name }) => name,
  );
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (performance.now() < end) {
    if (await isSo()) return;
    await pause(10);
  }
  expect.fail('it did not come about');
}
/** Until a migration waits for this table. */
async function awaited(table: string): Promise<void> {
  const waiting = 'SELECT 1 FROM pg_locks WHERE relation = $1::regclass AND NOT granted';
  await until(async () => (await writer!.query(waiting, [table])).rowCount !== 0);
}

test('a migration waits for a table that a backup reads, and whoever comes after it does not wait with it', async () => {
  // it changes a table that classes write to
  const changing = 'Migration20261121223000_time_counts_once';
  await migrate(database.ownerUrl, { only: before(changing) });
  await reader!.query('BEGIN; LOCK TABLE activity_days IN ACCESS SHARE MODE');
  let isDone = false;
  const migrated = migrate(database.ownerUrl, { lockMs: 200 }).finally(() => {
    isDone = true;
  });
  await awaited('activity_days');

  await writer!.query('DELETE FROM activity_days');
  expect(isDone).toBe(false);
  await reader!.query('COMMIT');
  expect(await migrated).toContain(changing);
});

test('one that fails is named, those before it stay and hold nothing, and the next start goes on with it', async () => {
  const failing = 'Migration20261122045100_weekly_reports';
  const first = 'Migration20261122023000_facts_of_learners';
  await migrate(database.ownerUrl, { only: before(first) });
  await writer!.query('CREATE TABLE weekly_reports ()');
  const began: Date[] = [];
  const start = () => migrate(database.ownerUrl, { before: async (_, begun) => void began.push(begun) });

  const refused = await start().then(
    () => null,
    (error: Error & { code: string }) => error,
  );
  expect(refused).toMatchObject({ code: 'database/migration-failed' });
  expect(refused!.message).toContain('relation "weekly_reports" already exists');
  expect(refused!.message).toContain(`${failing}, number `);
  expect(refused!.message.length).toBeLessThan(400);
  expect(await done()).toEqual(before(failing));

  await expect(start()).rejects.toMatchObject({ code: 'database/migration-failed' });
  await writer!.query('DROP TABLE weekly_reports');
  expect(await start()).toEqual(known.slice(known.indexOf(failing)));
  // one upgrade, however often it was begun
  expect(new Set(began.map(Number)).size).toBe(1);
  expect(began).toHaveLength(3);
  await writer!.query('DELETE FROM mikro_orm_migrations WHERE name = $1', [failing]);
  await writer!.query('DROP TABLE weekly_reports, notification_preferences');
  await writer!.query(
    `DELETE FROM retention_rules WHERE table_name IN ('weekly_reports', 'notification_preferences')`,
  );
  await pause(2);
  expect(await start()).toEqual([failing]);
  expect(began[3]!.getTime()).toBeGreaterThan(began[0]!.getTime());
});

test('what one migration changed can be used while a later one waits', async () => {
  const waiting = 'Migration20261122033000_leaderboards';
  await migrate(database.ownerUrl, { only: before('Migration20261122023000_facts_of_learners') });
  await reader!.query('BEGIN; LOCK TABLE user_profiles IN ACCESS SHARE MODE');
  const migrated = migrate(database.ownerUrl, { lockMs: 200 });
  migrated.catch(() => {});
  await awaited('user_profiles');
  await writer!.query('SELECT 1 FROM learner_facts');
  expect(await done()).toEqual(before(waiting));
  await reader!.query('COMMIT');
  expect(await migrated).toContain(waiting);
});

test('indexes of what gathered for years are built one by one: who writes waits for one of them alone', async () => {
  const building = 'Migration20261122032000_indexes_of_days';
  await migrate(database.ownerUrl, { only: before(building) });
  await reader!.query('BEGIN; LOCK TABLE question_responses IN ROW EXCLUSIVE MODE');
  const migrated = migrate(database.ownerUrl, { only: [building], lockMs: 200 });
  migrated.catch(() => {});
  await awaited('question_responses');
  await writer!.query(`SET lock_timeout = '5s'; DELETE FROM reward_ledger`);
  await reader!.query('COMMIT');
  expect(await migrated).toEqual([building]);
});

test('a server that waits to migrate holds up nothing of the one that migrates', async () => {
  const all = await Promise.all([0, 1, 2].map(() => migrate(database.ownerUrl, { lockMs: 200 })));
  expect(all.flat()).toEqual(known);
}, 20_000);

test('each goes in once, also when the lock of the whole is lost with its connection and another process begins', async () => {
  await migrate(database.ownerUrl, { only: before('Migration20261121223000_time_counts_once') });
  await reader!.query('BEGIN; LOCK TABLE activity_days IN ACCESS SHARE MODE');
  const one = migrate(database.ownerUrl, { lockMs: 200 });
  one.catch(() => {});
  await awaited('activity_days');
  await writer!.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1',
    [lockHolder],
  );
  const other = migrate(database.ownerUrl, { lockMs: 200 });
  other.catch(() => {});
  const holds = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1 AND state = 'idle'`;
  await until(async () => (await writer!.query(holds, [lockHolder])).rowCount === 1);
  await reader!.query('COMMIT');
  await Promise.all([one, other]);
  expect(await done()).toEqual(known);
});

test('no migration builds an index of what gathered for years together with something else', async () => {
  const years = [
    ...[
      'live_sessions',
      'live_participants',
      'live_events',
      'live_rounds',
      'live_answers',
      'question_responses',
    ],
    ...[
      'reward_ledger',
      'streak_days',
      'activity_days',
      'user_daily_challenges',
      'outbox_events',
      'handled_events',
    ],
  ];
  for (const name of known.slice(known.indexOf('Migration20261122023000_facts_of_learners'))) {
    const text = await readFile(`migrations/${name}.ts`, 'utf8');
    for (const [made, table] of text.matchAll(/CREATE (?:UNIQUE )?INDEX \w+\s+ON (\w+)/g))
      if (years.includes(table!)) expect(text, `${name}: ${made}`).toContain(`CREATE TABLE ${table} `);
  }
});
