import type pg from 'pg';
import { type Badge, earnedBadges } from '../../../domain/reward/badges/award.ts';
import type { Day } from '../../../domain/reward/calendar.ts';
import type { Currency, Reward } from '../../../domain/reward/ledger.ts';
import { enter, sumUp } from '../ledger.ts';
import { type Learner, readLearners } from './deeds.ts';
import { currentFacts, keepFacts } from './kept-facts.ts';

export interface StoredBadge extends Badge {
  slug: string;
  orgId: string;
  coins: number;
  keys: number;
}

export interface Award {
  learnerId: string;
  badge: StoredBadge;
  day: Day;
}

/**
 * Gives locked learners the badges that they have earned and do not have. What a badge asked for is kept with it: it stays,
 * whatever becomes of the badge.
 */
export const awardBadges = async (client: pg.ClientBase, ids: readonly string[]): Promise<void> =>
  award(client, await readLearners(client, ids));

/**
 * The same where nothing is new but what they know of objectives. Whatever else the answers changed is read when their progress is
 * projected, before this or after it.
 */
export const awardMastery = async (client: pg.ClientBase, ids: readonly string[]): Promise<void> =>
  award(client, await readLearners(client, ids, await currentFacts(client, ids)));

async function award(client: pg.ClientBase, learners: ReadonlyMap<string, Learner>): Promise<void> {
  await keepFacts(client, learners);
  await giveBadges(client, await openAwards(client, learners));
}

/** Which badges are earned and not given yet. */
export async function openAwards(
  client: pg.ClientBase,
  learners: ReadonlyMap<string, Learner>,
): Promise<Award[]> {
  const badges = await activeBadges(client, [...new Set([...learners.values()].map(({ orgId }) => orgId))]);
  const owned = await ownedBadges(client, [...learners.keys()]);
  return [...learners].flatMap(([learnerId, { orgId, today, badgeXp, facts, xp }]) => {
    const own = owned.get(learnerId) ?? new Set();
    const open = badges.filter((badge) => badge.orgId === orgId && !own.has(badge.id));
    const purse = { xp: xp + badgeXp, badges: own.size };
    return earnedBadges(open, facts, purse).map((badge) => ({ learnerId, badge, day: today }));
  });
}

export async function giveBadges(client: pg.ClientBase, awards: readonly Award[]): Promise<void> {
  if (awards.length === 0) return;
  await client.query(insertBadges, [
    JSON.stringify(
      awards.map(({ learnerId, day, badge: { id, criteria, xp, coins, keys } }) => ({
        learner: learnerId,
        badge: id,
        criteria,
        xp,
        coins,
        keys,
        day,
      })),
    ),
  ]);
  const byLearner = Map.groupBy(awards, ({ learnerId }) => learnerId);
  await enter(
    client,
    new Map([...byLearner].map(([id, own]) => [id, { rewards: own.flatMap(rewardsOfBadge), days: [] }])),
  );
  await sumUp(client, [...byLearner.keys()]);
}

export const rewardsOfBadge = ({ badge, day }: Pick<Award, 'badge' | 'day'>): Reward[] => {
  const amounts: [Currency, number][] = [
    ['xp', badge.xp],
    ['coin', badge.coins],
    ['key', badge.keys],
  ];
  return amounts
    .filter(([, amount]) => amount > 0)
    .map(([currency, amount]) => ({
      key: `badge:${badge.id}`,
      currency,
      amount,
      reason: 'badge',
      source: { type: 'badge', id: badge.id },
      day,
    }));
};

export const badgeColumns = `b.id, b.org_id AS "orgId", b.slug, b.unlock_criteria AS criteria, b.xp_reward AS xp, b.coin_reward AS coins, b.key_reward AS keys`;

async function activeBadges(client: pg.ClientBase, orgIds: readonly string[]): Promise<StoredBadge[]> {
  const { rows } = await client.query<StoredBadge>(
    `SELECT ${badgeColumns} FROM badges b WHERE b.org_id = ANY($1::uuid[]) AND b.is_active ORDER BY b.position`,
    [orgIds],
  );
  return rows;
}

async function ownedBadges(
  client: pg.ClientBase,
  ids: readonly string[],
): Promise<Map<string, ReadonlySet<string>>> {
  const { rows } = await client.query<{ learner: string; badges: string[] }>(
    `SELECT user_id AS learner, array_agg(badge_id::text) AS badges FROM user_badges WHERE user_id = ANY($1::uuid[]) GROUP BY user_id`,
    [ids],
  );
  return new Map(rows.map(({ learner, badges }) => [learner, new Set(badges)]));
}

const insertBadges = `
INSERT INTO user_badges (user_id, badge_id, unlock_criteria, xp_reward, coin_reward, key_reward, local_date)
SELECT r.learner, r.badge, r.criteria, r.xp, r.coins, r.keys, r.day
FROM json_to_recordset($1::json) AS r(learner uuid, badge uuid, criteria jsonb, xp integer, coins integer, keys integer, day date)
ON CONFLICT DO NOTHING`;
