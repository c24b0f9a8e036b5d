import type pg from 'pg';
import type { Day } from '../../../domain/reward/calendar.ts';
import type { Reward } from '../../../domain/reward/ledger.ts';
import { enter } from '../ledger.ts';
import { type Claim, giveOwed, owed, rewardsOfClaim } from './season-rewards.ts';
import { seasonSums, sumUpSeasons } from './season-xp.ts';

type Entry = Pick<Reward, 'currency' | 'key' | 'amount'> & { id: string };

export interface ComparedSeasons {
  /** Seasons, by slug, in which the learner is not where the ledger says. */
  unlike: string[];
  /** Reached in seasons that are over and settled, and not given. */
  owed: { seasonId: string; levels: number[] }[];
  /** What claims should have brought, and did not. */
  missingRewards: Reward[];
  missingAvatars: string[];
  wrongEntries: Entry[];
}

/** Holds how far a learner is in seasons, and what was given there, against the ledger. */
export async function compareSeasons(client: pg.ClientBase, learnerId: string): Promise<ComparedSeasons> {
  const { rows: unlike } = await client.query<{ slug: string }>(unlikeSums, [[learnerId], null]);
  const { rows: notGiven } = await client.query<{ season: string; levels: number[] }>(owedWhereSettled, [
    [learnerId],
    null,
  ]);
  const { rows: claims } = await client.query<Claim & { season: string; day: Day; isThere: boolean }>(
    claimsOf,
    [learnerId],
  );
  const { rows: entries } = await client.query<Entry>(entriesOf, [learnerId]);
  const wanted = claims.flatMap((claim) => rewardsOfClaim(claim.season, claim.day, claim));
  const same = (one: Omit<Entry, 'id'>, other: Omit<Entry, 'id'>) =>
    one.key === other.key && one.currency === other.currency && one.amount === other.amount;
  return {
    unlike: unlike.map(({ slug }) => slug),
    owed: notGiven.map(({ season, levels }) => ({ seasonId: season, levels })),
    missingRewards: wanted.filter((reward) => !entries.some((entry) => same(entry, reward))),
    missingAvatars: claims.flatMap(({ avatarId, isThere }) => (avatarId && !isThere ? [avatarId] : [])),
    wrongEntries: entries.filter((entry) => !wanted.some((reward) => same(entry, reward))),
  };
}

/** Puts right what was compared; afterwards coins, keys and freezes are to be summed up. */
export async function mendSeasons(
  client: pg.ClientBase,
  learnerId: string,
  { wrongEntries, missingRewards, missingAvatars }: ComparedSeasons,
): Promise<void> {
  await client.query('DELETE FROM reward_ledger WHERE id = ANY($1::bigint[])', [
    wrongEntries.map(({ id }) => id),
  ]);
  await enter(client, new Map([[learnerId, { rewards: missingRewards, days: [] }]]));
  await client.query(
    `INSERT INTO user_avatars (user_id, avatar_id, unlock_method) SELECT $1, id, 'seasonal' FROM unnest($2::uuid[]) AS id ON CONFLICT DO NOTHING`,
    [learnerId, missingAvatars],
  );
  await sumUpSeasons(client, [learnerId]);
  await giveOwed(client, [learnerId]);
}

const unlikeSums = `
SELECT s.slug || ' ' || s.round AS slug FROM (${seasonSums}) sums JOIN seasons s ON s.id = sums.season_id
  LEFT JOIN season_progress p ON p.user_id = sums.user_id AND p.season_id = sums.season_id
WHERE (p.season_xp, p.season_level) IS DISTINCT FROM (sums.xp, sums.level) ORDER BY 1`;

/** While a season is being settled its rewards are on their way. */
const owedWhereSettled = `
SELECT o.* FROM (${owed}) o JOIN seasons s ON s.id = o.season WHERE s.settled_at IS NOT NULL`;

const claimsOf = `
SELECT c.season_id AS season, c.level, c.kind, c.amount, c.avatar_id AS "avatarId", c.local_date::text AS day,
  c.avatar_id IS NULL OR NOT EXISTS (SELECT 1 FROM avatars a WHERE a.id = c.avatar_id)
    OR EXISTS (SELECT 1 FROM user_avatars u WHERE u.user_id = c.user_id AND u.avatar_id = c.avatar_id) AS "isThere"
FROM season_reward_claims c WHERE c.user_id = $1 ORDER BY c.season_id, c.level`;

const entriesOf = `
SELECT id::text, currency, idempotency_key AS key, delta AS amount FROM reward_ledger WHERE user_id = $1 AND reason = 'season'`;
