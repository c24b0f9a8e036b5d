import { type EntityManager, UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import { decodeCursor, encodeCursor, nameAndId } from '../../platform/http/cursor.ts';
import type { ClassPreview, SchoolClass } from '../../wire/classes.ts';
import { audit, changesOf } from '../compliance/audit.service.ts';
import { requireClass } from './class-access.ts';
import { newClassCode } from './class-code.ts';
import { type ClassRow, classColumns, presentClass, readClass } from './class-rows.ts';

interface ClassFacts {
  name: string;
  gradeLevel: string;
  schoolYear: string;
  subjectId: string | null;
}
type ClassChange = { [Fact in keyof ClassFacts]?: ClassFacts[Fact] | undefined } & {
  archived?: boolean | undefined;
};

const codeTries = 20;

/** Classes themselves; who is in them, `membership.service.ts` says. */
export function createClassService(db: Database) {
  const read = async (caller: SignedInCaller, id: string): Promise<SchoolClass> =>
    presentClass(await db.asCaller(caller, (em) => readClass(em, id, caller.userId)));

  const noted = (caller: SignedInCaller, action: string, id: string) => ({
    orgId: caller.orgId,
    actorId: caller.userId,
    action,
    entity: 'group',
    entityId: id,
  });

  return {
    read,

    /** By name. The own classes, or with `all` those of the organization that the caller may see. */
    async list(
      caller: SignedInCaller,
      {
        archived,
        all,
        cursor,
        limit,
      }: { archived: boolean; all: boolean; cursor?: string | undefined; limit: number },
    ) {
      const after = cursor === undefined ? null : decodeCursor(cursor, nameAndId);
      const rows = await db.asCaller(caller, (em) =>
        em.execute<ClassRow[]>(
          `${classColumns} WHERE (g.archived_at IS NOT NULL) = ? AND (? OR me.role IS NOT NULL)
             AND (?::text IS NULL OR (lower(g.name), g.id) > (lower(?::text), ?::uuid))
           ORDER BY lower(g.name), g.id LIMIT ?`,
          [
            caller.userId,
            archived,
            all,
            after?.[0] ?? null,
            after?.[0] ?? null,
            after?.[1] ?? null,
            limit + 1,
          ],
        ),
      );
      const items = rows.slice(0, limit).map(presentClass);
      const last = items.at(-1);
      return { items, nextCursor: rows.length > limit && last ? encodeCursor([last.name, last.id]) : null };
    },

    async make(caller: SignedInCaller, facts: ClassFacts): Promise<SchoolClass> {
      await requireSubject(db, caller, facts.subjectId);
      const id = uuid();
      await db.asWorker(async (em) => {
        await em.execute(
          `INSERT INTO groups (id, org_id, name, grade_level, school_year, subject_id, created_by) VALUES (?, ?, ?, ?, ?, ?, ?)`,
          [id, caller.orgId, facts.name, facts.gradeLevel, facts.schoolYear, facts.subjectId, caller.userId],
        );
        await em.execute(`INSERT INTO group_members (group_id, user_id, role) VALUES (?, ?, 'teacher')`, [
          id,
          caller.userId,
        ]);
        await audit(em, noted(caller, 'class.made', id));
      });
      return read(caller, id);
    },

    async change(caller: SignedInCaller, id: string, change: ClassChange): Promise<SchoolClass> {
      const before = await requireClass(db, caller, id, 'leads', { evenArchived: change.archived === false });
      if (change.subjectId) await requireSubject(db, caller, change.subjectId);
      await db.asWorker(async (em) => {
        await em.execute(
          `UPDATE groups SET name = COALESCE(?, name), grade_level = COALESCE(?, grade_level), school_year = COALESCE(?, school_year),
             subject_id = CASE WHEN ? THEN ?::uuid ELSE subject_id END,
             archived_at = CASE WHEN ?::boolean IS NULL THEN archived_at WHEN ?::boolean THEN COALESCE(archived_at, now()) END,
             code = CASE WHEN ?::boolean THEN NULL ELSE code END
           WHERE id = ?`,
          [
            change.name ?? null,
            change.gradeLevel ?? null,
            change.schoolYear ?? null,
            change.subjectId !== undefined,
            change.subjectId ?? null,
            change.archived ?? null,
            change.archived ?? null,
            // nobody comes in by themselves while it is put away
            change.archived ?? null,
            id,
          ],
        );
        const was = {
          name: before.name,
          gradeLevel: before.grade_level,
          schoolYear: before.school_year,
          subjectId: before.subject_id,
          archived: before.archived_at !== null,
        };
        await audit(em, {
          ...noted(caller, 'class.changed', id),
          changes: changesOf(was, change as typeof was),
        });
      });
      return read(caller, id);
    },

    /** A new code makes the old one good for nothing; without one nobody comes in by themselves. */
    async setCode(caller: SignedInCaller, id: string, open: boolean): Promise<SchoolClass> {
      await requireClass(db, caller, id, 'teaches');
      for (let tries = 0; ; tries++) {
        try {
          await db.asWorker(async (em) => {
            await em.execute('UPDATE groups SET code = ? WHERE id = ?', [open ? newClassCode() : null, id]);
            await audit(em, noted(caller, open ? 'class.code_opened' : 'class.code_closed', id));
          });
          return await read(caller, id);
        } catch (error) {
          if (!(error instanceof UniqueConstraintViolationException) || tries >= codeTries) throw error;
        }
      }
    },

    /** What a code leads to; a wrong one and one of a class that was put away look alike. */
    async preview(code: string): Promise<ClassPreview> {
      const { rows } = await db.jobs.query<ClassPreview>(
        `SELECT g.name AS "className", o.name AS organization,
           (SELECT p.display_name FROM group_members m JOIN user_profiles p ON p.user_id = m.user_id
            WHERE m.group_id = g.id AND m.role = 'teacher' ORDER BY m.created_at LIMIT 1) AS teacher
         FROM groups g JOIN organizations o ON o.id = g.org_id WHERE g.code = $1 AND g.archived_at IS NULL`,
        [code],
      );
      if (!rows[0]) throw new AppError('class/no-such-code', 'No class has this code.');
      return rows[0];
    },

    async join(caller: SignedInCaller, code: string): Promise<SchoolClass> {
      const id = await db.asWorker((em) => joinByCode(em, caller, code));
      return read(caller, id);
    },
  };
}
export type ClassService = ReturnType<typeof createClassService>;

/** A learner comes in with a class's code; being in it already is fine. Gives the class. */
export async function joinByCode(
  em: EntityManager,
  { userId, orgId }: { userId: string; orgId: string },
  code: string,
): Promise<string> {
  const [group] = await em.execute<{ id: string }[]>(
    'SELECT id FROM groups WHERE code = ? AND org_id = ? AND archived_at IS NULL FOR SHARE',
    [code, orgId],
  );
  if (!group) throw new AppError('class/no-such-code', 'No class has this code.');
  const joined = await em.execute<object[]>(
    `INSERT INTO group_members (group_id, user_id, role) VALUES (?, ?, 'student') ON CONFLICT DO NOTHING RETURNING user_id`,
    [group.id, userId],
  );
  if (joined.length > 0)
    await audit(em, { orgId, actorId: userId, action: 'class.joined', entity: 'group', entityId: group.id });
  return group.id;
}

async function requireSubject(db: Database, caller: SignedInCaller, subjectId: string | null): Promise<void> {
  if (subjectId === null) return;
  const known = await db.asCaller(caller, (em) =>
    em.execute<object[]>('SELECT id FROM subjects WHERE id = ?', [subjectId]),
  );
  if (known.length === 0)
    throw new AppError('request/invalid', 'There is no such subject.', {
      errors: [{ path: 'subjectId', message: 'is no subject of this organization' }],
    });
}
