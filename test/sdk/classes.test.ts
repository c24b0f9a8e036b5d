import { createTutti } from '@tutti/client';
import { createAdmin, createClasses, createPeople } from '@tutti/client/admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bornYearsAgo } from '../support/families.ts';
import { tokenIn } from '../support/mail.ts';
import { addPerson, goodPassword } from '../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer & BareServer;
const ids: Record<string, string> = {};
beforeAll(async () => {
  const started = await startTestServer();
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  for (const [name, role] of [
    ['tess', 'teacher'],
    ['theo', 'teacher'],
    ['tina', 'teacher'],
    ['ada', 'student'],
    ['ann', 'admin'],
  ] as const)
    ids[name] = await addPerson(server, { role, email: `${name}@school.example`, displayName: name });
});
afterAll(() => server?.stop());

const visitor = () => {
  const tutti = createTutti({ url: server.url });
  return { tutti, classes: createClasses(tutti), people: createPeople(tutti), admin: createAdmin(tutti) };
};
const person = async (login: string, password = goodPassword) => {
  const one = visitor();
  await one.tutti.signIn({ login, password, keep: 'body' });
  return one;
};
const colleague = (name: string) => person(`${name}@school.example`);
const code = (problem: string) => ({ code: problem });

describe('a class over a year, by the SDK alone', () => {
  it('is made, filled by code, list and cards, played with, shared, and turned into the next', async () => {
    const { classes, tutti } = await colleague('tess');
    const { id } = await classes.makeClass({ name: '4b', gradeLevel: '4', schoolYear: '2026/27' });
    expect(await classes.changeClass(id, { name: '4b Foxes' })).toMatchObject({ name: '4b Foxes' });

    // by code
    const open = (await classes.setClassCode(id, true)).code!;
    expect(await visitor().classes.previewClassCode(open)).toMatchObject({
      className: '4b Foxes',
      teacher: 'tess',
    });
    const ada = await colleague('ada');
    expect(await ada.classes.joinClass(open)).toMatchObject({ id, role: 'student', code: null });
    expect((await classes.setClassCode(id, false)).code).toBeNull();
    await expect(ada.classes.joinClass(open)).rejects.toMatchObject(code('class/no-such-code'));

    // by list
    const { year, month } = bornYearsAgo(19);
    const list = `Nombre;Apellidos;Nacimiento\nÍñigo;Muñoz;${month}/${year}\n;Nadie;${month}/${year}\n`;
    const preview = await classes.previewRoster(id, new TextEncoder().encode(list));
    expect(preview).toMatchObject({ good: 1, bad: 1, faults: [{ line: 3, problem: 'name-missing' }] });
    expect(await classes.confirmRoster(id, preview.importId)).toMatchObject({ made: 1 });
    const pupils = (await classes.students(id)).items;
    expect(pupils.map(({ name }) => name)).toEqual(['ada', expect.stringContaining('Íñigo')]);
    const inigo = pupils[1]!;
    expect(await classes.changeStudent(id, inigo.id, { displayName: 'Íñi', section: 'B' })).toMatchObject({
      name: 'Íñi',
      section: 'B',
    });

    // by card
    const { className, items } = await classes.makeCards(id, { studentIds: [inigo.id], newStudents: 1 });
    expect([className, items.length]).toEqual(['4b Foxes', 2]);
    const tablet = visitor();
    const token = tokenIn({ links: [items[0]!.link] });
    expect(await tablet.classes.previewCard(token)).toMatchObject({ name: 'Íñi', username: inigo.username });
    expect(await tablet.classes.openCard(token, goodPassword)).toMatchObject({ roles: ['student'] });
    expect(tablet.tutti.me).toMatchObject({ username: inigo.username });
    await expect(tablet.classes.previewCard(token)).rejects.toMatchObject({
      ...code('card/invalid'),
      status: 410,
    });
    expect((await tablet.classes.classes()).items.map(({ name }) => name)).toEqual(['4b Foxes']);

    // shared, and played with
    const [theo] = await classes.colleagues('theo');
    const shared = await classes.addTeacher(id, { userId: theo!.id, role: 'co_teacher' });
    expect(shared.teachers.map(({ name, role }) => [name, role])).toEqual([
      ['tess', 'teacher'],
      ['theo', 'co_teacher'],
    ]);
    const until = new Date(Date.now() + 86_400_000).toISOString();
    await classes.addTeacher(id, { userId: ids.tina!, role: 'substitute', until });
    const mission = (await tutti.missions({ limit: 1 })).items[0]!.id;
    const session = await tutti.openSession(mission, {}, id);
    expect(session.group).toEqual({ id, name: '4b Foxes' });
    const others = await colleague('theo');
    expect((await others.tutti.sessions({ groupId: id })).items.map((one) => one.id)).toEqual([session.id]);
    await classes.removeTeacher(id, ids.tina!);
    await expect((await colleague('tina')).classes.class(id)).rejects.toMatchObject(code('class/not-found'));

    // people come and go
    await ada.classes.leaveClass(id);
    await classes.removeStudent(id, items[1]!.userId);
    const turned = await classes.turnYear({
      schoolYear: '2027/28',
      classes: [{ id, name: '5b', gradeLevel: '5' }],
    });
    expect(turned.items).toMatchObject([{ from: id, name: '5b', students: 1, left: 0 }]);
    expect((await classes.classes()).items.map(({ name }) => name)).toEqual(['5b']);
    expect((await classes.classes({ archived: 'yes' })).items.map(({ name }) => name)).toEqual(['4b Foxes']);
    await expect(classes.makeCards(id, { newStudents: 1 })).rejects.toMatchObject(code('class/archived'));
  });
});

describe('the people of a school, by the SDK alone', () => {
  it('are found, changed, given rights, closed and followed by somebody else', async () => {
    const { people } = await colleague('ann');
    const [tina] = (await people.people({ search: 'tin', role: 'teacher', limit: 5 })).items;
    const id = tina!.id;
    expect(await people.person(id)).toMatchObject({ name: 'tina', status: 'active', roles: ['teacher'] });
    expect((await people.renamePerson(id, 'Tina T.')).name).toBe('Tina T.');
    expect((await people.grantRole(id, 'moderator')).roles.toSorted()).toEqual(['moderator', 'teacher']);
    expect((await people.revokeRole(id, 'moderator')).roles).toEqual(['teacher']);
    expect((await people.grantPermission(id, 'audit.read')).permissions).toEqual(['audit.read']);
    expect((await people.revokePermission(id, 'audit.read')).permissions).toEqual([]);
    const there = await colleague('tina');
    await people.signOutPerson(id);
    await expect(there.tutti.readMe()).rejects.toMatchObject({ status: 401 });
    expect((await people.suspend(id)).status).toBe('suspended');
    await expect(colleague('tina')).rejects.toMatchObject(code('auth/wrong-credentials'));
    expect((await people.reactivate(id)).status).toBe('active');

    const { link } = await people.resetLink(id);
    await visitor().admin.resetPassword(tokenIn({ links: [link] }), 'nine-blue-herons');
    const own = await person('tina@school.example', 'nine-blue-herons');
    const { id: classId } = await own.classes.makeClass({ name: '6c' });
    expect(await people.handOver(id, ids.theo!)).toMatchObject({ classes: 1, sessions: 0 });
    expect((await people.people({ status: 'suspended' })).items.map(({ name }) => name)).toEqual(['Tina T.']);
    expect(await (await colleague('theo')).classes.class(classId)).toMatchObject({ role: 'teacher' });
    await expect((await colleague('theo')).people.people()).rejects.toMatchObject(code('auth/forbidden'));
  });

  it('have settings, ages of consent and subjects', async () => {
    const { people } = await colleague('ann');
    const before = await people.settings();
    const after = await people.changeSettings({ name: 'Hill School', country: 'ES', cardDays: 60 });
    expect(after).toEqual({
      ...before,
      name: 'Hill School',
      country: 'ES',
      cardDays: 60,
      effectiveConsentAge: 14,
    });
    await expect(people.changeSettings({ timezone: 'Europe/Atlantis' })).rejects.toMatchObject({
      ...code('request/invalid'),
      status: 400,
    });
    expect(await people.changeConsentAge('ES', 15)).toEqual({ country: 'ES', age: 15 });
    expect(await people.consentAges()).toContainEqual({ country: 'ES', age: 15 });
    const rocketry = await people.addSubject('Rocketry');
    expect(await people.subjects()).toContainEqual(rocketry);
    const mine = await colleague('theo');
    const taught = [{ subjectId: rocketry.id, relation: 'teaches' as const, gradeLevel: '5' }];
    expect(await mine.people.setMySubjects(taught)).toEqual(taught);
    expect(await mine.people.mySubjects()).toEqual(taught);
    const { id } = await mine.classes.makeClass({ name: 'Rockets', subjectId: rocketry.id });
    expect((await mine.classes.class(id)).subject).toEqual({ id: rocketry.id, name: 'Rocketry' });
  });
});
