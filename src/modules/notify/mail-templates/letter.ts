import type { MailTemplate, MailTemplates } from '../mail.types.ts';

/** A paragraph, a list with its lead, or something to press. */
export type Block =
  | string
  | { lead: string; items: string[] }
  | { button: string; href: string }
  | { link: string; href: string };

/** What a message says, before it is plain text or HTML. */
export interface Letter {
  subject: string;
  greeting: string;
  body: Block[];
  /** Whoever wants no more such letters: mail programs show a button that sends a POST there. */
  oneClickUrl?: string;
}

/** The words of one language for some of the templates. */
export type Letters<T extends MailTemplate = MailTemplate> = {
  [K in T]: (params: MailTemplates[K]) => Letter;
};
