import { z } from 'zod';
import { hasRole } from '../../../platform/http/caller.ts';
import { type Route, route } from '../../../platform/http/route.ts';
import * as wire from '../../../wire/avatars.ts';
import { uuid } from '../../../wire/common.ts';
import type { AvatarService } from './avatar.service.ts';

const tag = 'Progress';
const one = z.strictObject({ id: uuid });
const ofLearner = { tag, auth: hasRole('student'), consent: 'account' } as const;

export function avatarRoutes(avatars: AvatarService): Route[] {
  return [
    route({
      ...ofLearner,
      method: 'get',
      path: '/me/avatars',
      summary: 'The avatars that there are, mine among them, with my coins and keys',
      query: wire.inLocale,
      response: wire.avatarRoom,
      handler: ({ caller, query }) => avatars.room(caller, query.locale),
    }),
    route({
      ...ofLearner,
      method: 'put',
      path: '/me/avatar',
      summary: 'Wear an avatar of mine, or none',
      body: wire.wearing,
      response: null,
      handler: ({ caller, body }) => avatars.wear(caller, body.avatarId),
    }),
    route({
      ...ofLearner,
      method: 'post',
      path: '/me/avatars/:id/buy',
      summary: 'Buy an avatar at the price that I saw',
      params: one,
      body: wire.price,
      response: null,
      handler: ({ caller, params, body }) => avatars.buy(caller, params.id, body),
    }),
  ];
}
