import { z } from 'zod';
import { AppError } from '../../platform/http/app-error.ts';
import { type Authenticate, may } from '../../platform/http/caller.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { locale, uuid } from '../../wire/common.ts';
import * as wire from '../../wire/session.ts';
import type { Entrance } from './entrance.ts';
import type { JoinService } from './join.service.ts';
import type { PinGuard } from './pin-guard.ts';
import { playerDevice } from './player-device.ts';
import type { SessionService } from './session.service.ts';

interface Services {
  sessions: SessionService;
  joining: JoinService;
  entrance: Entrance;
  guard: PinGuard;
  authenticate: Authenticate;
  https: boolean;
}

const tag = 'Live sessions';
const host = may('sessions.host');
const one = z.strictObject({ id: uuid });

export function liveRoutes({ sessions, joining, entrance, guard, authenticate, https }: Services): Route[] {
  const device = playerDevice(https);

  return [
    route({
      method: 'post',
      path: '/sessions',
      summary: 'Open a session of a mission and get its PIN',
      tag,
      auth: host,
      body: wire.openSessionBody,
      response: wire.session,
      status: 201,
      idempotent: true,
      async handler({ caller, body, idempotencyKey, address }) {
        const session = await sessions.open(caller, { ...body, idempotencyKey });
        guard.entered(address, session.id);
        return session;
      },
    }),
    route({
      method: 'get',
      path: '/sessions',
      summary: 'The own sessions, or those of one class, newest first',
      tag,
      auth: host,
      query: wire.sessionQuery,
      response: wire.sessionPage,
      handler: ({ caller, query }) => sessions.list(caller, query),
    }),
    route({
      method: 'get',
      path: '/sessions/:id',
      summary: 'One session',
      tag,
      auth: host,
      params: one,
      response: wire.session,
      handler: ({ caller, params }) => sessions.get(caller, params.id),
    }),
    route({
      method: 'post',
      path: '/sessions/:id/seat',
      summary: 'A seat in the room: as host, or as projector',
      tag,
      auth: host,
      params: one,
      body: wire.hostSeatBody,
      response: wire.hostSeat,
      async handler({ caller, params, body, address }) {
        const seated = await sessions.seat(caller, params.id, { as: body.as, locale: body.locale ?? 'en' });
        guard.entered(address, params.id);
        return seated;
      },
    }),
    route({
      method: 'get',
      path: '/join',
      summary: 'What a PIN opens, and names to choose from',
      tag,
      auth: 'anyone',
      query: wire.pinQuery.extend({ locale: locale.default('en') }),
      response: wire.pinPreview,
      handler: ({ query, address }) => joining.preview({ ...query, address }),
    }),
    route({
      method: 'post',
      path: '/join',
      summary: 'Join a session with PIN and nickname, or without a nickname under the own account',
      tag,
      auth: 'anyone',
      body: wire.joinBody,
      response: wire.joined,
      status: 201,
      async handler({ body: { nickname, shapes, ...entry }, address, cookies, reply, bearerToken }) {
        await entrance.turn();
        const request = { ...entry, shapes, address, device: device.keep(cookies, reply) };
        if (nickname !== undefined) return joining.join({ ...request, nickname });
        if (bearerToken === undefined) throw new AppError('nickname/empty');
        return joining.joinAs(await authenticate(bearerToken), request);
      },
    }),
    route({
      method: 'post',
      path: '/rejoin',
      summary: 'Come back as the same player',
      tag,
      auth: 'anyone',
      body: wire.rejoinBody,
      response: wire.joined,
      async handler({ body, address }) {
        await entrance.turn();
        return joining.rejoin({ ...body, address });
      },
    }),
  ];
}
