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
/** How colleagues find each other: where somebody works at the school, and what for. */
export const atWork = {
  /** Of a teacher who is an administrator as well there may be two. */
  departments: z.array(z.string()),
  specializations: z.array(z.string()),
};
export const person = z.strictObject({
  id: uuid,
  name: z.string(),
  email: z.string().nullable(),
  username: z.string().nullable(),
  roles: z.array(roleKey),
  status: personStatus,
  isMinor: z.boolean(),
  ...atWork,
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
  /** Of a teacher who said so. */
  teachingExperienceYears: z.number().int().nullable(),
  /** Of a learner; empty where nobody said it. */
  gradeLevel: z.string(),
  section: z.string().nullable(),
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

/* What teachers and administrators say about their work; colleagues see it. */

const department = line.trim().min(1).max(100).nullable();
export const teacherProfile = z.strictObject({
  department,
  teachingExperienceYears: z.number().int().min(0).max(80).nullable(),
  specializations: z.array(line.trim().min(1).max(60)).max(10),
});
export type TeacherProfile = z.infer<typeof teacherProfile>;
export const adminProfile = z.strictObject({ department });
export type AdminProfile = z.infer<typeof adminProfile>;
