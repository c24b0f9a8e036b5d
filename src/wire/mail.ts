import { z } from 'zod';
import { locale, page, pageQuery, uuid } from './common.ts';

const mailTemplates = [
  'verify-email',
  'account-exists',
  'reset-password',
  'password-changed',
  'magic-link',
  'change-email',
  'email-changed',
  'invitation',
  'account-approved',
  'sessions-ended',
  'consent-request',
  'consent-reminder',
  'consent-confirm',
  'consent-changed',
  'consent-withdrawn',
  'form-decided',
  'guardian-invite',
  'child-of-age',
  'now-of-age',
  'data-request-done',
  'child-erased',
  'weekly-report',
] as const;
export const mailTemplate = z.enum(mailTemplates);
export type MailTemplateKey = z.infer<typeof mailTemplate>;

/** `waiting`: leaves as soon as it can. `kept`: this server sends nothing. `bounced`: the address takes no mail. */
export const mailStatus = z.enum(['waiting', 'sent', 'kept', 'bounced', 'failed']);
export type MailStatus = z.infer<typeof mailStatus>;

const when = z.iso.datetime();

/** What has left is not stored any more: of it there are neither address nor words. */
export const mailItem = z.strictObject({
  id: uuid,
  template: mailTemplate,
  locale,
  status: mailStatus,
  to: z.string().nullable(),
  subject: z.string().nullable(),
  attempts: z.number().int(),
  /** Why the last try failed: a code of SMTP or of the network. */
  code: z.string().nullable(),
  createdAt: when,
  /** Only of what waits. */
  nextTryAt: when.nullable(),
  sentAt: when.nullable(),
});
export type MailItem = z.infer<typeof mailItem>;
export const mailPage = page(mailItem);
export const outboxQuery = pageQuery.extend({ status: mailStatus.optional() });

export const mailDetail = mailItem.extend({
  text: z.string().nullable(),
  html: z.string().nullable(),
  /** Its links were left out: they open an account that stands above the reader's. */
  linksHidden: z.boolean(),
});
export type MailDetail = z.infer<typeof mailDetail>;

export const mailPreview = z.strictObject({
  template: mailTemplate,
  locale,
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});
export type MailPreview = z.infer<typeof mailPreview>;
export const mailPreviews = z.strictObject({
  /** Whether messages leave this server, and from which address. */
  from: z.string().nullable(),
  items: z.array(mailPreview),
});
export type MailPreviews = z.infer<typeof mailPreviews>;
export const previewQuery = z.strictObject({ locale });
export const testMailBody = z.strictObject({ template: mailTemplate, locale });

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(100);
export const noticeQuery = z.strictObject({
  locale: locale.default('en'),
  /** The organization's short name; else the one that was there first. */
  organization: slug.optional(),
  version: z.coerce.number().int().min(1).max(1_000_000).optional(),
});
export const privacyNotice = z.strictObject({
  version: z.number().int(),
  locale,
  publishedAt: when,
  organization: z.string(),
  /** `## ` begins a section, `- ` an item, an empty line a paragraph. */
  body: z.string(),
});
export type PrivacyNotice = z.infer<typeof privacyNotice>;
