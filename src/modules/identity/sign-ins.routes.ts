import { type Route, route } from '../../platform/http/route.ts';
import { signInParams, signInsPage, signInsQuery } from '../../wire/sign-ins.ts';
import { refreshCookieName, refreshCookieOptions } from './refresh-cookie.ts';
import type { SignIns } from './sign-ins.service.ts';

const tag = 'Accounts';
/** Everybody may leave: a child that waits, and whoever has yet to add a second factor. */
const leaving = { auth: 'signed-in', consent: 'none', secondFactor: 'later' } as const;

export function signInsRoutes({
  config,
  signIns,
}: {
  config: { https: boolean };
  signIns: SignIns;
}): Route[] {
  return [
    route({
      method: 'get',
      path: '/me/sign-ins',
      summary: 'Where am I signed in?',
      tag,
      ...leaving,
      query: signInsQuery,
      response: signInsPage,
      handler: ({ caller, query }) => signIns.list(caller, query),
    }),
    route({
      method: 'delete',
      path: '/me/sign-ins/:id',
      summary: 'End one of my sign-ins',
      tag,
      ...leaving,
      params: signInParams,
      response: null,
      handler: ({ caller, params }) => signIns.end(caller, params.id),
    }),
    route({
      method: 'post',
      path: '/me/sign-ins/end-all',
      summary: 'Sign out everywhere, here as well',
      tag,
      ...leaving,
      response: null,
      handler: async ({ caller, reply }) => {
        await signIns.endAll(caller);
        reply.clearCookie(refreshCookieName, refreshCookieOptions(config));
      },
    }),
  ];
}
