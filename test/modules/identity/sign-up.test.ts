import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mailsTo, mailTo, tokenIn } from '../../support/mail.ts';
import { createPeople } from '../../support/people.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let email: string;
let count = 0;
beforeAll(async () => {
  server = await startBareServer({ TRUST_PROXY: '1' });
});
afterAll(() => server.stop());
beforeEach(async () => {
  email = `gina${++count}@home.example`;
  await set({ open_sign_up: true, require_approval: false, consent_age: null, min_age: 7, max_age: null });
});

const tokenMailed = async (address: string, template: string) =>
  tokenIn(await mailTo(server, address, template));
const post = <T = { code?: string }>(path: string, body: unknown) =>
  call<T>(server, path, { method: 'POST', body, headers: { 'x-forwarded-for': `198.51.100.${count}` } });
const guardian = (more: object = {}) => ({
  role: 'guardian',
  email,
  displayName: 'Gina',
  password: goodPassword,
  ...more,
});
const signUp = (more: object = {}) => post('/auth/sign-up', guardian(more));
const verify = (token: string) => post<{ status?: string; code?: string }>('/auth/verify-email', { token });
const set = async (settings: Record<string, unknown>) => {
  const names = Object.keys(settings);
  await server.app.db.jobs.query(
    `UPDATE org_settings SET ${names.map((name, i) => `${name} = $${i + 2}`).join(', ')} WHERE org_id = $1`,
    [server.orgId, ...Object.values(settings)],
  );
};
const userOf = async (address: string) =>
  (
    await server.app.db.jobs.query(
      'SELECT u.id, u.status, u.birth_month::text, u.origin, u.is_minor FROM users u WHERE u.email = $1',
      [address],
    )
  ).rows[0];
/** A birthday so that somebody is certainly this old. */
const aged = (years: number) => {
  const now = new Date();
  return { year: now.getUTCFullYear() - years - 1, month: now.getUTCMonth() + 1 };
};

describe('signing up', () => {
  it('makes a guardian, who comes in once the address is proven', async () => {
    expect(await signUp({ locale: 'es' })).toMatchObject({ status: 202, body: { next: 'read-mail' } });
    expect(await post('/auth/sign-in', { login: email, password: goodPassword })).toMatchObject({
      status: 403,
      body: { code: 'auth/not-verified' },
    });
    const [mail] = await mailsTo(server, email);
    expect(mail).toMatchObject({ template: 'verify-email', locale: 'es' });
    expect(mail!.text).toContain('Gina');
    expect(mail!.links[0]).toMatch(new RegExp(`^${server.url}/verify#token=[\\w-]{43}$`));
    const token = await tokenMailed(email, 'verify-email');
    expect(await verify(token)).toMatchObject({ status: 200, body: { status: 'active' } });
    const { user } = await signIn(server, email);
    expect(user).toMatchObject({ roles: ['guardian'], locale: 'es', emailVerified: true, status: 'active' });
    const { id } = await userOf(email);
    const entries = await server.app.db.jobs.query(
      'SELECT action, actor_label, changes::text FROM audit_logs WHERE entity_id = $1 ORDER BY id',
      [id],
    );
    expect(entries.rows.map(({ action, actor_label }) => `${actor_label} ${action}`)).toEqual([
      'anonymous account.created',
      'person account.verified',
    ]);
    expect(JSON.stringify(entries.rows)).not.toContain('gina');
  });

  it('[CON-1] makes a learner who is old enough to decide alone, with the month of birth', async () => {
    const birth = aged(17);
    expect((await signUp({ role: 'student', birth })).status).toBe(202);
    expect(await userOf(email)).toMatchObject({
      birth_month: `${birth.year}-${String(birth.month).padStart(2, '0')}-01`,
      origin: 'sign_up',
      is_minor: false,
    });
    await verify(await tokenMailed(email, 'verify-email'));
    expect((await signIn(server, email)).user.roles).toEqual(['student']);
  });

  it('[CON-1] asks a learner for the birthday, takes no child, and keeps nothing of one', async () => {
    expect(await signUp({ role: 'student' })).toMatchObject({
      status: 400,
      body: { code: 'request/invalid' },
    });
    expect(await signUp({ role: 'student', birth: aged(10) })).toMatchObject({
      status: 409,
      body: { code: 'sign-up/needs-guardian' },
    });
    await set({ country: 'ES' });
    expect((await signUp({ role: 'student', birth: aged(13) })).body.code).toBe('sign-up/needs-guardian');
    expect(await userOf(email)).toBeUndefined();
    expect((await signUp({ role: 'student', birth: aged(14) })).status).toBe(202);
    await set({ country: null });
  });

  it('keeps to the ages of the organization', async () => {
    await set({ consent_age: 13, min_age: 15, max_age: 19 });
    expect((await signUp({ role: 'student', birth: aged(14) })).body.code).toBe('sign-up/age-not-allowed');
    expect((await signUp({ role: 'student', birth: aged(20) })).body.code).toBe('sign-up/age-not-allowed');
    expect((await signUp({ role: 'student', birth: aged(15) })).status).toBe(202);
  });

  it('waits for an administrator where the organization wants it', async () => {
    await set({ require_approval: true });
    expect((await call(server, '/auth/sign-up')).body).toEqual({
      organizationName: 'Tutti',
      open: true,
      needsApproval: true,
    });
    await signUp();
    const token = await tokenMailed(email, 'verify-email');
    expect(await verify(token)).toMatchObject({ body: { status: 'pending_approval' } });
    expect(await post('/auth/sign-in', { login: email, password: goodPassword })).toMatchObject({
      status: 403,
      body: { code: 'auth/awaiting-approval' },
    });
  });

  it('is refused where accounts are made by invitation, and to an organization that is not there', async () => {
    expect(await signUp({ organization: 'elsewhere' })).toMatchObject({ body: { code: 'sign-up/closed' } });
    await set({ open_sign_up: false });
    expect(await signUp()).toMatchObject({ status: 403, body: { code: 'sign-up/closed' } });
    expect(await userOf(email)).toBeUndefined();
  });

  it('[EDG-6] makes no staff, whatever the body says', async () => {
    for (const role of ['teacher', 'admin', 'super_admin', 'moderator', 'content_creator'])
      expect(await signUp({ role }), role).toMatchObject({ status: 400, body: { code: 'request/invalid' } });
    for (const more of [
      { status: 'active' },
      { orgId: server.orgId },
      { roles: ['admin'] },
      { isMinor: false },
    ])
      expect((await signUp(more)).status).toBe(400);
    expect(await userOf(email)).toBeUndefined();
  });

  it('refuses passwords that are too short, too long or guessed first', async () => {
    for (const [password, code] of [
      ['short12', 'request/invalid'],
      ['ü'.repeat(37), 'request/invalid'],
      ['Passw0rd123', 'auth/weak-password'],
      [`gina${count}@home.example`, 'auth/weak-password'],
    ] as const)
      expect(await signUp({ password }), password).toMatchObject({ status: 400, body: { code } });
    expect((await signUp({ password: 'ü'.repeat(36).replace(/^üü/, 'xyzw') })).status).toBe(202);
  });
});

describe('signing up with the code of a class', () => {
  const code = 'KLMNPQ';
  let groupId: string;
  beforeAll(async () => {
    groupId = await addClass(server.orgId, code);
  });
  beforeEach(() => set({ open_sign_up: false }));

  const addClass = async (orgId: string, classCode: string, archived = false): Promise<string> => {
    const { rows } = await server.app.db.jobs.query<{ id: string }>(
      `INSERT INTO groups (org_id, name, code, archived_at) VALUES ($1, '4b', $2, CASE WHEN $3 THEN now() END) RETURNING id`,
      [orgId, classCode, archived],
    );
    return rows[0]!.id;
  };
  const learner = (more: object = {}) =>
    signUp({ role: 'student', birth: aged(17), classCode: code, ...more });
  const classesOf = async (address: string) =>
    (
      await server.app.db.jobs.query(
        `SELECT m.group_id AS id, m.role FROM group_members m JOIN users u ON u.id = m.user_id WHERE u.email = $1`,
        [address],
      )
    ).rows;
  const verifyMailed = async () => verify(await tokenMailed(email, 'verify-email'));

  it('[AUT-6] works where sign-up is closed, and the class counts once the address is proven', async () => {
    expect((await learner({ classCode: undefined })).body.code).toBe('sign-up/closed');
    expect(await learner({ classCode: ' klmnpq ' })).toMatchObject({
      status: 202,
      body: { next: 'read-mail' },
    });
    expect(await userOf(email)).toMatchObject({ status: 'pending_verification', origin: 'class_code' });
    expect(await classesOf(email)).toEqual([]);
    expect(await verifyMailed()).toMatchObject({ status: 200, body: { status: 'active' } });
    expect(await classesOf(email)).toEqual([{ id: groupId, role: 'student' }]);
    const { rows } = await server.app.db.jobs.query(
      `SELECT entity_id FROM audit_logs WHERE action = 'class.joined' AND actor_id = $1`,
      [(await userOf(email)).id],
    );
    expect(rows).toEqual([{ entity_id: groupId }]);
    expect((await signIn(server, email)).user.roles).toEqual(['student']);
  });

  it('counts for whoever needs the link once more, and where sign-up is open', async () => {
    await set({ open_sign_up: true });
    await learner();
    await post('/auth/verify-email/resend', { email });
    await verifyMailed();
    expect(await classesOf(email)).toHaveLength(1);
  });

  it('lets nobody past an administrator who wants to agree', async () => {
    await set({ require_approval: true });
    await learner();
    expect(await verifyMailed()).toMatchObject({ body: { status: 'pending_approval' } });
    expect(await post('/auth/sign-in', { login: email, password: goodPassword })).toMatchObject({
      body: { code: 'auth/awaiting-approval' },
    });
  });

  it('goes to the organization of the class', async () => {
    const orgId = await createPeople(server.app.db.jobs).addOrganization();
    await server.app.db.jobs.query(
      'INSERT INTO org_settings (org_id, open_sign_up) VALUES ($1, false) ON CONFLICT (org_id) DO UPDATE SET open_sign_up = false',
      [orgId],
    );
    const elsewhere = await addClass(orgId, 'ELSEWH');
    expect((await learner({ classCode: 'ELSEWH' })).status).toBe(202);
    await verifyMailed();
    expect(await classesOf(email)).toEqual([{ id: elsewhere, role: 'student' }]);
  });

  it('is refused with a wrong code, with that of a class that was put away, and for a guardian; nothing is kept', async () => {
    await addClass(server.orgId, 'PUTAWY', true);
    const refused = { status: 404, body: { code: 'class/no-such-code' } };
    expect(await learner({ classCode: 'WRNGCD' })).toMatchObject(refused);
    expect(await learner({ classCode: 'PUTAWY' })).toMatchObject(refused);
    await set({ open_sign_up: true });
    expect(await learner({ classCode: 'WRNGCD' })).toMatchObject(refused);
    expect(await learner({ classCode: 'no code' })).toMatchObject({
      status: 400,
      body: { code: 'request/invalid' },
    });
    expect((await signUp({ classCode: code })).status).toBe(400);
    expect(await userOf(email)).toBeUndefined();
  });

  it('is no way to guess codes: whoever tries many from one address is slowed down', async () => {
    const tries = await Promise.all(Array.from({ length: 61 }, () => learner({ classCode: 'WRNGCD' })));
    const refusals = tries.map(({ status }) => status).sort();
    expect(refusals).toEqual([...Array.from({ length: 60 }, () => 404), 429]);
  });

  it('[CON-1] takes no child that way', async () => {
    expect((await learner({ birth: aged(10) })).body.code).toBe('sign-up/needs-guardian');
    expect(await userOf(email)).toBeUndefined();
  });

  it('makes the account without the class when that was put away before the link was opened', async () => {
    const closing = await addClass(server.orgId, 'CLSNGQ');
    await learner({ classCode: 'CLSNGQ' });
    await server.app.db.jobs.query('UPDATE groups SET archived_at = now() WHERE id = $1', [closing]);
    expect((await verifyMailed()).status).toBe(200);
    expect(await classesOf(email)).toEqual([]);
  });

  it('[AUT-1] puts no account that is there into the class, and answers as for any other address', async () => {
    await addPerson(server, { email, role: 'student' });
    const known = await learner();
    const unknown = await learner({ email: `new-${email}` });
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    expect(await mailsTo(server, email)).toMatchObject([{ template: 'account-exists' }]);
    expect(await classesOf(email)).toEqual([]);
  });

  it('a stranger’s code does not come with the link that the owner of the address was mailed', async () => {
    await set({ open_sign_up: true });
    await learner({ classCode: undefined });
    const mine = await tokenMailed(email, 'verify-email');
    await learner({ displayName: 'Stranger' });
    expect((await verify(mine)).status).toBe(200);
    expect(await classesOf(email)).toEqual([]);
  });

  it('[AUT-6] opens by a link for a new password as well, then without the class: that link was not mailed for it', async () => {
    await learner();
    const link = await tokenMailed(email, 'verify-email');
    await post('/auth/forgot', { email });
    const token = await tokenMailed(email, 'reset-password');
    expect((await post('/auth/reset-password', { token, password: goodPassword })).status).toBe(204);
    await signIn(server, email);
    expect(await classesOf(email)).toEqual([]);
    expect((await verify(link)).status).toBe(410);
  });

  it('that nobody confirmed is forgotten like any other', async () => {
    await learner();
    await server.app.db.jobs.query(
      `UPDATE users SET created_at = now() - interval '15 days' WHERE email = $1`,
      [email],
    );
    await server.app.db.jobs.query(
      'UPDATE auth_tokens SET expires_at = now() WHERE user_id = (SELECT id FROM users WHERE email = $1)',
      [email],
    );
    await server.app.db.jobs.query('SELECT purge_expired_auth()');
    expect(await userOf(email)).toBeUndefined();
  });
});

describe('[AUT-1] an address that has an account', () => {
  it('is answered like any other, and learns of it by mail alone', async () => {
    await addPerson(server, { email, role: 'teacher', displayName: 'Theo' });
    const known = await signUp();
    const unknown = await signUp({ email: `new-${email}` });
    const shape = ({ status, headers, body }: typeof known) => ({
      status,
      body,
      headers: [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name)),
    });
    expect(shape(known)).toEqual(shape(unknown));
    const mails = await mailsTo(server, email);
    expect(mails).toMatchObject([{ template: 'account-exists' }]);
    expect(mails[0]!.links).toContain(`${server.url}/sign-in`);
    expect((await signIn(server, email)).user).toMatchObject({ displayName: 'Theo', roles: ['teacher'] });
  });

  it('is one account, however often and fast it is entered', async () => {
    const replies = await Promise.all([1, 2, 3].map(() => signUp()));
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202]);
    const { rows } = await server.app.db.jobs.query('SELECT count(*)::int AS n FROM users WHERE email = $1', [
      email,
    ]);
    expect(rows[0].n).toBe(1);
  });

  it('that a grown-up was named with by a child is taken over by the grown-up who signs up', async () => {
    await addPerson(server, {
      email,
      role: 'guardian',
      status: 'pending_verification',
      origin: 'guardian',
      passwordHash: null,
    });
    expect((await signUp()).status).toBe(202);
    expect((await verify(await tokenMailed(email, 'verify-email'))).status).toBe(200);
    expect((await signIn(server, email)).user.roles).toEqual(['guardian']);
  });

  it('gets no flood of mails', async () => {
    for (let i = 0; i < 8; i++) expect((await signUp()).status).toBe(202);
    expect(await mailsTo(server, email)).toHaveLength(4);
  });
});

describe('[AUT-6] the link of a sign-up', () => {
  it('counts once', async () => {
    await signUp();
    const token = await tokenMailed(email, 'verify-email');
    const replies = await Promise.all([1, 2, 3].map(() => verify(token)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
    expect(await verify(token)).toMatchObject({ status: 410, body: { code: 'auth/link-invalid' } });
  });

  it('is void when it is too old, and a new one can be had', async () => {
    await signUp();
    const token = await tokenMailed(email, 'verify-email');
    await server.app.db.jobs.query(
      `UPDATE auth_tokens SET expires_at = now() - interval '1 second' WHERE email IS NULL AND user_id = (SELECT id FROM users WHERE email = $1)`,
      [email],
    );
    expect(await verify(token)).toMatchObject({ status: 410, body: { code: 'auth/link-invalid' } });
    expect((await post('/auth/verify-email/resend', { email })).status).toBe(202);
    const anew = await tokenMailed(email, 'verify-email');
    expect(anew).not.toBe(token);
    expect((await verify(anew)).status).toBe(200);
    await signIn(server, email);
  });

  it('opens the account with what was entered when it was mailed, and voids what a stranger entered since', async () => {
    await signUp();
    const mine = await tokenMailed(email, 'verify-email');
    await signUp({ password: 'a-strangers-boat-of-crows', displayName: 'Stranger' });
    const theirs = await tokenMailed(email, 'verify-email');
    expect((await verify(mine)).status).toBe(200);
    expect((await verify(theirs)).status).toBe(410);
    expect((await signIn(server, email)).user.displayName).toBe('Gina');
    await expect(signIn(server, email, 'a-strangers-boat-of-crows')).rejects.toThrow(
      'auth/wrong-credentials',
    );
  });

  it('is not mailed anew once somebody else signed up with the same address: no new mail brings their password', async () => {
    await signUp();
    await post('/auth/verify-email/resend', { email });
    expect(await mailsTo(server, email)).toHaveLength(2);
    await signUp({ password: 'a-strangers-boat-of-crows', displayName: 'Stranger' });
    const so = (await mailsTo(server, email)).length;
    expect(await post('/auth/verify-email/resend', { email })).toMatchObject({
      status: 202,
      body: { next: 'read-mail' },
    });
    expect(await mailsTo(server, email)).toHaveLength(so);
  });

  it('that nobody opened is forgotten with all that was entered', async () => {
    await signUp();
    const { id } = await userOf(email);
    const purge = () => server.app.db.jobs.query('SELECT purge_expired_auth()');
    await server.app.db.jobs.query(`UPDATE users SET created_at = now() - interval '15 days' WHERE id = $1`, [
      id,
    ]);
    await purge();
    expect(await userOf(email)).toBeDefined();
    await server.app.db.jobs.query(`UPDATE auth_tokens SET expires_at = now() WHERE user_id = $1`, [id]);
    await purge();
    expect(await userOf(email)).toBeUndefined();

    email = `other-${email}`;
    await signUp();
    await verify(await tokenMailed(email, 'verify-email'));
    await server.app.db.jobs.query(
      `UPDATE users SET created_at = now() - interval '15 days' WHERE email = $1`,
      [email],
    );
    await purge();
    await signIn(server, email);
  });

  it('keeps nothing of the sign-up once it was opened', async () => {
    await signUp();
    await verify(await tokenMailed(email, 'verify-email'));
    const { id } = await userOf(email);
    const { rows } = await server.app.db.jobs.query('SELECT payload FROM auth_tokens WHERE user_id = $1', [
      id,
    ]);
    expect(rows).toEqual([{ payload: {} }]);
  });

  it('stands nowhere in the database, nor does the address stand in the mail that waits', async () => {
    await signUp();
    const token = await tokenMailed(email, 'verify-email');
    const { rows } = await server.app.db.jobs.query(
      'SELECT t::text FROM auth_tokens t UNION ALL SELECT m::text FROM mail_messages m',
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(JSON.stringify(rows)).not.toContain(token);
    const mails = await server.app.db.jobs.query('SELECT m::text FROM mail_messages m');
    expect(JSON.stringify(mails.rows)).not.toContain(email);
  });
});
