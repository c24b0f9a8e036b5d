import type { Reply } from '../../platform/http/route.ts';
import type { SignedIn } from '../../wire/identity.ts';
import { accessTokenSeconds } from './access-token.ts';
import { type FactorPolicy, presentMe } from './me.presenter.ts';
import { keptRefreshCookieOptions, refreshCookieName } from './refresh-cookie.ts';
import type { Session } from './sign-in.service.ts';

/** What of the configuration a sign-in depends on. */
export type SignInConfig = { https: boolean } & FactorPolicy;

export type Keep = 'cookie' | 'body';

/** The refresh token goes either into the cookie or into the body, never into both. */
export function presentSignedIn(session: Session, keep: Keep, reply: Reply, config: SignInConfig): SignedIn {
  if (keep === 'cookie')
    reply.cookie(refreshCookieName, session.refreshToken, keptRefreshCookieOptions(config));
  return {
    accessToken: session.accessToken,
    expiresInSeconds: accessTokenSeconds,
    refreshToken: keep === 'body' ? session.refreshToken : null,
    user: presentMe(session.person, config),
  };
}
