import type { MailDetail, MailItem, PrivacyNotice } from '../../wire/mail.ts';
import type { Notice } from './notice.service.ts';
import type { OutboxMail } from './outbox.service.ts';

export function presentMail({ row, opened, wordsHidden }: OutboxMail): MailItem {
  return {
    id: row.id,
    template: row.template,
    locale: row.locale,
    status: row.status,
    to: opened?.to ?? null,
    subject: wordsHidden ? null : (opened?.subject ?? null),
    attempts: row.attempts,
    code: row.error_code,
    createdAt: row.created_at.toISOString(),
    nextTryAt: row.status === 'waiting' ? row.next_try_at.toISOString() : null,
    sentAt: row.sent_at?.toISOString() ?? null,
  };
}

export function presentMailDetail(mail: OutboxMail): MailDetail {
  const { linksHidden } = mail;
  const words = mail.wordsHidden ? null : mail.opened;
  return { ...presentMail(mail), text: words?.text ?? null, html: words?.html ?? null, linksHidden };
}

export function presentNotice({ version, locale, publishedAt, organization, body }: Notice): PrivacyNotice {
  return { version, locale, publishedAt: publishedAt.toISOString(), organization, body };
}
