import type { EntityManager } from '@mikro-orm/postgresql';
import { type Evidence, masteryOf, type Stage } from '../../../domain/mastery/mastery.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import type { Locale } from '../../../wire/common.ts';
import { type ClassMastery, mostObjectives } from '../../../wire/mastery.ts';
import { missionsFor } from '../../catalog/training.service.ts';
import { requireTaughtClass } from '../../classes/followed.service.ts';

interface LearnerRow {
  userId: string;
  name: string | null;
  waits: boolean;
}
interface CellRow extends Evidence {
  userId: string;
  slug: string;
}
interface ObjectiveRow {
  objective: string;
  text: string;
  total: number;
}

/** [MST-3] A class for those who teach it, under their own row policies. */
export function createClassMasteryService({ db }: { db: Database }) {
  return {
    ofClass: (caller: Caller, groupId: string, locale: Locale): Promise<ClassMastery> =>
      db.asCaller(caller, async (em) => {
        const group = await requireTaughtClass(em, groupId);
        const learners = await em.execute<LearnerRow[]>(learnersOf, [groupId]);
        const objectives = await em.execute<ObjectiveRow[]>(objectivesOf, [groupId, locale, mostObjectives]);
        const cells = await em.execute<CellRow[]>(cellsOf, [
          groupId,
          JSON.stringify(objectives.map(({ objective }) => objective)),
        ]);
        const found = new Map(cells.map(({ userId, slug, ...evidence }) => [`${userId} ${slug}`, evidence]));
        const rows = learners.map(({ userId, name, waits }) => {
          const known = objectives.map(({ objective }) => {
            const evidence = found.get(`${userId} ${objective}`);
            return evidence ? { answers: evidence.answers, ...masteryOf(evidence) } : null;
          });
          return { userId, name: name ?? '', waits, cells: known, stuck: stuckIn(objectives, known) };
        });
        return {
          group,
          objectives: objectives.map(({ objective, text }, i) => ({
            objective,
            text,
            stages: count(rows.map(({ cells: own }) => own[i]?.stage ?? 'unknown')),
          })),
          more: Math.max(0, (objectives[0]?.total ?? 0) - objectives.length),
          learners: rows,
          repeat: await toRepeat(em, groupId, locale),
        };
      }),
  };
}
export type ClassMasteryService = ReturnType<typeof createClassMasteryService>;

function stuckIn(
  objectives: readonly ObjectiveRow[],
  cells: ClassMastery['learners'][number]['cells'],
): string[] {
  return cells
    .flatMap((cell, i) =>
      cell?.stage === 'beginning' ? [{ objective: objectives[i]!.objective, estimate: cell.estimate! }] : [],
    )
    .sort((a, b) => a.estimate - b.estimate)
    .map(({ objective }) => objective);
}

function count(stages: readonly Stage[]): Record<Stage, number> {
  const of = { unknown: 0, beginning: 0, growing: 0, secure: 0 };
  for (const stage of stages) of[stage]++;
  return of;
}

async function toRepeat(em: EntityManager, groupId: string, locale: Locale): Promise<ClassMastery['repeat']> {
  const rows = await em.execute<Omit<ClassMastery['repeat'][number], 'missions'>[]>(dueOf, [locale, groupId]);
  const missions = await missionsFor(
    em,
    rows.map(({ objective }) => objective),
    locale,
  );
  return rows.map((row) => ({ ...row, missions: missions.get(row.objective) ?? [] }));
}

/** As an array, so that rows are found learner by learner and not among those of the whole school. */
const members = `SELECT m.user_id FROM group_members m WHERE m.group_id = ? AND m.role = 'student'`;
const learnersOf = `
SELECT m.user_id AS "userId", p.display_name AS name, m.user_id NOT IN (SELECT app_followed_learners()) AS waits
FROM group_members m LEFT JOIN user_profiles p ON p.user_id = m.user_id
WHERE m.group_id = ? AND m.role = 'student' ORDER BY p.display_name, m.user_id LIMIT 500`;

/** What was answered last is what the class is at. */
const objectivesOf = `
WITH met AS (
  SELECT k.slug, max(k.last_answer_at) AS last FROM learner_mastery k
  WHERE k.scope = 'objective' AND k.user_id = ANY (ARRAY(${members})) GROUP BY k.slug
)
SELECT * FROM (
  SELECT met.slug AS objective, coalesce(o.i18n #>> ARRAY[?::text, 'text'], o.text) AS text, count(*) OVER ()::integer AS total,
    o.mission_id, o.position
  FROM met JOIN objectives o ON o.slug = met.slug AND o.org_id = (SELECT app_org_id()) ORDER BY met.last DESC, met.slug LIMIT ?
) newest ORDER BY mission_id, position, objective`;

const cellsOf = `
SELECT k.user_id AS "userId", k.slug, k.answers, k.weight_right AS "right", k.weight_wrong AS wrong FROM learner_mastery k
WHERE k.scope = 'objective' AND k.user_id = ANY (ARRAY(${members})) AND k.slug IN (SELECT jsonb_array_elements_text(?::jsonb))`;

const dueOf = `
SELECT o.slug AS objective, coalesce(o.i18n #>> ARRAY[?::text, 'text'], o.text) AS text,
  count(DISTINCT c.user_id)::integer AS learners, count(DISTINCT c.question_id)::integer AS questions
FROM review_cards c JOIN question_objectives qo ON qo.question_id = c.question_id JOIN objectives o ON o.id = qo.objective_id
WHERE c.user_id = ANY (ARRAY(${members})) AND c.due_at < now() + interval '1 day'
GROUP BY o.id ORDER BY learners DESC, questions DESC, o.slug LIMIT 3`;
