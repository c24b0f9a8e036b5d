import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate, migrateDown } from '../../../src/platform/database/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Tables, columns, functions, policies and rights, as text. */
const described = async (): Promise<string[]> => {
  const client = new pg.Client(database.ownerUrl);
  await client.connect();
  const { rows } = await client.query<{ line: string }>(`
    SELECT format('%s.%s %s', table_name, column_name, data_type) AS line FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'function ' || p.oid::regprocedure || ' ' || COALESCE(p.proacl::text, '') FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    UNION ALL SELECT format('policy %s on %s', policyname, tablename) FROM pg_policies WHERE schemaname = 'public'
    UNION ALL SELECT format('index %s', indexdef) FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE 'mikro%'
    ORDER BY 1`);
  await client.end();
  return rows.map(({ line }) => line);
};

test('the migrations can be taken back and made again, and nothing of them stays or is missing', async () => {
  const before = await described();
  expect(before.length).toBeGreaterThan(300);
  await migrateDown(database.ownerUrl);
  expect((await described()).filter((line) => !line.includes('mikro_orm_migrations'))).toEqual([]);
  await migrate(database.ownerUrl);
  expect(await described()).toEqual(before);
});
