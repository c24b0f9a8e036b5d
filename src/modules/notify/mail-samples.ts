import type { Locale } from '../../wire/common.ts';
import type { MailTemplates } from './mail.types.ts';

const people = {
  en: {
    name: 'Anna Weaver',
    child: 'Mia',
    inviter: 'Ben Carter',
    reason: 'The signature is missing.',
    topic: 'Fakes',
  },
  es: {
    name: 'Ana Tejedor',
    child: 'Mía',
    inviter: 'Benito Campos',
    reason: 'Falta la firma.',
    topic: 'Bulos',
  },
} satisfies Record<Locale, object>;

/** Made-up values for a look at every message. */
export function mailSamples(locale: Locale, organization: string, baseUrl: string): MailTemplates {
  const { name, child, inviter, reason, topic } = people[locale];
  const link = `${baseUrl}/#token=only-an-example`;
  return {
    'verify-email': { name, link, hours: 24 },
    'account-exists': { name, signInLink: `${baseUrl}/sign-in`, resetLink: `${baseUrl}/forgot` },
    'reset-password': { name, link, minutes: 60 },
    'password-changed': { name },
    'magic-link': { name, link, minutes: 15 },
    'change-email': { name, link, hours: 24 },
    'email-changed': { name },
    invitation: { organization, role: 'teacher', inviter, link, days: 7 },
    'account-approved': { name, link: `${baseUrl}/sign-in` },
    'sessions-ended': { name, reason: 'everywhere' },
    'consent-request': {
      child,
      organization,
      link,
      noticeLink: `${baseUrl}/notice`,
      coordinator: inviter,
      days: 14,
    },
    'consent-reminder': { child, organization, link, daysLeft: 7 },
    'consent-confirm': { child, link, granted: ['account', 'live_rooms'], refused: ['messaging'], days: 3 },
    'consent-changed': { child, link, granted: ['account', 'live_rooms'], refused: ['messaging'] },
    'consent-withdrawn': { child, link },
    'form-decided': { child, accepted: false, reason, link },
    'guardian-invite': { child, inviter, organization, link, days: 7 },
    'child-of-age': { child },
    'now-of-age': { name: child, link },
    'data-request-done': { name, kind: 'export', link },
    'child-erased': { child, organization },
    'weekly-report': {
      name,
      from: '2026-11-16',
      children: [
        {
          child,
          learnt: 3,
          answered: 24,
          right: 18,
          minutes: 45,
          badges: 1,
          missions: 1,
          well: topic,
          hard: null,
        },
      ],
      link: `${baseUrl}/family`,
      stopLink: link,
      oneClickUrl: `${baseUrl}/api/v1/weekly-report/stop?token=only-an-example`,
    },
  };
}
