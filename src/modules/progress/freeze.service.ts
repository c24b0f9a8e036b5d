import { dayIn } from '../../domain/reward/calendar.ts';
import { freezePrice, maxFreezes } from '../../domain/reward/streak.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { lockLearners } from './ledger.ts';
import { spend } from './spending.service.ts';

/** `key`: the same one buys one freeze. Refuses with `streak/enough-freezes`, `reward/not-enough-coins`, or `user/not-found` of who was erased meanwhile. */
export async function buyFreeze(
  { jobs }: Pick<Database, 'jobs'>,
  learnerId: string,
  key: string,
  now: Date,
): Promise<void> {
  await inTransaction(jobs, async (client) => {
    await lockLearners(client, [learnerId]);
    const { rows } = await client.query<{
      timezone: string;
      startHour: number;
      freezes: number;
      bought: boolean;
    }>(
      `SELECT p.timezone, p.day_start_hour AS "startHour", s.streak_freezes AS freezes,
         EXISTS (SELECT 1 FROM reward_ledger l WHERE l.user_id = $1 AND l.currency = 'coin' AND l.idempotency_key = $2) AS bought
       FROM user_profiles p JOIN learner_stats s ON s.user_id = p.user_id WHERE p.user_id = $1`,
      [learnerId, `freeze:${key}`],
    );
    const [learner] = rows;
    if (!learner) throw new AppError('user/not-found');
    const { timezone, startHour, freezes, bought } = learner;
    if (bought) return;
    if (freezes >= maxFreezes) throw new AppError('streak/enough-freezes');
    await spend(client, learnerId, {
      key: `freeze:${key}`,
      price: { coins: freezePrice },
      reason: 'freeze',
      source: null,
      day: dayIn(timezone, now.getTime(), startHour),
    });
  });
}
