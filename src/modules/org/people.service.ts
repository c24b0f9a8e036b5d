import type { Database } from '../../platform/database/database.ts';
import { type Instant, isoOf, isoOrNull } from '../../platform/database/instants.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { PermissionKey, SignedInCaller } from '../../platform/http/caller.ts';
import { decodeCursor, encodeCursor, nameAndId } from '../../platform/http/cursor.ts';
import type { RoleKey } from '../../wire/identity.ts';
import type { Person, PersonDetail } from '../../wire/people.ts';
import { audit } from '../compliance/audit.service.ts';
import { requireConsented } from '../family/consent.service.ts';
import { workColumns, workOf, workText } from './at-work.service.ts';

interface PeopleAsked {
  search?: string | undefined;
  role?: RoleKey | undefined;
  status?: Person['status'] | undefined;
  classId?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

interface PersonRow {
  id: string;
  name: string;
  email: string | null;
  username: string | null;
  roles: RoleKey[];
  status: Person['status'];
  is_minor: boolean;
  departments: string[];
  specializations: string[];
  last_login_at: Instant | null;
  created_at: Instant;
}

interface DetailRow extends PersonRow {
  locale: PersonDetail['locale'];
  consent_state: PersonDetail['consentState'];
  permissions: PermissionKey[];
  classes: PersonDetail['classes'];
  guardians: PersonDetail['guardians'];
  children: PersonDetail['children'];
  experience_years: number | null;
  grade_level: string | null;
  section: string | null;
  erase_after: Instant | null;
}

/** The people of an organization, as the database shows them to the caller. */
export function createPeopleService(db: Database) {
  const read = async (caller: SignedInCaller, id: string): Promise<PersonDetail> => {
    const [row] = await db.asCaller(caller, (em) => em.execute<DetailRow[]>(detailSql, [id, caller.orgId]));
    if (!row) throw new AppError('user/not-found');
    const { rows } = await db.jobs.query(
      'SELECT 1 FROM totp_factors WHERE user_id = $1 AND confirmed_at IS NOT NULL',
      [id],
    );
    return {
      ...present(row),
      locale: row.locale,
      consentState: row.consent_state,
      secondFactor: rows.length > 0,
      permissions: row.permissions,
      classes: row.classes,
      guardians: row.guardians,
      children: row.children,
      teachingExperienceYears: row.experience_years,
      gradeLevel: row.grade_level ?? '',
      section: row.section,
      eraseAfter: isoOrNull(row.erase_after),
    };
  };

  return {
    read,

    /** By name; whoever waits for something can be asked for by status. */
    async list(caller: SignedInCaller, { search, role, status, classId, cursor, limit }: PeopleAsked) {
      const after = cursor === undefined ? null : decodeCursor(cursor, nameAndId);
      const like = search ? `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : null;
      const rows = await db.asCaller(caller, (em) =>
        em.execute<PersonRow[]>(listSql, [
          caller.orgId,
          like,
          like,
          like,
          like,
          like,
          role ?? null,
          role ?? null,
          status ?? null,
          status ?? null,
          classId ?? null,
          classId ?? null,
          after?.[0] ?? null,
          after?.[0] ?? null,
          after?.[1] ?? null,
          limit + 1,
        ]),
      );
      const items = rows.slice(0, limit).map(present);
      const last = items.at(-1);
      return { items, nextCursor: rows.length > limit && last ? encodeCursor([last.name, last.id]) : null };
    },

    async rename(caller: SignedInCaller, id: string, displayName: string): Promise<PersonDetail> {
      await read(caller, id);
      await db.asWorker(async (em) => {
        await requireConsented(em, id);
        await em.execute('UPDATE user_profiles SET display_name = ? WHERE user_id = ?', [displayName, id]);
        await audit(em, {
          orgId: caller.orgId,
          actorId: caller.userId,
          action: 'person.renamed',
          entity: 'user',
          entityId: id,
          changes: { displayName: { changed: true } },
        });
      });
      return read(caller, id);
    },
  };
}
export type PeopleService = ReturnType<typeof createPeopleService>;

const present = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  email: row.email,
  username: row.username,
  roles: row.roles,
  status: row.status,
  isMinor: row.is_minor,
  departments: row.departments,
  specializations: row.specializations,
  lastLoginAt: isoOrNull(row.last_login_at),
  createdAt: isoOf(row.created_at),
});

const columns = `u.id, p.display_name AS name, u.email, u.username, u.status, u.is_minor, u.last_login_at, u.created_at,
    ARRAY(SELECT r.key FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id AND ur.org_id = u.org_id
      ORDER BY ur.is_primary DESC, r.key) AS roles,${workColumns}`;

const listSql = `
  SELECT ${columns} FROM users u JOIN user_profiles p ON p.user_id = u.id ${workOf('u.id')}
  WHERE u.org_id = ? AND u.status <> 'deleted'
    AND (?::text IS NULL OR lower(p.display_name) LIKE ? OR u.email LIKE ? OR u.username LIKE ? OR ${workText} LIKE ?)
    AND (?::text IS NULL OR EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id AND ur.org_id = u.org_id AND r.key = ?))
    AND (?::text IS NULL OR u.status = ?)
    AND (?::uuid IS NULL OR EXISTS (SELECT 1 FROM group_members m WHERE m.user_id = u.id AND m.group_id = ?))
    AND (?::text IS NULL OR (lower(p.display_name), u.id) > (lower(?::text), ?::uuid))
  ORDER BY lower(p.display_name), u.id LIMIT ?`;

const detailSql = `
  SELECT ${columns}, p.preferred_language AS locale, u.consent_state, u.erase_after, t.teaching_experience_years AS experience_years,
    l.grade_level, l.section,
    ARRAY(SELECT up.permission_key FROM user_permissions up WHERE up.user_id = u.id AND up.org_id = u.org_id ORDER BY 1) AS permissions,
    (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'role', m.role, 'archived', g.archived_at IS NOT NULL) ORDER BY g.name), '[]')
      FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.user_id = u.id) AS classes,
    (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', l.guardian_id, 'name', gp.display_name) ORDER BY gp.display_name), '[]')
      FROM guardian_links l JOIN user_profiles gp ON gp.user_id = l.guardian_id WHERE l.child_id = u.id AND l.status = 'active') AS guardians,
    (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', l.child_id, 'name', cp.display_name) ORDER BY cp.display_name), '[]')
      FROM guardian_links l JOIN user_profiles cp ON cp.user_id = l.child_id WHERE l.guardian_id = u.id AND l.status = 'active') AS children
  FROM users u JOIN user_profiles p ON p.user_id = u.id ${workOf('u.id')} LEFT JOIN learner_profiles l ON l.user_id = u.id
  WHERE u.id = ? AND u.org_id = ? AND u.status <> 'deleted'`;
