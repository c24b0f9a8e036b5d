import { type EntityManager, UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { AppError } from '../../platform/http/app-error.ts';
import type { PermissionKey } from '../../platform/http/caller.ts';
import type { Locale } from '../../wire/common.ts';
import type { ConsentScope } from '../../wire/consent.ts';
import type { RoleKey } from '../../wire/identity.ts';
import {
  Credential,
  Role,
  User,
  type UserOrigin,
  UserProfile,
  UserRole,
  type UserStatus,
} from './identity.entities.ts';

export type { UserOrigin, UserStatus };

export interface NewPerson {
  orgId: string;
  /** An account has an e-mail, a username, or both. */
  email?: string | null;
  username?: string | null;
  displayName: string;
  firstName?: string | null;
  lastName?: string | null;
  locale: Locale;
  role: RoleKey;
  /** Without one the account is entered by card, link or provider. */
  passwordHash?: string | null;
  status: UserStatus;
  origin: UserOrigin;
  /** `YYYY-MM`; of a child it must be known. */
  birthMonth?: string | null;
  /** Under the age of consent: somebody has to agree. */
  isMinor?: boolean;
  /** ISO 3166-1, where it is known and not the organization's. */
  country?: string | null;
  /** Forgotten by itself after this time. */
  eraseAfter?: Date | null;
  emailVerified?: boolean;
  grantedBy?: string | null;
}

/** An account with its profile, password and first role. Refuses an e-mail or username that somebody has here. */
export async function createPerson(em: EntityManager, person: NewPerson): Promise<string> {
  const { orgId, isMinor = false, passwordHash = null } = person;
  const role = await em.findOneOrFail(Role, { orgId: null, key: person.role });
  const userId = uuid();
  try {
    await em.insert(User, {
      id: userId,
      orgId,
      email: person.email ?? null,
      username: person.username ?? null,
      status: person.status,
      origin: person.origin,
      birthMonth: person.birthMonth ? `${person.birthMonth}-01` : null,
      isMinor,
      consentState: isMinor ? 'pending' : 'not_required',
      country: person.country ?? null,
      eraseAfter: person.eraseAfter ?? null,
      emailVerifiedAt: person.emailVerified ? new Date() : null,
    });
  } catch (error) {
    throw takenHandle(error) ?? error;
  }
  const { displayName, locale, firstName = null, lastName = null } = person;
  await em.insert(UserProfile, { userId, displayName, firstName, lastName, preferredLanguage: locale });
  if (passwordHash) await em.insert(Credential, { userId, passwordHash, passwordChangedAt: new Date() });
  const grantedBy = person.grantedBy ?? null;
  await em.insert(UserRole, { userId, roleId: role.id, orgId, isPrimary: true, grantedBy });
  return userId;
}

/** The refusal that a broken unique index of `users` means; null for any other error. */
export function takenHandle(error: unknown): AppError | null {
  if (!(error instanceof UniqueConstraintViolationException)) return null;
  return error.message.includes('users_username_uq')
    ? new AppError('user/username-taken', 'There is an account with this username already.')
    : new AppError('user/email-taken', 'There is an account with this email already.');
}

export interface PersonRow {
  id: string;
  email: string | null;
  username: string | null;
  displayName: string;
  locale: Locale;
  orgId: string;
  orgName: string;
  status: UserStatus;
  roles: RoleKey[];
  permissions: PermissionKey[];
  isMinor: boolean;
  consentScopes: ConsentScope[];
  emailVerified: boolean;
  /** `required-of-admins`: whether it is, the configuration says. */
  secondFactor: 'off' | 'on' | 'required' | 'required-of-admins';
}

const readSql = `
  SELECT u.id, u.email, u.username, p.display_name AS "displayName", p.preferred_language AS locale,
    o.id AS "orgId", o.name AS "orgName", u.status,
    u.is_minor AS "isMinor", u.email_verified_at IS NOT NULL AS "emailVerified",
    CASE WHEN u.is_minor THEN effective_scopes(u.id) ELSE '{}' END AS "consentScopes",
    ARRAY(SELECT r.key FROM user_roles ur JOIN roles r ON r.id = ur.role_id
      WHERE ur.user_id = u.id AND ur.org_id = u.org_id ORDER BY ur.is_primary DESC, r.key) AS roles,
    ARRAY(SELECT rp.permission_key FROM user_roles ur JOIN role_permissions rp ON rp.role_id = ur.role_id
        WHERE ur.user_id = u.id AND ur.org_id = u.org_id AND u.status = 'active'
      UNION SELECT up.permission_key FROM user_permissions up
        WHERE up.user_id = u.id AND up.org_id = u.org_id AND u.status = 'active'
      ORDER BY 1) AS permissions,
    CASE
      WHEN EXISTS (SELECT 1 FROM totp_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) THEN 'on'
      WHEN s.teacher_totp_required AND EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id
        WHERE ur.user_id = u.id AND ur.org_id = u.org_id AND r.key = 'teacher') THEN 'required'
      WHEN EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id
        WHERE ur.user_id = u.id AND ur.org_id = u.org_id AND r.key IN ('admin', 'super_admin')) THEN 'required-of-admins'
      ELSE 'off' END AS "secondFactor"
  FROM users u JOIN user_profiles p ON p.user_id = u.id JOIN organizations o ON o.id = u.org_id
    LEFT JOIN org_settings s ON s.org_id = u.org_id
  WHERE u.id = ?`;

/** Everything that a person may know about the own account. As the job role: factors and consents are nobody else's to read. */
export async function readPerson(em: EntityManager, userId: string): Promise<PersonRow> {
  const [row] = await em.execute<PersonRow[]>(readSql, [userId]);
  if (!row) throw new AppError('auth/session-ended');
  return row;
}

export async function changeProfile(
  em: EntityManager,
  userId: string,
  { displayName, locale }: { displayName?: string | undefined; locale?: Locale | undefined },
): Promise<void> {
  const change = { ...(displayName && { displayName }), ...(locale && { preferredLanguage: locale }) };
  if (Object.keys(change).length > 0) await em.nativeUpdate(UserProfile, { userId }, change);
}
