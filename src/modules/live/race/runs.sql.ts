/** An earlier run as one learner may race against it. */
export interface Run {
  id: string;
  title: string;
  at: Date;
  questions: number;
  /** The learner's own place in it; null: was not there. */
  participant_id: string | null;
  own_points: number | null;
  own_right: number | null;
  /** Others who answered something. */
  runners: number;
  /** null where it was no class of the learner, or too few of it played. */
  class_name: string | null;
}

/** $1 the learner, $2 the organization, $3 how many runners make a class. */
const runs = (user: string, org: string, fewest: string, only: string) => `
SELECT * FROM (
  SELECT s.id, s.title, s.ended_at AS at, own.id AS participant_id, own.score AS own_points, own.correct_count AS own_right, others.runners,
    (SELECT count(*)::integer FROM live_rounds r WHERE r.session_id = s.id AND r.answered > 0) AS questions,
    CASE WHEN others.runners >= ${fewest}::integer THEN g.name END AS class_name
  FROM (SELECT ${user}::uuid AS id) me
  -- found by their indexes: a school has many sessions, and one learner few; the newest first, so that what is counted below is counted for those shown
  CROSS JOIN LATERAL (SELECT s.id, s.title, s.ended_at, s.group_id FROM (
      SELECT lp.session_id AS id FROM live_participants lp WHERE lp.user_id = me.id
      UNION SELECT c.id FROM group_members m JOIN live_sessions c ON c.group_id = m.group_id
        WHERE m.user_id = me.id AND m.role = 'student' AND (m.until IS NULL OR m.until > now())) near
    JOIN live_sessions s ON s.id = near.id AND s.org_id = ${org}::uuid AND s.projected_at IS NOT NULL AND s.format NOT IN ('group_mission', 'practice') ${only}
    ORDER BY s.ended_at DESC, s.id DESC) s
  LEFT JOIN live_participants own ON own.session_id = s.id AND own.user_id = me.id AND own.answered_count > 0 AND own.kicked_at IS NULL
  LEFT JOIN groups g ON g.id = s.group_id AND g.archived_at IS NULL
    AND g.id IN (SELECT m.group_id FROM group_members m WHERE m.user_id = me.id AND m.role = 'student' AND (m.until IS NULL OR m.until > now()))
  CROSS JOIN LATERAL (SELECT count(*)::integer AS runners FROM live_participants lp
    WHERE lp.session_id = s.id AND lp.answered_count > 0 AND lp.kicked_at IS NULL AND lp.user_id IS DISTINCT FROM me.id) others
) run WHERE questions > 0 AND (participant_id IS NOT NULL OR class_name IS NOT NULL) ORDER BY at DESC, id DESC LIMIT 20`;

export const listRuns = runs('$1', '$2', '$3', '');
/** For MikroORM's own marks, in their order: how many runners make a class, the learner, the organization, the session. */
export const oneRun = runs('?', '?', '?', 'AND s.id = ?');
