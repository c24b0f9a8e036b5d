import { type Route, route } from '../../platform/http/route.ts';
import * as wire from '../../wire/session.ts';
import type { CoHosts } from './co-host.service.ts';
import type { JoinService } from './join.service.ts';
import type { NameReviews } from './name-review.service.ts';
import { deviceHash, playerDevice } from './player-device.ts';
import type { ReturnCodes } from './return-code.service.ts';
import type { Spectators } from './spectator.service.ts';

interface Services {
  joining: JoinService;
  returnCodes: ReturnCodes;
  nameReviews: NameReviews;
  coHosts: CoHosts;
  spectators: Spectators;
  https: boolean;
}

const tag = 'Live sessions';

/** The ways into a class beside PIN and nickname. */
export function joiningRoutes({
  joining,
  returnCodes,
  nameReviews,
  coHosts,
  spectators,
  https,
}: Services): Route[] {
  const device = playerDevice(https);
  return [
    route({
      method: 'post',
      path: '/join/return',
      summary: 'Come back from another device, with the code that the host shows',
      tag,
      auth: 'anyone',
      body: wire.returnBody,
      response: wire.joined,
      async handler({ body, address, cookies, reply }) {
        const hash = deviceHash(device.keep(cookies, reply));
        const player = await returnCodes.redeem({ ...body, address, device: hash });
        return joining.seatOf(player, { address, locale: body.locale ?? player.locale });
      },
    }),
    route({
      method: 'post',
      path: '/join/name',
      summary: 'Another name, after the host refused the first one',
      tag,
      auth: 'anyone',
      body: wire.proposeNameBody,
      response: wire.proposedName,
      handler: ({ body }) => nameReviews.propose(body),
    }),
    route({
      method: 'post',
      path: '/watch',
      summary: 'Watch a session without playing, where its host allows that',
      tag,
      auth: 'anyone',
      body: wire.watchBody,
      response: wire.watching,
      status: 201,
      handler: ({ body, address, cookies }) =>
        spectators.watch({
          ...body,
          shapes: body.shapes,
          address,
          device: deviceHash(device.read(cookies)),
        }),
    }),
    route({
      method: 'post',
      path: '/watch/again',
      summary: 'Go on watching',
      tag,
      auth: 'anyone',
      body: wire.watchAgainBody,
      response: wire.watching,
      handler: ({ body, cookies }) => spectators.again({ ...body, device: deviceHash(device.read(cookies)) }),
    }),
    route({
      method: 'post',
      path: '/co-host',
      summary: 'Open the link of a co-host: it works once, and gives host powers in one session',
      tag,
      auth: 'anyone',
      body: wire.coHostBody,
      response: wire.coHostSeat,
      status: 201,
      handler: ({ body }) => coHosts.accept(body),
    }),
    route({
      method: 'post',
      path: '/co-host/seat',
      summary: 'Come back as the same co-host',
      tag,
      auth: 'anyone',
      body: wire.coHostBody,
      response: wire.coHostSeat,
      handler: ({ body }) => coHosts.seat(body),
    }),
  ];
}
