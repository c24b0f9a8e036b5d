import type { EntityManager } from '@mikro-orm/postgresql';
import type { Localized } from '../../../domain/challenge/class-plan.ts';
import { isScored, type QuestionKind } from '../../../domain/question/question.ts';
import type { Asked } from '../../../domain/report/objectives.ts';
import { AppError } from '../../../platform/http/app-error.ts';

/** What a page shows, and what can be read while somebody waits. */
const mostSessions = 50;

export interface ClassSession {
  id: string;
  title: string;
  at: Date;
  players: number;
  locale: string;
  objectives: Record<string, Localized<string>>;
  /** For each place the question that was asked there. */
  played: number[] | null;
  questions: { kind: QuestionKind; objectives: string[] }[];
}

export interface ClassRound {
  session_id: string;
  position: number;
  answered: number;
  correct: number;
  unmarked: number;
}

/** The class, for those who teach it now and for whoever manages all classes. */
export async function readGroup(em: EntityManager, groupId: string): Promise<{ id: string; name: string }> {
  const [group] = await em.execute<{ id: string; name: string }[]>(
    `SELECT id, name FROM groups WHERE id = ? AND (id IN (SELECT app_taught_groups()) OR app_has_permission('classes.manage_all'))`,
    [groupId],
  );
  if (!group) throw new AppError('class/not-found', 'There is no such class, or it is not yours.');
  return group;
}

/** The newest sessions of a class that have ended, as far as the caller sees them. */
export async function readSessions(em: EntityManager, groupId: string): Promise<ClassSession[]> {
  return em.execute<ClassSession[]>(
    `SELECT s.id, s.title, coalesce(s.started_at, s.created_at) AS at, s.played, s.snapshot->>'locale' AS locale, s.snapshot->'objectives' AS objectives,
       (SELECT count(*)::integer FROM live_participants lp WHERE lp.session_id = s.id AND lp.kicked_at IS NULL AND lp.joined_in_round IS NOT NULL) AS players,
       (SELECT jsonb_agg(jsonb_build_object('kind', r->'kind', 'objectives', r->'objectives') ORDER BY n)
        FROM jsonb_array_elements(s.snapshot->'rounds') WITH ORDINALITY q(r, n)) AS questions
     FROM live_sessions s
     WHERE s.group_id = ? AND s.projected_at IS NOT NULL AND s.format <> 'group_mission'
     ORDER BY s.ended_at DESC, s.id DESC LIMIT ?`,
    [groupId, mostSessions],
  );
}

export const idsOf = (sessions: readonly { id: string }[]): string =>
  JSON.stringify(sessions.map(({ id }) => id));

/** For `IN`: a JSON list of ids, since lists of values have no place in a statement. */
export const listed = `(SELECT jsonb_array_elements_text(?::jsonb)::uuid)`;

export async function readRounds(
  em: EntityManager,
  sessions: readonly ClassSession[],
): Promise<ClassRound[]> {
  return em.execute<ClassRound[]>(
    `SELECT r.session_id, r.position, r.answered, r.correct,
       (SELECT count(*)::integer FROM live_answers a WHERE a.session_id = r.session_id AND a.round = r.position AND a.outcome = 'unmarked') AS unmarked
     FROM live_rounds r WHERE r.session_id IN ${listed}`,
    [idsOf(sessions)],
  );
}

/** What stood in a place of a session. */
export const askedIn = ({ questions, played }: ClassSession, position: number) =>
  questions[played?.[position] ?? position];

/** The rounds with something right, as the rules about objectives want them. */
export function judgedRounds(
  sessions: readonly ClassSession[],
  rounds: readonly ClassRound[],
): (Asked & { session_id: string })[] {
  const byId = new Map(sessions.map((session) => [session.id, session]));
  return rounds.flatMap(({ session_id, position, answered, correct, unmarked }) => {
    const asked = askedIn(byId.get(session_id)!, position);
    if (!asked || !isScored(asked)) return [];
    return [{ session_id, objectives: asked.objectives, judged: answered - unmarked, right: correct }];
  });
}

/** An objective in the reader's words, from the newest session that knows them, else as its mission says it now. */
export async function namesOfObjectives(
  em: EntityManager,
  sessions: readonly ClassSession[],
  locale: string,
): Promise<(objective: string) => string> {
  const textIn = (objective: string) => {
    const session = sessions.find(({ objectives }) => objectives[objective]);
    const texts = session?.objectives[objective];
    return texts?.[locale] ?? texts?.[session!.locale];
  };
  const asked = new Set(sessions.flatMap(({ questions }) => questions.flatMap((one) => one.objectives)));
  const untold = [...asked].filter((objective) => textIn(objective) === undefined);
  const rows = await em.execute<{ slug: string; text: string }[]>(objectiveTexts, [
    locale,
    JSON.stringify(untold),
  ]);
  const texts = new Map(rows.map(({ slug, text }) => [slug, text]));
  return (objective) => textIn(objective) ?? texts.get(objective) ?? objective;
}

const objectiveTexts = `
SELECT slug, coalesce(i18n #>> ARRAY[?::text, 'text'], text) AS text FROM objectives
WHERE org_id = (SELECT app_org_id()) AND slug IN (SELECT jsonb_array_elements_text(?::jsonb))`;
