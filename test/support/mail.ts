import { type OpenedMail, openMail, type StoredMail } from '../../src/modules/notify/open-mail.ts';
import { createEnvelope } from '../../src/platform/crypto/envelope.ts';
import { deriveKeys } from '../../src/platform/crypto/keys.ts';
import type { BareServer } from './server.ts';

export interface ReceivedMail extends OpenedMail {
  template: string;
  locale: string;
  /** Every address in the text, in order. */
  links: string[];
}

type MailServer = Pick<BareServer, 'app' | 'config'>;

/** What the server has kept for this address, newest first; it is opened with the server's own keys. */
export async function mailsTo({ app, config }: MailServer, address: string): Promise<ReceivedMail[]> {
  const { rows } = await app.db.jobs.query<StoredMail>(
    `SELECT m.id, m.template, m.locale, m.content_sealed, o.name AS organization
     FROM mail_messages m JOIN organizations o ON o.id = m.org_id
     WHERE m.content_sealed IS NOT NULL ORDER BY m.created_at DESC, m.id DESC`,
  );
  const envelope = createEnvelope(app.db.jobs, deriveKeys(config.secret, config.previousSecret).master);
  const opened = await Promise.all(
    rows.map(async (row) => {
      const mail = await openMail(envelope, row);
      return { ...mail, template: row.template, locale: row.locale, links: linksIn(mail.text) };
    }),
  );
  return opened.filter(({ to }) => to === address);
}

/** The newest message to this address, perhaps of this template; waits up to 5 s for it. */
export async function mailTo(server: MailServer, address: string, template?: string): Promise<ReceivedMail> {
  for (const end = Date.now() + 5_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const mail = (await mailsTo(server, address)).find((one) => !template || one.template === template);
    if (mail) return mail;
    if (Date.now() > end) throw new Error(`no message ${template ?? ''} came to ${address}`);
  }
}

/** What stands behind `#token=` in the first link of a message that has one. */
export function tokenIn({ links }: Pick<ReceivedMail, 'links'>): string {
  const token = links.map((link) => /#token=([^&]+)/.exec(link)?.[1]).find(Boolean);
  if (!token) throw new Error('no link of this message has a token');
  return decodeURIComponent(token);
}

const linksIn = (text: string): string[] => text.match(/https?:\/\/\S+/g) ?? [];
