/** One kind of data in an export: readable names, no secrets, no hashes. `$1` is the person. */
export interface ExportSection {
  name: string;
  /** Whose rows about a person it holds; a test compares them with the tables that know people. */
  tables: readonly string[];
  sql: string;
}

/** What an export leaves out, and why: secrets, and what proves nothing about a person. */
export const notExported: Readonly<Record<string, string>> = {
  credentials: 'the hash of a password',
  totp_factors: 'the second factor itself',
  known_devices: 'hashes of browser cookies',
  auth_tokens: 'hashes of links',
  roster_imports: 'a list that waits for a day; it is about others',
  consent_forms: 'the form itself is deleted when it was decided; the decision stands in consents',
  mail_messages: 'letters are sealed and wiped when they have left; the person has them',
};

/** A new table with a person in it gets a line here. */
export const exportSections: readonly ExportSection[] = [
  {
    name: 'account',
    tables: [
      'users',
      'user_profiles',
      'learner_profiles',
      'teacher_profiles',
      'admin_profiles',
      'guardian_profiles',
    ],
    sql: `SELECT u.id, o.name AS organization, u.email, u.username, u.status, u.origin, u.birth_month, u.country, u.is_minor, u.consent_state, p.display_name,
        p.first_name, p.last_name, p.preferred_language, p.timezone, p.day_start_hour, p.on_class_board, p.on_school_board, l.grade_level, l.section, t.department, t.teaching_experience_years, t.specializations,
        a.department AS admin_department, u.email_verified_at, u.last_login_at, u.approved_at, u.erase_after, u.created_at
      FROM users u JOIN organizations o ON o.id = u.org_id LEFT JOIN user_profiles p ON p.user_id = u.id LEFT JOIN learner_profiles l ON l.user_id = u.id
        LEFT JOIN teacher_profiles t ON t.user_id = u.id LEFT JOIN admin_profiles a ON a.user_id = u.id WHERE u.id = $1`,
  },
  {
    name: 'roles',
    tables: ['user_roles', 'user_permissions'],
    sql: `SELECT r.key AS role, NULL AS permission, ur.granted_at FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = $1
      UNION ALL SELECT NULL, permission_key, granted_at FROM user_permissions WHERE user_id = $1 ORDER BY granted_at`,
  },
  {
    name: 'sign-ins',
    tables: ['auth_sessions', 'auth_identities'],
    sql: `SELECT 'sign-in' AS kind, user_agent AS what, created_at, last_activity_at, revoked_at AS ended_at FROM auth_sessions WHERE user_id = $1
      UNION ALL SELECT 'provider', provider, created_at, updated_at, NULL FROM auth_identities WHERE user_id = $1 ORDER BY created_at DESC LIMIT 1000`,
  },
  {
    name: 'subjects',
    tables: ['user_subjects'],
    sql: 'SELECT s.name AS subject, us.relation, us.grade_level FROM user_subjects us JOIN subjects s ON s.id = us.subject_id WHERE us.user_id = $1',
  },
  {
    name: 'classes',
    tables: ['group_members', 'groups'],
    sql: `SELECT g.name AS class, g.grade_level, g.school_year, m.role, m.until, m.created_at AS since, g.archived_at
      FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.user_id = $1 ORDER BY m.created_at`,
  },
  {
    name: 'family',
    tables: ['guardian_links'],
    sql: `SELECT CASE WHEN g.child_id = $1 THEN 'guardian' ELSE 'child' END AS who, p.display_name AS name, g.relationship, g.status, g.created_at, g.ended_at
      FROM guardian_links g JOIN user_profiles p ON p.user_id = CASE WHEN g.child_id = $1 THEN g.guardian_id ELSE g.child_id END
      WHERE $1 IN (g.child_id, g.guardian_id) ORDER BY g.created_at`,
  },
  {
    name: 'consents',
    tables: ['consents', 'consent_requests'],
    sql: `SELECT 'decision' AS kind, c.scope, c.status, c.decider, c.method, c.notice_version, CASE WHEN c.guardian_id IS NULL OR c.guardian_id = $1 THEN host(c.address) END AS network, c.decided_at AS at
        FROM consents c WHERE c.child_id = $1 OR c.guardian_id = $1
      UNION ALL SELECT 'request', NULL, r.status, NULL, r.method, r.notice_version, NULL, r.created_at FROM consent_requests r WHERE r.child_id = $1 ORDER BY at`,
  },
  {
    name: 'controls',
    tables: ['child_controls'],
    sql: `SELECT chat_enabled, ai_enabled, live_enabled, daily_minutes, class_board, school_board, updated_at FROM child_controls WHERE child_id = $1 OR guardian_id = $1`,
  },
  {
    name: 'accommodations',
    tables: ['accommodations'],
    sql: 'SELECT time_factor, created_at, updated_at FROM accommodations WHERE learner_id = $1',
  },
  {
    name: 'live-sessions',
    tables: ['live_participants', 'live_sessions'],
    sql: `SELECT 'played' AS what, s.title, lp.nickname, lp.score, lp.correct_count, lp.answered_count, lp.final_rank, lp.joined_at AS at
        FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id WHERE lp.user_id = $1
      UNION ALL SELECT 'hosted', s.title, NULL, NULL, NULL, NULL, NULL, s.created_at FROM live_sessions s WHERE s.host_id = $1 ORDER BY at`,
  },
  {
    name: 'group-missions',
    tables: ['group_runs', 'group_places'],
    sql: `SELECT 'played' AS what, s.title, s.run_position AS in_group, lp.contribution, lp.joined_at AS at
        FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id WHERE lp.user_id = $1 AND s.run_id IS NOT NULL
      UNION ALL SELECT 'planned', r.title, p.run_position, NULL, r.created_at FROM group_places p JOIN group_runs r ON r.id = p.run_id WHERE p.user_id = $1
      UNION ALL SELECT 'opened', r.title, NULL, NULL, r.created_at FROM group_runs r WHERE r.opened_by = $1 ORDER BY at`,
  },
  {
    name: 'answers',
    tables: ['live_answers'],
    sql: `SELECT s.title AS session, a.round + 1 AS question, q.prompt, a.answer, a.outcome, a.points, a.response_ms, a.answered_at
      FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id JOIN live_answers a ON a.session_id = lp.session_id AND a.participant_id = lp.id
        JOIN live_rounds r ON r.session_id = a.session_id AND r.position = a.round LEFT JOIN questions q ON q.id = r.question_id
      WHERE lp.user_id = $1 ORDER BY a.answered_at LIMIT 50000`,
  },
  {
    name: 'missions-alone',
    tables: ['mission_progress', 'lesson_progress'],
    sql: `SELECT 'mission' AS what, m.title, p.status, p.attempts, p.questions_answered, p.questions_correct, p.hints_used, p.time_spent_seconds, p.started_at,
        p.completed_at FROM mission_progress p JOIN missions m ON m.id = p.mission_id WHERE p.user_id = $1
      UNION ALL SELECT 'lesson', coalesce(l.title, m.title), CASE WHEN p.is_passed THEN 'completed' ELSE 'in_progress' END, p.round, NULL, NULL, NULL, NULL,
        p.started_at, p.completed_at FROM lesson_progress p JOIN missions m ON m.id = p.mission_id LEFT JOIN lessons l ON l.id = p.lesson_id WHERE p.user_id = $1
      ORDER BY started_at LIMIT 50000`,
  },
  {
    name: 'answers-alone',
    tables: ['question_responses', 'mission_hints'],
    sql: `SELECT m.title AS mission, q.prompt, r.round, r.try, r.answer, r.outcome, r.hint_used, r.time_taken_ms, r.answered_at AS at FROM question_responses r
        JOIN missions m ON m.id = r.mission_id JOIN questions q ON q.id = r.question_id WHERE r.user_id = $1
      UNION ALL SELECT m.title, q.prompt, h.round, NULL, NULL, 'hint', true, NULL, h.uncovered_at FROM mission_hints h
        JOIN missions m ON m.id = h.mission_id JOIN questions q ON q.id = h.question_id WHERE h.user_id = $1
      ORDER BY at LIMIT 50000`,
  },
  {
    name: 'files',
    tables: ['media_assets'],
    sql: 'SELECT kind, alt, caption, mime_type, byte_size, created_at FROM media_assets WHERE owner_id = $1 ORDER BY created_at LIMIT 10000',
  },
  {
    name: 'missions-written',
    tables: ['missions'],
    sql: 'SELECT title, description, created_at FROM missions WHERE author_id = $1 ORDER BY created_at LIMIT 10000',
  },
  {
    name: 'questions-written',
    tables: ['questions'],
    sql: 'SELECT prompt, explanation, kind, created_at FROM questions WHERE author_id = $1 ORDER BY created_at LIMIT 50000',
  },
  {
    name: 'activity',
    tables: ['activity_days'],
    sql: 'SELECT day, seconds FROM activity_days WHERE user_id = $1 ORDER BY day',
  },
  {
    name: 'progress',
    tables: ['learner_stats', 'reward_ledger', 'streak_days'],
    sql: `SELECT 'sum' AS what, s.last_activity_date AS day, 'xp' AS currency, s.total_xp AS amount, s.current_level AS level,
        s.current_streak_days AS days_in_a_row, s.longest_streak_days AS longest FROM learner_stats s WHERE s.user_id = $1
      UNION ALL SELECT 'sum', NULL, 'coin', s.coins, NULL, NULL, NULL FROM learner_stats s WHERE s.user_id = $1
      UNION ALL SELECT 'freezes', NULL, NULL, s.streak_freezes, NULL, NULL, NULL FROM learner_stats s WHERE s.user_id = $1
      UNION ALL SELECT 'frozen day', d.day, NULL, NULL, NULL, NULL, NULL FROM learner_stats s, unnest(s.frozen_days) AS d(day) WHERE s.user_id = $1
      UNION ALL SELECT 'sum', NULL, 'key', s.keys, NULL, NULL, NULL FROM learner_stats s WHERE s.user_id = $1
      UNION ALL (SELECT l.reason, l.local_date, l.currency, l.delta, NULL, NULL, NULL FROM reward_ledger l WHERE l.user_id = $1 ORDER BY l.id LIMIT 50000)
      UNION ALL SELECT 'day', d.local_date, NULL, NULL, NULL, NULL, NULL FROM streak_days d WHERE d.user_id = $1`,
  },
  {
    name: 'mastery',
    tables: ['learner_mastery', 'review_cards', 'mastery_renewals'],
    sql: `SELECT k.scope AS what, k.slug AS about, k.answers, k.weight_right, k.weight_wrong, k.last_answer_at AS at, NULL AS due_at, NULL AS lapses
        FROM learner_mastery k WHERE k.user_id = $1
      UNION ALL SELECT 'comes back', q.prompt, c.reps, NULL, NULL, c.last_review_at, c.due_at, c.lapses
        FROM review_cards c JOIN questions q ON q.id = c.question_id WHERE c.user_id = $1
      UNION ALL SELECT 'is computed again', NULL, NULL, NULL, NULL, n.asked_at, NULL, NULL FROM mastery_renewals n WHERE n.user_id = $1`,
  },
  {
    name: 'badges',
    tables: ['user_badges'],
    sql: `SELECT b.name AS badge, b.description, u.xp_reward AS xp, u.coin_reward AS coins, u.key_reward AS keys, u.local_date AS day, u.unlocked_at AS at,
        u.seen_at, u.equipped_slot IS NOT NULL AS worn, u.is_favorite AS favourite
      FROM user_badges u JOIN badges b ON b.id = u.badge_id WHERE u.user_id = $1 ORDER BY u.unlocked_at, b.slug`,
  },
  {
    name: 'counted-for-badges',
    tables: ['learner_facts'],
    sql: `SELECT f.key AS what, f.value::text AS counted FROM learner_facts l, jsonb_each(l.facts) AS f WHERE l.user_id = $1 ORDER BY f.key`,
  },
  {
    name: 'daily-challenges',
    tables: ['user_daily_challenges'],
    sql: `SELECT c.valid_date AS day, c.title AS challenge, c.description, k.current_value AS done, k.target_value AS needed, k.completed_at, k.claimed_at,
        c.xp_reward AS xp, c.coin_reward AS coins
      FROM user_daily_challenges k JOIN daily_challenges c ON c.id = k.challenge_id WHERE k.user_id = $1 ORDER BY c.valid_date`,
  },
  {
    name: 'avatars',
    tables: ['user_avatars'],
    sql: `SELECT a.name, u.unlock_method AS came_by, u.unlocked_at AS since, u.avatar_id = p.equipped_avatar_id AS worn FROM user_avatars u
      JOIN avatars a ON a.id = u.avatar_id JOIN user_profiles p ON p.user_id = u.user_id WHERE u.user_id = $1 ORDER BY u.unlocked_at`,
  },
  {
    name: 'seasons',
    tables: ['season_progress', 'season_reward_claims'],
    sql: `SELECT s.name AS season, s.round, s.starts_on, s.ends_on, p.season_xp, p.season_level AS level, NULL AS reward, NULL AS amount, p.started_at AS at
        FROM season_progress p JOIN seasons s ON s.id = p.season_id WHERE p.user_id = $1
      UNION ALL SELECT s.name, s.round, NULL, NULL, NULL, c.level, c.kind, c.amount, c.claimed_at
        FROM season_reward_claims c JOIN seasons s ON s.id = c.season_id WHERE c.user_id = $1 ORDER BY at`,
  },
  {
    name: 'letters-about-the-week',
    tables: ['notification_preferences', 'weekly_reports'],
    sql: `SELECT 'wanted' AS what, n.frequency, NULL::date AS week, n.updated_at AS at FROM notification_preferences n WHERE n.user_id = $1
      UNION ALL SELECT 'sent', NULL, r.week, r.created_at FROM weekly_reports r WHERE r.guardian_id = $1
      ORDER BY at`,
  },
  {
    name: 'game-logins',
    tables: ['game_credentials'],
    sql: 'SELECT game_name, last_revealed_at, created_at FROM game_credentials WHERE user_id = $1 ORDER BY game_name',
  },
  {
    name: 'requests-and-disclosures',
    tables: ['data_requests', 'disclosures'],
    sql: `SELECT 'request' AS what, kind AS detail, status, note, answer, NULL AS recipient, created_at AS at FROM data_requests WHERE subject_id = $1
      UNION ALL SELECT 'disclosure', array_to_string(fields, ', '), interest, NULL, NULL, recipient, disclosed_at FROM disclosures WHERE subject_id = $1 ORDER BY at`,
  },
  {
    name: 'records-kept',
    tables: ['school_agreements', 'breach_records', 'risk_assessments'],
    sql: `SELECT 'agreement' AS record, title AS what, created_at AS at FROM school_agreements WHERE recorded_by = $1
      UNION ALL SELECT 'breach', left(description, 100), created_at FROM breach_records WHERE recorded_by = $1
      UNION ALL SELECT 'risk assessment', left(summary, 100), created_at FROM risk_assessments WHERE recorded_by = $1 ORDER BY at`,
  },
];
