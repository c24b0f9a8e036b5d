import { Migration } from '@mikro-orm/migrations';

/** What a learner answered day by day, for whoever may see it, and what a guardian sees of the own children at a glance. */
export class Migration20261122045000_weeks_of_learners extends Migration {
  override up(): void {
    this.addSql(answeredDays);
    this.addSql(dashboard);
  }

  override down(): void {
    this.addSql(`DROP VIEW v_parent_dashboard; DROP FUNCTION app_answered_days(uuid, date, date);`);
  }
}

const answeredDays = `
-- The answers that count, by the learner's own day, by session (null: in missions alone) and by topic: of each round the last vote, alone
-- the first answer in a try of its lesson. Nothing for whoever is neither the learner, nor a guardian, nor teaches the learner now.
CREATE FUNCTION app_answered_days(p_user uuid, p_from date, p_to date)
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
REVOKE EXECUTE ON FUNCTION app_answered_days(uuid, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_answered_days(uuid, date, date) TO tutti_app;
`;

const dashboard = `
-- The caller's own children. Days in a row are not in it: whether freezes cover the days up to today the domain says.
CREATE VIEW v_parent_dashboard WITH (security_invoker = true) AS
SELECT l.guardian_id AS parent_id, c.id AS child_id, p.display_name AS child_name, coalesce(s.current_level, 1) AS current_level,
  coalesce(s.total_xp, 0) AS total_xp, s.last_activity_date,
  (SELECT count(*)::integer FROM mission_progress m WHERE m.user_id = c.id AND m.completed_at IS NOT NULL) AS missions_completed,
  (SELECT count(*)::integer FROM mission_progress m WHERE m.user_id = c.id AND m.status = 'in_progress') AS missions_begun,
  -- alone and in sessions, two at once counted once; days are kept as long as their retention rule says
  (SELECT coalesce(sum(d.seconds), 0)::integer / 60 FROM activity_days d WHERE d.user_id = c.id) AS total_time_minutes,
  (SELECT count(*)::integer FROM user_badges b WHERE b.user_id = c.id) AS badges_earned,
  ARRAY(SELECT b.badge_id FROM user_badges b WHERE b.user_id = c.id AND b.unlocked_at > now() - interval '7 days'
    ORDER BY b.unlocked_at DESC, b.badge_id LIMIT 20) AS recent_badges
FROM guardian_links l JOIN users c ON c.id = l.child_id JOIN user_profiles p ON p.user_id = c.id LEFT JOIN learner_stats s ON s.user_id = c.id
WHERE l.status = 'active' AND l.guardian_id = (SELECT app_user_id());
GRANT SELECT ON v_parent_dashboard TO tutti_app;
`;
