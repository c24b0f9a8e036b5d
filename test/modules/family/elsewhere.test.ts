import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeCodes } from '../../../src/wire/messages.ts';
import type { Joined } from '../../../src/wire/session.ts';
import { openClass, signIn as signInStaff } from '../../support/class-play.ts';
import { familyAtHome, post } from '../../support/families.ts';
import { openSeat } from '../../support/raw-client.ts';
import { call } from '../../support/rest.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { createServerProcess, type ServerProcess } from '../../support/server-process.ts';

let here: TestServer;
/** Another process of the same installation: it shares nothing with the first but the database. */
let elsewhere: ServerProcess;
beforeAll(async () => {
  here = await startTestServer();
  await here.app.db.jobs.query('UPDATE org_settings SET open_sign_up = true');
  const { ownerUrl, appUrl, jobsUrl } = here.database;
  elsewhere = await createServerProcess({
    DATABASE_OWNER_URL: ownerUrl,
    DATABASE_URL: appUrl,
    DATABASE_JOBS_URL: jobsUrl,
    TUTTI_SECRET: here.config.secret,
    DATA_DIR: here.config.dataDir,
  });
  await elsewhere.start();
}, 60_000);
afterAll(async () => {
  await elsewhere?.remove();
  await here?.stop();
});

test('[CON-2] [AUT-5] a yes that is taken back at another process ends room, push and REST here within 5 s', async () => {
  const { child, guardian, childId } = await familyAtHome(here);
  const open = await openClass(await signInStaff(here.url, here.teacher));
  const { body: joined } = await post<Joined>(here, '/join', { pin: open.pin }, child.accessToken);
  const seat = await openSeat(here.url, joined.seat);
  const push = io(here.url, {
    auth: { accessToken: child.accessToken },
    forceNew: true,
    reconnection: false,
  });
  const closing = new Promise((resolve) => push.on('closing', ({ code }) => resolve(code)));
  await new Promise<void>((resolve) => push.on('connect', resolve));

  const since = performance.now();
  const path = `/family/children/${childId}/consents`;
  const { status } = await call(elsewhere, path, {
    method: 'POST',
    token: guardian.accessToken,
    body: { account: false },
  });
  expect(status).toBe(200);
  expect(await seat.closed).toBe(closeCodes.signedOut);
  expect(await closing).toBe('auth/session-ended');
  await expect
    .poll(async () => (await call(here, '/me', { token: child.accessToken })).status, { timeout: 5_000 })
    .toBe(401);
  expect(performance.now() - since).toBeLessThan(5_000);
  push.disconnect();
  await open.host.end();
});

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
