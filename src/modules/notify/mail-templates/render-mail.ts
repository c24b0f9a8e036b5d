import type { Locale } from '../../../wire/common.ts';
import type { MailTemplate, MailTemplates } from '../mail.types.ts';
import { accounts as accountsEn } from './en/accounts.ts';
import { family as familyEn } from './en/family.ts';
import * as wordsEn from './en/words.ts';
import { accounts as accountsEs } from './es/accounts.ts';
import { family as familyEs } from './es/family.ts';
import * as wordsEs from './es/words.ts';
import { toHtml, toText } from './layout.ts';
import type { Letter, Letters } from './letter.ts';
import { plainName, plainValues } from './plain-values.ts';

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
  /** Where a POST stops such letters. */
  oneClickUrl?: string;
}

export interface MailToRender<T extends MailTemplate> {
  template: T;
  locale: Locale;
  params: MailTemplates[T];
  /** In whose name it is sent. */
  organization: string;
  /** A sample that an administrator sends to themselves: it says so. */
  test?: boolean;
}

const letters: Record<Locale, Letters> = {
  en: { ...accountsEn, ...familyEn },
  es: { ...accountsEs, ...familyEs },
};
const words = { en: wordsEn, es: wordsEs } satisfies Record<Locale, typeof wordsEn>;

export const mailTemplates = Object.keys(letters.en) as MailTemplate[];

/** A subject, the plain text and the HTML of a message. Whatever people wrote stands in them as text. */
export function renderMail<T extends MailTemplate>(mail: MailToRender<T>): RenderedMail {
  const { footer, testNote } = words[mail.locale];
  const write: (params: MailTemplates[T]) => Letter = letters[mail.locale][mail.template];
  const written = write(plainValues(mail.params));
  const letter = mail.test ? { ...written, body: [testNote, ...written.body] } : written;
  const foot = footer(plainName(mail.organization));
  const { subject, oneClickUrl } = letter;
  return {
    subject,
    text: toText(letter, foot),
    html: toHtml(letter, foot, mail.locale),
    ...(oneClickUrl && { oneClickUrl }),
  };
}
