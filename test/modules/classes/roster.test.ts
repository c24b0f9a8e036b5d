import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEnvelope } from '../../../src/platform/crypto/envelope.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import type {
  ClassStudent,
  RosterDone,
  RosterFault,
  RosterPreview,
  SchoolClass,
} from '../../../src/wire/classes.ts';
import { bornYearsAgo, consentByMail } from '../../support/families.ts';
import { tracesOf } from '../../support/known-person.ts';
import { mailsTo, mailTo } from '../../support/mail.ts';
import { createPeople } from '../../support/people.ts';
import { addPerson, call, type Reply } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let people: ReturnType<typeof createPeople>;
let head: string;
beforeAll(async () => {
  server = await startBareServer();
  people = createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
  head = await tokenOf(await addPerson(server, { role: 'admin', email: 'head@school.example' }));
  await rows(
    `INSERT INTO totp_factors (user_id, secret_sealed, confirmed_at)
     SELECT id, '\\x00', now() FROM users WHERE email = 'head@school.example'`,
  );
});
afterAll(() => server?.stop());

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await server.app.db.jobs.query<T>(sql, values)).rows;
const tokenOf = async (userId: string): Promise<string> =>
  (await people.signIn({ userId, orgId: server.orgId })).token;

interface Teaching {
  token: string;
  classId: string;
  teacherId: string;
}
let teachers = 0;
/** A teacher with a class of the own: lists are counted per person. */
async function teaching(): Promise<Teaching> {
  teachers += 1;
  const teacherId = await addPerson(server, { role: 'teacher', email: `teacher-${teachers}@school.example` });
  const token = await tokenOf(teacherId);
  const { body } = await call<SchoolClass>(server, '/classes', {
    method: 'POST',
    token,
    body: { name: '4b' },
  });
  return { token, classId: body.id, teacherId };
}

type List = string | Uint8Array | string[];
const bytesOf = (list: List): Uint8Array =>
  typeof list === 'string' ? Buffer.from(list) : Array.isArray(list) ? Buffer.from(list.join('\n')) : list;
const send = <T = RosterPreview & { code?: string }>(
  { token, classId }: Pick<Teaching, 'token' | 'classId'>,
  list: List,
): Promise<Reply<T>> =>
  call<T>(server, `/classes/${classId}/roster`, {
    method: 'POST',
    token,
    body: { content: Buffer.from(bytesOf(list)).toString('base64') },
  });
async function look(at: Teaching, list: List): Promise<RosterPreview> {
  const { status, body } = await send(at, list);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}
const yes = <T = RosterDone & { code?: string }>(
  { token, classId }: Pick<Teaching, 'token' | 'classId'>,
  importId: string,
): Promise<Reply<T>> =>
  call<T>(server, `/classes/${classId}/roster/${importId}/confirm`, { method: 'POST', token, body: {} });
async function take(at: Teaching, list: List): Promise<RosterDone> {
  const { importId } = await look(at, list);
  const { status, body } = await yes(at, importId);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}
const pupilsOf = async ({ token, classId }: Teaching) =>
  (await call<{ items: ClassStudent[] }>(server, `/classes/${classId}/students?limit=100`, { token })).body
    .items;
const monthOf = (years: number) => {
  const { year, month } = bornYearsAgo(years);
  return `${year}-${String(month).padStart(2, '0')}`;
};
const [child, adult] = [monthOf(9), monthOf(19)];
const said = (faults: readonly RosterFault[]) =>
  faults.map(({ line, field, problem }) => `${line} ${field} ${problem}`);
const none = { made: 0, joined: 0, asked: 0, waiting: 0, left: 0 };

describe('a list is looked through first', () => {
  let at: Teaching;
  beforeAll(async () => {
    at = await teaching();
  });

  test('every row says what becomes of it, every fault where it stands; nothing is made yet', async () => {
    const before = await rows('SELECT id FROM users');
    const preview = await look(at, [
      'First name,Surname,Date of birth,Parent e-mail,Shoe size',
      `Ana,Pérez,${child},pat@home.example,34`,
      ',Nobody,spring,at home,',
      `Old,Enough,${adult},,`,
      `Too,Young,${monthOf(3)},,`,
      `No,Month,,,`,
      `Bo,Waits,${child},,`,
    ]);
    expect(preview).toMatchObject({ good: 3, bad: 3 });
    expect(
      preview.rows.map(({ line, name, username, becomes, consent }) => [
        line,
        name,
        username,
        becomes,
        consent,
      ]),
    ).toEqual([
      [2, 'Ana Pérez', 'ana.p', 'new', 'guardian'],
      [4, 'Old Enough', 'old.enough', 'new', 'none'],
      [7, 'Bo Waits', 'bo.w', 'new', 'missing'],
    ]);
    expect(said(preview.faults)).toEqual([
      '3 firstName name-missing',
      '3 guardianEmail guardian-email-not-allowed',
      '3 birthMonth birth-month-not-readable',
      '5 birthMonth age-not-allowed',
      '6 birthMonth birth-month-missing',
    ]);
    expect(preview.columns.filter(({ field }) => field === null)).toEqual([
      { header: 'Shoe size', field: null },
    ]);
    expect(await rows('SELECT id FROM users')).toHaveLength(before.length);
  });

  test('a list with 500 bad rows names each, and takes the good ones', async () => {
    const list = ['name;born;mail'];
    for (let n = 0; n < 500; n++) list.push(`Pupil ${n};${adult};no address ${n}`);
    list.push(`Good;${adult};good@school.example`);
    const preview = await look(at, list);
    expect(preview).toMatchObject({ good: 1, bad: 500 });
    expect(preview.faults).toHaveLength(500);
    expect(preview.faults.at(-1)).toEqual({
      line: 501,
      field: 'email',
      problem: 'email-not-allowed',
      value: 'no address 499',
    });
    expect((await yes(at, preview.importId)).body).toEqual({ ...none, made: 1 });
  });

  test('every fault of every row is told, also where nothing in two thousand rows is right', async () => {
    const two = ['Name,Born,Email', ...Array.from({ length: 600 }, () => 'Ana,spring,none')];
    expect(said((await look(at, two)).faults)).toEqual(
      Array.from({ length: 600 }, (_, n) => [
        `${n + 2} email email-not-allowed`,
        `${n + 2} birthMonth birth-month-not-readable`,
      ]).flat(),
    );
    const long = 'x'.repeat(21);
    const wrong = `,${'x'.repeat(61)},ä,none,spring,${long},${long},none,Latin`;
    const head = 'Name,Surname,Username,Email,Born,Grade,Section,Guardian,Language';
    const all = await look(at, [head, ...Array.from({ length: 2_000 }, () => wrong)]);
    expect(all).toMatchObject({ good: 0, bad: 2_000 });
    expect(all.faults).toHaveLength(18_000);
  });

  test('lines are counted as a spreadsheet counts them, with empty rows and line breaks in cells', async () => {
    const preview = await look(
      at,
      `Name,Surname,Born\r\n\r\n"Ana\nMaría","Quoted ""Q"", Jr",${adult}\r\n,,\r\n"",x,${adult}\r\n,,\r\n`,
    );
    expect(preview.rows).toMatchObject([{ line: 3, name: 'Ana María Quoted "Q", Jr' }]);
    expect(said(preview.faults)).toEqual(['5 firstName name-missing']);
  });

  test('names twice in the list, and pupils who stand there twice without a name of their own', async () => {
    const preview = await look(at, [
      'Name,Surname,Born,Username,Email',
      `Ana,Ruiz,${adult},Ana-R,ana@x.example`,
      `Another,Ruiz,${adult},ana-r,`,
      `Third,Ruiz,${adult},,ANA@x.example`,
      `Leo,Lopez,${adult},,`,
      `leo,lópez,${adult},,`,
      `Leo,Lopez,${adult},leo-b,`,
    ]);
    expect(said(preview.faults)).toEqual([
      '3 username username-twice',
      '4 email email-twice',
      '6 firstName name-twice',
    ]);
    expect(preview.rows.map(({ username }) => username)).toEqual(['ana-r', 'leo.lopez', 'leo-b']);
  });

  test('letters outside the alphabet of most names do no harm', async () => {
    const done = await take(at, [
      'Name,Surname,Born',
      `😀,𠮷田,${child}`,
      `\u202eevil\u200b,n\u0007ame,${child}`,
      `${'😀'.repeat(40)},x,${child}`,
    ]);
    expect(done).toMatchObject({ made: 2 });
    const names = (await pupilsOf(at)).map(({ name }) => name);
    expect(names).toContain('😀 𠮷.');
    expect(names).toContain('evil n.');
  });
});

describe('files as schools’ programs write them', () => {
  let at: Teaching;
  beforeAll(async () => {
    at = await teaching();
  });
  const text = (delimiter: string) =>
    [
      ['Nombre', 'Apellidos', 'Fecha de nacimiento'].join(delimiter),
      ['Íñigo', 'Muñoz', `14.${adult.slice(5)}.${adult.slice(0, 4)}`].join(delimiter),
    ].join('\r\n');
  const utf16 = (words: string) => Buffer.from(`\ufeff${words}`, 'utf16le');

  test.each<[string, Uint8Array]>([
    ['UTF-8 with commas', Buffer.from(text(','))],
    ['UTF-8 with its mark and semicolons', Buffer.from(`\ufeff${text(';')}`)],
    ['Latin-1 with tabs', Buffer.from(text('\t'), 'latin1')],
    ['UTF-16, little end first', utf16(text('\t'))],
    ['UTF-16, big end first', utf16(text(';')).swap16()],
    ['what a spreadsheet says about itself above', Buffer.from(`sep=;\r\n${text(';')}`)],
    ['lines of old', Buffer.from(text(';').replaceAll('\r\n', '\r'))],
  ])('%s', async (_, bytes) => {
    const preview = await look(at, bytes);
    expect(preview.faults).toEqual([]);
    expect(preview.rows).toMatchObject([{ name: 'Íñigo Muñoz', birthMonth: adult }]);
  });

  test.each<[string, Uint8Array, string]>([
    ['an empty file', Buffer.from(''), 'roster/unreadable'],
    ['a spreadsheet that is no text', Buffer.from('504b0304140006000800', 'hex'), 'roster/unreadable'],
    ['UTF-16 without its mark', Buffer.from(text(','), 'utf16le'), 'roster/unreadable'],
    ['a quote that never ends', Buffer.from('Name,Born\n"Ana,2015-03\n'), 'roster/unreadable'],
    ['no column of names', Buffer.from('Shoe size\n34\n'), 'roster/unreadable'],
    ['one cell of 30,000 letters', Buffer.from(`Name\n${'x'.repeat(30_000)}\n`), 'roster/unreadable'],
  ])('%s is refused, with what to do', async (_, bytes, code) => {
    const { status, body } = await send<{ code: string; detail: string }>(at, bytes);
    expect([status, body.code]).toEqual([422, code]);
    expect(body.detail.length).toBeGreaterThan(10);
  });
});

describe('how much fits', () => {
  const list = (n: number) => [
    'Name,Surname,Born',
    ...Array.from({ length: n }, (_, i) => `Kim,Nr ${i},${adult}`),
  ];

  test('two thousand rows; one more is refused, and empty rows do not count', async () => {
    const at = await teaching();
    const tooLong = await send<{ code: string; detail: string }>(at, list(2_001));
    expect([tooLong.status, tooLong.body.code]).toEqual([413, 'roster/too-many-rows']);
    expect(tooLong.body.detail).toContain('more than 2000 rows');
    const preview = await look(at, [...list(2_000), ...Array.from({ length: 3_000 }, () => ',,')]);
    expect(preview).toMatchObject({ good: 2_000, bad: 0 });
    expect(preview.rows).toHaveLength(200);
  });

  test('they are made a hundred at a time, once, also by two who press the button at once', async () => {
    const at = await teaching();
    const { importId } = await look(at, list(230));
    const [one, two] = await Promise.all([yes(at, importId), yes(at, importId)]);
    const done = { ...none, made: 230 };
    expect([one.body, two.body]).toEqual([done, done]);
    expect((await yes(at, importId)).body).toEqual(done);
    expect(await rows('SELECT 1 FROM group_members WHERE group_id = $1', [at.classId])).toHaveLength(231);
  });

  test('600 KB of text; one byte more is refused with how much it may be, much more before it is read', async () => {
    const at = await teaching();
    const padded = (bytes: number) => Buffer.from(`Name,Born\nAna,${adult}\n`.padEnd(bytes, '\n'));
    expect((await send(at, padded(600_000))).status).toBe(200);
    const more = await send<{ code: string; detail: string }>(at, padded(600_001));
    expect([more.status, more.body.code]).toEqual([413, 'upload/too-large']);
    expect(more.body.detail).toContain('600 KB');
    const muchMore = await send(at, padded(680_000));
    expect([muchMore.status, muchMore.body.code]).toEqual([413, 'request/too-large']);
  });

  test('two thousand rows with every column filled are looked through and made', async () => {
    const at = await teaching();
    const full = [
      'First name,Last name,Username,Email,Birth month,Guardian e-mail,Guardian language,Grade,Section',
      ...Array.from({ length: 2_000 }, (_, n) => {
        const name = `maria.fernandez.cordoba.${n}`;
        const guardian = `family.of.fernandez.cordoba.alvarez.${n}@mail.home.example`;
        const address = `${name}@pupils.of.the.school.example`;
        return `María Guadalupe ${n},Fernández de Córdoba y Álvarez,${name},${address},${adult},${guardian},Spanish,Fourth grade,Section B`;
      }),
    ];
    expect(bytesOf(full).length).toBeGreaterThan(400_000);
    const preview = await look(at, full);
    expect(preview).toMatchObject({ good: 2_000, bad: 0 });
    expect((await yes(at, preview.importId)).body).toEqual({ ...none, made: 2_000 });
    expect(await rows('SELECT 1 FROM group_members WHERE group_id = $1', [at.classId])).toHaveLength(2_001);
  }, 120_000);

  test('twenty lists in ten minutes', async () => {
    const at = await teaching();
    const path = `/classes/${at.classId}/roster`;
    const statuses: number[] = [];
    for (let n = 0; n < 21; n++)
      statuses.push((await call(server, path, { method: 'POST', token: at.token, body: {} })).status);
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 400), 429]);
  });
});

describe('again', () => {
  test('a second yes gives the same, a second upload makes nobody twice, a longer list only who is new', async () => {
    const at = await teaching();
    const list = [
      'Name,Surname,Born,Guardian email,Email',
      `Noa,Sanz,${child},noa-parent@home.example,noa@school.example`,
      `Noa,Soler,${child},,`,
      `李,小龙,${child},,`,
      `王,伟,${child},,`,
      `Gil,Old,${adult},,gil@school.example`,
    ];
    const first = await look(at, list);
    const done = { ...none, made: 5, asked: 1, waiting: 3 };
    expect((await yes(at, first.importId)).body).toEqual(done);
    expect((await yes(at, first.importId)).body).toEqual(done);
    expect(await mailsTo(server, 'noa-parent@home.example')).toHaveLength(1);

    const second = await look(at, list);
    expect(second.rows.map(({ becomes }) => becomes)).toEqual(Array.from({ length: 5 }, () => 'is-there'));
    expect((await yes(at, second.importId)).body).toEqual(none);
    const third = await look(
      at,
      [...list.toReversed().slice(0, 5), `Noa,Sanz,${monthOf(10)},,`, `Noa,Suarez,${child},,`].toSpliced(
        0,
        0,
        list[0]!,
      ),
    );
    expect(third.rows.map(({ becomes }) => becomes).toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => 'is-there'),
      'new',
      'new',
    ]);
    expect(await pupilsOf(at)).toHaveLength(5);
    expect(await mailsTo(server, 'noa-parent@home.example')).toHaveLength(1);
  });

  test('two previews of one list, both confirmed, make everybody once', async () => {
    const at = await teaching();
    const list = ['Name,Surname,Born', `Uma,Vidal,${child}`, `Uwe,Vidal,${adult}`];
    const [one, two] = [await look(at, list), await look(at, list)];
    expect((await yes(at, one.importId)).body).toMatchObject({ made: 2 });
    expect((await yes(at, two.importId)).body).toEqual(none);
    expect(await pupilsOf(at)).toHaveLength(2);
  });

  test('a name that somebody else got in between is made up anew; a handle or address of theirs leaves the row out', async () => {
    const [at, other] = [await teaching(), await teaching()];
    const preview = await look(at, [
      'Name,Surname,Born,Username,Email',
      `Eva,Marin,${child},,`,
      `Mine,Marin,${adult},marin-x,`,
      `Addy,Marin,${adult},,addy@school.example`,
      `Last,Marin,${adult},,`,
    ]);
    await take(other, [
      'Name,Surname,Born,Username,Email',
      `Eva,Marin,${monthOf(8)},,`,
      `Theirs,Marin,${monthOf(20)},marin-x,`,
      `Other,Marin,${monthOf(20)},,addy@school.example`,
    ]);
    expect((await yes(at, preview.importId)).body).toEqual({ ...none, made: 2, waiting: 1, left: 2 });
    expect((await pupilsOf(at)).map(({ username }) => username).toSorted()).toEqual(['eva.m2', 'last.marin']);
  });

  test('goes on after a crash in the middle, and tells the whole', async () => {
    const at = await teaching();
    const list = ['Name,Surname,Born', ...Array.from({ length: 150 }, (_, i) => `Ida,Crash ${i},${adult}`)];
    const { importId } = await look(at, list);
    // the second hundred meets a database that refuses
    const owner = await ownerOf();
    try {
      await owner.query(`ALTER TABLE users ADD CONSTRAINT crash CHECK (username <> 'ida.crash120')`);
      expect((await yes(at, importId)).status).toBe(500);
      expect(await pupilsOf(at)).toHaveLength(100);
      await owner.query('ALTER TABLE users DROP CONSTRAINT crash');
    } finally {
      await owner.end();
    }
    expect((await yes(at, importId)).body).toEqual({ ...none, made: 150 });
    expect((await yes(at, importId)).body).toEqual({ ...none, made: 150 });
  });
});

const ownerOf = async () => {
  const { default: pg } = await import('pg');
  const owner = new pg.Client(server.database.ownerUrl);
  await owner.connect();
  return owner;
};

describe('accounts that are there already', () => {
  test('pupils join by username or address where name and month are theirs; nobody who is no pupil', async () => {
    const at = await teaching();
    const known = { role: 'student' as const, origin: 'sign_up' as const };
    await addPerson(server, { ...known, username: 'kai', birthMonth: adult, displayName: 'Kái R.' });
    await addPerson(server, {
      ...known,
      username: 'lou',
      email: 'lou@school.example',
      birthMonth: adult,
      displayName: 'Lou',
    });
    await addPerson(server, { role: 'guardian', email: 'parent@school.example', username: 'parent' });
    await addPerson(server, { ...known, username: 'max', birthMonth: adult, displayName: 'Max' });
    await addPerson(server, { ...known, username: 'ray', birthMonth: adult, displayName: 'Ray' });
    await addPerson(server, { ...known, username: 'roy', birthMonth: adult, displayName: 'Roy' });
    const preview = await look(at, [
      'Name,Born,Username,Email',
      `Kai,${adult},KAI,`,
      `Lou,${adult},,LOU@school.example`,
      `Boss,${adult},parent,`,
      `Boss,${adult},,parent@school.example`,
      `Small Max,${child},max,`,
      `Mixed,${adult},kai2,lou@school.example`,
      `Crossed,${adult},max,lou@school.example`,
      `Somebody,${adult},ray,`,
      'Roy,,roy,',
    ]);
    expect(preview.rows.map(({ line, becomes }) => [line, becomes])).toEqual([
      [2, 'joins'],
      [3, 'joins'],
    ]);
    expect(said(preview.faults)).toEqual([
      '4 username username-taken',
      '5 email email-taken',
      '6 username username-taken',
      '7 email email-twice',
      '7 email email-taken',
      '8 username username-twice',
      '8 email email-twice',
      '8 username username-taken',
      '9 username username-taken',
      '10 username username-taken',
    ]);
    expect((await yes(at, preview.importId)).body).toEqual({ ...none, joined: 2 });
    const crossed = await look(at, ['Name,Born,Username,Email', `Kai,${adult},kai,lou@school.example`]);
    expect(said(crossed.faults)).toEqual(['2 email email-taken']);
  });
});

describe('[CON-1] children in a list', () => {
  test('wait: first name, initial and month are kept, the guardian is asked by mail in the own language, and agrees', async () => {
    const at = await teaching();
    expect(
      await take(at, [
        'Name,Surname,Born,Email,Grade,Parent email,Language',
        `Zoe,Quintanilla,${child},zoe@child.example,4,quint@home.example,español`,
      ]),
    ).toEqual({ ...none, made: 1, asked: 1 });
    const [pupil] = await pupilsOf(at);
    expect(pupil).toMatchObject({
      name: 'Zoe Q.',
      username: 'zoe.q',
      email: null,
      gradeLevel: '',
      status: 'pending_consent',
      isMinor: true,
      mayPlay: false,
    });
    const mail = await mailTo(server, 'quint@home.example', 'consent-request');
    expect(mail.locale).toBe('es');
    expect(mail.text).toContain('Zoe Q.');
    expect(mail.text).not.toContain('Quintanilla');
    expect(await tracesOf(server, 'quint@home.example')).toEqual([]);
    expect(await tracesOf(server, 'zoe@child.example')).toEqual([]);
    expect(await tracesOf(server, 'quintanilla')).toEqual([]);

    await consentByMail(server, 'quint@home.example');
    expect((await pupilsOf(at))[0]).toMatchObject({ status: 'active', mayPlay: true });
  });

  test('[CON-3] need nobody to be asked while a school agreement is valid: it is written down for each', async () => {
    const at = await teaching();
    const agreement = await call<{ id: string }>(server, '/agreements', {
      method: 'POST',
      token: head,
      body: {
        title: 'Year',
        signedBy: 'Head',
        signedOn: '2020-01-01',
        validUntil: '2190-01-01',
        scopes: ['account', 'live_rooms'],
      },
    });
    expect(agreement.status, JSON.stringify(agreement.body)).toBe(201);
    const list = ['Name,Surname,Born,Section,Parent email', `Teo,Navarro,${child},B,teo-parent@home.example`];
    const preview = await look(at, list);
    expect(preview.rows).toMatchObject([{ becomes: 'new', consent: 'school' }]);
    expect((await yes(at, preview.importId)).body).toEqual({ ...none, made: 1 });
    const [pupil] = await pupilsOf(at);
    expect(pupil).toMatchObject({ name: 'Teo N.', section: 'B', status: 'active', mayPlay: true });
    expect(
      await rows(`SELECT scope, status, method, decider FROM consents WHERE child_id = $1 ORDER BY scope`, [
        pupil!.id,
      ]),
    ).toEqual(
      ['account', 'live_rooms'].map((scope) => ({
        scope,
        status: 'granted',
        method: 'school',
        decider: 'school',
      })),
    );
    expect(await mailsTo(server, 'teo-parent@home.example')).toEqual([]);

    // an agreement that ended between looking and saying yes counts no more: the guardian is asked
    const later = await look(at, [
      'Name,Surname,Born,Parent email',
      `Tea,Nadal,${child},tea-parent@home.example`,
      `Tim,Nadal,${child},`,
    ]);
    expect(
      (await call(server, `/agreements/${agreement.body.id}/end`, { method: 'POST', token: head })).status,
    ).toBe(200);
    expect((await yes(at, later.importId)).body).toEqual({ ...none, made: 2, asked: 1, waiting: 1 });
    expect((await pupilsOf(at)).find(({ name }) => name === 'Tea N.')).toMatchObject({
      username: 'tea.n',
      status: 'pending_consent',
    });
    expect(await rows(`SELECT first_name FROM user_profiles WHERE display_name = 'Tea N.'`)).toEqual([
      { first_name: null },
    ]);
    await mailTo(server, 'tea-parent@home.example', 'consent-request');
  });

  test('are not their own guardians', async () => {
    const at = await teaching();
    const { faults } = await look(at, [
      'Name,Born,Email,Parent email',
      `Sly,${child},sly@x.example,Sly@x.example`,
    ]);
    expect(said(faults)).toEqual(['2 guardianEmail guardian-email-not-allowed']);
  });
});

describe('what waits for a yes', () => {
  test('[DAT-2] stands sealed in the database, and is emptied when it was used', async () => {
    const at = await teaching();
    const canary = `canary-${randomUUID()}`;
    const { importId } = await look(at, [
      'Name,Surname,Born,Parent email',
      `Secret,${canary},${child},${canary}@home.example`,
    ]);
    expect(await tracesOf(server, canary)).toEqual([]);
    const opened = async () => {
      const [row] = await rows<{ rows_sealed: Buffer }>(
        'SELECT rows_sealed FROM roster_imports WHERE id = $1',
        [importId],
      );
      const envelope = createEnvelope(server.app.db.jobs, deriveKeys(server.config.secret).master);
      return envelope.openText(
        { table: 'roster_imports', column: 'rows_sealed', row: importId },
        row!.rows_sealed,
      );
    };
    expect(await opened()).toContain(canary);
    await yes(at, importId);
    expect(await opened()).toBe('[]');
  });

  test('[CON-7] is gone after a day, and the nightly job takes it away', async () => {
    const at = await teaching();
    const { importId, expiresAt } = await look(at, ['Name,Born', `Late,${adult}`]);
    const hours = (Date.parse(expiresAt) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
    await rows(`UPDATE roster_imports SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      importId,
    ]);
    const late = await yes(at, importId);
    expect([late.status, late.body.code]).toEqual([404, 'roster/import-not-found']);
    expect(await pupilsOf(at)).toEqual([]);
    await rows(`UPDATE roster_imports SET created_at = now() - interval '3 days' WHERE id = $1`, [importId]);
    await server.app.compliance.retention.purge(new Date());
    expect(await rows('SELECT 1 FROM roster_imports WHERE id = $1', [importId])).toEqual([]);
    expect(await rows('SELECT 1 FROM roster_imports LIMIT 1')).toHaveLength(1);
  });
});

describe('who may', () => {
  test('the teachers of the class and administrators; nobody else, and nobody of another organization', async () => {
    const [at, other] = [await teaching(), await teaching()];
    const stranger = await people.signUp();
    await rows(`INSERT INTO user_profiles (user_id, display_name) VALUES ($1, 'x') ON CONFLICT DO NOTHING`, [
      stranger.userId,
    ]);
    const student = await tokenOf(await addPerson(server, { role: 'student', username: 'wants-in' }));
    const list = ['Name,Born', `Mia,${adult}`];
    const { importId } = await look(at, list);
    const tries = async (token: string | undefined) => {
      const who = { classId: at.classId, token: token! };
      return [(await send(who, list)).status, (await yes(who, importId)).status];
    };
    expect(await tries(undefined)).toEqual([401, 401]);
    expect(await tries(student)).toEqual([403, 403]);
    expect(await tries(other.token)).toEqual([404, 404]);
    expect(await tries(stranger.token)).toEqual([404, 404]);
    // an administrator may, but confirms only what they have looked at themselves
    expect(await tries(head)).toEqual([200, 404]);
    // the own list, for another class
    expect((await yes({ ...at, classId: other.classId }, importId)).status).toBe(404);
    expect((await yes({ ...other, classId: other.classId }, importId)).status).toBe(404);
    expect((await yes(at, randomUUID())).status).toBe(404);
    await rows('UPDATE groups SET archived_at = now() WHERE id = $1', [at.classId]);
    expect((await yes(at, importId)).body.code).toBe('class/archived');
    expect(await rows(`SELECT 1 FROM users WHERE username = 'mia'`)).toEqual([]);
  });

  test('[EDG-6] an unknown key is refused, and so is what is no file', async () => {
    const at = await teaching();
    const path = `/classes/${at.classId}/roster`;
    for (const body of [{ content: '', orgId: at.classId }, { content: 'no base64!' }, { content: 7 }])
      expect((await call(server, path, { method: 'POST', token: at.token, body })).status).toBe(400);
  });
});

test('[DAT-3] the log of changes says how many came, and who did it, and no name', async () => {
  const at = await teaching();
  const canary = randomUUID().slice(0, 8);
  await take(at, [
    'Name,Surname,Born,Parent email',
    `Kid,${canary},${child},${canary}@home.example`,
    `Big,${canary},${adult},`,
  ]);
  const log = await rows<{ actor_id: string; action: string; changes: object }>(
    `SELECT actor_id, action, changes FROM audit_logs WHERE entity_id = $1 AND action LIKE 'roster.%'`,
    [at.classId],
  );
  expect(log).toEqual([
    {
      actor_id: at.teacherId,
      action: 'roster.confirmed',
      changes: { pupils: { before: null, after: { ...none, made: 2, asked: 1 } } },
    },
  ]);
  expect(await rows(`SELECT 1 FROM audit_logs WHERE changes::text LIKE '%' || $1 || '%'`, [canary])).toEqual(
    [],
  );
});
