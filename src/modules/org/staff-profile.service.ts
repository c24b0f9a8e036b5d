import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../../platform/database/database.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { AdminProfile, TeacherProfile } from '../../wire/people.ts';
import { audit, changesOf } from '../compliance/audit.service.ts';

type Read<T> = (em: EntityManager, userId: string, lock?: 'FOR UPDATE') => Promise<T>;

/** What teachers and administrators say about their work, so that colleagues find each other. */
export function createStaffProfileService(db: Database) {
  /** The log says which fields changed and no word of what stands in them: they are about a person. [DAT-3] */
  const save = <T extends object>(
    { userId, orgId }: SignedInCaller,
    profile: T,
    {
      table,
      read,
      update,
      action,
    }: {
      table: 'teacher_profiles' | 'admin_profiles';
      read: Read<T>;
      update: (em: EntityManager) => Promise<unknown>;
      action: string;
    },
  ): Promise<T> =>
    db.asWorker(async (em) => {
      await em.execute(`INSERT INTO ${table} (user_id) VALUES (?) ON CONFLICT DO NOTHING`, [userId]);
      const before = await read(em, userId, 'FOR UPDATE');
      const changes = changesOf(before, profile, Object.keys(before) as (keyof T)[]);
      if (Object.keys(changes).length === 0) return before;
      await update(em);
      await audit(em, { orgId, actorId: userId, action, entity: 'user', entityId: userId, changes });
      return read(em, userId);
    });

  return {
    teacher: (caller: SignedInCaller): Promise<TeacherProfile> =>
      db.asCaller(caller, (em) => readTeacher(em, caller.userId)),

    saveTeacher: (caller: SignedInCaller, profile: TeacherProfile): Promise<TeacherProfile> =>
      save(caller, profile, {
        table: 'teacher_profiles',
        read: readTeacher,
        update: (em) =>
          em.execute(
            `UPDATE teacher_profiles SET department = ?, teaching_experience_years = ?,
               specializations = ARRAY(SELECT name FROM jsonb_array_elements_text(?::jsonb) WITH ORDINALITY AS s(name, position) ORDER BY position)
             WHERE user_id = ?`,
            [
              profile.department,
              profile.teachingExperienceYears,
              JSON.stringify(profile.specializations),
              caller.userId,
            ],
          ),
        action: 'teacher_profile.changed',
      }),

    admin: (caller: SignedInCaller): Promise<AdminProfile> =>
      db.asCaller(caller, (em) => readAdmin(em, caller.userId)),

    saveAdmin: (caller: SignedInCaller, profile: AdminProfile): Promise<AdminProfile> =>
      save(caller, profile, {
        table: 'admin_profiles',
        read: readAdmin,
        update: (em) =>
          em.execute('UPDATE admin_profiles SET department = ? WHERE user_id = ?', [
            profile.department,
            caller.userId,
          ]),
        action: 'admin_profile.changed',
      }),
  };
}
export type StaffProfileService = ReturnType<typeof createStaffProfileService>;

const readTeacher: Read<TeacherProfile> = async (em, userId, lock) => {
  const [row] = await em.execute<TeacherProfile[]>(
    `SELECT department, teaching_experience_years AS "teachingExperienceYears", specializations
     FROM teacher_profiles WHERE user_id = ? ${lock ?? ''}`,
    [userId],
  );
  return row ?? { department: null, teachingExperienceYears: null, specializations: [] };
};

const readAdmin: Read<AdminProfile> = async (em, userId, lock) => {
  const [row] = await em.execute<AdminProfile[]>(
    `SELECT department FROM admin_profiles WHERE user_id = ? ${lock ?? ''}`,
    [userId],
  );
  return row ?? { department: null };
};
