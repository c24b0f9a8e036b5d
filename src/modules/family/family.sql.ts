/** What the guardian's page reads and writes. Reads run under the guardian's row policies. */

export const children = `
  SELECT u.id, p.display_name AS name, u.username, o.name AS organization, u.org_id AS "orgId", l.relationship, u.status, u.is_minor AS "isMinor",
    u.country, extract(year FROM u.birth_month)::integer AS year, extract(month FROM u.birth_month)::integer AS month
  FROM guardian_links l JOIN users u ON u.id = l.child_id JOIN user_profiles p ON p.user_id = u.id JOIN organizations o ON o.id = u.org_id
  WHERE l.guardian_id = ? AND l.status = 'active'`;

export const soFar = `
  SELECT d.child_id AS id, d.current_level AS level, d.missions_completed AS missions, d.badges_earned AS badges,
    d.total_time_minutes AS minutes, d.last_activity_date::text AS "lastDay"
  FROM v_parent_dashboard d LIMIT 50`;

export const childIds = 'SELECT id FROM app_visible_children() AS c(id) LIMIT 50';

export const scopesOf = `
  SELECT c.id::text AS id, effective_scopes(c.id::uuid) AS scopes FROM jsonb_array_elements_text(?::jsonb) AS c(id)`;

/** The newest word of each decider who still has one. */
export const standingWords = `
  SELECT DISTINCT ON (c.scope, c.decider, c.guardian_id) c.scope, c.decider, c.guardian_id AS "guardianId", c.status, c.method, c.decided_at AS at,
    p.display_name AS name
  FROM consents c LEFT JOIN user_profiles p ON p.user_id = c.guardian_id
  WHERE c.child_id = ? AND (c.decider <> 'guardian'
    OR EXISTS (SELECT 1 FROM guardian_links g WHERE g.child_id = c.child_id AND g.guardian_id = c.guardian_id AND g.status = 'active' AND c.decided_at >= g.created_at))
  ORDER BY c.scope, c.decider, c.guardian_id, c.seq DESC`;

export const ownWords = `
  SELECT DISTINCT ON (c.scope) c.scope, c.status FROM consents c
  JOIN guardian_links g ON g.child_id = c.child_id AND g.guardian_id = c.guardian_id AND c.decided_at >= g.created_at
  WHERE c.child_id = ? AND c.guardian_id = ? ORDER BY c.scope, c.seq DESC`;

export const controls = `
  SELECT c.guardian_id AS "guardianId", c.chat_enabled AS chat, c.ai_enabled AS ai, c.live_enabled AS live, c.daily_minutes AS "dailyMinutes"
  FROM child_controls c JOIN guardian_links g ON g.child_id = c.child_id AND g.guardian_id = c.guardian_id AND g.status = 'active' WHERE c.child_id = ?`;

export const guardians = `
  SELECT l.guardian_id AS id, p.display_name AS name, l.relationship, l.created_at AS since
  FROM guardian_links l JOIN user_profiles p ON p.user_id = l.guardian_id WHERE l.child_id = ? AND l.status = 'active' ORDER BY l.created_at, l.guardian_id`;

export const facts = `
  SELECT (SELECT count(DISTINCT t.user_id)::integer FROM group_members m JOIN groups g ON g.id = m.group_id AND g.archived_at IS NULL
      JOIN group_members t ON t.group_id = m.group_id AND t.role <> 'student' AND (t.until IS NULL OR t.until > now())
      WHERE m.user_id = ? AND m.role = 'student') AS teachers,
    (SELECT count(*)::integer FROM consent_forms f WHERE f.child_id = ? AND f.status = 'waiting') AS "formsWaiting"`;

export const history = `
  SELECT c.id, c.seq, c.scope, c.decider, c.guardian_id AS "guardianId", c.status, c.method, c.notice_version AS "noticeVersion", host(c.address) || '/' || masklen(c.address) AS address,
    c.decided_at AS at, p.display_name AS name
  FROM consents c LEFT JOIN user_profiles p ON p.user_id = c.guardian_id
  WHERE c.child_id = ? AND (?::bigint IS NULL OR c.seq < ?::bigint) ORDER BY c.seq DESC LIMIT ?`;

export const requests = `
  SELECT id, method, status, date_trunc('milliseconds', created_at) AS "createdAt", expires_at AS "expiresAt" FROM consent_requests
  WHERE child_id = ? AND (?::timestamptz IS NULL OR (date_trunc('milliseconds', created_at), id) < (?::timestamptz, ?::uuid))
  ORDER BY date_trunc('milliseconds', created_at) DESC, id DESC LIMIT ?`;

export const saveControls = `
  INSERT INTO child_controls (child_id, guardian_id, chat_enabled, ai_enabled, live_enabled, daily_minutes) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (child_id, guardian_id) DO UPDATE SET chat_enabled = EXCLUDED.chat_enabled, ai_enabled = EXCLUDED.ai_enabled,
    live_enabled = EXCLUDED.live_enabled, daily_minutes = EXCLUDED.daily_minutes`;

export const switchOn = `
  INSERT INTO child_controls AS c (child_id, guardian_id, chat_enabled, ai_enabled) VALUES (?, ?, ?, ?)
  ON CONFLICT (child_id, guardian_id) DO UPDATE SET chat_enabled = c.chat_enabled OR EXCLUDED.chat_enabled, ai_enabled = c.ai_enabled OR EXCLUDED.ai_enabled`;

/** A correction is a request that was fulfilled at once. */
export const rectified = `
  INSERT INTO data_requests (org_id, subject_id, requested_by, kind, status, due_at, answered_by, completed_at)
  VALUES (?, ?, ?, 'rectify', 'done', now() + interval '30 days', ?, now())`;
