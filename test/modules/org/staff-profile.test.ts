import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import type { Colleague } from '../../../src/wire/classes.ts';
import type { RoleKey } from '../../../src/wire/identity.ts';
import type {
  AdminProfile,
  PersonDetail,
  Person as PersonOfList,
  TeacherProfile,
} from '../../../src/wire/people.ts';
import { tracesOf } from '../../support/known-person.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { call } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let people: ReturnType<typeof createPeople>;
beforeAll(async () => {
  server = await startBareServer();
  people = createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
});
afterAll(() => server.stop());

const sql = async <T extends object>(text: string, values: unknown[]) =>
  (await server.app.db.jobs.query(text, values)).rows as T[];
const somebody = async (
  role: RoleKey,
  name: string,
  orgId: string | null = server.orgId,
): Promise<Person> => {
  const person = await people.signUp({ role, ...(orgId && { orgId }) });
  await sql('INSERT INTO user_profiles (user_id, display_name) VALUES ($1, $2)', [person.userId, name]);
  return person;
};
const read = <T>({ token }: Person, path: string) => call<T>(server, path, { token });
const put = <T>({ token }: Person, path: string, body: unknown) =>
  call<T>(server, path, { method: 'PUT', token, body });
const teacherPath = '/me/teacher-profile';
const adminPath = '/me/admin-profile';
const robotics: TeacherProfile = {
  department: 'Science',
  teachingExperienceYears: 12,
  specializations: ['Robotics', 'Weather'],
};
const nothing: TeacherProfile = { department: null, teachingExperienceYears: null, specializations: [] };
const changesBy = async ({ userId }: Person, action: string) =>
  (
    await sql<{ changes: object }>(
      'SELECT changes FROM audit_logs WHERE actor_id = $1 AND action = $2 ORDER BY id',
      [userId, action],
    )
  ).map(({ changes }) => changes);

describe('what teachers and administrators say about their work', () => {
  it('is kept, changed and taken back by a teacher', async () => {
    const tess = await somebody('teacher', 'Tess');
    expect((await read(tess, teacherPath)).body).toEqual(nothing);
    expect((await put(tess, teacherPath, robotics)).body).toEqual(robotics);
    expect((await read(tess, teacherPath)).body).toEqual(robotics);
    const fewer = { ...robotics, specializations: ['Weather'] };
    expect((await put(tess, teacherPath, fewer)).body).toEqual(fewer);
    expect((await put(tess, teacherPath, fewer)).status).toBe(200);
    expect((await put(tess, teacherPath, nothing)).body).toEqual(nothing);
    expect((await read(tess, teacherPath)).body).toEqual(nothing);
  });

  it('[DAT-3] leaves in the audit log which fields changed, once for each change, and not what to', async () => {
    const [tess, ann] = [await somebody('teacher', 'Tess'), await somebody('admin', 'Ann')];
    await put(tess, teacherPath, robotics);
    await put(tess, teacherPath, robotics);
    await put(tess, teacherPath, { ...robotics, department: null });
    expect(await changesBy(tess, 'teacher_profile.changed')).toEqual([
      {
        department: { changed: true },
        teachingExperienceYears: { changed: true },
        specializations: { changed: true },
      },
      { department: { changed: true } },
    ]);
    await put(ann, adminPath, { department: 'School office' });
    await put(ann, adminPath, { department: 'School office' });
    expect(await changesBy(ann, 'admin_profile.changed')).toEqual([{ department: { changed: true } }]);
  });

  it('has a part for each role, and none for others', async () => {
    const ann = await somebody('admin', 'Ann');
    const boss = await somebody('super_admin', 'Boss');
    for (const person of [ann, boss]) {
      expect((await read(person, adminPath)).body).toEqual({ department: null });
      const office: AdminProfile = { department: 'School office' };
      expect((await put(person, adminPath, office)).body).toEqual(office);
      expect((await read(person, adminPath)).body).toEqual(office);
      expect((await read(person, teacherPath)).status).toBe(403);
      expect((await put(person, teacherPath, robotics)).status).toBe(403);
    }
    const tess = await somebody('teacher', 'Tess');
    expect((await put(tess, adminPath, { department: 'x' })).status).toBe(403);
    for (const role of ['student', 'guardian', 'moderator', 'content_creator'] as const) {
      const other = await somebody(role, 'Other');
      for (const path of [teacherPath, adminPath]) expect((await read(other, path)).status, role).toBe(403);
    }
  });

  it.each([
    ['an unknown field', { ...robotics, userId: 'x' }],
    ['a missing one', { department: null }],
    ['an empty department', { ...robotics, department: ' ' }],
    ['more years than a life has', { ...robotics, teachingExperienceYears: 81 }],
    ['half a year', { ...robotics, teachingExperienceYears: 1.5 }],
    ['eleven special fields', { ...robotics, specializations: Array(11).fill('x') }],
    ['a field that is too long', { ...robotics, specializations: ['x'.repeat(61)] }],
    ['a sign that cannot be shown', { ...robotics, department: 'a\u0000b' }],
  ])('[EDG-6] is refused with %s', async (_what, body) => {
    expect((await put(await somebody('teacher', 'Tess'), teacherPath, body)).status).toBe(400);
  });
});

describe('colleagues find each other', () => {
  const colleagues = async (asker: Person, search: string) =>
    (await read<{ items: Colleague[] }>(asker, `/colleagues?search=${encodeURIComponent(search)}`)).body
      .items;

  it('by name, department and special field, for sharing a class', async () => {
    const [asker, tess, ann] = [
      await somebody('teacher', 'Asker'),
      await somebody('teacher', 'Tessa Find'),
      await somebody('admin', 'Anna Find'),
    ];
    await put(tess, teacherPath, { ...robotics, specializations: ['Beekeeping', 'Weather'] });
    await put(ann, adminPath, { department: 'Front 100% desk' });
    const card = { id: tess.userId, departments: ['Science'], specializations: ['Beekeeping', 'Weather'] };
    expect(await colleagues(asker, 'tessa f')).toMatchObject([card]);
    expect(await colleagues(asker, 'BEEKEEP')).toMatchObject([card]);
    expect(await colleagues(asker, '100%')).toMatchObject([
      { id: ann.userId, departments: ['Front 100% desk'], specializations: [] },
    ]);
    expect(await colleagues(ann, 'beekeeping')).toMatchObject([card]);
    expect(await colleagues(tess, 'beekeeping')).toEqual([]);
    const elsewhere = await somebody('teacher', 'Elsewhere', null);
    expect(await colleagues(elsewhere, '')).toEqual([]);
    for (const role of ['student', 'guardian'] as const)
      expect((await read(await somebody(role, 'Curious'), '/colleagues')).status).toBe(403);
  });

  it('[DAT-1] and the database shows it to them alone: to no learner, no guardian, no other school', async () => {
    const [tess, both] = [await somebody('teacher', 'Tess'), await somebody('teacher', 'Both')];
    await sql(
      `INSERT INTO user_roles (user_id, role_id, org_id) SELECT $1, id, $2 FROM roles WHERE key = 'admin'`,
      [both.userId, server.orgId],
    );
    await put(tess, teacherPath, robotics);
    await sql(`INSERT INTO teacher_profiles (user_id, department) VALUES ($1, 'Arts')`, [both.userId]);
    await sql(`INSERT INTO admin_profiles (user_id, department) VALUES ($1, 'School office')`, [both.userId]);
    const groupId = crypto.randomUUID();
    const ada = await somebody('student', 'Ada');
    await sql(`INSERT INTO groups (id, org_id, name) VALUES ($1, $2, '7b')`, [groupId, server.orgId]);
    await sql(
      `INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student'), ($1, $3, 'teacher')`,
      [groupId, ada.userId, tess.userId],
    );
    const seenBy = (asker: Person) =>
      server.app.db.asCaller(asker, (em) =>
        em.execute<{ user_id: string }[]>(
          `SELECT user_id FROM teacher_profiles WHERE user_id IN (?, ?)
           UNION ALL SELECT user_id FROM admin_profiles WHERE user_id IN (?, ?)`,
          [tess.userId, both.userId, tess.userId, both.userId],
        ),
      );
    for (const role of ['teacher', 'admin'] as const)
      expect((await seenBy(await somebody(role, role))).length, role).toBe(3);
    for (const asker of [
      ada,
      await somebody('guardian', 'Pat'),
      await somebody('moderator', 'Mo'),
      await somebody('teacher', 'Elsewhere', null),
      await somebody('admin', 'Head elsewhere', null),
    ])
      expect(await seenBy(asker)).toEqual([]);
    const listed = server.app.db.asCaller(ada, (em) => em.execute('SELECT id FROM app_colleagues()'));
    expect(await listed).toEqual([]);
    await expect(
      server.app.db.asCaller(tess, (em) => em.execute(`UPDATE teacher_profiles SET department = 'x'`)),
    ).rejects.toThrow(/permission denied/);

    // whose account is closed is nobody's colleague any more
    await sql(`UPDATE users SET status = 'suspended' WHERE id = $1`, [both.userId]);
    expect(await seenBy(await somebody('teacher', 'Late'))).toEqual([{ user_id: tess.userId }]);
  });

  it('in the list of people, too, where a learner’s grade and section stand with the person', async () => {
    const ann = await somebody('admin', 'Ann');
    const tess = await somebody('teacher', 'Tess Listed');
    await sql(
      `INSERT INTO user_roles (user_id, role_id, org_id) SELECT $1, id, $2 FROM roles WHERE key = 'admin'`,
      [tess.userId, server.orgId],
    );
    await put(tess, teacherPath, { ...robotics, department: 'Volcanoes' });
    await sql(`INSERT INTO admin_profiles (user_id, department) VALUES ($1, 'Timetables')`, [tess.userId]);
    const found = await read<{ items: PersonOfList[] }>(ann, '/people?search=volcano');
    const atWork = { departments: ['Volcanoes', 'Timetables'], specializations: ['Robotics', 'Weather'] };
    expect(found.body.items).toMatchObject([{ id: tess.userId, ...atWork }]);
    expect((await read<PersonDetail>(ann, `/people/${tess.userId}`)).body).toMatchObject({
      ...atWork,
      teachingExperienceYears: 12,
      gradeLevel: '',
      section: null,
    });
    const ada = await somebody('student', 'Ada');
    await sql(`INSERT INTO learner_profiles (user_id, grade_level, section) VALUES ($1, '7', 'B')`, [
      ada.userId,
    ]);
    expect((await read<PersonDetail>(ann, `/people/${ada.userId}`)).body).toMatchObject({
      departments: [],
      specializations: [],
      teachingExperienceYears: null,
      gradeLevel: '7',
      section: 'B',
    });
  });
});

it('[CON-6] is in the export of the person, and goes with the account', async () => {
  const tess = await somebody('teacher', 'Tess');
  const canary = `canary-${crypto.randomUUID()}`;
  const office = `office-${crypto.randomUUID()}`;
  await put(tess, teacherPath, { ...robotics, department: canary, specializations: [canary] });
  await sql(
    `INSERT INTO user_roles (user_id, role_id, org_id) SELECT $1, id, $2 FROM roles WHERE key = 'admin'`,
    [tess.userId, server.orgId],
  );
  await sql('INSERT INTO admin_profiles (user_id, department) VALUES ($1, $2)', [tess.userId, office]);
  const { content } = await server.app.compliance.exports.exportPerson(tess.userId, 'en');
  expect(JSON.parse(strFromU8(unzipSync(content)['json/account.json']!))).toMatchObject([
    {
      department: canary,
      teaching_experience_years: 12,
      specializations: [canary],
      admin_department: office,
    },
  ]);

  expect(await tracesOf(server, canary)).toEqual([
    'teacher_profiles.department',
    'teacher_profiles.specializations',
  ]);
  expect(await tracesOf(server, office)).toEqual(['admin_profiles.department']);
  await server.app.db.asWorker((em) =>
    server.app.compliance.erasure.erase(em, {
      userId: tess.userId,
      orgId: server.orgId,
      actorId: null,
      reason: 'own_wish',
    }),
  );
  expect(await tracesOf(server, canary)).toEqual([]);
  expect(await tracesOf(server, office)).toEqual([]);
});
