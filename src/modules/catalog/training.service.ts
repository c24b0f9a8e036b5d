import type { EntityManager } from '@mikro-orm/postgresql';
import type { Locale } from '../../wire/common.ts';

export interface Training {
  id: string;
  title: string;
}

/** A teacher looks at a few; the shortest first, since an objective is one of several in a long one. */
const perObjective = 3;

/** For each objective the missions that can be played for it, as far as the caller sees them. */
export async function missionsFor(
  em: EntityManager,
  objectives: readonly string[],
  locale: Locale,
): Promise<Map<string, Training[]>> {
  const found = new Map<string, Training[]>();
  if (objectives.length === 0) return found;
  const rows = await em.execute<(Training & { slug: string })[]>(trainingMissions, [
    locale,
    JSON.stringify(objectives),
    perObjective,
  ]);
  for (const { slug, id, title } of rows) found.set(slug, [...(found.get(slug) ?? []), { id, title }]);
  return found;
}

const trainingMissions = `
  SELECT slug, id, title FROM (
    SELECT o.slug, m.id, coalesce(m.i18n #>> ARRAY[?::text, 'title'], m.title) AS title,
      row_number() OVER (PARTITION BY o.slug ORDER BY m.total_questions, m.position, m.id) AS n
    FROM objectives o
    JOIN missions m ON m.is_active AND m.org_id = o.org_id AND (m.id = o.mission_id OR EXISTS (
      SELECT 1 FROM question_objectives qo JOIN assessment_questions aq ON aq.question_id = qo.question_id
        JOIN assessments a ON a.id = aq.assessment_id JOIN lessons l ON l.id = a.lesson_id
      WHERE qo.objective_id = o.id AND l.mission_id = m.id))
    WHERE o.slug IN (SELECT jsonb_array_elements_text(?::jsonb))) found
  WHERE n <= ? ORDER BY slug, n`;
