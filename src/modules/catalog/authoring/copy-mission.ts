import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { AppError } from '../../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../../platform/http/caller.ts';
import { forGroupsOnly } from './claim-mission.ts';
import { newSlug, slugOf } from './write-mission.ts';
import { readRequirements, writeRequirements } from './write-requirements.ts';

interface Source {
  title: string;
  forGroups: boolean;
  lessons: string[];
  assessments: string[];
  questions: string[];
  objectives: string[];
}

const sourceSql = `
  SELECT m.title, m.mission_type = 'group' AS "forGroups",
    ARRAY(SELECT id::text FROM lessons WHERE mission_id = m.id) AS lessons,
    ARRAY(SELECT a.id::text FROM assessments a JOIN lessons l ON l.id = a.lesson_id WHERE l.mission_id = m.id) AS assessments,
    ARRAY(SELECT aq.question_id::text FROM assessment_questions aq JOIN assessments a ON a.id = aq.assessment_id
      JOIN lessons l ON l.id = a.lesson_id WHERE l.mission_id = m.id) AS questions,
    ARRAY(SELECT id::text FROM objectives WHERE mission_id = m.id) AS objectives
  FROM missions m WHERE m.id = ? AND m.is_active`;

/** The copy of each row gets an id of its own; `$old` and `$new` are joined from this list. */
const pairs = (ids: readonly string[]) =>
  JSON.stringify(ids.map((old) => ({ old, new: uuid(), slug: newSlug('goal') })));
const map = (name: string) => `jsonb_to_recordset(?) AS ${name}(old uuid, new uuid, slug text)`;

/** A mission with all that is in it, as the caller's own; gives its id. Pictures and recordings are shared. */
export async function copyMission(em: EntityManager, caller: SignedInCaller, from: string): Promise<string> {
  const [source] = await em.execute<Source[]>(sourceSql, [from]);
  if (!source) throw new AppError('mission/not-found');
  if (source.forGroups) throw new AppError('mission/for-groups', forGroupsOnly);
  const id = uuid();
  const lessons = pairs(source.lessons);
  const assessments = pairs(source.assessments);
  const questions = pairs(source.questions);
  const objectives = pairs(source.objectives);
  await em.execute(
    `INSERT INTO missions (id, org_id, author_id, slug, locale, title, description, topic_id, difficulty, mission_type,
       age_from, age_to, estimated_minutes, required_level, xp_reward, coin_reward, total_lessons, total_questions, i18n, edited_at)
     SELECT ?, org_id, ?, ?, locale, title, description, topic_id, difficulty, mission_type,
       age_from, age_to, estimated_minutes, required_level, xp_reward, coin_reward, total_lessons, total_questions, i18n, now()
     FROM missions WHERE id = ?`,
    [id, caller.userId, slugOf(source.title), from],
  );
  await em.execute(
    `INSERT INTO objectives (id, org_id, mission_id, slug, text, position, i18n)
     SELECT o.new, t.org_id, ?, o.slug, t.text, t.position, t.i18n FROM objectives t JOIN ${map('o')} ON o.old = t.id`,
    [id, objectives],
  );
  await em.execute(
    `INSERT INTO lessons (id, mission_id, slug, title, content, kind, estimated_minutes, xp_reward, position, i18n, media, media_id)
     SELECT l.new, ?, t.slug, t.title, t.content, t.kind, t.estimated_minutes, t.xp_reward, t.position, t.i18n, t.media, t.media_id
     FROM lessons t JOIN ${map('l')} ON l.old = t.id`,
    [id, lessons],
  );
  await em.execute(
    `INSERT INTO assessments (id, org_id, lesson_id, title)
     SELECT a.new, t.org_id, l.new, t.title FROM assessments t JOIN ${map('a')} ON a.old = t.id JOIN ${map('l')} ON l.old = t.lesson_id`,
    [assessments, lessons],
  );
  await writeRequirements(em, id, await readRequirements(em, from));
  await copyQuestions(em, caller, { assessments, questions, objectives });
  return id;
}

async function copyQuestions(
  em: EntityManager,
  caller: SignedInCaller,
  { assessments, questions, objectives }: Record<'assessments' | 'questions' | 'objectives', string>,
): Promise<void> {
  const columns = `kind, prompt, explanation, hint_text, hint_cost, xp_reward, difficulty, points, is_partial, time_limit_seconds, spec, media, media_id, i18n`;
  await em.execute(
    `INSERT INTO questions (id, org_id, author_id, ${columns})
     SELECT q.new, t.org_id, ?, ${columns.replaceAll(/\w+/g, 't.$&')} FROM questions t JOIN ${map('q')} ON q.old = t.id`,
    [caller.userId, questions],
  );
  await em.execute(
    `INSERT INTO assessment_questions (assessment_id, question_id, position)
     SELECT a.new, q.new, t.position FROM assessment_questions t
     JOIN ${map('a')} ON a.old = t.assessment_id JOIN ${map('q')} ON q.old = t.question_id`,
    [assessments, questions],
  );
  await em.execute(
    `INSERT INTO question_options (question_id, slug, option_text, match_text, is_correct, feedback, position, i18n)
     SELECT q.new, t.slug, t.option_text, t.match_text, t.is_correct, t.feedback, t.position, t.i18n
     FROM question_options t JOIN ${map('q')} ON q.old = t.question_id`,
    [questions],
  );
  await em.execute(
    `INSERT INTO question_objectives (question_id, objective_id)
     SELECT q.new, o.new FROM question_objectives t
     JOIN ${map('q')} ON q.old = t.question_id JOIN ${map('o')} ON o.old = t.objective_id`,
    [questions, objectives],
  );
}
