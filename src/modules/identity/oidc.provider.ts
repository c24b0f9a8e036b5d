import * as client from 'openid-client';
import { z } from 'zod';
import type { OidcProvider } from '../../config.ts';
import { AppError } from '../../platform/http/app-error.ts';

const timeoutSeconds = 5;
const scope = 'openid email profile';

/** What has to come back unchanged from the browser; it is kept there, signed, until it does. */
export interface OidcTrip {
  redirectUri: string;
  state: string;
  nonce: string;
  verifier: string;
}

export interface OidcPerson {
  /** The provider's own name of the account. */
  account: string;
  /** Only one that the provider has seen proven. */
  email: string | null;
  name: string | null;
  /** The provider asked for more than one factor. */
  isMultiFactor: boolean;
  refreshToken: string | null;
}

export interface OidcClient {
  id: string;
  name: string;
  begin(redirectUri: string): Promise<{ location: string; trip: OidcTrip }>;
  finish(trip: OidcTrip, query: Record<string, string>): Promise<OidcPerson>;
}

/** What a provider says of a person is input like any other. */
const claims = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)).optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  name: z.string().trim().max(500).optional().catch(undefined),
  amr: z.array(z.string()).optional().catch(undefined),
});

/**
 * OpenID Connect by the authorization code flow with PKCE, state and nonce. The provider is asked who it is when somebody
 * first goes there, and again after it was away: a server starts without it.
 */
export function createOidcClient({ id, name, issuer, clientId, clientSecret }: OidcProvider): OidcClient {
  const server = new URL(issuer);
  // the configuration lets plain HTTP through for this very machine only, and never in production
  const execute = server.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  let discovered: Promise<client.Configuration> | undefined;

  const discover = (): Promise<client.Configuration> => {
    discovered ??= client
      .discovery(
        server,
        clientId,
        undefined,
        clientSecret === null ? client.None() : client.ClientSecretPost(clientSecret),
        {
          execute,
          timeout: timeoutSeconds,
        },
      )
      .catch((cause) => {
        discovered = undefined;
        throw new AppError('oidc/away', 'The provider does not answer at the moment.', { cause });
      });
    return discovered;
  };

  return {
    id,
    name,
    async begin(redirectUri) {
      const configuration = await discover();
      const trip = {
        redirectUri,
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const location = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope,
        state: trip.state,
        nonce: trip.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(trip.verifier),
        code_challenge_method: 'S256',
      });
      return { location: location.href, trip };
    },

    async finish({ redirectUri, state, nonce, verifier }, query) {
      const configuration = await discover();
      try {
        const tokens = await client.authorizationCodeGrant(
          configuration,
          new URL(`${redirectUri}?${new URLSearchParams(query)}`),
          { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
        );
        const signed = claims.parse(tokens.claims());
        const more =
          signed.email === undefined && configuration.serverMetadata().userinfo_endpoint
            ? claims.parse(await client.fetchUserInfo(configuration, tokens.access_token, signed.sub))
            : signed;
        return {
          account: signed.sub,
          email: more.email_verified === true ? (more.email ?? null) : null,
          name: more.name || null,
          isMultiFactor: signed.amr?.includes('mfa') ?? false,
          refreshToken: tokens.refresh_token ?? null,
        };
      } catch (cause) {
        throw new AppError('oidc/refused', 'The provider did not let you in.', { cause });
      }
    },
  };
}
