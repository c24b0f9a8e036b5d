import type { Keys } from '../../platform/crypto/keys.ts';
import { createTokenSigner } from '../../platform/crypto/signed-token.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { type Reply, type Route, redirect, route } from '../../platform/http/route.ts';
import type { Log } from '../../platform/log/log.ts';
import { oidcCallbackQuery, oidcProviders, oidcStartQuery } from '../../wire/sign-ins.ts';
import type { OidcClient, OidcTrip } from './oidc.provider.ts';
import type { OidcService, OidcSignUp } from './oidc.service.ts';
import { presentSignedIn, type SignInConfig } from './signed-in.presenter.ts';

interface Options {
  config: SignInConfig;
  keys: Keys;
  clients: readonly OidcClient[];
  oidc: OidcService;
  log: Log;
}

type Trip = OidcTrip & { provider: string; signUp: OidcSignUp | null };

const tag = 'Accounts';
const limit = { times: 120, seconds: 60 };
const path = '/api/v1/auth/oidc';
const cookieName = 'tutti_oidc';
/** Long enough for somebody who has to look for a password. */
const tripSeconds = 10 * 60;

/** A browser goes to the provider and comes back; whatever goes wrong on the way is told on our own page. */
export function oidcRoutes({ config, keys, clients, oidc, log }: Options): Route[] {
  const signer = createTokenSigner<Trip>(keys['oidc-state'], {
    type: 'oidc+jwt',
    audience: 'tutti-oidc',
    lifetimeSeconds: tripSeconds,
  });
  // Lax: the provider leads back here, and Strict would not come along on that way
  const cookie = { httpOnly: true, sameSite: 'lax', secure: config.https, path } as const;
  const clientOf = (id: string | undefined): OidcClient => {
    const client = clients.find((one) => id === undefined || one.id === id);
    if (!client) throw new AppError('oidc/unknown-provider', 'There is no such provider here.');
    return client;
  };
  const told = async (work: () => Promise<string>): Promise<{ location: string }> => {
    try {
      return { location: await work() };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.challenge) return { location: `/sign-in#challenge=${error.challenge}` };
      if (error.cause) log.warn({ err: error.cause, code: error.code }, 'a sign-in at a provider failed');
      return { location: `/sign-in?problem=${encodeURIComponent(error.code)}` };
    }
  };
  const takeTrip = (shown: string | undefined, reply: Reply): Trip => {
    reply.clearCookie(cookieName, cookie);
    const trip = signer.verify(shown ?? '');
    if (!trip.ok) throw new AppError('oidc/refused', 'That took too long, or began in another browser.');
    return trip.claims;
  };

  return [
    route({
      method: 'get',
      path: '/auth/oidc',
      summary: 'At which providers can I sign in?',
      tag,
      auth: 'anyone',
      response: oidcProviders,
      handler: async () => ({ providers: clients.map(({ id, name }) => ({ id, name })) }),
    }),
    route({
      method: 'get',
      path: '/auth/oidc/start',
      summary: 'Go to the provider (a page, not a call)',
      tag,
      auth: 'anyone',
      limit,
      query: oidcStartQuery,
      response: redirect,
      handler: ({ query, baseUrl, reply }) =>
        told(async () => {
          const client = clientOf(query.provider);
          const { location, trip } = await client.begin(`${baseUrl}${path}/callback`);
          const value = signer.sign({ ...trip, provider: client.id, signUp: signUpOf(query) });
          reply.cookie(cookieName, value, { ...cookie, maxAge: tripSeconds * 1_000 });
          return location;
        }),
    }),
    route({
      method: 'get',
      path: '/auth/oidc/callback',
      summary: 'Come back from the provider (a page, not a call)',
      tag,
      auth: 'anyone',
      limit,
      query: oidcCallbackQuery,
      response: redirect,
      handler: ({ query, cookies, userAgent, reply }) =>
        told(async () => {
          const { provider, signUp, ...trip } = takeTrip(cookies[cookieName], reply);
          const person = await clientOf(provider).finish(trip, query);
          const session = await oidc.enter(provider, person, signUp, userAgent);
          presentSignedIn(session, 'cookie', reply, config);
          return '/sign-in';
        }),
    }),
  ];
}

function signUpOf({ role, birth, locale }: typeof oidcStartQuery._output): OidcSignUp | null {
  if (role === 'guardian') return { role, locale };
  if (role !== 'student' || birth === undefined) return null;
  const [year, month] = birth.split('-').map(Number) as [number, number];
  return { role, birth: { year, month }, locale };
}
