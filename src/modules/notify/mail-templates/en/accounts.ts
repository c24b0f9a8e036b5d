import type { Letters } from '../letter.ts';
import { days, hello, helloThere, hours, minutes, roles } from './words.ts';

type Accounts =
  | 'verify-email'
  | 'account-exists'
  | 'reset-password'
  | 'password-changed'
  | 'magic-link'
  | 'change-email'
  | 'email-changed'
  | 'invitation'
  | 'account-approved'
  | 'sessions-ended';

const notYou = 'If it was not you, leave this message alone. Nothing happens without the link.';
const askSomebody =
  'If it was not you, set a new password now and tell the people who run Tutti at your school.';

export const accounts: Letters<Accounts> = {
  'verify-email': ({ name, link, hours: left }) => ({
    subject: 'Confirm your e-mail address',
    greeting: hello(name),
    body: [
      'Welcome to Tutti. Please confirm that this address is yours.',
      { button: 'Confirm this address', href: link },
      `The link works once, for ${hours(left)}.`,
      notYou,
    ],
  }),
  'account-exists': ({ name, signInLink, resetLink }) => ({
    subject: 'You have an account already',
    greeting: hello(name),
    body: [
      'Somebody, most likely you, just tried to make an account with this address. You have one already, so nothing was changed.',
      { button: 'Sign in', href: signInLink },
      { link: 'I have forgotten my password', href: resetLink },
    ],
  }),
  'reset-password': ({ name, link, minutes: left }) => ({
    subject: 'Choose a new password',
    greeting: hello(name),
    body: [
      'You asked for a new password. Choose it here:',
      { button: 'Choose a new password', href: link },
      `The link works once, for ${minutes(left)}. Until then your old password stays as it is.`,
      notYou,
    ],
  }),
  'password-changed': ({ name }) => ({
    subject: 'Your password was changed',
    greeting: hello(name),
    body: ['The password of your account was just changed. Other devices were signed out.', askSomebody],
  }),
  'magic-link': ({ name, link, minutes: left }) => ({
    subject: 'Your link to sign in',
    greeting: hello(name),
    body: [
      'Open this link on the device on which you want to sign in.',
      { button: 'Sign in', href: link },
      `It works once, for ${minutes(left)}. Do not pass it on: whoever opens it is you.`,
      notYou,
    ],
  }),
  'change-email': ({ name, link, hours: left }) => ({
    subject: 'Confirm your new e-mail address',
    greeting: hello(name),
    body: [
      'You want to use this address for your account. It counts as soon as you confirm it.',
      { button: 'Use this address', href: link },
      `The link works once, for ${hours(left)}.`,
      notYou,
    ],
  }),
  'email-changed': ({ name }) => ({
    subject: 'Your e-mail address was changed',
    greeting: hello(name),
    body: [
      'Your account now uses another address. This is the last message to this one.',
      'If it was not you, tell the people who run Tutti at your school right away.',
    ],
  }),
  invitation: ({ organization, role, inviter, link, days: left }) => ({
    subject: `${inviter} invites you to ${organization}`,
    greeting: helloThere,
    body: [
      `${inviter} invites you to join ${organization} on Tutti as ${roles[role]}.`,
      { button: 'Accept the invitation', href: link },
      `The invitation is good for ${days(left)}. If you do not want it, do nothing: no account is made.`,
    ],
  }),
  'account-approved': ({ name, link }) => ({
    subject: 'Your account is ready',
    greeting: hello(name),
    body: [
      'An administrator has approved your account. You can sign in now.',
      { button: 'Sign in', href: link },
    ],
  }),
  'sessions-ended': ({ name, reason }) => ({
    subject: 'You were signed out everywhere',
    greeting: hello(name),
    body:
      reason === 'reuse'
        ? [
            'A sign-in of your account was shown to us a second time, as happens when somebody has copied it. To be safe we ended it. Please sign in again.',
            askSomebody,
          ]
        : [
            'You were signed out on every device, as you asked. Sign in again whenever you like.',
            askSomebody,
          ],
  }),
};
