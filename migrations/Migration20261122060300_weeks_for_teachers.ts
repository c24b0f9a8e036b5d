import { Migration } from '@mikro-orm/migrations';

/** Of what a learner answered day by day a teacher gets what was answered in the own classes and sessions, and nothing of what was alone. */
export class Migration20261122060300_weeks_for_teachers extends Migration {
  override up(): void {
    this.addSql(forTeachers);
  }

  override down(): void {
    this.addSql(alike);
  }
}

const forTeachers = `
CREATE OR REPLACE FUNCTION app_answered_days(p_user uuid, p_from date, p_to date)
  RETURNS TABLE (day date, session_id uuid, topic text, answered integer, "right" integer, partly integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE v_all boolean := p_user = app_user_id()
  OR EXISTS (SELECT 1 FROM guardian_links l WHERE l.guardian_id = app_user_id() AND l.child_id = p_user AND l.status = 'active');
BEGIN
  IF v_all IS NOT TRUE
    AND NOT EXISTS (SELECT 1 FROM group_members m JOIN users u ON u.id = m.user_id AND u.status <> 'pending_consent'
      WHERE m.user_id = p_user AND m.role = 'student' AND m.group_id IN (SELECT app_taught_groups()))
  THEN RETURN; END IF;
  RETURN QUERY
  WITH live AS (
    SELECT DISTINCT ON (a.session_id, a.participant_id, a.round)
      local_day(coalesce(lp.timezone, p.timezone), coalesce(lp.day_start_hour, CASE WHEN lp.timezone IS NULL THEN p.day_start_hour ELSE 0 END), a.answered_at) AS day,
      a.session_id, r.topic, a.outcome
    FROM live_participants lp JOIN user_profiles p ON p.user_id = lp.user_id
      JOIN live_answers a ON a.session_id = lp.session_id AND a.participant_id = lp.id
      JOIN live_rounds r ON r.session_id = a.session_id AND r.position = a.round AND r.answered > 0
    WHERE lp.user_id = p_user AND a.answered_at >= p_from::timestamptz - interval '2 days' AND a.answered_at < p_to::timestamptz + interval '3 days'
      AND (v_all OR a.session_id IN (SELECT s.id FROM live_sessions s WHERE s.host_id = app_user_id() OR s.group_id IN (SELECT app_taught_groups())))
    ORDER BY a.session_id, a.participant_id, a.round, a.vote DESC
  ), given AS (
    SELECT * FROM live
    UNION ALL SELECT r.answered_on, NULL, r.topic, r.outcome FROM question_responses r WHERE v_all AND r.user_id = p_user AND r.try = 1
  )
  SELECT g.day, g.session_id, g.topic, count(*)::integer, (count(*) FILTER (WHERE g.outcome = 'right'))::integer,
    (count(*) FILTER (WHERE g.outcome = 'partly'))::integer
  FROM given g WHERE g.day BETWEEN p_from AND p_to AND g.outcome IN ('right', 'partly', 'wrong') GROUP BY g.day, g.session_id, g.topic;
END $$;
`;

const alike = `
CREATE OR REPLACE FUNCTION app_answered_days(p_user uuid, p_from date, p_to date)
  RETURNS TABLE (day date, session_id uuid, topic text, answered integer, "right" integer, partly integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF p_user IS DISTINCT FROM app_user_id()
    AND NOT EXISTS (SELECT 1 FROM guardian_links l WHERE l.guardian_id = app_user_id() AND l.child_id = p_user AND l.status = 'active')
    AND NOT EXISTS (SELECT 1 FROM group_members m JOIN users u ON u.id = m.user_id AND u.status <> 'pending_consent'
      WHERE m.user_id = p_user AND m.role = 'student' AND m.group_id IN (SELECT app_taught_groups()))
  THEN RETURN; END IF;
  RETURN QUERY
  WITH live AS (
    SELECT DISTINCT ON (a.session_id, a.participant_id, a.round)
      local_day(coalesce(lp.timezone, p.timezone), coalesce(lp.day_start_hour, CASE WHEN lp.timezone IS NULL THEN p.day_start_hour ELSE 0 END), a.answered_at) AS day,
      a.session_id, r.topic, a.outcome
    FROM live_participants lp JOIN user_profiles p ON p.user_id = lp.user_id
      JOIN live_answers a ON a.session_id = lp.session_id AND a.participant_id = lp.id
      JOIN live_rounds r ON r.session_id = a.session_id AND r.position = a.round AND r.answered > 0
    WHERE lp.user_id = p_user AND a.answered_at >= p_from::timestamptz - interval '2 days' AND a.answered_at < p_to::timestamptz + interval '3 days'
    ORDER BY a.session_id, a.participant_id, a.round, a.vote DESC
  ), given AS (
    SELECT * FROM live
    UNION ALL SELECT r.answered_on, NULL, r.topic, r.outcome FROM question_responses r WHERE r.user_id = p_user AND r.try = 1
  )
  SELECT g.day, g.session_id, g.topic, count(*)::integer, (count(*) FILTER (WHERE g.outcome = 'right'))::integer,
    (count(*) FILTER (WHERE g.outcome = 'partly'))::integer
  FROM given g WHERE g.day BETWEEN p_from AND p_to AND g.outcome IN ('right', 'partly', 'wrong') GROUP BY g.day, g.session_id, g.topic;
END $$;
`;
