import type pg from 'pg';
import type { Day } from '../../../domain/reward/calendar.ts';
import { areLasting, type DailyTask, nothingDone, stepsOf } from '../../../domain/reward/daily/tasks.ts';
import type { Reward } from '../../../domain/reward/ledger.ts';
import { enter } from '../ledger.ts';
import { isAwaited } from '../studied.ts';
import { readAllDays } from './day-facts.ts';
import { type Given, rewardsOfChallenge } from './give-challenges.ts';
import { type Kept, keptOf, store } from './keep-challenges.ts';

interface ChallengeRow extends Given {
  tasks: DailyTask[];
  /** Whether the day is over everywhere. */
  over: boolean;
  value: number;
  target: number | null;
  done: boolean;
  claimed: boolean;
  outlived: boolean;
}
type Entry = Pick<Reward, 'currency' | 'key' | 'amount'> & { id: string };

export interface ComparedChallenges {
  /** Further than it is kept. Nobody is looked at for whom something is not worked on yet. */
  missing: Found[];
  /** Not as far as it is kept. */
  wrong: Found[];
  /** What claimed challenges should have given, and did not. */
  missingRewards: Reward[];
  wrongEntries: Entry[];
}
interface Found {
  day: Day;
  rightly: Kept;
}

/** Holds a learner's challenges, and what they gave, against what the learner did. */
export async function compareChallenges(client: pg.ClientBase, learner: string): Promise<ComparedChallenges> {
  const { rows } = await client.query<ChallengeRow>(challengesOf, [learner]);
  const facts = await readAllDays(client, learner);
  const awaited = await isAwaited(client, learner);
  const compared = rows.map((row) => {
    const { challenge, day, tasks } = row;
    const rightly = keptOf({ learner, challenge }, stepsOf(tasks, facts.get(day) ?? nothingDone));
    const ahead = rightly.value * (row.target ?? 1) - row.value * rightly.target;
    const isLasting = areLasting(tasks);
    return {
      ...row,
      rightly,
      isMissing: ahead > 0 && !row.done && !awaited && (isLasting || !row.over),
      isWrong: ahead < 0 && isLasting && !row.outlived,
    };
  });
  const { rows: entries } = await client.query<Entry>(challengeEntries, [learner]);
  const wanted = compared.filter((one) => one.claimed && !one.isWrong).flatMap(rewardsOfChallenge);
  const same = (one: Omit<Entry, 'id'>, other: Omit<Entry, 'id'>) =>
    one.key === other.key && one.currency === other.currency && one.amount === other.amount;
  return {
    missing: compared.filter((one) => one.isMissing),
    wrong: compared.filter((one) => one.isWrong),
    missingRewards: wanted.filter((reward) => !entries.some((entry) => same(entry, reward))),
    wrongEntries: entries.filter((entry) => !wanted.some((reward) => same(entry, reward))),
  };
}

/** Puts right what is kept; afterwards sums are to be made. What was done and not given waits to be claimed. */
export async function mendChallenges(
  client: pg.ClientBase,
  learner: string,
  { missing, wrong, missingRewards, wrongEntries }: ComparedChallenges,
): Promise<void> {
  await client.query(
    'DELETE FROM user_daily_challenges WHERE user_id = $1 AND challenge_id = ANY($2::uuid[])',
    [learner, wrong.map(({ rightly }) => rightly.challenge)],
  );
  await client.query('DELETE FROM reward_ledger WHERE id = ANY($1::bigint[])', [
    wrongEntries.map(({ id }) => id),
  ]);
  await store(
    client,
    [...missing, ...wrong].map(({ rightly }) => rightly),
  );
  await enter(client, new Map([[learner, { rewards: missingRewards, days: [] }]]));
}

const challengesOf = `
SELECT c.id AS challenge, c.valid_date::text AS day, c.tasks, c.xp_reward AS xp, c.coin_reward AS coins, c.expires_at < now() AS over,
  coalesce(k.current_value, 0) AS value, k.target_value AS target, k.completed_at IS NOT NULL AS done, k.claimed_at IS NOT NULL AS claimed,
  coalesce(k.outlived, false) AS outlived
FROM daily_challenges c JOIN users u ON u.org_id = c.org_id LEFT JOIN user_daily_challenges k ON k.challenge_id = c.id AND k.user_id = u.id
WHERE u.id = $1 ORDER BY c.valid_date`;

const challengeEntries = `
SELECT id::text, currency, idempotency_key AS key, delta AS amount FROM reward_ledger
WHERE user_id = $1 AND reason = 'challenge' AND source_type = 'challenge'`;
