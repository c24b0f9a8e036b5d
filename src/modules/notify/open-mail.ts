import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Locale } from '../../wire/common.ts';
import { contentPlace, type MailContent } from './mail.service.ts';
import type { MailTemplate } from './mail.types.ts';
import { type RenderedMail, renderMail } from './mail-templates/render-mail.ts';

export interface StoredMail {
  id: string;
  template: MailTemplate;
  locale: Locale;
  organization: string;
  content_sealed: Buffer;
}

export interface OpenedMail extends RenderedMail {
  to: string;
}

/** Opens a message that waits or is kept, and writes it down. */
export async function openMail(envelope: Envelope, stored: StoredMail): Promise<OpenedMail> {
  const { template, locale, organization } = stored;
  const opened = await envelope.openText(contentPlace(stored.id), stored.content_sealed);
  const { to, params, test = false } = JSON.parse(opened) as MailContent;
  return { to, ...renderMail({ template, locale, organization, params, test }) };
}
