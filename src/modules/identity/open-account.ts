import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../platform/http/app-error.ts';
import { audit } from '../compliance/audit.service.ts';
import {
  AuthToken,
  Credential,
  type PendingSignUp,
  Role,
  User,
  UserProfile,
  UserRole,
} from './identity.entities.ts';
import type { LinkRow } from './one-time-link.service.ts';

export const invalidLink = () =>
  new AppError('auth/link-invalid', 'This link is used up or too old. Ask for a new one.');

/** [AUT-6] Somebody has shown that the address is theirs: other links for the same end are void, and the account goes on. */
export async function openAccount(em: EntityManager, userId: string): Promise<'active' | 'pending_approval'> {
  const [row] = await em.execute<{ orgId: string; status: string; needsApproval: boolean }[]>(
    `SELECT u.org_id AS "orgId", u.status, COALESCE(s.require_approval, false) AS "needsApproval"
     FROM users u LEFT JOIN org_settings s ON s.org_id = u.org_id
     WHERE u.id = ? AND u.status IN ('active', 'pending_consent', 'pending_verification', 'pending_approval') FOR NO KEY UPDATE OF u`,
    [userId],
  );
  if (!row) throw invalidLink();
  await em.nativeDelete(AuthToken, { purpose: 'email_verify', userId, usedAt: null });
  await em.nativeUpdate(User, { id: userId, emailVerifiedAt: null }, { emailVerifiedAt: new Date() });
  if (row.status !== 'pending_verification')
    return row.status === 'pending_approval' ? 'pending_approval' : 'active';
  const status = row.needsApproval ? 'pending_approval' : 'active';
  await em.nativeUpdate(User, { id: userId }, { status });
  await audit(em, {
    orgId: row.orgId,
    actorId: userId,
    action: 'account.verified',
    entity: 'user',
    entityId: userId,
    changes: { status: { before: row.status, after: status } },
  });
  return status;
}

/** What was entered when the link was mailed becomes the account; gives it, or null where the account was open already. */
export async function applySignUp(
  em: EntityManager,
  { id, userId, payload: { signUp } }: LinkRow,
): Promise<PendingSignUp | null> {
  await em.nativeUpdate(AuthToken, { id }, { payload: {} });
  if (!userId || !signUp) return null;
  const waiting = await em.count(User, { id: userId, status: 'pending_verification' });
  if (waiting === 0) return null;
  const { passwordHash, displayName, locale, birthMonth, role } = signUp;
  await em.upsert(Credential, { userId, passwordHash, passwordChangedAt: new Date() });
  await em.nativeUpdate(UserProfile, { userId }, { displayName, preferredLanguage: locale });
  await em.nativeUpdate(User, { id: userId }, { birthMonth: birthMonth && `${birthMonth}-01` });
  const { id: roleId } = await em.findOneOrFail(Role, { orgId: null, key: role });
  await em.nativeUpdate(UserRole, { userId, isPrimary: true }, { roleId });
  return signUp;
}
