import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import { decodeCursor, encodeCursor, nameAndId } from '../../platform/http/cursor.ts';
import type { ClassRole, ClassStudent, Colleague, SchoolClass } from '../../wire/classes.ts';
import { audit } from '../compliance/audit.service.ts';
import { requireConsented } from '../family/consent.service.ts';
import { takenHandle } from '../identity/person.service.ts';
import { workColumns, workOf, workText } from '../org/at-work.service.ts';
import { keepTime } from './accommodation.service.ts';
import { requireClass } from './class-access.ts';
import {
  type ClassRow,
  presentClass,
  presentStudent,
  readClass,
  type StudentRow,
  studentColumns,
} from './class-rows.ts';

interface StudentChange {
  displayName?: string | undefined;
  username?: string | undefined;
  gradeLevel?: string | undefined;
  section?: string | null | undefined;
}

/** Who is in a class, and as what. */
export function createMembershipService(db: Database) {
  const noted = (caller: SignedInCaller, action: string, groupId: string, changes = {}) => ({
    orgId: caller.orgId,
    actorId: caller.userId,
    action,
    entity: 'group',
    entityId: groupId,
    changes,
  });
  const readBack = async (caller: SignedInCaller, id: string): Promise<SchoolClass> =>
    presentClass(await db.asCaller(caller, (em) => readClass(em, id, caller.userId)));

  /** Rows that the caller may see; the request role reads no passwords, not even whether there are any. */
  const present = async ({ role }: ClassRow, rows: readonly StudentRow[]): Promise<ClassStudent[]> => {
    const chosen = await db.jobs.query<{ user_id: string }>(
      'SELECT user_id FROM credentials WHERE user_id = ANY ($1)',
      [rows.map(({ id }) => id)],
    );
    const withPassword = new Set(chosen.rows.map(({ user_id }) => user_id));
    return rows.map((row) =>
      presentStudent(row, { hasPassword: withPassword.has(row.id), isTaught: role !== null }),
    );
  };

  const readStudent = async (
    caller: SignedInCaller,
    schoolClass: ClassRow,
    userId: string,
  ): Promise<ClassStudent> => {
    const [row] = await db.asCaller(caller, (em) =>
      em.execute<StudentRow[]>(`${studentColumns} AND u.id = ?`, [schoolClass.id, userId]),
    );
    if (!row) throw new AppError('user/not-found', 'Nobody like that is in this class.');
    return (await present(schoolClass, [row]))[0]!;
  };

  return {
    /** By name; for whoever teaches the class. */
    async students(
      caller: SignedInCaller,
      groupId: string,
      { cursor, limit }: { cursor?: string | undefined; limit: number },
    ) {
      const schoolClass = await requireClass(db, caller, groupId, 'teaches', { evenArchived: true });
      const after = cursor === undefined ? null : decodeCursor(cursor, nameAndId);
      const rows = await db.asCaller(caller, (em) =>
        em.execute<StudentRow[]>(
          `${studentColumns} AND (?::text IS NULL OR (lower(p.display_name), u.id) > (lower(?::text), ?::uuid))
           ORDER BY lower(p.display_name), u.id LIMIT ?`,
          [groupId, after?.[0] ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
        ),
      );
      const items = await present(schoolClass, rows.slice(0, limit));
      const last = items.at(-1);
      return { items, nextCursor: rows.length > limit && last ? encodeCursor([last.name, last.id]) : null };
    },

    /** How a teacher calls a pupil; nothing that a guardian or the pupil decides. */
    async changeStudent(
      caller: SignedInCaller,
      groupId: string,
      userId: string,
      change: StudentChange,
    ): Promise<ClassStudent> {
      const schoolClass = await requireClass(db, caller, groupId, 'teaches');
      await readStudent(caller, schoolClass, userId);
      await db.asWorker(async (em) => {
        const { displayName, gradeLevel, section } = change;
        if ([displayName, gradeLevel, section].some((one) => one !== undefined))
          await requireConsented(em, userId);
        if (change.displayName !== undefined)
          await em.execute('UPDATE user_profiles SET display_name = ? WHERE user_id = ?', [
            change.displayName,
            userId,
          ]);
        if (change.username !== undefined) await setUsername(em, userId, change.username);
        if (change.gradeLevel !== undefined || change.section !== undefined)
          await em.execute(
            `INSERT INTO learner_profiles (user_id, grade_level, section) VALUES (?, COALESCE(?, ''), ?)
             ON CONFLICT (user_id) DO UPDATE SET grade_level = COALESCE(?, learner_profiles.grade_level),
               section = CASE WHEN ? THEN ? ELSE learner_profiles.section END`,
            [
              userId,
              change.gradeLevel ?? null,
              change.section ?? null,
              change.gradeLevel ?? null,
              change.section !== undefined,
              change.section ?? null,
            ],
          );
        await audit(em, {
          ...noted(caller, 'student.changed', groupId),
          entity: 'user',
          entityId: userId,
          changes: Object.fromEntries(
            Object.entries(change)
              .filter(([, value]) => value !== undefined)
              .map(([name]) => [name, { changed: true as const }]),
          ),
        });
      });
      return readStudent(caller, schoolClass, userId);
    },

    /** [PTS-3] For all classes from now on; nobody but the learner's own teachers, the family and the learner get to see it. */
    async setTime(
      caller: SignedInCaller,
      groupId: string,
      userId: string,
      factor: number,
    ): Promise<ClassStudent> {
      const schoolClass = await requireClass(db, caller, groupId, 'teaches');
      await readStudent(caller, schoolClass, userId);
      await keepTime(db, caller, { learnerId: userId, factor });
      return readStudent(caller, schoolClass, userId);
    },

    async removeStudent(caller: SignedInCaller, groupId: string, userId: string): Promise<void> {
      await requireClass(db, caller, groupId, 'teaches');
      await db.asWorker(async (em) => {
        const gone = await em.execute<object[]>(
          `DELETE FROM group_members WHERE group_id = ? AND user_id = ? AND role = 'student' RETURNING user_id`,
          [groupId, userId],
        );
        if (gone.length === 0) throw new AppError('user/not-found', 'Nobody like that is in this class.');
        await audit(
          em,
          noted(caller, 'student.removed', groupId, { student: { before: userId, after: null } }),
        );
      });
    },

    /** A learner goes by themselves; teachers are taken out by those who lead the class. */
    async leave(caller: SignedInCaller, groupId: string): Promise<void> {
      const { role } = await db.asCaller(caller, (em) => readClass(em, groupId, caller.userId));
      if (role !== 'student')
        throw new AppError('auth/forbidden', 'Teachers are taken out of a class, they do not leave it.');
      await db.asWorker(async (em) => {
        await em.execute(
          `DELETE FROM group_members WHERE group_id = ? AND user_id = ? AND role = 'student'`,
          [groupId, caller.userId],
        );
        await audit(em, noted(caller, 'class.left', groupId));
      });
    },

    /** Teachers of the organization, so that a class can be shared with them; found by name, address or what they do. */
    colleagues(caller: SignedInCaller, search: string): Promise<Colleague[]> {
      const like = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
      return db.asCaller(caller, (em) =>
        em.execute<Colleague[]>(colleaguesSql, [caller.userId, like, like, like]),
      );
    },

    async addTeacher(
      caller: SignedInCaller,
      groupId: string,
      {
        userId,
        role,
        until,
      }: { userId: string; role: Exclude<ClassRole, 'student'>; until?: string | undefined },
    ): Promise<SchoolClass> {
      await requireClass(db, caller, groupId, 'leads');
      if (until !== undefined && Date.parse(until) <= Date.now())
        throw new AppError('request/invalid', 'The end has to be ahead.', {
          errors: [{ path: 'until', message: 'lies in the past' }],
        });
      await db.asWorker(async (em) => {
        const [teacher] = await em.execute<object[]>(teacherOfOrganization, [userId, caller.orgId]);
        if (!teacher) throw new AppError('user/not-found', 'No teacher like that is here.');
        await requireAnotherTeacher(em, groupId, userId, role);
        await em.execute(
          `INSERT INTO group_members (group_id, user_id, role, until, added_by) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (group_id, user_id) DO UPDATE SET role = EXCLUDED.role, until = EXCLUDED.until`,
          [groupId, userId, role, until ?? null, caller.userId],
        );
        await audit(
          em,
          noted(caller, 'class.teacher_added', groupId, {
            teacher: { before: null, after: `${userId} as ${role}` },
          }),
        );
      });
      return readBack(caller, groupId);
    },

    async removeTeacher(caller: SignedInCaller, groupId: string, userId: string): Promise<void> {
      await requireClass(db, caller, groupId, 'leads');
      await db.asWorker(async (em) => {
        await requireAnotherTeacher(em, groupId, userId, null);
        const gone = await em.execute<object[]>(
          `DELETE FROM group_members WHERE group_id = ? AND user_id = ? AND role <> 'student' RETURNING user_id`,
          [groupId, userId],
        );
        if (gone.length === 0) throw new AppError('user/not-found', 'This teacher is not in this class.');
        await audit(
          em,
          noted(caller, 'class.teacher_removed', groupId, { teacher: { before: userId, after: null } }),
        );
      });
    },
  };
}
export type MembershipService = ReturnType<typeof createMembershipService>;

async function setUsername(em: EntityManager, userId: string, username: string): Promise<void> {
  try {
    await em.execute('UPDATE users SET username = ? WHERE id = ?', [username, userId]);
  } catch (error) {
    throw takenHandle(error) ?? error;
  }
}

/** Whoever is no teacher of the class afterwards must not have been the only one. The class is locked: two cannot go at once. */
async function requireAnotherTeacher(
  em: EntityManager,
  groupId: string,
  userId: string,
  becomes: ClassRole | null,
): Promise<void> {
  await em.execute('SELECT id FROM groups WHERE id = ? FOR UPDATE', [groupId]);
  if (becomes === 'teacher') return;
  const [{ leads, others }] = await em.execute<[{ leads: boolean; others: boolean }]>(leaders, [
    userId,
    userId,
    groupId,
  ]);
  if (leads && !others)
    throw new AppError('class/last-teacher', 'A class needs a teacher. Add another one first.');
}

/** Somebody whose account is closed leads nothing. */
const leaders = `
  SELECT COALESCE(bool_or(m.user_id = ?), false) AS leads, COALESCE(bool_or(m.user_id <> ? AND u.status = 'active'), false) AS others
  FROM group_members m JOIN users u ON u.id = m.user_id WHERE m.group_id = ? AND m.role = 'teacher'`;

const teacherOfOrganization = `
  SELECT u.id FROM users u WHERE u.id = ? AND u.org_id = ? AND u.status = 'active'
    AND EXISTS (SELECT 1 FROM user_roles ur JOIN role_permissions rp ON rp.role_id = ur.role_id
      WHERE ur.user_id = u.id AND ur.org_id = u.org_id AND rp.permission_key = 'classes.teach')`;

const colleaguesSql = `
  SELECT c.id, c.name, c.email, ${workColumns} FROM app_colleagues() c ${workOf('c.id')}
  WHERE c.id <> ? AND (lower(c.name) LIKE ? OR c.email LIKE ? OR ${workText} LIKE ?)
  ORDER BY lower(c.name), c.id LIMIT 50`;
