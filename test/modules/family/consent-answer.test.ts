import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConsentRequestView } from '../../../src/wire/family.ts';
import {
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
const newGuardian = { relationship: 'parent', displayName: 'Pat Parent', password: goodPassword };
const decide = (token: string, more: object = {}, bearer?: string) =>
  post(server, '/consents/decide', { token, decisions: onlyToPlay, ...newGuardian, ...more }, bearer);
const confirmToken = async (email: string) => tokenIn(await mailTo(server, email, 'consent-confirm'));

describe('e-mail-plus', () => {
  test('[CON-3] nothing counts before the second mail; then the child plays and the guardian has an account', async () => {
    const { username, guardianEmail } = await signUpChild(server);
    const childId = await idOf(username);
    const first = await decide(await consentToken(server, guardianEmail));
    expect([first.status, first.body]).toEqual([200, { next: 'confirm-by-mail' }]);
    const state = () => rows('SELECT status, consent_state FROM users WHERE id = $1', [childId]);
    expect(await state()).toEqual([{ status: 'pending_consent', consent_state: 'pending' }]);
    expect(await rows('SELECT 1 FROM consents WHERE child_id = $1', [childId])).toEqual([]);
    const early = await post(server, '/auth/sign-in', {
      login: guardianEmail,
      password: goodPassword,
      keep: 'body',
    });
    expect(early.status).not.toBe(200);

    const done = await post(server, '/consents/confirm', { token: await confirmToken(guardianEmail) });
    expect(done.body).toMatchObject({
      childId,
      child: 'Brave Otter',
      granted: ['account', 'live_rooms'],
      login: guardianEmail,
    });
    expect(await state()).toEqual([{ status: 'active', consent_state: 'granted' }]);
    const words = await rows(
      'SELECT scope, status, method, decider, notice_version, address::text FROM consents WHERE child_id = $1',
      [childId],
    );
    expect(words).toHaveLength(6);
    expect(words).toContainEqual({
      scope: 'messaging',
      status: 'refused',
      method: 'email_plus',
      decider: 'guardian',
      notice_version: 1,
      address: '127.0.0.0/24',
    });
    expect(
      await rows('SELECT status, contact_sealed FROM consent_requests WHERE child_id = $1', [childId]),
    ).toEqual([{ status: 'confirmed', contact_sealed: null }]);
    expect((await signIn(server, guardianEmail)).user.roles).toContain('guardian');
    expect((await signIn(server, username)).user.consent).toEqual({
      needed: false,
      scopes: ['account', 'live_rooms'],
    });
    await mailTo(server, guardianEmail, 'consent-changed');
  });

  test('[CON-3] grants nothing that discloses', async () => {
    const { guardianEmail } = await signUpChild(server);
    const token = await consentToken(server, guardianEmail);
    for (const scope of ['messaging', 'third_party_disclosure']) {
      const refused = await decide(token, { decisions: { ...onlyToPlay, [scope]: true } });
      expect([refused.status, refused.body.code]).toEqual([409, 'consent/scope-not-allowed']);
    }
  });

  test('[CON-2] a link that is replayed, altered, too old or of another kind opens nothing', async () => {
    const { guardianEmail, username } = await signUpChild(server);
    const token = await consentToken(server, guardianEmail);
    await decide(token);
    const second = await confirmToken(guardianEmail);
    const code = async (path: string, token: string) => (await post(server, path, { token })).body.code;
    expect(await code('/consents/confirm', token)).toBe('consent/link-invalid');
    expect(await code('/consents/request', second)).toBe('consent/link-invalid');
    const altered = (second.startsWith('A') ? 'B' : 'A') + second.slice(1);
    expect(await code('/consents/confirm', altered)).toBe('consent/link-invalid');
    const [a, b] = await Promise.all([
      post(server, '/consents/confirm', { token: second }),
      post(server, '/consents/confirm', { token: second }),
    ]);
    expect([a.status, b.status].sort()).toEqual([200, 410]);
    expect(await rows('SELECT 1 FROM consents WHERE child_id = $1', [await idOf(username)])).toHaveLength(6);
    for (const path of ['/consents/request', '/consents/refuse', '/consents/confirm'])
      expect([path, await code(path, token)]).toEqual([path, 'consent/link-invalid']);
    expect((await decide(token)).body.code).toBe('consent/link-invalid');

    const late = await signUpChild(server);
    const lateToken = await consentToken(server, late.guardianEmail);
    await rows(`UPDATE consent_requests SET expires_at = now() - interval '1 second' WHERE child_id = $1`, [
      await idOf(late.username),
    ]);
    expect(await code('/consents/request', lateToken)).toBe('consent/link-invalid');
  });

  test('a second answer takes the place of the first, and the first one’s mail confirms nothing', async () => {
    const { guardianEmail, username } = await signUpChild(server);
    const token = await consentToken(server, guardianEmail);
    await decide(token);
    const first = await confirmToken(guardianEmail);
    await decide(token, { decisions: { ...onlyToPlay, live_rooms: false }, displayName: 'Pat Again' });
    expect((await post(server, '/consents/confirm', { token: first })).body.code).toBe(
      'consent/link-invalid',
    );
    const newest = (await mailsTo(server, guardianEmail)).filter((one) => one.template === 'consent-confirm');
    const tokens = newest.map(tokenIn).filter((one) => one !== first);
    await post(server, '/consents/confirm', { token: tokens[0] });
    expect((await signIn(server, username)).user.consent.scopes).toEqual(['account']);
  });
});

describe('who may answer', () => {
  test('one grown-up for two children, with the account of the first time', async () => {
    const email = 'two@home.example';
    const one = await signUpChild(server, { guardianEmail: email });
    await consentByMail(server, email);
    const two = await signUpChild(server, { guardianEmail: email });
    const mails = (await mailsTo(server, email)).filter((mail) => mail.template === 'consent-request');
    const views = await Promise.all(
      mails.map((mail) => post(server, '/consents/request', { token: tokenIn(mail) })),
    );
    const token = tokenIn(mails[views.findIndex(({ status }) => status === 200)]!);
    const view = await post<ConsentRequestView>(server, '/consents/request', { token });
    expect(view.body.hasAccount).toBe(true);
    const known = { displayName: undefined };
    expect((await decide(token, { ...known, password: 'not-the-password-9' })).body.code).toBe(
      'auth/wrong-credentials',
    );
    expect((await decide(token)).body.code).toBe('user/email-taken');
    expect((await decide(token, { ...known, password: undefined })).body.code).toBe('auth/required');
    expect((await decide(token, known)).status).toBe(200);
    const confirms = (await mailsTo(server, email))
      .filter((mail) => mail.template === 'consent-confirm')
      .map(tokenIn);
    const replies = await Promise.all(confirms.map((token) => post(server, '/consents/confirm', { token })));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const guardian = await signIn(server, email);
    const children = await call<{ items: { username: string }[] }>(server, '/family/children', {
      token: guardian.accessToken,
    });
    expect(children.body.items.map(({ username }) => username).sort()).toEqual(
      [one.username, two.username].sort(),
    );
  });

  test('[CON-2] a child consents neither for itself nor for another one, by no route', async () => {
    const { username, guardianEmail } = await signUpChild(server);
    const other = await familyAtHome(server);
    const waiting = await signIn(server, username);
    const childId = waiting.user.id;
    const token = await consentToken(server, guardianEmail);
    for (const bearer of [waiting.accessToken, other.child.accessToken]) {
      const byLink = await decide(token, { displayName: undefined, password: undefined }, bearer);
      expect([byLink.status, byLink.body.code]).toEqual([403, 'consent/not-guardian']);
    }
    const bearer = other.child.accessToken;
    const tries: [string, string, unknown][] = [
      ['POST', `/family/children/${other.childId}/consents`, { messaging: true }],
      ['POST', `/family/children/${childId}/consents`, { account: true }],
      [
        'PUT',
        `/family/children/${other.childId}/controls`,
        { chat: true, ai: true, live: true, dailyMinutes: null },
      ],
      ['POST', `/family/children/${other.childId}/guardians`, { email: 'me@me.example' }],
      ['POST', `/family/children/${other.childId}/erase`, { password: goodPassword }],
      ['DELETE', `/family/children/${other.childId}/guardianship`, undefined],
      ['POST', '/agreements/consent', { groupId: randomUUID() }],
      [
        'POST',
        '/agreements',
        { title: 'x', signedBy: 'y', signedOn: '2026-01-01', validUntil: '2030-01-01', scopes: ['account'] },
      ],
      ['POST', `/consent-forms/${randomUUID()}/review`, { accept: true }],
      ['POST', `/me/of-age`, { keep: true }],
    ];
    for (const [method, path, body] of tries) {
      const reply = await call(server, path, { method, token: bearer, ...(body !== undefined && { body }) });
      expect([path, reply.status < 500 && reply.status >= 400]).toEqual([path, true]);
    }
    expect(await rows('SELECT 1 FROM consents WHERE child_id = $1', [childId])).toEqual([]);
    expect(await rows('SELECT 1 FROM consents WHERE child_id = $1', [other.childId])).toHaveLength(6);
  });

  test('a grown-up of another organization and a suspended one are refused', async () => {
    const { guardianEmail } = await signUpChild(server);
    const token = await consentToken(server, guardianEmail);
    const orgId = randomUUID();
    await rows(`INSERT INTO organizations (id, slug, name) VALUES ($1, $2, 'Elsewhere')`, [
      orgId,
      `org-${orgId}`,
    ]);
    await addPerson({ ...server, orgId }, { role: 'guardian', email: 'else@where.example' });
    const { accessToken } = await signIn(server, 'else@where.example');
    const refused = await decide(token, { displayName: undefined, password: undefined }, accessToken);
    expect([refused.status, refused.body.code]).toEqual([403, 'consent/not-guardian']);
    await addPerson(server, { role: 'guardian', email: guardianEmail, status: 'suspended' });
    const suspended = await decide(token, { displayName: undefined });
    expect([suspended.status, suspended.body.code]).toEqual([403, 'consent/not-guardian']);
  });

  test('[AUT-2] the password of an account that is there is not guessed through a link', async () => {
    const email = 'guessed@home.example';
    await addPerson(server, { role: 'teacher', email });
    await signUpChild(server, { guardianEmail: email });
    const token = await consentToken(server, email);
    const codes = new Set<unknown>();
    for (let i = 0; i < 12; i++)
      codes.add((await decide(token, { displayName: undefined, password: `guess-${i}-guess` })).body.code);
    expect([...codes]).toEqual(['auth/wrong-credentials', 'request/too-many']);
  });
});

describe('a grown-up who refuses', () => {
  test.each([
    ['one click', (token: string) => post(server, '/consents/refuse', { token })],
    ['no to the account', (token: string) => decide(token, { decisions: { ...onlyToPlay, account: false } })],
  ])('[CON-5] %s: the child and the address are gone, and a tombstone stays', async (_way, refuse) => {
    const { username, guardianEmail } = await signUpChild(server);
    const childId = await idOf(username);
    const token = await consentToken(server, guardianEmail);
    await decide(token); // even with an answer that was never confirmed
    expect((await refuse(token)).body).toEqual({ next: 'refused' });
    for (const table of [
      'users WHERE id',
      'consent_requests WHERE child_id',
      'auth_tokens WHERE user_id',
      'mail_messages WHERE user_id',
    ])
      expect([table, await rows(`SELECT 1 FROM ${table} = $1`, [childId])]).toEqual([table, []]);
    expect(await rows('SELECT 1 FROM users WHERE email = $1', [guardianEmail])).toEqual([]);
    expect(await rows('SELECT reason FROM tombstones WHERE user_id = $1', [childId])).toEqual([
      { reason: 'no_consent' },
    ]);
    const signedIn = await post(server, '/auth/sign-in', {
      login: username,
      password: goodPassword,
      keep: 'body',
    });
    expect(signedIn.status).toBe(401);
  });
});

test('[DAT-3] the audit log tells who decided what, without an address or a name', async () => {
  const { username, guardianEmail } = await signUpChild(server, {
    nickname: 'Canary Finch',
    guardianEmail: 'canary@audit.example',
  });
  await consentByMail(server, guardianEmail);
  const entries = await rows<{ action: string; text: string }>(
    'SELECT action, to_jsonb(a)::text AS text FROM audit_logs a WHERE on_behalf_of = $1 OR entity_id = $2',
    [await idOf(username), await idOf(username)],
  );
  const actions = entries.map(({ action }) => action);
  for (const action of ['user.signed_up', 'consent.answered', 'guardian.added', 'consent.decided'])
    expect(actions).toContain(action);
  for (const { text } of entries) expect(text).not.toMatch(/canary/i);
});
