import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Locale } from '../../wire/common.ts';
import type { MailTemplate, MailTemplates, TellsOfChildren } from './mail.types.ts';
import { renderMail } from './mail-templates/render-mail.ts';

export type { WeekInLetter } from './mail.types.ts';

export type NewMail<T extends MailTemplate> = {
  orgId: string;
  /** Whom it is about or to: it is forgotten with them. */
  userId?: string | null;
  to: string;
  locale: Locale;
  template: T;
  params: MailTemplates[T];
  /** A sample that somebody sends to themselves. */
  test?: boolean;
} & (T extends TellsOfChildren
  ? {
      /** The children whom it names: it is forgotten with each of them, too. */
      about: readonly string[];
    }
  : { about?: undefined });

export interface MailService {
  /** false: messages are kept for the outbox page, and reach nobody by themselves. */
  readonly leaves: boolean;
  /**
   * Leaves after the transaction has committed; a server without SMTP keeps it for its outbox page. Gives its id. About a
   * child that was erased meanwhile none is written.
   */
  send<T extends MailTemplate>(em: EntityManager, mail: NewMail<T>): Promise<string>;
}

/** What stands sealed in the database until the message has left. */
export interface MailContent<T extends MailTemplate = MailTemplate> {
  to: string;
  params: MailTemplates[T];
  test?: boolean;
}

/** Where the sealed content of a message stands. */
export const contentPlace = (id: string) => ({ table: 'mail_messages', column: 'content_sealed', row: id });

/**
 * The message waits in the database, sealed. `queued` tells whoever delivers that it will be there once the transaction
 * has committed; null: nobody delivers, it is kept.
 */
export function createMailService(envelope: Envelope, queued: (() => void) | null): MailService {
  return {
    leaves: queued !== null,

    async send(em, { orgId, userId = null, about = [], to, locale, template, params, test }) {
      // What cannot be written down is found out here, by whoever asked for it, and not by the delivery at night.
      renderMail({ template, locale, params, organization: '' });
      const id = uuid();
      if (about.length > 0) {
        const there = await em.execute<object[]>(holdChildren, [JSON.stringify(about)]);
        if (there.length < about.length) return id;
      }
      const content: MailContent = { to, params, ...(test && { test }) };
      const sealed = await envelope.seal(orgId, contentPlace(id), JSON.stringify(content));
      await em.execute(insertMessage, [
        id,
        orgId,
        userId,
        `{${about.join()}}`,
        template,
        locale,
        sealed,
        queued ? 'waiting' : 'kept',
      ]);
      queued?.();
      return id;
    },
  };
}

/** Nobody of them is erased until this is written, or there is nobody to write about any more. */
const holdChildren = `
  SELECT id FROM users WHERE id IN (SELECT t.id::uuid FROM jsonb_array_elements_text(?::jsonb) AS t(id)) ORDER BY id FOR KEY SHARE`;

const insertMessage = `
  INSERT INTO mail_messages (id, org_id, user_id, about_ids, template, locale, content_sealed, status) VALUES (?, ?, ?, ?::uuid[], ?, ?, ?, ?)`;
