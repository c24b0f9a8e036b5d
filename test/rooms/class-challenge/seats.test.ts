import type { Tutti } from '@tutti/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Seat } from '../../../src/wire/session.ts';
import { ask, countEvents, type OpenClass, openClass, signIn, until } from '../../support/class-play.ts';
import { openSeat } from '../../support/raw-client.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let teacher: Tutti;
let open: OpenClass;
let other: OpenClass;
beforeAll(async () => {
  server = await startTestServer({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
  teacher = await signIn(server.url, server.teacher);
  open = await openClass(teacher);
  other = await openClass(teacher);
});
afterAll(() => server?.stop());

async function seatOf(nickname: string, pin = open.pin): Promise<Seat> {
  return (await ask(server.url, 'POST', '/join', { pin, nickname })).body.seat;
}
const addressOf = ({ processId, roomId, sessionId }: Seat) =>
  `/${processId}/${roomId}?sessionId=${sessionId}`;

/** How a raw socket on this path ends: the status of the handshake, or the code it was closed with. */
function knock(path: string): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`);
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode!));
    socket.on('close', resolve);
    socket.on('error', () => {});
  });
}

describe('a room', () => {
  test('[JOIN-2] [EDG-3] is entered with a seat of its own once, and by nothing else', async () => {
    const seat = await seatOf('Ann');
    const foreign = await seatOf('Ann', other.pin);
    const before = await countEvents(server.app.db.jobs, open.id);
    const { processId, roomId } = seat;
    for (const path of [
      '/',
      `/${processId}/${roomId}`,
      `/${processId}/${roomId}?sessionId=`,
      `/${roomId}?sessionId=${seat.sessionId}`,
      `/${processId}/nosuchroom?sessionId=${seat.sessionId}`,
    ])
      expect([404, 4002], path).toContain(await knock(path));
    for (const sessionId of [
      'abcdefghi',
      foreign.sessionId,
      seat.sessionId.toLowerCase(),
      '__proto__',
      'constructor',
    ])
      expect(await knock(addressOf({ ...seat, sessionId })), sessionId).toBe(4002);
    expect(
      await knock(`${addressOf({ ...seat, sessionId: 'abcdefghi' })}&reconnectionToken=x`),
    ).toBeGreaterThan(4000);
    expect(await countEvents(server.app.db.jobs, open.id)).toBe(before);

    const ann = await openSeat(server.url, seat);
    await until(() => ann.messages.length > 0, 'the welcome');
    expect(await knock(addressOf(seat))).toBe(4002);
    expect(await countEvents(server.app.db.jobs, open.id)).toBe(before + 1);
    ann.close();
  });

  test('[JOIN-2] [EDG-3] lets in one of 10 who come with the same seat at once', async () => {
    const seat = await seatOf('Bea');
    const entered = await Promise.allSettled(Array.from({ length: 10 }, () => openSeat(server.url, seat)));
    expect(entered.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('[JOIN-2] [EDG-3] keeps a seat for a while and not longer', async () => {
    const seat = await seatOf('Cy');
    const room = server.app.realtime.matchMaker.getLocalRoomById(seat.roomId);
    expect(room.seatReservationTimeout).toBe(15);
    room.seatReservationTimeout = 0.2;
    const short = await seatOf('Dee');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await knock(addressOf(short))).toBe(4002);
    room.seatReservationTimeout = 15;
  });

  test.each(['create', 'joinOrCreate', 'join', 'joinById', 'reconnect'])(
    '[JOIN-2] cannot be reached by matchmaking: %s is closed',
    async (method) => {
      const { roomId } = await seatOf(`Eve ${method}`);
      for (const name of ['class_challenge', roomId]) {
        const response = await fetch(`${server.url}/matchmake/${method}/${name}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ sessionId: open.id, role: 'host' }),
        });
        expect(response.status).toBe(404);
      }
    },
  );

  test('[JOIN-2] [EDG-3] is in no listing', async () => {
    const { roomId } = await seatOf('Fay');
    for (const path of ['/matchmake', '/matchmake/', '/matchmake/class_challenge', '/colyseus', '/rooms']) {
      const text = await (await fetch(`${server.url}${path}`)).text();
      expect(text).not.toContain(open.id);
      expect(text).not.toContain(roomId);
    }
  });

  test('[EDG-1] is not entered from a foreign page, even with a good seat', async () => {
    const seat = await seatOf('Gus');
    const status = await new Promise((resolve) => {
      const origin = 'https://evil.example';
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}${addressOf(seat)}`, {
        headers: { origin },
      });
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
      socket.on('error', () => {});
    });
    expect(status).toBe(403);
  });
});

test('[JOIN-3] a class is full as soon as every place is promised, and who was promised one gets in', async () => {
  const small = await openClass(teacher, { cap: 2 });
  const seats = [];
  for (const name of ['Ann', 'Ben']) seats.push(await seatOf(name, small.pin));
  expect(await ask(server.url, 'POST', '/join', { pin: small.pin, nickname: 'Cem' })).toMatchObject({
    status: 403,
    body: { code: 'join/full' },
  });
  const inside = await Promise.all(seats.map((seat) => openSeat(server.url, seat)));
  await until(() => inside.every(({ messages }) => messages.length > 0), 'both are welcomed');
  await small.host.end();
});
