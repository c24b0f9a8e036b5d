import type { Me, SignedIn } from '../../../src/wire/identity.ts';
import type {
  FactorState,
  NewFactor,
  OidcProviders,
  OwnContact,
  RecoveryCodes,
  SignInItem,
} from '../../../src/wire/sign-ins.ts';
import type { Page, PageQuery, Tutti } from '../tutti.types.ts';

export type { FactorState, NewFactor, OwnContact, SignInItem } from '../../../src/wire/sign-ins.ts';

/** `birth`: `YYYY-MM`, asked neutrally and without a default. */
export type ProviderSignUp = { role: 'guardian' } | { role: 'student'; birth: string };

export type Security = ReturnType<typeof createSecurity>;

/** How people prove that it is they: the second factor, a school's own provider, and where they are signed in. */
export function createSecurity(tutti: Tutti) {
  const get = <T>(path: string, query = {}) => tutti.request<T>('GET', path, { query });
  const post = <T = void>(path: string, body?: unknown) =>
    tutti.request<T>('POST', path, body === undefined ? {} : { body });
  const keep = globalThis.location?.origin === new URL(tutti.url).origin ? 'cookie' : 'body';

  return {
    /**
     * The second step of a sign-in that was answered with `auth/second-factor-required`: `challenge` is the error's, `code`
     * is the app's or a recovery code.
     */
    answerChallenge: async (challenge: string, code: string): Promise<Me> =>
      tutti.acceptSignIn(
        await tutti.request<SignedIn>('POST', '/auth/second-factor', {
          body: { challenge, code, keep },
          anonymous: true,
        }),
      ),

    factor: () => get<FactorState>('/me/second-factor'),
    /** A new secret for an app; it counts once a code of it was confirmed. Again: another one instead. */
    addFactor: () => post<NewFactor>('/me/second-factor'),
    /** Gives the recovery codes, this once. */
    confirmFactor: async (code: string): Promise<string[]> =>
      (await post<RecoveryCodes>('/me/second-factor/confirm', { code })).recoveryCodes,
    /** New ones; the old ones are void. */
    renewRecoveryCodes: async (code: string): Promise<string[]> =>
      (await post<RecoveryCodes>('/me/second-factor/recovery-codes', { code })).recoveryCodes,
    removeFactor: (proof: { password?: string; code: string }) => post('/me/second-factor/remove', proof),

    /** None: nobody signs in at a provider here. */
    providers: async (): Promise<OidcProviders['providers']> =>
      (await tutti.request<OidcProviders>('GET', '/auth/oidc', { anonymous: true })).providers,
    /**
     * Where the browser has to go to sign in at the provider; it comes back to `/sign-in`, as `?problem=` with a code, or
     * `#challenge=` where the second factor is asked for. `signUp`: what to become, if there is no account yet.
     */
    providerUrl: (id: string, signUp?: ProviderSignUp): string =>
      `${tutti.url}/api/v1/auth/oidc/start?${new URLSearchParams({ provider: id, locale: tutti.locale, ...signUp })}`,

    signIns: (query: PageQuery = {}) => get<Page<SignInItem>>('/me/sign-ins', query),
    endSignIn: (id: string) => tutti.request<void>('DELETE', `/me/sign-ins/${encodeURIComponent(id)}`),
    /** Everywhere, here as well. */
    endAllSignIns: () => post('/me/sign-ins/end-all'),

    /** A guardian's own telephone and address. */
    contact: () => get<OwnContact>('/me/contact'),
    saveContact: (contact: OwnContact) => tutti.request<OwnContact>('PUT', '/me/contact', { body: contact }),
    /** For an administrator; who looked and why is written down. */
    contactOf: (userId: string, interest: string) =>
      post<OwnContact>(`/people/${encodeURIComponent(userId)}/contact`, { interest }),
  };
}
