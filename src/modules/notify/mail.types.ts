import type { ConsentScope } from '../../domain/consent/scope.ts';
import type { RoleKey } from '../../wire/identity.ts';

/** A week of one child, as a letter tells it. */
export interface WeekInLetter {
  child: string;
  /** Days of learning. */
  learnt: number;
  answered: number;
  right: number;
  minutes: number;
  badges: number;
  missions: number;
  /** Names of topics that stood out. */
  well: string | null;
  hard: string | null;
}

/** Every message that we send, with what its words need. Dates are ISO; links are whole addresses. */
export interface MailTemplates {
  'verify-email': { name: string; link: string; hours: number };
  /** Somebody signed up with an address that has an account already. The page says the same as ever. */
  'account-exists': { name: string; signInLink: string; resetLink: string };
  'reset-password': { name: string; link: string; minutes: number };
  'password-changed': { name: string };
  'magic-link': { name: string; link: string; minutes: number };
  'change-email': { name: string; link: string; hours: number };
  /** To the address that was left. */
  'email-changed': { name: string };
  invitation: { organization: string; role: RoleKey; inviter: string; link: string; days: number };
  'account-approved': { name: string; link: string };
  /** [CON-5] The direct notice. */
  'consent-request': {
    child: string;
    organization: string;
    link: string;
    noticeLink: string;
    coordinator: string | null;
    days: number;
  };
  'consent-reminder': { child: string; organization: string; link: string; daysLeft: number };
  /** The second message of e-mail-plus: only its link makes the decision count. */
  'consent-confirm': {
    child: string;
    link: string;
    granted: ConsentScope[];
    refused: ConsentScope[];
    days: number;
  };
  'consent-changed': { child: string; link: string; granted: ConsentScope[]; refused: ConsentScope[] };
  'consent-withdrawn': { child: string; link: string };
  'form-decided': { child: string; accepted: boolean; reason: string | null; link: string };
  'guardian-invite': { child: string; inviter: string; organization: string; link: string; days: number };
  'child-of-age': { child: string };
  'now-of-age': { name: string; link: string };
  'data-request-done': {
    name: string;
    kind: 'access' | 'export' | 'rectify' | 'restrict' | 'erase';
    link: string | null;
  };
  /** Without the name where the letter does not leave by itself: after an erasure nothing that is kept names the child. */
  'child-erased': { child: string | null; organization: string };
  /** [WKL-4] About the week from this Monday on. Mail programs press `oneClickUrl` themselves. */
  'weekly-report': {
    name: string;
    from: string;
    children: WeekInLetter[];
    link: string;
    stopLink: string;
    oneClickUrl: string;
  };
  'sessions-ended': { name: string; reason: 'reuse' | 'everywhere' };
}
export type MailTemplate = keyof MailTemplates;

/** Letters that name children. */
export type TellsOfChildren = {
  [T in MailTemplate]: MailTemplates[T] extends { child: string } | { children: unknown } ? T : never;
}[MailTemplate];
