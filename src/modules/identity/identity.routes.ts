import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Authenticate } from '../../platform/http/caller.ts';
import { type Route, route } from '../../platform/http/route.ts';
import {
  linkQuery,
  me,
  profileBody,
  refreshBody,
  resetPasswordBody,
  setupBody,
  setupLink,
  signedIn,
  signInBody,
  signOutBody,
} from '../../wire/identity.ts';
import type { KnownDevices } from './known-devices.service.ts';
import { presentMe } from './me.presenter.ts';
import type { PasswordResetService } from './password-reset.service.ts';
import { changeProfile, readPerson } from './person.service.ts';
import { refreshCookieName, refreshCookieOptions } from './refresh-cookie.ts';
import type { SetupService } from './setup.service.ts';
import type { SignInService } from './sign-in.service.ts';
import { presentSignedIn, type SignInConfig } from './signed-in.presenter.ts';

export interface IdentityRoutesOptions {
  config: SignInConfig;
  db: Database;
  authenticate: Authenticate;
  signIn: SignInService;
  knownDevices: KnownDevices;
  setup: SetupService;
  passwordReset: PasswordResetService;
}

const tag = 'Accounts';
/** Passwords are checked slowly and on purpose; guessing links is hopeless, and this says so sooner. */
const limit = { times: 120, seconds: 60 };
/** A whole school signs in from one address when the bell has rung; wrong passwords are slowed down for themselves. [AUT-2] */
const signInLimit = { times: 600, seconds: 60 };

export function identityRoutes({
  config,
  db,
  authenticate,
  signIn,
  knownDevices,
  setup,
  passwordReset,
}: IdentityRoutesOptions): Route[] {
  return [
    route({
      method: 'post',
      path: '/auth/sign-in',
      summary: 'Sign in with email or username and password',
      tag,
      auth: 'anyone',
      limit: signInLimit,
      body: signInBody,
      response: signedIn,
      handler: async ({ body, address, userAgent, cookies, reply }) => {
        const device = knownDevices.read(cookies);
        const session = await signIn.signIn({ ...body, address, device, userAgent });
        if (body.keep === 'cookie') await knownDevices.remember(session.person, cookies, reply);
        return presentSignedIn(session, body.keep, reply, config);
      },
    }),
    route({
      method: 'post',
      path: '/auth/refresh',
      summary: 'Get a new access token for the refresh token',
      tag,
      auth: 'anyone',
      body: refreshBody,
      response: signedIn,
      handler: async ({ body, cookies, reply }) => {
        const token = body.refreshToken ?? cookies[refreshCookieName];
        if (!token) throw new AppError('auth/required', 'Sign in first.');
        const keep = body.refreshToken === undefined ? 'cookie' : 'body';
        try {
          return presentSignedIn(await signIn.refresh(token), keep, reply, config);
        } catch (error) {
          if (keep === 'cookie' && error instanceof AppError && error.status === 401) {
            reply.clearCookie(refreshCookieName, refreshCookieOptions(config));
          }
          throw error;
        }
      },
    }),
    route({
      method: 'post',
      path: '/auth/sign-out',
      summary: 'End this sign-in, on every tab',
      tag,
      auth: 'anyone',
      body: signOutBody,
      response: null,
      handler: async ({ body, cookies, bearerToken, reply }) => {
        const token = body.refreshToken ?? cookies[refreshCookieName];
        if (token) await signIn.signOut(token);
        reply.clearCookie(refreshCookieName, refreshCookieOptions(config));
        if (!bearerToken || token) return;
        const { userId, sessionFamily } = await authenticate(bearerToken);
        await signIn.signOutFamily(userId, sessionFamily);
      },
    }),
    route({
      method: 'get',
      path: '/auth/reset-password',
      summary: 'Is this reset link still good?',
      tag,
      auth: 'anyone',
      limit,
      query: linkQuery,
      response: setupLink,
      handler: async ({ query }) => {
        await passwordReset.check(query.token);
        return { valid: true as const };
      },
    }),
    route({
      method: 'post',
      path: '/auth/reset-password',
      summary: 'Set a new password with a reset link',
      tag,
      auth: 'anyone',
      limit,
      body: resetPasswordBody,
      response: null,
      handler: ({ body }) => passwordReset.reset(body.token, body.password),
    }),
    route({
      method: 'get',
      path: '/setup',
      summary: 'Is this set-up link still good?',
      tag,
      auth: 'anyone',
      limit,
      query: linkQuery,
      response: setupLink,
      handler: async ({ query }) => {
        await setup.check(query.token);
        return { valid: true as const };
      },
    }),
    route({
      method: 'post',
      path: '/setup',
      summary: 'Make the first administrator',
      tag,
      auth: 'anyone',
      limit,
      body: setupBody,
      response: signedIn,
      status: 201,
      handler: async ({ body, userAgent, reply }) =>
        presentSignedIn(await setup.complete(body, userAgent), 'cookie', reply, config),
    }),
    route({
      method: 'get',
      path: '/me',
      summary: 'Who am I?',
      tag,
      auth: 'signed-in',
      secondFactor: 'later',
      response: me,
      handler: async ({ caller }) =>
        presentMe(await db.asWorker((em) => readPerson(em, caller.userId)), config),
    }),
    route({
      method: 'patch',
      path: '/me',
      summary: 'Change my name or language',
      tag,
      auth: 'signed-in',
      body: profileBody,
      response: me,
      handler: async ({ caller, body }) => {
        await db.asCaller(caller, (em) => changeProfile(em, caller.userId, body));
        return presentMe(await db.asWorker((em) => readPerson(em, caller.userId)), config);
      },
    }),
  ];
}
