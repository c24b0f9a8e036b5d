import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { io as connect, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessTokenSigner } from '../../../src/modules/identity/access-token.ts';
import { createAuthenticate } from '../../../src/modules/identity/caller.service.ts';
import { createSignOuts } from '../../../src/modules/identity/sign-outs.ts';
import { createPush, type Push } from '../../../src/modules/notify/push.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { createTokenSigner } from '../../../src/platform/crypto/signed-token.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { type Realtime, startRealtime } from '../../../src/platform/realtime/server.ts';
import type { PushReply, SessionChanged } from '../../../src/wire/push.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const keys = deriveKeys('a secret of this test alone, long enough');
const log = pino({ level: 'silent' });
const signOuts = createSignOuts();
const change: SessionChanged = { id: randomUUID(), status: 'running', players: 12 };

let database: TestDatabase;
let db: Database;
let realtime: Realtime;
let push: Push;
let people: ReturnType<typeof createPeople>;
const open: Socket[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase({ ...database, entities: [] });
  people = createPeople(db.jobs, keys);
  const limits = {
    requestsPerMinute: 6_000,
    messagesPerSecond: 20,
    jsonBytes: 65_536,
    roomMessageBytes: 16_384,
    pushMessageBytes: 65_536,
  };
  realtime = await startRealtime({
    config: {
      port: 0,
      host: '127.0.0.1',
      limits,
      allowedOrigins: [],
    },
    app: (_request, response) => void response.end(),
    rooms: {},
    isAllowedOrigin: () => true,
    log,
  });
  const authenticate = createAuthenticate(db.jobs, keys, signOuts);
  push = createPush({
    io: realtime.io,
    authenticate,
    onSignedOut: signOuts.onSignedOut,
    log,
    messagesPerSecond: 20,
  });
  await realtime.listen();
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});
afterAll(async () => {
  push.close();
  await realtime.close();
  await db.close();
  await database.drop();
});

describe('entering', () => {
  it('refuses whoever shows no token, a forged one, or one that is no text', async () => {
    const person = await people.signUp();
    const forged = accessTokenSigner(deriveKeys('another secret, just as long as the first'));
    const refused: [object, string][] = [
      [{}, 'auth/required'],
      [{ accessToken: forged.sign(person.claims) }, 'auth/invalid-token'],
      [{ accessToken: { $ne: null } }, 'auth/invalid-token'],
      [{ accessToken: 'x'.repeat(5_000) }, 'auth/invalid-token'],
    ];
    for (const [auth, code] of refused) expect(await refusalOf(auth)).toEqual({ code });
  });

  it('refuses the token of a sign-in that has ended', async () => {
    const person = await people.signUp();
    await people.revoke(person);
    expect(await refusalOf({ accessToken: person.token })).toEqual({ code: 'auth/session-ended' });
  });
});

describe('news', () => {
  it('reach every tab of the person they are for, and nobody else', async () => {
    const [teacher, colleague] = [await people.signUp(), await people.signUp()];
    const tabs = [await enter(teacher), await enter(teacher)];
    const stranger = await enter(colleague);
    const heard: unknown[] = [];
    stranger.onAny((...event) => heard.push(event));

    const arrived = tabs.map((tab) => next(tab, 'sessionChanged'));
    push.notifyUser(teacher.userId, 'sessionChanged', change);

    expect(await Promise.all(arrived)).toEqual([change, change]);
    expect(await stranger.emitWithAck('refreshToken', colleague.token)).toEqual({ ok: true });
    expect(heard).toEqual([]);
  });

  it('are made up for after a short loss of the connection', async () => {
    const teacher = await people.signUp();
    const tab = await enter(teacher);
    const arrived = next(tab, 'sessionChanged');
    push.notifyUser(teacher.userId, 'sessionChanged', change);
    await arrived;

    await loseConnection(tab);
    push.notifyUser(teacher.userId, 'sessionChanged', { ...change, players: 13 });
    const missed = next(tab, 'sessionChanged');
    tab.connect();
    expect(await missed).toEqual({ ...change, players: 13 });
    expect(tab.recovered).toBe(true);
  });
});

describe('leaving', () => {
  it('[AUT-5] signing out closes the tabs of that sign-in and leaves another device alone', async () => {
    const [laptop, phone] = await signUpTwice();
    const tabs = [await enter(laptop), await enter(laptop)];
    const other = await enter(phone);
    const closed = tabs.map((tab) => closing(tab));

    signOuts.announce({ userId: laptop.userId, sessionFamily: laptop.family });
    expect(await Promise.all(closed)).toEqual(['auth/session-ended', 'auth/session-ended']);
    expect(await other.emitWithAck('refreshToken', phone.token)).toEqual({ ok: true });
  });

  it('[AUT-5] the end of all sign-ins of a person closes every device', async () => {
    const [laptop, phone] = await signUpTwice();
    const closed = [closing(await enter(laptop)), closing(await enter(phone))];
    signOuts.announce({ userId: laptop.userId, sessionFamily: null });
    expect(await Promise.all(closed)).toEqual(['auth/session-ended', 'auth/session-ended']);
  });

  it('[AUT-5] a sign-in that another process ended is closed within 5 s', async () => {
    const person = await people.signUp();
    const closed = closing(await enter(person));
    const since = performance.now();
    await people.revoke(person);
    expect(await closed).toBe('auth/session-ended');
    expect(performance.now() - since).toBeLessThan(5_000);
  });

  it('[AUT-5] what was missed is not handed to a sign-in that ended meanwhile', async () => {
    const person = await people.signUp();
    const tab = await enter(person);
    const arrived = next(tab, 'sessionChanged');
    push.notifyUser(person.userId, 'sessionChanged', change);
    await arrived;
    await loseConnection(tab);
    push.notifyUser(person.userId, 'sessionChanged', change);
    await people.revoke(person);
    signOuts.announce({ userId: person.userId, sessionFamily: person.family });

    const wire: string[] = [];
    tab.io.on('packet', (packet) => wire.push(JSON.stringify(packet)));
    const refused = next(tab, 'connect_error');
    tab.connect();
    expect(await refused).toMatchObject({ data: { code: 'auth/session-ended' } });
    expect(wire).toHaveLength(1);
    expect(wire[0]).not.toContain(change.id);
  });

  it('a token that runs out closes the connection, unless a new one came in time', async () => {
    const [careless, careful] = [await people.signUp(), await people.signUp()];
    const closed = closing(await enter(careless, shortToken(careless)));
    const tab = await enter(careful, shortToken(careful));
    expect(await tab.emitWithAck('refreshToken', careful.token)).toEqual({ ok: true });

    expect(await closed).toBe('auth/expired-token');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(tab.connected).toBe(true);
  });
});

describe('bad messages', () => {
  it("a new token of another person's or another sign-in is refused, and the old one goes on", async () => {
    const [laptop, phone] = await signUpTwice();
    const tab = await enter(laptop);
    for (const value of [
      (await people.signUp()).token,
      phone.token,
      'nonsense',
      42,
      null,
      { toString: null },
    ]) {
      expect(await tab.emitWithAck('refreshToken', value)).toEqual({ ok: false, code: 'auth/invalid-token' });
    }
    const arrived = next(tab, 'sessionChanged');
    push.notifyUser(laptop.userId, 'sessionChanged', change);
    expect(await arrived).toEqual(change);
  });

  it('an unknown message gets a code, and one without an acknowledgement gets nothing', async () => {
    const tab = await enter(await people.signUp());
    tab.emit('refreshToken');
    tab.emit('sessionChanged', change);
    const reply: PushReply = await tab.emitWithAck('becomeAdmin', { role: 'admin' });
    expect(reply).toEqual({ ok: false, code: 'message/unknown' });
    expect(tab.connected).toBe(true);
  });

  it('[EDG-4] one that is too large or comes in a flood costs its sender the connection, and nobody else', async () => {
    const witness = await people.signUp();
    const calm = await enter(witness);
    const [large, flood] = [await enter(await people.signUp()), await enter(await people.signUp())];
    const gone = [next(large, 'disconnect'), next(flood, 'disconnect')];
    large.emit('refreshToken', 'x'.repeat(100_000));
    for (let i = 0; i < 40; i += 1) flood.emit('anything');
    await Promise.all(gone);

    const arrived = next(calm, 'sessionChanged');
    push.notifyUser(witness.userId, 'sessionChanged', change);
    expect(await arrived).toEqual(change);
  });
});

async function signUpTwice(): Promise<[Person, Person]> {
  const laptop = await people.signUp();
  return [laptop, await people.signIn(laptop)];
}

function shortToken({ claims }: Person): string {
  const kind = { type: 'at+jwt', audience: 'tutti-api', lifetimeSeconds: 2 };
  return createTokenSigner(keys['access-token'], kind).sign(claims);
}

function socketWith(auth: object): Socket {
  const socket = connect(`http://127.0.0.1:${realtime.port}`, {
    auth,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  open.push(socket);
  return socket;
}

async function enter(person: Person, accessToken = person.token): Promise<Socket> {
  const socket = socketWith({ accessToken });
  await next(socket, 'connect');
  return socket;
}

async function refusalOf(auth: object): Promise<unknown> {
  const error = await next(socketWith(auth), 'connect_error');
  return (error as { data: unknown }).data;
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
