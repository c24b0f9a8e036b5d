/** Progress of these sessions may be computed: it was, or nobody did it in time. */
const isCounted = `(s.xp_rewards IS NOT NULL OR s.projected_at < now() - interval '10 minutes')`;

/**
 * A zone that a version without hours fixed, during an upgrade, has none: days began at midnight then.
 *
 * Who played what under an account. In groups: whoever gave something and still belongs to it. A race has no end that earns: one can
 * race against oneself all day.
 */
const seats = (only: string) => `
  SELECT lp.user_id AS "learnerId", lp.id, s.id AS "sessionId", coalesce(lp.timezone, p.timezone) AS timezone,
    coalesce(lp.day_start_hour, CASE WHEN lp.timezone IS NULL THEN p.day_start_hour ELSE 0 END) AS "dayStartHour",
    CASE WHEN s.format = 'group_mission' THEN s.result->>'ended' = 'solved'
      ELSE s.format <> 'ghost' AND s.status = 'ended' AND lp.final_rank IS NOT NULL AND lp.left_in_round IS NULL END AS finished
  FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id JOIN user_profiles p ON p.user_id = lp.user_id
  WHERE lp.answered_count > 0 AND s.projected_at IS NOT NULL
    AND (s.format <> 'group_mission' OR (lp.moved_to IS NULL AND lp.kicked_at IS NULL)) AND ${only}`;
export const seatsOfSession = seats('s.id = $1');
export const seatsOfLearner = seats(`lp.user_id = $1 AND ${isCounted}`);
export const seatsOfLearners = seats(`lp.user_id = ANY($1::uuid[]) AND ${isCounted}`);
export const seatsOfLearnersSince = seats(
  `lp.user_id = ANY($1::uuid[]) AND s.ended_at >= $2 AND ${isCounted}`,
);

/**
 * The answers that count, with what a right one earns; of skipped rounds none. $1: participants. Seat by seat, which is quick also while
 * the database does not know yet how many answered; and what a session planned, which is large, is opened once and not for each answer.
 */
export const answersOf = `
  WITH asked AS MATERIALIZED (
    SELECT r.session_id, r.position AS round, p.planned->>'questionId' AS question_id, (s.xp_rewards->>(p.planned->>'questionId'))::integer AS xp
    FROM live_sessions s CROSS JOIN LATERAL jsonb_array_elements(s.snapshot->'rounds') WITH ORDINALITY AS p(planned, n)
      JOIN live_rounds r ON r.session_id = s.id AND r.answered > 0 AND coalesce(s.played[r.position + 1], r.position) = p.n - 1
    WHERE s.id IN (SELECT session_id FROM live_participants WHERE id = ANY($1::uuid[]))
  )
  SELECT lp.id AS "participantId", asked.question_id AS "questionId", one.outcome, one.answered_at AS at, asked.xp
  FROM live_participants lp CROSS JOIN LATERAL (
    SELECT DISTINCT ON (a.round) a.round, a.outcome, a.answered_at FROM live_answers a
    WHERE a.session_id = lp.session_id AND a.participant_id = lp.id ORDER BY a.round, a.vote DESC) one
    JOIN asked ON asked.session_id = lp.session_id AND asked.round = one.round
  WHERE lp.id = ANY($1::uuid[]) AND one.outcome IN ('right', 'partly', 'wrong')
  UNION ALL
  SELECT lp.id, q.id, t.answer->>'outcome', s.ended_at, (s.xp_rewards->>q.id)::integer
  FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id AND s.format = 'group_mission'
    CROSS JOIN LATERAL jsonb_array_elements(s.result->'answers') WITH ORDINALITY AS t(answer, n)
    CROSS JOIN LATERAL (SELECT s.snapshot->'rounds'->(t.n::integer - 1)->>'questionId' AS id) q
  WHERE lp.id = ANY($1::uuid[]) AND t.answer->>'outcome' IN ('right', 'partly', 'wrong')`;

/** Fixes what its questions are worth; nothing comes back when it is gone. It stays until the transaction ends. */
export const fixSession = `
  UPDATE live_sessions s SET xp_rewards = coalesce(s.xp_rewards, (SELECT coalesce(jsonb_object_agg(q.id, q.xp_reward), '{}') FROM questions q
    WHERE q.id IN (SELECT (r->>'questionId')::uuid FROM jsonb_array_elements(s.snapshot->'rounds') AS r)))
  WHERE s.id = $1 RETURNING s.id`;
export const fixZones = `
  UPDATE live_participants lp SET timezone = p.timezone, day_start_hour = p.day_start_hour FROM user_profiles p
  WHERE lp.session_id = $1 AND p.user_id = lp.user_id AND lp.timezone IS NULL`;
/** Sessions of a learner that nobody projected in time. */
export const unfixedOf = `
  SELECT s.id FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id
  WHERE lp.user_id = $1 AND s.xp_rewards IS NULL AND ${isCounted}`;
