// @module-tag durability
import { expect, test } from 'vitest';
import type { Ground } from '../../chaos/ground.ts';
import { Skipped } from '../../chaos/outcome.ts';
import { type RowName, rows } from '../../chaos/rows.ts';
import { createTestDatabase } from '../support/postgres.ts';

const ground: Ground = { short: true, database: () => createTestDatabase('seeded'), say: () => undefined };

/** The same rows as in `npm run chaos`, shorter; at the same time, because each mostly waits. */
test.concurrent.for<[string, RowName]>([
  [
    '[DUR-4] while the database is cut off or silent nothing is acknowledged, and the class goes on by itself',
    'database-away',
  ],
  ['[DUR-1] [DUR-4] whatever becomes of Redis, the class plays on', 'redis-empty'],
])('%s', { timeout: 180_000 }, async ([, name], context) => {
  const outcome = await rows[name].run(ground).catch((error: unknown) => {
    if (error instanceof Skipped) return context.skip(error.message);
    throw error;
  });
  expect(outcome.checks.filter(({ holds }) => !holds)).toEqual([]);
  expect(outcome.answers!.acknowledged).toBeGreaterThan(0);
});
