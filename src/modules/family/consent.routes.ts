import type { Route, RouteContext } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import * as wire from '../../wire/family.ts';
import type { ChildSignUpService } from './child-sign-up.service.ts';
import type { ConsentAnswerService } from './consent-answer.service.ts';
import type { FormsService } from './forms.service.ts';
import { cutAddress } from './network.ts';
import type { SecondGuardianService } from './second-guardian.service.ts';
import type { WaitingChildService } from './waiting-child.service.ts';

interface Services {
  signUps: ChildSignUpService;
  waiting: WaitingChildService;
  answers: ConsentAnswerService;
  forms: FormsService;
  second: SecondGuardianService;
  base: (request: { baseUrl: string }) => string;
}

const tag = 'Consent';
/** A class signs up behind one address; who guesses links or user names is slowed down all the same. */
const limit = { times: 60, seconds: 60 };
/** 5 MB as base64, and the words around it. */
export const formBytes = 7_200_000;

type Anyone = Pick<RouteContext<'anyone', undefined, undefined, undefined>, 'address' | 'baseUrl'>;

/** What a child does before anybody has agreed, and what a grown-up does with a link. */
export function consentRoutes({ signUps, waiting, answers, forms, second, base }: Services): Route[] {
  const where = (request: Anyone) => ({ address: cutAddress(request.address), baseUrl: base(request) });
  return [
    route({
      method: 'post',
      path: '/auth/sign-up/child',
      summary: 'An account that waits for a grown-up; somebody old enough is sent the ordinary way',
      tag,
      auth: 'anyone',
      limit,
      body: wire.childSignUpBody,
      response: wire.childSignedUp,
      status: 201,
      handler: ({ body, ...request }) => signUps.signUp(body, base(request)),
    }),
    route({
      method: 'get',
      path: '/me/consent',
      summary: 'What I may do, whom I asked, and what is left of today',
      tag,
      auth: 'signed-in',
      response: wire.myConsent,
      handler: ({ caller }) => waiting.mine(caller.userId),
    }),
    route({
      method: 'post',
      path: '/me/ask-again',
      summary: 'Name another grown-up',
      tag,
      auth: 'signed-in',
      consent: 'none',
      body: wire.askAgainBody,
      response: wire.myConsent,
      handler: ({ caller, body, ...request }) => waiting.askAgain(caller, body, base(request)),
    }),
    route({
      method: 'get',
      path: '/me/watchers',
      summary: 'How many guardians and teachers can see what I do',
      tag,
      auth: 'signed-in',
      response: wire.watchedBy,
      handler: ({ caller }) => waiting.watchers(caller),
    }),
    route({
      method: 'post',
      path: '/me/of-age',
      summary: 'Old enough now: keep the account, or forget everything',
      tag,
      auth: 'signed-in',
      body: wire.ofAgeBody,
      response: null,
      handler: ({ caller, body }) => waiting.sayOfAge(caller, body.keep),
    }),
    route({
      method: 'post',
      path: '/consents/request',
      summary: 'What the link in the mail asks',
      tag,
      auth: 'anyone',
      limit,
      body: wire.consentLinkBody,
      response: wire.consentRequestView,
      handler: ({ body }) => answers.view(body.token),
    }),
    route({
      method: 'post',
      path: '/consents/decide',
      summary: 'Answer scope by scope; a second mail asks for confirmation',
      tag,
      auth: 'anyone',
      limit,
      body: wire.decideBody,
      response: wire.decided,
      handler: ({ body: { token, ...entry }, bearerToken, ...request }) =>
        answers.decide(token, entry, bearerToken, base(request)),
    }),
    route({
      method: 'post',
      path: '/consents/refuse',
      summary: 'Refuse everything: child and address are forgotten, or what the school allowed ends',
      tag,
      auth: 'anyone',
      limit,
      body: wire.consentLinkBody,
      response: wire.decided,
      handler: ({ body, ...request }) => answers.refuse(body.token, base(request)),
    }),
    route({
      method: 'post',
      path: '/consents/confirm',
      summary: "Confirm the answer with the second mail's link",
      tag,
      auth: 'anyone',
      limit,
      body: wire.consentLinkBody,
      response: wire.confirmed,
      handler: ({ body, ...request }) => answers.confirm(body.token, where(request)),
    }),
    route({
      method: 'post',
      path: '/consents/form',
      summary: 'Send the signed form instead',
      tag,
      auth: 'anyone',
      limit: { times: 20, seconds: 60 },
      jsonBytes: formBytes,
      body: wire.formByLinkBody,
      response: wire.formTaken,
      status: 201,
      handler: ({ body: { token, ...entry }, bearerToken }) => forms.byLink(token, entry, bearerToken),
    }),
    route({
      method: 'post',
      path: '/family/invitations/open',
      summary: 'Who asks me to answer for which child',
      tag,
      auth: 'anyone',
      limit,
      body: wire.consentLinkBody,
      response: wire.guardianInvitationView,
      handler: ({ body }) => second.view(body.token),
    }),
    route({
      method: 'post',
      path: '/family/invitations/accept',
      summary: "Become a child's second guardian",
      tag,
      auth: 'anyone',
      limit,
      body: wire.acceptGuardianBody,
      response: wire.guardianAccepted,
      handler: ({ body: { token, ...entry }, bearerToken, ...request }) =>
        second.accept(token, entry, bearerToken, where(request)),
    }),
  ];
}
