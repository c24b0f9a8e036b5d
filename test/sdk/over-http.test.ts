import { ClientState } from '@colyseus/core';
import { createTutti, type HostChallenge, type PlayerChallenge, type Tutti } from '@tutti/client';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { frameOf, maxQueuedBytes, sendFrame } from '../../src/platform/realtime/frames.ts';
import { httpRoomsPath } from '../../src/wire/rooms-over-http.ts';
import type { Joined, Seat } from '../../src/wire/session.ts';
import { ask } from '../support/class-play.ts';
import { type NarrowProxy, startNarrowProxy } from '../support/narrow-proxy.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { next, openClass, phase, signedIn, someChoices, until } from './support/class.ts';

/** Between these people and the real server stands a filter that lets no WebSocket through. */
let server: TestServer;
let proxy: NarrowProxy;
let teacher: Tutti;
beforeAll(async () => {
  server = await startTestServer();
  proxy = await startNarrowProxy(server.url);
  teacher = await signedIn(proxy.url, server.teacher);
});
afterAll(async () => {
  await proxy?.close();
  await server?.stop();
});

const join = (pin: string, nickname: string) => createTutti({ url: proxy.url }).join({ pin, nickname });

describe('where WebSockets are blocked', () => {
  it('[DUR-9] a whole class is played, with a host, and nobody does anything for it', async () => {
    const { host, pin, session } = await openClass(teacher);
    const players = await Promise.all(['Ada', 'Ben', 'Cem'].map((name) => join(pin, name)));
    // found out once and remembered: the host tried first, the others came after
    expect(proxy.tried).toBe(1);
    await host.start();
    for (let round = 0; round < host.view.of; round += 1) {
      await Promise.all(
        [host, ...players].map((one) =>
          until(one, ({ phase }) => phase.name === 'question' && phase.question.round === round),
        ),
      );
      await Promise.all(players.map((player) => player.answer(someChoices(player))));
      await until(host, ({ phase }) => phase.name === 'reveal');
      expect(phase(host, 'reveal').reveal.answered).toBe(3);
      await host.next();
      if (host.view.phase.name === 'standings') await host.next();
    }
    await Promise.all([host, ...players].map((one) => until(one, ({ phase }) => phase.name === 'podium')));
    const ended = Promise.all(players.map((player) => next(player, 'closed')));
    await host.end();
    expect((await ended).map(({ code }) => code)).toEqual(Array(3).fill('session/ended'));
    expect(proxy.tried).toBe(1);
    const { rows } = await server.app.db.jobs.query(
      `SELECT count(*)::int AS n FROM live_events WHERE session_id = $1 AND type = 'answer.accepted'`,
      [session.id],
    );
    expect(rows[0].n).toBe(3 * host.view.of);
  }, 60_000);

  it.each(['hangs up', 'says nothing'] as const)('[DUR-9] also by something that %s', async (barrier) => {
    // the same filter under another name, of which nothing is known yet
    const url = proxy.url.replace('127.0.0.1', barrier === 'hangs up' ? 'localhost' : '127.1');
    proxy.barrier = barrier;
    const { host, pin } = await openClass(teacher);
    const ada = await createTutti({ url }).join({ pin, nickname: 'Ada' });
    expect(ada.connection).toBe('connected');
    expect(ada.view.you?.nickname).toBe('Ada');
    await host.end();
    proxy.barrier = 'refuses';
  });
});

describe('a seat over HTTP', () => {
  let host: HostChallenge;
  let pin: string;
  let ada: PlayerChallenge;
  beforeEach(async () => {
    ({ host, pin } = await openClass(teacher));
    [ada] = await Promise.all([join(pin, 'Ada'), join(pin, 'Ben')]);
    await host.start();
    await until(ada, ({ phase }) => phase.name === 'question');
    return () => host.end();
  });

  it('[DUR-9] [DUR-7] comes back after a cut with the own answer, which counts once', async () => {
    const answering = ada.answer(someChoices(ada));
    // between two polls there is nothing to cut
    const cutting = setInterval(() => proxy.cut(), 20);
    await until(ada, ({ connection }) => connection === 'reconnecting');
    clearInterval(cutting);
    await answering;
    await until(ada, ({ connection }) => connection === 'connected');
    await until(host, ({ connection, progress }) => connection === 'connected' && progress?.answered === 1);
    expect(ada.view.answer).toMatchObject({ status: 'saved' });
  });

  it('[DUR-9] [HST-1] hears why it ended: removed, or replaced by a second tab', async () => {
    const replaced = next(ada, 'closed');
    const second = await createTutti({ url: proxy.url }).resume(ada.resumeToken);
    expect((await replaced).code).toBe('challenge/replaced');
    const removed = next(second, 'closed');
    await host.kick(second.participantId);
    expect((await removed).code).toBe('join/kicked');
    await expect(createTutti({ url: proxy.url }).resume(ada.resumeToken)).rejects.toMatchObject({
      code: 'join/kicked',
    });
  });

  it('[DUR-9] [ANS-4] is taken anew by itself after a frame that was too large', async () => {
    const line = ada as unknown as { keeper: { send(type: string, payload: unknown): void } };
    for (const bytes of [17_000, 100_000]) {
      line.keeper.send('submitAnswer', { padding: 'x'.repeat(bytes) });
      await until(ada, ({ connection }) => connection === 'reconnecting');
      await until(ada, ({ connection }) => connection === 'connected');
    }
    await ada.answer(someChoices(ada));
    expect(host.connection).toBe('connected');
  });

  it('[DUR-9] lets go when it leaves', async () => {
    await ada.leave();
    await until(host, ({ host }) =>
      host!.players.some(({ nickname, connected }) => nickname === 'Ada' && !connected),
    );
  });
});

/** By hand, as somebody would who has no good intentions. */
describe('the way over HTTP', () => {
  let pin: string;
  let host: HostChallenge;
  beforeAll(async () => {
    ({ pin, host } = await openClass(teacher));
    return () => host.end();
  });

  const seatOf = async (nickname: string) =>
    ((await ask(server.url, 'POST', '/join', { pin, nickname })).body as Joined).seat;

  function knock(auth: object, headers: Record<string, string> = {}): Socket {
    return io(server.url, {
      path: httpRoomsPath,
      transports: ['polling'],
      forceNew: true,
      reconnection: false,
      auth,
      extraHeaders: headers,
    });
  }
  const endOf = async (socket: Socket): Promise<unknown> =>
    Promise.race([
      new Promise((resolve) => socket.once('closed', resolve)),
      new Promise((resolve) => socket.once('connect_error', ({ message }) => resolve(message))),
    ]);
  async function seated(seat: Seat): Promise<Socket> {
    const socket = knock(seat);
    await new Promise((resolve) => socket.once('frame', resolve));
    return socket;
  }

  it('[DUR-9] [JOIN-2] [EDG-3] takes a seat that was reserved, once, and nothing else', async () => {
    const seat = await seatOf('Ann');
    for (const forged of [
      {},
      { ...seat, sessionId: 'abcdefghi' },
      { ...seat, sessionId: { $ne: '' } },
      { ...seat, roomId: '../health' },
      { ...seat, sessionId: `${seat.sessionId}&reconnectionToken=x` },
      { ...seat, roomId: 'no-such-room' },
    ])
      expect([4002, 'Unexpected server response: 404'], JSON.stringify(forged)).toContain(
        await endOf(knock(forged)),
      );
    const ann = await seated(seat);
    expect(await endOf(knock(seat))).toBe(4002);
    ann.disconnect();
  });

  it('[DUR-9] [EDG-1] is closed to a foreign page, also with a good seat', async () => {
    const foreign = knock(await seatOf('Bea'), { origin: 'https://evil.example' });
    expect(await endOf(foreign)).toBe('xhr poll error');
    const own = knock(await seatOf('Cem'), { origin: server.url });
    await new Promise((resolve) => own.once('frame', resolve));
    own.disconnect();
  });

  it('[DUR-9] [EDG-4] has the limits of a WebSocket: 16 KB a frame, 20 messages a second', async () => {
    const greedy = await seated(await seatOf('Dee'));
    greedy.emit('frame', Buffer.alloc(16_385));
    expect(await endOf(greedy)).toBe(1009);
    const hasty = await seated(await seatOf('Eve'));
    hasty.emit('frame', Buffer.of(10));
    for (let i = 0; i < 60; i++) hasty.emit('frame', Buffer.of(13, 0xa1, 0x78));
    expect(await endOf(hasty)).toBe(4002);
    const wordy = await seated(await seatOf('Fay'));
    wordy.emit('frame', 'not binary');
    expect(await endOf(wordy)).toBe(1006);
  });

  it('[DUR-8] lets go of who polls no more, when 1 MB waits and not before, and lets them come back', async () => {
    const { body } = await ask(server.url, 'POST', '/join', { pin, nickname: 'Gus' });
    const { seat, resumeToken } = body as Joined;
    await stopPolling(seat);
    const room = server.app.realtime.matchMaker.getLocalRoomById(seat.roomId);
    const client = () => room.clients.find(({ sessionId }) => sessionId === seat.sessionId);
    await vi.waitUntil(() => client()?.state === ClientState.JOINED);
    const frame = frameOf('clock', { id: 1, at: 1, padding: 'x'.repeat(16_000) });
    let sent = 0;
    for (; client() && sent < 400; sent++) {
      sendFrame(client()!, frame);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const mostBytes = maxQueuedBytes + 400_000; // what may wait, and what is on its way
    expect(sent * frame.wire.length).toBeGreaterThan(maxQueuedBytes);
    expect(sent * frame.wire.length).toBeLessThan(mostBytes);
    expect(host.connection).toBe('connected');
    const back = await createTutti({ url: server.url }).resume(resumeToken);
    expect(back.view.you?.nickname).toBe('Gus');
    await back.leave();
  });

  /** Takes the seat by bare requests, as Engine.IO and Socket.IO write them, and then asks for nothing more. */
  async function stopPolling({ processId, roomId, sessionId }: Seat): Promise<void> {
    const at = `${server.url}${httpRoomsPath}?EIO=4&transport=polling`;
    const opened = await (await fetch(at)).text();
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
    const say = (body: string) => fetch(`${at}&sid=${sid}`, { method: 'POST', body });
    await say(`40${JSON.stringify({ processId, roomId, sessionId })}`);
    for (let heard = ''; !heard.includes('frame'); ) heard = await (await fetch(`${at}&sid=${sid}`)).text();
    const letMeIn = Buffer.of(10).toString('base64');
    await say(`451-["frame",{"_placeholder":true,"num":0}]\x1eb${letMeIn}`);
  }
});
