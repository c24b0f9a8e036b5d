import { type Route, route } from '../../platform/http/route.ts';
import { signedIn } from '../../wire/identity.ts';
import {
  factorCodeBody,
  factorState,
  newFactor,
  recoveryCodes,
  removeFactorBody,
  secondFactorBody,
} from '../../wire/sign-ins.ts';
import type { KnownDevices } from './known-devices.service.ts';
import { presentFactorState } from './me.presenter.ts';
import { presentSignedIn, type SignInConfig } from './signed-in.presenter.ts';
import type { SecondStep } from './totp.second-step.ts';
import type { TotpService } from './totp.service.ts';

interface Options {
  config: SignInConfig;
  totp: TotpService;
  secondStep: SecondStep;
  knownDevices: KnownDevices;
}

const tag = 'Accounts';
const limit = { times: 60, seconds: 60 };
/** Who must have a second factor and has none yet comes this far. [AUT-6] */
const secondFactor = 'later';

export function totpRoutes({ config, totp, secondStep, knownDevices }: Options): Route[] {
  return [
    route({
      method: 'post',
      path: '/auth/second-factor',
      summary: 'The second step of signing in',
      tag,
      auth: 'anyone',
      limit,
      body: secondFactorBody,
      response: signedIn,
      handler: async ({ body, userAgent, cookies, reply }) => {
        const session = await secondStep(body, userAgent);
        if (body.keep === 'cookie') await knownDevices.remember(session.person, cookies, reply);
        return presentSignedIn(session, body.keep, reply, config);
      },
    }),
    route({
      method: 'get',
      path: '/me/second-factor',
      summary: 'Do I have a second factor?',
      tag,
      auth: 'signed-in',
      secondFactor,
      response: factorState,
      handler: async ({ caller }) => {
        const { person, since, recoveryCodesLeft } = await totp.read(caller.userId);
        return {
          state: presentFactorState(person, config),
          since: since?.toISOString() ?? null,
          recoveryCodesLeft,
        };
      },
    }),
    route({
      method: 'post',
      path: '/me/second-factor',
      summary: 'Get a secret for an app',
      tag,
      auth: 'signed-in',
      secondFactor,
      limit,
      response: newFactor,
      status: 201,
      handler: ({ caller }) => totp.add(caller),
    }),
    route({
      method: 'post',
      path: '/me/second-factor/confirm',
      summary: 'Show by a code that the app has it; from now on it is asked for',
      tag,
      auth: 'signed-in',
      secondFactor,
      limit,
      body: factorCodeBody,
      response: recoveryCodes,
      handler: async ({ caller, body }) => ({ recoveryCodes: await totp.confirm(caller, body.code) }),
    }),
    route({
      method: 'post',
      path: '/me/second-factor/recovery-codes',
      summary: 'Get ten new recovery codes instead of the old ones',
      tag,
      auth: 'signed-in',
      limit,
      body: factorCodeBody,
      response: recoveryCodes,
      handler: async ({ caller, body }) => ({
        recoveryCodes: await totp.renewRecoveryCodes(caller, body.code),
      }),
    }),
    route({
      method: 'post',
      path: '/me/second-factor/remove',
      summary: 'Do without the second factor again',
      tag,
      auth: 'signed-in',
      // whoever is no longer agreed to still takes away what is stored
      consent: 'none',
      limit,
      body: removeFactorBody,
      response: null,
      handler: ({ caller, body, address }) => totp.remove(caller, body, address),
    }),
  ];
}
