import { z } from 'zod';
import { file, type Route, route } from '../../platform/http/route.ts';
import { uuid } from '../../wire/common.ts';
import { dataRequest, dataRequestPage, dataRequestQuery, newDataRequestBody } from '../../wire/compliance.ts';
import * as wire from '../../wire/family.ts';
import { formBytes } from './consent.routes.ts';
import type { FamilyService } from './family.service.ts';
import type { FamilyDataService } from './family-data.service.ts';
import type { FamilyRightsService } from './family-rights.service.ts';
import type { FormsService } from './forms.service.ts';
import { cutAddress } from './network.ts';
import type { SecondGuardianService } from './second-guardian.service.ts';

interface Services {
  family: FamilyService;
  data: FamilyDataService;
  forms: FormsService;
  second: SecondGuardianService;
  rights: FamilyRightsService;
  base: (request: { baseUrl: string }) => string;
}

const tag = 'Family';
const child = z.strictObject({ id: uuid });

/** The guardian's page. That it is the caller's own child every service proves by the caller's row policies. */
export function familyRoutes({ family, data, forms, second, rights, base }: Services): Route[] {
  const where = (request: { address: string; baseUrl: string }) => ({
    address: cutAddress(request.address),
    baseUrl: base(request),
  });
  return [
    route({
      method: 'get',
      path: '/family/children',
      summary: 'My children',
      tag,
      auth: 'signed-in',
      response: wire.familyChildren,
      handler: ({ caller }) => family.children(caller),
    }),
    route({
      method: 'get',
      path: '/family/children/:id',
      summary: 'One child: consents, switches, guardians',
      tag,
      auth: 'signed-in',
      params: child,
      response: wire.familyChildDetail,
      handler: ({ caller, params }) => family.detail(caller, params.id),
    }),
    route({
      method: 'patch',
      path: '/family/children/:id',
      summary: 'Correct the name or the month of birth',
      tag,
      auth: 'signed-in',
      params: child,
      body: wire.correctChildBody,
      response: wire.familyChildDetail,
      handler: ({ caller, params, body }) => family.correct(caller, params.id, body),
    }),
    route({
      method: 'get',
      path: '/family/children/:id/consents',
      summary: 'Every decision about the child, newest first',
      tag,
      auth: 'signed-in',
      params: child,
      query: wire.childQuery,
      response: wire.consentHistory,
      handler: ({ caller, params, query }) => family.history(caller, params.id, query),
    }),
    route({
      method: 'post',
      path: '/family/children/:id/consents',
      summary: 'Grant, refuse or take back, scope by scope',
      tag,
      auth: 'signed-in',
      params: child,
      body: wire.changeConsentBody,
      response: wire.familyChildDetail,
      handler: ({ caller, params, body, ...request }) =>
        family.change(caller, params.id, body, where(request)),
    }),
    route({
      method: 'get',
      path: '/family/children/:id/requests',
      summary: 'How grown-ups were asked',
      tag,
      auth: 'signed-in',
      params: child,
      query: wire.childQuery,
      response: wire.familyRequests,
      handler: ({ caller, params, query }) => family.requests(caller, params.id, query),
    }),
    route({
      method: 'put',
      path: '/family/children/:id/controls',
      summary: 'Chat, AI, live rooms, minutes a day',
      tag,
      auth: 'signed-in',
      params: child,
      body: wire.controls,
      response: wire.familyChildDetail,
      handler: ({ caller, params, body, ...request }) =>
        family.saveControls(caller, params.id, body, where(request)),
    }),
    route({
      method: 'get',
      path: '/family/children/:id/data',
      summary: 'What is stored of the child, readable',
      tag,
      auth: 'signed-in',
      params: child,
      response: wire.childData,
      handler: ({ caller, params }) => data.data(caller, params.id),
    }),
    route({
      method: 'post',
      path: '/family/children/:id/forms',
      summary: 'Send a signed form, to allow more than a mail can',
      tag,
      auth: 'signed-in',
      limit: { times: 10, seconds: 3_600 },
      jsonBytes: formBytes,
      params: child,
      body: wire.formByGuardianBody,
      response: wire.formTaken,
      status: 201,
      handler: ({ caller, params, body }) => forms.byGuardian(caller, params.id, body),
    }),
    route({
      method: 'post',
      path: '/family/children/:id/guardians',
      summary: 'Ask a second grown-up to answer for the child, too',
      tag,
      auth: 'signed-in',
      limit: { times: 10, seconds: 3_600 },
      params: child,
      body: wire.inviteGuardianBody,
      response: null,
      handler: ({ caller, params, body, ...request }) =>
        second.invite(caller, params.id, body, base(request)),
    }),
    route({
      method: 'get',
      path: '/family/children/:id/export',
      summary: 'Everything that is stored of the child, as a ZIP of JSON and CSV',
      tag,
      auth: 'signed-in',
      limit: { times: 10, seconds: 3_600 },
      params: child,
      query: wire.printQuery,
      response: file('application/zip'),
      handler: ({ caller, params, query }) => rights.copy(caller, params.id, query.locale),
    }),
    route({
      method: 'get',
      path: '/family/children/:id/data-requests',
      summary: 'What was asked for about the data of the child',
      tag,
      auth: 'signed-in',
      params: child,
      query: dataRequestQuery,
      response: dataRequestPage,
      handler: ({ caller, params, query }) => rights.asked(caller, params.id, query),
    }),
    route({
      method: 'post',
      path: '/family/children/:id/data-requests',
      summary: 'Ask for something about the data of the child, on its behalf; it is answered within a month',
      tag,
      auth: 'signed-in',
      limit: { times: 20, seconds: 3_600 },
      params: child,
      body: newDataRequestBody,
      response: dataRequest,
      status: 201,
      handler: ({ caller, params, body }) => rights.ask(caller, params.id, body),
    }),
    route({
      method: 'post',
      path: '/family/children/:id/stop',
      summary: 'Collect nothing more: every consent is taken back',
      tag,
      auth: 'signed-in',
      params: child,
      response: null,
      handler: ({ caller, params, ...request }) => rights.stop(caller, params.id, where(request)),
    }),
    route({
      method: 'post',
      path: '/family/children/:id/erase',
      summary: 'Forget the child for good',
      tag,
      auth: 'signed-in',
      limit: { times: 10, seconds: 600 },
      params: child,
      body: wire.eraseChildBody,
      response: null,
      handler: ({ caller, params, body, address }) =>
        rights.forget(caller, params.id, { proof: body, address }),
    }),
    route({
      method: 'delete',
      path: '/family/children/:id/guardianship',
      summary: 'Answer for the child no more',
      tag,
      auth: 'signed-in',
      params: child,
      response: null,
      handler: ({ caller, params, ...request }) => family.endGuardianship(caller, params.id, where(request)),
    }),
  ];
}
