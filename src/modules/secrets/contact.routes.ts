import { hasRole, may } from '../../platform/http/caller.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { discloseContactBody, ownContact, signInParams } from '../../wire/sign-ins.ts';
import type { ContactService } from './contact.service.ts';

const tag = 'Family';
const guardian = hasRole('guardian');

export function contactRoutes(contact: ContactService): Route[] {
  return [
    route({
      method: 'get',
      path: '/me/contact',
      summary: 'My telephone and address',
      tag,
      auth: guardian,
      response: ownContact,
      handler: ({ caller }) => contact.read(caller),
    }),
    route({
      method: 'put',
      path: '/me/contact',
      summary: 'Keep my telephone and address, or delete them',
      tag,
      auth: guardian,
      limit: { times: 60, seconds: 600 },
      body: ownContact,
      response: ownContact,
      handler: ({ caller, body }) => contact.save(caller, body),
    }),
    route({
      method: 'post',
      path: '/people/:id/contact',
      summary: 'A guardian’s telephone and address, for a reason that is written down',
      tag: 'People',
      auth: may('people.manage'),
      limit: { times: 30, seconds: 600 },
      params: signInParams,
      body: discloseContactBody,
      response: ownContact,
      handler: ({ caller, params, body }) => contact.disclose(caller, params.id, body.interest),
    }),
  ];
}
