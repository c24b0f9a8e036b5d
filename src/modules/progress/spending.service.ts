import type pg from 'pg';
import type { Day } from '../../domain/reward/calendar.ts';
import type { Reason, Source } from '../../domain/reward/ledger.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { lockLearners, sumUp } from './ledger.ts';

export interface Price {
  coins?: number;
  keys?: number;
}

export interface Purchase {
  /** The same thing has the same key and is paid once, however often it is asked for. */
  key: string;
  price: Price;
  reason: Reason;
  source: Source | null;
  /** The learner's own day. */
  day: Day;
}

/**
 * Takes the price from a learner within the caller's transaction; the learner's progress stays locked until it ends. False: it was
 * paid before. Refuses with `reward/not-enough-coins` or `reward/not-enough-keys`.
 */
export async function spend(client: pg.ClientBase, learnerId: string, purchase: Purchase): Promise<boolean> {
  await lockLearners(client, [learnerId]);
  const { rows } = await client.query<{ coins: number; keys: number; paid: boolean }>(
    `SELECT coins, keys, EXISTS (SELECT 1 FROM reward_ledger WHERE user_id = $1 AND currency IN ('coin', 'key') AND idempotency_key = $2) AS paid
     FROM learner_stats WHERE user_id = $1`,
    [learnerId, purchase.key],
  );
  const { coins, keys, paid } = rows[0]!;
  if (paid) return false;
  const { coins: coinPrice = 0, keys: keyPrice = 0 } = purchase.price;
  if (coins < coinPrice) throw new AppError('reward/not-enough-coins');
  if (keys < keyPrice) throw new AppError('reward/not-enough-keys');
  const { key, reason, source, day } = purchase;
  await client.query(
    `INSERT INTO reward_ledger (user_id, currency, delta, reason, source_type, source_id, local_date, idempotency_key)
     SELECT $1, p.currency, -p.amount, $4, $5, $6, $7, $8 FROM (VALUES ('coin', $2::integer), ('key', $3)) AS p(currency, amount) WHERE p.amount > 0`,
    [learnerId, coinPrice, keyPrice, reason, source?.type, source?.id, day, key],
  );
  await sumUp(client, [learnerId]);
  return true;
}
