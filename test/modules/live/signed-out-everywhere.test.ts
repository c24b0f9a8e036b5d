import { createTutti } from '@tutti/client';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createResetToken } from '../../../src/modules/identity/password-reset.service.ts';
import { closeCodes } from '../../../src/wire/messages.ts';
import type { Joined } from '../../../src/wire/session.ts';
import { openClass, staffRaw } from '../../support/class-play.ts';
import { openSeat } from '../../support/raw-client.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer & { orgId: string };
beforeAll(async () => {
  const started = await startTestServer();
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations LIMIT 1');
  server = { ...started, orgId: rows[0]!.id };
});
afterAll(() => server?.stop());

const sql = (text: string, values: unknown[]) => server.app.db.jobs.query(text, values);

let counter = 0;
/** A teacher with a class open, and on every channel: a panel, a big screen, a page that waits for news. */
async function teacherEverywhere() {
  counter += 1;
  const email = `teacher-${counter}@school.example`;
  const userId = await addPerson(server, { email, role: 'teacher' });
  const tutti = createTutti({ url: server.url });
  await tutti.signIn({ email, password: goodPassword, keep: 'body' });
  const { id } = await openClass(tutti);
  const token = await tutti.accessToken();
  const panel = await staffRaw(tutti, id, 'host');
  const screen = await staffRaw(tutti, id, 'projector');
  const news = io(server.url, { forceNew: true, reconnection: false, auth: { accessToken: token } });
  const newsClosed = new Promise<void>((resolve) => news.once('disconnect', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    news.once('connect', () => resolve());
    news.once('connect_error', reject);
  });
  return { userId, email, tutti, token, panel, screen, newsClosed };
}
type Teacher = Awaited<ReturnType<typeof teacherEverywhere>>;

/** An administrator does something here. */
async function office(path: string, method = 'POST') {
  const { accessToken: token } = await signIn(server, server.admin.email, server.admin.password);
  expect((await call(server, path, { method, token })).status).toBeLessThan(300);
}

/** Everything that was open is closed within 5 s of the cause. */
async function expectClosed({ token, panel, screen, newsClosed }: Teacher, since: number): Promise<void> {
  expect(await panel.closed).toBe(closeCodes.signedOut);
  expect(await screen.closed).toBe(closeCodes.signedOut);
  await newsClosed;
  let status: number;
  do status = (await call(server, '/sessions', { token })).status;
  while (status === 200 && performance.now() - since < 10_000);
  expect([401, 403]).toContain(status);
  expect(performance.now() - since).toBeLessThan(5_000);
}

describe('[AUT-5] REST, rooms and push close within 5 s', () => {
  const here: [string, (teacher: Teacher) => Promise<unknown>][] = [
    ['signing out', ({ tutti }) => tutti.signOut()],
    [
      'signing out everywhere from another device',
      async ({ email }) => {
        const { accessToken } = await signIn(server, email);
        const reply = await call(server, '/me/sign-ins/end-all', { method: 'POST', token: accessToken });
        expect(reply.status).toBe(204);
      },
    ],
    [
      'a new password on another device',
      async ({ email }) => {
        const { accessToken } = await signIn(server, email);
        const body = { oldPassword: goodPassword, newPassword: 'eleven-herons-4-by-the-lake' };
        const reply = await call(server, '/me/password', { method: 'POST', token: accessToken, body });
        expect(reply.status).toBe(204);
      },
    ],
    [
      'a password that was set by a mailed link',
      async ({ email }) => {
        const token = (await server.app.db.asWorker((em) => createResetToken(em, email)))!;
        const body = { token, password: 'eleven-herons-4-by-the-lake' };
        expect((await call(server, '/auth/reset-password', { method: 'POST', body })).status).toBe(204);
      },
    ],
    ['deactivation by an administrator', ({ userId }) => office(`/people/${userId}/suspend`)],
    ['a changed role', ({ userId }) => office(`/people/${userId}/roles/guardian`, 'PUT')],
    [
      'deleting the own account',
      async ({ token }) => {
        const body = { password: goodPassword };
        expect((await call(server, '/me/erase', { method: 'POST', token, body })).status).toBe(204);
      },
    ],
  ];
  test.each(here)('after %s', async (_cause, cause) => {
    const teacher = await teacherEverywhere();
    const since = performance.now();
    await cause(teacher);
    await expectClosed(teacher, since);
  });
});

test('[AUT-5] a teacher who lost the right to lead classes leads none, though the sign-in stays', async () => {
  const teacher = await teacherEverywhere();
  const since = performance.now();
  await sql('DELETE FROM user_roles WHERE user_id = $1', [teacher.userId]);
  expect(await teacher.panel.closed).toBe(closeCodes.signedOut);
  expect(performance.now() - since).toBeLessThan(5_000);
});

test('[AUT-5] a learner who plays under the account is out, on that device alone', async () => {
  const host = createTutti({ url: server.url });
  await host.signIn({ ...server.teacher, keep: 'body' });
  const { pin } = await openClass(host);
  const sit = async () => {
    counter += 1;
    const email = `learner-${counter}@school.example`;
    await addPerson(server, { email, role: 'student' });
    const { accessToken: token } = await signIn(server, email);
    const joined = await call<Joined>(server, '/join', { method: 'POST', token, body: { pin } });
    expect(joined.status).toBe(201);
    return { token, client: await openSeat(server.url, joined.body.seat) };
  };
  const [leaving, staying] = [await sit(), await sit()];
  const since = performance.now();
  const me = await call<{ items: { id: string; current: boolean }[] }>(server, '/me/sign-ins', {
    token: leaving.token,
  });
  const { id } = me.body.items.find(({ current }) => current)!;
  await sql('UPDATE auth_sessions SET revoked_at = now() WHERE family_id = $1', [id]);
  expect(await leaving.client.closed).toBe(closeCodes.signedOut);
  expect(performance.now() - since).toBeLessThan(5_000);
  expect(await Promise.race([staying.client.closed, Promise.resolve('still there')])).toBe('still there');
});
