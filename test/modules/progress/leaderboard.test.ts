import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Day, dayIn, daysAfter, weekOf } from '../../../src/domain/reward/calendar.ts';
import { effortOf } from '../../../src/domain/reward/effort.ts';
import { createErasureService } from '../../../src/modules/compliance/erasure.service.ts';
import { createBoardSettingsService } from '../../../src/modules/progress/leaderboard/board-settings.service.ts';
import { createLeaderboardService } from '../../../src/modules/progress/leaderboard/leaderboard.service.ts';
import { refreshLeaderboard } from '../../../src/modules/progress/leaderboard/refresh.ts';
import { createProgressProjection } from '../../../src/modules/progress/projection.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import type { SignedInCaller } from '../../../src/platform/http/caller.ts';
import type { BoardQuery, Leaderboard } from '../../../src/wire/leaderboard.ts';
import { type AskedQuestion, answeredSession } from '../../support/answered-session.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let db: Database;
let owner: pg.Client;
let orgId: string;
let classId: string;
let teacher: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase({ ...database, entities: [], poolSize: 4 });
  owner = new pg.Client(database.ownerUrl);
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await db?.close();
  await database?.drop();
});
beforeEach(async () => {
  orgId = randomUUID();
  await sql(`INSERT INTO organizations (id, slug, name) VALUES ($1, $2, 'School')`, [orgId, `s-${orgId}`]);
  [teacher] = (await people('teacher', ['Tess'])) as [string];
  classId = await aClass(teacher, []);
});

const sql = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await db.jobs.query<T>(text, values)).rows;

/** Gives the ids, in this order. */
async function people(
  role: 'student' | 'teacher' | 'guardian' | 'admin',
  names: string[],
): Promise<string[]> {
  const made = names.map((name) => ({ id: randomUUID(), name }));
  await sql(
    `INSERT INTO users (id, org_id, username) SELECT x.id, $2, 'p' || left(replace(x.id::text, '-', ''), 20) FROM json_to_recordset($1) AS x(id uuid)`,
    [JSON.stringify(made), orgId],
  );
  await sql(
    `INSERT INTO user_profiles (user_id, display_name) SELECT x.id, x.name FROM json_to_recordset($1) AS x(id uuid, name text)`,
    [JSON.stringify(made)],
  );
  await sql(
    `INSERT INTO user_roles (user_id, role_id, org_id) SELECT x.id, r.id, $2 FROM json_to_recordset($1) AS x(id uuid), roles r WHERE r.key = $3`,
    [JSON.stringify(made), orgId, role],
  );
  return made.map(({ id }) => id);
}

async function aClass(teacherId: string, learners: readonly string[]): Promise<string> {
  const id = randomUUID();
  await sql(`INSERT INTO groups (id, org_id, name) VALUES ($1, $2, '4b')`, [id, orgId]);
  await sql(
    `INSERT INTO group_members (group_id, user_id, role) SELECT $1::uuid, $2::uuid, 'teacher' UNION ALL SELECT $1, unnest($3::uuid[]), 'student'`,
    [id, teacherId, learners],
  );
  return id;
}
const intoClass = async (names: string[]): Promise<string[]> => {
  const ids = await people('student', names);
  await join(ids);
  return ids;
};
const join = (ids: readonly string[]) =>
  sql(`INSERT INTO group_members (group_id, user_id, role) SELECT $1, unnest($2::uuid[]), 'student'`, [
    classId,
    ids,
  ]);

/** A child of the class and the guardians, each of whom agreed to an account and to playing. */
async function childOf(guardians: readonly string[], name = 'Mia'): Promise<string> {
  const [child] = (await intoClass([name])) as [string];
  await sql(`UPDATE users SET is_minor = true, birth_month = '2016-05-01' WHERE id = $1`, [child]);
  for (const guardian of guardians) {
    await sql('INSERT INTO guardian_links (guardian_id, child_id) VALUES ($1, $2)', [guardian, child]);
    await word(child, guardian, 'account', 'granted');
    await word(child, guardian, 'live_rooms', 'granted');
  }
  return child;
}
const word = (child: string, guardian: string, scope: string, status: string) =>
  sql(
    `INSERT INTO consents (org_id, child_id, guardian_id, decider, scope, status, method, notice_version)
     VALUES ($1, $2, $3, 'guardian', $4, $5, 'email_plus', 1)`,
    [orgId, child, guardian, scope, status],
  );

const caller = (userId: string, isChild = false) =>
  ({ userId, orgId, consent: isChild ? new Set(['account']) : null }) as unknown as SignedInCaller;
const boards = () => createLeaderboardService({ db, now: () => new Date() });
const settings = () =>
  createBoardSettingsService({ db, family: { requireChild: async () => ({ orgId }) as never } });
const ofClass = (userId: string, query: Partial<BoardQuery> = {}) =>
  boards().ofClass(caller(userId), classId, { week: 'this', by: 'xp', ...query });
const ofSchool = (userId: string) => boards().ofSchool(caller(userId), { week: 'this', by: 'xp' });
const lines = (rows: Leaderboard['top']) => rows.map(({ place, name, value }) => `${place} ${name} ${value}`);
const names = ({ top }: Leaderboard) => top.map(({ name }) => name);

const monday = () => weekOf(dayIn('UTC', Date.now()));
const earn = (rows: { id: string; xp: number; day?: Day }[]) =>
  sql(
    `INSERT INTO reward_ledger (user_id, currency, delta, reason, local_date, idempotency_key)
     SELECT x.id, 'xp', x.xp, 'badge', x.day, gen_random_uuid()::text FROM json_to_recordset($1) AS x(id uuid, xp integer, day date)`,
    [JSON.stringify(rows.map((row) => ({ day: monday(), ...row })))],
  );
const refresh = async () => expect(await refreshLeaderboard(db)).toBe(true);

describe('the board of a class', () => {
  it('shares places, shows ten at most of the better half, and the learner with the two next to it [LDB-1]', async () => {
    const ids = await intoClass(Array.from({ length: 26 }, (_, i) => `L${String(i + 1).padStart(2, '0')}`));
    // 260, 250, 250, 230 … 10: the second and the third are equal
    await earn(ids.map((id, i) => ({ id, xp: i === 2 ? 250 : 260 - 10 * i })));
    await refresh();
    const best = await ofClass(ids[1]!);
    expect(lines(best.top).slice(0, 4)).toEqual(['1 L01 260', '2 L02 250', '2 L03 250', '4 L04 230']);
    expect(best.top).toHaveLength(10);
    expect(best.top.filter(({ isMe }) => isMe)).toMatchObject([{ name: 'L02' }]);
    expect(best.around).toEqual([]);
    expect(best.own).toMatchObject({ place: 2, xp: 250 });

    const middle = await ofClass(ids[19]!);
    expect(lines(middle.top)).toEqual(lines(best.top));
    expect(lines(middle.around)).toEqual(['19 L19 80', '20 L20 70', '21 L21 60']);
    expect(middle.own).toMatchObject({ place: 20 });
    // nobody but itself sees who is the last one
    expect(lines((await ofClass(ids[24]!)).around)).toEqual(['24 L24 30', '25 L25 20']);
    expect(lines((await ofClass(ids[25]!)).around)).toEqual(['25 L25 20', '26 L26 10']);
  });

  it('names nobody of a small class as the last one, and everybody where all are equal [LDB-1]', async () => {
    const [ada, ben, cleo] = (await intoClass(['Ada', 'Ben', 'Cleo'])) as [string, string, string];
    const seen = async (who: string) => names(await ofClass(who));
    await earn([ada, ben, cleo].map((id) => ({ id, xp: 10 })));
    await refresh();
    expect((await seen(ben)).sort()).toEqual(['Ada', 'Ben', 'Cleo']);
    await earn([{ id: ada, xp: 5 }]);
    await refresh();
    expect(await seen(ada)).toEqual(['Ada']);
    expect(lines((await ofClass(cleo)).around)).toEqual(['1 Ada 15', '2 Cleo 10']);
    await earn([{ id: ben, xp: 1 }]);
    await refresh();
    expect(await seen(teacher)).toEqual(['Ada', 'Ben']);
  });

  it('is for its learners and teachers: nobody else learns that there is one [LDB-1]', async () => {
    const [ada, ben] = (await intoClass(['Ada', 'Ben'])) as [string, string];
    await earn([{ id: ada, xp: 10 }]);
    await refresh();
    expect(await ofClass(teacher)).toMatchObject({
      state: 'on',
      own: null,
      around: [],
      top: [{ name: 'Ada' }],
    });
    expect(await ofClass(ben)).toMatchObject({
      state: 'on',
      own: { place: null, xp: 0 },
      top: [{ name: 'Ada' }],
    });
    const [otherTeacher] = (await people('teacher', ['Otto'])) as [string];
    const [stranger] = (await people('student', ['Zoe'])) as [string];
    await aClass(otherTeacher, [stranger]);
    const [admin] = (await people('admin', ['Ann'])) as [string];
    const [guardian] = (await people('guardian', ['Pat'])) as [string];
    for (const one of [otherTeacher, stranger, admin, guardian]) {
      await expect(ofClass(one)).rejects.toMatchObject({ code: 'class/not-found' });
      // nor does the database tell, whatever is asked of it
      const found = await db.asCaller(caller(one), (em) =>
        em.execute('SELECT * FROM app_leaderboard(?::uuid, ?::date, ?)', [classId, monday(), 'xp']),
      );
      expect(found).toEqual([]);
    }
    await sql('UPDATE groups SET archived_at = now() WHERE id = $1', [classId]);
    await expect(ofClass(ada)).rejects.toMatchObject({ code: 'class/not-found' });
  });

  it('counts from Monday to Sunday by the own days of each learner, and keeps the week before [LDB-2]', async () => {
    const [ada] = (await intoClass(['Ada'])) as [string];
    const first = monday();
    await earn([
      { id: ada, xp: 1, day: daysAfter(first, -8) },
      { id: ada, xp: 10, day: daysAfter(first, -7) },
      { id: ada, xp: 100, day: daysAfter(first, -1) },
      { id: ada, xp: 1_000, day: first },
      { id: ada, xp: 10_000, day: daysAfter(first, 6) },
    ]);
    await refresh();
    const here = await ofClass(ada);
    expect(here.week).toEqual({ from: first, to: daysAfter(first, 6) });
    expect(here.own).toMatchObject({ xp: 11_000 });
    expect((await ofClass(ada, { week: 'last' })).own).toMatchObject({ xp: 110 });
    // where it is Monday already, or Sunday still, the week is another one
    const at = (zone: string, now: string) =>
      sql(`UPDATE user_profiles SET timezone = $2 WHERE user_id = $1`, [ada, zone]).then(() =>
        createLeaderboardService({ db, now: () => new Date(now) }).ofClass(caller(ada), classId, {
          week: 'this',
        }),
      );
    expect((await at('Pacific/Kiritimati', `${daysAfter(first, 6)}T11:00:00Z`)).week.from).toBe(
      daysAfter(first, 7),
    );
    expect((await at('Pacific/Pago_Pago', `${first}T10:00:00Z`)).week.from).toBe(daysAfter(first, -7));
  });

  it('ranks effort by days, by what was tried and by what was made good, neither by right nor by fast [LDB-2]', async () => {
    const [ada, ben] = (await intoClass(['Ada', 'Ben'])) as [string, string];
    const questions = Array.from({ length: 25 }, (): AskedQuestion => ({ id: randomUUID(), objectives: [] }));
    await sql(
      `INSERT INTO questions (id, org_id, kind, prompt, explanation, difficulty)
       SELECT id, $2, 'true_false', 'Is it so?', 'It is.', 'easy' FROM unnest($1::uuid[]) AS id`,
      [questions.map(({ id }) => id), orgId],
    );
    const { handle } = createProgressProjection(db);
    const play = async (day: Day, asked: AskedQuestion[], outcomes: Record<string, 'right' | 'wrong'>) =>
      handle(
        await answeredSession(db.jobs, {
          orgId,
          at: new Date(`${day}T12:00:00Z`),
          questions: asked,
          players: Object.entries(outcomes).map(([learnerId, outcome]) => ({
            learnerId,
            outcomes: asked.map(() => outcome),
          })),
        }),
      );
    const first = monday();
    await play(daysAfter(first, -14), questions.slice(3, 4), { [ada]: 'wrong' });
    await play(daysAfter(first, -3), questions.slice(0, 2), { [ada]: 'wrong' });
    await play(first, questions.slice(0, 4), { [ada]: 'right', [ben]: 'right' });
    await play(daysAfter(first, 1), questions, { [ada]: 'wrong' });
    await refresh();
    // of Monday two were wrong last week; what was wrong before that does not count; of Tuesday twenty
    const adasDays = [
      { tried: 4, mended: 2 },
      { tried: 25, mended: 0 },
    ];
    const board = await ofClass(ada, { by: 'effort' });
    expect(board.own).toMatchObject({ days: 2, tried: 29, mended: 2, effort: effortOf(adasDays) });
    expect(lines(board.top)).toEqual([`1 Ada ${effortOf(adasDays)}`]);
    expect((await ofClass(ben, { by: 'effort' })).own).toMatchObject({
      place: 2,
      effort: effortOf([{ tried: 4, mended: 0 }]),
    });
    expect((await ofClass(ada, { by: 'effort', week: 'last' })).own).toMatchObject({
      effort: effortOf([{ tried: 2, mended: 0 }]),
    });
  });

  it('counts of a round the last vote alone [LDB-2]', async () => {
    const [ada] = (await intoClass(['Ada'])) as [string];
    const asked: AskedQuestion = { id: randomUUID(), objectives: [] };
    await sql(
      `INSERT INTO questions (id, org_id, kind, prompt, explanation, difficulty) VALUES ($1, $2, 'true_false', 'x', 'x', 'easy')`,
      [asked.id, orgId],
    );
    const { handle } = createProgressProjection(db);
    const play = async (day: Day, outcome: 'right' | 'wrong') => {
      const session = await answeredSession(db.jobs, {
        orgId,
        at: new Date(`${day}T12:00:00Z`),
        questions: [asked],
        players: [{ learnerId: ada, outcomes: [outcome] }],
      });
      await handle(session);
      return session.id;
    };
    const before = await play(daysAfter(monday(), -3), 'right');
    // talked into something wrong by the neighbour
    await sql(
      `INSERT INTO live_answers (session_id, round, vote, participant_id, answer_id, answer, outcome, response_ms, answered_at)
       SELECT session_id, round, 2, participant_id, 'second', '[0]', 'wrong', 1000, answered_at FROM live_answers WHERE session_id = $1`,
      [before],
    );
    await play(monday(), 'right');
    await refresh();
    expect((await ofClass(ada, { by: 'effort' })).own).toMatchObject({ tried: 1, mended: 1 });
    expect((await ofClass(ada, { by: 'effort', week: 'last' })).own).toMatchObject({ tried: 1 });
  });

  it('begins with effort for children and teachers, and with XP for others [LDB-2]', async () => {
    const [ada] = (await intoClass(['Ada'])) as [string];
    const by = async (who: SignedInCaller) => (await boards().ofClass(who, classId, { week: 'this' })).by;
    expect([await by(caller(ada, true)), await by(caller(teacher)), await by(caller(ada))]).toEqual([
      'effort',
      'effort',
      'xp',
    ]);
  });
});

describe('who is on a board', () => {
  it('says so itself: who is not on it sees the own figures alone, and nobody sees them [LDB-3]', async () => {
    const [ada, ben] = (await intoClass(['Ada', 'Ben'])) as [string, string];
    await earn([
      { id: ada, xp: 20 },
      { id: ben, xp: 10 },
    ]);
    await refresh();
    await settings().changeOwn(caller(ada), { class: false, school: false });
    expect(await ofClass(ada)).toMatchObject({
      state: 'not-on-it',
      top: [],
      around: [],
      own: { place: null, xp: 20 },
    });
    expect(lines((await ofClass(ben)).top)).toEqual(['1 Ben 10']);
    expect(names(await ofClass(teacher))).toEqual(['Ben']);
    await settings().changeOwn(caller(ada), { class: true, school: false });
    expect((await ofClass(ada)).state).toBe('on');
  });

  it('is decided by a teacher for the whole class, of that class alone [LDB-3]', async () => {
    const [ada] = (await intoClass(['Ada'])) as [string];
    const [stranger] = (await people('teacher', ['Otto'])) as [string];
    await earn([{ id: ada, xp: 20 }]);
    await refresh();
    for (const one of [stranger, ada])
      await expect(settings().changeClass(caller(one), classId, { shown: false })).rejects.toMatchObject({
        code: 'class/not-found',
      });
    await settings().changeClass(caller(teacher), classId, { shown: false });
    expect(await ofClass(ada)).toMatchObject({ state: 'off', top: [], own: { place: null, xp: 20 } });
    expect(await ofClass(teacher)).toMatchObject({ state: 'off', top: [] });
    expect(
      await sql('SELECT actor_id, changes FROM audit_logs WHERE entity_id = $1::text', [classId]),
    ).toEqual([{ actor_id: teacher, changes: { leaderboard: { before: true, after: false } } }]);
  });

  it('is gone at once when erased, suspended, out of the class, or without consent, before anything is summed up [LDB-3]', async () => {
    const [guardian] = (await people('guardian', ['Pat'])) as [string];
    const [ada, ben, cleo, dan] = (await intoClass(['Ada', 'Ben', 'Cleo', 'Dan'])) as string[];
    const mia = await childOf([guardian]);
    await earn([ada, ben, cleo, dan, mia].map((id) => ({ id: id!, xp: 10 })));
    await refresh();
    const seen = async () => names(await ofClass(dan!)).sort();
    expect(await seen()).toEqual(['Ada', 'Ben', 'Cleo', 'Dan', 'Mia']);
    const erasure = createErasureService({
      db,
      tombstones: { read: async () => [], append: async () => {} } as never,
      gone: () => {},
      log: { warn: () => {} } as never,
    });
    await db.asWorker((em) =>
      erasure.erase(em, { userId: ada!, orgId, actorId: null, reason: 'administrator' }),
    );
    await erasure.close();
    await sql(`UPDATE users SET status = 'suspended' WHERE id = $1`, [ben]);
    await sql('DELETE FROM group_members WHERE user_id = $1', [cleo]);
    await word(mia, guardian, 'live_rooms', 'revoked');
    expect(await seen()).toEqual(['Dan']);
    await refresh();
    const { rows } = await owner.query('SELECT 1 FROM mv_leaderboard_week WHERE user_id = $1', [ada]);
    expect(rows).toEqual([]);
  });

  it('is narrowed by guardians: a no takes a child off the board of the class [LDB-4]', async () => {
    const [pat, sam] = (await people('guardian', ['Pat', 'Sam'])) as [string, string];
    const mia = await childOf([pat, sam]);
    const [ada] = (await intoClass(['Ada'])) as [string];
    await earn([mia, ada].map((id) => ({ id, xp: 10 })));
    await refresh();
    expect(names(await ofClass(ada)).sort()).toEqual(['Ada', 'Mia']);
    const said = await settings().changeChild(caller(pat), mia, { class: false, school: true });
    expect(said).toEqual({ mine: { class: false, school: true }, effective: { class: false, school: true } });
    // the other switches say what they said before: nothing
    expect(await sql('SELECT effective_scopes($1) AS scopes', [mia])).toEqual([
      { scopes: ['account', 'live_rooms'] },
    ]);
    expect(names(await ofClass(ada))).toEqual(['Ada']);
    expect(await ofClass(mia)).toMatchObject({ state: 'not-allowed', top: [], own: { xp: 10 } });
    expect(
      (await settings().changeChild(caller(sam), mia, { class: true, school: false })).effective,
    ).toEqual({
      class: false,
      school: false,
    });
    await expect(
      settings().changeChild(caller(ada), mia, { class: true, school: true }),
    ).rejects.toMatchObject({
      code: 'child/not-found',
    });
  });
});

describe('the board of the school', () => {
  it('has learners of age unless they say no, and children only after guardian and child said yes [LDB-4]', async () => {
    const [guardian] = (await people('guardian', ['Pat'])) as [string];
    const mia = await childOf([guardian]);
    const [ada, ben] = (await people('student', ['Ada', 'Ben'])) as [string, string];
    await earn([mia, ada, ben, teacher].map((id) => ({ id, xp: 10 })));
    await refresh();
    const seen = async (who = ada) => names(await ofSchool(who)).sort();
    expect(await seen()).toEqual(['Ada', 'Ben']);
    expect(await ofSchool(mia)).toMatchObject({ state: 'not-allowed', top: [], own: { xp: 10 } });
    const wish = (school: boolean) => settings().changeOwn(caller(mia, true), { class: true, school });
    await expect(wish(true)).rejects.toMatchObject({ code: 'leaderboard/not-allowed' });
    await settings().changeChild(caller(guardian), mia, { class: true, school: true });
    expect(await seen()).toEqual(['Ada', 'Ben']);
    expect(await ofSchool(mia)).toMatchObject({ state: 'not-on-it', top: [] });
    expect(await wish(true)).toEqual({ class: true, school: true, allowed: { class: true, school: true } });
    expect(await seen(mia)).toEqual(['Ada', 'Ben', 'Mia']);
    await settings().changeChild(caller(guardian), mia, { class: true, school: false });
    expect(await seen()).toEqual(['Ada', 'Ben']);
    await settings().changeOwn(caller(ben), { class: true, school: false });
    expect(await seen()).toEqual(['Ada']);
    expect(await ofSchool(ben)).toMatchObject({ state: 'not-on-it', top: [] });
    // teachers are nobody's rivals
    expect(await ofSchool(teacher)).toMatchObject({ top: [] });
  });

  it('does not show whoever comes of age by that alone [LDB-4]', async () => {
    const [guardian] = (await people('guardian', ['Pat'])) as [string];
    const silent = await childOf([guardian]);
    // said yes once, and the guardian took that back
    const mia = await childOf([guardian]);
    await settings().changeChild(caller(guardian), mia, { class: true, school: true });
    await settings().changeOwn(caller(mia, true), { class: true, school: true });
    await settings().changeChild(caller(guardian), mia, { class: true, school: false });
    for (const one of [silent, mia]) {
      await sql('UPDATE users SET is_minor = false WHERE id = $1', [one]);
      expect(await settings().readOwn(caller(one))).toEqual({
        class: true,
        school: false,
        allowed: { class: true, school: true },
      });
    }
  });
});

describe('summing up', () => {
  it('goes on beside readers, is done by one at a time, and says how old a board is [LDB-5]', async () => {
    const [ada] = (await intoClass(['Ada'])) as [string];
    await refresh();
    const { asOf } = await ofClass(ada);
    await earn([{ id: ada, xp: 10 }]);
    await owner.query('BEGIN');
    await owner.query('SELECT refresh_leaderboard()');
    expect(await refreshLeaderboard(db)).toBe(false);
    expect(await ofClass(ada)).toMatchObject({ asOf, own: { xp: 0 } });
    await owner.query('COMMIT');
    const renewed = await ofClass(ada);
    expect(renewed.own).toMatchObject({ place: 1, xp: 10 });
    expect(Date.parse(renewed.asOf)).toBeGreaterThan(Date.parse(asOf));
  });

  it('comes after an upgrade, and until then boards are empty [LDB-5]', async () => {
    const [ada] = (await intoClass(['Ada'])) as [string];
    await earn([{ id: ada, xp: 10 }]);
    await owner.query('REFRESH MATERIALIZED VIEW mv_leaderboard_week WITH NO DATA');
    const empty = { state: 'on', top: [], around: [], own: { place: null, xp: 0 } };
    expect(await ofClass(ada)).toMatchObject(empty);
    // whoever looks while it is summed up for the first time does not wait
    await owner.query('BEGIN');
    await owner.query('SELECT refresh_leaderboard()');
    expect(await ofClass(ada)).toMatchObject(empty);
    await owner.query('ROLLBACK');
    await refresh();
    expect((await ofClass(ada)).own).toMatchObject({ place: 1, xp: 10 });
  });

  it('ends when it takes too long, and works the next time [LDB-5]', async () => {
    await owner.query('BEGIN');
    await owner.query('LOCK TABLE reward_ledger IN ACCESS EXCLUSIVE MODE');
    await expect(refreshLeaderboard(db, 1)).rejects.toMatchObject({ code: '57014' });
    await owner.query('ROLLBACK');
    await refresh();
  });

  it('is not held up by a time zone that the database does not know [LDB-5]', async () => {
    const [ada] = (await intoClass(['Ada'])) as [string];
    const asked = { id: randomUUID(), objectives: [] };
    await sql(
      `INSERT INTO questions (id, org_id, kind, prompt, explanation, difficulty) VALUES ($1, $2, 'true_false', 'x', 'x', 'easy')`,
      [asked.id, orgId],
    );
    const { id } = await answeredSession(db.jobs, {
      orgId,
      at: new Date(`${monday()}T12:00:00Z`),
      questions: [asked],
      players: [{ learnerId: ada, outcomes: ['right'] }],
    });
    await sql(`UPDATE live_participants SET timezone = 'Moon/Tranquility' WHERE session_id = $1`, [id]);
    await refresh();
    expect((await ofClass(ada)).own).toMatchObject({ tried: 1 });
  });
});
