import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../../platform/http/app-error.ts';
import type { Locale } from '../../../wire/common.ts';
import { isWhole, type JudgedLesson } from '../../../wire/lesson-faults.ts';

/** Their scenes refer to questions by the ids of the content files. */
export const forGroupsOnly = 'Missions for groups are written in files.';

export interface Claimed {
  version: number;
  orgId: string;
  /** In which the mission is written. */
  locale: Locale;
}

/**
 * Takes the mission for one change: who comes at the same time waits, and is refused when the mission is no longer the one
 * that was read. From the first change on the starter content leaves it alone.
 */
export async function claimMission(em: EntityManager, id: string, version: number | null): Promise<Claimed> {
  const [claimed] = await em.execute<Claimed[]>(
    `UPDATE missions SET version = version + 1, edited_at = now()
     WHERE id = ? AND is_active AND mission_type <> 'group' AND version = COALESCE(?, version) RETURNING version, org_id AS "orgId", locale`,
    [id, version],
  );
  if (claimed) return claimed;
  await requireWritable(em, id);
  throw new AppError('mission/changed-meanwhile', 'Somebody has changed this mission since you opened it.');
}

/** Refuses whoever may not change it: `mission/not-found`, `mission/for-groups`, `mission/not-yours`. */
export async function requireWritable(em: EntityManager, id: string): Promise<void> {
  const [seen] = await em.execute<{ writable: boolean; forGroups: boolean }[]>(
    `SELECT id IN (SELECT app_writable_missions()) AS writable, mission_type = 'group' AS "forGroups"
     FROM missions WHERE id = ? AND is_active`,
    [id],
  );
  if (!seen) throw new AppError('mission/not-found');
  if (seen.forGroups) throw new AppError('mission/for-groups', forGroupsOnly);
  if (!seen.writable) throw new AppError('mission/not-yours', 'Make a copy of it, and change that.');
}

/** What the library says of its size: lessons that are only begun are not counted. */
export async function countParts(em: EntityManager, missionId: string): Promise<void> {
  const lessons = await em.execute<JudgedLesson[]>(
    `SELECT l.kind, l.media, coalesce(l.content -> 'reading', '[]') AS reading, (SELECT count(*)::integer FROM assessments a
       JOIN assessment_questions aq ON aq.assessment_id = a.id WHERE a.lesson_id = l.id) AS questions
     FROM lessons l WHERE l.mission_id = ?`,
    [missionId],
  );
  await em.execute('UPDATE missions SET total_lessons = ?, total_questions = ? WHERE id = ?', [
    lessons.filter(isWhole).length,
    lessons.reduce((sum, { questions }) => sum + questions, 0),
    missionId,
  ]);
}

/** For `= ANY(?::uuid[])`: of ids and slugs, in which nothing has to be quoted. */
export const arrayOf = (ids: readonly string[]): string => `{${ids.join(',')}}`;

/** Refuses something that names what is not in this mission. */
export function requireKnown(
  path: string,
  given: readonly string[],
  known: readonly string[],
  said = 'Not in this mission, or named twice',
): void {
  const wrong = given.filter((one, i) => !known.includes(one) || given.indexOf(one) < i);
  if (wrong.length > 0) {
    const message = `${said}: ${wrong.slice(0, 3).join(', ')}`;
    throw new AppError('request/invalid', message, { errors: [{ path, message }] });
  }
}
