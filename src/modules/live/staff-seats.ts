import type pg from 'pg';
import type { AccountSeat } from '../../domain/joining/seat-holder.ts';

/** Who of them may lead no class any more: signed out, suspended, or without the right. In one question for all. */
const gone = `
  SELECT s.user_id AS "userId", s.family AS "sessionFamily" FROM unnest($1::uuid[], $2::uuid[]) AS s(user_id, family)
  WHERE NOT EXISTS (
    SELECT 1 FROM users u JOIN auth_sessions a ON a.user_id = u.id AND a.family_id = s.family AND a.revoked_at IS NULL AND a.expires_at > now()
    WHERE u.id = s.user_id AND u.status = 'active' AND (
      EXISTS (SELECT 1 FROM user_roles ur JOIN role_permissions rp ON rp.role_id = ur.role_id
        WHERE ur.user_id = u.id AND ur.org_id = u.org_id AND rp.permission_key = 'sessions.host')
      OR EXISTS (SELECT 1 FROM user_permissions up
        WHERE up.user_id = u.id AND up.org_id = u.org_id AND up.permission_key = 'sessions.host')))`;

/** [AUT-5] Finds what nobody announced here: sign-ins that another process ended, or only the database knows of. */
export async function findGoneStaff(jobs: pg.Pool, staff: readonly AccountSeat[]): Promise<AccountSeat[]> {
  if (staff.length === 0) return [];
  const { rows } = await jobs.query<AccountSeat>({
    name: 'gone-staff',
    text: gone,
    values: [staff.map(({ userId }) => userId), staff.map(({ sessionFamily }) => sessionFamily)],
  });
  return rows;
}
