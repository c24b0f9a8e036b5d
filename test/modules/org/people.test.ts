import type { Tutti } from '@tutti/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HandedOver, Person, PersonDetail, ResetLink } from '../../../src/wire/people.ts';
import { openClass, signIn as signInStaff, until } from '../../support/class-play.ts';
import { familyAtHome } from '../../support/families.ts';
import { tokenIn } from '../../support/mail.ts';
import { createPeople } from '../../support/people.ts';
import { addPerson, type CallOptions, call, signIn } from '../../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer & BareServer;
let admin: string;
let teacher: Tutti;

beforeAll(async () => {
  const started = await startTestServer();
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  admin = (await signIn(server, server.admin.email, server.admin.password)).accessToken;
  teacher = await signInStaff(server.url, server.teacher);
});
afterAll(() => server?.stop());

const asAdmin = <T = Record<string, unknown>>(path: string, options: CallOptions = {}) =>
  call<T>(server, path, { ...options, token: admin });
const act = <T = PersonDetail>(id: string, what: string, method = 'POST', body?: unknown) =>
  asAdmin<T>(`/people/${id}${what}`, { method, ...(method !== 'DELETE' && { body: body ?? {} }) });
const put = (id: string, what: string) => asAdmin<PersonDetail>(`/people/${id}${what}`, { method: 'PUT' });
const listed = async (query: string) =>
  (await asAdmin<{ items: Person[] }>(`/people?${query}`)).body.items.map(({ name }) => name);
let made = 0;
const aPerson = async (role: 'teacher' | 'student' | 'guardian', displayName = 'Sam') => {
  made += 1;
  const email = `sam-${made}@school.example`;
  return { email, id: await addPerson(server, { role, email, displayName }) };
};
const worksStill = async (token: string) => (await call(server, '/me', { token })).status === 200;

describe('the list of people', () => {
  it('finds by a part of name, address or username, by role and by status, and takes a percent sign for what it is', async () => {
    await aPerson('teacher', 'Zora Quill');
    const quiet = await aPerson('guardian', 'Zack 100%');
    expect(await listed('search=zO')).toEqual(['Zora Quill']);
    expect(await listed('search=%25')).toEqual(['Zack 100%']);
    expect(await listed(`search=${quiet.email}`)).toEqual(['Zack 100%']);
    expect(await listed('search=z&role=teacher')).toEqual(['Zora Quill']);
    await act(quiet.id, '/suspend');
    expect(await listed('search=z&status=suspended')).toEqual(['Zack 100%']);
    expect(await listed('search=nobody-like-that')).toEqual([]);
  });

  it('comes in pages of at most a hundred, each person once', async () => {
    for (let i = 0; i < 7; i++) await aPerson('student', `Page ${i % 3}`);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { body: { items: Person[]; nextCursor: string | null } } = await asAdmin<{
        items: Person[];
        nextCursor: string | null;
      }>(`/people?search=page&limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.body.items.map(({ id }) => id));
      cursor = page.body.nextCursor;
    }
    expect([seen.length, new Set(seen).size]).toEqual([7, 7]);
    expect((await asAdmin('/people?limit=101')).status).toBe(400);
  });

  it('shows nobody of another organization, and is not for teachers of learners elsewhere', async () => {
    const elsewhere = createPeople(server.app.db.jobs);
    const stranger = await elsewhere.signUp({ role: 'teacher' });
    for (const [what, method] of [
      ['', 'GET'],
      ['/suspend', 'POST'],
      ['/sign-out', 'POST'],
      ['/reset-link', 'POST'],
      ['/roles/admin', 'PUT'],
      ['/permissions/audit.read', 'PUT'],
    ] as const) {
      const reply = await asAdmin(`/people/${stranger.userId}${what}`, { method });
      expect(reply, what).toMatchObject({ status: 404, body: { code: 'user/not-found' } });
    }
    const learner = await signIn(server, (await aPerson('student')).email);
    expect((await call(server, '/people', { token: learner.accessToken })).status).toBe(403);
  });
});

describe('what an administrator does with somebody', () => {
  it('[AUT-5] giving and taking a role ends the sign-ins, and the next one has the new rights', async () => {
    const { id, email } = await aPerson('teacher');
    const before = await signIn(server, email);
    expect((await put(id, '/roles/moderator')).body.roles.toSorted()).toEqual(['moderator', 'teacher']);
    await until(async () => !(await worksStill(before.accessToken)), 'the end of the sign-in', 5_000);
    const after = await signIn(server, email);
    expect((await act(id, '/roles/moderator', 'DELETE')).body.roles).toEqual(['teacher']);
    await until(async () => !(await worksStill(after.accessToken)), 'the end of the sign-in', 5_000);
    expect(await act(id, '/roles/teacher', 'DELETE')).toMatchObject({
      status: 403,
      body: { code: 'role/not-allowed' },
    });
    expect((await put(id, '/roles/super_admin')).status).toBe(403);
  });

  it('a right beyond the roles is given by who has it, and taken back', async () => {
    const { id } = await aPerson('teacher');
    expect((await put(id, '/permissions/audit.read')).body.permissions).toEqual(['audit.read']);
    expect((await act(id, '/permissions/audit.read', 'DELETE')).body.permissions).toEqual([]);
  });

  it('[AUT-5] suspending closes the door within 5 s, and reactivating opens it', async () => {
    const { id, email } = await aPerson('teacher');
    const signedIn = await signIn(server, email);
    expect((await act(id, '/suspend')).body.status).toBe('suspended');
    await until(async () => !(await worksStill(signedIn.accessToken)), 'the end of the sign-in', 5_000);
    await expect(signIn(server, email)).rejects.toThrow(/sign-in/);
    expect((await act(id, '/reactivate')).body.status).toBe('active');
    await signIn(server, email);
  });

  it('the only administrator stays: neither suspended nor without the role', async () => {
    const me = (await asAdmin<{ id: string }>('/me')).body.id;
    expect((await act(me, '/suspend')).status).toBe(409);
    await put(me, '/roles/teacher');
    admin = (await signIn(server, server.admin.email, server.admin.password)).accessToken;
    expect((await act(me, '/roles/admin', 'DELETE')).status).toBe(409);
  });

  it('a child is a learner and nothing else', async () => {
    const { childId } = await familyAtHome(server);
    expect(await put(childId, '/roles/teacher')).toMatchObject({
      status: 403,
      body: { code: 'role/not-allowed' },
    });
    expect((await put(childId, '/permissions/audit.read')).status).toBe(403);
    const { body } = await asAdmin<PersonDetail>(`/people/${childId}`);
    expect(body).toMatchObject({
      isMinor: true,
      consentState: 'granted',
      guardians: [{ name: 'Pat Parent' }],
    });
  });

  it('[AUT-6] a link for a new password is handed over and works once; to a super administrator there is none', async () => {
    const { id, email } = await aPerson('student');
    const { body } = await act<ResetLink>(id, '/reset-link');
    const token = tokenIn({ links: [body.link] });
    const use = { method: 'POST', body: { token, password: 'four-lamps-and-a-kite' } };
    expect((await call(server, '/auth/reset-password', use)).status).toBe(204);
    expect((await call(server, '/auth/reset-password', use)).status).toBe(401);
    await signIn(server, email, 'four-lamps-and-a-kite');
    const above = await addPerson(server, { role: 'super_admin', email: 'above@school.example' });
    expect(await act(above, '/reset-link')).toMatchObject({ status: 403 });
  });

  it('is in the audit log, with before and after and without a name [DAT-3]', async () => {
    const { rows } = await server.app.db.jobs.query<{ action: string; changes: object }>(
      `SELECT action, changes FROM audit_logs WHERE action IN ('role.granted', 'account.suspended') ORDER BY created_at`,
    );
    expect(rows.map(({ changes }) => changes)).toContainEqual({ role: { before: null, after: 'moderator' } });
    expect(rows.map(({ changes }) => changes)).toContainEqual({
      status: { before: 'active', after: 'suspended' },
    });
    expect(JSON.stringify(rows)).not.toMatch(/Sam|Zack/);
  });
});

describe('a teacher who leaves', () => {
  it('passes classes and sessions on, running ones too, and is signed out', async () => {
    const next = await aPerson('teacher', 'Nora Next');
    const group = await teacher.request<{ id: string }>('POST', '/classes', { body: { name: '4b' } });
    const { id: sessionId } = await openClass(teacher);
    const me = teacher.me!.id;
    expect((await act<HandedOver>(me, '/hand-over', 'POST', { to: me })).status).toBe(400);
    const nobody = await aPerson('student');
    expect((await act<HandedOver>(me, '/hand-over', 'POST', { to: nobody.id })).status).toBe(404);
    const { body } = await act<HandedOver>(me, '/hand-over', 'POST', { to: next.id });
    expect(body.classes).toBeGreaterThan(0);
    expect(body.sessions).toBeGreaterThan(0);
    const nora = await signInStaff(server.url, { email: next.email, password: 'seven-otters-9-in-a-boat' });
    expect(await nora.request('GET', `/classes/${group.id}`)).toMatchObject({ role: 'teacher' });
    const { items } = await nora.sessions({ status: 'open' });
    expect(items.map(({ id }) => id)).toContain(sessionId);
    const host = await nora.host(sessionId);
    await until(() => host.view.host !== null, 'the new host in the room');
    await host.end();
    await expect(signIn(server, server.teacher.email, server.teacher.password)).rejects.toThrow(/sign-in/);
  });
});
