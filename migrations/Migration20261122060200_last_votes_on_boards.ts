import { Migration } from '@mikro-orm/migrations';

/** On boards of the week only the last vote of a round counts, as everywhere else. */
export class Migration20261122060200_last_votes_on_boards extends Migration {
  override up(): void {
    this.addSql('DROP MATERIALIZED VIEW mv_leaderboard_week');
    this.addSql(
      board(`(SELECT DISTINCT ON (a.session_id, a.participant_id, a.round) ${columns}
    ${played} ORDER BY a.session_id, a.participant_id, a.round, a.vote DESC)`),
    );
  }

  override down(): void {
    this.addSql('DROP MATERIALIZED VIEW mv_leaderboard_week');
    this.addSql(
      board(`SELECT ${columns}
    ${played}`),
    );
  }
}

const columns = `lp.user_id, r.question_id, a.outcome,
    (a.answered_at AT TIME ZONE coalesce(z.name, 'UTC') - make_interval(hours => coalesce(lp.day_start_hour, 0)))::date AS day`;
const played = `FROM bounds JOIN live_sessions s ON s.projected_at > bounds.first_day - 9
    JOIN live_participants lp ON lp.session_id = s.id AND lp.user_id IS NOT NULL AND lp.timezone IS NOT NULL
    JOIN live_answers a ON a.session_id = s.id AND a.participant_id = lp.id
    JOIN live_rounds r ON r.session_id = s.id AND r.position = a.round AND r.answered > 0 AND r.question_id IS NOT NULL
    LEFT JOIN zones z ON z.name = lp.timezone`;

const board = (live: string): string => `
CREATE MATERIALIZED VIEW mv_leaderboard_week AS
WITH bounds AS (
  -- whoever sees a new week last (UTC-12, with days that begin at six) still sees the one before as the last one
  SELECT date_trunc('week', now() AT TIME ZONE 'UTC' - interval '18 hours')::date - 7 AS first_day
), zones AS MATERIALIZED (
  -- the clock of a browser may know zones that this database does not
  SELECT name FROM pg_timezone_names
), given AS (
  ${live}
  UNION ALL
  SELECT r.user_id, r.question_id, r.outcome, r.answered_on FROM bounds JOIN question_responses r ON r.answered_on >= bounds.first_day - 7 AND r.try = 1
), by_day AS (
  SELECT user_id, question_id, day, bool_or(outcome = 'right') AS is_right FROM given
  WHERE outcome IN ('right', 'partly', 'wrong') GROUP BY user_id, question_id, day
), told AS (
  SELECT user_id, day, is_right AND NOT lag(is_right) OVER earlier AND lag(day) OVER earlier >= date_trunc('week', day::timestamp)::date - 7 AS is_mended
  FROM by_day WINDOW earlier AS (PARTITION BY user_id, question_id ORDER BY day)
), parts AS (
  SELECT user_id, local_date AS day, sum(delta) AS xp, 0 AS days, 0::bigint AS tried, 0::bigint AS mended
    FROM bounds JOIN reward_ledger ON currency = 'xp' AND local_date >= first_day GROUP BY user_id, local_date
  UNION ALL SELECT user_id, local_date, 0, 1, 0, 0 FROM bounds JOIN streak_days ON local_date >= first_day
  UNION ALL SELECT user_id, day, 0, 0, count(*), count(*) FILTER (WHERE is_mended) FROM bounds JOIN told ON day >= first_day GROUP BY user_id, day
), weeks AS (
  SELECT user_id, date_trunc('week', day::timestamp)::date AS week, sum(xp)::integer AS xp, sum(days)::integer AS days, sum(tried)::integer AS tried,
    sum(mended)::integer AS mended, sum(10 * days + least(tried, 20) + 3 * mended)::integer AS effort
  FROM parts GROUP BY user_id, date_trunc('week', day::timestamp)
)
SELECT u.org_id, w.* FROM weeks w JOIN users u ON u.id = w.user_id
WITH NO DATA;
CREATE UNIQUE INDEX mv_leaderboard_week_uq ON mv_leaderboard_week (user_id, week);
CREATE INDEX mv_leaderboard_week_org_ix ON mv_leaderboard_week (org_id, week);
`;
