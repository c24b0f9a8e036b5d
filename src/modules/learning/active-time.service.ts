import { activeSince } from '../../domain/mission/active-time.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Activity } from '../../wire/learning.ts';
import type { Queries } from './run.ts';

/** [ALO-5] Time that learners are at it, of a mission and of the day; two devices at once count once. */
export function createActiveTime({ db, now }: { db: Database; now: () => Date }) {
  return {
    here: (
      { userId }: SignedInCaller,
      missionId: string,
      { lessonId, resumed }: { lessonId?: string | undefined; resumed: boolean },
    ): Promise<Activity> =>
      inTransaction(db.jobs, async (client) => {
        const { rows } = await client.query<{ activeAt: Date | null }>(
          'SELECT active_at AS "activeAt" FROM mission_progress WHERE user_id = $1 AND mission_id = $2 FOR UPDATE',
          [userId, missionId],
        );
        if (!rows[0]) throw new AppError('mission/not-begun');
        const at = now();
        const last = resumed ? null : (rows[0].activeAt?.getTime() ?? null);
        const seconds = Math.round(activeSince(last, at.getTime()) / 1_000);
        const { rows: spent } = await client.query<{ seconds: number }>(spendSql, [
          userId,
          missionId,
          seconds,
          at,
          lessonId ?? null,
        ]);
        if (seconds > 0) await client.query('SELECT add_activity($1, $2, $3)', [userId, seconds, at]);
        return { timeSpentSeconds: spent[0]!.seconds, isOver: await isOver(client, userId) };
      }),
  };
}
export type ActiveTime = ReturnType<typeof createActiveTime>;

/** [CON-4] Refuses `consent/daily-minutes`. What was answered before is taken in whenever it comes. */
export async function requireMinutes(client: Queries, userId: string): Promise<void> {
  if (await isOver(client, userId)) throw new AppError('consent/daily-minutes');
}

async function isOver(client: Queries, userId: string): Promise<boolean> {
  const { rows } = await client.query<{ over: boolean }>(overSql, [userId]);
  return rows[0]?.over ?? false;
}

/** A clock that went back moves nothing. */
const spendSql = `
UPDATE mission_progress SET time_spent_seconds = time_spent_seconds + $3, active_at = greatest(active_at, $4), last_accessed_at = now(),
  lesson_id = coalesce($5, lesson_id)
WHERE user_id = $1 AND mission_id = $2 RETURNING time_spent_seconds AS seconds`;
const overSql = `
SELECT coalesce(u.is_minor AND d.seconds >= daily_minutes_of(u.id) * 60, false) AS over
FROM users u LEFT JOIN activity_days d ON d.user_id = u.id AND d.day = app_activity_day(u.id, now()) WHERE u.id = $1`;
