import type pg from 'pg';
import type { Day } from '../../domain/reward/calendar.ts';
import type { Reward } from '../../domain/reward/ledger.ts';
import { type Streak, streakOf } from '../../domain/reward/streak.ts';

/** What one learner is to get. */
export interface Earned {
  rewards: readonly Reward[];
  days: Iterable<Day>;
}

/**
 * Nobody else writes these learners' progress until the transaction ends, and nobody erases them. In one order, so that no two wait
 * for each other. Gives those who are still there.
 */
export async function lockLearners(client: pg.ClientBase, ids: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM users WHERE id = ANY($1::uuid[]) ORDER BY id FOR KEY SHARE',
    [ids],
  );
  const there = rows.map(({ id }) => id);
  await client.query(
    'INSERT INTO learner_stats (user_id) SELECT id FROM unnest($1::uuid[]) AS id ORDER BY id ON CONFLICT DO NOTHING',
    [there],
  );
  await client.query(
    'SELECT 1 FROM learner_stats WHERE user_id = ANY($1::uuid[]) ORDER BY user_id FOR UPDATE',
    [there],
  );
  return there;
}

/**
 * Entries and days alone: whoever makes them sums up afterwards. Of answers to one question on one day the one that is worth most
 * stands, whichever was told first.
 */
export async function enter(client: pg.ClientBase, earned: ReadonlyMap<string, Earned>): Promise<void> {
  const all = [...earned];
  const rewards = all.flatMap(([learner, { rewards }]) => rewards.map((one) => ({ learner, ...one })));
  const answers = rewards.filter(({ reason }) => reason === 'answer');
  if (answers.length > 0) await client.query(dropSmaller, [JSON.stringify(answers)]);
  await client.query(insertRewards, [JSON.stringify(rewards)]);
  await client.query(insertDays, [
    JSON.stringify(all.flatMap(([learner, { days }]) => [...days].map((day) => ({ learner, day })))),
  ]);
}

interface SumRow {
  id: string;
  xp: string;
  coins: string;
  keys: string;
  days: Day[];
  /** Days on which freezes were bought or won. */
  bought: Day[];
}

export interface Sums extends Streak {
  xp: number;
  coins: number;
  keys: number;
}

export async function sumsOf(client: pg.ClientBase, ids: readonly string[]): Promise<Map<string, Sums>> {
  const { rows } = await client.query<SumRow>(sums, [ids]);
  return new Map(
    rows.map(({ id, xp, coins, keys, days, bought }) => [
      id,
      { xp: Number(xp), coins: Number(coins), keys: Number(keys), ...streakOf(days, bought) },
    ]),
  );
}

/** Balances are what the ledger and the calendar add up to. */
export async function sumUp(client: pg.ClientBase, ids: readonly string[]): Promise<void> {
  const stats = [...(await sumsOf(client, ids))].map(([id, one]) => ({ id, ...one }));
  await client.query(updateStats, [JSON.stringify(stats)]);
}

/** Entries do not change: a greater one takes the place of a smaller one. */
const dropSmaller = `
DELETE FROM reward_ledger l USING json_to_recordset($1::json) AS r(learner uuid, currency text, amount integer, key text)
WHERE l.user_id = r.learner AND l.currency = r.currency AND l.idempotency_key = r.key AND l.reason = 'answer' AND l.delta < r.amount`;

const insertRewards = `
INSERT INTO reward_ledger (user_id, currency, delta, reason, source_type, source_id, season_id, local_date, idempotency_key)
SELECT r.learner, r.currency, r.amount, r.reason, r.source->>'type', (r.source->>'id')::uuid, r."seasonId", r.day, r.key
FROM json_to_recordset($1::json) AS r(learner uuid, currency text, amount integer, reason text, source json, "seasonId" uuid, day date, key text)
ON CONFLICT (user_id, currency, idempotency_key) DO NOTHING`;

const insertDays = `
INSERT INTO streak_days (user_id, local_date) SELECT d.learner, d.day FROM json_to_recordset($1::json) AS d(learner uuid, day date)
ON CONFLICT DO NOTHING`;

// everybody at once: asked one by one, a class of 2,000 takes minutes where the tables have no statistics yet
const sums = `
SELECT u.id, coalesce(l.xp, 0) AS xp, coalesce(l.coins, 0) AS coins, coalesce(l.keys, 0) AS keys,
  coalesce(d.days, '{}') AS days, coalesce(l.bought, '{}') AS bought
FROM unnest($1::uuid[]) AS u(id)
LEFT JOIN (
  SELECT user_id, sum(delta) FILTER (WHERE currency = 'xp') AS xp, sum(delta) FILTER (WHERE currency = 'coin') AS coins,
    sum(delta) FILTER (WHERE currency = 'key') AS keys, array_agg(local_date::text) FILTER (WHERE reason = 'freeze' OR currency = 'freeze') AS bought
  FROM reward_ledger WHERE user_id = ANY($1::uuid[]) GROUP BY user_id
) l ON l.user_id = u.id
LEFT JOIN (
  SELECT user_id, array_agg(local_date::text) AS days FROM streak_days WHERE user_id = ANY($1::uuid[]) GROUP BY user_id
) d ON d.user_id = u.id`;

const updateStats = `
UPDATE learner_stats s SET total_xp = n.xp, coins = n.coins, keys = n.keys, current_streak_days = n.current,
  longest_streak_days = n.longest, last_activity_date = n.last, streak_freezes = n.freezes, frozen_days = n.frozen
FROM json_to_recordset($1::json) AS n(id uuid, xp bigint, coins integer, keys integer, current integer, longest integer, last date, freezes smallint, frozen date[])
WHERE s.user_id = n.id`;
