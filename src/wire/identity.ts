import { z } from 'zod';
import { line, locale, uuid } from './common.ts';
import { consentScope } from './consent.ts';
import { type PermissionKey, permissionKeys } from './permissions.ts';

export const roleKey = z.enum([
  'student',
  'teacher',
  'guardian',
  'content_creator',
  'moderator',
  'admin',
  'super_admin',
]);
export type RoleKey = z.infer<typeof roleKey>;

export const permissionKey = z.enum(permissionKeys);
export type { PermissionKey };

export const email = z.string().trim().toLowerCase().pipe(z.email().max(254));
/** 8 characters to 72 bytes: bcrypt reads no further. */
export const newPassword = z
  .string()
  .min(8)
  .refine((value) => new TextEncoder().encode(value).length <= 72, 'at most 72 bytes');
/** What somebody without an e-mail signs in with. */
export const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9_.-]{3,30}$/, 'has 3 to 30 letters a–z, digits, dots, dashes or underscores');
export const displayName = line.trim().min(1).max(100);
/** With which learners come into a class. */
export const classCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{4,12}$/, 'letters and digits');
export const oneTimeToken = z.string().min(20).max(200);

export const me = z.strictObject({
  id: uuid,
  email: z.string().nullable(),
  username: z.string().nullable(),
  displayName: z.string(),
  locale,
  organization: z.strictObject({ id: uuid, name: z.string() }),
  roles: z.array(roleKey),
  /** What the roles and rights of this person come to; pages show by it, the server decides anew. */
  permissions: z.array(permissionKey),
  /** `pending_consent`: a child that may do nothing until a grown-up agrees. */
  status: z.enum(['active', 'pending_consent']),
  /** Under the age of consent. */
  isMinor: z.boolean(),
  /** [CON-4] `needed`: nobody has agreed to the account yet. Of grown-ups nothing is asked: no scopes, nothing needed. */
  consent: z.strictObject({ needed: z.boolean(), scopes: z.array(consentScope) }),
  emailVerified: z.boolean(),
  /** `required`: this account must add one before it can do its work. */
  secondFactor: z.enum(['off', 'on', 'required']),
});
export type Me = z.infer<typeof me>;

/** `keep: 'cookie'` (browsers): the refresh token travels in an HttpOnly cookie and not in the body. */
export const keep = z.enum(['cookie', 'body']).default('cookie');
/** Slug; where it is left out, the organization that was there first. */
const organization = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(100)
  .optional();

export const signInBody = z.strictObject({
  /** E-mail or username. */
  login: line.trim().toLowerCase().min(1).max(254),
  password: z.string().min(1).max(200),
  organization,
  keep,
});
export const refreshBody = z.strictObject({ refreshToken: z.string().max(200).optional() });
export const signOutBody = refreshBody;
export const signedIn = z.strictObject({
  accessToken: z.string(),
  expiresInSeconds: z.number().int(),
  refreshToken: z.string().nullable(),
  user: me,
});
export type SignedIn = z.infer<typeof signedIn>;

/** What a page that makes accounts has to know before it asks anything. */
export const signUpOptions = z.strictObject({
  organizationName: z.string(),
  open: z.boolean(),
  needsApproval: z.boolean(),
});
export type SignUpOptions = z.infer<typeof signUpOptions>;
export const signUpQuery = z.strictObject({ organization });
/** Month and year, asked neutrally and without a default. [CON-1] */
export const birth = z.strictObject({
  year: z.number().int().min(1900).max(2100),
  month: z.number().int().min(1).max(12),
});
const ownAccount = {
  email,
  displayName,
  password: newPassword,
  locale: locale.default('en'),
  organization,
};
/** A child under the age of consent is refused with `sign-up/needs-guardian`: it signs up with a guardian's contact. */
export const signUpBody = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('guardian'), ...ownAccount }),
  z.strictObject({ role: z.literal('student'), birth, classCode: classCode.optional(), ...ownAccount }),
]);
/** The same for every address, whether it is known here or not: what happens next stands in the mail. [AUT-1] */
export const mailOnItsWay = z.strictObject({ next: z.literal('read-mail') });
export const mailBody = z.strictObject({ email, organization });
export const tokenBody = z.strictObject({ token: oneTimeToken });
export const verifiedEmail = z.strictObject({ status: z.enum(['active', 'pending_approval']) });
export type VerifiedEmail = z.infer<typeof verifiedEmail>;
export const magicLinkBody = z.strictObject({ token: oneTimeToken, keep });
export const changePasswordBody = z.strictObject({
  oldPassword: z.string().min(1).max(200),
  newPassword,
});
/** Who comes in by a provider and has no password of the own leaves it out. */
export const childPasswordBody = z.strictObject({
  ownPassword: z.string().min(1).max(200).optional(),
  newPassword,
});
export const changeEmailBody = z.strictObject({ email, password: z.string().min(1).max(200) });

export const setupBody = z.strictObject({
  token: oneTimeToken,
  organizationName: line.trim().min(1).max(200),
  displayName,
  email,
  password: newPassword,
  locale: locale.default('en'),
});
/** GET ?token=… of the set-up link, invitation or reset link: is it still good, and for whom? */
export const linkQuery = z.strictObject({ token: oneTimeToken });
export const setupLink = z.strictObject({ valid: z.literal(true) });

export const inviteBody = z.strictObject({
  email: email.optional(),
  role: roleKey.extract(['teacher', 'content_creator', 'moderator', 'admin']).default('teacher'),
});
export const invitation = z.strictObject({
  id: uuid,
  role: roleKey,
  email: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  usedAt: z.iso.datetime().nullable(),
});
export type Invitation = z.infer<typeof invitation>;
/** The link is shown this once: only its hash is stored. */
export const createdInvitation = invitation.extend({ link: z.string() });
export const invitationLink = z.strictObject({
  organizationName: z.string(),
  role: roleKey,
  email: z.string().nullable(),
});
export const acceptInvitationBody = z.strictObject({
  token: oneTimeToken,
  displayName,
  email,
  password: newPassword,
  locale: locale.default('en'),
});
export const resetPasswordBody = z.strictObject({ token: oneTimeToken, password: newPassword });
export const profileBody = z.strictObject({ displayName: displayName.optional(), locale: locale.optional() });
