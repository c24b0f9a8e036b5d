import { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { entities } from '../../src/modules/entities.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Keys, checks, triggers and indexes are the migration's alone; it says them in ways that entities cannot. */
const ofTheMigration = /^(alter table "\w+" (add|drop) constraint|drop index|set names)/;

it('the entities and the migrated tables agree on every column, its type, default and nullability', async () => {
  const orm = await MikroORM.init({ clientUrl: database.ownerUrl, entities });
  const difference = await orm.schema.getUpdateSchemaSQL({ safe: true });
  await orm.close();
  const statements = difference
    .split(';')
    .map((statement) => statement.trim())
    .filter(Boolean);
  expect(statements.filter((statement) => !ofTheMigration.test(statement))).toEqual([]);
});
