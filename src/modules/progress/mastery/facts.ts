import type pg from 'pg';
import type { Outcome } from '../../../domain/answer/answer.ts';
import { creditOf } from '../../../domain/mastery/mastery.ts';
import { answersChecked } from '../studied.ts';
import type { AnswerFact } from './learnt.ts';

export const masteryHandler = 'mastery';

type FactRow = Omit<AnswerFact, 'at' | 'credit'> & { learnerId: string; at: Date; outcome: Outcome };

/** What learners answered under their accounts in one session. */
export const factsOfSession = (
  client: pg.ClientBase,
  sessionId: string,
): Promise<Map<string, AnswerFact[]>> => read(client, live('s.id = $1'), [sessionId]);

/** What one learner gave alone with these answers. */
export const factsOfAnswers = (
  client: pg.ClientBase,
  learnerId: string,
  answerIds: readonly string[],
): Promise<Map<string, AnswerFact[]>> =>
  read(client, alone('r.id = ANY($2::uuid[])'), [learnerId, answerIds]);

/** All that one learner answered. */
export const factsOfLearner = async (client: pg.ClientBase, learnerId: string): Promise<AnswerFact[]> =>
  (await read(client, `(${live('lp.user_id = $1::uuid')}) UNION ALL ${alone(isCounted)}`, [learnerId])).get(
    learnerId,
  ) ?? [];

async function read(
  client: pg.ClientBase,
  sql: string,
  values: unknown[],
): Promise<Map<string, AnswerFact[]>> {
  const { rows } = await client.query<FactRow>(sql, values);
  const facts = new Map<string, AnswerFact[]>();
  for (const { learnerId, at, outcome, ...row } of rows) {
    const credit = creditOf(outcome);
    if (credit === null) continue;
    const own = facts.get(learnerId) ?? [];
    own.push({ ...row, at: at.getTime(), credit });
    facts.set(learnerId, own);
  }
  return facts;
}

/**
 * Of each answer the last vote; of skipped rounds none. What a group answered together says nothing about one of it, so group
 * missions, which have no rounds, are not in it. Seat by seat, which is quick also while the database does not know yet how many
 * answered.
 */
const live = (only: string) => `
  SELECT lp.user_id AS "learnerId", one.answered_at AS at, lp.session_id || '/' || lpad(one.round::text, 5, '0') AS key,
    r.question_id AS "questionId", r.objectives, r.topic, one.outcome
  FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id CROSS JOIN LATERAL (
      SELECT DISTINCT ON (a.round) a.round, a.outcome, a.answered_at FROM live_answers a
      WHERE a.session_id = lp.session_id AND a.participant_id = lp.id ORDER BY a.round, a.vote DESC) one
    JOIN live_rounds r ON r.session_id = lp.session_id AND r.position = one.round AND r.answered > 0 AND r.objectives IS NOT NULL
  WHERE lp.user_id IS NOT NULL AND ${only}`;

/**
 * Of each question the first answer in a try of its lesson: whoever answers again has been told what was not right. The lesson once
 * more is a new sitting. $1: the learner.
 */
const alone = (only: string) => `
  SELECT r.user_id AS "learnerId", r.answered_at AS at, r.id::text AS key, r.question_id AS "questionId", r.objectives, r.topic, r.outcome
  FROM question_responses r WHERE r.user_id = $1::uuid AND r.try = 1 AND ${only}`;

/** What was told has been worked on, or nobody did so in time. */
const isCounted = `r.id <> ALL (ARRAY(
  SELECT told.id::uuid FROM outbox_events o CROSS JOIN jsonb_array_elements_text(o.payload->'answerIds') AS told(id)
  WHERE o.payload->>'learnerId' = $1::text AND o.created_at > now() - interval '10 minutes' AND o.event_type = '${answersChecked}'
    AND NOT EXISTS (SELECT 1 FROM handled_events h WHERE h.event_id = o.id AND h.handler = '${masteryHandler}')))`;

/** Fixes what the questions of a session train, for good; nothing comes back when it is gone. It stays until the transaction ends. */
export async function fixTrained(client: pg.ClientBase, sessionId: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM live_sessions WHERE id = $1 FOR SHARE', [sessionId]);
  if (rowCount === 0) return false;
  await client.query(fixRounds, [sessionId]);
  return true;
}

const fixRounds = `
WITH asked AS (
  SELECT r.position, s.org_id, s.mission_id, ARRAY(SELECT jsonb_array_elements_text(
    s.snapshot->'rounds'->coalesce(s.played[r.position + 1], r.position)->'objectives')) AS objectives
  FROM live_rounds r JOIN live_sessions s ON s.id = r.session_id WHERE r.session_id = $1 AND r.objectives IS NULL
)
UPDATE live_rounds r SET objectives = asked.objectives, topic = (
  SELECT t.slug FROM missions m JOIN topics t ON t.id = m.topic_id
  WHERE m.id = coalesce(asked.mission_id,
    (SELECT o.mission_id FROM objectives o WHERE o.org_id = asked.org_id AND o.slug = ANY(asked.objectives) ORDER BY o.slug LIMIT 1)))
FROM asked WHERE r.session_id = $1 AND r.position = asked.position`;

/** Sessions of a learner that nobody fixed in time. */
export const untrainedOf = `
  SELECT DISTINCT s.id FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id JOIN live_rounds r ON r.session_id = s.id
  WHERE lp.user_id = $1 AND r.objectives IS NULL AND s.projected_at < now() - interval '10 minutes' ORDER BY s.id`;
