import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { createClient } from 'redis';
import { io as connect, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAuthenticate } from '../../../src/modules/identity/caller.service.ts';
import { createSignOuts } from '../../../src/modules/identity/sign-outs.ts';
import { createPush } from '../../../src/modules/notify/push.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { pushAcrossProcesses } from '../../../src/platform/realtime/push-adapter.ts';
import { startRealtime } from '../../../src/platform/realtime/server.ts';
import { createAnnouncing } from '../../../src/platform/redis/announcements.ts';
import { connectRedis } from '../../../src/platform/redis/redis.ts';
import type { SessionChanged } from '../../../src/wire/push.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { startWire, type Wire } from '../../support/wire.ts';

const keys = deriveKeys('a secret of two servers, long enough');
const log = pino({ level: 'silent' });
let players = 0;
const change = (): SessionChanged => ({ id: randomUUID(), status: 'running', players: ++players });

const redis: TestRedis | null = await startTestRedis();
let wire: Wire;
let database: TestDatabase;
let db: Database;
let people: ReturnType<typeof createPeople>;
let nodes: [Node, Node];
const open: Socket[] = [];

type Node = Awaited<ReturnType<typeof startNode>>;

/** What one process has of push. */
async function startNode() {
  const limits = {
    requestsPerMinute: 6_000,
    messagesPerSecond: 20,
    jsonBytes: 65_536,
    roomMessageBytes: 16_384,
    pushMessageBytes: 65_536,
  };
  const connection = await connectRedis(wire.url, log);
  const signOuts = createSignOuts(createAnnouncing({ redis: connection, keys: keys.redis }));
  const realtime = await startRealtime({
    config: { port: 0, host: '127.0.0.1', limits, allowedOrigins: [] },
    app: (_request, response) => void response.end(),
    rooms: {},
    isAllowedOrigin: () => true,
    pushAdapter: await pushAcrossProcesses(connection, keys.redis),
    log,
  });
  const authenticate = createAuthenticate(db.jobs, keys, signOuts);
  const { onSignedOut } = signOuts;
  const push = createPush({ io: realtime.io, authenticate, onSignedOut, log, messagesPerSecond: 20 });
  await realtime.listen();
  return {
    url: `http://127.0.0.1:${realtime.port}`,
    push,
    signOuts,
    connection,
    async stop() {
      push.close();
      await realtime.close();
      connection.close();
    },
  };
}

describe.skipIf(redis === null)('push across processes', () => {
  beforeAll(async () => {
    wire = await startWire(redis!.url);
    database = await createTestDatabase();
    db = await openDatabase({ ...database, entities: [] });
    people = createPeople(db.jobs, keys);
    nodes = [await startNode(), await startNode()];
    await isConnected();
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.disconnect();
  });
  afterAll(async () => {
    for (const node of nodes ?? []) await node.stop();
    await db?.close();
    await database?.drop();
    await wire?.stop();
    await redis?.stop();
  });

  it('news reach a person at the other process once, and nobody else', async () => {
    const [teacher, colleague] = [await people.signUp(), await people.signUp()];
    const tabs = [await enter(nodes[0], teacher), await enter(nodes[1], teacher)];
    const heard = [...tabs, await enter(nodes[1], colleague)].map(listen);
    const first = change();
    nodes[0].push.notifyUser(teacher.userId, 'sessionChanged', first);
    await vi.waitFor(() => expect(heard).toEqual([[first], [first], []]));
    const last = change();
    nodes[1].push.notifyUser(teacher.userId, 'sessionChanged', last);
    await vi.waitFor(() => expect(heard).toEqual([[first, last], [first, last], []]));
  });

  it('what somebody missed without a connection is made up for at the other process', async () => {
    const teacher = await people.signUp();
    const tab = await enter(nodes[0], teacher);
    const [seen, missed, alsoMissed] = [change(), change(), change()];
    const before = listen(tab);
    nodes[0].push.notifyUser(teacher.userId, 'sessionChanged', seen);
    await vi.waitFor(() => expect(before).toEqual([seen]));
    await loseConnection(tab);
    nodes[0].push.notifyUser(teacher.userId, 'sessionChanged', missed);
    nodes[1].push.notifyUser(teacher.userId, 'sessionChanged', alsoMissed);

    moveTo(tab, nodes[1]);
    const heard = listen(tab);
    await vi.waitFor(() => expect(heard).toEqual([missed, alsoMissed]));
    expect(tab.recovered).toBe(true);
  });

  it('[AUT-5] and is not handed to a sign-in that ended meanwhile', async () => {
    const teacher = await people.signUp();
    const tab = await enter(nodes[0], teacher);
    const before = listen(tab);
    nodes[0].push.notifyUser(teacher.userId, 'sessionChanged', change());
    await vi.waitFor(() => expect(before).toHaveLength(1));
    await loseConnection(tab);
    nodes[1].push.notifyUser(teacher.userId, 'sessionChanged', change());
    await people.revoke(teacher);

    const heard = listen(tab);
    const refused = next(tab, 'connect_error');
    moveTo(tab, nodes[1]);
    expect(await refused).toMatchObject({ data: { code: 'auth/session-ended' } });
    expect(heard).toEqual([]);
  });

  it('[AUT-5] signing out at one process closes what is open at both, and leaves another device alone', async () => {
    const laptop = await people.signUp();
    const phone = await people.signIn(laptop);
    const tabs = [await enter(nodes[0], laptop), await enter(nodes[1], laptop)];
    const other = await enter(nodes[1], phone);
    const closed = tabs.map(closing);
    // the database says that the sign-in lives: it is the word of the other process that closes
    nodes[0].signOuts.announce({ userId: laptop.userId, sessionFamily: laptop.family });
    expect(await Promise.all(closed)).toEqual(['auth/session-ended', 'auth/session-ended']);
    expect(await other.emitWithAck('refreshToken', phone.token)).toEqual({ ok: true });
  });

  it('Redis holds neither tokens nor news readable', async () => {
    const teacher = await people.signUp();
    const tab = await enter(nodes[0], teacher);
    const heard = listen(tab);
    const news = change();
    nodes[0].push.notifyUser(teacher.userId, 'sessionChanged', news);
    await vi.waitFor(() => expect(heard).toEqual([news]));
    await loseConnection(tab);
    const client = await createClient({ url: redis!.url }).connect();
    const session = await client.get(`tutti:push:${(tab as unknown as { _pid: string })._pid}`);
    const stream = JSON.stringify(await client.xRevRange('tutti:push', '+', '-', { COUNT: 50 }));
    client.destroy();
    expect(Buffer.from(session!, 'base64').length).toBeGreaterThan(teacher.token.length);
    expect(Buffer.from(session!, 'base64').toString('latin1')).not.toContain(teacher.token.slice(0, 20));
    expect(stream).not.toContain(news.id);
    expect(stream).not.toContain(teacher.userId);
  });

  for (const state of ['away', 'silent'] as const) {
    it(`[AUT-5] while Redis is ${state} news reach who is connected here, sign-outs take effect everywhere, and it goes on by itself`, async () => {
      const [teacher, leaving] = [await people.signUp(), await people.signUp()];
      const heard = listen(await enter(nodes[0], teacher));
      const closed = closing(await enter(nodes[1], leaving));
      wire.become(state);
      const news = [change(), change()];
      for (const one of news) nodes[0].push.notifyUser(teacher.userId, 'sessionChanged', one);
      await vi.waitFor(() => expect(heard).toEqual(news), { timeout: 2_000 });
      // a connection lost just now cannot be made up for: it starts anew, and nothing waits for Redis
      const tab = await enter(nodes[0], teacher);
      await loseConnection(tab);
      const back = next(tab, 'connect');
      tab.connect();
      await back;

      const since = performance.now();
      await people.revoke(leaving);
      nodes[0].signOuts.announce({ userId: leaving.userId, sessionFamily: leaving.family });
      expect(await closed).toBe('auth/session-ended');
      expect(performance.now() - since).toBeLessThan(5_000);
      wire.become('good');
      await isConnected();
    });
  }

  it('a Redis that comes back empty is one to go on with', async () => {
    const teacher = await people.signUp();
    const heard = listen(await enter(nodes[1], teacher));
    wire.become('away');
    const client = await createClient({ url: redis!.url }).connect();
    await client.flushDb();
    client.destroy();
    wire.become('good');
    await isConnected();
    const news = change();
    nodes[0].push.notifyUser(teacher.userId, 'sessionChanged', news);
    await vi.waitFor(() => expect(heard).toContainEqual(news));
  });
});

/** Until news and announcements pass both ways (again). */
async function isConnected(): Promise<void> {
  const sides = [
    [nodes[0], nodes[1]],
    [nodes[1], nodes[0]],
  ] as const;
  for (const [here, there] of sides) {
    const witness = await people.signUp();
    const heard = listen(await enter(there, witness));
    const ended: string[] = [];
    const stop = there.signOuts.onSignedOut(({ userId }) => ended.push(userId));
    await vi.waitFor(
      () => {
        here.push.notifyUser(witness.userId, 'sessionChanged', change());
        const userId = randomUUID();
        here.signOuts.announce({ userId, sessionFamily: null });
        expect(heard).not.toEqual([]);
        expect(ended).not.toEqual([]);
      },
      { timeout: 15_000, interval: 100 },
    );
    stop();
  }
}

async function enter({ url }: Node, { token }: Person): Promise<Socket> {
  const socket = connect(url, {
    auth: { accessToken: token },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  open.push(socket);
  await next(socket, 'connect');
  return socket;
}

function moveTo(socket: Socket, { url }: Node): void {
  (socket.io as unknown as { uri: string }).uri = url;
  socket.connect();
}

function listen(socket: Socket): SessionChanged[] {
  const heard: SessionChanged[] = [];
  socket.on('sessionChanged', (news: SessionChanged) => heard.push(news));
  return heard;
}

const next = (socket: Socket, event: string) =>
  new Promise<unknown>((resolve) => socket.once(event, (first?: unknown) => resolve(first)));

/** The code of the farewell, once the connection is really closed. */
async function closing(socket: Socket): Promise<string> {
  const [said] = await Promise.all([next(socket, 'closing'), next(socket, 'disconnect')]);
  return (said as { code: string }).code;
}

/** As when the Wi-Fi goes: without a word to the server. */
async function loseConnection(socket: Socket): Promise<void> {
  const gone = next(socket, 'disconnect');
  socket.io.engine.close();
  await gone;
  await new Promise((resolve) => setTimeout(resolve, 100));
}
