import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { Lesson, Mission } from './content/content.schema.ts';
import { tasksOf } from './group-scenes.ts';
import {
  archiveDropped,
  linkedQuestions,
  linkQuestions,
  type StoredMedia,
  storeQuestions,
} from './store-questions.ts';

export interface SeedTarget {
  orgId: string;
  topicId: string;
  position: number;
  /** Pictures and recordings, by the question's id in the content, or by `lessonMedia` of a lesson. */
  media: ReadonlyMap<string, StoredMedia>;
}

/** Writes one mission of the starter content; a row found by its slug or external id keeps its id. */
export async function storeMission(
  em: EntityManager,
  mission: Mission,
  hash: string,
  target: SeedTarget,
): Promise<'added' | 'upgraded' | 'unchanged' | 'kept'> {
  if (await wouldTouchEdited(em, mission, target.orgId)) return 'kept';
  const row = await storeMissionRow(em, mission, hash, target);
  if (!row) return 'unchanged';

  const before = await linkedQuestions(em, row.id);
  await storeObjectives(em, mission, row.id, target.orgId);
  const lessonIds = await storeLessons(em, mission, row.id, target.media);
  const questions = mission.lessons.flatMap((lesson) => lesson.questions);
  const questionIds = await storeQuestions(em, questions, target);
  await linkQuestions(em, mission, { orgId: target.orgId, lessonIds, questionIds });
  await archiveDropped(em, before);
  return row.isNew ? 'added' : 'upgraded';
}

/** Under which name a lesson's own film or picture is known. */
export const lessonMedia = (slug: string): string => `lesson/${slug}`;

/** What comes before which missions, by their slugs: once all of them are there. What is edited here keeps what it asks for. */
export async function storeRequirements(
  em: EntityManager,
  orgId: string,
  missions: readonly Pick<Mission, 'slug' | 'requires'>[],
): Promise<void> {
  const wanted = missions.flatMap(({ slug, requires }) => requires.map((before) => ({ slug, before })));
  // all that is left out goes first: a new order may be the reverse of the old one
  await em.execute(
    `DELETE FROM mission_prerequisites p USING missions m, missions b
     WHERE m.id = p.mission_id AND b.id = p.requires_mission_id AND m.org_id = ? AND m.edited_at IS NULL
       AND m.slug = ANY(SELECT jsonb_array_elements_text(?::jsonb))
       AND NOT EXISTS (SELECT 1 FROM jsonb_to_recordset(?) AS w(slug text, before text) WHERE w.slug = m.slug AND w.before = b.slug)`,
    [orgId, JSON.stringify(missions.map(({ slug }) => slug)), JSON.stringify(wanted)],
  );
  await em.execute(
    `INSERT INTO mission_prerequisites (mission_id, requires_mission_id)
     SELECT m.id, b.id FROM jsonb_to_recordset(?) AS w(slug text, before text)
     JOIN missions m ON m.org_id = ? AND m.slug = w.slug AND m.edited_at IS NULL
     JOIN missions b ON b.org_id = m.org_id AND b.slug = w.before ON CONFLICT DO NOTHING`,
    [JSON.stringify(wanted), orgId],
  );
}

/** A question or objective can move from one file to another; out of a mission that was edited it is not taken. */
async function wouldTouchEdited(em: EntityManager, mission: Mission, orgId: string): Promise<boolean> {
  const rows = await em.execute(
    `SELECT 1 FROM missions m WHERE m.org_id = ? AND m.slug <> ? AND (m.edited_at IS NOT NULL OR m.content_hash IS NULL) AND (
       EXISTS (SELECT 1 FROM objectives o JOIN jsonb_array_elements_text(?) AS wanted(slug) USING (slug) WHERE o.mission_id = m.id)
       OR EXISTS (SELECT 1 FROM lessons l JOIN assessments a ON a.lesson_id = l.id
         JOIN assessment_questions aq ON aq.assessment_id = a.id JOIN questions q ON q.id = aq.question_id
         JOIN jsonb_array_elements_text(?) AS wanted(external_id) USING (external_id) WHERE l.mission_id = m.id)) LIMIT 1`,
    [
      orgId,
      mission.slug,
      JSON.stringify(mission.objectives.map(({ id }) => id)),
      JSON.stringify(mission.lessons.flatMap(({ questions }) => questions.map(({ id }) => id))),
    ],
  );
  return rows.length > 0;
}

/** Null when the row is not ours to write, or another process has just written it: the conflict waits for that one. */
async function storeMissionRow(em: EntityManager, mission: Mission, hash: string, target: SeedTarget) {
  const columns = {
    id: uuid(),
    org_id: target.orgId,
    slug: mission.slug,
    locale: mission.locale,
    title: mission.title,
    description: mission.description,
    topic_id: target.topicId,
    difficulty: mission.difficulty,
    mission_type: mission.missionType,
    age_from: mission.ages.from,
    age_to: mission.ages.to,
    estimated_minutes: mission.estimatedMinutes,
    required_level: mission.requiredLevel,
    xp_reward: mission.reward.xp,
    coin_reward: mission.reward.coins,
    total_lessons: mission.lessons.length,
    total_questions: mission.lessons.reduce((sum, { questions }) => sum + questions.length, 0),
    is_active: true,
    position: target.position,
    i18n: JSON.stringify(mission.i18n),
    content_hash: hash,
  };
  const names = Object.keys(columns);
  const updates = names.filter((name) => !['id', 'org_id', 'slug'].includes(name));
  const rows = await em.execute<{ id: string; isNew: boolean }[]>(
    `INSERT INTO missions AS m (${names}) VALUES (${names.map(() => '?')})
     ON CONFLICT (org_id, slug) DO UPDATE SET ${updates.map((name) => `${name} = EXCLUDED.${name}`)}
       WHERE m.edited_at IS NULL AND m.content_hash <> EXCLUDED.content_hash
     RETURNING id, xmax = 0 AS "isNew"`,
    Object.values(columns),
  );
  return rows[0] ?? null;
}

async function storeObjectives(em: EntityManager, mission: Mission, missionId: string, orgId: string) {
  const rows = mission.objectives.map(({ id: slug, text, i18n }, position) => ({
    id: uuid(),
    slug,
    text,
    position,
    i18n,
  }));
  await em.execute('DELETE FROM objectives WHERE mission_id = ? AND slug NOT IN (?)', [
    missionId,
    rows.map(({ slug }) => slug),
  ]);
  await em.execute(
    `INSERT INTO objectives (id, org_id, mission_id, slug, text, position, i18n)
     SELECT id, ?, ?, slug, text, position, i18n
     FROM jsonb_to_recordset(?) AS r(id uuid, slug text, text text, position integer, i18n jsonb)
     ON CONFLICT (org_id, slug) DO UPDATE
       SET mission_id = EXCLUDED.mission_id, text = EXCLUDED.text, position = EXCLUDED.position, i18n = EXCLUDED.i18n`,
    [orgId, missionId, JSON.stringify(rows)],
  );
}

/** The words of a lesson stand beside it, those about its film with the film: whoever writes lessons on a page does not touch it. */
function languagesOf(lesson: Lesson, file: StoredMedia | undefined) {
  const entries = Object.entries(lesson.i18n);
  return {
    i18n: Object.fromEntries(entries.map(([locale, { alt: _, ...words }]) => [locale, words])),
    media: file
      ? {
          ...file.ref,
          alts: Object.fromEntries(entries.flatMap(([locale, { alt }]) => (alt ? [[locale, alt]] : []))),
        }
      : null,
  };
}

/** Gives the ids by slug. */
async function storeLessons(
  em: EntityManager,
  mission: Mission,
  missionId: string,
  stored: SeedTarget['media'],
): Promise<Map<string, string>> {
  const lessons = mission.lessons.map((lesson, position) => ({
    id: uuid(),
    slug: lesson.slug,
    title: lesson.title,
    kind: lesson.kind,
    estimated_minutes: lesson.minutes,
    xp_reward: lesson.xp,
    position,
    ...languagesOf(lesson, stored.get(lessonMedia(lesson.slug))),
    media_id: stored.get(lessonMedia(lesson.slug))?.id ?? null,
    content: { reading: lesson.reading, ...(mission.missionType === 'group' && { tasks: tasksOf(lesson) }) },
  }));
  await em.execute('DELETE FROM lessons WHERE mission_id = ? AND slug NOT IN (?)', [
    missionId,
    lessons.map(({ slug }) => slug),
  ]);
  const rows = await em.execute<{ id: string; slug: string }[]>(
    `INSERT INTO lessons (id, mission_id, slug, title, content, kind, estimated_minutes, xp_reward, position, i18n, media, media_id)
     SELECT id, ?, slug, title, content, kind, estimated_minutes, xp_reward, position, i18n, media, media_id
     FROM jsonb_to_recordset(?) AS r(id uuid, slug text, title text, content jsonb, kind text, estimated_minutes smallint,
       xp_reward integer, position integer, i18n jsonb, media jsonb, media_id uuid)
     ON CONFLICT (mission_id, slug) DO UPDATE SET title = EXCLUDED.title, content = EXCLUDED.content,
       kind = EXCLUDED.kind, estimated_minutes = EXCLUDED.estimated_minutes, xp_reward = EXCLUDED.xp_reward, position = EXCLUDED.position, i18n = EXCLUDED.i18n, media = EXCLUDED.media, media_id = EXCLUDED.media_id
     RETURNING id, slug`,
    [missionId, JSON.stringify(lessons)],
  );
  return new Map(rows.map(({ id, slug }) => [slug, id]));
}
