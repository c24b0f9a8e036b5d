import type pg from 'pg';
import { seasonLevelOf } from '../../../domain/reward/season.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { Locale } from '../../../wire/common.ts';
import type { Season, SeasonClaimed } from '../../../wire/season.ts';
import { lockLearners } from '../ledger.ts';
import { presentSeason, presentStep, type SeasonRow, type StepRow } from './season.presenter.ts';
import { giveLevels, tiersFor } from './season-rewards.ts';

/** The season of a learner, and taking what was reached in it. */
export function createSeasonService({ jobs }: Pick<Database, 'jobs'>) {
  return {
    /** null: none runs. */
    async read({ userId, orgId }: Caller, locale: Locale): Promise<Season | null> {
      const season = await findSeason(jobs, userId, 's.org_id = $2 AND s.is_active', orgId);
      return season && presentSeason(season, await stepsOf(jobs, userId, season.id), locale);
    },

    /**
     * Once, however often it is asked for: then it says what was given. In a season that has ended meanwhile too, where the same reward
     * comes by itself. Refuses with `season/not-found` or `season/not-reached`.
     */
    claim: (
      { userId, orgId }: Caller,
      { seasonId, level }: { seasonId: string; level: number },
      locale: Locale,
    ): Promise<SeasonClaimed> =>
      inTransaction(jobs, async (client) => {
        await lockLearners(client, [userId]);
        const season = await findSeason(client, userId, 's.id = $2 AND s.org_id = $3', seasonId, orgId);
        if (!season || level > season.levels) throw new AppError('season/not-found');
        const reached = seasonLevelOf(season.xp, season.xpPerLevel, season.levels).level;
        if (season.xp === 0 || level > reached) throw new AppError('season/not-reached');
        await giveLevels(client, userId, seasonId, [level]);
        const steps = await stepsOf(client, userId, seasonId);
        const step = presentStep(steps.find((one) => one.level === level)!, season, locale);
        return { given: step.given!, isOver: !season.isActive };
      }),
  };
}
export type SeasonService = ReturnType<typeof createSeasonService>;
type Queries = Pick<pg.ClientBase, 'query'>;

async function findSeason(
  client: Queries,
  learnerId: string,
  which: string,
  ...values: string[]
): Promise<SeasonRow | null> {
  const { rows } = await client.query<SeasonRow>(`${seasonFor} AND ${which}`, [learnerId, ...values]);
  return rows[0] ?? null;
}

const stepsOf = async (client: Queries, learnerId: string, seasonId: string): Promise<StepRow[]> =>
  (await client.query<StepRow>(stepsFor, [learnerId, seasonId])).rows;

const seasonFor = `
SELECT s.id, s.name, s.description, s.i18n, s.round, s.starts_on::text AS "startsOn", s.ends_on::text AS "endsOn", s.is_active AS "isActive",
  s.total_levels AS levels, s.xp_per_level AS "xpPerLevel", coalesce(p.season_xp, 0) AS xp
FROM seasons s LEFT JOIN season_progress p ON p.season_id = s.id AND p.user_id = $1 WHERE s.starts_on IS NOT NULL`;

const stepsFor = `
SELECT t.*, c.kind AS "givenKind", c.amount AS "givenAmount", g.name AS "givenName", g.i18n AS "givenI18n", g.picture AS "givenPicture"
FROM (${tiersFor('$1')}) t LEFT JOIN season_reward_claims c ON c.user_id = $1 AND c.season_id = t.season_id AND c.level = t.level
  LEFT JOIN avatars g ON g.id = c.avatar_id
WHERE t.season_id = $2 ORDER BY t.level`;
