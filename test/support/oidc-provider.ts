import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface ProviderAccount {
  email?: string;
  email_verified?: boolean;
  name?: string;
}

export interface LocalProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Who signs in next, and how well they prove it. */
  person: { sub: string; amr?: string[]; refuses?: boolean };
  accounts: Map<string, ProviderAccount>;
  /** Once it is known where people are sent back to. */
  serve(redirectUri: string): void;
  /** Answers nothing but errors until `serve` is called again. */
  fail(): void;
  close(): Promise<void>;
}

/** A real OpenID provider on a free port of this machine, whose people sign in without being asked anything. */
export async function startLocalProvider({ refreshTokens = false } = {}): Promise<LocalProvider> {
  const away: RequestListener = (_request, response) => void response.writeHead(503).end();
  let answer = away;
  const http = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const local: LocalProvider = {
    issuer,
    clientId: 'tutti',
    clientSecret: 'a secret between the two of them',
    person: { sub: 'nobody' },
    accounts: new Map(),
    serve(redirectUri) {
      const provider = createProvider(local, redirectUri, refreshTokens);
      const callback = provider.callback();
      answer = (request, response) => {
        if (!request.url?.startsWith('/interaction/')) return void callback(request, response);
        const { sub, amr, refuses } = local.person;
        const result = refuses
          ? { error: 'access_denied' }
          : { login: { accountId: sub, ...(amr && { amr }) } };
        void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
      };
    },
    fail() {
      answer = away;
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return local;
}

function createProvider(local: LocalProvider, redirectUri: string, refreshTokens: boolean): Provider {
  return new Provider(local.issuer, {
    clients: [
      {
        client_id: local.clientId,
        client_secret: local.clientSecret,
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    cookies: { keys: ['a key of this test alone'] },
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    issueRefreshToken: async () => refreshTokens,
    findAccount: async (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, ...local.accounts.get(sub) }),
    }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client!.clientId,
        accountId: oidc.session!.accountId!,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
}
