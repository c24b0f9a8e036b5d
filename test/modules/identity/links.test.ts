import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createResetToken } from '../../../src/modules/identity/password-reset.service.ts';
import type { Me, SignedIn } from '../../../src/wire/identity.ts';
import { mailsTo, mailTo, tokenIn } from '../../support/mail.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

const newPassword = 'another-boat-of-otters';
let server: BareServer;
let email: string;
let userId: string;
let count = 0;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  email = `anna${++count}@school.example`;
  userId = await addPerson(server, { email, role: 'teacher', displayName: 'Anna' });
});

interface Body {
  code?: string;
}
const post = <T = Body>(path: string, body: unknown, token?: string) =>
  call<T>(server, path, { method: 'POST', body, ...(token && { token }) });
const readMe = (token: string) => call<Me & Body>(server, '/me', { token });
const tokenMailed = async (address: string, template: string) =>
  tokenIn(await mailTo(server, address, template));
const outdate = (purpose: string) =>
  server.app.db.jobs.query(
    `UPDATE auth_tokens SET expires_at = now() - interval '1 second' WHERE user_id = $1 AND purpose = $2`,
    [userId, purpose],
  );
const actions = async () =>
  (
    await server.app.db.jobs.query<{ action: string }>(
      'SELECT action FROM audit_logs WHERE entity_id = $1 ORDER BY id',
      [userId],
    )
  ).rows.map(({ action }) => action);
/** Everything about a reply that a client sees, without what differs every time. */
const shape = ({ status, headers, body }: Awaited<ReturnType<typeof post>>) => ({
  status,
  body,
  headers: [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name)),
});

describe.each([
  ['/auth/magic-link', 'magic-link'],
  ['/auth/forgot', 'reset-password'],
] as const)('[AUT-1] asking for a link at %s', (path, template) => {
  it('is answered alike for an address that nobody has', async () => {
    const known = await post(path, { email });
    const unknown = await post(path, { email: `nobody-${email}` });
    expect(known).toMatchObject({ status: 202, body: { next: 'read-mail' } });
    expect(shape(known)).toEqual(shape(unknown));
    expect(await mailsTo(server, email)).toMatchObject([{ template }]);
    expect(await mailsTo(server, `nobody-${email}`)).toEqual([]);
  });

  it('sends nothing to who may not come in, and says the same', async () => {
    await server.app.db.jobs.query(`UPDATE users SET status = 'suspended' WHERE id = $1`, [userId]);
    expect((await post(path, { email })).status).toBe(202);
    expect(await mailsTo(server, email)).toEqual([]);
  });

  it('makes earlier links void', async () => {
    await post(path, { email });
    const first = await tokenMailed(email, template);
    await post(path, { email });
    const second = await tokenMailed(email, template);
    const open = (token: string) =>
      path === '/auth/forgot'
        ? post('/auth/reset-password', { token, password: newPassword })
        : post('/auth/magic-link/open', { token });
    expect((await open(first)).status).toBeGreaterThanOrEqual(400);
    expect((await open(second)).status).toBeLessThan(300);
  });

  it('[EDG-2] leads to this server, whatever the Host header says', async () => {
    const { request } = await import('node:http');
    const { port } = new URL(server.url);
    const body = JSON.stringify({ email });
    const status = await new Promise((resolve, reject) => {
      const headers = {
        host: 'evil.example',
        'content-type': 'application/json',
        'content-length': body.length,
      };
      request({ host: '127.0.0.1', port, path: `/api/v1${path}`, method: 'POST', headers }, (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      })
        .on('error', reject)
        .end(body);
    });
    expect(status).toBe(202);
    const [mail] = await mailsTo(server, email);
    expect(mail!.links[0]!.startsWith(`${server.url}/`)).toBe(true);
  });
});

describe('a link that signs in', () => {
  const ask = async () => {
    await post('/auth/magic-link', { email });
    return tokenMailed(email, 'magic-link');
  };
  const open = (token: string, keep = 'body') =>
    post<SignedIn & Body>('/auth/magic-link/open', { token, keep });

  it('[AUT-6] does so once, and proves the address', async () => {
    const token = await ask();
    const replies = await Promise.all([1, 2, 3].map(() => open(token)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
    const { body } = replies.find(({ status }) => status === 200)!;
    expect((await readMe(body.accessToken)).body).toMatchObject({ email, emailVerified: true });
    expect(await open(token)).toMatchObject({ status: 410, body: { code: 'auth/link-invalid' } });
  });

  it('[AUT-6] is good for a quarter of an hour', async () => {
    const token = await ask();
    const { rows } = await server.app.db.jobs.query(
      `SELECT extract(epoch FROM expires_at - now())::int AS seconds FROM auth_tokens WHERE user_id = $1`,
      [userId],
    );
    expect(rows[0].seconds).toBeGreaterThan(14 * 60);
    expect(rows[0].seconds).toBeLessThanOrEqual(15 * 60);
    await outdate('magic_link');
    expect(await open(token)).toMatchObject({ status: 410, body: { code: 'auth/link-invalid' } });
  });

  it('is used up by pressing a button, not by looking at it', async () => {
    const token = await ask();
    expect((await call(server, `/auth/magic-link/open?token=${token}`)).status).toBe(404);
    expect((await open(token)).status).toBe(200);
  });

  it('leaves the refresh token to the browser, and knows the browser from now on', async () => {
    const reply = await open(await ask(), 'cookie');
    expect(reply.body.refreshToken).toBeNull();
    expect(reply.headers.get('set-cookie')).toMatch(
      /tutti_known=.*tutti_refresh=|tutti_refresh=.*tutti_known=/,
    );
  });

  it('is no reset link, and a reset link does not sign in', async () => {
    const token = await ask();
    expect((await post('/auth/reset-password', { token, password: newPassword })).status).toBe(401);
    await post('/auth/forgot', { email });
    expect((await open(await tokenMailed(email, 'reset-password'))).status).toBe(410);
  });

  it('is no way around the provider that an organization wants', async () => {
    const token = await ask();
    await server.app.db.jobs.query('UPDATE org_settings SET enforce_sso = true WHERE org_id = $1', [
      server.orgId,
    ]);
    expect(await open(token)).toMatchObject({ status: 403, body: { code: 'auth/sso-only' } });
    await server.app.db.jobs.query('UPDATE org_settings SET enforce_sso = false WHERE org_id = $1', [
      server.orgId,
    ]);
    expect((await open(token)).status).toBe(200);
  });

  it('does nothing for who was suspended since', async () => {
    const token = await ask();
    await server.app.db.jobs.query(`UPDATE users SET status = 'suspended' WHERE id = $1`, [userId]);
    expect((await open(token)).status).toBe(410);
  });
});

describe('a forgotten password', () => {
  const ask = async () => {
    await post('/auth/forgot', { email });
    return tokenMailed(email, 'reset-password');
  };
  const reset = (token: string, password = newPassword) => post('/auth/reset-password', { token, password });

  it('[AUT-6] is replaced once, ends every sign-in, forgets known devices and says so by mail', async () => {
    const before = await signIn(server, email);
    await post('/auth/sign-in', { login: email, password: goodPassword });
    const token = await ask();
    const replies = await Promise.all([1, 2].map(() => reset(token)));
    expect(replies.map(({ status }) => status).sort()).toEqual([204, 401]);
    expect((await readMe(before.accessToken)).body.code).toBe('auth/session-ended');
    expect((await signIn(server, email, newPassword)).user.emailVerified).toBe(true);
    await expect(signIn(server, email)).rejects.toThrow('auth/wrong-credentials');
    expect((await mailsTo(server, email)).at(0)).toMatchObject({ template: 'password-changed' });
    expect(await actions()).toEqual(['password.reset']);
    const { rows } = await server.app.db.jobs.query(
      'SELECT count(*)::int AS n FROM known_devices WHERE user_id = $1',
      [userId],
    );
    expect(rows[0].n).toBe(0);
  });

  it('[AUT-6] is not replaced with a link that is too old', async () => {
    const token = await ask();
    await outdate('password_reset');
    expect(await reset(token)).toMatchObject({ status: 401, body: { code: 'auth/invalid-token' } });
    await signIn(server, email);
  });

  it('of somebody who never opened the first mail opens the account as well', async () => {
    await server.app.db.jobs.query(
      `UPDATE users SET status = 'pending_verification', origin = 'sign_up' WHERE id = $1`,
      [userId],
    );
    expect((await reset(await ask())).status).toBe(204);
    await signIn(server, email, newPassword);
  });

  it('can be replaced from the command line, by username as well; that proves no address', async () => {
    const username = `maya${count}`;
    await addPerson(server, { username, role: 'student' });
    for (const login of [` ${username.toUpperCase()} `, email]) {
      const token = await server.app.db.asWorker((em) => createResetToken(em, login));
      expect((await reset(token!)).status).toBe(204);
    }
    expect((await signIn(server, username, newPassword)).user.username).toBe(username);
    expect((await signIn(server, email, newPassword)).user.emailVerified).toBe(false);
  });
});

describe('changing the own password', () => {
  const change = (token: string, oldPassword: string, next = newPassword) =>
    post('/me/password', { oldPassword, newPassword: next }, token);

  it('[AUT-5] wants the old one and ends the other sign-ins, not this one', async () => {
    const [here, there] = [await signIn(server, email), await signIn(server, email)];
    expect((await readMe(there.accessToken)).status).toBe(200);
    expect(await change(here.accessToken, 'not-my-password')).toMatchObject({
      status: 403,
      body: { code: 'auth/wrong-password' },
    });
    expect((await change(here.accessToken, goodPassword)).status).toBe(204);
    expect((await readMe(here.accessToken)).status).toBe(200);
    expect((await readMe(there.accessToken)).body.code).toBe('auth/session-ended');
    expect((await post('/auth/refresh', { refreshToken: there.refreshToken })).status).toBe(401);
    expect((await post('/auth/refresh', { refreshToken: here.refreshToken })).status).toBe(200);
    await signIn(server, email, newPassword);
    expect(await actions()).toEqual(['password.changed']);
    expect((await mailsTo(server, email)).at(0)).toMatchObject({ template: 'password-changed' });
  });

  it('[AUT-2] cannot be guessed on a tablet that lies open', async () => {
    const { accessToken } = await signIn(server, email);
    for (let i = 0; i < 5; i++) await change(accessToken, `guess-${i}`);
    expect(await change(accessToken, goodPassword)).toMatchObject({
      status: 429,
      body: { code: 'auth/locked' },
    });
  });

  it('refuses one that is easy to guess, and voids links that were mailed before', async () => {
    const { accessToken } = await signIn(server, email);
    expect(await change(accessToken, goodPassword, email)).toMatchObject({
      body: { code: 'auth/weak-password' },
    });
    await post('/auth/magic-link', { email });
    const token = await tokenMailed(email, 'magic-link');
    expect((await change(accessToken, goodPassword)).status).toBe(204);
    expect((await post('/auth/magic-link/open', { token })).status).toBe(410);
  });

  it('wants somebody who is signed in', async () => {
    expect((await post('/me/password', { oldPassword: goodPassword, newPassword })).status).toBe(401);
  });
});

describe('changing the own address', () => {
  let fresh: string;
  beforeEach(() => {
    fresh = `anna-new${count}@school.example`;
  });
  const ask = async (password = goodPassword, address = fresh, own = goodPassword) =>
    post('/me/email', { email: address, password }, (await signIn(server, email, own)).accessToken);
  const confirm = (token: string) => post('/auth/confirm-email', { token });

  it('[AUT-6] counts once it is confirmed there, once, and the old address is told', async () => {
    expect((await ask()).status).toBe(202);
    expect((await signIn(server, email)).user.email).toBe(email);
    const token = await tokenMailed(fresh, 'change-email');
    const replies = await Promise.all([1, 2].map(() => confirm(token)));
    expect(replies.map(({ status }) => status).sort()).toEqual([204, 410]);
    expect((await signIn(server, fresh)).user).toMatchObject({ email: fresh, emailVerified: true });
    await expect(signIn(server, email)).rejects.toThrow('auth/wrong-credentials');
    expect(await mailsTo(server, email)).toMatchObject([{ template: 'email-changed' }]);
    expect(await actions()).toEqual(['email.changed']);
    const { rows } = await server.app.db.jobs.query('SELECT changes FROM audit_logs WHERE entity_id = $1', [
      userId,
    ]);
    expect(rows[0].changes).toEqual({ email: { changed: true } });
  });

  it('[AUT-6] does not count with a link that is too old', async () => {
    await ask();
    const token = await tokenMailed(fresh, 'change-email');
    await outdate('email_change');
    expect(await confirm(token)).toMatchObject({ status: 410, body: { code: 'auth/link-invalid' } });
    await signIn(server, email);
  });

  it('voids links that were mailed to the old one', async () => {
    await post('/auth/forgot', { email });
    const old = await tokenMailed(email, 'reset-password');
    await ask();
    await confirm(await tokenMailed(fresh, 'change-email'));
    expect((await post('/auth/reset-password', { token: old, password: newPassword })).status).toBe(401);
  });

  it('[AUT-6] counts no more once the password was replaced, everything was signed out, or the account was closed', async () => {
    const owner = await signIn(server, email);
    await ask();
    const asked = await tokenMailed(fresh, 'change-email');
    await post('/auth/forgot', { email });
    const token = await tokenMailed(email, 'reset-password');
    expect((await post('/auth/reset-password', { token, password: newPassword })).status).toBe(204);
    expect(await confirm(asked)).toMatchObject({ status: 410, body: { code: 'auth/link-invalid' } });
    expect((await readMe(owner.accessToken)).status).toBe(401);

    const openLinks = async () =>
      (
        await server.app.db.jobs.query('SELECT 1 FROM auth_tokens WHERE user_id = $1 AND used_at IS NULL', [
          userId,
        ])
      ).rowCount;
    await ask(newPassword, fresh, newPassword);
    await post('/auth/magic-link', { email });
    expect(await openLinks()).toBe(2);
    const again = await signIn(server, email, newPassword);
    await post('/me/sign-ins/end-all', {}, again.accessToken);
    expect(await openLinks()).toBe(0);

    await ask(newPassword, fresh, newPassword);
    await addPerson(server, { role: 'admin', email: `boss-${email}` });
    const boss = await signIn(server, `boss-${email}`);
    const closed = await post(`/people/${userId}/suspend`, {}, boss.accessToken);
    expect([200, 204]).toContain(closed.status);
    expect(await openLinks()).toBe(0);
  });

  it('[AUT-1] to one that somebody has is answered alike and tells that address alone', async () => {
    await addPerson(server, { email: fresh, role: 'teacher' });
    const taken = await ask();
    const free = await ask(goodPassword, `free-${fresh}`);
    expect(shape(taken)).toEqual(shape(free));
    expect(await mailsTo(server, fresh)).toMatchObject([{ template: 'account-exists' }]);
  });

  it('to one that somebody has taken meanwhile does not count', async () => {
    await ask();
    const token = await tokenMailed(fresh, 'change-email');
    await addPerson(server, { email: fresh, role: 'teacher' });
    expect(await confirm(token)).toMatchObject({ status: 410, body: { code: 'auth/link-invalid' } });
    await signIn(server, email);
  });

  it('wants the password', async () => {
    expect(await ask('not-my-password')).toMatchObject({
      status: 403,
      body: { code: 'auth/wrong-password' },
    });
    expect(await mailsTo(server, fresh)).toEqual([]);
  });
});

describe('a child without an address', () => {
  const childOf = async (guardianId: string, more: object = {}) => {
    const username = `maya${++count}`;
    const id = await addPerson(server, {
      username,
      role: 'student',
      status: 'pending_consent',
      isMinor: true,
      birthMonth: '2016-03',
      ...more,
    });
    await server.app.db.jobs.query('INSERT INTO guardian_links (guardian_id, child_id) VALUES ($1, $2)', [
      guardianId,
      id,
    ]);
    return { id, username };
  };
  const replace = async (
    login: string,
    childId: string,
    ownPassword = goodPassword,
    newPassword = 'nine-blue-herons-here',
  ) =>
    post(
      `/family/children/${childId}/password`,
      { ownPassword, newPassword },
      (await signIn(server, login)).accessToken,
    );

  it('gets a new password from its guardian, and is signed out everywhere', async () => {
    const { id, username } = await childOf(userId);
    const before = await signIn(server, username);
    expect(await replace(email, id, 'not-my-password')).toMatchObject({
      body: { code: 'auth/wrong-password' },
    });
    expect(await replace(email, id, goodPassword, username)).toMatchObject({
      body: { code: 'request/invalid' },
    });
    expect((await replace(email, id)).status).toBe(204);
    expect((await readMe(before.accessToken)).body.code).toBe('auth/session-ended');
    await expect(signIn(server, username)).rejects.toThrow('auth/wrong-credentials');
    await signIn(server, username, 'nine-blue-herons-here');
    const { rows } = await server.app.db.jobs.query(
      'SELECT action, actor_id, on_behalf_of FROM audit_logs WHERE entity_id = $1',
      [id],
    );
    expect(rows).toEqual([{ action: 'password.replaced', actor_id: userId, on_behalf_of: id }]);
  });

  it('gets none from anybody else, nor once it is grown up, nor from a guardian of before', async () => {
    const { id, username } = await childOf(userId);
    const stranger = `stranger${count}@school.example`;
    await addPerson(server, { email: stranger, role: 'admin' });
    expect(await replace(stranger, id)).toMatchObject({ status: 404, body: { code: 'child/not-found' } });
    await server.app.db.jobs.query(
      `UPDATE guardian_links SET status = 'ended', ended_at = now() WHERE child_id = $1`,
      [id],
    );
    expect((await replace(email, id)).status).toBe(404);
    const grown = await childOf(userId, { isMinor: false, status: 'active' });
    expect((await replace(email, grown.id)).status).toBe(404);
    await signIn(server, username);
  });
});
