import type pg from 'pg';
import type { Day } from '../../../domain/reward/calendar.ts';
import type { Currency, Reward } from '../../../domain/reward/ledger.ts';
import { givenFor, type SeasonReward } from '../../../domain/reward/season.ts';
import { enter, sumUp } from '../ledger.ts';

interface TierRow {
  level: number;
  kind: SeasonReward['kind'];
  amount: number;
  /** Slug and id. */
  avatar: string | null;
  avatarId: string | null;
  /** Or there is none of this name any more. */
  isOwned: boolean;
}

/** What a learner got at a level. */
export interface Claim {
  level: number;
  kind: SeasonReward['kind'];
  amount: number;
  avatarId: string | null;
}

/** Gives a locked learner what these levels bring and was not given yet; that they are reached is known. */
export async function giveLevels(
  client: pg.ClientBase,
  learnerId: string,
  seasonId: string,
  levels: readonly number[],
): Promise<void> {
  const { rows: tiers } = await client.query<TierRow>(openTiers, [learnerId, seasonId, levels]);
  if (tiers.length === 0) return;
  const { rows } = await client.query<{ freezes: number; day: Day }>(standing, [learnerId]);
  const { freezes, day } = rows[0]!;
  const holding = {
    freezes,
    avatars: new Set(tiers.flatMap(({ avatar, isOwned }) => (avatar && isOwned ? [avatar] : []))),
  };
  const claims = tiers.map((tier): Claim => {
    const given = givenFor(rewardOf(tier), holding);
    if (given.kind === 'freeze') holding.freezes += 1;
    return {
      level: tier.level,
      kind: given.kind,
      amount: 'amount' in given ? given.amount : 1,
      avatarId: given.kind === 'avatar' ? tier.avatarId : null,
    };
  });
  await client.query(storeClaims, [learnerId, seasonId, day, JSON.stringify(claims)]);
  await client.query(keepAvatars, [learnerId, claims.flatMap(({ avatarId }) => avatarId ?? [])]);
  const rewards = claims.flatMap((claim) => rewardsOfClaim(seasonId, day, claim));
  await enter(client, new Map([[learnerId, { rewards, days: [] }]]));
  await sumUp(client, [learnerId]);
}

/** Gives locked learners what they reached in seasons that are over and did not take. Nobody has to hurry: nothing is lost. */
export async function giveOwed(
  client: pg.ClientBase,
  learners: readonly string[],
  seasonIds: readonly string[] | null = null,
): Promise<void> {
  const { rows } = await client.query<Owed>(owed, [learners, seasonIds]);
  for (const { learner, season, levels } of rows) await giveLevels(client, learner, season, levels);
}

interface Owed {
  learner: string;
  season: string;
  levels: number[];
}

export const rewardOf = ({
  kind,
  amount,
  avatar,
}: Pick<TierRow, 'kind' | 'amount' | 'avatar'>): SeasonReward => {
  if (kind === 'avatar') return { kind, avatar: avatar! };
  return kind === 'freeze' ? { kind } : { kind, amount };
};

const currencies = { coins: 'coin', keys: 'key', freeze: 'freeze', avatar: null } as const satisfies Record<
  SeasonReward['kind'],
  Currency | null
>;

/** What stands in the ledger for it; an avatar stands with the learner's avatars. */
export function rewardsOfClaim(
  seasonId: string,
  day: Day,
  { level, kind, amount }: Pick<Claim, 'level' | 'kind' | 'amount'>,
): Reward[] {
  const currency = currencies[kind];
  if (currency === null) return [];
  const source = { type: 'season', id: seasonId } as const;
  return [{ key: `season:${seasonId}:${level}`, currency, amount, reason: 'season', source, day }];
}

/** Whoever wears an avatar of this season before taking it has it from the season: it is not there twice. $1: learner, `a`: avatar. */
const hasAvatar = (learner: string) => `
  (EXISTS (SELECT 1 FROM user_avatars u WHERE u.user_id = ${learner} AND u.avatar_id = a.id AND u.unlock_method <> 'seasonal')
    OR EXISTS (SELECT 1 FROM season_reward_claims h WHERE h.user_id = ${learner} AND h.avatar_id = a.id))`;

/** The tiers of a season with what a learner has of them. */
export const tiersFor = (learner: string) => `
SELECT t.season_id, t.level, t.kind, t.amount, t.avatar, a.id AS "avatarId", a.name, a.i18n, a.picture,
  t.kind = 'avatar' AND (a.id IS NULL OR NOT a.is_active OR ${hasAvatar(learner)}) AS "isOwned"
FROM season_tiers t JOIN seasons s ON s.id = t.season_id LEFT JOIN avatars a ON a.org_id = s.org_id AND a.slug = t.avatar`;

const openTiers = `
${tiersFor('$1')} WHERE t.season_id = $2 AND t.level = ANY($3::integer[])
  AND NOT EXISTS (SELECT 1 FROM season_reward_claims c WHERE c.user_id = $1 AND c.season_id = $2 AND c.level = t.level) ORDER BY t.level`;

const standing = `
SELECT s.streak_freezes AS freezes, local_day(coalesce(p.timezone, 'UTC'), coalesce(p.day_start_hour, 0), now())::text AS day
FROM learner_stats s LEFT JOIN user_profiles p ON p.user_id = s.user_id WHERE s.user_id = $1`;

const storeClaims = `
INSERT INTO season_reward_claims (user_id, season_id, level, kind, amount, avatar_id, local_date)
SELECT $1, $2, c.level, c.kind, c.amount, c."avatarId", $3::date FROM json_to_recordset($4::json) AS c(level integer, kind text, amount integer, "avatarId" uuid)`;

const keepAvatars = `
INSERT INTO user_avatars (user_id, avatar_id, unlock_method) SELECT $1, id, 'seasonal' FROM unnest($2::uuid[]) AS id ON CONFLICT DO NOTHING`;

/** $1: learners, $2: seasons or null. */
export const owed = `
SELECT p.user_id AS learner, p.season_id AS season, array_agg(t.level ORDER BY t.level) AS levels
FROM season_progress p JOIN seasons s ON s.id = p.season_id AND s.ended_at IS NOT NULL JOIN season_tiers t ON t.season_id = p.season_id AND t.level <= p.season_level
WHERE p.user_id = ANY($1::uuid[]) AND ($2::uuid[] IS NULL OR p.season_id = ANY($2::uuid[])) AND p.season_xp > 0
  AND NOT EXISTS (SELECT 1 FROM season_reward_claims c WHERE c.user_id = p.user_id AND c.season_id = p.season_id AND c.level = t.level)
GROUP BY p.user_id, p.season_id ORDER BY p.user_id, p.season_id`;
