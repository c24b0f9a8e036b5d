import { seatsOfLearners } from '../played.sql.ts';

/**
 * Checked answers of learners in sessions and alone, where the first try of a question counts. Of 10,000 answers sorting is what takes
 * time: it is done seat by seat, and names of sessions are compared byte by byte. $1: learners.
 */
const answers = `
  seats AS MATERIALIZED (${seatsOfLearners}),
  sessions AS (
    SELECT st.*, s.format, m.slug AS mission, t.slug AS topic, s.result, s.snapshot, s.ended_at FROM seats st JOIN live_sessions s ON s.id = st."sessionId"
      LEFT JOIN missions m ON m.id = s.mission_id LEFT JOIN topics t ON t.id = m.topic_id),
  given AS (
    SELECT s."learnerId" AS learner, s."sessionId"::text COLLATE "C" AS session, s.format, s.finished, s.mission, s.topic, s.mission AS task, one.*
    FROM sessions s CROSS JOIN LATERAL (
      SELECT DISTINCT ON (a.round) r.question_id, a.outcome, a.answered_at AS at
      FROM live_answers a JOIN live_rounds r ON r.session_id = a.session_id AND r.position = a.round AND r.answered > 0
      WHERE a.session_id = s."sessionId" AND a.participant_id = s.id ORDER BY a.round, a.vote DESC) one
    UNION ALL
    SELECT s."learnerId", s."sessionId"::text COLLATE "C", s.format, s.finished, s.mission, s.topic, s.mission,
      (s.snapshot->'rounds'->(g.n::integer - 1)->>'questionId')::uuid, g.answer->>'outcome', s.ended_at
    FROM sessions s CROSS JOIN LATERAL jsonb_array_elements(s.result->'answers') WITH ORDINALITY AS g(answer, n) WHERE s.format = 'group_mission'
    UNION ALL
    SELECT r.user_id, (r.lesson_id || ':' || r.round) COLLATE "C", 'alone', false, m.slug, t.slug, r.lesson_id::text, r.question_id, r.outcome, r.answered_at
    FROM question_responses r JOIN missions m ON m.id = r.mission_id LEFT JOIN topics t ON t.id = m.topic_id
    WHERE r.user_id = ANY($1::uuid[]) AND r.try = 1),
  answers AS MATERIALIZED (SELECT * FROM given WHERE outcome IN ('right', 'partly', 'wrong'))`;

/** What was answered: by session, and the questions that were wrong once and right later. */
export const answered = `
WITH ${answers},
  by_session AS (
    SELECT a.learner, json_build_object('sessionId', a.session, 'format', min(a.format), 'finished', bool_or(a.finished), 'mission', min(a.mission),
      'topic', min(a.topic), 'task', min(a.task), 'at', (extract(epoch FROM max(a.at)) * 1000)::bigint, 'answered', count(*), 'right', count(*) FILTER (WHERE a.outcome = 'right'),
      'kinds', coalesce(json_agg(DISTINCT q.kind) FILTER (WHERE a.outcome = 'right' AND q.kind IS NOT NULL), '[]')) AS one
    FROM answers a LEFT JOIN questions q ON q.id = a.question_id
    GROUP BY a.learner, a.session),
  mended AS (
    SELECT learner, question_id FROM answers WHERE question_id IS NOT NULL GROUP BY learner, question_id
    HAVING min(at) FILTER (WHERE outcome = 'wrong') < max(at) FILTER (WHERE outcome = 'right'))
SELECT coalesce(s.learner, m.learner) AS learner, coalesce(s.sessions, '[]') AS sessions, coalesce(m.mended, '{}') AS mended
FROM (SELECT learner, json_agg(one) AS sessions FROM by_session GROUP BY learner) s
  FULL JOIN (SELECT learner, array_agg(question_id::text) AS mended FROM mended GROUP BY learner) m ON m.learner = s.learner`;

/** What ledger and calendars say. Whatever badges gave is told apart. */
export const kept = `
SELECT u.id AS learner, u.org_id AS "orgId",
  coalesce(l.day, local_day(coalesce(p.timezone, 'UTC'), coalesce(p.day_start_hour, 0), now()))::text AS today, l.xp, l."badgeXp",
  ARRAY(SELECT d.local_date::text FROM streak_days d WHERE d.user_id = u.id) AS days,
  coalesce((SELECT json_object_agg(day, n) FROM (SELECT local_date AS day, count(*) AS n FROM reward_ledger
    WHERE user_id = u.id AND currency = 'xp' AND reason = 'answer' GROUP BY local_date) r), '{}') AS "rightOn",
  (SELECT count(*)::integer FROM lesson_progress lp WHERE lp.user_id = u.id AND lp.completed_at IS NOT NULL) AS lessons,
  coalesce((SELECT json_agg(json_build_object('answers', k.answers, 'right', k.weight_right, 'wrong', k.weight_wrong)) FROM learner_mastery k
    WHERE k.user_id = u.id AND k.scope = 'objective'), '[]') AS known,
  ARRAY(SELECT m.slug FROM mission_progress mp JOIN missions m ON m.id = mp.mission_id WHERE mp.user_id = u.id AND mp.completed_at IS NOT NULL) AS missions
FROM users u LEFT JOIN user_profiles p ON p.user_id = u.id CROSS JOIN LATERAL (
  SELECT max(local_date) FILTER (WHERE reason <> 'badge' AND delta > 0) AS day, coalesce(sum(delta) FILTER (WHERE currency = 'xp' AND reason <> 'badge'), 0)::integer AS xp,
    coalesce(sum(delta) FILTER (WHERE currency = 'xp' AND reason = 'badge'), 0)::integer AS "badgeXp" FROM reward_ledger WHERE user_id = u.id) l
WHERE u.id = ANY($1::uuid[])`;
