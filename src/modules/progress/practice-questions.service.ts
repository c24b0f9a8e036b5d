import type { EntityManager } from '@mikro-orm/postgresql';
import { chooseQuestions, type MetQuestion } from '../../domain/mastery/practice.ts';

type MetRow = Omit<MetQuestion, 'dueAt' | 'lastAt'> & { missionId: string; dueAt: Date | null; lastAt: Date };

/** [MST-2] What a learner should practise by `until`, with the missions in which it stands. Read by the job role: learners see no questions. */
export async function choosePractice(
  em: EntityManager,
  learnerId: string,
  until: Date,
): Promise<{ questionId: string; missionId: string }[]> {
  const met = await em.execute<MetRow[]>(metQuestions, [learnerId, learnerId, learnerId]);
  const known = await em.execute<{ slug: string; estimate: number }[]>(
    `SELECT slug, (weight_right + 1) / (weight_right + weight_wrong + 2) AS estimate FROM learner_mastery WHERE user_id = ? AND scope = 'objective'`,
    [learnerId],
  );
  const chosen = chooseQuestions(
    met.map(({ dueAt, lastAt, ...one }) => ({
      ...one,
      dueAt: dueAt && new Date(dueAt).getTime(),
      lastAt: new Date(lastAt).getTime(),
    })),
    { until: until.getTime(), estimates: new Map(known.map(({ slug, estimate }) => [slug, estimate])) },
  );
  const missions = new Map(met.map(({ id, missionId }) => [id, missionId]));
  return chosen.map((questionId) => ({ questionId, missionId: missions.get(questionId)! }));
}

/** Nothing that a learner was not asked before: a practice gives no test away. What has no key, or waits for a teacher, is not in it. */
const metQuestions = `
WITH asked AS (
  SELECT r.question_id AS id, a.answered_at AS at FROM live_participants lp
    JOIN live_answers a ON a.session_id = lp.session_id AND a.participant_id = lp.id
    JOIN live_rounds r ON r.session_id = a.session_id AND r.position = a.round AND r.answered > 0
  WHERE lp.user_id = ? AND r.question_id IS NOT NULL
  UNION ALL SELECT question_id, answered_at FROM question_responses WHERE user_id = ?
), met AS (SELECT id, max(at) AS last FROM asked GROUP BY id)
SELECT DISTINCT ON (q.id) q.id, m.id AS "missionId", c.due_at AS "dueAt", met.last AS "lastAt",
  ARRAY(SELECT o.slug FROM question_objectives qo JOIN objectives o ON o.id = qo.objective_id WHERE qo.question_id = q.id) AS objectives
FROM met JOIN questions q ON q.id = met.id AND q.archived_at IS NULL AND q.kind NOT IN ('scale', 'poll', 'word_cloud')
    AND (q.kind <> 'open_text' OR jsonb_typeof(q.spec->'keywords') = 'array')
  JOIN assessment_questions aq ON aq.question_id = q.id JOIN assessments s ON s.id = aq.assessment_id JOIN lessons l ON l.id = s.lesson_id
  JOIN missions m ON m.id = l.mission_id AND m.is_active AND m.mission_type IS DISTINCT FROM 'group'
  LEFT JOIN review_cards c ON c.user_id = ? AND c.question_id = q.id
ORDER BY q.id, m.id`;
