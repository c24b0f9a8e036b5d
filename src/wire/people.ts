import { z } from 'zod';
import { line, locale, page, pageQuery, uuid } from './common.ts';
import { displayName, permissionKey, roleKey } from './identity.ts';

const when = z.iso.datetime();

export const personStatus = z.enum([
  'pending_verification',
  'pending_consent',
  'pending_approval',
  'active',
  'suspended',
]);
export const person = z.strictObject({
  id: uuid,
  name: z.string(),
  email: z.string().nullable(),
  username: z.string().nullable(),
  roles: z.array(roleKey),
  status: personStatus,
  isMinor: z.boolean(),
  lastLoginAt: when.nullable(),
  createdAt: when,
});
export type Person = z.infer<typeof person>;
export const peopleQuery = pageQuery.extend({
  search: line.trim().max(100).optional(),
  role: roleKey.optional(),
  status: personStatus.optional(),
  classId: uuid.optional(),
});
export const peoplePage = page(person);
export const personDetail = person.extend({
  locale,
  consentState: z.enum(['not_required', 'pending', 'granted', 'denied', 'revoked']),
  secondFactor: z.boolean(),
  permissions: z.array(permissionKey),
  classes: z.array(z.strictObject({ id: uuid, name: z.string(), role: z.string(), archived: z.boolean() })),
  guardians: z.array(z.strictObject({ id: uuid, name: z.string() })),
  children: z.array(z.strictObject({ id: uuid, name: z.string() })),
  eraseAfter: when.nullable(),
});
export type PersonDetail = z.infer<typeof personDetail>;
export const changePersonBody = z.strictObject({ displayName });
export const roleParams = z.strictObject({ id: uuid, role: roleKey });
export const permissionParams = z.strictObject({ id: uuid, permission: permissionKey });
/** `passes on`: to whom classes and sessions go. */
export const handOverBody = z.strictObject({ to: uuid });
export const handedOver = z.strictObject({ classes: z.number().int(), sessions: z.number().int() });
export type HandedOver = z.infer<typeof handedOver>;
/** The link is shown this once. */
export const resetLink = z.strictObject({ link: z.string() });
export type ResetLink = z.infer<typeof resetLink>;
