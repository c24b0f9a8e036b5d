import { createTutti } from '@tutti/client';
import bcrypt from 'bcryptjs';
import type pg from 'pg';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import type { RoleKey } from '../../../src/wire/identity.ts';
import { closeCodes } from '../../../src/wire/messages.ts';
import type { Joined } from '../../../src/wire/session.ts';
import { openClass, staffRaw } from '../../support/class-play.ts';
import { createOwnProcess, type OwnProcess } from '../../support/own-process.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { openSeat, type RawClient } from '../../support/raw-client.ts';
import { call, goodPassword } from '../../support/rest.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const secret = 'one secret for two servers, long enough';
const newSecret = 'the next secret, which one of them has by now';
/** Two servers on one database that know nothing of each other: people are on `here`, and things happen `there`. */
let here: TestServer;
let there: OwnProcess;
let jobs: pg.Pool;
let people: ReturnType<typeof createPeople>;
let orgId: string;
let passwordHash: string;

beforeAll(async () => {
  here = await startTestServer({ TUTTI_SECRET: secret });
  const environment = { TUTTI_SECRET: newSecret, TUTTI_SECRET_PREVIOUS: secret };
  there = await createOwnProcess({ database: here.database, environment });
  await there.start();
  ({ jobs } = here.app.db);
  people = createPeople(jobs, deriveKeys(secret));
  passwordHash = await bcrypt.hash(goodPassword, 4);
  orgId = (await jobs.query('SELECT id FROM organizations LIMIT 1')).rows[0].id;
}, 60_000);
afterAll(async () => {
  await there?.remove();
  await here?.stop();
});

async function person(role: RoleKey): Promise<Person & { email: string }> {
  const made = await people.signUp({ orgId, role });
  await jobs.query("INSERT INTO user_profiles (user_id, display_name) VALUES ($1, 'Tess')", [made.userId]);
  await jobs.query('INSERT INTO credentials (user_id, password_hash) VALUES ($1, $2)', [
    made.userId,
    passwordHash,
  ]);
  return { ...made, email: `${made.userId}@school.example` };
}

async function openNews(token: string, { url }: { url: string } = here) {
  const news = io(url, { forceNew: true, reconnection: false, auth: { accessToken: token } });
  const closed = new Promise<void>((resolve) => news.once('disconnect', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    news.once('connect', () => resolve());
    news.once('connect_error', reject);
  });
  return { newsClosed: closed };
}

interface Open {
  userId: string;
  email: string;
  /** The sign-in with everything open on it. */
  token: string;
  refreshToken: string;
  seats: RawClient[];
  newsClosed: Promise<void>;
}

async function teacherHere(): Promise<Open> {
  const { userId, email } = await person('teacher');
  const tutti = createTutti({ url: here.url });
  await tutti.signIn({ email, password: goodPassword, keep: 'body' });
  const { id } = await openClass(tutti);
  const token = await tutti.accessToken();
  const seats = [await staffRaw(tutti, id, 'host'), await staffRaw(tutti, id, 'projector')];
  return { userId, email, token, refreshToken: '', seats, ...(await openNews(token)) };
}

async function learnerHere(pin: string): Promise<Open> {
  const { userId, email } = await person('student');
  const body = { login: email, password: goodPassword, keep: 'body' };
  const signedIn = await call<{ accessToken: string; refreshToken: string }>(here, '/auth/sign-in', {
    method: 'POST',
    body,
  });
  const { accessToken: token, refreshToken } = signedIn.body;
  const joined = await call<Joined>(here, '/join', { method: 'POST', token, body: { pin } });
  expect(joined.status).toBe(201);
  const seats = [await openSeat(here.url, joined.body.seat)];
  return { userId, email, token, refreshToken, seats, ...(await openNews(token)) };
}

/** Everything that was open is closed within 5 s of the cause. */
async function expectClosed({ token, seats, newsClosed }: Open, since: number): Promise<void> {
  for (const seat of seats) expect(await seat.closed).toBe(closeCodes.signedOut);
  await newsClosed;
  let status: number;
  do status = (await call(here, '/sessions', { token })).status;
  while (status === 200 && performance.now() - since < 10_000);
  expect([401, 403]).toContain(status);
  expect(performance.now() - since).toBeLessThan(5_000);
}

const thereAs =
  (token: string) =>
  (path: string, body?: unknown, method = 'POST') =>
    call(there, path, { method, token, ...(body !== undefined && { body }) });
/** The same person on another device. */
const otherDevice = async ({ userId }: Open) => thereAs((await people.signIn({ userId, orgId })).token);
const office = async () => thereAs((await person('admin')).token);

const causes: [string, (who: Open) => Promise<{ status: number }>][] = [
  ['signing out everywhere', async (who) => (await otherDevice(who))('/me/sign-ins/end-all')],
  [
    'ending that one sign-in',
    async (who) => {
      const family = JSON.parse(Buffer.from(who.token.split('.')[1]!, 'base64url').toString()).sid;
      return (await otherDevice(who))(`/me/sign-ins/${family}`, undefined, 'DELETE');
    },
  ],
  [
    'changing the password',
    async (who) =>
      (await otherDevice(who))('/me/password', {
        oldPassword: goodPassword,
        newPassword: 'eleven-herons-4-by-the-lake',
      }),
  ],
  [
    'being signed out by an administrator',
    async ({ userId }) => (await office())(`/people/${userId}/sign-out`),
  ],
  ['deactivating', async ({ userId }) => (await office())(`/people/${userId}/suspend`)],
  [
    'erasing the own account',
    async (who) => (await otherDevice(who))('/me/erase', { password: goodPassword }),
  ],
];

describe('[AUT-5] on one server everything closes within 5 s after what happened on another:', () => {
  test.concurrent.each([
    ...causes,
    [
      'changing the role',
      async ({ userId }: Open) => (await office())(`/people/${userId}/roles/guardian`, undefined, 'PUT'),
    ] as (typeof causes)[number],
  ])('%s, of a teacher who leads a class', async (_cause, happen) => {
    const teacher = await teacherHere();
    const since = performance.now();
    expect((await happen(teacher)).status).toBeLessThan(300);
    await expectClosed(teacher, since);
  });

  test.concurrent.each([
    ...causes,
    [
      'signing out with the refresh token',
      ({ refreshToken }: Open) => thereAs('x')('/auth/sign-out', { refreshToken }),
    ] as (typeof causes)[number],
  ])('%s, of a learner who plays under the account', async (_cause, happen) => {
    const { email } = await person('teacher');
    const host = createTutti({ url: here.url });
    await host.signIn({ email, password: goodPassword, keep: 'body' });
    const learner = await learnerHere((await openClass(host)).pin);
    const since = performance.now();
    expect((await happen(learner)).status).toBeLessThan(300);
    await expectClosed(learner, since);
  });
});

test('[AUT-3] a changed secret signs nobody out: on REST, for a seat, on push and on renewing the sign-in', async () => {
  const { email } = await person('teacher');
  const body = { login: email, password: goodPassword, keep: 'body' };
  type Tokens = { accessToken: string; refreshToken: string };
  const before = (await call<Tokens>(here, '/auth/sign-in', { method: 'POST', body })).body;
  const token = before.accessToken;
  expect((await call(there, '/me', { token })).status).toBe(200);
  const tutti = createTutti({ url: there.url });
  await tutti.signIn({ email, password: goodPassword, keep: 'body' });
  const { id } = await openClass(tutti);
  const seat = await call(there, `/sessions/${id}/seat`, { method: 'POST', token, body: { as: 'host' } });
  expect(seat.status).toBe(200);
  await openNews(token, there);
  const renewed = await call<Tokens>(there, '/auth/refresh', {
    method: 'POST',
    body: { refreshToken: before.refreshToken },
  });
  expect(renewed.status).toBe(200);
  const kidOf = (signed: string) =>
    JSON.parse(Buffer.from(signed.split('.')[0]!, 'base64url').toString()).kid;
  expect(kidOf(renewed.body.accessToken)).toBe(deriveKeys(newSecret)['access-token'][0].kid);
  expect(kidOf(token)).toBe(deriveKeys(secret)['access-token'][0].kid);
  // a server that has not heard of the new secret knows no such key
  expect(await call(here, '/me', { token: renewed.body.accessToken })).toMatchObject({
    status: 401,
    body: { code: 'auth/invalid-token' },
  });
});
