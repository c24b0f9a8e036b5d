import { defineEntity, p } from '@mikro-orm/core';
import { id } from '../../platform/database/columns.ts';
import type { Locale } from '../../wire/common.ts';
import type { RoleKey } from '../../wire/identity.ts';

export type UserStatus =
  | 'pending_verification'
  | 'pending_consent'
  | 'pending_approval'
  | 'active'
  | 'suspended'
  | 'deleted';
export type UserOrigin =
  | 'setup'
  | 'invitation'
  | 'sign_up'
  | 'class_code'
  | 'roster'
  | 'card'
  | 'guardian'
  | 'oidc';

export const User = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: id(),
    orgId: p.uuid(),
    email: p.text().nullable(),
    username: p.text().nullable(),
    status: p.text().$type<UserStatus>().default('active'),
    lastLoginAt: p.datetime().nullable(),
    emailVerifiedAt: p.datetime().nullable(),
    birthMonth: p.date().nullable(),
    country: p.string().columnType('char(2)').nullable(),
    isMinor: p.boolean().default(false),
    consentState: p
      .text()
      .$type<'not_required' | 'pending' | 'granted' | 'denied' | 'revoked'>()
      .default('not_required'),
    origin: p.text().$type<UserOrigin>().default('invitation'),
    approvedBy: p.uuid().nullable(),
    approvedAt: p.datetime().nullable(),
    eraseAfter: p.datetime().nullable(),
  },
});

export const UserProfile = defineEntity({
  name: 'UserProfile',
  tableName: 'user_profiles',
  properties: {
    userId: p.uuid().primary(),
    displayName: p.text(),
    firstName: p.text().nullable(),
    lastName: p.text().nullable(),
    preferredLanguage: p.text().default('en'),
  },
});

export const Role = defineEntity({
  name: 'Role',
  tableName: 'roles',
  properties: {
    id: id(),
    orgId: p.uuid().nullable(),
    key: p.text().$type<RoleKey>(),
    name: p.text(),
  },
});

export const UserRole = defineEntity({
  name: 'UserRole',
  tableName: 'user_roles',
  properties: {
    userId: p.uuid().primary(),
    roleId: p.uuid().primary(),
    orgId: p.uuid().primary(),
    isPrimary: p.boolean().default(false),
    grantedBy: p.uuid().nullable(),
  },
});

export const Credential = defineEntity({
  name: 'Credential',
  tableName: 'credentials',
  properties: {
    userId: p.uuid().primary(),
    passwordHash: p.text(),
    passwordChangedAt: p
      .datetime()
      .defaultRaw('now()')
      .onCreate(() => new Date()),
  },
});

export type LinkPurpose =
  | 'setup'
  | 'email_verify'
  | 'password_reset'
  | 'account_invite'
  | 'guardian_invite'
  | 'consent'
  | 'consent_confirm'
  | 'magic_link'
  | 'email_change'
  | 'roster_card';

export interface PendingSignUp {
  role: 'guardian' | 'student';
  displayName: string;
  locale: Locale;
  passwordHash: string;
  /** `YYYY-MM` */
  birthMonth: string | null;
  /** The class whose code was given. */
  groupId: string | null;
}

/** What a link is about, beyond whom. */
export interface LinkPayload {
  role?: RoleKey;
  /** What the link confirms is the sign-up it was mailed for, not what somebody else entered for the same address since. */
  signUp?: PendingSignUp;
  /** Of links that ask a grown-up about a child. */
  requestId?: string;
  guardianId?: string;
  relationship?: 'parent' | 'guardian' | 'other';
}

/** A link that works once. Only the hash of its token is kept. */
export const AuthToken = defineEntity({
  name: 'AuthToken',
  tableName: 'auth_tokens',
  properties: {
    id: id(),
    purpose: p.text().$type<LinkPurpose>(),
    userId: p.uuid().nullable(),
    orgId: p.uuid().nullable(),
    createdBy: p.uuid().nullable(),
    email: p.text().nullable(),
    tokenHash: p.blob(),
    payload: p.json<LinkPayload>().defaultRaw(`'{}'`),
    expiresAt: p.datetime(),
    usedAt: p.datetime().nullable(),
    createdAt: p
      .datetime()
      .defaultRaw('now()')
      .onCreate(() => new Date()),
  },
});

export type EndReason =
  | 'logout'
  | 'everywhere'
  | 'reuse'
  | 'admin'
  | 'password_change'
  | 'role_change'
  | 'deactivated'
  | 'consent_revoked'
  | 'erased';

/** One refresh token. Tokens that followed one another since a sign-in are a family. */
export const AuthSession = defineEntity({
  name: 'AuthSession',
  tableName: 'auth_sessions',
  properties: {
    id: id(),
    userId: p.uuid(),
    familyId: p.uuid(),
    refreshTokenHash: p.blob(),
    userAgent: p.text().nullable(),
    expiresAt: p.datetime(),
    rotatedAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    revokeReason: p.text().$type<EndReason>().nullable(),
  },
});

export const identityEntities = [User, UserProfile, Role, UserRole, Credential, AuthToken, AuthSession];
