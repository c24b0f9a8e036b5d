import type { Place, Shown } from '../../domain/presence/whereabouts.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Presence } from '../../wire/presence.ts';
import type { PresenceOf } from '../../wire/push.ts';
import type { FamilyService } from '../family/family.service.ts';
import type { Board } from './board.ts';

const mostLearners = 2_000;

/** The learners of a class, for those alone who teach it now: the row policies decide. */
const learnersOfClass = `
  SELECT g.archived_at IS NOT NULL AS archived,
    ARRAY(SELECT m.user_id FROM group_members m WHERE m.group_id = g.id AND m.role = 'student' ORDER BY m.user_id LIMIT ${mostLearners}) AS learners
  FROM groups g WHERE g.id = ? AND g.id IN (SELECT app_taught_groups())`;
const sessions = 'SELECT s.id::uuid FROM jsonb_array_elements_text(?::jsonb) AS s(id)';
/** What is played, where the caller may see the session itself. */
const titlesForTeacher = `SELECT id, title FROM live_sessions WHERE id IN (${sessions})`;
const titlesForFamily = `SELECT DISTINCT session_id AS id, title FROM app_watched_sessions() WHERE session_id IN (${sessions})`;

interface Dependencies {
  db: Database;
  family: Pick<FamilyService, 'childIds'>;
  board: Board;
}

/** Titles of sessions; null: the caller may not know it. */
export type Titles = Map<string, string | null>;

export type PresenceService = ReturnType<typeof createPresenceService>;

/** [PRS-2] Teachers see the learners of the classes that they teach, guardians their own children, and nobody anybody else. */
export function createPresenceService({ db, family, board }: Dependencies) {
  const taught = async (caller: SignedInCaller, classId: string): Promise<string[]> => {
    if (!caller.permissions.has('classes.teach'))
      throw new AppError('auth/forbidden', 'This is for the teachers of the class.');
    const [row] = await db.asCaller(caller, (em) =>
      em.execute<{ archived: boolean; learners: string[] }[]>(learnersOfClass, [classId]),
    );
    if (!row) throw new AppError('class/not-found', 'There is no such class, or you do not teach it.');
    if (row.archived) throw new AppError('class/archived', 'The class is put away. Take it out first.');
    return row.learners;
  };

  const seenBy = (caller: SignedInCaller, of: PresenceOf): Promise<string[]> =>
    of === 'children' ? family.childIds(caller) : taught(caller, of);

  /** Looks up what is not known yet. */
  const learnTitles = async (
    caller: SignedInCaller,
    of: PresenceOf,
    titles: Titles,
    places: Iterable<Place>,
  ): Promise<void> => {
    const asked = new Set<string>();
    for (const { sessionId } of places)
      if (sessionId !== null && !titles.has(sessionId)) asked.add(sessionId);
    if (asked.size === 0) return;
    const rows = await db.asCaller(caller, (em) =>
      em.execute<{ id: string; title: string }[]>(of === 'children' ? titlesForFamily : titlesForTeacher, [
        JSON.stringify([...asked]),
      ]),
    );
    for (const id of asked) titles.set(id, null);
    for (const { id, title } of rows) titles.set(id, title);
  };

  const show = (places: Map<string, Place>, titles: Titles): Map<string, Shown> =>
    new Map(
      [...places].map(([id, { doing, sessionId }]) => [
        id,
        { doing, title: sessionId === null ? null : (titles.get(sessionId) ?? null) },
      ]),
    );

  return {
    /** Whom the caller may see, or a refusal. */
    seenBy,
    find: board.find,
    learnTitles,
    show,

    async read(caller: SignedInCaller, of: PresenceOf): Promise<Presence> {
      const { places, partial } = await board.find(await seenBy(caller, of));
      const titles: Titles = new Map();
      await learnTitles(caller, of, titles, places.values());
      return presentPresence(show(places, titles), partial);
    },
  };
}

export const presentPresence = (shown: ReadonlyMap<string, Shown>, partial: boolean): Presence => ({
  learners: [...shown].map(([id, { doing, title }]) => ({ id, doing, title })),
  partial,
});
