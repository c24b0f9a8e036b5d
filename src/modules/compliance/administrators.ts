import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';

interface Administrator {
  id: string;
  isSuper: boolean;
  isActive: boolean;
}

/** Locked, so that two cannot leave at the same moment. */
const ofOrganization = `
  SELECT ur.user_id AS id, r.key = 'super_admin' AS "isSuper", u.status = 'active' AS "isActive"
  FROM user_roles ur JOIN roles r ON r.id = ur.role_id JOIN users u ON u.id = ur.user_id
  WHERE ur.org_id = ? AND r.key IN ('admin', 'super_admin') FOR UPDATE OF ur`;

/**
 * Nobody erases whoever stands above them, and somebody has to administer an organization, and to stand above its
 * administrators where somebody did: refuses `role/not-allowed` and `role/last-administrator`.
 */
export async function requireErasable(
  em: EntityManager,
  { orgId, userId: callerId, roles }: Pick<SignedInCaller, 'orgId' | 'userId' | 'roles'>,
  userId: string,
): Promise<void> {
  const administrators = await em.execute<Administrator[]>(ofOrganization, [orgId]);
  const own = administrators.filter(({ id }) => id === userId);
  if (own.length === 0) return;
  const isAbove = own.some(({ isSuper }) => isSuper)
    ? !roles.includes('super_admin')
    : !roles.some((role) => role === 'admin' || role === 'super_admin');
  if (userId !== callerId && isAbove)
    throw new AppError('role/not-allowed', 'This account stands above your own role.');
  const others = administrators.filter(({ id, isActive }) => isActive && id !== userId);
  const isLastSuper = own.some(({ isSuper }) => isSuper) && !others.some(({ isSuper }) => isSuper);
  if (others.length === 0 || isLastSuper)
    throw new AppError(
      'role/last-administrator',
      'Somebody has to administer this place. Invite another one first.',
    );
}
