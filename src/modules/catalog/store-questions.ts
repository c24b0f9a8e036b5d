import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { MediaRef } from '../../domain/question/media.ts';
import type { Mission, Question } from './content/content.schema.ts';

interface Links {
  orgId: string;
  /** By slug. */
  lessonIds: ReadonlyMap<string, string>;
  /** By external id. */
  questionIds: ReadonlyMap<string, string>;
}

/** `id` is the row's, `ref` what players get. */
export interface StoredMedia {
  id: string;
  ref: MediaRef;
}
interface StoreTarget {
  orgId: string;
  /** By the question's id in the content. */
  media: ReadonlyMap<string, StoredMedia>;
}

/** Ids of all questions that a mission asks now. */
export async function linkedQuestions(em: EntityManager, missionId: string): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `SELECT aq.question_id AS id FROM lessons l JOIN assessments a ON a.lesson_id = l.id
     JOIN assessment_questions aq ON aq.assessment_id = a.id WHERE l.mission_id = ?`,
    [missionId],
  );
  return rows.map(({ id }) => id);
}

/** Gives the ids by external id. A question whose words or choices changed gets the next version. */
export async function storeQuestions(
  em: EntityManager,
  questions: readonly Question[],
  { orgId, media }: StoreTarget,
): Promise<Map<string, string>> {
  if (questions.length === 0) return new Map();
  const changed = await upsertQuestions(em, questions, { orgId, media });
  const rows = await em.execute<{ id: string; externalId: string }[]>(
    'SELECT id, external_id AS "externalId" FROM questions WHERE org_id = ? AND external_id IN (?)',
    [orgId, questions.map(({ id }) => id)],
  );
  const ids = new Map(rows.map(({ id, externalId }) => [externalId, id]));
  const withOtherChoices = await storeOptions(em, questions, ids);
  const bump = [...withOtherChoices].filter((id) => !changed.has(id));
  if (bump.length > 0) await em.execute('UPDATE questions SET version = version + 1 WHERE id IN (?)', [bump]);
  return ids;
}

async function upsertQuestions(
  em: EntityManager,
  questions: readonly Question[],
  { orgId, media: stored }: StoreTarget,
) {
  const columns = `kind, prompt, explanation, hint_text, hint_cost, difficulty, points, is_partial, time_limit_seconds, spec, media, media_id, i18n`;
  const given = columns.replaceAll(/\w+/g, 'EXCLUDED.$&');
  const rows = questions.map((question) => ({
    id: uuid(),
    external_id: question.id,
    kind: question.kind,
    prompt: question.prompt,
    explanation: question.explanation,
    hint_text: question.hint,
    hint_cost: question.hintCost,
    difficulty: question.difficulty,
    points: question.points,
    is_partial: question.partial,
    time_limit_seconds: question.timeLimitSeconds,
    spec: question.spec,
    media: stored.get(question.id)?.ref ?? null,
    media_id: stored.get(question.id)?.id ?? null,
    i18n: question.i18n,
  }));
  const written = await em.execute<{ id: string }[]>(
    `INSERT INTO questions AS q (id, org_id, external_id, ${columns})
     SELECT id, ?, external_id, ${columns} FROM jsonb_to_recordset(?) AS r(id uuid, external_id text, kind text, prompt text,
       explanation text, hint_text text, hint_cost integer, difficulty text, points smallint, is_partial boolean, time_limit_seconds integer, spec jsonb, media jsonb, media_id uuid, i18n jsonb)
     ON CONFLICT (org_id, external_id) DO UPDATE SET (${columns}, version, archived_at) = (${given}, q.version + 1, NULL)
       WHERE (${columns.replaceAll(/\w+/g, 'q.$&')}) IS DISTINCT FROM (${given}) OR q.archived_at IS NOT NULL
     RETURNING id`,
    [orgId, JSON.stringify(rows)],
  );
  return new Set(written.map(({ id }) => id));
}

/** Gives the questions whose choices are others now. */
async function storeOptions(
  em: EntityManager,
  questions: readonly Question[],
  ids: ReadonlyMap<string, string>,
): Promise<Set<string>> {
  const columns = 'option_text, match_text, is_correct, feedback, position, i18n';
  const given = columns.replaceAll(/\w+/g, 'EXCLUDED.$&');
  const rows = questions.flatMap((question) =>
    question.choices.map((choice, position) => ({
      id: uuid(),
      question_id: ids.get(question.id),
      slug: choice.id,
      option_text: choice.text,
      is_correct: choice.correct,
      match_text: choice.match,
      feedback: choice.feedback,
      position,
      i18n: choice.i18n,
    })),
  );
  const removed = await em.execute<{ id: string }[]>(
    `DELETE FROM question_options o WHERE o.question_id IN (?) AND NOT EXISTS (
       SELECT 1 FROM jsonb_to_recordset(?) AS r(question_id uuid, slug text)
       WHERE r.question_id = o.question_id AND r.slug = o.slug) RETURNING o.question_id AS id`,
    [[...ids.values()], JSON.stringify(rows.map(({ question_id, slug }) => ({ question_id, slug })))],
  );
  const written = await em.execute<{ id: string }[]>(
    `INSERT INTO question_options AS o (id, question_id, slug, ${columns})
     SELECT id, question_id, slug, ${columns} FROM jsonb_to_recordset(?) AS r(id uuid, question_id uuid, slug text,
       option_text text, match_text text, is_correct boolean, feedback text, position integer, i18n jsonb)
     ON CONFLICT (question_id, slug) DO UPDATE SET (${columns}) = (${given})
       WHERE (${columns.replaceAll(/\w+/g, 'o.$&')}) IS DISTINCT FROM (${given})
     RETURNING question_id AS id`,
    [JSON.stringify(rows)],
  );
  return new Set([...removed, ...written].map(({ id }) => id));
}

/** Lessons to questions, and questions to objectives, exactly as the content says. */
export async function linkQuestions(em: EntityManager, mission: Mission, links: Links): Promise<void> {
  const asked = await storeAssessments(em, mission, links);
  const lessonIds = [...links.lessonIds.values()];
  await em.execute(
    'DELETE FROM assessment_questions WHERE assessment_id IN (SELECT id FROM assessments WHERE lesson_id IN (?))',
    [lessonIds],
  );
  if (asked.length === 0) return;
  await em.execute(
    `INSERT INTO assessment_questions (assessment_id, question_id, position)
     SELECT assessment_id, question_id, position
     FROM jsonb_to_recordset(?) AS r(assessment_id uuid, question_id uuid, position integer)`,
    [JSON.stringify(asked)],
  );
  await em.execute('DELETE FROM question_objectives WHERE question_id IN (?)', [
    [...links.questionIds.values()],
  ]);
  await em.execute(
    `INSERT INTO question_objectives (question_id, objective_id)
     SELECT r.question_id, o.id FROM jsonb_to_recordset(?) AS r(question_id uuid, objectives text[])
     CROSS JOIN unnest(r.objectives) AS named(slug) JOIN objectives o ON o.org_id = ? AND o.slug = named.slug`,
    [JSON.stringify(asked), links.orgId],
  );
}

/** One assessment a lesson that asks something; gives the questions of all of them with their places. */
async function storeAssessments(em: EntityManager, mission: Mission, links: Links) {
  const lessons = mission.lessons.filter(({ questions }) => questions.length > 0);
  const rows = await em.execute<{ id: string; lessonId: string }[]>(
    `INSERT INTO assessments (id, org_id, lesson_id, title)
     SELECT id, ?, lesson_id, title FROM jsonb_to_recordset(?) AS r(id uuid, lesson_id uuid, title text)
     ON CONFLICT (lesson_id) DO UPDATE SET title = EXCLUDED.title
     RETURNING id, lesson_id AS "lessonId"`,
    [
      links.orgId,
      JSON.stringify(
        lessons.map(({ slug, title }) => ({ id: uuid(), lesson_id: links.lessonIds.get(slug), title })),
      ),
    ],
  );
  const byLesson = new Map(rows.map(({ id, lessonId }) => [lessonId, id]));
  return lessons.flatMap(({ slug, questions }) =>
    questions.map((question, position) => ({
      assessment_id: byLesson.get(links.lessonIds.get(slug)!),
      question_id: links.questionIds.get(question.id),
      position,
      objectives: question.objectives,
    })),
  );
}

/** Questions that no mission asks any more stay in the database: sessions and reports refer to them. */
export async function archiveDropped(em: EntityManager, questionIds: readonly string[]): Promise<void> {
  if (questionIds.length === 0) return;
  await em.execute(
    `UPDATE questions q SET archived_at = now() WHERE q.id IN (?) AND q.archived_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM assessment_questions aq WHERE aq.question_id = q.id)`,
    [[...questionIds]],
  );
}
