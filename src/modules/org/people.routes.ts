import { z } from 'zod';
import type { Database } from '../../platform/database/database.ts';
import { may, type SignedInCaller } from '../../platform/http/caller.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { uuid } from '../../wire/common.ts';
import * as wire from '../../wire/people.ts';
import type { HandOver } from '../classes/hand-over.service.ts';
import { audit } from '../compliance/audit.service.ts';
import { linkTo } from '../identity/one-time-link.service.ts';
import { createResetTokenFor } from '../identity/password-reset.service.ts';
import type { RolesService } from '../identity/roles.service.ts';
import type { PeopleService } from './people.service.ts';

interface Services {
  db: Database;
  people: PeopleService;
  roles: RolesService;
  handOver: HandOver;
  base(reached: { baseUrl: string }): string;
}

const tag = 'People';
const byId = z.strictObject({ id: uuid });
const nothing = z.strictObject({});
const sees = may('people.read');
const manages = may('people.manage');

export function peopleRoutes({ db, people, roles, handOver, base }: Services): Route[] {
  /** A change of somebody, and how they stand afterwards. */
  const change = async (caller: SignedInCaller, id: string, work: Promise<void>) => {
    await work;
    return people.read(caller, id);
  };
  return [
    route({
      method: 'get',
      path: '/people',
      summary: 'The people of my organization, by name',
      tag,
      auth: sees,
      query: wire.peopleQuery,
      response: wire.peoplePage,
      handler: ({ caller, query }) => people.list(caller, query),
    }),
    route({
      method: 'get',
      path: '/people/:id',
      summary: 'One person',
      tag,
      auth: sees,
      params: byId,
      response: wire.personDetail,
      handler: ({ caller, params }) => people.read(caller, params.id),
    }),
    route({
      method: 'patch',
      path: '/people/:id',
      summary: 'Change how somebody is called',
      tag,
      auth: manages,
      params: byId,
      body: wire.changePersonBody,
      response: wire.personDetail,
      handler: async ({ caller, params, body }) => {
        await roles.requireManageable(caller, params.id);
        return people.rename(caller, params.id, body.displayName);
      },
    }),
    route({
      method: 'put',
      path: '/people/:id/roles/:role',
      summary: 'Give a role',
      tag,
      auth: manages,
      params: wire.roleParams,
      response: wire.personDetail,
      handler: ({ caller, params }) =>
        change(caller, params.id, roles.grantRole(caller, params.id, params.role)),
    }),
    route({
      method: 'delete',
      path: '/people/:id/roles/:role',
      summary: 'Take a role',
      tag,
      auth: manages,
      params: wire.roleParams,
      response: wire.personDetail,
      handler: ({ caller, params }) =>
        change(caller, params.id, roles.revokeRole(caller, params.id, params.role)),
    }),
    route({
      method: 'put',
      path: '/people/:id/permissions/:permission',
      summary: 'Give a single right',
      tag,
      auth: manages,
      params: wire.permissionParams,
      response: wire.personDetail,
      handler: ({ caller, params }) =>
        change(caller, params.id, roles.grantPermission(caller, params.id, params.permission)),
    }),
    route({
      method: 'delete',
      path: '/people/:id/permissions/:permission',
      summary: 'Take a single right',
      tag,
      auth: manages,
      params: wire.permissionParams,
      response: wire.personDetail,
      handler: ({ caller, params }) =>
        change(caller, params.id, roles.revokePermission(caller, params.id, params.permission)),
    }),
    route({
      method: 'post',
      path: '/people/:id/sign-out',
      summary: 'Sign somebody out everywhere',
      tag,
      auth: manages,
      params: byId,
      body: nothing,
      response: null,
      handler: ({ caller, params }) => roles.signOut(caller, params.id),
    }),
    route({
      method: 'post',
      path: '/people/:id/suspend',
      summary: 'Close an account; every sign-in of it ends',
      tag,
      auth: manages,
      params: byId,
      body: nothing,
      response: wire.personDetail,
      handler: ({ caller, params }) => change(caller, params.id, roles.suspend(caller, params.id)),
    }),
    route({
      method: 'post',
      path: '/people/:id/reactivate',
      summary: 'Open a closed account again',
      tag,
      auth: manages,
      params: byId,
      body: nothing,
      response: wire.personDetail,
      handler: ({ caller, params }) => change(caller, params.id, roles.reactivate(caller, params.id)),
    }),
    route({
      method: 'post',
      path: '/people/:id/approve',
      summary: 'Let somebody in who signed up',
      tag,
      auth: manages,
      params: byId,
      body: nothing,
      response: wire.personDetail,
      handler: ({ caller, params, baseUrl }) =>
        change(caller, params.id, roles.approve(caller, params.id, `${base({ baseUrl })}/sign-in`)),
    }),
    route({
      method: 'post',
      path: '/people/:id/reset-link',
      summary: 'A link for a new password, to hand over',
      tag,
      auth: manages,
      params: byId,
      body: nothing,
      response: wire.resetLink,
      limit: { times: 60, seconds: 600 },
      handler: async ({ caller, params, baseUrl }) => {
        // a link for whoever stands above the caller would be a way to become them
        await roles.requireManageable(caller, params.id);
        const token = await db.asWorker(async (em) => {
          await audit(em, {
            orgId: caller.orgId,
            actorId: caller.userId,
            action: 'password.link_made',
            entity: 'user',
            entityId: params.id,
          });
          return createResetTokenFor(em, params.id, caller.userId);
        });
        return { link: linkTo(base({ baseUrl }), 'reset', token) };
      },
    }),
    route({
      method: 'post',
      path: '/people/:id/hand-over',
      summary: 'A teacher leaves: classes and sessions pass on, and the account is closed',
      tag,
      auth: manages,
      params: byId,
      body: wire.handOverBody,
      response: wire.handedOver,
      handler: ({ caller, params, body }) => handOver(caller, params.id, body.to),
    }),
  ];
}
