import type { EntityManager } from '@mikro-orm/postgresql';
import { type Instant, isoOf, isoOrNull } from '../../platform/database/instants.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { ClassRole, ClassStudent, SchoolClass } from '../../wire/classes.ts';

export interface ClassRow {
  id: string;
  name: string;
  grade_level: string;
  school_year: string;
  subject_id: string | null;
  subject_name: string | null;
  code: string | null;
  role: ClassRole | null;
  teachers: { id: string; name: string; role: ClassRole; until: string | null }[];
  students: number | null;
  archived_at: Instant | null;
  created_at: Instant;
}

/** As the caller sees it: `?` are the caller's id twice. Pupils see neither the code nor how many they are. */
export const classColumns = `
  SELECT g.id, g.name, g.grade_level, g.school_year, g.subject_id, s.name AS subject_name, me.role, g.archived_at, g.created_at,
    CASE WHEN me.role IS DISTINCT FROM 'student' THEN g.code END AS code,
    CASE WHEN me.role IS DISTINCT FROM 'student'
      THEN (SELECT count(*)::int FROM group_members m WHERE m.group_id = g.id AND m.role = 'student') END AS students,
    (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', m.user_id, 'name', p.display_name, 'role', m.role, 'until', m.until)
        ORDER BY m.role = 'teacher' DESC, p.display_name), '[]')
      FROM group_members m JOIN user_profiles p ON p.user_id = m.user_id WHERE m.group_id = g.id AND m.role <> 'student') AS teachers
  FROM groups g LEFT JOIN subjects s ON s.id = g.subject_id
    LEFT JOIN group_members me ON me.group_id = g.id AND me.user_id = ? AND (me.until IS NULL OR me.until > now())`;

export const presentClass = (row: ClassRow): SchoolClass => ({
  id: row.id,
  name: row.name,
  gradeLevel: row.grade_level,
  schoolYear: row.school_year,
  subject: row.subject_id && row.subject_name ? { id: row.subject_id, name: row.subject_name } : null,
  code: row.code,
  role: row.role,
  teachers: row.teachers.map(({ until, ...teacher }) => ({
    ...teacher,
    until: until === null ? null : new Date(until).toISOString(),
  })),
  students: row.students,
  archived: row.archived_at !== null,
  createdAt: isoOf(row.created_at),
});

export async function readClass(em: EntityManager, id: string, userId: string): Promise<ClassRow> {
  const [row] = await em.execute<ClassRow[]>(`${classColumns} WHERE g.id = ?`, [userId, id]);
  if (!row) throw new AppError('class/not-found', 'There is no such class, or it is not yours.');
  return row;
}

export interface StudentRow {
  id: string;
  name: string;
  username: string | null;
  email: string | null;
  grade_level: string | null;
  section: string | null;
  status: ClassStudent['status'];
  is_minor: boolean;
  erase_after: Instant | null;
  last_login_at: Instant | null;
  /** As far as the database shows it to whoever asks. */
  time_factor: number | null;
}

export const studentColumns = `
  SELECT u.id, p.display_name AS name, u.username, u.email, l.grade_level, l.section, u.status, u.is_minor, u.erase_after, u.last_login_at, a.time_factor::float8 AS time_factor
  FROM group_members m JOIN users u ON u.id = m.user_id JOIN user_profiles p ON p.user_id = u.id LEFT JOIN learner_profiles l ON l.user_id = u.id
    LEFT JOIN accommodations a ON a.learner_id = u.id
  WHERE m.role = 'student' AND m.group_id = ?`;

export const presentStudent = (
  row: StudentRow,
  { hasPassword, isTaught }: { hasPassword: boolean; isTaught: boolean },
): ClassStudent => ({
  id: row.id,
  name: row.name,
  username: row.username,
  email: row.email,
  gradeLevel: row.grade_level ?? '',
  section: row.section,
  status: row.status,
  isMinor: row.is_minor,
  mayPlay: row.status === 'active',
  hasPassword,
  eraseAfter: isoOrNull(row.erase_after),
  lastSeenAt: isoOrNull(row.last_login_at),
  timeFactor: isTaught ? (row.time_factor ?? 1) : null,
});
