import type { Locale } from '../../../src/wire/common.ts';
import type {
  MailDetail,
  MailItem,
  MailPreviews,
  MailStatus,
  MailTemplateKey,
} from '../../../src/wire/mail.ts';
import type { Page, PageQuery, Tutti } from '../tutti.types.ts';

export type {
  MailDetail,
  MailItem,
  MailPreview,
  MailPreviews,
  MailStatus,
  MailTemplateKey,
} from '../../../src/wire/mail.ts';

export type OutboxQuery = PageQuery & { status?: MailStatus };

export type Mail = ReturnType<typeof createMail>;

/** What the server writes to people, for administrators. Rejects with a `TuttiError`. */
export function createMail(tutti: Tutti) {
  const get = <T>(path: string, query = {}) => tutti.request<T>('GET', path, { query });
  const message = (id: string) => `/mail/outbox/${encodeURIComponent(id)}`;

  return {
    /** Newest first. Of what has left there are neither address nor words any more. */
    outbox: (query: OutboxQuery = {}) => get<Page<MailItem>>('/mail/outbox', query),
    /** With its words, while they are stored; that it was read is written into the audit log. */
    message: (id: string) => get<MailDetail>(message(id)),
    /** It came back by another way: whatever waits for an answer to it learns that none will come. */
    markBounced: (id: string) => tutti.request<MailDetail>('POST', `${message(id)}/bounced`),
    /** Every message with made-up values. */
    templates: (locale: Locale = tutti.locale) => get<MailPreviews>('/mail/templates', { locale }),
    /** A sample to the own address. */
    sendTest: (template: MailTemplateKey, locale: Locale = tutti.locale) =>
      tutti.request<void>('POST', '/mail/test', { body: { template, locale } }),
  };
}
