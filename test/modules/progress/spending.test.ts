import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reasons } from '../../../src/domain/reward/ledger.ts';
import { give } from '../../../src/modules/progress/give.ts';
import { lockLearners } from '../../../src/modules/progress/ledger.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import { type Purchase, spend } from '../../../src/modules/progress/spending.service.ts';
import type { Database } from '../../../src/platform/database/database.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { createPeople } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const day = '2026-11-20';
let database: TestDatabase;
let jobs: pg.Pool;
let learner: string;
beforeAll(async () => {
  database = await createTestDatabase();
  jobs = new pg.Pool({ connectionString: database.jobsUrl, max: 20 });
});
afterAll(async () => {
  await jobs.end();
  await database.drop();
});
beforeEach(async () => {
  learner = (await createPeople(jobs).signUp({ role: 'student' })).userId;
});

const earn = (key: string, amounts: { coin?: number; key?: number; xp?: number }) =>
  inTransaction(jobs, async (client) => {
    await lockLearners(client, [learner]);
    const rewards = Object.entries(amounts).map(([currency, amount]) => ({
      key,
      currency: currency as 'coin' | 'key' | 'xp',
      amount,
      reason: 'challenge' as const,
      source: null,
      day,
    }));
    await give(client, new Map([[learner, { rewards, days: [] }]]));
  });
const buy = (key: string, price: Purchase['price']) =>
  inTransaction(jobs, (client) =>
    spend(client, learner, { key, price, reason: 'avatar', source: null, day }),
  );
const balance = async () =>
  (
    await jobs.query(
      `SELECT s.coins, s.keys, (SELECT coalesce(sum(delta), 0)::integer FROM reward_ledger l WHERE l.user_id = s.user_id AND currency = 'coin') AS "coinsInLedger"
       FROM learner_stats s WHERE user_id = $1`,
      [learner],
    )
  ).rows[0];

describe('spending', () => {
  test('[PRG-6] takes the price once, however often the same thing is bought, and never more than there is', async () => {
    await earn('challenge:one', { coin: 100, key: 1 });
    await earn('challenge:one', { coin: 100, key: 1 });
    expect(await buy('avatar:owl', { coins: 60, keys: 1 })).toBe(true);
    expect(await buy('avatar:owl', { coins: 60, keys: 1 })).toBe(false);
    expect(await balance()).toEqual({ coins: 40, keys: 0, coinsInLedger: 40 });
    await expect(buy('avatar:fox', { coins: 41 })).rejects.toMatchObject({ code: 'reward/not-enough-coins' });
    await expect(buy('avatar:fox', { keys: 1 })).rejects.toMatchObject({ code: 'reward/not-enough-keys' });
    expect(await balance()).toEqual({ coins: 40, keys: 0, coinsInLedger: 40 });
  });

  test('[PRG-6] stays at or above zero when fifty purchases come at once', async () => {
    await earn('challenge:rich', { coin: 130 });
    const bought = await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) => buy(`avatar:${i}`, { coins: 10 })),
    );
    const refused = bought.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(37);
    expect(new Set(refused.map(({ reason }) => (reason as { code: string }).code))).toEqual(
      new Set(['reward/not-enough-coins']),
    );
    expect(await balance()).toEqual({ coins: 0, keys: 0, coinsInLedger: 0 });

    await earn('challenge:again', { coin: 10 });
    const same = await Promise.all(Array.from({ length: 50 }, () => buy('avatar:same', { coins: 10 })));
    expect(same.filter((isNew) => isNew)).toHaveLength(1);
    expect(await balance()).toEqual({ coins: 0, keys: 0, coinsInLedger: 0 });
  }, 30_000);

  test('[PRG-6] gives fifty purchases at once as many keys as there are, and takes coins only together with them', async () => {
    await earn('challenge:keys', { coin: 1000, key: 7 });
    const bought = await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) => buy(`avatar:${i}`, { coins: 5, keys: 2 })),
    );
    const refused = bought.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(47);
    expect(new Set(refused.map(({ reason }) => (reason as { code: string }).code))).toEqual(
      new Set(['reward/not-enough-keys']),
    );
    expect(await balance()).toEqual({ coins: 985, keys: 1, coinsInLedger: 985 });
    const { rows } = await jobs.query(
      `SELECT count(*) FILTER (WHERE delta < 0)::integer AS paid, sum(delta)::integer AS left FROM reward_ledger WHERE user_id = $1 AND currency = 'key'`,
      [learner],
    );
    expect(rows).toEqual([{ paid: 3, left: 1 }]);
  }, 30_000);

  test('[PRG-6] below zero, XP taken away and entries changed are refused by the database itself', async () => {
    await earn('challenge:one', { coin: 5, xp: 5 });
    const refusals = [
      'UPDATE learner_stats SET coins = -1 WHERE user_id = $1',
      'UPDATE learner_stats SET keys = -1 WHERE user_id = $1',
      'UPDATE learner_stats SET streak_freezes = 6 WHERE user_id = $1',
      'UPDATE reward_ledger SET delta = 1000 WHERE user_id = $1',
      `INSERT INTO reward_ledger (user_id, currency, delta, reason, local_date, idempotency_key) VALUES ($1, 'xp', -5, 'avatar', '${day}', 'x')`,
      `INSERT INTO reward_ledger (user_id, currency, delta, reason, local_date, idempotency_key) VALUES ($1, 'season_xp', 5, 'challenge', '${day}', 'x')`,
    ];
    for (const sql of refusals) await expect(jobs.query(sql, [learner]), sql).rejects.toThrow();
    for (const reason of Object.keys(reasons))
      await jobs.query(
        `INSERT INTO reward_ledger (user_id, currency, delta, reason, local_date, idempotency_key) VALUES ($1, 'coin', 1, $2, $3, $2)`,
        [learner, reason, day],
      );
  });

  test('[PRG-4] [PRG-6] stays when everything is computed again, also where coins that were spent turn out to be wrong', async () => {
    await earn('challenge:one', { coin: 30 });
    await jobs.query(
      `INSERT INTO reward_ledger (user_id, currency, delta, reason, local_date, idempotency_key) VALUES ($1, 'coin', 100, 'session', $2, 'made up')`,
      [learner, day],
    );
    await earn('challenge:two', { key: 1 });
    await buy('avatar:owl', { coins: 120, keys: 1 });
    const db = { jobs } as Pick<Database, 'jobs'>;
    const ofLearner = async (mend: boolean) =>
      (await rebuildProgress(db, { mend })).differences.find(({ learnerId }) => learnerId === learner)?.what;
    expect(await ofLearner(false)).toEqual(['wrong: 100 coins for made up']);
    await ofLearner(true);
    expect(await ofLearner(false)).toBeUndefined();
    expect(await balance()).toEqual({ coins: 0, keys: 0, coinsInLedger: 0 });
    expect(
      (
        await jobs.query('SELECT 1 FROM reward_ledger WHERE user_id = $1 AND idempotency_key = $2', [
          learner,
          'avatar:owl',
        ])
      ).rowCount,
    ).toBe(2);
  });
});
