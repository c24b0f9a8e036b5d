import type { ConsentScope } from '../../../../domain/consent/scope.ts';
import type { RoleKey } from '../../../../wire/identity.ts';

export const hello = (name: string): string => `Hello ${name},`;
export const helloThere: string = 'Hello,';

export const roles: Record<RoleKey, string> = {
  student: 'a student',
  teacher: 'a teacher',
  guardian: 'a parent or guardian',
  content_creator: 'an author',
  moderator: 'a moderator',
  admin: 'an administrator',
  super_admin: 'an administrator of the whole installation',
};

export const scopes: Record<ConsentScope, string> = {
  account: 'Keep an account and its progress',
  live_rooms: 'Play in live classes under the account',
  messaging: 'Write messages to others',
  ai_processing: 'Have answers looked at by an AI helper',
  third_party_disclosure: 'Show data to others outside the school',
  analytics: 'Use figures beyond what running Tutti needs',
};

export const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
export const days = (n: number): string => count(n, 'day', 'days');
export const hours = (n: number): string => count(n, 'hour', 'hours');
export const minutes = (n: number): string => count(n, 'minute', 'minutes');
/** Whole minutes, from an hour on with hours. */
export const time = (n: number): string =>
  n < 60 ? minutes(n) : `${hours(Math.floor(n / 60))}${n % 60 > 0 ? ` and ${minutes(n % 60)}` : ''}`;

/** "the week from 16 November" */
export const weekFrom = (monday: string): string => `the week from ${dayOf(monday)}`;
const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
const dayOf = (day: string): string => format.format(new Date(day));

export const footer = (organization: string): string =>
  `${organization} sent this with Tutti, a place to learn together. It holds no hidden pictures and counts no clicks.`;
export const testNote: string = 'This is a test with made-up names. Nothing has happened to any account.';
