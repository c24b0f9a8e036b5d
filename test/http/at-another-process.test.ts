import { randomInt, randomUUID } from 'node:crypto';
import type { Tutti } from '@tutti/client';
import { createClasses } from '@tutti/client/admin';
import { connectPush, type PresenceSeen } from '@tutti/client/push';
import { Secret, TOTP } from 'otpauth';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { SignedIn } from '../../src/wire/identity.ts';
import type { MediaAsset } from '../../src/wire/media.ts';
import type { SessionChanged } from '../../src/wire/push.ts';
import type { Joined, Seat } from '../../src/wire/session.ts';
import type { NewFactor } from '../../src/wire/sign-ins.ts';
import { Browser } from '../support/browse.ts';
import { signIn as signInStaff, until } from '../support/class-play.ts';
import { mailTo, tokenIn } from '../support/mail.ts';
import { png } from '../support/media-files.ts';
import { type LocalProvider, startLocalProvider } from '../support/oidc-provider.ts';
import { createOwnProcess, type OwnProcess } from '../support/own-process.ts';
import { openSeat } from '../support/raw-client.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { addPerson, type CallOptions, call, goodPassword, signIn } from '../support/rest.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const redis: TestRedis | null = await startTestRedis();
let provider: LocalProvider;
let here: TestServer & { orgId: string };
/** Another process of the same installation: database, Redis, secret and data folder are the same. */
let elsewhere: OwnProcess;
beforeAll(async () => {
  provider = await startLocalProvider();
  const environment: Record<string, string> = {
    TRUST_PROXY: '1',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    ...(redis && { REDIS_URL: redis.url }),
  };
  const server = await startTestServer(environment);
  const { rows } = await server.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  here = { ...server, orgId: rows[0]!.id };
  const { secret, dataDir } = server.config;
  elsewhere = await createOwnProcess({
    database: server.database,
    environment: { ...environment, TUTTI_SECRET: secret, DATA_DIR: dataDir },
  });
  await elsewhere.start();
}, 120_000);
afterAll(async () => {
  await elsewhere?.remove();
  await here?.stop();
  await provider?.close();
  await redis?.stop();
});

type Problem = { code: string; challenge?: string };
const post = <T>(server: { url: string }, path: string, body: unknown, options: CallOptions = {}) =>
  call<T & Problem>(server, path, { method: 'POST', body, ...options });
const newTeacher = async () => {
  const email = `${randomUUID()}@school.example`;
  const id = await addPerson(here, { email, role: 'teacher', emailVerified: true });
  return { id, email, token: (await signIn(here, email)).accessToken };
};
/** Its room is in one of the two processes, and nobody leads it. */
const openSession = async (teacher: Tutti) => {
  const { items } = await teacher.missions({ limit: 1 });
  return teacher.openSession(items[0]!.id);
};
const newAddress = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;

test.skipIf(redis === null)(
  '[JOIN-3] twenty wrong PINs are twenty at whichever process they arrive; whom one let in the other knows',
  async () => {
    const teacher = await signInStaff(here.url, here.teacher);
    const { pin } = await openSession(teacher);
    const join = (at: { url: string }, address: string, given: string | null, nickname: string) =>
      post(at, '/join', { pin: given, nickname }, { headers: { 'x-forwarded-for': address } });
    const wrong = async (address: string) => {
      const codes = [];
      for (let n = 0; n < 22; n++)
        codes.push((await join(n % 2 ? here : elsewhere, address, '000000', 'Guesser')).body.code);
      return codes;
    };
    const [stranger, school] = [newAddress(), newAddress()];
    const expected = [...Array(20).fill('join/no-such-pin'), ...Array(2).fill('join/too-many-tries')];
    expect(await wrong(stranger)).toEqual(expected);
    for (const server of [here, elsewhere])
      expect((await join(server, stranger, pin, 'Guesser')).body.code).toBe('join/too-many-tries');

    expect((await join(here, school, pin, 'First')).status).toBe(201);
    expect(await wrong(school)).toEqual(expected);
    const preview = `/join?pin=${pin}`;
    expect((await call(elsewhere, preview, { headers: { 'x-forwarded-for': school } })).status).toBe(200);
    expect((await call(elsewhere, preview, { headers: { 'x-forwarded-for': stranger } })).status).toBe(429);
  },
);

test.skipIf(redis === null)(
  'news of a class come to its teacher at whichever process a page is open',
  async () => {
    const teacher = await signInStaff(here.url, here.teacher);
    const { id } = await openSession(teacher);
    const told: unknown[] = [];
    const accessToken = await teacher.accessToken();
    const pages = [here, elsewhere].map(({ url }) => io(url, { forceNew: true, auth: { accessToken } }));
    for (const page of pages) page.on('sessionChanged', (change: SessionChanged) => told.push(change));
    await vi.waitFor(() => expect(pages.map(({ connected }) => connected)).toEqual([true, true]));
    const { seat } = await teacher.request<{ seat: Seat }>('POST', `/sessions/${id}/seat`, {
      body: { as: 'host' },
    });
    const runs = seat.processId === here.app.realtime.node ? here : elsewhere;
    const host = await (await signInStaff(runs.url, here.teacher)).host(id);
    await host.end();
    const ended = { id, status: 'ended', players: 0 };
    await vi.waitFor(() => expect(told).toEqual([ended, ended]), 5_000);
    for (const page of pages) page.disconnect();
  },
);

test('[AUT-6] a way to the provider that began here ends elsewhere', async () => {
  const callback = `${here.url}/api/v1/auth/oidc/callback`;
  provider.serve(callback);
  const email = `${randomUUID()}@hill.example`;
  await addPerson(here, { email, role: 'teacher', emailVerified: true });
  provider.accounts.set('ann', { email, email_verified: true, name: 'Ann' });
  provider.person = { sub: 'ann' };
  const browser = new Browser();
  const { url } = await browser.open(`${here.url}/api/v1/auth/oidc/start`, ({ href }) =>
    href.startsWith(callback),
  );
  const arrived = await fetch(url.href.replace(here.url, elsewhere.url), {
    redirect: 'manual',
    headers: { cookie: browser.cookieFor(new URL(here.url)) },
  });
  expect(arrived.headers.get('location')).toBe('/sign-in');
  const cookie = arrived.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const back = await post<SignedIn>(here, '/auth/refresh', {}, { headers: { cookie } });
  expect(back.body.user).toMatchObject({ email });
});

test('[AUT-6] a second factor that was asked for here is shown elsewhere; a code counts once, and five wrong ones are five', async () => {
  const { email, token } = await newTeacher();
  const { secret } = (await post<NewFactor>(elsewhere, '/me/second-factor', {}, { token })).body;
  const codeAt = (ms: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: ms });
  const confirmed = await post(here, '/me/second-factor/confirm', { code: codeAt(Date.now()) }, { token });
  expect(confirmed.status).toBe(200);
  const firstStep = async (at: { url: string }) =>
    (await post(at, '/auth/sign-in', { login: email, password: goodPassword, keep: 'body' })).body.challenge;
  const challenge = await firstStep(here);
  const secondStep = (at: { url: string }, code: string) =>
    post<SignedIn>(at, '/auth/second-factor', { challenge, code, keep: 'body' });
  const next = codeAt(Date.now() + 30_000);
  expect((await secondStep(elsewhere, next)).status).toBe(200);
  expect((await secondStep(here, next)).body.code).toBe('auth/second-factor-wrong');
  if (redis === null) return;
  const codes = [];
  for (let n = 0; n < 5; n++) codes.push((await secondStep(n % 2 ? here : elsewhere, '000000')).body.code);
  expect(codes.at(3)).toBe('auth/second-factor-wrong');
  expect(codes.at(4)).toBe('auth/locked');
});

test('[AUT-3] a sign-in is renewed at one process after the other', async () => {
  const { email } = await newTeacher();
  const first = await signIn(here, email);
  const renewed = await post<SignedIn>(elsewhere, '/auth/refresh', { refreshToken: first.refreshToken });
  expect(renewed.status).toBe(200);
  const again = await post<SignedIn>(here, '/auth/refresh', { refreshToken: renewed.body.refreshToken });
  expect(again.status).toBe(200);
  expect((await call(elsewhere, '/me', { token: again.body.accessToken })).status).toBe(200);
});

test('[AUT-1] a link that was asked for here opens elsewhere, once', async () => {
  const { email } = await newTeacher();
  expect((await post(here, '/auth/magic-link', { email })).status).toBeLessThan(300);
  const token = tokenIn(await mailTo(here, email, 'magic-link'));
  expect((await post<SignedIn>(elsewhere, '/auth/magic-link/open', { token, keep: 'body' })).status).toBe(
    200,
  );
  expect((await post(here, '/auth/magic-link/open', { token, keep: 'body' })).body.code).toBe(
    'auth/link-invalid',
  );
});

test('one Idempotency-Key makes one thing, at whichever process it is repeated', async () => {
  const { token } = await newTeacher();
  const headers = { 'idempotency-key': randomUUID() };
  const missions = await call<{ items: { id: string }[] }>(here, '/missions', { token });
  const open = (at: { url: string }) =>
    post<{ id: string }>(at, '/sessions', { missionId: missions.body.items[0]!.id }, { token, headers });
  const opened = await Promise.all([open(here), open(elsewhere)]);
  expect(opened.map(({ status }) => status)).toEqual([201, 201]);
  expect(opened[0]!.body.id).toBe(opened[1]!.body.id);
});

test('a picture that was announced here is sent elsewhere and shown by both', async () => {
  const { token } = await newTeacher();
  const announced = await post<MediaAsset>(here, '/media', { kind: 'image', alt: 'A fox' }, { token });
  expect(announced.status).toBe(201);
  const { id } = announced.body;
  const sent = await fetch(`${elsewhere.url}/api/v1/media/${id}/content`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(png()),
  });
  expect(sent.status).toBe(200);
  for (const { url } of [here, elsewhere]) expect((await fetch(`${url}/media/${id}`)).status).toBe(200);
});

test.skipIf(redis === null)(
  '[PRS-4] a learner is shown at every process, whichever it came to: with an open page, in a lobby, and gone',
  async () => {
    const email = `${randomUUID()}@school.example`;
    const learnerId = await addPerson(here, { email, role: 'student' });
    const { accessToken: token } = await signIn(elsewhere, email);
    const watching = await Promise.all(
      [here, elsewhere].map(async ({ url }) => {
        const tutti = await signInStaff(url, here.teacher);
        return { tutti, push: connectPush(tutti) };
      }),
    );
    const [{ tutti }] = watching as [(typeof watching)[number]];
    const { id } = await createClasses(tutti).makeClass({ name: '7B' });
    await here.app.db.jobs.query(
      `INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`,
      [id, learnerId],
    );
    const seen: PresenceSeen[] = watching.map(() => ({ state: 'away' }));
    for (const [at, { push }] of watching.entries())
      push.watchPresence(id, (now) => {
        seen[at] = now;
      });
    const all = (doing: string) =>
      until(
        () =>
          seen.every(
            (one) => one.state === 'live' && (one.learners.get(learnerId)?.doing ?? 'gone') === doing,
          ),
        `${doing} at both`,
      );

    await all('gone');
    const page = io(elsewhere.url, { forceNew: true, reconnection: false, auth: { accessToken: token } });
    await all('online');
    const { pin } = await openSession(tutti);
    const { seat } = (await post<Joined>(elsewhere, '/join', { pin }, { token })).body;
    const isHere = seat.processId === here.app.realtime.matchMaker.processId;
    const client = await openSeat((isHere ? here : elsewhere).url, seat);
    await all('lobby');
    client.close();
    await all('online');
    page.close();
    await all('gone');
    for (const { push } of watching) push.close();
  },
);
