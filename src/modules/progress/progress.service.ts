import { dayIn, daysAfter, weekOf } from '../../domain/reward/calendar.ts';
import { levelOf } from '../../domain/reward/level.ts';
import { freezePrice, maxFreezes, streakOn } from '../../domain/reward/streak.ts';
import type { Caller, Database } from '../../platform/database/database.ts';
import { knownZone } from '../../platform/database/known-zone.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { OwnDay, Progress } from '../../wire/progress.ts';
import { requireFollowed } from '../classes/followed.service.ts';

interface StatsRow {
  timezone: string;
  startHour: number;
  coins: number;
  keys: number;
  freezes: number;
  frozen: string[];
  avatar: string | null;
  xp: string;
  current: number;
  longest: number;
  last: string | null;
}

const weeks = 4;

/** Read under the caller's own row policies: the learner, the guardians, whoever teaches the learner. */
export function createProgressService({ db, now }: { db: Database; now: () => Date }) {
  return {
    async read(caller: Caller, learnerId: string): Promise<Progress> {
      return db.asCaller(caller, async (em) => {
        const [stats] = await em.execute<StatsRow[]>(statsOf, [learnerId]);
        if (!stats) throw new AppError('user/not-found');
        const today = dayIn(stats.timezone, now().getTime(), stats.startHour);
        const monday = weekOf(today);
        const from = daysAfter(monday, -7 * (weeks - 1));
        const learnt = await em.execute<{ day: string }[]>(
          'SELECT local_date::text AS day FROM streak_days WHERE user_id = ? AND local_date >= ?::date',
          [learnerId, from],
        );
        const earned = await em.execute<{ day: string; xp: number }[]>(
          `SELECT local_date::text AS day, sum(delta)::integer AS xp FROM reward_ledger
           WHERE user_id = ? AND currency = 'xp' AND local_date >= ?::date GROUP BY local_date`,
          [learnerId, from],
        );
        const bought = await em.execute<{ day: string }[]>(
          `SELECT local_date::text AS day FROM reward_ledger WHERE user_id = ? AND (reason = 'freeze' OR currency = 'freeze') AND local_date > ?::date`,
          [learnerId, stats.last],
        );
        const streak = streakOn(
          today,
          stats,
          bought.map(({ day }) => day),
        );
        const frozen = new Set([...stats.frozen, ...streak.frozen]);
        const days = new Set(learnt.map(({ day }) => day));
        const xpOf = new Map(earned.map(({ day, xp }) => [day, xp]));
        const { level, within, toNext } = levelOf(Number(stats.xp));
        return {
          xp: Number(stats.xp),
          level,
          xpOfLevel: within,
          xpToNextLevel: toNext,
          xpOfWeek: earned.filter(({ day }) => day >= monday).reduce((sum, { xp }) => sum + xp, 0),
          coins: stats.coins,
          keys: stats.keys,
          day: { timezone: stats.timezone, startHour: stats.startHour },
          avatar: stats.avatar,
          streak: {
            days: streak.days,
            longest: stats.longest,
            today: days.has(today),
            freezes: {
              left: stats.freezes - streak.frozen.length,
              atMost: maxFreezes,
              coins: freezePrice,
            },
          },
          calendar: Array.from({ length: 7 * weeks }, (_, i) => {
            const day = daysAfter(from, i);
            return {
              day,
              learnt: days.has(day),
              frozen: frozen.has(day),
              xp: xpOf.get(day) ?? 0,
              ahead: day > today,
            };
          }),
        };
      });
    },

    /**
     * From now on; days that were stay as they were. Zone and hour change once a day each, so that no day comes twice. Refuses
     * `day/changed-today`, and `request/invalid` for a zone that the database does not know.
     */
    async setDay(caller: Caller, { timezone, startHour }: OwnDay): Promise<void> {
      const [changed] = await db.asCaller(caller, async (em) =>
        em.execute<object[]>(setDaySql, [await knownZone(em, timezone), startHour, now(), caller.userId]),
      );
      if (!changed) throw new AppError('day/changed-today');
    },

    /** For whoever teaches the learner now. */
    async ofLearner(caller: Caller, learnerId: string): Promise<Progress> {
      await this.requireTaught(caller, learnerId);
      return this.read(caller, learnerId);
    },

    requireTaught: (caller: Caller, learnerId: string): Promise<void> =>
      db.asCaller(caller, (em) => requireFollowed(em, learnerId)),
  };
}
export type ProgressService = ReturnType<typeof createProgressService>;

const setDaySql = `
WITH wanted AS (SELECT ?::text AS zone, ?::smallint AS hour, ?::timestamptz AS at)
UPDATE user_profiles p SET timezone = w.zone, day_start_hour = w.hour,
  zone_before = CASE WHEN p.timezone = w.zone THEN p.zone_before ELSE p.timezone END,
  zone_changed_at = CASE WHEN p.timezone = w.zone THEN p.zone_changed_at ELSE w.at END,
  day_start_changed_at = CASE WHEN p.day_start_hour = w.hour THEN p.day_start_changed_at ELSE w.at END
FROM wanted w WHERE p.user_id = ?
  AND (p.timezone = w.zone OR p.zone_changed_at IS NULL OR p.zone_changed_at <= w.at - interval '1 day')
  AND (p.day_start_hour = w.hour OR p.day_start_changed_at IS NULL OR p.day_start_changed_at <= w.at - interval '1 day')
RETURNING p.user_id`;

const statsOf = `
SELECT p.timezone, p.day_start_hour AS "startHour", coalesce(s.coins, 0) AS coins, coalesce(s.keys, 0) AS keys,
  coalesce(s.streak_freezes, 0) AS freezes, coalesce(s.frozen_days, '{}')::text[] AS frozen, a.picture AS avatar, coalesce(s.total_xp, 0) AS xp, coalesce(s.current_streak_days, 0) AS current, coalesce(s.longest_streak_days, 0) AS longest,
  s.last_activity_date::text AS last
FROM user_profiles p LEFT JOIN learner_stats s ON s.user_id = p.user_id
  LEFT JOIN avatars a ON a.id = p.equipped_avatar_id WHERE p.user_id = ?`;
