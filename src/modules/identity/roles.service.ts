import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { PermissionKey, SignedInCaller } from '../../platform/http/caller.ts';
import type { Locale } from '../../wire/common.ts';
import type { RoleKey } from '../../wire/identity.ts';
import { audit } from '../compliance/audit.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import { type EndReason, Role, User, UserRole, type UserStatus } from './identity.entities.ts';
import { withdrawMadeBy, withdrawWaysIn } from './one-time-link.service.ts';
import { endAllFamilies } from './refresh.service.ts';
import type { SignOuts } from './sign-outs.ts';

export type RolesService = ReturnType<typeof createRolesService>;

interface Dependencies {
  db: Database;
  mail: MailService;
  signOuts: SignOuts;
}

/** Who is asked about: read under a lock, so that two administrators cannot remove each other at the same moment. */
interface Subject {
  id: string;
  orgId: string;
  status: UserStatus;
  isMinor: boolean;
  roles: RoleKey[];
  email: string | null;
  displayName: string;
  locale: Locale;
}

const administrators: readonly RoleKey[] = ['admin', 'super_admin'];

/**
 * What people may do here, and whether they may come in at all. Every change is audited, and ends the sign-ins of whom it
 * concerns: what they may do afterwards they find out by signing in anew. [AUT-5]
 */
export function createRolesService({ db, mail, signOuts }: Dependencies) {
  /** Runs `change` on a person of the caller's organization, whom the caller may manage; announces what it ended. */
  const manage = async (
    caller: SignedInCaller,
    userId: string,
    change: (em: EntityManager, subject: Subject) => Promise<EndReason | null>,
  ): Promise<void> => {
    await requireSight(db, caller, userId);
    const ended = await db.asWorker(async (em) => {
      const subject = await lockSubject(em, caller.orgId, userId);
      await requireRank(em, caller, subject.roles);
      const reason = await change(em, subject);
      if (reason) await endAllFamilies(em, userId, reason);
      return reason;
    });
    if (ended) signOuts.announce({ userId, sessionFamily: null });
  };

  const setStatus = async (
    em: EntityManager,
    caller: SignedInCaller,
    subject: Subject,
    status: UserStatus,
    action: string,
    also: { approvedBy?: string; approvedAt?: Date } = {},
  ): Promise<void> => {
    await em.nativeUpdate(User, { id: subject.id }, { status, ...also });
    await audit(em, {
      ...entryOf(caller, action, subject),
      changes: { status: { before: subject.status, after: status } },
    });
  };

  return {
    /** Refuses whoever is not theirs to manage: of another organization, or above them. */
    requireManageable: (caller: SignedInCaller, userId: string) => manage(caller, userId, async () => null),

    /** Nothing happens to somebody who has the role already. */
    grantRole: (caller: SignedInCaller, userId: string, role: RoleKey) =>
      manage(caller, userId, async (em, subject) => {
        await requireRank(em, caller, [role]);
        if (subject.isMinor && role !== 'student')
          throw new AppError('role/not-allowed', 'A child is a learner and nothing else.');
        if (subject.roles.includes(role)) return null;
        const { id: roleId } = await em.findOneOrFail(Role, { orgId: null, key: role });
        await em.insert(UserRole, {
          userId,
          roleId,
          orgId: caller.orgId,
          isPrimary: subject.roles.length === 0,
          grantedBy: caller.userId,
        });
        await audit(em, {
          ...entryOf(caller, 'role.granted', subject),
          changes: { role: { before: null, after: role } },
        });
        return 'role_change';
      }),

    revokeRole: (caller: SignedInCaller, userId: string, role: RoleKey) =>
      manage(caller, userId, async (em, subject) => {
        await requireRank(em, caller, [role]);
        if (!subject.roles.includes(role)) return null;
        if (subject.roles.length === 1)
          throw new AppError(
            'role/not-allowed',
            'This is the only role. Give another one first, or suspend.',
          );
        if (administrators.includes(role))
          await requireOthers(
            em,
            subject,
            subject.roles.filter((other) => other !== role),
          );
        await em.execute(
          `DELETE FROM user_roles WHERE user_id = ? AND org_id = ?
             AND role_id IN (SELECT id FROM roles WHERE org_id IS NULL AND key = ?)`,
          [userId, caller.orgId, role],
        );
        await em.execute(keepOnePrimary, [userId, caller.orgId, userId, caller.orgId]);
        await withdrawMadeBy(em, userId);
        await audit(em, {
          ...entryOf(caller, 'role.revoked', subject),
          changes: { role: { before: role, after: null } },
        });
        return 'role_change';
      }),

    /** A right for one person beyond the roles. Nobody gives what they do not have. */
    grantPermission: (caller: SignedInCaller, userId: string, permission: PermissionKey) =>
      manage(caller, userId, async (em, subject) => {
        if (subject.isMinor) throw new AppError('role/not-allowed', 'A child is a learner and nothing else.');
        if (!caller.permissions.has(permission))
          throw new AppError('role/not-allowed', 'You can only give a right that you have.');
        const made = await em.execute<{ user_id: string }[]>(
          `INSERT INTO user_permissions (user_id, permission_key, org_id, granted_by) VALUES (?, ?, ?, ?)
           ON CONFLICT DO NOTHING RETURNING user_id`,
          [userId, permission, caller.orgId, caller.userId],
        );
        if (made.length === 0) return null;
        await audit(em, {
          ...entryOf(caller, 'permission.granted', subject),
          changes: { permission: { before: null, after: permission } },
        });
        return 'role_change';
      }),

    revokePermission: (caller: SignedInCaller, userId: string, permission: PermissionKey) =>
      manage(caller, userId, async (em, subject) => {
        const gone = await em.execute<{ user_id: string }[]>(
          'DELETE FROM user_permissions WHERE user_id = ? AND permission_key = ? AND org_id = ? RETURNING user_id',
          [userId, permission, caller.orgId],
        );
        if (gone.length === 0) return null;
        await withdrawMadeBy(em, userId);
        await audit(em, {
          ...entryOf(caller, 'permission.revoked', subject),
          changes: { permission: { before: permission, after: null } },
        });
        return 'role_change';
      }),

    /** Everywhere, at once; the account stays as it is. */
    signOut: (caller: SignedInCaller, userId: string) =>
      manage(caller, userId, async (em, subject) => {
        await audit(em, entryOf(caller, 'account.signed_out', subject));
        return 'admin';
      }),

    /** `before`: what is done first, and only if the account may be closed. */
    suspend: (caller: SignedInCaller, userId: string, before?: (em: EntityManager) => Promise<void>) =>
      manage(caller, userId, async (em, subject) => {
        await before?.(em);
        if (subject.status === 'suspended') return null;
        await requireOthers(em, subject, []);
        await setStatus(em, caller, subject, 'suspended', 'account.suspended');
        await withdrawWaysIn(em, userId);
        await withdrawMadeBy(em, userId);
        return 'deactivated';
      }),

    /** Back to where the account would stand: an address that was never proven still has to be, and consent counts as it is. */
    reactivate: (caller: SignedInCaller, userId: string) =>
      manage(caller, userId, async (em, subject) => {
        if (subject.status !== 'suspended') return null;
        const [{ status }] = await em.execute<[{ status: UserStatus }]>(statusAfterSuspension, [userId]);
        await setStatus(em, caller, subject, status, 'account.reactivated');
        return null;
      }),

    /** Somebody who signed up, where an administrator has to agree. `link`: where they sign in. */
    approve: (caller: SignedInCaller, userId: string, link: string) =>
      manage(caller, userId, async (em, subject) => {
        if (subject.status === 'active') return null;
        if (subject.status !== 'pending_approval')
          throw new AppError('role/not-allowed', 'This account does not wait for approval.');
        const by = { approvedBy: caller.userId, approvedAt: new Date() };
        await setStatus(em, caller, subject, 'active', 'account.approved', by);
        const { id, orgId, email: to, locale, displayName: name } = subject;
        if (to) {
          const params = { name, link };
          await mail.send(em, { orgId, userId: id, to, locale, template: 'account-approved', params });
        }
        return null;
      }),
  };
}

const entryOf = ({ orgId, userId }: SignedInCaller, action: string, subject: Subject) => ({
  orgId,
  actorId: userId,
  action,
  entity: 'user',
  entityId: subject.id,
});

/** The database says whether the caller manages people, and sees this one, at this moment. */
async function requireSight(db: Database, caller: SignedInCaller, userId: string): Promise<void> {
  const [seen] = await db.asCaller(caller, (em) =>
    em.execute<{ may: boolean; there: boolean }[]>(
      `SELECT app_has_permission('people.manage') AS may,
         EXISTS (SELECT 1 FROM users WHERE id = ? AND org_id = app_org_id() AND status <> 'deleted') AS there`,
      [userId],
    ),
  );
  if (!seen?.may) throw new AppError('auth/forbidden', 'Your account may not do this.');
  if (!seen.there) throw notFound();
}

const notFound = () => new AppError('user/not-found', 'There is no such person here.');

async function lockSubject(em: EntityManager, orgId: string, userId: string): Promise<Subject> {
  await em.execute('SELECT 1 FROM organizations WHERE id = ? FOR NO KEY UPDATE', [orgId]);
  const [subject] = await em.execute<Subject[]>(
    `SELECT u.id, u.org_id AS "orgId", u.status, u.is_minor AS "isMinor", u.email, p.display_name AS "displayName",
       p.preferred_language AS locale,
       ARRAY(SELECT r.key FROM user_roles ur JOIN roles r ON r.id = ur.role_id
         WHERE ur.user_id = u.id AND ur.org_id = u.org_id) AS roles
     FROM users u JOIN user_profiles p ON p.user_id = u.id
     WHERE u.id = ? AND u.org_id = ? AND u.status <> 'deleted' FOR NO KEY UPDATE OF u`,
    [userId, orgId],
  );
  if (!subject) throw notFound();
  return subject;
}

/** Who manages people by a single right, or as an administrator, cannot give or take what stands above them. */
export async function requireRank(
  em: EntityManager,
  { userId, orgId }: SignedInCaller,
  roles: readonly RoleKey[],
): Promise<void> {
  const above = roles.includes('super_admin')
    ? ['super_admin']
    : roles.includes('admin')
      ? administrators
      : null;
  if (!above) return;
  const found = await em.execute(
    `SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id JOIN users u ON u.id = ur.user_id
     WHERE ur.user_id = ? AND ur.org_id = ? AND r.key IN (?) AND u.status = 'active'`,
    [userId, orgId, above],
  );
  if (found.length === 0) throw new AppError('role/not-allowed', 'This stands above your own role.');
}

/** Somebody else has to administer the organization, and to stand above its administrators, when a subject keeps these roles only. */
async function requireOthers(
  em: EntityManager,
  { id, orgId, roles }: Subject,
  kept: readonly RoleKey[],
): Promise<void> {
  const isLost = (held: readonly RoleKey[]) =>
    held.some((role) => roles.includes(role)) && !held.some((role) => kept.includes(role));
  for (const held of [administrators, ['super_admin']] as const) {
    if (!isLost(held)) continue;
    const others = await em.execute(
      `SELECT 1 FROM users u JOIN user_roles ur ON ur.user_id = u.id AND ur.org_id = u.org_id JOIN roles r ON r.id = ur.role_id
       WHERE u.org_id = ? AND u.id <> ? AND u.status = 'active' AND r.key IN (?) LIMIT 1`,
      [orgId, id, held],
    );
    if (others.length === 0)
      throw new AppError('role/last-administrator', 'Somebody has to administer this organization.');
  }
}

const keepOnePrimary = `
  UPDATE user_roles SET is_primary = true
  WHERE user_id = ? AND org_id = ?
    AND NOT EXISTS (SELECT 1 FROM user_roles p WHERE p.user_id = ? AND p.org_id = ? AND p.is_primary)
    AND role_id = (SELECT ur.role_id FROM user_roles ur JOIN roles r ON r.id = ur.role_id
      WHERE ur.user_id = user_roles.user_id AND ur.org_id = user_roles.org_id ORDER BY r.key LIMIT 1)`;

const statusAfterSuspension = `
  SELECT CASE
    WHEN is_minor AND NOT 'account' = ANY (allowed_scopes(id)) THEN 'pending_consent'
    WHEN origin IN ('sign_up', 'class_code') AND email IS NOT NULL AND email_verified_at IS NULL THEN 'pending_verification'
    ELSE 'active' END AS status
  FROM users WHERE id = ?`;
