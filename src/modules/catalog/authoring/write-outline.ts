import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import type { missionOutline } from '../../../wire/authoring.ts';
import { arrayOf, type Claimed, countParts, requireKnown } from './claim-mission.ts';
import { newSlug, otherLanguages } from './write-mission.ts';

type Lessons = z.output<typeof missionOutline>['lessons'];
type PlacedLesson = Lessons[number] & { id: string };

/** Lessons and questions in exactly this order; what is left out goes. */
export async function writeOutline(
  em: EntityManager,
  missionId: string,
  claimed: Claimed,
  given: Lessons,
): Promise<void> {
  const known = await readParts(em, missionId);
  const named = given.flatMap(({ id }) => id ?? []);
  const asked = given.flatMap(({ questions }) => questions);
  requireKnown('lessons', named, known.lessons);
  requireKnown('lessons.questions', asked, known.questions);

  // while they change places, two may stand at the same one
  await em.execute('SET CONSTRAINTS ALL DEFERRED');
  await archiveQuestions(
    em,
    known.questions.filter((id) => !asked.includes(id)),
  );
  const lessons = given.map((lesson) => ({ ...lesson, id: lesson.id ?? uuid() }));
  await upsertLessons(em, missionId, claimed, lessons);
  await placeQuestions(em, claimed.orgId, lessons);
  await em.execute('DELETE FROM lessons WHERE mission_id = ? AND NOT id = ANY(?::uuid[])', [
    missionId,
    arrayOf(lessons.map(({ id }) => id)),
  ]);
  await countParts(em, missionId);
}

async function readParts(em: EntityManager, missionId: string) {
  const [parts] = await em.execute<{ lessons: string[]; questions: string[] }[]>(
    `SELECT ARRAY(SELECT id::text FROM lessons WHERE mission_id = ?) AS lessons,
       ARRAY(SELECT aq.question_id::text FROM lessons l JOIN assessments a ON a.lesson_id = l.id
         JOIN assessment_questions aq ON aq.assessment_id = a.id WHERE l.mission_id = ?) AS questions`,
    [missionId, missionId],
  );
  return parts!;
}

/** Reports of the classes that answered them still refer to them. */
export async function archiveQuestions(em: EntityManager, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await em.execute('UPDATE questions SET archived_at = now() WHERE id = ANY(?::uuid[])', [arrayOf(ids)]);
  await em.execute('DELETE FROM assessment_questions WHERE question_id = ANY(?::uuid[])', [arrayOf(ids)]);
}

/** What else a lesson holds besides its reading stays. */
async function upsertLessons(
  em: EntityManager,
  missionId: string,
  { locale }: Claimed,
  lessons: PlacedLesson[],
): Promise<void> {
  const rows = lessons.map(({ id, title, reading, questions, i18n }, position) => ({
    id,
    slug: newSlug('lesson'),
    title,
    content: { reading },
    kind: questions.length > 0 ? 'quiz' : 'reading',
    position,
    i18n: otherLanguages(i18n, locale),
  }));
  await em.execute(
    `INSERT INTO lessons AS l (id, mission_id, slug, title, content, kind, position, i18n)
     SELECT id, ?, slug, title, content, kind, position, i18n
     FROM jsonb_to_recordset(?) AS r(id uuid, slug text, title text, content jsonb, kind text, position integer, i18n jsonb)
     ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title, content = l.content || EXCLUDED.content,
       position = EXCLUDED.position, i18n = EXCLUDED.i18n`,
    [missionId, JSON.stringify(rows)],
  );
}

async function placeQuestions(em: EntityManager, orgId: string, lessons: PlacedLesson[]): Promise<void> {
  for (const { id, title, questions } of lessons) {
    if (questions.length === 0) continue;
    const assessment = await assessmentOf(em, orgId, id, title);
    await em.execute(
      `UPDATE assessment_questions aq SET assessment_id = ?, position = place.position - 1
       FROM unnest(?::uuid[]) WITH ORDINALITY AS place(id, position) WHERE aq.question_id = place.id`,
      [assessment, arrayOf(questions)],
    );
  }
}

/** What holds the questions of a lesson; made when the first one comes. */
export async function assessmentOf(
  em: EntityManager,
  orgId: string,
  lessonId: string,
  title: string,
): Promise<string> {
  await em.execute(
    'INSERT INTO assessments (id, org_id, lesson_id, title) VALUES (?, ?, ?, ?) ON CONFLICT (lesson_id) DO NOTHING',
    [uuid(), orgId, lessonId, title],
  );
  const [row] = await em.execute<[{ id: string }]>('SELECT id FROM assessments WHERE lesson_id = ?', [
    lessonId,
  ]);
  return row.id;
}
