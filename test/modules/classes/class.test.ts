import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClassStudent, Colleague, SchoolClass, YearTurned } from '../../../src/wire/classes.ts';
import { familyAtHome, signUpChild } from '../../support/families.ts';
import { createPeople } from '../../support/people.ts';
import { addPerson, type CallOptions, call, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
/** Access tokens by name. */
const tokens: Record<string, string> = {};
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await startBareServer();
  await server.app.db.jobs.query('UPDATE org_settings SET open_sign_up = true');
  for (const [name, role] of [
    ['tess', 'teacher'],
    ['theo', 'teacher'],
    ['tina', 'teacher'],
    ['ada', 'student'],
    ['ben', 'student'],
    ['ann', 'admin'],
  ] as const) {
    ids[name] = await addPerson(server, { role, email: `${name}@school.example`, displayName: name });
    tokens[name] = (await signIn(server, `${name}@school.example`)).accessToken;
  }
  const elsewhere = createPeople(server.app.db.jobs);
  const stranger = await elsewhere.signUp();
  ids.stranger = stranger.userId;
});
afterAll(() => server?.stop());

const as = <T = Record<string, unknown>>(name: string, path: string, options: CallOptions = {}) =>
  call<T>(server, path, { ...options, token: tokens[name]! });
const send = <T = Record<string, unknown>>(name: string, method: string, path: string, body: unknown = {}) =>
  as<T>(name, path, { method, body });
const made = async (name: string, facts: Record<string, unknown> = {}) => {
  const { status, body } = await send<SchoolClass>(name, 'POST', '/classes', { name: '4b', ...facts });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
};
const opened = async (name: string, id: string) =>
  (await send<SchoolClass>(name, 'PUT', `/classes/${id}/code`, { open: true })).body.code!;
const joined = async (name: string, code: string) =>
  expect(await send(name, 'POST', '/class-code/join', { code })).toMatchObject({ status: 200 });
const classesOf = async (name: string, query = '') =>
  (await as<{ items: SchoolClass[] }>(name, `/classes${query}`)).body.items;
const pupilsOf = async (name: string, id: string) =>
  (await as<{ items: ClassStudent[] }>(name, `/classes/${id}/students`)).body.items.map(
    (pupil) => pupil.name,
  );

describe('a class', () => {
  it('belongs to who makes it, and can be named anew, put away and taken out again', async () => {
    const one = await made('tess', { name: ' 4b ', gradeLevel: '4', schoolYear: '2026/27' });
    expect(one).toMatchObject({ name: '4b', gradeLevel: '4', role: 'teacher', students: 0, archived: false });
    const path = `/classes/${one.id}`;
    const renamed = await send<SchoolClass>('tess', 'PATCH', path, { name: '4b Foxes' });
    expect(renamed.body).toMatchObject({ name: '4b Foxes', gradeLevel: '4', schoolYear: '2026/27' });
    await opened('tess', one.id);
    const away = await send<SchoolClass>('tess', 'PATCH', path, { archived: true });
    expect(away.body).toMatchObject({ archived: true, code: null });
    expect((await classesOf('tess')).map(({ id }) => id)).not.toContain(one.id);
    expect((await classesOf('tess', '?archived=yes')).map(({ id }) => id)).toContain(one.id);
    expect(await send('tess', 'PATCH', path, { name: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'class/archived' },
    });
    expect((await send<SchoolClass>('tess', 'PATCH', path, { archived: false })).body.archived).toBe(false);
  });

  it('is listed in pages by name, each once', async () => {
    const names = ['a', 'B', 'c', 'D', 'e'].map((name) => `${name}-${randomUUID().slice(0, 4)}`);
    for (const name of names.toReversed()) await made('tina', { name });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { body: { items: SchoolClass[]; nextCursor: string | null } } = await as<{
        items: SchoolClass[];
        nextCursor: string | null;
      }>('tina', `/classes?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.body.items.map(({ name }) => name));
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual(names);
  });

  it('is listed in pages whatever the script of its name, and a place with a sign that nothing is called with is refused', async () => {
    const names = ['甲', '乙', '丙'].map((letter) => letter.repeat(100));
    for (const name of names) await made('theo', { name });
    const first = await as<{ nextCursor: string }>('theo', '/classes?limit=1');
    const second = await as<{ items: SchoolClass[] }>(
      'theo',
      `/classes?limit=2&cursor=${first.body.nextCursor}`,
    );
    expect([second.status, second.body.items?.length]).toEqual([200, 2]);
    const place = Buffer.from(JSON.stringify(['a\u0000', randomUUID()])).toString('base64url');
    const id = (await classesOf('theo'))[0]!.id;
    for (const [name, path] of [
      ['theo', '/classes'],
      ['theo', `/classes/${id}/students`],
      ['ann', '/people'],
    ] as const)
      expect((await as(name, `${path}?cursor=${place}`)).status, path).toBe(400);
  });

  it('is seen by its own teachers alone, and by who manages classes', async () => {
    const { id } = await made('tess');
    for (const [path, method, body] of [
      [`/classes/${id}`, 'GET'],
      [`/classes/${id}`, 'PATCH', { name: 'mine' }],
      [`/classes/${id}/code`, 'PUT', { open: true }],
      [`/classes/${id}/students`, 'GET'],
      [`/classes/${id}/teachers`, 'POST', { userId: ids.theo, role: 'teacher' }],
      [`/classes/${id}/cards`, 'POST', { newStudents: 1 }],
    ] as const) {
      expect(await as('theo', path, { method, body }), `${method} ${path}`).toMatchObject({
        status: 404,
        body: { code: 'class/not-found' },
      });
      expect((await as('ada', path, { method, body })).status, `${method} ${path}`).toBeOneOf([403, 404]);
    }
    expect((await as<SchoolClass>('ann', `/classes/${id}`)).body).toMatchObject({ id, role: null });
    expect((await classesOf('ann')).map((one) => one.id)).not.toContain(id);
    expect((await classesOf('ann', '?all=yes&limit=100')).map((one) => one.id)).toContain(id);
    expect((await classesOf('theo', '?all=yes')).map((one) => one.id)).not.toContain(id);
  });

  it('of another organization is not there, and neither are its people', async () => {
    const { id } = await made('tess');
    expect(
      await send('tess', 'POST', `/classes/${id}/teachers`, { userId: ids.stranger, role: 'co_teacher' }),
    ).toMatchObject({ status: 404, body: { code: 'user/not-found' } });
    const elsewhere = randomUUID();
    const otherOrg = await createPeople(server.app.db.jobs).addOrganization();
    await server.app.db.jobs.query(
      `INSERT INTO groups (id, org_id, name, code) VALUES ($1, $2, 'theirs', 'ABCDEFGH')`,
      [elsewhere, otherOrg],
    );
    expect((await as('ann', `/classes/${elsewhere}`)).status).toBe(404);
    expect(await send('ada', 'POST', '/class-code/join', { code: 'ABCDEFGH' })).toMatchObject({
      status: 404,
      body: { code: 'class/no-such-code' },
    });
  });
});

describe('the code of a class', () => {
  it('lets learners in, whatever its case, until it is changed or closed', async () => {
    const { id } = await made('tess', { name: '4b' });
    const first = await opened('tess', id);
    expect(first).toMatch(/^[A-HJ-NP-Z2-9]{6,8}$/);
    const shown = await call(server, '/class-code', { method: 'POST', body: { code: first.toLowerCase() } });
    expect(shown).toMatchObject({ status: 200, body: { className: '4b', teacher: 'tess' } });
    await joined('ada', first.toLowerCase());
    await joined('ada', first);
    expect(await pupilsOf('tess', id)).toEqual(['ada']);
    const second = await opened('tess', id);
    expect(await send('ben', 'POST', '/class-code/join', { code: first })).toMatchObject({ status: 404 });
    await send('tess', 'PUT', `/classes/${id}/code`, { open: false });
    expect(await send('ben', 'POST', '/class-code/join', { code: second })).toMatchObject({
      status: 404,
      body: { code: 'class/no-such-code' },
    });
  });

  it('shows a pupil the class and its teachers, neither the code nor the others', async () => {
    const { id } = await made('tess');
    await joined('ada', await opened('tess', id));
    const mine = (await classesOf('ada')).find((one) => one.id === id)!;
    expect(mine).toMatchObject({ role: 'student', code: null, students: null });
    expect(mine.teachers.map(({ name }) => name)).toEqual(['tess']);
    expect((await as('ada', `/classes/${id}/students`)).status).toBe(403);
    expect((await send('ada', 'POST', `/classes/${id}/leave`)).status).toBe(204);
    expect((await classesOf('ada')).map((one) => one.id)).not.toContain(id);
  });

  it('[CON-1] brings a child in once a grown-up has agreed, and not before', async () => {
    const { id } = await made('tess');
    const code = await opened('tess', id);
    const { username } = await signUpChild(server, { nickname: 'Waiting Wren' });
    const waiting = await signIn(server, username);
    const refused = await call(server, '/class-code/join', {
      method: 'POST',
      body: { code },
      token: waiting.accessToken,
    });
    expect(refused).toMatchObject({ status: 403, body: { code: 'consent/required' } });
    const family = await familyAtHome(server, {}, { nickname: 'Brave Bear' });
    const { status } = await call(server, '/class-code/join', {
      method: 'POST',
      body: { code },
      token: family.child.accessToken,
    });
    expect(status).toBe(200);
    expect(await pupilsOf('tess', id)).toEqual(['Brave Bear']);
  });

  it('[AUT-2] cannot be guessed: after some wrong ones the address has to wait', async () => {
    const tries = await Promise.all(
      Array.from({ length: 80 }, () =>
        call(server, '/class-code', { method: 'POST', body: { code: 'ZZZZZZZZ' } }),
      ),
    );
    const statuses = new Set(tries.map(({ status }) => status));
    expect(statuses).toEqual(new Set([404, 429]));
  });
});

describe('the pupils of a class', () => {
  it('are called and graded by its teacher, and taken out', async () => {
    const { id } = await made('tess');
    const ben = await addPerson(server, { role: 'student', username: 'ben-r', displayName: 'Ben' });
    await server.app.db.jobs.query(`INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)`, [
      id,
      ben,
    ]);
    const path = `/classes/${id}/students/${ben}`;
    const changed = await send<ClassStudent>('tess', 'PATCH', path, {
      displayName: 'Ben R.',
      gradeLevel: '4',
      section: 'b',
    });
    expect(changed.body).toMatchObject({ name: 'Ben R.', gradeLevel: '4', section: 'b', username: 'ben-r' });
    expect(await send('tess', 'PATCH', path, { username: 'tess@school.example' })).toMatchObject({
      status: 400,
    });
    await addPerson(server, { role: 'student', username: 'taken-name' });
    expect(await send('tess', 'PATCH', path, { username: 'taken-name' })).toMatchObject({ status: 409 });
    expect((await as('tess', path, { method: 'DELETE' })).status).toBe(204);
    expect((await as('tess', path, { method: 'DELETE' })).status).toBe(404);
    expect((await send('tess', 'PATCH', path, { displayName: 'x' })).status).toBe(404);
  });

  it('[CON-1] for whom nobody has agreed yet keep the name they came with, whoever would write another one down', async () => {
    const { id } = await made('tess');
    const child = await addPerson(server, {
      role: 'student',
      username: 'zoe-q',
      displayName: 'Zoe Q.',
      status: 'pending_consent',
      isMinor: true,
      birthMonth: `${new Date().getFullYear() - 10}-01`,
      origin: 'roster',
    });
    await server.app.db.jobs.query(`INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)`, [
      id,
      child,
    ]);
    const refused = { status: 403, body: { code: 'consent/required' } };
    const path = `/classes/${id}/students/${child}`;
    expect(await send('tess', 'PUT', `${path}/time`, { timeFactor: 2 })).toMatchObject(refused);
    for (const change of [{ displayName: 'Zoe Quintanilla' }, { gradeLevel: '4' }, { section: 'b' }])
      expect(await send('tess', 'PATCH', path, change)).toMatchObject(refused);
    expect(await send('ann', 'PATCH', `/people/${child}`, { displayName: 'Zoe Quintanilla' })).toMatchObject(
      refused,
    );
    const { rows } = await server.app.db.jobs.query(
      'SELECT p.display_name AS name, l.user_id AS graded FROM user_profiles p LEFT JOIN learner_profiles l USING (user_id) WHERE p.user_id = $1',
      [child],
    );
    expect(rows).toEqual([{ name: 'Zoe Q.', graded: null }]);
  });

  it('[PTS-3] have more time in every class, as those who teach them say; others neither set nor see it', async () => {
    const { id } = await made('tess');
    await joined('ben', await opened('tess', id));
    const path = `/classes/${id}/students/${ids.ben}/time`;
    const timesSeen = async (name: string, ofClass = id) =>
      (await as<{ items: ClassStudent[] }>(name, `/classes/${ofClass}/students`)).body.items.map(
        ({ timeFactor }) => timeFactor,
      );
    expect(await timesSeen('tess')).toEqual([1]);
    const set = await send<ClassStudent>('tess', 'PUT', path, { timeFactor: 1.5 });
    expect([set.status, set.body.timeFactor]).toEqual([200, 1.5]);
    expect(await timesSeen('tess')).toEqual([1.5]);
    const other = await made('tina');
    await joined('ben', await opened('tina', other.id));
    expect(await timesSeen('tina', other.id)).toEqual([1.5]);

    for (const name of ['theo', 'ben', 'ada', 'ann'])
      expect((await send(name, 'PUT', path, { timeFactor: 2 })).status, name).toBeGreaterThanOrEqual(403);
    expect(await timesSeen('ann'), 'who manages classes and does not teach').toEqual([null]);
    for (const timeFactor of [0, 1.1, 3.5, '2'])
      expect((await send('tess', 'PUT', path, { timeFactor })).status).toBe(400);
    expect(
      (await send('tess', 'PUT', `/classes/${id}/students/${ids.ada}/time`, { timeFactor: 2 })).status,
    ).toBe(404);
    expect(
      (await send<ClassStudent>('tina', 'PUT', path.replace(id, other.id), { timeFactor: 1 })).body
        .timeFactor,
    ).toBe(1);
    expect(await timesSeen('tess')).toEqual([1]);
    const { rows } = await server.app.db.jobs.query(
      `SELECT changes::text FROM audit_logs WHERE action = 'student.time_set' AND entity_id = $1`,
      [ids.ben],
    );
    expect(rows.map(({ changes }) => JSON.parse(changes))).toEqual([
      { timeFactor: { changed: true } },
      { timeFactor: { changed: true } },
    ]);
  });

  it('[DAT-3] leave names of fields in the audit log, and no name of a person', async () => {
    const { rows } = await server.app.db.jobs.query<{ changes: string }>(
      `SELECT changes::text FROM audit_logs WHERE action = 'student.changed'`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { changes } of rows) expect(changes).not.toMatch(/Ben/);
  });
});

describe('the teachers of a class', () => {
  it('share it: a co-teacher works with it, and does not give it away', async () => {
    const { id } = await made('tess');
    const found = await as<{ items: Colleague[] }>('tess', '/colleagues?search=THEO');
    expect(found.body.items.map(({ name }) => name)).toEqual(['theo']);
    const teachers = `/classes/${id}/teachers`;
    const shared = await send<SchoolClass>('tess', 'POST', teachers, {
      userId: ids.theo,
      role: 'co_teacher',
    });
    expect(shared.body.teachers.map(({ name, role }) => [name, role])).toEqual([
      ['tess', 'teacher'],
      ['theo', 'co_teacher'],
    ]);
    expect(await opened('theo', id)).toBeTruthy();
    expect(await send('theo', 'POST', teachers, { userId: ids.tina, role: 'teacher' })).toMatchObject({
      status: 403,
    });
    expect((await send('theo', 'PATCH', `/classes/${id}`, { archived: true })).status).toBe(403);
    expect((await as('tess', `${teachers}/${ids.theo}`, { method: 'DELETE' })).status).toBe(204);
    expect((await as('theo', `/classes/${id}`)).status).toBe(404);
  });

  it('are never none: the last one stays until another is there', async () => {
    const { id } = await made('tess');
    const teachers = `/classes/${id}/teachers`;
    for (const reply of [
      await as('tess', `${teachers}/${ids.tess}`, { method: 'DELETE' }),
      await send('tess', 'POST', teachers, { userId: ids.tess, role: 'co_teacher' }),
    ])
      expect(reply).toMatchObject({ status: 409, body: { code: 'class/last-teacher' } });
    // one whose account is closed cannot lead it
    const gone = await addPerson(server, { role: 'teacher', email: `gone-${id}@school.example` });
    await send('tess', 'POST', teachers, { userId: gone, role: 'teacher' });
    await send('ann', 'POST', `/people/${gone}/suspend`);
    expect((await as('tess', `${teachers}/${ids.tess}`, { method: 'DELETE' })).status).toBe(409);
    expect((await as('tess', `${teachers}/${gone}`, { method: 'DELETE' })).status).toBe(204);
    await send('tess', 'POST', teachers, { userId: ids.theo, role: 'teacher' });
    const both = await Promise.all(
      [ids.tess, ids.theo].map((who) => as('ann', `${teachers}/${who}`, { method: 'DELETE' })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([204, 409]);
  });

  it('may be stood in for until a day, and no longer', async () => {
    const { id } = await made('tess');
    const teachers = `/classes/${id}/teachers`;
    const until = new Date(Date.now() + 86_400_000).toISOString();
    for (const bad of [
      { userId: ids.tina, role: 'substitute' },
      { userId: ids.tina, role: 'substitute', until: '2020-01-01T00:00:00Z' },
      { userId: ids.tina, role: 'co_teacher', until },
    ])
      expect((await send('tess', 'POST', teachers, bad)).status, JSON.stringify(bad)).toBe(400);
    await send('tess', 'POST', teachers, { userId: ids.tina, role: 'substitute', until });
    expect((await as<SchoolClass>('tina', `/classes/${id}`)).body.role).toBe('substitute');
    await server.app.db.jobs.query(
      `UPDATE group_members SET until = now() - interval '1 second' WHERE group_id = $1 AND user_id = $2`,
      [id, ids.tina],
    );
    expect((await as('tina', `/classes/${id}`)).status).toBe(404);
    expect((await as('tina', `/classes/${id}/students`)).status).toBe(404);
  });
});

describe('the turn of the school year', () => {
  it('makes next year’s class with who goes on, puts this year’s away, and a repeat gives the same', async () => {
    const { id } = await made('tess', { name: '4b', gradeLevel: '4', schoolYear: '2026/27' });
    const code = await opened('tess', id);
    await joined('ada', code);
    await joined('ben', code);
    await send('tess', 'POST', `/classes/${id}/teachers`, { userId: ids.theo, role: 'co_teacher' });
    const turn = {
      schoolYear: '2027/28',
      classes: [{ id, name: '5b', gradeLevel: '5', leaving: [ids.ben] }],
    };
    expect((await send('tina', 'POST', '/classes/turn-year', turn)).status).toBe(404);
    expect((await send('theo', 'POST', '/classes/turn-year', turn)).status).toBe(403);
    const first = await send<YearTurned>('tess', 'POST', '/classes/turn-year', turn);
    expect(first).toMatchObject({
      status: 200,
      body: { items: [{ from: id, name: '5b', students: 1, left: 1 }] },
    });
    const { to } = first.body.items[0]!;
    expect((await as<SchoolClass>('theo', `/classes/${to}`)).body).toMatchObject({
      name: '5b',
      gradeLevel: '5',
      schoolYear: '2027/28',
      role: 'co_teacher',
    });
    expect(await pupilsOf('tess', to)).toEqual(['ada']);
    expect((await as<SchoolClass>('tess', `/classes/${id}`)).body).toMatchObject({
      archived: true,
      code: null,
    });
    expect(await pupilsOf('tess', id)).toEqual(['ada', 'ben']);
    expect((await send<YearTurned>('tess', 'POST', '/classes/turn-year', turn)).body).toEqual(first.body);
  });

  it('of two teachers who press at the same moment makes each class once, in whatever order they name them', async () => {
    const three = await Promise.all([1, 2, 3].map(async (n) => (await made('tess', { name: `4-${n}` })).id));
    const turn = (order: string[]) =>
      send<YearTurned>('tess', 'POST', '/classes/turn-year', {
        schoolYear: '2027/28',
        classes: order.map((id) => ({ id, name: `5-${three.indexOf(id)}` })),
      });
    const turned = await Promise.all([three, three.toReversed(), three, three.toReversed()].map(turn));
    expect(turned.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const next = turned.map(({ body }) => Object.fromEntries(body.items.map(({ from, to }) => [from, to])));
    for (const one of next) expect(one).toEqual(next[0]);
  });

  it('is all or nothing: with one class that is not theirs nothing turns', async () => {
    const [mine, other] = [await made('tess'), await made('tina')];
    const classes = [mine, other].map(({ id }) => ({ id, name: '5b' }));
    expect(
      await send('tess', 'POST', '/classes/turn-year', { schoolYear: '2027/28', classes }),
    ).toMatchObject({
      status: 404,
      body: { code: 'class/not-found' },
    });
    expect((await as<SchoolClass>('tess', `/classes/${mine.id}`)).body.archived).toBe(false);
  });
});
