import type pg from 'pg';
import type { Reward } from '../../../domain/reward/ledger.ts';
import { type SeasonDays, seasonXpOf } from '../../../domain/reward/season.ts';
import type { Earned } from '../ledger.ts';
import { giveOwed } from './season-rewards.ts';

/** Held shared by whoever counts XP for seasons, and alone by whoever begins and ends them: no XP falls between two seasons. */
export const seasonsLock = (org: string) => `hashtextextended('seasons ' || ${org}, 0)`;

/** What locked learners are to get, with what it brings to their seasons. No season begins or ends until the transaction is over. */
export async function withSeasonXp(
  client: pg.ClientBase,
  earned: ReadonlyMap<string, Earned>,
): Promise<Map<string, Earned>> {
  const learners = [...earned.keys()];
  await client.query(holdSeasons, [learners]);
  const seasons = await seasonsOf(
    client,
    learners,
    [...earned.values()].flatMap(({ rewards }) => rewards),
  );
  return new Map(
    [...earned].map(([learner, { rewards, days }]) => [
      learner,
      { rewards: [...rewards, ...seasonXpOf(rewards, seasons.get(learner) ?? [])], days },
    ]),
  );
}

/** The seasons of learners that rewards may count for. */
export async function seasonsOf(
  client: pg.ClientBase,
  learners: readonly string[],
  rewards: readonly Reward[],
): Promise<Map<string, SeasonDays[]>> {
  if (rewards.length === 0) return new Map();
  const days = rewards.map(({ day }) => day).sort();
  const { rows } = await client.query<SeasonDays & { learner: string }>(seasonsSql, [
    learners,
    days[0],
    days.at(-1),
  ]);
  return Map.groupBy(rows, ({ learner }) => learner);
}

/** After season XP were entered: sums, and what is owed in seasons that are over. The learners are locked. */
export async function countSeasons(
  client: pg.ClientBase,
  earned: ReadonlyMap<string, Earned>,
): Promise<void> {
  const touched = new Set(
    [...earned.values()].flatMap(({ rewards }) =>
      rewards.flatMap(({ currency, seasonId }) => (currency === 'season_xp' && seasonId ? [seasonId] : [])),
    ),
  );
  if (touched.size === 0) return;
  const learners = [...earned.keys()];
  await sumUpSeasons(client, learners, [...touched]);
  await giveOwed(client, learners, [...touched]);
}

/** How far learners are is what the ledger adds up to. Without `seasonIds` in all seasons. */
export const sumUpSeasons = async (
  client: pg.ClientBase,
  learners: readonly string[],
  seasonIds: readonly string[] | null = null,
): Promise<void> => void (await client.query(storeSums, [learners, seasonIds]));

const holdSeasons = `
SELECT pg_advisory_xact_lock_shared(${seasonsLock('o.id')}) FROM (SELECT DISTINCT org_id AS id FROM users WHERE id = ANY($1::uuid[]) ORDER BY 1) o`;

const seasonsSql = `
SELECT u.id AS learner, s.id, s.starts_on::text AS "startsOn", s.ends_on::text AS "endsOn" FROM users u JOIN seasons s ON s.org_id = u.org_id
WHERE u.id = ANY($1::uuid[]) AND s.starts_on <= $3::date AND s.ends_on >= $2::date`;

/** $1: learners, $2: seasons or null. */
export const seasonSums = `
SELECT one.user_id, one.season_id, one.xp, season_level(one.xp, s.xp_per_level, s.total_levels) AS level FROM (
  SELECT user_id, season_id, sum(xp)::integer AS xp FROM (
    SELECT user_id, season_id, delta AS xp FROM reward_ledger WHERE user_id = ANY($1::uuid[]) AND currency = 'season_xp'
    UNION ALL SELECT user_id, season_id, 0 FROM season_progress WHERE user_id = ANY($1::uuid[])) entries
  WHERE $2::uuid[] IS NULL OR season_id = ANY($2::uuid[]) GROUP BY user_id, season_id) one JOIN seasons s ON s.id = one.season_id`;

const storeSums = `
INSERT INTO season_progress AS p (user_id, season_id, season_xp, season_level)
SELECT user_id, season_id, xp, level FROM (${seasonSums}) sums ORDER BY user_id, season_id
ON CONFLICT (user_id, season_id) DO UPDATE SET season_xp = EXCLUDED.season_xp, season_level = EXCLUDED.season_level
WHERE (p.season_xp, p.season_level) IS DISTINCT FROM (EXCLUDED.season_xp, EXCLUDED.season_level)`;
