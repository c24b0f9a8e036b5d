import { Migration } from '@mikro-orm/migrations';

/** Views hold what somebody reads. */
export class Migration20261122074500_views_as_they_are_read extends Migration {
  override up(): void {
    this.addSql('DROP VIEW topic_progress, v_parent_dashboard');
    this.addSql(dashboard(''));
  }

  override down(): void {
    this.addSql('DROP VIEW v_parent_dashboard');
    this.addSql(
      dashboard(`(SELECT count(*)::integer FROM mission_progress m WHERE m.user_id = c.id AND m.status = 'in_progress') AS missions_begun,
  ARRAY(SELECT b.badge_id FROM user_badges b WHERE b.user_id = c.id AND b.unlocked_at > now() - interval '7 days'
    ORDER BY b.unlocked_at DESC, b.badge_id LIMIT 20) AS recent_badges,`),
    );
    this.addSql(topics);
  }
}

const dashboard = (more: string) => `
-- The caller's own children. Days in a row are not in it: whether freezes cover the days up to today the domain says.
CREATE VIEW v_parent_dashboard WITH (security_invoker = true) AS
SELECT l.guardian_id AS parent_id, c.id AS child_id, p.display_name AS child_name, coalesce(s.current_level, 1) AS current_level,
  coalesce(s.total_xp, 0) AS total_xp, s.last_activity_date, ${more}
  (SELECT count(*)::integer FROM mission_progress m WHERE m.user_id = c.id AND m.completed_at IS NOT NULL) AS missions_completed,
  -- alone and in sessions, two at once counted once; days are kept as long as their retention rule says
  (SELECT coalesce(sum(d.seconds), 0)::integer / 60 FROM activity_days d WHERE d.user_id = c.id) AS total_time_minutes,
  (SELECT count(*)::integer FROM user_badges b WHERE b.user_id = c.id) AS badges_earned
FROM guardian_links l JOIN users c ON c.id = l.child_id JOIN user_profiles p ON p.user_id = c.id LEFT JOIN learner_stats s ON s.user_id = c.id
WHERE l.status = 'active' AND l.guardian_id = (SELECT app_user_id());
GRANT SELECT ON v_parent_dashboard TO tutti_app;
`;

const topics = `
CREATE VIEW topic_progress WITH (security_invoker = true) AS
SELECT p.user_id, m.topic_id, count(*) FILTER (WHERE p.status = 'completed')::integer AS missions_completed, count(*)::integer AS missions_begun,
  sum(p.lessons_completed)::integer AS lessons_completed, sum(p.time_spent_seconds)::integer AS time_spent_seconds,
  CASE WHEN sum(p.questions_answered) > 0 THEN sum(p.questions_correct)::real / sum(p.questions_answered) END AS right_share,
  min(p.started_at) AS started_at, max(p.last_accessed_at) AS last_accessed_at
FROM mission_progress p JOIN missions m ON m.id = p.mission_id WHERE m.topic_id IS NOT NULL GROUP BY p.user_id, m.topic_id;
GRANT SELECT ON topic_progress TO tutti_app, tutti_worker;
`;
