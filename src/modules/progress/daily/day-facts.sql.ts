import { mendedWithinDays } from '../../../domain/reward/daily/tasks.ts';
import { seatsOfLearnersSince } from '../played.sql.ts';

const finishing = `CASE WHEN st.finished THEN CASE WHEN s.format = 'practice' THEN 'practices' ELSE 'together' END END`;

/**
 * What learners did on own days: answers in the order in which they were given, and what was finished. Days are those that were fixed
 * with the deed. $1: learners; $2: nothing before that; $3: the days, null: all.
 */
export const dayFacts = `
WITH seats AS MATERIALIZED (${seatsOfLearnersSince}),
  given AS (
    SELECT st."learnerId" AS learner, local_day(st.timezone, st."dayStartHour", one.at) AS day, st.id AS seat, ${finishing} AS finishing,
      one.question_id, one.topic, s.mission_id, one.outcome, one.at, one.key
    FROM seats st JOIN live_sessions s ON s.id = st."sessionId" CROSS JOIN LATERAL (
      SELECT DISTINCT ON (a.round) r.question_id, r.topic, a.outcome, a.answered_at AS at, a.session_id || '/' || lpad(a.round::text, 5, '0') AS key
      FROM live_answers a JOIN live_rounds r ON r.session_id = a.session_id AND r.position = a.round AND r.answered > 0
      WHERE a.session_id = st."sessionId" AND a.participant_id = st.id ORDER BY a.round, a.vote DESC) one
    UNION ALL
    SELECT st."learnerId", local_day(st.timezone, st."dayStartHour", s.ended_at), st.id, ${finishing}, (s.snapshot->'rounds'->(g.n::integer - 1)->>'questionId')::uuid,
      NULL, s.mission_id, g.answer->>'outcome', s.ended_at, s.id || '/' || lpad(g.n::text, 5, '0')
    FROM seats st JOIN live_sessions s ON s.id = st."sessionId" AND s.format = 'group_mission'
      CROSS JOIN LATERAL jsonb_array_elements(s.result->'answers') WITH ORDINALITY AS g(answer, n)
    UNION ALL
    SELECT r.user_id, r.answered_on, NULL, NULL, r.question_id, r.topic, r.mission_id, r.outcome, r.answered_at, r.id::text
    FROM question_responses r WHERE r.user_id = ANY($1::uuid[]) AND r.answered_at >= $2),
  answers AS MATERIALIZED (
    SELECT *, max(day) FILTER (WHERE outcome = 'wrong') OVER (PARTITION BY learner, question_id ORDER BY at, key COLLATE "C"
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) >= day - ${mendedWithinDays} AS was_wrong
    FROM given WHERE outcome IN ('right', 'partly', 'wrong') AND question_id IS NOT NULL),
  finished AS (
    SELECT learner, max(day) AS day, finishing AS what FROM answers WHERE finishing IS NOT NULL GROUP BY learner, seat, finishing
    UNION ALL SELECT user_id, completed_on, 'lessons' FROM lesson_progress WHERE user_id = ANY($1::uuid[]) AND completed_at >= $2
    UNION ALL SELECT user_id, completed_on, 'missions' FROM mission_progress WHERE user_id = ANY($1::uuid[]) AND completed_at >= $2)
SELECT learner, day::text, what, "questionId", topic, "missionId", "right", mends FROM (
  SELECT learner, day, 'answer' AS what, question_id AS "questionId", topic, mission_id AS "missionId", outcome = 'right' AS right,
    outcome = 'right' AND coalesce(was_wrong, false) AS mends, at, key COLLATE "C" AS key FROM answers
  UNION ALL SELECT learner, day, what, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM finished) facts
WHERE $3::date[] IS NULL OR day = ANY($3::date[]) ORDER BY at, key`;

/** What questions are now. Of live answers the topic is fixed only once they were worked on. $1: questions. */
export const askedQuestions = `
SELECT q.id, q.kind, (
  SELECT t.slug FROM assessment_questions aq JOIN assessments s ON s.id = aq.assessment_id JOIN lessons l ON l.id = s.lesson_id
    JOIN missions m ON m.id = l.mission_id JOIN topics t ON t.id = m.topic_id WHERE aq.question_id = q.id ORDER BY m.id LIMIT 1) AS topic
FROM questions q WHERE q.id = ANY($1::uuid[])`;
