import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConsentRequestView, MyConsent } from '../../../src/wire/family.ts';
import type { SignedIn } from '../../../src/wire/identity.ts';
import {
  bornYearsAgo,
  childEntry,
  consentByMail,
  consentToken,
  familyAtHome,
  onlyToPlay,
  post,
  signUpChild,
} from '../../support/families.ts';
import { mailsTo, mailTo, tokenIn } from '../../support/mail.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server.stop());

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await server.app.db.jobs.query<T>(sql, values)).rows;
const idOf = async (username: string): Promise<string> =>
  (await rows<{ id: string }>('SELECT id FROM users WHERE username = $1', [username]))[0]!.id;

/** What a sign-up needs, until somebody has answered. */
const neededToAsk = [
  ...['users', 'user_profiles', 'user_roles', 'credentials', 'consent_requests', 'auth_tokens'],
  ...['mail_messages', 'audit_logs', 'audit_logs_default'],
];

/** Every row of every table that names the child, by table; nowhere does the grown-up's address stand open. */
async function heldOf({ childId, guardianEmail }: { childId: string; guardianEmail: string }) {
  const tables = await rows<{ table_name: string }>(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const found: Record<string, Record<string, unknown>[]> = {};
  for (const { table_name: table } of tables) {
    if (table === 'mikro_orm_migrations') continue;
    const about = await rows<{ row: Record<string, unknown> }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t WHERE to_jsonb(t)::text LIKE $1`,
      [`%${childId}%`],
    );
    if (about.length > 0 && !/^audit_logs_\d{4}_\d{2}$/.test(table))
      found[table] = about.map(({ row }) => row);
    const leaked = await rows(`SELECT 1 FROM ${table} t WHERE to_jsonb(t)::text ILIKE $1`, [
      `%${guardianEmail}%`,
    ]);
    expect({ table, leaked: leaked.length }).toEqual({ table, leaked: 0 });
  }
  return found;
}

describe('a child signs up', () => {
  test('[CON-1] waits, and the database holds a name, a month, a sealed address and what is needed to ask', async () => {
    const { username, guardianEmail } = await signUpChild(server, {
      guardianEmail: 'canary-parent@home.example',
    });
    const childId = await idOf(username);
    const found = await heldOf({ childId, guardianEmail });
    expect(Object.keys(found).filter((name) => !neededToAsk.includes(name))).toEqual([]);
    expect(Object.keys(found)).not.toContain('group_members');
    const [user] = await rows<Record<string, unknown>>('SELECT * FROM users WHERE id = $1', [childId]);
    expect(user).toMatchObject({
      email: null,
      status: 'pending_consent',
      is_minor: true,
      consent_state: 'pending',
    });
    const [profile] = await rows<Record<string, unknown>>('SELECT * FROM user_profiles WHERE user_id = $1', [
      childId,
    ]);
    expect(profile).toMatchObject({ display_name: 'Brave Otter', first_name: null, last_name: null });
  });

  test('[CON-5] the grown-up gets the direct notice in the own language, and opens what is asked with its link', async () => {
    const { guardianEmail } = await signUpChild(server, { guardianLocale: 'es' });
    const mail = await mailTo(server, guardianEmail, 'consent-request');
    expect(mail.locale).toBe('es');
    const view = await post<ConsentRequestView>(server, '/consents/request', { token: tokenIn(mail) });
    expect(view.status).toBe(200);
    expect(view.body).toMatchObject({
      child: { nickname: 'Brave Otter' },
      contact: guardianEmail,
      hasAccount: false,
      status: 'open',
      locale: 'es',
    });
    expect(view.body.notice.body.length).toBeGreaterThan(200);
    const offered = Object.fromEntries(view.body.scopes.map(({ scope, methods }) => [scope, methods]));
    expect(offered.account).toContain('email_plus');
    expect(offered.messaging).toEqual(['signed_form']);
    expect(offered.third_party_disclosure).toEqual(['signed_form']);
  });

  test('[CON-1] old enough: nothing is stored and the ordinary way is shown', async () => {
    const before = await rows('SELECT id FROM users');
    const entry = childEntry({ birth: bornYearsAgo(17) });
    const reply = await post(server, '/auth/sign-up/child', entry);
    expect([reply.status, reply.body]).toEqual([201, { next: 'verify-email' }]);
    expect(await rows('SELECT id FROM users')).toHaveLength(before.length);
    expect(await mailsTo(server, entry.guardianEmail)).toEqual([]);
  });

  test('a birthday that cannot be, a child too young, an unkind name, a taken user name, an easy password', async () => {
    const taken = await signUpChild(server);
    const refused = async (entry: object) =>
      (await post(server, '/auth/sign-up/child', { ...childEntry(), ...entry })).body.code;
    expect(await refused({ birth: { year: 2090, month: 1 } })).toBe('request/invalid');
    expect(await refused({ birth: { year: 2015, month: 13 } })).toBe('request/invalid');
    expect(await refused({ birth: undefined })).toBe('request/invalid');
    expect(await refused({ birth: bornYearsAgo(3) })).toBe('sign-up/age-not-allowed');
    expect(await refused({ nickname: 'f u c k' })).toBe('nickname/unkind');
    expect(await refused({ username: 'fuckface' })).toBe('nickname/unkind');
    expect(await refused({ username: taken.username })).toBe('user/username-taken');
    expect(await refused({ password: 'password1' })).toBe('auth/weak-password');
    expect(await refused({ organization: 'nobody-has-this' })).toBe('request/not-found');
    expect(await refused({ classCode: 'ABCDEF' })).toBe('class/no-such-code');
  });

  test('[EDG-6] a role, an organization or a prototype key in the body is refused', async () => {
    for (const extra of [
      { role: 'admin' },
      { orgId: server.orgId },
      { status: 'active' },
      { isMinor: false },
    ]) {
      const reply = await post(server, '/auth/sign-up/child', { ...childEntry(), ...extra });
      expect([reply.status, reply.body.code]).toEqual([400, 'request/invalid']);
    }
  });

  test('says the same whether the grown-up has an account here or not', async () => {
    await addPerson(server, { role: 'teacher', email: 'known@home.example' });
    const known = await post(
      server,
      '/auth/sign-up/child',
      childEntry({ guardianEmail: 'known@home.example' }),
    );
    const unknown = await post(
      server,
      '/auth/sign-up/child',
      childEntry({ guardianEmail: 'new@home.example' }),
    );
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
  });

  test('an organization that is closed takes a child by class code only, and the child is in the class after consent', async () => {
    await rows('UPDATE org_settings SET open_sign_up = false');
    const [group] = await rows<{ id: string }>(
      `INSERT INTO groups (org_id, name, code) VALUES ($1, '4b', 'KLMNPQ') RETURNING id`,
      [server.orgId],
    );
    try {
      const closed = await post(server, '/auth/sign-up/child', childEntry());
      expect(closed.body.code).toBe('sign-up/closed');
      const { username, guardianEmail } = await signUpChild(server, { classCode: 'klmnpq' });
      const childId = await idOf(username);
      const members = () =>
        rows('SELECT 1 FROM group_members WHERE group_id = $1 AND user_id = $2', [group!.id, childId]);
      expect(await members()).toHaveLength(0);
      await consentByMail(server, guardianEmail);
      expect(await members()).toHaveLength(1);
    } finally {
      await rows('UPDATE org_settings SET open_sign_up = true');
    }
  });
});

describe('a child that waits', () => {
  test('[CON-2] signs in, sees how it stands, and every writing route answers consent/required', async () => {
    const { username, guardianEmail } = await signUpChild(server);
    const { accessToken: token, user } = await signIn(server, username);
    expect(user).toMatchObject({
      status: 'pending_consent',
      isMinor: true,
      consent: { needed: true, scopes: [] },
    });
    const mine = await call<MyConsent>(server, '/me/consent', { token });
    expect(mine.body).toMatchObject({ needed: true, scopes: [], triesLeft: 3, request: { status: 'open' } });
    expect(mine.body.request!.contact).toBe(`${guardianEmail[0]}•••@home.example`);
    for (const [method, path, body] of [
      ['PATCH', '/me', { displayName: 'Other' }],
      ['POST', '/me/second-factor', {}],
      ['POST', '/me/second-factor/confirm', { code: '123456' }],
      ['POST', '/me/of-age', { keep: true }],
      ['POST', `/family/children/${user.id}/consents`, { account: true }],
      [
        'PUT',
        `/family/children/${user.id}/controls`,
        { chat: true, ai: true, live: true, dailyMinutes: null },
      ],
    ] as const) {
      const reply = await call(server, path, { method, token, body });
      expect([path, reply.status, reply.body.code]).toEqual([path, 403, 'consent/required']);
    }
  });

  test('[CON-1] has signed in, come again and looked at itself: held are the rows of its sign-in, and nothing of its browser', async () => {
    const { username, guardianEmail } = await signUpChild(server, {
      guardianEmail: 'canary-visited@home.example',
    });
    const childId = await idOf(username);
    const headers = { 'user-agent': 'Canary/1.0 (a tablet)', 'x-forwarded-for': '203.0.113.77' };
    const enter = () =>
      call<SignedIn>(server, '/auth/sign-in', {
        method: 'POST',
        headers,
        body: { login: username, password: goodPassword },
      });
    const entered = await enter();
    expect(entered.status).toBe(200);
    const cookies = entered.headers.get('set-cookie')!;
    expect(cookies).not.toContain('tutti_known');
    const refreshed = await call<SignedIn>(server, '/auth/refresh', {
      method: 'POST',
      body: {},
      headers: { ...headers, cookie: /tutti_refresh=[^;]+/.exec(cookies)![0] },
    });
    expect(refreshed.status).toBe(200);
    const { accessToken: token } = refreshed.body;
    expect((await call(server, '/me', { token, headers })).status).toBe(200);

    const { auth_sessions: signIns, ...others } = await heldOf({ childId, guardianEmail });
    expect(Object.keys(others).filter((name) => !neededToAsk.includes(name))).toEqual([]);
    expect(others.users).toMatchObject([{ status: 'pending_consent', last_login_at: null }]);
    expect(signIns).toHaveLength(2);
    for (const row of signIns!) {
      const { id, user_id, family_id, refresh_token_hash, ...rest } = row;
      const { created_at, last_activity_at, expires_at, rotated_at, ...empty } = rest;
      expect(empty).toEqual({ user_agent: null, revoked_at: null, revoke_reason: null });
    }
    expect(JSON.stringify([signIns, others])).not.toMatch(/canary\/1|203\.0\.113/i);

    expect((await call(server, '/auth/sign-out', { method: 'POST', token, body: {} })).status).toBe(204);
    expect((await call(server, '/me', { token })).body.code).toBe('auth/session-ended');

    // agreed to, it is kept what is kept of everybody
    await consentByMail(server, guardianEmail);
    expect((await enter()).headers.get('set-cookie')).toContain('tutti_known');
    expect(
      await rows(
        `SELECT u.last_login_at IS NOT NULL AS "hasTime", s.user_agent, count(d.*)::int AS devices
         FROM users u JOIN auth_sessions s ON s.user_id = u.id AND s.revoked_at IS NULL LEFT JOIN known_devices d ON d.user_id = u.id
         WHERE u.id = $1 GROUP BY u.id, s.id`,
        [childId],
      ),
    ).toEqual([{ hasTime: true, user_agent: headers['user-agent'], devices: 1 }]);
  });

  test('names another grown-up three times a day; the first link opens nothing any more', async () => {
    const { username, guardianEmail } = await signUpChild(server);
    const first = await consentToken(server, guardianEmail);
    const { accessToken } = await signIn(server, username);
    const ask = (guardianEmail: string) =>
      post<MyConsent>(server, '/me/ask-again', { guardianEmail }, accessToken);
    const again = await ask(`second-${guardianEmail}`);
    expect([again.status, again.body.triesLeft]).toEqual([200, 2]);
    expect((await post(server, '/consents/request', { token: first })).body.code).toBe(
      'consent/link-invalid',
    );
    expect((await ask(`third-${guardianEmail}`)).body.triesLeft).toBe(1);
    expect((await ask(`fourth-${guardianEmail}`)).body.triesLeft).toBe(0);
    expect((await ask(`fifth-${guardianEmail}`)).status).toBe(429);
  });

  test('[CON-8] sees how many can watch it: nobody yet', async () => {
    const { username } = await signUpChild(server);
    const { accessToken: token } = await signIn(server, username);
    expect((await call(server, '/me/watchers', { token })).body).toEqual({ guardians: 0, teachers: 0 });
  });
});

test('[CON-8] a child begins private: a classmate sees nothing of it, and what writes or discloses is off', async () => {
  const [one, mate] = await Promise.all([familyAtHome(server), familyAtHome(server)]);
  await rows(
    `WITH g AS (INSERT INTO groups (org_id, name) VALUES ($1, '4b') RETURNING id)
     INSERT INTO group_members (group_id, user_id) SELECT g.id, u.id FROM g, users u WHERE u.id IN ($2, $3)`,
    [server.orgId, one.childId, mate.childId],
  );
  const seenByMate = await server.app.db.asCaller(
    { userId: mate.childId, orgId: server.orgId },
    async (em) => ({
      people: await em.execute('SELECT id FROM users'),
      names: await em.execute('SELECT user_id AS id FROM user_profiles'),
      consents: await em.execute('SELECT 1 FROM consents WHERE child_id = ?', [one.childId]),
      days: await em.execute('SELECT 1 FROM activity_days WHERE user_id = ?', [one.childId]),
    }),
  );
  const itself = [{ id: mate.childId }];
  expect(seenByMate).toEqual({ people: itself, names: itself, consents: [], days: [] });
  const mine = await call<MyConsent>(server, '/me/consent', { token: one.child.accessToken });
  expect(mine.body).toMatchObject({ scopes: ['account', 'live_rooms'], limits: { chat: false, ai: false } });
  const { body } = await call(server, '/me/watchers', { token: one.child.accessToken });
  expect(body).toEqual({ guardians: 1, teachers: 0 });
});

test('[CON-4] the links of one child decide for no other one', async () => {
  const one = await signUpChild(server);
  const other = await signUpChild(server);
  const token = await consentToken(server, one.guardianEmail);
  await post(server, '/consents/decide', {
    token,
    decisions: onlyToPlay,
    relationship: 'parent',
    displayName: 'Pat',
    password: goodPassword,
  });
  const confirm = tokenIn(await mailTo(server, one.guardianEmail, 'consent-confirm'));
  expect((await post(server, '/consents/confirm', { token: confirm })).body.childId).toBe(
    await idOf(one.username),
  );
  const [untouched] = await rows('SELECT status FROM users WHERE username = $1', [other.username]);
  expect(untouched).toEqual({ status: 'pending_consent' });
});
