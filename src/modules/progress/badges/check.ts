import type pg from 'pg';
import { earnedBadges } from '../../../domain/reward/badges/award.ts';
import { isLasting } from '../../../domain/reward/badges/lasting.ts';
import type { Day } from '../../../domain/reward/calendar.ts';
import type { Reward } from '../../../domain/reward/ledger.ts';
import { enter } from '../ledger.ts';
import { isAwaited } from '../studied.ts';
import { type Award, openAwards, rewardsOfBadge, type StoredBadge } from './awarding.ts';
import { readLearners } from './deeds.ts';
import { areStale } from './kept-facts.ts';

interface OwnBadge extends StoredBadge {
  day: Day;
  /** A session that may have earned it was deleted. */
  outlived: boolean;
}
type Entry = Pick<Reward, 'currency' | 'key' | 'amount'> & { id: string };

export interface ComparedBadges {
  /** Earned and not given; nobody is looked at for whom something is not worked on yet. */
  missing: Award[];
  /** Given and not earned, by what was asked for when they were given. */
  wrong: OwnBadge[];
  /** What given badges should have earned, and did not. */
  missingRewards: Reward[];
  wrongEntries: Entry[];
  /** What the wall of badges shows is not what the learner did. */
  staleFacts: boolean;
}

/** Holds a learner's badges and what they gave against what is known of the learner. */
export async function compareBadges(client: pg.ClientBase, learnerId: string): Promise<ComparedBadges> {
  const learner = (await readLearners(client, [learnerId])).get(learnerId)!;
  const { rows: own } = await client.query<OwnBadge>(ownBadges, [learnerId]);
  const { rows: entries } = await client.query<Entry>(badgeEntries, [learnerId]);
  const isTrusted = ({ outlived, criteria }: OwnBadge) => outlived || !isLasting(criteria);
  const trusted = own.filter(isTrusted);
  const earned = earnedBadges(
    own.filter((badge) => !isTrusted(badge)),
    learner.facts,
    { xp: learner.xp + trusted.reduce((sum, { xp }) => sum + xp, 0), badges: trusted.length },
  );
  const awaited = await isAwaited(client, learnerId);
  const right = [...trusted, ...earned];
  const wanted = right.flatMap((badge) => rewardsOfBadge({ badge, day: badge.day }));
  const same = (one: Omit<Entry, 'id'>, other: Omit<Entry, 'id'>) =>
    one.key === other.key && one.currency === other.currency && one.amount === other.amount;
  return {
    // what is told and not worked on yet brings its badges
    missing: awaited ? [] : await openAwards(client, new Map([[learnerId, learner]])),
    wrong: own.filter((badge) => !right.includes(badge)),
    missingRewards: wanted.filter((reward) => !entries.some((entry) => same(entry, reward))),
    wrongEntries: entries.filter((entry) => !wanted.some((reward) => same(entry, reward))),
    staleFacts: !awaited && (await areStale(client, learnerId, learner)),
  };
}

/** Takes away what is wrong and enters what is missing; afterwards sums are to be made, and badges that are earned to be given. */
export async function mendBadges(
  client: pg.ClientBase,
  learnerId: string,
  { wrong, wrongEntries, missingRewards }: ComparedBadges,
): Promise<void> {
  await client.query('DELETE FROM user_badges WHERE user_id = $1 AND badge_id = ANY($2::uuid[])', [
    learnerId,
    wrong.map(({ id }) => id),
  ]);
  await client.query('DELETE FROM reward_ledger WHERE id = ANY($1::bigint[])', [
    wrongEntries.map(({ id }) => id),
  ]);
  await enter(client, new Map([[learnerId, { rewards: missingRewards, days: [] }]]));
}

const ownBadges = `
SELECT b.id, b.org_id AS "orgId", b.slug, u.unlock_criteria AS criteria, u.xp_reward AS xp, u.coin_reward AS coins, u.key_reward AS keys,
  u.local_date::text AS day, u.outlived
FROM user_badges u JOIN badges b ON b.id = u.badge_id WHERE u.user_id = $1 ORDER BY b.position`;

const badgeEntries = `
SELECT id::text, currency, idempotency_key AS key, delta AS amount FROM reward_ledger WHERE user_id = $1 AND reason = 'badge'`;
