import { z } from 'zod';
import { type Route, route } from '../../platform/http/route.ts';
import { uuid } from '../../wire/common.ts';
import {
  changeEmailBody,
  changePasswordBody,
  childPasswordBody,
  magicLinkBody,
  mailBody,
  mailOnItsWay,
  signedIn,
  signUpBody,
  signUpOptions,
  signUpQuery,
  tokenBody,
  verifiedEmail,
} from '../../wire/identity.ts';
import type { KnownDevices } from './known-devices.service.ts';
import type { MagicLinkService } from './magic-link.service.ts';
import type { OwnAccountService } from './own-account.service.ts';
import type { ProveOneself } from './own-proof.service.ts';
import type { PasswordResetService } from './password-reset.service.ts';
import type { SignUpService } from './sign-up.service.ts';
import { presentSignedIn, type SignInConfig } from './signed-in.presenter.ts';

export interface AccountRoutesOptions {
  config: SignInConfig;
  signUp: SignUpService;
  magicLink: MagicLinkService;
  passwordReset: PasswordResetService;
  ownAccount: OwnAccountService;
  knownDevices: KnownDevices;
  proveOneself: ProveOneself;
}

const tag = 'Accounts';
/** A class may sign up from one address in the same minute. */
const limit = { times: 120, seconds: 60 };
/** As for children: a class signs up behind one address; who guesses class codes is slowed down all the same. */
const signUpLimit = { times: 60, seconds: 60 };
const onItsWay = { next: 'read-mail' } as const;

export function accountRoutes(options: AccountRoutesOptions): Route[] {
  const { config, signUp, magicLink, passwordReset, ownAccount, knownDevices, proveOneself } = options;
  return [
    route({
      method: 'get',
      path: '/auth/sign-up',
      summary: 'May people make accounts by themselves?',
      tag,
      auth: 'anyone',
      query: signUpQuery,
      response: signUpOptions,
      handler: ({ query }) => signUp.options(query.organization),
    }),
    route({
      method: 'post',
      path: '/auth/sign-up',
      summary: 'Make an account for a guardian, or a learner of age',
      tag,
      auth: 'anyone',
      limit: signUpLimit,
      body: signUpBody,
      response: mailOnItsWay,
      status: 202,
      handler: async ({ body, address, baseUrl }) => {
        await signUp.signUp(body, { address, baseUrl });
        return onItsWay;
      },
    }),
    route({
      method: 'post',
      path: '/auth/verify-email',
      summary: 'Show by a mailed link that the address is mine',
      tag,
      auth: 'anyone',
      limit,
      body: tokenBody,
      response: verifiedEmail,
      handler: async ({ body }) => ({ status: await signUp.verify(body.token) }),
    }),
    route({
      method: 'post',
      path: '/auth/verify-email/resend',
      summary: 'Send the link of a sign-up once more',
      tag,
      auth: 'anyone',
      limit,
      body: mailBody,
      response: mailOnItsWay,
      status: 202,
      handler: async ({ body, address, baseUrl }) => {
        await signUp.resend(body.email, body.organization, { address, baseUrl });
        return onItsWay;
      },
    }),
    route({
      method: 'post',
      path: '/auth/magic-link',
      summary: 'Send me a link that signs me in',
      tag,
      auth: 'anyone',
      limit,
      body: mailBody,
      response: mailOnItsWay,
      status: 202,
      handler: async ({ body, address, baseUrl }) => {
        await magicLink.request(body.email, body.organization, { address, baseUrl });
        return onItsWay;
      },
    }),
    route({
      method: 'post',
      path: '/auth/magic-link/open',
      summary: 'Sign in with a mailed link',
      tag,
      auth: 'anyone',
      limit,
      body: magicLinkBody,
      response: signedIn,
      handler: async ({ body, userAgent, cookies, reply }) => {
        const session = await magicLink.open(body.token, userAgent);
        if (body.keep === 'cookie') await knownDevices.remember(session.person, cookies, reply);
        return presentSignedIn(session, body.keep, reply, config);
      },
    }),
    route({
      method: 'post',
      path: '/auth/forgot',
      summary: 'Send me a link for a new password',
      tag,
      auth: 'anyone',
      limit,
      body: mailBody,
      response: mailOnItsWay,
      status: 202,
      handler: async ({ body, address, baseUrl }) => {
        await passwordReset.forgot(body.email, body.organization, { address, baseUrl });
        return onItsWay;
      },
    }),
    route({
      method: 'post',
      path: '/auth/confirm-email',
      summary: 'Take a new address by the link that was mailed there',
      tag,
      auth: 'anyone',
      limit,
      body: tokenBody,
      response: null,
      handler: ({ body }) => ownAccount.confirmEmail(body.token),
    }),
    route({
      method: 'post',
      path: '/me/password',
      summary: 'Change my password and end my other sign-ins',
      tag,
      auth: 'signed-in',
      limit,
      body: changePasswordBody,
      response: null,
      handler: ({ caller, body, address }) => ownAccount.changePassword(caller, body, address),
    }),
    route({
      method: 'post',
      path: '/family/children/:id/password',
      summary: 'Give my child a new password; it is signed out everywhere',
      tag: 'Family',
      auth: 'signed-in',
      limit,
      params: z.strictObject({ id: uuid }),
      body: childPasswordBody,
      response: null,
      handler: async ({ caller, params, body, address }) => {
        await proveOneself(caller, { password: body.ownPassword }, address);
        await passwordReset.replaceForChild(caller, params.id, body.newPassword);
      },
    }),
    route({
      method: 'post',
      path: '/me/email',
      summary: 'Change my address; it counts once it is confirmed',
      tag,
      auth: 'signed-in',
      limit,
      body: changeEmailBody,
      response: mailOnItsWay,
      status: 202,
      handler: async ({ caller, body, address, baseUrl }) => {
        await ownAccount.changeEmail(caller, body, { address, baseUrl });
        return onItsWay;
      },
    }),
  ];
}
