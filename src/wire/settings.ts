import { z } from 'zod';
import { line, locale, uuid } from './common.ts';
import { email } from './identity.ts';

export const zone = z.string().max(60).refine(isTimeZone, 'is no time zone, like Europe/Madrid');

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

export const settings = z.strictObject({
  name: line.trim().min(1).max(200),
  timezone: zone,
  locale,
  /** ISO 3166-1; decides the age of consent where a child's country is unknown. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'has two capital letters')
    .nullable(),
  /** Overrides the country's. */
  consentAge: z.number().int().min(0).max(18).nullable(),
  minAge: z.number().int().min(3).max(99),
  maxAge: z.number().int().min(3).max(120).nullable(),
  openSignUp: z.boolean(),
  requireApproval: z.boolean(),
  enforceSso: z.boolean(),
  teacherSecondFactor: z.boolean(),
  /** After so many days a pupil of a printed card is forgotten. */
  cardDays: z.number().int().min(1).max(400),
  logRetentionDays: z.number().int().min(30).max(3_650),
  coordinatorName: line.trim().min(1).max(100).nullable(),
  coordinatorEmail: email.nullable(),
});
export type Settings = z.infer<typeof settings>;
export const changeSettingsBody = settings.partial();
/** What follows from the settings. A zone of a backup may be one that this computer does not know. */
export const settingsView = settings.extend({ timezone: z.string(), effectiveConsentAge: z.number().int() });
export type SettingsView = z.infer<typeof settingsView>;

export const consentAge = z.strictObject({ country: z.string(), age: z.number().int() });
export const consentAges = z.strictObject({ items: z.array(consentAge) });
export type ConsentAge = z.infer<typeof consentAge>;
export const consentAgeBody = z.strictObject({ age: z.number().int().min(0).max(18) });
export const countryParams = z.strictObject({ country: z.string().regex(/^[A-Z]{2}$/) });

export const subject = z.strictObject({ id: uuid, slug: z.string(), name: z.string(), own: z.boolean() });
export type Subject = z.infer<typeof subject>;
export const subjects = z.strictObject({ items: z.array(subject) });
export const subjectQuery = z.strictObject({ locale: locale.default('en') });
export const newSubjectBody = z.strictObject({ name: line.trim().min(1).max(100) });
export const mySubject = z.strictObject({
  subjectId: uuid,
  relation: z.enum(['studies', 'weak', 'teaches']),
  gradeLevel: line.trim().max(20).default(''),
});
export const mySubjects = z.strictObject({ items: z.array(mySubject).max(40) });
export type MySubject = z.infer<typeof mySubject>;
