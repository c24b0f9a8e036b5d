import type { Decisions } from '../../src/wire/consent.ts';
import type { Confirmed } from '../../src/wire/family.ts';
import type { SignedIn } from '../../src/wire/identity.ts';
import { mailTo, tokenIn } from './mail.ts';
import { call, goodPassword, type Reply, signIn } from './rest.ts';
import type { BareServer } from './server.ts';

type Server = Pick<BareServer, 'app' | 'config' | 'url'>;

export const onlyToPlay: Decisions = {
  account: true,
  live_rooms: true,
  messaging: false,
  ai_processing: false,
  third_party_disclosure: false,
  analytics: false,
};

/** Born so long ago; nobody is in the month of the own birthday. */
export const bornYearsAgo = (years: number) => {
  const date = new Date();
  date.setUTCDate(15);
  date.setUTCMonth(date.getUTCMonth() - 12 * years - 6);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 };
};

let made = 0;
export interface ChildEntry {
  nickname?: string;
  username?: string;
  birth?: { year: number; month: number };
  guardianEmail?: string;
  guardianLocale?: 'en' | 'es';
  classCode?: string;
  country?: string;
  organization?: string;
}

export const childEntry = (entry: ChildEntry = {}) => {
  made += 1;
  return {
    nickname: 'Brave Otter',
    username: `otter-${made}`,
    password: goodPassword,
    birth: bornYearsAgo(10),
    guardianEmail: `parent-${made}@home.example`,
    ...entry,
  };
};

export async function signUpChild(server: Server, entry: ChildEntry = {}) {
  const sent = childEntry(entry);
  const reply = await call(server, '/auth/sign-up/child', { method: 'POST', body: sent });
  if (reply.status !== 201) throw new Error(`a child's sign-up: ${JSON.stringify(reply.body)}`);
  return sent;
}

export const post = <T = Record<string, unknown>>(
  server: Server,
  path: string,
  body: unknown,
  token?: string,
): Promise<Reply<T>> => call<T>(server, path, { method: 'POST', body, ...(token && { token }) });

export const consentToken = async (server: Server, email: string): Promise<string> =>
  tokenIn(await mailTo(server, email, 'consent-request'));

/** A guardian who makes an account, decides, and confirms by the second mail. */
export async function consentByMail(
  server: Server,
  email: string,
  decisions: Partial<Decisions> = {},
): Promise<Confirmed> {
  const token = await consentToken(server, email);
  const decided = await post(server, '/consents/decide', {
    token,
    decisions: { ...onlyToPlay, ...decisions },
    relationship: 'parent',
    displayName: 'Pat Parent',
    password: goodPassword,
  });
  if (decided.status !== 200) throw new Error(`a decision: ${JSON.stringify(decided.body)}`);
  const confirmToken = tokenIn(await mailTo(server, email, 'consent-confirm'));
  const confirmed = await post<Confirmed>(server, '/consents/confirm', { token: confirmToken });
  if (confirmed.status !== 200) throw new Error(`a confirmation: ${JSON.stringify(confirmed.body)}`);
  return confirmed.body;
}

export interface FamilyAtHome {
  child: SignedIn;
  guardian: SignedIn;
  childId: string;
  email: string;
  username: string;
}

/** A child whose guardian agreed to what is said, both signed in. */
export async function familyAtHome(
  server: Server,
  decisions: Partial<Decisions> = {},
  entry: ChildEntry = {},
): Promise<FamilyAtHome> {
  const { username, guardianEmail } = await signUpChild(server, entry);
  const { childId } = await consentByMail(server, guardianEmail, decisions);
  const [child, guardian] = await Promise.all([signIn(server, username), signIn(server, guardianEmail)]);
  return { child, guardian, childId, email: guardianEmail, username };
}
