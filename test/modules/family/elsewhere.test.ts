import { pino } from 'pino';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consentChanged } from '../../../src/modules/family/family.types.ts';
import { createSignOuts } from '../../../src/modules/identity/sign-outs.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { createAnnouncing } from '../../../src/platform/redis/announcements.ts';
import { connectRedis } from '../../../src/platform/redis/redis.ts';
import { closeCodes } from '../../../src/wire/messages.ts';
import type { Joined } from '../../../src/wire/session.ts';
import { signIn as signInStaff } from '../../support/class-play.ts';
import { familyAtHome, post } from '../../support/families.ts';
import { createOwnProcess, type OwnProcess } from '../../support/own-process.ts';
import { openSeat } from '../../support/raw-client.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { call } from '../../support/rest.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { startWire, type Wire } from '../../support/wire.ts';

const redis: TestRedis | null = await startTestRedis();
/** By which both reach Redis. */
let wire: Wire | undefined;
let here: TestServer;
/** Another process of the same installation: it shares nothing with the first but the database and, where there is one, Redis. */
let elsewhere: OwnProcess;
beforeAll(async () => {
  wire = redis ? await startWire(redis.url) : undefined;
  const shared: Record<string, string> = wire ? { REDIS_URL: wire.url } : {};
  here = await startTestServer(shared);
  await here.app.db.jobs.query('UPDATE org_settings SET open_sign_up = true');
  const environment = { TUTTI_SECRET: here.config.secret, DATA_DIR: here.config.dataDir, ...shared };
  elsewhere = await createOwnProcess({ database: here.database, environment });
  await elsewhere.start();
}, 120_000);
afterAll(async () => {
  await elsewhere?.remove();
  await here?.stop();
  await wire?.stop();
  await redis?.stop();
});

/** A child in a class, which runs in one of the two processes. */
async function childInClass() {
  const family = await familyAtHome(here);
  const teacher = await signInStaff(here.url, here.teacher);
  const { items } = await teacher.missions({ limit: 1 });
  const { pin } = await teacher.openSession(items[0]!.id);
  const { body: joined } = await post<Joined>(here, '/join', { pin }, family.child.accessToken);
  const isHere = joined.seat.processId === here.app.realtime.node;
  const [runs, other] = isHere ? [here, elsewhere] : [elsewhere, here];
  return { ...family, runs, other, seat: await openSeat(runs.url, joined.seat) };
}

test('[CON-2] [AUT-5] a yes that is taken back at another process ends room, push and REST at this one within 5 s, Redis or not', async () => {
  const { child, guardian, childId, seat, runs, other } = await childInClass();
  const push = io(runs.url, {
    auth: { accessToken: child.accessToken },
    forceNew: true,
    reconnection: false,
  });
  const closing = new Promise((resolve) => push.on('closing', ({ code }) => resolve(code)));
  await new Promise<void>((resolve) => push.on('connect', resolve));

  wire?.become('away');
  const since = performance.now();
  const path = `/family/children/${childId}/consents`;
  const { status } = await call(other, path, {
    method: 'POST',
    token: guardian.accessToken,
    body: { account: false },
  });
  expect(status).toBe(200);
  expect(await seat.closed).toBe(closeCodes.signedOut);
  expect(await closing).toBe('auth/session-ended');
  await expect
    .poll(async () => (await call(runs, '/me', { token: child.accessToken })).status, { timeout: 5_000 })
    .toBe(401);
  expect(performance.now() - since).toBeLessThan(5_000);
  wire?.become('good');
  push.disconnect();
});

test.skipIf(redis === null)(
  '[CON-2] [AUT-5] what another process says of a child or a sign-in ends the seat at once, before the database is looked at',
  async () => {
    const [withdrawn, signedOut] = [await childInClass(), await childInClass()];
    const connection = await connectRedis(redis!.url, pino({ level: 'silent' }));
    const announcing = createAnnouncing({ redis: connection, keys: deriveKeys(here.config.secret).redis });
    // the database still says yes to both of them, so that nobody but the announcement can end the seats
    const say = setInterval(() => {
      announcing('consent-changed', consentChanged).announce({ childId: withdrawn.childId, scopes: [] });
      createSignOuts(announcing).announce({ userId: signedOut.childId, sessionFamily: null });
    }, 100);
    expect(await withdrawn.seat.closed).toBe(closeCodes.notAllowed);
    expect(await signedOut.seat.closed).toBe(closeCodes.signedOut);
    clearInterval(say);
    connection.close();
  },
);

test('[CON-4] a switch that is moved at another process counts here within 5 s, also for REST', async () => {
  const { child, guardian, childId } = await familyAtHome(here);
  const limits = async () =>
    (await call<{ limits: object }>(here, '/me/consent', { token: child.accessToken })).body.limits;
  expect(await limits()).toMatchObject({ live: true });
  await call(elsewhere, `/family/children/${childId}/controls`, {
    method: 'PUT',
    token: guardian.accessToken,
    body: { chat: false, ai: false, live: false, dailyMinutes: 30 },
  });
  expect(await limits()).toMatchObject({ live: false, dailyMinutes: 30 });
});
