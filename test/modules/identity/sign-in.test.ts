import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Me, SignedIn } from '../../../src/wire/identity.ts';
import { mailTo } from '../../support/mail.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let email: string;
let count = 0;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  email = `anna${++count}@school.example`;
  await addPerson(server, { email, role: 'teacher', displayName: 'Anna' });
});

const post = <T>(
  path: string,
  body: unknown,
  options: { token?: string; headers?: Record<string, string> } = {},
) => call<T>(server, path, { method: 'POST', body, ...options });
const cookieOf = (headers: Headers) => /tutti_refresh=([^;]*)/.exec(headers.get('set-cookie') ?? '')?.[1];
const readMe = (token: string) => call<Me & { code: string }>(server, '/me', { token });

describe('signing in', () => {
  it('gives an access token with which the person is known', async () => {
    const { accessToken, expiresInSeconds, user } = await signIn(server, email);
    expect(expiresInSeconds).toBe(900);
    const me = await readMe(accessToken);
    expect(me).toMatchObject({ status: 200, body: { email, displayName: 'Anna', roles: ['teacher'] } });
    expect(me.body).toEqual(user);
  });

  it('does not mind capitals and spaces around the email', async () => {
    expect((await signIn(server, `  ${email.toUpperCase()} `)).user.email).toBe(email);
  });

  it('[AUT-4] puts the refresh token of a browser into a cookie out of reach for scripts', async () => {
    const reply = await post<SignedIn>('/auth/sign-in', { login: email, password: goodPassword });
    expect(reply.body.refreshToken).toBeNull();
    const cookie = reply.headers.get('set-cookie')!;
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Path=\/api\/v1\/auth/);
    expect(cookie).not.toMatch(/Secure/);
  });

  it('[AUT-1] answers an unknown account and a wrong password alike', async () => {
    const wrong = await post<object>('/auth/sign-in', { login: email, password: 'not-the-password' });
    const unknown = await post<object>('/auth/sign-in', {
      login: 'nobody@school.example',
      password: 'not-the-password',
    });
    const shape = ({ status, headers, body }: typeof wrong) => ({
      status,
      headers: [...headers.keys()].sort(),
      body: { ...body, requestId: 'any' },
    });
    expect(shape(wrong)).toEqual(shape(unknown));
    expect(wrong).toMatchObject({ status: 401, body: { code: 'auth/wrong-credentials' } });
  });

  it('[AUT-1] makes exactly one comparison on every way', async () => {
    const matches = vi.spyOn(server.app.passwords, 'matches');
    await post('/auth/sign-in', { login: email, password: goodPassword });
    await post('/auth/sign-in', { login: email, password: 'wrong-password' });
    await post('/auth/sign-in', { login: 'nobody2@school.example', password: 'wrong-password' });
    expect(matches).toHaveBeenCalledTimes(3);
    matches.mockRestore();
  });

  it('[AUT-2] locks account and address after five failures, also for the right password', async () => {
    for (let i = 0; i < 5; i++) {
      expect((await post('/auth/sign-in', { login: email, password: `wrong-${i}` })).status).toBe(401);
    }
    const locked = await post<{ code: string; retryAfter: number }>('/auth/sign-in', {
      login: email,
      password: goodPassword,
    });
    expect(locked).toMatchObject({ status: 429, body: { code: 'auth/locked' } });
    expect(locked.body.retryAfter).toBeGreaterThan(14 * 60);
    expect(locked.headers.get('retry-after')).toBe(String(locked.body.retryAfter));
  });

  it('[EDG-2] does not believe a client that says it comes from elsewhere', async () => {
    for (let i = 0; i < 5; i++) {
      await post(
        '/auth/sign-in',
        { login: email, password: 'wrong' },
        { headers: { 'x-forwarded-for': `203.0.113.${i}` } },
      );
    }
    expect((await post('/auth/sign-in', { login: email, password: goodPassword })).status).toBe(429);
  });

  it('[AUT-2] lets no more than five guesses through when they come all at once', async () => {
    const guesses = Array.from({ length: 12 }, (_, i) =>
      post<{ code: string }>('/auth/sign-in', { login: email, password: `wrong-${i}` }),
    );
    const codes = (await Promise.all(guesses)).map(({ body }) => body.code);
    expect(codes.filter((code) => code === 'auth/wrong-credentials')).toHaveLength(5);
    expect(codes.filter((code) => code === 'auth/locked')).toHaveLength(7);
  });

  it('[AUT-2] forgets failures after the right password', async () => {
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4; i++) await post('/auth/sign-in', { login: email, password: 'wrong' });
      expect((await post('/auth/sign-in', { login: email, password: goodPassword })).status).toBe(200);
    }
  });

  it('[AUT-2] leaves a known device free while a stranger with the same address is locked out', async () => {
    const first = await post('/auth/sign-in', { login: email, password: goodPassword });
    const known = /tutti_known=([^;]+)/.exec(first.headers.get('set-cookie')!)!;
    expect(first.headers.get('set-cookie')).toMatch(
      /tutti_known=[^,]*Path=\/api\/v1\/auth;[^,]*,[^,]*HttpOnly; SameSite=Strict/,
    );
    for (let i = 0; i < 6; i++) await post('/auth/sign-in', { login: email, password: 'wrong' });
    const attempt = (password: string, cookie = '') =>
      post<{ code: string }>('/auth/sign-in', { login: email, password }, { headers: { cookie } });
    expect((await attempt(goodPassword)).body.code).toBe('auth/locked');
    expect((await attempt(goodPassword, `tutti_known=${'x'.repeat(43)}`)).body.code).toBe('auth/locked');
    expect((await attempt(goodPassword, known[0])).status).toBe(200);
    for (let i = 0; i < 5; i++) await attempt('wrong', known[0]);
    expect((await attempt(goodPassword, known[0])).body.code).toBe('auth/locked');
    const rows = await server.app.db.jobs.query('SELECT d::text FROM known_devices d');
    expect(rows.rowCount).toBeGreaterThan(0);
    expect(JSON.stringify(rows.rows)).not.toContain(known[1]);
  });

  it('[AUT-2] knows a device only for whom it signed in', async () => {
    const first = await post('/auth/sign-in', { login: email, password: goodPassword });
    const cookie = /tutti_known=[^;]+/.exec(first.headers.get('set-cookie')!)![0];
    const other = `other-${email}`;
    await addPerson(server, { email: other, role: 'teacher' });
    for (let i = 0; i < 6; i++) await post('/auth/sign-in', { login: other, password: 'wrong' });
    const attempt = await post(
      '/auth/sign-in',
      { login: other, password: goodPassword },
      { headers: { cookie } },
    );
    expect(attempt).toMatchObject({ status: 429, body: { code: 'auth/locked' } });
  });

  it('takes a username as well, also of a child that waits for consent', async () => {
    const username = `maya-${count}`;
    await addPerson(server, {
      username,
      role: 'student',
      status: 'pending_consent',
      isMinor: true,
      birthMonth: '2016-03',
    });
    const { user, accessToken, refreshToken } = await signIn(server, ` ${username.toUpperCase()}`);
    expect(user).toMatchObject({
      email: null,
      username,
      status: 'pending_consent',
      isMinor: true,
      consent: { needed: true, scopes: [] },
      permissions: [],
    });
    expect((await readMe(accessToken)).body).toEqual(user);
    expect((await post('/auth/refresh', { refreshToken })).status).toBe(200);
    const renamed = await call(server, '/me', {
      method: 'PATCH',
      token: accessToken,
      body: { locale: 'es' },
    });
    expect(renamed, '[CON-2]').toMatchObject({ status: 403, body: { code: 'consent/required' } });
  });

  it('finds people by organization where two have the same name', async () => {
    const { rows } = await server.app.db.jobs.query<{ id: string }>(
      `INSERT INTO organizations (slug, name) VALUES ($1, 'Elm') RETURNING id`,
      [`elm-${count}`],
    );
    await addPerson(server, { email, role: 'teacher', displayName: 'Elma', orgId: rows[0]!.id });
    const elm = await post<SignedIn>('/auth/sign-in', {
      login: email,
      password: goodPassword,
      organization: `elm-${count}`,
    });
    expect(elm.body.user).toMatchObject({ displayName: 'Elma', organization: { name: 'Elm' } });
    expect((await signIn(server, email)).user.displayName).toBe('Anna');
  });

  it('tells only who knows the password why an account cannot be entered yet', async () => {
    for (const [status, code] of [
      ['pending_verification', 'auth/not-verified'],
      ['pending_approval', 'auth/awaiting-approval'],
    ] as const) {
      const login = `${status}${count}@school.example`;
      await addPerson(server, { email: login, role: 'guardian', status });
      expect(await post('/auth/sign-in', { login, password: goodPassword })).toMatchObject({
        status: 403,
        body: { code },
      });
      expect(await post('/auth/sign-in', { login, password: 'wrong' })).toMatchObject({
        status: 401,
        body: { code: 'auth/wrong-credentials' },
      });
    }
  });

  it('is refused for a suspended account like for none', async () => {
    await server.app.db.asWorker((em) =>
      em.execute(`UPDATE users SET status = 'suspended' WHERE email = ?`, [email]),
    );
    expect(await post('/auth/sign-in', { login: email, password: goodPassword })).toMatchObject({
      status: 401,
      body: { code: 'auth/wrong-credentials' },
    });
  });
});

describe('refreshing', () => {
  it('[AUT-4] gives a new pair and keeps the sign-in', async () => {
    const first = await signIn(server, email);
    const { status, body } = await post<SignedIn>('/auth/refresh', { refreshToken: first.refreshToken });
    expect(status).toBe(200);
    expect(body.refreshToken).not.toBe(first.refreshToken);
    expect((await readMe(body.accessToken)).status).toBe(200);
    expect((await readMe(first.accessToken)).status).toBe(200);
  });

  it('[AUT-4] works with the cookie alone, and answers with the next one', async () => {
    const first = await post<SignedIn>('/auth/sign-in', { login: email, password: goodPassword });
    const cookie = cookieOf(first.headers)!;
    const second = await call<SignedIn>(server, '/auth/refresh', {
      method: 'POST',
      headers: { cookie: `tutti_refresh=${cookie}` },
    });
    expect(second.status).toBe(200);
    expect(second.body.refreshToken).toBeNull();
    expect(cookieOf(second.headers)).not.toBe(cookie);
  });

  it('[AUT-4] ten times at once gives one and the same successor', async () => {
    const { refreshToken } = await signIn(server, email);
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => post<SignedIn>('/auth/refresh', { refreshToken })),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(replies.map(({ body }) => body.refreshToken)).size).toBe(1);
  });

  it('[AUT-4] with a token that was used up before ends the whole family', async () => {
    const first = await signIn(server, email);
    const second = (await post<SignedIn>('/auth/refresh', { refreshToken: first.refreshToken })).body;
    await server.app.db.asWorker((em) =>
      em.execute(
        `UPDATE auth_sessions SET rotated_at = now() - interval '11 seconds' WHERE rotated_at IS NOT NULL`,
      ),
    );
    const reuse = await post('/auth/refresh', { refreshToken: first.refreshToken });
    expect(reuse).toMatchObject({ status: 401, body: { code: 'auth/session-ended' } });
    expect(await post('/auth/refresh', { refreshToken: second.refreshToken })).toMatchObject({
      body: { code: 'auth/session-ended' },
    });
    expect((await readMe(second.accessToken)).body.code).toBe('auth/session-ended');
    expect((await mailTo(server, email)).template).toBe('sessions-ended');
    const { rows } = await server.app.db.jobs.query(
      `SELECT actor_label FROM audit_logs WHERE action = 'session.reused' AND entity_id = $1`,
      [first.user.id],
    );
    expect(rows).toEqual([{ actor_label: 'system' }]);
  });

  it('[AUT-4] by cookie wants an Origin of ours, and a foreign one uses nothing up', async () => {
    const first = await post<SignedIn>('/auth/sign-in', { login: email, password: goodPassword });
    const cookie = `tutti_refresh=${cookieOf(first.headers)}`;
    const from = (origin: string) =>
      call<SignedIn & { code: string }>(server, '/auth/refresh', {
        method: 'POST',
        headers: { cookie, origin },
      });
    expect(await from('https://evil.example')).toMatchObject({
      status: 403,
      body: { code: 'request/foreign-origin' },
    });
    const { rows } = await server.app.db.jobs.query(
      'SELECT rotated_at FROM auth_sessions WHERE user_id = $1',
      [first.body.user.id],
    );
    expect(rows).toEqual([{ rotated_at: null }]);
    expect((await from(server.url)).status).toBe(200);
  });

  it('[AUT-4] ten times at once by cookie gives every tab the same next cookie', async () => {
    const first = await post<SignedIn>('/auth/sign-in', { login: email, password: goodPassword });
    const headers = { cookie: `tutti_refresh=${cookieOf(first.headers)}` };
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => call(server, '/auth/refresh', { method: 'POST', headers })),
    );
    expect(new Set(replies.map((reply) => `${reply.status} ${cookieOf(reply.headers)}`)).size).toBe(1);
    const { rows } = await server.app.db.jobs.query(
      'SELECT count(*)::int AS n FROM auth_sessions WHERE user_id = $1',
      [first.body.user.id],
    );
    expect(rows[0].n).toBe(2);
  });

  it('is refused without a token, with an unknown and with an outdated one', async () => {
    expect(await post('/auth/refresh', {})).toMatchObject({ status: 401, body: { code: 'auth/required' } });
    expect(await post('/auth/refresh', { refreshToken: 'x'.repeat(43) })).toMatchObject({
      body: { code: 'auth/invalid-token' },
    });
    const { refreshToken } = await signIn(server, email);
    const hash = createHash('sha256').update(refreshToken!).digest('hex');
    await server.app.db.asWorker((em) =>
      em.execute(`UPDATE auth_sessions SET expires_at = now() WHERE refresh_token_hash = decode(?, 'hex')`, [
        hash,
      ]),
    );
    expect(await post('/auth/refresh', { refreshToken })).toMatchObject({
      body: { code: 'auth/session-ended' },
    });
  });

  it('[AUT-4] leaves nothing in the database with which one could refresh', async () => {
    const { refreshToken } = await signIn(server, email);
    const rows = await server.app.db.asWorker((em) =>
      em.execute('SELECT s::text AS line FROM auth_sessions s'),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(refreshToken);
  });
});

describe('signing out', () => {
  it('[AUT-5] ends access and refresh of this sign-in at once, and of no other', async () => {
    const ended = await signIn(server, email);
    const other = await signIn(server, email);
    expect((await readMe(ended.accessToken)).status).toBe(200);
    expect((await post('/auth/sign-out', { refreshToken: ended.refreshToken })).status).toBe(204);
    expect(await readMe(ended.accessToken)).toMatchObject({
      status: 401,
      body: { code: 'auth/session-ended' },
    });
    expect((await post('/auth/refresh', { refreshToken: ended.refreshToken })).status).toBe(401);
    expect((await readMe(other.accessToken)).status).toBe(200);
  });

  it('works with the access token alone', async () => {
    const { accessToken } = await signIn(server, email);
    expect((await post('/auth/sign-out', {}, { token: accessToken })).status).toBe(204);
    expect((await readMe(accessToken)).status).toBe(401);
  });

  it('takes the cookie away', async () => {
    const reply = await call(server, '/auth/sign-out', { method: 'POST' });
    expect(reply.status).toBe(204);
    expect(reply.headers.get('set-cookie')).toMatch(/tutti_refresh=;.*Expires=Thu, 01 Jan 1970/);
  });
});

describe('the own profile', () => {
  it('can be changed, and nothing but what is offered', async () => {
    const { accessToken: token } = await signIn(server, email);
    const changed = await call<Me>(server, '/me', {
      method: 'PATCH',
      token,
      body: { displayName: ' Anne ', locale: 'es' },
    });
    expect(changed).toMatchObject({ status: 200, body: { displayName: 'Anne', locale: 'es', email } });
    expect((await readMe(token)).body).toMatchObject({ displayName: 'Anne', locale: 'es' });
    for (const key of ['role', 'orgId', 'email', 'roles', 'id']) {
      const refused = await call(server, '/me', { method: 'PATCH', token, body: { [key]: 'x' } });
      expect(refused, `[EDG-6] ${key}`).toMatchObject({ status: 400, body: { code: 'request/invalid' } });
    }
  });
});
