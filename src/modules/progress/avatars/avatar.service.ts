import type pg from 'pg';
import { isUnlocked, type Unlock } from '../../../domain/reward/avatar.ts';
import { dayIn } from '../../../domain/reward/calendar.ts';
import { levelOf } from '../../../domain/reward/level.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { Avatar, AvatarRoom, Price } from '../../../wire/avatars.ts';
import type { Locale } from '../../../wire/common.ts';
import { spend } from '../spending.service.ts';

type Named = { name: string; i18n: Partial<Record<Locale, { name: string }>> };
interface AvatarRow extends Named {
  id: string;
  picture: string;
  collection: Named | null;
  type: Unlock['type'];
  criteria: Record<string, unknown>;
  coins: number;
  keys: number;
  owned: boolean;
  /** That lead to it. */
  badge: Named | null;
  season: Named | null;
}
interface WearerRow {
  xp: string;
  coins: number;
  keys: number;
  worn: string | null;
  /** Slugs of the badges that the learner has. */
  badges: string[];
  /** The highest level reached in each season, by slug. */
  seasons: Record<string, number>;
  timezone: string;
  startHour: number;
}
interface Wearer extends Omit<WearerRow, 'xp'> {
  level: number;
}

/** The avatar room of a learner. */
export function createAvatarService({ jobs, now }: Pick<Database, 'jobs'> & { now: () => Date }) {
  async function open(client: Queries, { userId, orgId }: Caller, only: string | null = null) {
    const { rows: people } = await client.query<WearerRow>(wearerOf, [userId]);
    const { xp, ...wearer } = people[0]!;
    const { rows: avatars } = await client.query<AvatarRow>(avatarsFor, [orgId, userId, only]);
    return { wearer: { ...wearer, level: levelOf(Number(xp)).level }, avatars };
  }
  async function one(client: Queries, caller: Caller, avatarId: string) {
    const { wearer, avatars } = await open(client, caller, avatarId);
    if (!avatars[0]) throw new AppError('avatar/not-found');
    return { wearer, avatar: avatars[0] };
  }

  return {
    async room(caller: Caller, locale: Locale): Promise<AvatarRoom> {
      const { wearer, avatars } = await open(jobs, caller);
      const { coins, keys, worn } = wearer;
      return { coins, keys, worn, avatars: avatars.map((avatar) => present(avatar, wearer, locale)) };
    },

    /** null takes off what is worn. */
    wear: (caller: Caller, avatarId: string | null): Promise<void> =>
      inTransaction(jobs, async (client) => {
        if (avatarId !== null) {
          const { wearer, avatar } = await one(client, caller, avatarId);
          if (!isOwned(avatar, wearer)) throw new AppError('avatar/locked');
          await keep(client, caller.userId, avatar);
        }
        await client.query('UPDATE user_profiles SET equipped_avatar_id = $2 WHERE user_id = $1', [
          caller.userId,
          avatarId,
        ]);
      }),

    /** Paid once, however often it is asked for; `price` is what the learner agreed to. */
    buy: (caller: Caller, avatarId: string, price: Price): Promise<void> =>
      inTransaction(jobs, async (client) => {
        const { wearer, avatar } = await one(client, caller, avatarId);
        if (isOwned(avatar, wearer)) return;
        if (avatar.type !== 'purchase') throw new AppError('avatar/not-for-sale');
        if (avatar.coins !== price.coins || avatar.keys !== price.keys)
          throw new AppError('avatar/other-price');
        await spend(client, caller.userId, {
          key: `avatar:${avatar.id}`,
          price,
          reason: 'avatar',
          source: { type: 'avatar', id: avatar.id },
          day: dayIn(wearer.timezone, now().getTime(), wearer.startHour),
        });
        await keep(client, caller.userId, avatar);
      }),
  };
}
export type AvatarService = ReturnType<typeof createAvatarService>;
type Queries = Pick<pg.ClientBase, 'query'>;

const isOwned = (avatar: AvatarRow, { level, badges, seasons }: Wearer): boolean =>
  avatar.owned ||
  isUnlocked(unlockOf(avatar), {
    level,
    badges: new Set(badges),
    seasons: new Map(Object.entries(seasons)),
  });

/** The database keeps the criteria in this form. */
const unlockOf = ({ type, criteria, coins, keys }: AvatarRow): Unlock =>
  type === 'purchase' ? { type, coins, keys } : ({ type, ...criteria } as Unlock);

function present(avatar: AvatarRow, wearer: Wearer, locale: Locale): Avatar {
  const nameOf = ({ name, i18n }: Named) => i18n[locale]?.name ?? name;
  const { id, picture, collection } = avatar;
  return {
    id,
    name: nameOf(avatar),
    picture,
    collection: collection && nameOf(collection),
    owned: isOwned(avatar, wearer),
    unlock: presentUnlock(unlockOf(avatar), {
      badge: avatar.badge && nameOf(avatar.badge),
      season: avatar.season && nameOf(avatar.season),
    }),
  };
}

function presentUnlock(
  unlock: Unlock,
  { badge, season }: Record<'badge' | 'season', string | null>,
): Avatar['unlock'] {
  switch (unlock.type) {
    case 'badge':
      return { type: 'badge', badge };
    case 'seasonal':
      return { type: 'seasonal', season, level: unlock.level };
    default:
      return unlock;
  }
}

const keep = (client: pg.ClientBase, learnerId: string, { id, type }: AvatarRow) =>
  client.query(
    'INSERT INTO user_avatars (user_id, avatar_id, unlock_method) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [learnerId, id, type],
  );

const wearerOf = `
SELECT p.timezone, p.day_start_hour AS "startHour", p.equipped_avatar_id AS worn, coalesce(s.total_xp, 0) AS xp, coalesce(s.coins, 0) AS coins, coalesce(s.keys, 0) AS keys,
  ARRAY(SELECT b.slug FROM user_badges u JOIN badges b ON b.id = u.badge_id WHERE u.user_id = p.user_id) AS badges,
  coalesce((SELECT json_object_agg(slug, level) FROM (SELECT t.slug, max(r.season_level) AS level FROM season_progress r JOIN seasons t ON t.id = r.season_id
    WHERE r.user_id = p.user_id AND r.season_xp > 0 GROUP BY t.slug) reached), '{}') AS seasons
FROM user_profiles p LEFT JOIN learner_stats s ON s.user_id = p.user_id WHERE p.user_id = $1`;

const avatarsFor = `
SELECT a.id, a.name, a.i18n, a.picture, CASE WHEN c.id IS NOT NULL THEN jsonb_build_object('name', c.name, 'i18n', c.i18n) END AS collection,
  a.unlock_type AS type, a.unlock_criteria AS criteria, a.coin_cost AS coins, a.key_cost AS keys, u.avatar_id IS NOT NULL AS owned,
  CASE WHEN b.id IS NOT NULL THEN jsonb_build_object('name', b.name, 'i18n', b.i18n) END AS badge,
  (SELECT jsonb_build_object('name', t.name, 'i18n', t.i18n) FROM seasons t WHERE t.org_id = a.org_id AND t.slug = a.unlock_criteria->>'season' ORDER BY t.round DESC LIMIT 1) AS season
FROM avatars a LEFT JOIN avatar_collections c ON c.id = a.collection_id LEFT JOIN user_avatars u ON u.avatar_id = a.id AND u.user_id = $2
  LEFT JOIN badges b ON b.org_id = a.org_id AND b.slug = a.unlock_criteria->>'badge' AND NOT b.is_secret
WHERE a.org_id = $1 AND (a.is_active OR u.avatar_id IS NOT NULL) AND ($3::uuid IS NULL OR a.id = $3)
ORDER BY c.position, a.position, a.id LIMIT 500`;
