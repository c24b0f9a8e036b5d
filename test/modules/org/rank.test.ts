import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SchoolClass } from '../../../src/wire/classes.ts';
import type { Person, PersonDetail } from '../../../src/wire/people.ts';
import { mailTo } from '../../support/mail.ts';
import { createPeople } from '../../support/people.ts';
import { addPerson, call, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
const ids: Record<string, string> = {};
const tokens: Record<string, string> = {};

beforeAll(async () => {
  server = await startBareServer();
  for (const [name, role] of [
    ['ann', 'admin'],
    ['max', 'teacher'],
    ['tess', 'teacher'],
    ['theo', 'teacher'],
  ] as const) {
    ids[name] = await addPerson(server, { role, email: `${name}@school.example`, displayName: name });
  }
  // somebody of the office who manages people, and is no administrator
  await rows(
    `INSERT INTO user_permissions (user_id, permission_key, org_id) SELECT $1, key, $2 FROM permissions WHERE key LIKE 'people.%'`,
    [ids.max, server.orgId],
  );
  for (const name of ['ann', 'max', 'tess'])
    tokens[name] = (await signIn(server, `${name}@school.example`)).accessToken;
});
afterAll(() => server?.stop());

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await server.app.db.jobs.query<T>(sql, values)).rows;
const as = <T = Record<string, unknown>>(name: string, method: string, path: string, body?: unknown) =>
  call<T>(server, path, { method, token: tokens[name]!, ...(body !== undefined && { body }) });
const aClass = async (name: string) => (await as<SchoolClass>('tess', 'POST', '/classes', { name })).body.id;

describe('who manages people by a single right', () => {
  it('does so with everybody but those who stand above: an administrator is not closed, renamed or handed a password by them', async () => {
    expect((await as('max', 'POST', `/people/${ids.theo}/reset-link`, {})).status).toBe(200);
    for (const [method, what, body] of [
      ['POST', '/reset-link', {}],
      ['PATCH', '', { displayName: 'Nobody' }],
      ['POST', '/suspend', {}],
      ['POST', '/sign-out', {}],
      ['PUT', '/roles/teacher', undefined],
      ['POST', '/hand-over', { to: ids.theo }],
    ] as const)
      expect(await as('max', method, `/people/${ids.ann}${what}`, body), what).toMatchObject({
        status: 403,
        body: { code: 'role/not-allowed' },
      });
    expect(await as('max', 'PUT', `/people/${ids.max}/roles/admin`)).toMatchObject({
      status: 403,
      body: { code: 'role/not-allowed' },
    });
  });
});

describe('classes and sessions pass on', () => {
  it('all or nothing: of the only administrator, who stays, nothing passes', async () => {
    await rows(
      `INSERT INTO user_roles (user_id, role_id, org_id) SELECT $1, id, $2 FROM roles WHERE key = 'teacher'`,
      [ids.ann, server.orgId],
    );
    const id = await aClass('4b');
    const teachers = `/classes/${id}/teachers`;
    await as('tess', 'POST', teachers, { userId: ids.ann, role: 'teacher' });
    expect(await as('ann', 'POST', `/people/${ids.ann}/hand-over`, { to: ids.theo })).toMatchObject({
      status: 409,
      body: { code: 'role/last-administrator' },
    });
    const { teachers: after } = (await as<SchoolClass>('tess', 'GET', `/classes/${id}`)).body;
    expect(after.map(({ name }) => name)).toEqual(['ann', 'tess']);
    expect(await rows(`SELECT 1 FROM audit_logs WHERE action = 'teacher.handed_over'`)).toEqual([]);
  });

  it('of somebody who is closed already, too, and in the audit log with how many', async () => {
    const kim = await addPerson(server, { role: 'teacher', email: 'kim@school.example', displayName: 'kim' });
    const id = await aClass('5b');
    await as('tess', 'POST', `/classes/${id}/teachers`, { userId: kim, role: 'co_teacher' });
    await as('ann', 'POST', `/people/${kim}/suspend`, {});
    expect(await as('ann', 'POST', `/people/${kim}/hand-over`, { to: ids.theo })).toMatchObject({
      status: 200,
      body: { classes: 1, sessions: 0 },
    });
    const { teachers } = (await as<SchoolClass>('tess', 'GET', `/classes/${id}`)).body;
    expect(teachers.map(({ name, role }) => [name, role])).toEqual([
      ['tess', 'teacher'],
      ['theo', 'co_teacher'],
    ]);
    const log = await rows<{ changes: object }>(
      `SELECT changes FROM audit_logs WHERE action = 'teacher.handed_over' AND entity_id = $1`,
      [kim],
    );
    expect(log).toMatchObject([{ changes: { classes: { after: 1 }, sessions: { after: 0 } } }]);
  });

  it('to nobody of another organization', async () => {
    const stranger = await createPeople(server.app.db.jobs).signUp();
    for (const [from, to] of [
      [ids.tess, stranger.userId],
      [stranger.userId, ids.tess],
    ])
      expect((await as('ann', 'POST', `/people/${from}/hand-over`, { to })).status).toBe(404);
  });
});

describe('the list of people', () => {
  it('of one class holds its teachers and learners, and of a class elsewhere nobody', async () => {
    const id = await aClass('6b');
    const ada = await addPerson(server, { role: 'student', username: 'ada', displayName: 'ada' });
    await rows('INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)', [id, ada]);
    const listed = async (classId: string) =>
      (await as<{ items: Person[] }>('ann', 'GET', `/people?classId=${classId}`)).body.items.map(
        ({ name }) => name,
      );
    expect(await listed(id)).toEqual(['ada', 'tess']);
    const { body } = await as<PersonDetail>('ann', 'GET', `/people/${ada}`);
    expect(body.classes).toEqual([{ id, name: '6b', role: 'student', archived: false }]);

    const stranger = await createPeople(server.app.db.jobs).signUp();
    const [{ id: elsewhere }] = (await rows<{ id: string }>(
      `INSERT INTO groups (org_id, name) VALUES ($1, 'theirs') RETURNING id`,
      [stranger.orgId],
    )) as [{ id: string }];
    await rows(`INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'teacher')`, [
      elsewhere,
      stranger.userId,
    ]);
    expect(await listed(elsewhere)).toEqual([]);
  });

  it('finds who waits for approval; whoever is let in gets a mail, once', async () => {
    const email = 'wanda@home.example';
    const id = await addPerson(server, {
      role: 'guardian',
      email,
      displayName: 'Wanda',
      status: 'pending_approval',
      locale: 'es',
    });
    await expect(signIn(server, email)).rejects.toThrow(/awaiting-approval/);
    const waiting = await as<{ items: Person[] }>('ann', 'GET', '/people?status=pending_approval');
    expect(waiting.body.items.map(({ name }) => name)).toEqual(['Wanda']);
    for (let n = 0; n < 2; n++)
      expect((await as<PersonDetail>('ann', 'POST', `/people/${id}/approve`, {})).body.status).toBe('active');
    expect((await mailTo(server, email, 'account-approved')).locale).toBe('es');
    expect(await rows(`SELECT 1 FROM mail_messages WHERE template = 'account-approved'`)).toHaveLength(1);
    await signIn(server, email);
  });
});

it('signing in at a provider alone is not switched on where no provider is set up', async () => {
  expect(await as('ann', 'PATCH', '/settings', { enforceSso: true })).toMatchObject({
    status: 400,
    body: { code: 'request/invalid', errors: [{ path: 'enforceSso' }] },
  });
});
