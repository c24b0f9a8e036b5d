import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { AppError } from '../../../platform/http/app-error.ts';
import type { missionOutline, WrittenLessonMedia } from '../../../wire/authoring.ts';
import { usualWorth } from '../../../wire/authoring-bounds.ts';
import { type LessonKind, lessonFaultSentences, lessonFaults } from '../../../wire/lesson-faults.ts';
import type { LessonMedia } from '../mission.entity.ts';
import { arrayOf, type Claimed, countParts, requireKnown } from './claim-mission.ts';
import { mediaRow } from './media-row.ts';
import { newSlug, otherLanguages } from './write-mission.ts';

type Lessons = z.output<typeof missionOutline>['lessons'];
type PlacedLesson = Lessons[number] & KnownLesson;
interface KnownLesson {
  id: string;
  kind: LessonKind;
  minutes: number | null;
  xp: number;
  media: LessonMedia | null;
}

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
  requireKnown(
    'lessons',
    named,
    known.lessons.map(({ id }) => id),
  );
  requireKnown('lessons.questions', asked, known.questions);

  // while they change places, two may stand at the same one
  await em.execute('SET CONSTRAINTS ALL DEFERRED');
  await archiveQuestions(
    em,
    known.questions.filter((id) => !asked.includes(id)),
  );
  const lessons = given.map((lesson) =>
    placed(
      lesson,
      claimed,
      known.lessons.find(({ id }) => id === lesson.id),
    ),
  );
  requireSound(lessons);
  await upsertLessons(em, missionId, claimed, lessons);
  await placeQuestions(em, claimed.orgId, lessons);
  await em.execute('DELETE FROM lessons WHERE mission_id = ? AND NOT id = ANY(?::uuid[])', [
    missionId,
    arrayOf(lessons.map(({ id }) => id)),
  ]);
  await countParts(em, missionId);
}

async function readParts(em: EntityManager, missionId: string) {
  const [parts] = await em.execute<{ lessons: KnownLesson[]; questions: string[] }[]>(
    `SELECT coalesce((SELECT json_agg(json_build_object('id', l.id, 'kind', l.kind, 'minutes', l.estimated_minutes, 'xp', l.xp_reward, 'media', l.media))
         FROM lessons l WHERE l.mission_id = ?), '[]') AS lessons,
       ARRAY(SELECT aq.question_id::text FROM lessons l JOIN assessments a ON a.lesson_id = l.id
         JOIN assessment_questions aq ON aq.assessment_id = a.id WHERE l.mission_id = ?) AS questions`,
    [missionId, missionId],
  );
  return parts!;
}

/** What was left out is as it was. */
function placed(lesson: Lessons[number], { locale }: Claimed, known: KnownLesson | undefined): PlacedLesson {
  const usual = lesson.questions.length > 0 ? 'quiz' : 'reading';
  return {
    ...lesson,
    id: known?.id ?? uuid(),
    kind: lesson.kind ?? known?.kind ?? usual,
    minutes: lesson.minutes === undefined ? (known?.minutes ?? null) : lesson.minutes,
    xp: lesson.xp ?? known?.xp ?? usualWorth.lessonXp,
    media:
      lesson.media === undefined ? (known?.media ?? null) : lesson.media && mediaOf(lesson.media, locale),
  };
}

const mediaOf = ({ alts, ...ref }: WrittenLessonMedia, locale: Claimed['locale']): LessonMedia => ({
  ...ref,
  alts: otherLanguages(alts, locale),
});

/** Questions come one by one, and words whenever they are ready: until then a lesson is only begun. A film is chosen with its kind. */
function requireSound(lessons: readonly PlacedLesson[]): void {
  const errors = lessons.flatMap((lesson, i) =>
    lessonFaults({ ...lesson, questions: lesson.questions.length })
      .filter(({ path }) => path === 'media' || path === 'media.alt')
      .map(({ path, code }) => ({ path: `lessons.${i}.${path}`, message: lessonFaultSentences[code] })),
  );
  if (errors.length > 0) throw new AppError('request/invalid', errors[0]!.message, { errors });
}

/** Reports of the classes that answered them still refer to them. */
export async function archiveQuestions(em: EntityManager, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await em.execute('UPDATE questions SET archived_at = now() WHERE id = ANY(?::uuid[])', [arrayOf(ids)]);
  await em.execute('DELETE FROM assessment_questions WHERE question_id = ANY(?::uuid[])', [arrayOf(ids)]);
}

/** What else a lesson holds stays. */
async function upsertLessons(
  em: EntityManager,
  missionId: string,
  { locale }: Claimed,
  lessons: PlacedLesson[],
): Promise<void> {
  const rows = [];
  for (const [position, lesson] of lessons.entries())
    rows.push({
      id: lesson.id,
      slug: newSlug('lesson'),
      title: lesson.title,
      content: { reading: lesson.reading },
      kind: lesson.kind,
      estimated_minutes: lesson.minutes,
      xp_reward: lesson.xp,
      media: lesson.media,
      media_id: await mediaRow(em, lesson.media, `lessons.${position}.media`),
      position,
      i18n: otherLanguages(lesson.i18n, locale),
    });
  const columns = 'title, content, kind, estimated_minutes, xp_reward, media, media_id, position, i18n';
  await em.execute(
    `INSERT INTO lessons AS l (id, mission_id, slug, ${columns})
     SELECT id, ?, slug, ${columns} FROM jsonb_to_recordset(?) AS r(id uuid, slug text, title text, content jsonb, kind text,
       estimated_minutes smallint, xp_reward integer, media jsonb, media_id uuid, position integer, i18n jsonb)
     ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title, content = l.content || EXCLUDED.content, kind = EXCLUDED.kind,
       estimated_minutes = EXCLUDED.estimated_minutes, xp_reward = EXCLUDED.xp_reward, media = EXCLUDED.media, media_id = EXCLUDED.media_id,
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
