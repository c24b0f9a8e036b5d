import { Migration } from '@mikro-orm/migrations';

/** Boards of a week: XP and effort of each learner, who is shown to whom, and who may say so. */
export class Migration20261122033000_leaderboards extends Migration {
  override up(): void {
    this.addSql(settings);
    this.addSql(week);
    this.addSql(functions);
  }

  override down(): void {
    this.addSql(`
      DROP FUNCTION app_leaderboard(uuid, date, text), app_own_boards(), app_own_week(date), board_rows(uuid, uuid, date), on_board(uuid, uuid, boolean),
        guardians_show(uuid, boolean), refresh_leaderboard(), boards_are_filled();
      DROP MATERIALIZED VIEW mv_leaderboard_week;
      DROP TABLE leaderboard_state;
      DROP TRIGGER users_come_of_age ON users;
      DROP FUNCTION stay_off_school_board();
      ALTER TABLE groups DROP COLUMN shows_leaderboard;
      ALTER TABLE child_controls DROP COLUMN class_board, DROP COLUMN school_board;
      ALTER TABLE user_profiles DROP COLUMN on_class_board, DROP COLUMN on_school_board;
      DELETE FROM retention_rules WHERE table_name = 'mv_leaderboard_week';`);
  }
}

const settings = `
-- what learners say themselves; of the whole school null: nobody said, so that children are not on it and others are
ALTER TABLE user_profiles ADD COLUMN on_class_board boolean NOT NULL DEFAULT true, ADD COLUMN on_school_board boolean;
GRANT UPDATE (on_class_board, on_school_board) ON user_profiles TO tutti_app;
-- a guardian can take a child off the board of the class; onto that of the school a child comes only where a guardian allows it
ALTER TABLE child_controls ADD COLUMN class_board boolean NOT NULL DEFAULT true, ADD COLUMN school_board boolean NOT NULL DEFAULT false;
ALTER TABLE groups ADD COLUMN shows_leaderboard boolean NOT NULL DEFAULT true;

-- whoever comes of age is not shown to the school by that alone
CREATE FUNCTION stay_off_school_board() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE user_profiles SET on_school_board = coalesce(on_school_board, false) WHERE user_id = NEW.id;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION stay_off_school_board() FROM PUBLIC;
CREATE TRIGGER users_come_of_age AFTER UPDATE OF is_minor ON users FOR EACH ROW WHEN (OLD.is_minor AND NOT NEW.is_minor)
  EXECUTE FUNCTION stay_off_school_board();

INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('mv_leaderboard_week', 'XP and effort of this week and the one before, summed up anew every few minutes', 'A class sees what its learners did in a week', NULL, 'the account');
`;

const week = `
-- Days are the learners' own, so that a week is as long for everybody, wherever they are. Effort is the same as in
-- src/domain/reward/effort.ts: 10 a day, 1 a question, of which 20 a day count, 3 for a question that went wrong on an earlier day of
-- this week or the one before, and was right then.
CREATE MATERIALIZED VIEW mv_leaderboard_week AS
WITH bounds AS (
  -- whoever sees a new week last (UTC-12, with days that begin at six) still sees the one before as the last one
  SELECT date_trunc('week', now() AT TIME ZONE 'UTC' - interval '18 hours')::date - 7 AS first_day
), zones AS MATERIALIZED (
  -- the clock of a browser may know zones that this database does not
  SELECT name FROM pg_timezone_names
), given AS (
  SELECT lp.user_id, r.question_id, a.outcome,
    (a.answered_at AT TIME ZONE coalesce(z.name, 'UTC') - make_interval(hours => coalesce(lp.day_start_hour, 0)))::date AS day
  FROM bounds JOIN live_sessions s ON s.projected_at > bounds.first_day - 9
    JOIN live_participants lp ON lp.session_id = s.id AND lp.user_id IS NOT NULL AND lp.timezone IS NOT NULL
    JOIN live_answers a ON a.session_id = s.id AND a.participant_id = lp.id
    JOIN live_rounds r ON r.session_id = s.id AND r.position = a.round AND r.answered > 0 AND r.question_id IS NOT NULL
    LEFT JOIN zones z ON z.name = lp.timezone
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
-- its job fills it: nobody waits for that
WITH NO DATA;
CREATE UNIQUE INDEX mv_leaderboard_week_uq ON mv_leaderboard_week (user_id, week);
CREATE INDEX mv_leaderboard_week_org_ix ON mv_leaderboard_week (org_id, week);

CREATE TABLE leaderboard_state (
  is_the_one boolean PRIMARY KEY DEFAULT true CHECK (is_the_one),
  refreshed_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO leaderboard_state DEFAULT VALUES;
ALTER TABLE leaderboard_state ENABLE ROW LEVEL SECURITY;
CREATE POLICY everyone ON leaderboard_state FOR SELECT TO tutti_app USING (true);
CREATE POLICY worker ON leaderboard_state FOR SELECT TO tutti_worker USING (true);
GRANT SELECT ON leaderboard_state TO tutti_app, tutti_worker;
`;

const functions = `
-- until then boards are empty: whoever reads one does not touch what is being filled
CREATE FUNCTION boards_are_filled() RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT relispopulated FROM pg_class WHERE relname = 'mv_leaderboard_week' AND relnamespace = 'public'::regnamespace $$;

-- by the owner alone it can be done; false: somebody else is at it
CREATE FUNCTION refresh_leaderboard() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(7205190430) THEN RETURN false; END IF;
  IF boards_are_filled() THEN REFRESH MATERIALIZED VIEW CONCURRENTLY public.mv_leaderboard_week;
  ELSE REFRESH MATERIALIZED VIEW public.mv_leaderboard_week;
  END IF;
  UPDATE leaderboard_state SET refreshed_at = now();
  RETURN true;
END $$;

-- names of children are for their classes, as far as somebody agreed to 'live_rooms'; of several guardians the stricter counts
CREATE FUNCTION guardians_show(p_child uuid, p_school boolean) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN 'live_rooms' = ANY (effective_scopes(p_child)) AND (
    SELECT CASE WHEN p_school THEN coalesce(bool_and(c.school_board), false) ELSE coalesce(bool_and(c.class_board), true) END
    FROM child_controls c JOIN guardian_links g ON g.child_id = c.child_id AND g.guardian_id = c.guardian_id AND g.status = 'active' WHERE c.child_id = p_child);
END $$;

CREATE FUNCTION on_board(p_user uuid, p_org uuid, p_school boolean) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM users u JOIN user_profiles p ON p.user_id = u.id
    WHERE u.id = p_user AND u.org_id = p_org AND u.status = 'active'
      AND CASE WHEN p_school THEN coalesce(p.on_school_board, NOT u.is_minor)
        AND EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id AND ur.org_id = p_org AND r.key = 'student')
        ELSE p.on_class_board END
      AND (NOT u.is_minor OR guardians_show(u.id, p_school)));
END $$;

-- who is on the board of a class, or with null of the whole school
CREATE FUNCTION board_rows(p_org uuid, p_group uuid, p_week date) RETURNS TABLE (user_id uuid, name text, xp integer, effort integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT boards_are_filled() THEN RETURN; END IF;
  IF p_group IS NULL THEN
    RETURN QUERY SELECT w.user_id, p.display_name, w.xp, w.effort
      FROM mv_leaderboard_week w JOIN users u ON u.id = w.user_id JOIN user_profiles p ON p.user_id = w.user_id
      WHERE w.org_id = p_org AND w.week = p_week AND u.status = 'active' AND coalesce(p.on_school_board, NOT u.is_minor)
        AND EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id AND ur.org_id = p_org AND r.key = 'student')
        AND (NOT u.is_minor OR guardians_show(u.id, true));
  ELSE
    RETURN QUERY SELECT w.user_id, p.display_name, w.xp, w.effort
      FROM group_members m JOIN mv_leaderboard_week w ON w.user_id = m.user_id AND w.week = p_week
        JOIN users u ON u.id = m.user_id AND u.org_id = p_org AND u.status = 'active' JOIN user_profiles p ON p.user_id = m.user_id AND p.on_class_board
      WHERE m.group_id = p_group AND m.role = 'student' AND (NOT u.is_minor OR guardians_show(u.id, false));
  END IF;
END $$;

-- All that anybody sees of a board: ten at most of its better half, and for a learner the own place with the one above and the one below.
-- Nobody is shown as the last one. Who is not on it, and who neither learns nor teaches there, sees nothing.
CREATE FUNCTION app_leaderboard(p_group uuid, p_week date, p_by text) RETURNS TABLE (place integer, name text, value integer, is_me boolean, is_top boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE v_me uuid := app_user_id(); v_org uuid := app_org_id(); v_learns boolean := true;
BEGIN
  IF p_group IS NOT NULL THEN
    IF NOT EXISTS (SELECT 1 FROM groups g WHERE g.id = p_group AND g.org_id = v_org AND g.archived_at IS NULL AND g.shows_leaderboard) THEN RETURN; END IF;
    v_learns := EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = p_group AND m.user_id = v_me AND m.role = 'student');
    IF NOT v_learns AND NOT EXISTS (SELECT 1 FROM app_taught_groups() AS t(id) WHERE t.id = p_group) THEN RETURN; END IF;
  END IF;
  IF v_learns AND NOT on_board(v_me, v_org, p_group IS NULL) THEN RETURN; END IF;
  RETURN QUERY
    WITH rows AS (
      SELECT b.user_id, b.name, CASE p_by WHEN 'xp' THEN b.xp ELSE b.effort END AS value FROM board_rows(v_org, p_group, p_week) b
    ), placed AS (
      SELECT r.*, r.user_id = v_me AS is_me, rank() OVER (ORDER BY r.value DESC)::integer AS place,
        -- whoever shares the own place comes after oneself
        row_number() OVER (ORDER BY r.value DESC, r.user_id = v_me DESC, r.name, r.user_id) AS line
      FROM rows r WHERE r.value > 0
    ), ends AS (
      SELECT max(a.place) AS last, ceil(count(*) / 2.0) AS half, max(a.line) FILTER (WHERE a.is_me AND v_learns) AS mine,
        (SELECT min(b.line) FROM placed b JOIN placed me ON me.is_me AND v_learns AND b.place > me.place) AS below FROM placed a
    )
    SELECT p.place, p.name, p.value, p.is_me, is_shown.at_the_top FROM placed p CROSS JOIN ends e
      CROSS JOIN LATERAL (SELECT p.line <= 10 AND p.place <= e.half AND (p.place < e.last OR e.last = 1) AS at_the_top) is_shown
    WHERE is_shown.at_the_top OR p.line = e.mine OR p.line = e.mine - 1 OR (p.line = e.below AND p.place < e.last)
    ORDER BY p.line;
END $$;

-- what the caller said, and what grown-ups allow
CREATE FUNCTION app_own_boards() RETURNS TABLE (own_class boolean, own_school boolean, class_allowed boolean, school_allowed boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT p.on_class_board, coalesce(p.on_school_board, NOT u.is_minor), NOT u.is_minor OR guardians_show(u.id, false), NOT u.is_minor OR guardians_show(u.id, true)
    FROM users u JOIN user_profiles p ON p.user_id = u.id WHERE u.id = app_user_id() AND u.org_id = app_org_id();
END $$;

CREATE FUNCTION app_own_week(p_week date) RETURNS TABLE (xp integer, days integer, tried integer, mended integer, effort integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT boards_are_filled() THEN RETURN; END IF;
  RETURN QUERY SELECT w.xp, w.days, w.tried, w.mended, w.effort FROM mv_leaderboard_week w WHERE w.user_id = app_user_id() AND w.org_id = app_org_id() AND w.week = p_week;
END $$;

REVOKE EXECUTE ON FUNCTION boards_are_filled(), refresh_leaderboard(), guardians_show(uuid, boolean), on_board(uuid, uuid, boolean), board_rows(uuid, uuid, date),
  app_leaderboard(uuid, date, text), app_own_boards(), app_own_week(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refresh_leaderboard() TO tutti_worker;
GRANT EXECUTE ON FUNCTION app_leaderboard(uuid, date, text), app_own_boards(), app_own_week(date) TO tutti_app;
`;
