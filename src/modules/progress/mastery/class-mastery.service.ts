import type { EntityManager } from '@mikro-orm/postgresql';
import type { Answer, Outcome } from '../../../domain/answer/answer.ts';
import { inLocale, type PlannedRound } from '../../../domain/challenge/class-plan.ts';
import { answerInWords, keyInWords } from '../../../domain/challenge/key.ts';
import { type Evidence, masteryOf, noEvidence, type Stage } from '../../../domain/mastery/mastery.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { Locale } from '../../../wire/common.ts';
import { type ClassMastery, mostObjectives, type ObjectiveAnswers } from '../../../wire/mastery.ts';
import { missionsFor } from '../../catalog/training.service.ts';

interface CellRow extends Evidence {
  userId: string;
  slug: string;
}
interface ObjectiveRow {
  objective: string;
  text: string;
  total: number;
}
interface AnswerRow {
  title: string;
  at: Date;
  planned: PlannedRound;
  locale: string;
  answer: Answer;
  outcome: Outcome;
}

/** [MST-3] A class for those who teach it, under their own row policies. */
export function createClassMasteryService({ db }: { db: Database }) {
  return {
    ofClass: (caller: Caller, groupId: string, locale: Locale): Promise<ClassMastery> =>
      db.asCaller(caller, async (em) => {
        const group = await taughtGroup(em, groupId);
        const learners = await em.execute<{ userId: string; name: string | null }[]>(learnersOf, [groupId]);
        const objectives = await em.execute<ObjectiveRow[]>(objectivesOf, [groupId, locale, mostObjectives]);
        const cells = await em.execute<CellRow[]>(cellsOf, [
          groupId,
          JSON.stringify(objectives.map(({ objective }) => objective)),
        ]);
        const found = new Map(cells.map(({ userId, slug, ...evidence }) => [`${userId} ${slug}`, evidence]));
        const rows = learners.map(({ userId, name }) => {
          const known = objectives.map(({ objective }) => {
            const evidence = found.get(`${userId} ${objective}`);
            return evidence ? { answers: evidence.answers, ...masteryOf(evidence) } : null;
          });
          return { userId, name: name ?? '', cells: known, stuck: stuckIn(objectives, known) };
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

    /** What one of its learners answered to an objective, as far as the caller sees the sessions: nothing that was played alone. */
    answers: (
      caller: Caller,
      {
        groupId,
        userId,
        objective,
        locale,
      }: { groupId: string; userId: string; objective: string; locale: Locale },
    ): Promise<ObjectiveAnswers> =>
      db.asCaller(caller, async (em) => {
        await taughtGroup(em, groupId);
        const [learner] = await em.execute<{ name: string | null }[]>(
          `SELECT p.display_name AS name FROM group_members m LEFT JOIN user_profiles p ON p.user_id = m.user_id
           WHERE m.group_id = ? AND m.user_id = ? AND m.role = 'student'`,
          [groupId, userId],
        );
        if (!learner) throw new AppError('user/not-found');
        const [known] = await em.execute<(Evidence & { text: string | null })[]>(knownOf, [
          locale,
          userId,
          objective,
        ]);
        const rows = await em.execute<AnswerRow[]>(answersOf, [userId, JSON.stringify([objective])]);
        const evidence = known ?? noEvidence;
        return {
          learner: { userId, name: learner.name ?? '' },
          objective,
          text: known?.text ?? objective,
          answers: evidence.answers,
          ...masteryOf(evidence),
          items: rows.map((row) => presentAnswer(row, locale)),
        };
      }),
  };
}
export type ClassMasteryService = ReturnType<typeof createClassMasteryService>;

async function taughtGroup(em: EntityManager, id: string): Promise<{ id: string; name: string }> {
  const [group] = await em.execute<{ id: string; name: string }[]>(
    'SELECT id, name FROM groups WHERE id = ? AND id IN (SELECT app_taught_groups())',
    [id],
  );
  if (!group) throw new AppError('class/not-found', 'There is no such class, or it is not yours.');
  return group;
}

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

function presentAnswer(
  { title, at, planned, locale: written, answer, outcome }: AnswerRow,
  locale: Locale,
): ObjectiveAnswers['items'][number] {
  const texts = inLocale(planned.texts, locale, written);
  return {
    title,
    at: new Date(at).toISOString(),
    kind: planned.kind,
    prompt: texts.prompt,
    outcome,
    answer: answerInWords(planned, texts, answer),
    rightAnswer: keyInWords(planned, texts),
  };
}

const members = `SELECT m.user_id FROM group_members m WHERE m.group_id = ? AND m.role = 'student'`;
const learnersOf = `
SELECT m.user_id AS "userId", p.display_name AS name FROM group_members m LEFT JOIN user_profiles p ON p.user_id = m.user_id
WHERE m.group_id = ? AND m.role = 'student' ORDER BY p.display_name, m.user_id LIMIT 500`;

/** What was answered last is what the class is at. */
const objectivesOf = `
WITH met AS (
  SELECT k.slug, max(k.last_answer_at) AS last FROM learner_mastery k
  WHERE k.scope = 'objective' AND k.user_id IN (${members}) GROUP BY k.slug
)
SELECT * FROM (
  SELECT met.slug AS objective, coalesce(o.i18n #>> ARRAY[?::text, 'text'], o.text) AS text, count(*) OVER ()::integer AS total,
    o.mission_id, o.position
  FROM met JOIN objectives o ON o.slug = met.slug AND o.org_id = (SELECT app_org_id()) ORDER BY met.last DESC, met.slug LIMIT ?
) newest ORDER BY mission_id, position, objective`;

const cellsOf = `
SELECT k.user_id AS "userId", k.slug, k.answers, k.weight_right AS "right", k.weight_wrong AS wrong FROM learner_mastery k
WHERE k.scope = 'objective' AND k.user_id IN (${members}) AND k.slug IN (SELECT jsonb_array_elements_text(?::jsonb))`;

const dueOf = `
SELECT o.slug AS objective, coalesce(o.i18n #>> ARRAY[?::text, 'text'], o.text) AS text,
  count(DISTINCT c.user_id)::integer AS learners, count(DISTINCT c.question_id)::integer AS questions
FROM review_cards c JOIN question_objectives qo ON qo.question_id = c.question_id JOIN objectives o ON o.id = qo.objective_id
WHERE c.user_id IN (${members}) AND c.due_at < now() + interval '1 day'
GROUP BY o.id ORDER BY learners DESC, questions DESC, o.slug LIMIT 3`;

const knownOf = `
SELECT k.answers, k.weight_right AS "right", k.weight_wrong AS wrong, coalesce(o.i18n #>> ARRAY[?::text, 'text'], o.text) AS text
FROM learner_mastery k LEFT JOIN objectives o ON o.slug = k.slug AND o.org_id = (SELECT app_org_id())
WHERE k.user_id = ? AND k.scope = 'objective' AND k.slug = ?`;

const answersOf = `
SELECT s.title, one.answered_at AS at, one.answer, one.outcome, s.snapshot->>'locale' AS locale,
  s.snapshot->'rounds'->coalesce(s.played[one.round + 1], one.round) AS planned
FROM (
  SELECT DISTINCT ON (a.session_id, a.round) a.session_id, a.round, a.answered_at, a.answer, a.outcome
  FROM live_participants lp JOIN live_answers a ON a.session_id = lp.session_id AND a.participant_id = lp.id
    JOIN live_rounds r ON r.session_id = a.session_id AND r.position = a.round AND r.answered > 0
  WHERE lp.user_id = ? AND r.objectives @> ARRAY(SELECT jsonb_array_elements_text(?::jsonb))
  ORDER BY a.session_id, a.round, a.vote DESC
) one JOIN live_sessions s ON s.id = one.session_id
WHERE one.outcome IN ('right', 'partly', 'wrong') ORDER BY one.answered_at DESC, one.session_id, one.round LIMIT 50`;
