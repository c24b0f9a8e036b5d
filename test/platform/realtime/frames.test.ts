import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import {
  type Client,
  ClientState,
  defineRoom,
  defineServer,
  matchMaker,
  Room,
  type Server,
} from '@colyseus/core';
import { Client as SdkClient, type Room as SdkRoom } from '@colyseus/sdk';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import {
  type Frame,
  frameOf,
  maxQueuedBytes,
  packed,
  pairFrames,
  sendFrame,
  slowClientsDropped,
} from '../../../src/platform/realtime/frames.ts';
import { until } from '../../support/class-play.ts';

/** Sends to everybody what the test asks for; greets whoever is still joining. */
class TellingRoom extends Room {
  override autoDispose = false;
  static readonly greeting: Frame = frameOf('greeting', { text: 'queued while joining' });

  override onJoin(client: Client): void {
    sendFrame(client, TellingRoom.greeting);
  }

  tell(frame: Frame): void {
    for (const client of this.clients) sendFrame(client, frame);
  }
}

let http: HttpServer;
let game: Server;
let sdk: SdkClient;
let room: TellingRoom;
beforeAll(async () => {
  http = createServer();
  const transport = new WebSocketTransport({ noServer: true });
  transport.attachToServer(http);
  game = defineServer({
    rooms: { telling: defineRoom(TellingRoom) },
    transport,
    greet: false,
    gracefullyShutdown: false,
  });
  await matchMaker.accept();
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  sdk = new SdkClient(`ws://127.0.0.1:${portOf(http)}`);
  const { roomId } = await matchMaker.createRoom('telling', {});
  room = matchMaker.getLocalRoomById(roomId) as TellingRoom;
});
afterAll(async () => {
  await game?.gracefullyShutdown(false);
  http?.closeAllConnections();
  http?.close();
});

const portOf = (server: HttpServer) => (server.address() as { port: number }).port;

/** A seat as our own routes give it, taken by the stock SDK. */
async function join(): Promise<{ seated: SdkRoom; heard: [string, unknown][] }> {
  const seat = await matchMaker.joinById(room.roomId, {});
  const seated = await sdk.consumeSeatReservation(seat as never);
  const heard: [string, unknown][] = [];
  seated.onMessage('*', (type, payload) => heard.push([String(type), payload]));
  await until(() => clientOf(seated)?.state === ClientState.JOINED, 'the server knows that the client is in');
  return { seated, heard };
}

const clientOf = ({ sessionId }: { sessionId: string }) =>
  room.clients.find((client) => client.sessionId === sessionId);

/** Resolves when the seat is free on the server too. */
async function leave(seated: SdkRoom): Promise<void> {
  await seated.leave();
  await until(() => !clientOf(seated), 'the seat is free');
}

const textOf = (bytes: number) => 'ü'.repeat(Math.ceil(bytes / 2));
const sizes = [0, 1, 60, 124, 125, 126, 127, 1_000, 65_533, 65_535, 65_536, 70_000, 300_000];

test.each(sizes)(
  'a message of %i bytes and more is read by the stock Colyseus SDK as it was sent',
  async (bytes) => {
    const { seated, heard } = await join();
    const payload = { text: textOf(bytes), list: [1, null, true] };
    room.tell(frameOf('telling', payload));
    await until(() => heard.some(([type]) => type === 'telling'), 'the message came');
    expect(heard.find(([type]) => type === 'telling')).toEqual(['telling', payload]);
    await seated.leave();
  },
);

test('a pair holds the part for all and the own one, in the order of the wire', async () => {
  const { seated, heard } = await join();
  const withOwn = pairFrames('result', packed({ key: [2] }));
  room.tell(withOwn({ points: 912 }));
  room.tell(withOwn(null));
  await until(() => heard.filter(([type]) => type === 'result').length === 2, 'both came');
  expect(heard.filter(([type]) => type === 'result').map(([, payload]) => payload)).toEqual([
    [{ key: [2] }, { points: 912 }],
    [{ key: [2] }, null],
  ]);
  await leave(seated);
});

test('a client that is still joining gets what was sent meanwhile, once and first', async () => {
  const { seated, heard } = await join();
  room.tell(frameOf('telling', 1));
  await until(() => heard.length === 2, 'both came');
  expect(heard).toEqual([
    ['greeting', { text: 'queued while joining' }],
    ['telling', 1],
  ]);
  await leave(seated);
});

test('frames mix with what Colyseus sends by itself, in order', async () => {
  const { seated, heard } = await join();
  for (let i = 0; i < 50; i++) {
    room.tell(frameOf('telling', i));
    for (const client of room.clients) client.send('stock', i);
  }
  await until(() => heard.length === 101, 'all came');
  const expected = Array.from({ length: 50 }, (_, i) => [
    ['telling', i],
    ['stock', i],
  ]).flat();
  expect(heard.slice(1)).toEqual(expected);
  await leave(seated);
});

test.each([1, 124, 125, 126, 65_535, 65_536])(
  'around a payload of %i bytes the ready frame is byte for byte what `ws` would send',
  async (bytes) => {
    const { wire, message } = frameOf('t', textOf(bytes));
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    server.on('connection', (socket) => socket.send(message, { binary: true }));
    const { socket, received } = await openRaw((server.address() as { port: number }).port);
    await until(() => received().length >= wire.length, 'the whole frame came');
    expect(received().equals(wire)).toBe(true);
    socket.destroy();
    server.close();
  },
);

test('the sender that frames are handed to is there in this version of ws, and writes them as they are', async () => {
  const { seated } = await join();
  const client = clientOf(seated);
  const socket = client!.ref as unknown as {
    _sender: { sendFrame(parts: Buffer[], done?: () => void): void };
  };
  const handed: Buffer[][] = [];
  const { sendFrame: original } = socket._sender;
  socket._sender.sendFrame = function (parts, done) {
    handed.push(parts);
    original.call(this, parts, done);
  };
  const frame = frameOf('telling', 'one write');
  sendFrame(client!, frame);
  expect(handed).toEqual([[frame.wire]]);
  await leave(seated);
});

test('nothing is sent to a client that has gone', async () => {
  const { seated } = await join();
  const client = clientOf(seated);
  await leave(seated);
  expect(() => sendFrame(client!, frameOf('telling', 1))).not.toThrow();
});

test('[DUR-8] a client that reads nothing is dropped when 1 MB waits for it, and the others hear everything', async () => {
  const { seated, heard } = await join();
  const droppedBefore = slowClientsDropped();
  const deaf = await joinDeaf();
  await until(() => room.clients.length === 2, 'both are in');
  const deafClient = room.clients.find(({ sessionId }) => sessionId !== seated.sessionId)!;
  const ref = deafClient.ref as unknown as WebSocket;

  const frame = frameOf('telling', 'x'.repeat(16_384));
  let sent = 0;
  let mostWaiting = 0;
  while (room.clients.length === 2 && sent < 4_000) {
    room.tell(frame);
    sent++;
    mostWaiting = Math.max(mostWaiting, ref.bufferedAmount);
    if (sent % 20 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  await until(() => room.clients.length === 1, 'the deaf one was dropped');
  room.tell(frameOf('last', 'still here'));
  await until(() => heard.some(([type]) => type === 'last'), 'the other one hears the last word');

  expect(slowClientsDropped()).toBe(droppedBefore + 1);
  expect(mostWaiting).toBeGreaterThan(maxQueuedBytes);
  expect(mostWaiting).toBeLessThanOrEqual(maxQueuedBytes + 2 * frame.wire.length);
  expect(heard.filter(([type]) => type === 'telling')).toHaveLength(sent);
  expect(seated.connection.isOpen).toBe(true);
  deaf.destroy();

  const again = await join();
  expect(again.seated.connection.isOpen).toBe(true);
  await leave(again.seated);
  await leave(seated);
});

/** Takes a seat by hand and then reads no more. */
async function joinDeaf(): Promise<Socket> {
  const seat = (await matchMaker.joinById(room.roomId, {})) as unknown as {
    sessionId: string;
    processId: string;
    roomId: string;
  };
  const socket = new WebSocket(
    `ws://127.0.0.1:${portOf(http)}/${seat.processId}/${seat.roomId}?sessionId=${seat.sessionId}`,
  );
  await once(socket, 'message'); // the room's hello
  socket.send(Buffer.of(10));
  await once(socket, 'message');
  const raw = (socket as unknown as { _socket: Socket })._socket;
  raw.pause();
  return raw;
}

async function openRaw(port: number): Promise<{ socket: Socket; received(): Buffer }> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write(
    [
      'GET / HTTP/1.1',
      'Host: localhost',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
      '\r\n',
    ].join('\r\n'),
  );
  const received = () => {
    const all = Buffer.concat(chunks);
    const head = all.indexOf('\r\n\r\n');
    return head < 0 ? Buffer.alloc(0) : all.subarray(head + 4);
  };
  return { socket, received };
}
