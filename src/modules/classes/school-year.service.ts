import { v7 as uuid } from 'uuid';
import type { Database } from '../../platform/database/database.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { YearTurned } from '../../wire/classes.ts';
import { audit } from '../compliance/audit.service.ts';
import { requireClass } from './class-access.ts';

interface Turn {
  schoolYear: string;
  classes: { id: string; name: string; gradeLevel: string; leaving: string[] }[];
}

/** The turn of the school year: next year's classes with the pupils who go on; this year's are put away as they were. */
export function createSchoolYearService(db: Database) {
  return {
    /** All or nothing. A class that was turned into this year before gives the one that was made then. */
    async turn(caller: SignedInCaller, { schoolYear, classes }: Turn): Promise<YearTurned> {
      for (const { id } of classes) await requireClass(db, caller, id, 'leads', { evenArchived: true });
      const items = await db.asWorker(async (em) => {
        const turned: YearTurned['items'] = [];
        // all of them first and in one order: two who turn the same classes do not wait for each other
        await em.execute('SELECT id FROM groups WHERE id IN (?) ORDER BY id FOR UPDATE', [
          classes.map(({ id }) => id),
        ]);
        for (const { id, name, gradeLevel, leaving } of classes) {
          const [made] = await em.execute<{ id: string; name: string }[]>(
            'SELECT id, name FROM groups WHERE continues_id = ? AND school_year = ?',
            [id, schoolYear],
          );
          const to = made?.id ?? uuid();
          if (!made) {
            await em.execute(
              `INSERT INTO groups (id, org_id, name, kind, grade_level, school_year, subject_id, shows_leaderboard, continues_id, created_by)
               SELECT ?, org_id, ?, kind, ?, ?, subject_id, shows_leaderboard, id, ? FROM groups WHERE id = ?`,
              [to, name, gradeLevel, schoolYear, caller.userId, id],
            );
            await em.execute(goOn, [to, caller.userId, id, JSON.stringify(leaving)]);
            await em.execute(
              'UPDATE groups SET archived_at = COALESCE(archived_at, now()), code = NULL WHERE id = ?',
              [id],
            );
            await audit(em, {
              orgId: caller.orgId,
              actorId: caller.userId,
              action: 'class.year_turned',
              entity: 'group',
              entityId: id,
              changes: { continuesAs: { before: null, after: to } },
            });
          }
          const [counted] = await em.execute<{ students: number; left: number }[]>(counts, [to, id, to]);
          turned.push({ from: id, to, name: made?.name ?? name, ...counted! });
        }
        return turned;
      });
      return { items };
    },
  };
}
export type SchoolYearService = ReturnType<typeof createSchoolYearService>;

/** Teachers go on with their class; who stood in does not. */
const goOn = `
  INSERT INTO group_members (group_id, user_id, role, added_by)
  SELECT ?, m.user_id, m.role, ? FROM group_members m
  WHERE m.group_id = ? AND m.role <> 'substitute' AND (m.role <> 'student' OR NOT m.user_id::text IN (SELECT jsonb_array_elements_text(?::jsonb)))`;
const counts = `
  SELECT (SELECT count(*)::int FROM group_members WHERE group_id = ? AND role = 'student') AS students,
    (SELECT count(*)::int FROM group_members a WHERE a.group_id = ? AND a.role = 'student'
       AND NOT EXISTS (SELECT 1 FROM group_members b WHERE b.group_id = ? AND b.user_id = a.user_id)) AS left`;
