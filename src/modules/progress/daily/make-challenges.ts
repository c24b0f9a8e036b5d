import type pg from 'pg';
import { type Day, daysAfter } from '../../../domain/reward/calendar.ts';
import { chooseTemplate, daysApart } from '../../../domain/reward/daily/choice.ts';
import { canBeDone, type DayAnswer, mostOfATask } from '../../../domain/reward/daily/tasks.ts';
import { dailyTasks } from '../../../wire/daily.ts';

interface Template {
  slug: string;
  fits: boolean;
}
type OpenQuestion = Omit<DayAnswer, 'right' | 'mends'>;

/**
 * [DAY-2] Makes the challenges of these days where they are missing. An organization without templates, or without questions that
 * everybody may answer alone, has none.
 */
export async function makeChallenges(
  client: pg.ClientBase,
  orgIds: readonly string[],
  days: readonly Day[],
): Promise<void> {
  const { rows } = await client.query<{ orgId: string; day: Day }>(missing, [orgIds, days]);
  for (const [orgId, own] of Map.groupBy(rows, (row) => row.orgId)) {
    const templates = await fittingTemplates(client, orgId);
    if (!templates.some(({ fits }) => fits)) continue;
    // whoever makes another day of it at this moment is waited for: what is near counts
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('daily_challenges'), hashtext($1))`, [orgId]);
    for (const { day } of own) {
      const { rows: near } = await client.query<{ slug: string }>(nearSql, [
        orgId,
        daysAfter(day, 1 - daysApart),
        daysAfter(day, daysApart - 1),
      ]);
      const chosen = chooseTemplate(templates, {
        orgId,
        day,
        near: new Set(near.map(({ slug }) => slug)),
        fits: ({ fits }) => fits,
      });
      if (chosen) await client.query(make, [orgId, day, chosen.slug]);
    }
  }
}

/** What was edited here into something that nobody knows fits no day. */
async function fittingTemplates(client: pg.ClientBase, orgId: string): Promise<Template[]> {
  const { rows } = await client.query<{ slug: string; tasks: unknown }>(templatesOf, [orgId]);
  if (rows.length === 0) return [];
  const { rows: questions } = await client.query<OpenQuestion>(openQuestions, [orgId]);
  return rows.map(({ slug, tasks }) => {
    const known = dailyTasks.safeParse(tasks);
    return { slug, fits: known.success && canBeDone(known.data, questions) };
  });
}

const missing = `
SELECT o.id AS "orgId", d.day::text AS day FROM unnest($1::uuid[]) AS o(id) CROSS JOIN unnest($2::date[]) AS d(day)
WHERE NOT EXISTS (SELECT 1 FROM daily_challenges c WHERE c.org_id = o.id AND c.valid_date = d.day) ORDER BY o.id, d.day`;

const templatesOf = `SELECT slug, tasks FROM daily_challenge_templates WHERE org_id = $1 AND is_active ORDER BY slug LIMIT 500`;

/**
 * What everybody may answer alone from the first day on, and what has a key. Of those that are alike as many as a task may ask for, whatever
 * the size of a school: what can be done with all of them can be done with these.
 */
const openQuestions = `
SELECT "questionId", kind, topic, "missionId" FROM (
SELECT q.id AS "questionId", q.kind, t.slug AS topic, m.id AS "missionId",
  dense_rank() OVER (PARTITION BY t.slug, q.kind ORDER BY q.id) AS alike, dense_rank() OVER (ORDER BY m.id) AS mission
FROM missions m JOIN lessons l ON l.mission_id = m.id JOIN assessments s ON s.lesson_id = l.id JOIN assessment_questions aq ON aq.assessment_id = s.id
  JOIN questions q ON q.id = aq.question_id AND q.archived_at IS NULL AND q.kind NOT IN ('scale', 'poll', 'word_cloud')
    AND (q.kind <> 'open_text' OR jsonb_typeof(q.spec->'keywords') = 'array')
  LEFT JOIN topics t ON t.id = m.topic_id
WHERE m.org_id = $1 AND m.is_active AND m.mission_type <> 'group' AND m.required_level = 1
  AND NOT EXISTS (SELECT 1 FROM mission_prerequisites p WHERE p.mission_id = m.id)) open
WHERE alike <= ${mostOfATask} OR mission <= ${mostOfATask}`;

const nearSql =
  'SELECT slug FROM daily_challenges WHERE org_id = $1 AND valid_date BETWEEN $2::date AND $3::date';

const make = `
INSERT INTO daily_challenges (org_id, valid_date, slug, title, description, i18n, tasks, xp_reward, coin_reward)
SELECT org_id, $2, slug, title, description, i18n, tasks, xp_reward, coin_reward FROM daily_challenge_templates WHERE org_id = $1 AND slug = $3
ON CONFLICT DO NOTHING`;
