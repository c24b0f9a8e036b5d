import type { EntityManager } from '@mikro-orm/postgresql';
import type { FrozenScene, Way } from '../../domain/group-mission/plan.ts';
import type { Locale } from '../../wire/common.ts';
import type { Translations } from './catalog.columns.ts';
import type { Lesson } from './content/content.schema.ts';

/** What stands beside a scene's questions in `lessons.content`, by their external ids. */
interface StoredTask {
  question: string;
  way: Way;
  pieces: Partial<Record<Locale, string[]>>;
}

/** How a scene's tasks are stored. */
export function tasksOf({ questions }: Lesson): StoredTask[] {
  return questions.map(({ id, way = 'consensus', pieces = [], i18n }) => ({
    question: id,
    way,
    pieces: {
      en: pieces,
      ...Object.fromEntries(Object.entries(i18n).map(([locale, texts]) => [locale, texts?.pieces ?? []])),
    },
  }));
}

interface SceneRow {
  title: string;
  content: { reading?: string[]; tasks?: StoredTask[] };
  i18n: Translations<{ title: string; reading: string[] }>;
  questions: { id: string; externalId: string | null }[];
}

/** The scenes of a group mission, in all languages in which it exists; a question without a way is for consensus. */
export async function readScenes(
  em: EntityManager,
  missionId: string,
  locales: readonly string[],
): Promise<FrozenScene[]> {
  const rows = await em.execute<SceneRow[]>(scenesSql, [missionId]);
  return rows.map(({ title, content, i18n, questions }) => {
    const localized = <T>(texts: (locale: Locale) => T) =>
      Object.fromEntries(locales.map((locale) => [locale, texts(locale as Locale)]));
    return {
      titles: localized((locale) => i18n[locale]?.title ?? title),
      story: localized((locale) => i18n[locale]?.reading ?? content.reading ?? []),
      tasks: questions.map(({ id, externalId }) => {
        const { way, pieces } = content.tasks?.find(({ question }) => question === externalId) ?? together;
        return { questionId: id, way, pieces: localized((locale) => pieces[locale] ?? pieces.en ?? []) };
      }),
    };
  });
}

const together: Omit<StoredTask, 'question'> = { way: 'consensus', pieces: {} };

const scenesSql = `
SELECT l.title, l.content, l.i18n, coalesce((
  SELECT json_agg(json_build_object('id', q.id, 'externalId', q.external_id) ORDER BY aq.position)
  FROM assessments a JOIN assessment_questions aq ON aq.assessment_id = a.id JOIN questions q ON q.id = aq.question_id
  WHERE a.lesson_id = l.id AND q.archived_at IS NULL), '[]') AS questions
FROM lessons l WHERE l.mission_id = ? ORDER BY l.position`;
