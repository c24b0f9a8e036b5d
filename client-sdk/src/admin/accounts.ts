import type { Locale } from '../../../src/wire/common.ts';
import type { Me, SignedIn, SignUpOptions, VerifiedEmail } from '../../../src/wire/identity.ts';
import type { Tutti } from '../tutti.types.ts';

export type { SignUpOptions, VerifiedEmail } from '../../../src/wire/identity.ts';

interface OwnAccount {
  email: string;
  displayName: string;
  /** 8 characters to 72 bytes. */
  password: string;
  locale?: Locale;
  /** Slug; default: the organization that was there first. */
  organization?: string;
}
export interface Birth {
  year: number;
  /** 1–12. */
  month: number;
}
/** A learner under the age of consent is refused with `sign-up/needs-guardian`. */
export type SignUp = OwnAccount &
  (
    | { role: 'guardian' }
    | {
        role: 'student';
        birth: Birth;
        /** Opens a sign-up that is closed; the class counts once the address is proven. Rejects with `class/no-such-code`. */
        classCode?: string | undefined;
      }
  );

export type Accounts = ReturnType<typeof createAccounts>;

/**
 * Making an account and proving an address. Whatever sends a mail says the same for every address, so that nobody learns
 * who has an account here. Rejects with a `TuttiError`.
 */
export function createAccounts(tutti: Tutti) {
  const post = async (path: string, body: unknown): Promise<void> =>
    void (await tutti.request('POST', path, { body, anonymous: true }));
  /** As in `signIn`: pages of the server itself leave the refresh token to the browser's cookie. */
  const keep = globalThis.location?.origin === new URL(tutti.url).origin ? 'cookie' : 'body';

  return {
    signUpOptions: (organization?: string) =>
      tutti.request<SignUpOptions>('GET', '/auth/sign-up', { query: { organization }, anonymous: true }),
    /** A mail follows, with a link that finishes it. */
    signUp: (person: SignUp) => post('/auth/sign-up', person),
    verifyEmail: (token: string) =>
      tutti.request<VerifiedEmail>('POST', '/auth/verify-email', { body: { token }, anonymous: true }),
    resendVerification: (email: string) => post('/auth/verify-email/resend', { email }),

    requestMagicLink: (email: string) => post('/auth/magic-link', { email }),
    /** Signs in with what stands behind the `#token=` of the mailed link. */
    openMagicLink: async (token: string): Promise<Me> =>
      tutti.acceptSignIn(
        await tutti.request<SignedIn>('POST', '/auth/magic-link/open', {
          body: { token, keep },
          anonymous: true,
        }),
      ),

    forgotPassword: (email: string) => post('/auth/forgot', { email }),
    /** Ends every other sign-in of this account. */
    changePassword: (oldPassword: string, newPassword: string) =>
      tutti.request<void>('POST', '/me/password', { body: { oldPassword, newPassword } }),
    /** A guardian's own password proves that it is the guardian; the child is signed out everywhere. */
    setChildPassword: (childId: string, body: { ownPassword?: string; newPassword: string }) =>
      tutti.request<void>('POST', `/family/children/${encodeURIComponent(childId)}/password`, {
        body,
      }),
    /** The new address counts once the link that is mailed there was opened. */
    changeEmail: (email: string, password: string) =>
      tutti.request<void>('POST', '/me/email', { body: { email, password } }),
    confirmEmail: (token: string) => post('/auth/confirm-email', { token }),
  };
}
