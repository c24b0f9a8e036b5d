import type pg from 'pg';
import type { Day } from '../../../domain/reward/calendar.ts';
import type { Currency, Reward } from '../../../domain/reward/ledger.ts';
import { give } from '../give.ts';

export interface Given {
  challenge: string;
  day: Day;
  xp: number;
  coins: number;
}

/** Gives locked learners what a challenge that they have done is worth, each once; it counts for the day of the challenge. */
export async function giveChallenges(
  client: pg.ClientBase,
  learners: readonly string[],
  challenge: string,
): Promise<void> {
  const { rows } = await client.query<Given & { learner: string }>(claimSql, [learners, challenge]);
  if (rows.length === 0) return;
  await give(
    client,
    new Map(rows.map(({ learner, ...given }) => [learner, { rewards: rewardsOfChallenge(given), days: [] }])),
  );
}

export const rewardsOfChallenge = ({ challenge, day, xp, coins }: Given): Reward[] => {
  const amounts: [Currency, number][] = [
    ['xp', xp],
    ['coin', coins],
  ];
  return amounts.map(([currency, amount]) => ({
    key: `challenge:${challenge}`,
    currency,
    amount,
    reason: 'challenge',
    source: { type: 'challenge', id: challenge },
    day,
  }));
};

const claimSql = `
UPDATE user_daily_challenges k SET claimed_at = now() FROM daily_challenges c
WHERE k.challenge_id = $2 AND k.user_id = ANY($1::uuid[]) AND c.id = k.challenge_id AND k.completed_at IS NOT NULL AND k.claimed_at IS NULL
RETURNING k.user_id AS learner, c.id AS challenge, c.valid_date::text AS day, c.xp_reward AS xp, c.coin_reward AS coins`;
