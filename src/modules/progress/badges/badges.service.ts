import type { EntityManager } from '@mikro-orm/postgresql';
import { withPurse } from '../../../domain/reward/badges/award.ts';
import type { Criterion } from '../../../domain/reward/badges/criteria.ts';
import { evaluate } from '../../../domain/reward/badges/evaluate.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { BadgeChange, BadgeWall, EarnedBadge, OpenBadge } from '../../../wire/badges.ts';
import { factsFor } from './kept-facts.ts';

type Parts = Omit<EarnedBadge, 'unit' | 'target' | 'earnedAt' | 'seen' | 'equipped' | 'favourite'>;
interface BadgeRow extends Omit<Parts, 'texts'> {
  name: string;
  description: string;
  i18n: Pick<Parts['texts'], 'es'>;
  criteria: Criterion;
  isActive: boolean;
}
interface OwnRow {
  id: string;
  earnedAt: string;
  seen: boolean;
  equipped: boolean;
  favourite: boolean;
  criteria: Criterion;
  xp: number;
  coins: number;
  keys: number;
}

/** How many badges can be worn at a time; the database has as many places. */
const places = 3;

export function createBadgesService({ db }: { db: Pick<Database, 'asCaller' | 'jobs'> }) {
  return {
    /** Whoever may see the learner's progress sees the badges; what is asked for stands in no table that the caller reads. */
    async read(caller: Caller, learnerId: string): Promise<BadgeWall> {
      const own = await db.asCaller(caller, async (em) => {
        const found = await em.execute<object[]>('SELECT 1 FROM user_profiles WHERE user_id = ?', [
          learnerId,
        ]);
        if (found.length === 0) throw new AppError('user/not-found');
        return em.execute<OwnRow[]>(ownBadges, [learnerId]);
      });
      return inTransaction(
        db.jobs,
        async (client) => {
          const known = await factsFor(client, learnerId);
          const badgeXp = own.reduce((sum, { xp }) => sum + xp, 0);
          const facts = withPurse(known.facts, { xp: known.xp + badgeXp, badges: own.length });
          const { rows } = await client.query<BadgeRow>(badgesFor, [learnerId]);
          const badges = new Map(rows.map((row) => [row.id, row]));
          const owned = new Set(own.map(({ id }) => id));
          const standing = (criteria: Criterion) => {
            const { value, target, unit } = evaluate(criteria, facts);
            return { value, target, unit };
          };
          const earned = own.map(
            ({ id, earnedAt, seen, equipped, favourite, criteria, ...gave }): EarnedBadge => {
              const { target, unit } = standing(criteria);
              return {
                ...partsOf(badges.get(id)!),
                ...gave,
                target,
                unit,
                earnedAt: new Date(earnedAt).toISOString(),
                seen,
                equipped,
                favourite,
              };
            },
          );
          const rest = rows.filter(({ id, isActive }) => isActive && !owned.has(id));
          const open = rest
            .filter(({ rarity }) => rarity !== 'secret')
            .map((row): OpenBadge => ({ ...partsOf(row), ...standing(row.criteria) }))
            .sort((one, other) => other.value / other.target - one.value / one.target);
          return { earned, open, secrets: rest.filter(({ rarity }) => rarity === 'secret').length };
        },
        'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
      );
    },

    /** Wears one of three, or takes it off; refuses with `badge/no-place` when three are worn. */
    async change(caller: Caller, id: string, { equipped, favourite }: BadgeChange): Promise<void> {
      await db.asCaller(caller, async (em) => {
        const own = await lockOwn(em, caller);
        const badge = own.find((one) => one.id === id);
        if (!badge) throw new AppError('badge/not-found');
        const taken = new Set(own.map(({ slot }) => slot));
        const free = Array.from({ length: places }, (_, i) => i + 1).find((slot) => !taken.has(slot));
        if (equipped && badge.slot === null && free === undefined) throw new AppError('badge/no-place');
        const slot = equipped ? (badge.slot ?? free) : null;
        await em.execute(
          'UPDATE user_badges SET equipped_slot = ?, is_favorite = ? WHERE user_id = ? AND badge_id = ?',
          [slot, favourite, caller.userId, id],
        );
      });
    },

    async markSeen(caller: Caller, ids: readonly string[]): Promise<void> {
      await db.asCaller(caller, (em) =>
        em.execute(
          'UPDATE user_badges SET seen_at = now() WHERE user_id = ? AND badge_id IN (?) AND seen_at IS NULL',
          [caller.userId, ids],
        ),
      );
    },
  };
}
export type BadgesService = ReturnType<typeof createBadgesService>;

const partsOf = ({ id, name, description, i18n, category, rarity, xp, coins, keys }: BadgeRow): Parts => ({
  id,
  texts: { en: { name, description }, ...(i18n.es && { es: i18n.es }) },
  category,
  rarity,
  xp,
  coins,
  keys,
});

/** Nobody else changes what the caller wears until the transaction ends. */
const lockOwn = (em: EntityManager, { userId }: Caller) =>
  em.execute<{ id: string; slot: number | null }[]>(
    'SELECT badge_id AS id, equipped_slot AS slot FROM user_badges WHERE user_id = ? ORDER BY badge_id FOR UPDATE',
    [userId],
  );

const ownBadges = `
SELECT badge_id AS id, unlocked_at AS "earnedAt", seen_at IS NOT NULL AS seen, equipped_slot IS NOT NULL AS equipped, is_favorite AS favourite,
  unlock_criteria AS criteria, xp_reward AS xp, coin_reward AS coins, key_reward AS keys
FROM user_badges WHERE user_id = ? ORDER BY unlocked_at DESC, badge_id LIMIT 500`;

const badgesFor = `
SELECT b.id, b.name, b.description, b.i18n, b.category, b.rarity, b.unlock_criteria AS criteria, b.xp_reward AS xp, b.coin_reward AS coins,
  b.key_reward AS keys, b.is_active AS "isActive"
FROM badges b JOIN users u ON u.org_id = b.org_id WHERE u.id = $1 ORDER BY b.position LIMIT 500`;
