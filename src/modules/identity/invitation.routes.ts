import { z } from 'zod';
import { type Route, route } from '../../platform/http/route.ts';
import { page, pageQuery, uuid } from '../../wire/common.ts';
import {
  acceptInvitationBody,
  createdInvitation,
  invitation,
  invitationLink,
  inviteBody,
  linkQuery,
  signedIn,
} from '../../wire/identity.ts';
import { mayInvite } from './invitation.policy.ts';
import { presentInvitation } from './invitation.presenter.ts';
import type { InvitationService } from './invitation.service.ts';
import { linkTo } from './one-time-link.service.ts';
import { presentSignedIn, type SignInConfig } from './signed-in.presenter.ts';

export interface InvitationRoutesOptions {
  config: SignInConfig;
  invitations: InvitationService;
}

const tag = 'Invitations';
const limit = { times: 120, seconds: 60 };
const listQuery = pageQuery.extend({ cursor: uuid.optional() });

export function invitationRoutes({ config, invitations }: InvitationRoutesOptions): Route[] {
  return [
    route({
      method: 'get',
      path: '/invitations',
      summary: 'Invitations of my organization, newest first',
      tag,
      auth: mayInvite,
      query: listQuery,
      response: page(invitation),
      handler: async ({ caller, query }) => {
        const rows = await invitations.list(caller.orgId, query);
        const items = rows.slice(0, query.limit).map(presentInvitation);
        return { items, nextCursor: rows.length > query.limit ? items.at(-1)!.id : null };
      },
    }),
    route({
      method: 'post',
      path: '/invitations',
      summary: 'Invite somebody who works here',
      tag,
      auth: mayInvite,
      limit,
      idempotent: true,
      body: inviteBody,
      response: createdInvitation,
      status: 201,
      handler: async ({ caller, body, baseUrl, idempotencyKey }) => {
        const { row, token } = await invitations.create(caller, body, { idempotencyKey, baseUrl });
        return { ...presentInvitation(row), link: linkTo(baseUrl, 'invite', token) };
      },
    }),
    route({
      method: 'delete',
      path: '/invitations/:id',
      summary: 'Withdraw an open invitation',
      tag,
      auth: mayInvite,
      params: z.strictObject({ id: uuid }),
      response: null,
      handler: ({ caller, params }) => invitations.withdraw(caller, params.id),
    }),
    route({
      method: 'get',
      path: '/invitations/link',
      summary: 'What does this invitation invite to?',
      tag,
      auth: 'anyone',
      limit,
      query: linkQuery,
      response: invitationLink,
      handler: ({ query }) => invitations.preview(query.token),
    }),
    route({
      method: 'post',
      path: '/invitations/accept',
      summary: 'Make an account with an invitation',
      tag,
      auth: 'anyone',
      limit,
      body: acceptInvitationBody,
      response: signedIn,
      status: 201,
      handler: async ({ body, userAgent, reply }) =>
        presentSignedIn(await invitations.accept(body, userAgent), 'cookie', reply, config),
    }),
  ];
}
