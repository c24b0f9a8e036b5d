import type { Locale } from '../../src/wire/common.ts';
import type { Invitation, Me, RoleKey, SignedIn } from '../../src/wire/identity.ts';
import type { SessionReport } from '../../src/wire/report.ts';
import { newId } from './ids.ts';
import type { Page, PageQuery, Tutti } from './tutti.types.ts';

export type { Invitation } from '../../src/wire/identity.ts';
export { type PermissionKey, permissionKeys } from '../../src/wire/permissions.ts';
export type { SessionReport } from '../../src/wire/report.ts';
export * from './admin/accounts.ts';
export * from './admin/authoring.ts';
export * from './admin/badges.ts';
export * from './admin/family.ts';
export * from './admin/game-credentials.ts';
export * from './admin/mail.ts';
export * from './admin/media.ts';
export * from './admin/security.ts';

export interface NewAccount {
  /** From the link that was printed, sent or handed over. */
  token: string;
  displayName: string;
  email: string;
  password: string;
  locale?: Locale;
}
export interface CreatedInvitation extends Invitation {
  /** To be handed to the invited person; it is shown this once. */
  link: string;
}
export interface InvitationLink {
  organizationName: string;
  role: RoleKey;
  email: string | null;
}
export interface About {
  version: string;
  /** What a join link may begin with, those that devices in the same network reach first. */
  addresses: string[];
  locales: Locale[];
}

export type Admin = ReturnType<typeof createAdmin>;

/** What a school's staff does besides playing: accounts by link, invitations, reports. Rejects with a `TuttiError`. */
export function createAdmin(tutti: Tutti) {
  const get = <T>(path: string, query = {}) => tutti.request<T>('GET', path, { query });
  const ask = <T>(path: string, query = {}) => tutti.request<T>('GET', path, { query, anonymous: true });
  const post = <T>(path: string, body: unknown) => tutti.request<T>('POST', path, { body, anonymous: true });
  const signedIn = async (path: string, body: unknown): Promise<Me> =>
    tutti.acceptSignIn(await post<SignedIn>(path, body));

  return {
    about: () => ask<About>('/about'),

    /** Rejects with `setup/link-invalid` when the link was used or is too old. */
    checkSetup: async (token: string) => void (await ask('/setup', { token })),
    /** Makes the organization and its first administrator, who is signed in with it. */
    setUp: (account: NewAccount & { organizationName: string }) => signedIn('/setup', account),

    checkPasswordReset: async (token: string) => void (await ask('/auth/reset-password', { token })),
    resetPassword: (token: string, password: string) =>
      post<void>('/auth/reset-password', { token, password }),

    invitations: (query: PageQuery = {}) => get<Page<Invitation>>('/invitations', query),
    /** With an e-mail the link is mailed there as well. */
    invite: (
      invitation: { email?: string; role?: 'teacher' | 'content_creator' | 'moderator' | 'admin' } = {},
    ) =>
      tutti.request<CreatedInvitation>('POST', '/invitations', { body: invitation, idempotencyKey: newId() }),
    withdrawInvitation: (id: string) =>
      tutti.request<void>('DELETE', `/invitations/${encodeURIComponent(id)}`),
    /** Who invites to what; rejects with `invitation/invalid` when the link is no longer good. */
    previewInvitation: (token: string) => ask<InvitationLink>('/invitations/link', { token }),
    /** Makes the account and signs it in. */
    acceptInvitation: (account: NewAccount) => signedIn('/invitations/accept', account),

    /** What a class that has ended learnt. */
    report: (sessionId: string, { locale = tutti.locale }: { locale?: Locale } = {}) =>
      get<SessionReport>(`/sessions/${encodeURIComponent(sessionId)}/report`, { locale }),
    reportCsv: (sessionId: string, { locale = tutti.locale }: { locale?: Locale } = {}) =>
      tutti.download(`/sessions/${encodeURIComponent(sessionId)}/report.csv`, { locale }),
    /** The same for Excel and its like: overview, questions, learners, answers. */
    reportXlsx: (sessionId: string, { locale = tutti.locale }: { locale?: Locale } = {}) =>
      tutti.download(`/sessions/${encodeURIComponent(sessionId)}/report.xlsx`, { locale }),
  };
}
export * from './admin/classes.ts';
export * from './admin/compliance.ts';
export * from './admin/homework.ts';
export * from './admin/leaderboards.ts';
export * from './admin/mastery.ts';
export * from './admin/missions-alone.ts';
export * from './admin/people.ts';
export * from './admin/progress.ts';
export * from './admin/races.ts';
export * from './admin/records.ts';
