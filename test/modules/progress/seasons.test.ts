import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { daysAfter } from '../../../src/domain/reward/calendar.ts';
import { coinsInstead, seasonLevelOf } from '../../../src/domain/reward/season.ts';
import { seedAvatars } from '../../../src/modules/progress/avatars/avatar.seed.ts';
import { createAvatarService } from '../../../src/modules/progress/avatars/avatar.service.ts';
import { give } from '../../../src/modules/progress/give.ts';
import { lockLearners } from '../../../src/modules/progress/ledger.ts';
import { createProgressProjection } from '../../../src/modules/progress/projection.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import { seedSeasons } from '../../../src/modules/progress/seasons/season.seed.ts';
import { createSeasonService } from '../../../src/modules/progress/seasons/season.service.ts';
import { turnSeasons } from '../../../src/modules/progress/seasons/season-turn.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { answeredSession } from '../../support/answered-session.ts';
import { breakingPool } from '../../support/breaking-pool.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

interface Earning {
  who?: Person;
  day?: string;
  key?: string;
}

let database: TestDatabase;
let db: Database;
let people: ReturnType<typeof createPeople>;
let folder: string;
let question: string;
let ada: Person;

beforeAll(async () => {
  database = await createTestDatabase('seeded');
  db = await openDatabase({ ...database, entities: [], poolSize: 12 });
  people = createPeople(db.jobs);
  question = (await rows<{ id: string }>('SELECT id FROM questions ORDER BY id LIMIT 1'))[0]!.id;
  folder = await mkdtemp(join(tmpdir(), 'seasons-'));
  await cp('content/seasons.yaml', join(folder, 'seasons.yaml'));
});
afterAll(async () => {
  await db.close();
  await database.drop();
  await rm(folder, { recursive: true });
});
const start = new Date('2026-03-02T10:00:00Z');
const today = '2026-03-02';
const daysOn = (days: number) => new Date(start.getTime() + days * 86_400_000);
beforeEach(async () => {
  ada = await learner();
  await seedAvatars(db, ada.orgId, 'content');
  await seedSeasons(db, ada.orgId, folder, start);
});
// rebuilding looks at everybody
afterEach(() => db.jobs.query('DELETE FROM users WHERE org_id = $1', [ada.orgId]));

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await db.jobs.query<T>(sql, values)).rows;
async function learner(orgId?: string): Promise<Person> {
  const person = await people.signUp({ role: 'student', ...(orgId && { orgId }) });
  await db.jobs.query(
    `INSERT INTO user_profiles (user_id, display_name, timezone) VALUES ($1, 'Ada', 'UTC')`,
    [person.userId],
  );
  return person;
}
/** What a class brought whose session was deleted since. */
const earn = (xp: number, { who = ada, day = today, key = `question:${xp}:${day}` }: Earning = {}) =>
  inTransaction(db.jobs, async (client) => {
    await lockLearners(client, [who.userId]);
    const source = { type: 'live_session', id: randomUUID() } as const;
    const reward = { key, currency: 'xp', amount: xp, reason: 'answer', source, day } as const;
    await give(client, new Map([[who.userId, { rewards: [reward], days: [] }]]));
  });
const seasons = () => createSeasonService(db);
const mine = async (who = ada) => (await seasons().read(who, 'en'))!;
const claim = (level: number, seasonId: string, who = ada) => seasons().claim(who, { seasonId, level }, 'en');
const allSeasons = (orgId = ada.orgId) =>
  rows<{
    id: string;
    slug: string;
    round: number;
    startsOn: string | null;
    endsOn: string;
    isActive: boolean;
    settled: boolean;
  }>(
    `SELECT id, slug, round, starts_on::text AS "startsOn", ends_on::text AS "endsOn", is_active AS "isActive", settled_at IS NOT NULL AS settled
     FROM seasons WHERE org_id = $1 ORDER BY starts_on NULLS LAST, round, position`,
    [orgId],
  );
const claims = (who = ada) =>
  rows<{ level: number; kind: string; amount: number }>(
    'SELECT level, kind, amount FROM season_reward_claims WHERE user_id = $1 ORDER BY claimed_at, level',
    [who.userId],
  );
const given = (who = ada) =>
  rows<{ currency: string; amount: number }>(
    `SELECT currency, sum(delta)::integer AS amount FROM reward_ledger WHERE user_id = $1 AND reason = 'season' GROUP BY 1 ORDER BY 1`,
    [who.userId],
  );
const differences = async (...who: Person[]) => {
  const ids = (who.length > 0 ? who : [ada]).map(({ userId }) => userId);
  return (await rebuildProgress(db, { mend: false })).differences.filter(({ learnerId }) =>
    ids.includes(learnerId),
  );
};
/** What a level brings, as the content says. */
const tier = async (level: number): Promise<Record<string, unknown>> =>
  parse(await readFile('content/seasons.yaml', 'utf8')).seasons[0].levels[level - 1];

describe('the starter content', () => {
  test('[SEA-1] has a full season of thirty levels in both languages, with the avatars that say they come in it', async () => {
    const { seasons: all } = parse(await readFile('content/seasons.yaml', 'utf8'));
    const { avatars } = parse(await readFile('content/avatars.yaml', 'utf8'));
    expect(all[0]).toMatchObject({ days: 84, levels: { length: 30 }, es: { name: expect.any(String) } });
    const inTrack = all.flatMap((season: { slug: string; levels: { avatar?: string }[] }) =>
      season.levels.flatMap(({ avatar }, i) =>
        avatar ? [{ slug: avatar, season: { slug: season.slug, level: i + 1 } }] : [],
      ),
    );
    const saying = avatars.flatMap(({ slug, season }: { slug: string; season?: object }) =>
      season ? [{ slug, season }] : [],
    );
    expect(inTrack).toEqual(saying);
    expect(inTrack.length).toBeGreaterThanOrEqual(2);
    // three classes a week with eight right answers of 10 XP, and 50 for staying to the end
    const aWeek = 3 * (8 * 10 + 50);
    const weeks = (all[0].xpPerLevel * 29) / aWeek;
    expect(weeks).toBeGreaterThan(9);
    expect(weeks).toBeLessThanOrEqual(10);
  });

  test('[SEA-1] begins a season by itself, once, and reaches those that wait but not the one that runs', async () => {
    await seedSeasons(db, ada.orgId, folder, daysOn(1));
    expect(await allSeasons()).toMatchObject([
      { slug: 'robot-festival', round: 1, startsOn: '2026-03-02', endsOn: '2026-05-24', isActive: true },
      { slug: 'robot-festival', round: 2, startsOn: null, isActive: false },
    ]);
    const written = await readFile(join(folder, 'seasons.yaml'), 'utf8');
    try {
      const newer = written
        .replace('The Robot Festival', 'The Big Concert')
        .replace('- { coins: 10 }', '- { coins: 99 }');
      await writeFile(join(folder, 'seasons.yaml'), newer);
      await seedSeasons(db, ada.orgId, folder, daysOn(1));
      expect(await mine()).toMatchObject({
        name: 'The Robot Festival',
        track: [{ reward: { amount: 10 } }, {}, ...Array(28).fill({})],
      });
      await turnSeasons(db, daysOn(84));
      expect(await mine()).toMatchObject({
        name: 'The Big Concert',
        round: 2,
        track: [{ reward: { amount: 99 } }, {}, ...Array(28).fill({})],
      });
      await writeFile(join(folder, 'seasons.yaml'), newer.replace('days: 84', 'days: 0'));
      await expect(seedSeasons(db, ada.orgId, folder)).rejects.toThrow(/seasons\.yaml/);
      await writeFile(join(folder, 'seasons.yaml'), newer.replace('avatar: tamtam', 'avatar: tamtan'));
      await expect(seedSeasons(db, ada.orgId, folder)).rejects.toMatchObject({
        code: 'content/invalid',
        message: expect.stringContaining('level 10 of robot-festival brings the avatar tamtan'),
      });
    } finally {
      await writeFile(join(folder, 'seasons.yaml'), written);
    }
  });
});

describe('season XP', () => {
  test('[SEA-2] come with what a class brings, in the same ledger, and rebuilding finds the same', async () => {
    const at = new Date(start.getTime() + 3_600_000);
    const { eventId } = await answeredSession(db.jobs, {
      orgId: ada.orgId,
      at,
      questions: [{ id: question, objectives: [] }],
      players: [{ learnerId: ada.userId, outcomes: ['right'] }],
    });
    for (let i = 0; i < 3; i++) await createProgressProjection(db).handle({ eventId });
    expect(await mine()).toMatchObject({ xp: 60, level: 1, xpOfLevel: 60, xpToNextLevel: 70 });
    expect(
      await rows(
        `SELECT l.idempotency_key AS key, l.delta FROM reward_ledger l WHERE user_id = $1 AND currency = 'season_xp' ORDER BY l.delta`,
        [ada.userId],
      ),
    ).toEqual([
      { key: `question:${question}:2026-03-02`, delta: 10 },
      { key: expect.stringMatching(/^session:/), delta: 50 },
    ]);
    expect(await differences()).toEqual([]);

    await db.jobs.query(
      `DELETE FROM reward_ledger WHERE user_id = $1 AND currency = 'season_xp' AND delta = 10`,
      [ada.userId],
    );
    await db.jobs.query('UPDATE season_progress SET season_level = 9 WHERE user_id = $1', [ada.userId]);
    expect((await differences())[0]?.what).toEqual([
      `missing: 10 season XP for question:${question}:2026-03-02`,
      'the sum is another: season robot-festival 1',
    ]);
    await rebuildProgress(db, { mend: true });
    expect(await differences()).toEqual([]);
    expect(await mine()).toMatchObject({ xp: 60, level: 1 });
  });

  test('[SEA-2] count for the season of the learner’s own day, also when they are told after it or before the next one began', async () => {
    await earn(10, { day: '2026-03-01' });
    await earn(20, { day: '2026-05-24' });
    await earn(40, { day: '2026-05-25' });
    expect(await mine()).toMatchObject({ xp: 20 });
    await turnSeasons(db, daysOn(84));
    expect(await mine()).toMatchObject({ xp: 40, round: 2, startsOn: '2026-05-25' });
    await earn(130, { day: '2026-05-23' });
    expect(await mine()).toMatchObject({ xp: 40 });
    // what came late to a season that is over brought its levels at once
    expect((await claims()).map(({ level }) => level)).toEqual([1, 2]);
    expect(await differences()).toEqual([]);
  });

  test('[SEA-2] that a server of an older version did not count come within the hour, and nobody who is being erased stops that', async () => {
    const [ben, cleo] = [await learner(ada.orgId), await learner(ada.orgId)];
    const olderEarn = (who: Person, day: string) =>
      db.jobs.query(
        `INSERT INTO reward_ledger (user_id, currency, delta, reason, local_date, idempotency_key) VALUES ($1, 'xp', 140, 'answer', $2::date, 'question:' || $2::text)`,
        [who.userId, day],
      );
    for (const who of [ada, ben, cleo]) await olderEarn(who, '2026-03-04');
    await olderEarn(ada, '2026-03-01');
    await earn(10, { who: ben });
    const erasing = await db.jobs.connect();
    try {
      await erasing.query('BEGIN');
      await erasing.query('DELETE FROM users WHERE id = $1', [cleo.userId]);
      const turning = turnSeasons(db, daysOn(3));
      await expect
        .poll(() =>
          rows(
            `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
          ),
        )
        .not.toEqual([]);
      await erasing.query('COMMIT');
      await turning;
    } finally {
      erasing.release();
    }
    await turnSeasons(db, daysOn(3));
    expect(await mine()).toMatchObject({ xp: 140, level: 2 });
    expect(await mine(ben)).toMatchObject({ xp: 150, level: 2 });
    expect(await rows('SELECT 1 FROM season_progress WHERE user_id = $1', [cleo.userId])).toEqual([]);
  });

  test('[SEA-3] make the same level in the database as in the rules', async () => {
    const told = fc.sample(
      fc.record({
        xp: fc.nat(200_000),
        perLevel: fc.integer({ min: 1, max: 2_000 }),
        levels: fc.integer({ min: 1, max: 30 }),
      }),
      300,
    );
    const found = await rows<{ level: number }>(
      `SELECT season_level(t.xp, t."perLevel", t.levels) AS level FROM json_to_recordset($1::json) AS t(xp integer, "perLevel" integer, levels integer)`,
      [JSON.stringify(told)],
    );
    expect(found.map(({ level }) => level)).toEqual(
      told.map(({ xp, perLevel, levels }) => seasonLevelOf(xp, perLevel, levels).level),
    );
  });

  test('[SEA-2] are the same in any order and repetition in the tables too', async () => {
    const ben = await learner(ada.orgId);
    const told = fc.sample(
      fc.record({ n: fc.integer({ min: -2, max: 86 }), xp: fc.constantFrom(5, 10, 50) }),
      { numRuns: 12, seed: 7 },
    );
    const tell = (one: { n: number; xp: number }, who: Person) =>
      earn(one.xp, { who, day: daysAfter(today, one.n), key: `question:${one.n}:${one.xp}` });
    for (const one of told) await tell(one, ada);
    for (const one of [...told.toReversed(), ...told]) await tell(one, ben);
    const standing = (who: Person) =>
      rows('SELECT season_id, season_xp, season_level FROM season_progress WHERE user_id = $1', [who.userId]);
    expect((await standing(ada)).length).toBe(1);
    expect(await standing(ben)).toEqual(await standing(ada));
  });
});

describe('the database', () => {
  const insert = (values: string) =>
    db.jobs.query(
      `INSERT INTO seasons (org_id, slug, round, name, description, days, total_levels, xp_per_level, starts_on, ends_on, is_active, ended_at)
       VALUES ($1, 'other', 1, 'Other', 'Another one.', 84, 30, 130, ${values})`,
      [ada.orgId],
    );

  test('[SEA-1] refuses a second active season, a day that belongs to two, and season XP of no season', async () => {
    await expect(insert(`'2026-09-01', '2026-10-01', true, NULL`)).rejects.toThrow('seasons_one_active');
    await expect(insert(`'2026-05-01', '2026-06-01', false, now()`)).rejects.toThrow('seasons_no_overlap');
    await expect(insert(`'2026-03-01', '2026-03-02', false, now()`)).rejects.toThrow('seasons_no_overlap');
    await expect(insert(`NULL, NULL, true, NULL`)).rejects.toThrow('check constraint');
    await insert(`'2026-02-01', '2026-03-01', false, now()`);
    const other = await learner();
    await seedAvatars(db, other.orgId, 'content');
    await seedSeasons(db, other.orgId, folder, start);
    expect(await allSeasons(other.orgId)).toMatchObject([{ isActive: true }, { isActive: false }]);
    await expect(
      db.jobs.query(
        `INSERT INTO reward_ledger (user_id, currency, delta, reason, local_date, idempotency_key, season_id) VALUES ($1, 'season_xp', 5, 'answer', '2026-03-02', 'x', $1)`,
        [ada.userId],
      ),
    ).rejects.toThrow('reward_ledger_season_fk');
  });
});

describe('a reward of a level', () => {
  test('[SEA-4] is given once, however many times it is asked for at once, and not before its level', async () => {
    const { id } = await mine();
    await expect(claim(1, id)).rejects.toMatchObject({ code: 'season/not-reached' });
    await earn(130);
    const replies = await Promise.all(Array.from({ length: 50 }, () => claim(2, id)));
    expect(new Set(replies.map((reply) => JSON.stringify(reply)))).toEqual(
      new Set([JSON.stringify({ given: { kind: 'coins', amount: 10 }, isOver: false })]),
    );
    expect(await claims()).toEqual([{ level: 2, kind: 'coins', amount: 10 }]);
    expect(await given()).toEqual([{ currency: 'coin', amount: 10 }]);
    await expect(claim(3, id)).rejects.toMatchObject({ code: 'season/not-reached' });
    const elsewhere = await learner();
    await expect(claim(1, id, elsewhere)).rejects.toMatchObject({ code: 'season/not-found' });
    expect((await mine()).track.slice(0, 3)).toMatchObject([
      { isReached: true, given: null },
      { isReached: true, given: { kind: 'coins', amount: 10 } },
      { isReached: false, given: null },
    ]);
    expect(await differences()).toEqual([]);
  });

  test('[SEA-4] is coins, keys, a freeze that covers a day, or an avatar to wear', async () => {
    expect([await tier(4), await tier(7), await tier(10)]).toEqual([
      { freeze: true },
      { keys: 1 },
      { avatar: 'tamtam' },
    ]);
    await earn(130 * 9);
    const { id } = await mine();
    const avatars = createAvatarService({ jobs: db.jobs, now: () => start });
    const tamtam = async (who = ada) =>
      (await avatars.room(who, 'es')).avatars.find(({ name }) => name === 'Tamtam con tambor')!;
    const ben = await learner(ada.orgId);
    expect(await tamtam(ben)).toMatchObject({
      owned: false,
      unlock: { type: 'seasonal', season: 'El festival de los robots', level: 10 },
    });
    await expect(avatars.wear(ben, (await tamtam()).id)).rejects.toMatchObject({ code: 'avatar/locked' });
    expect((await tamtam()).owned).toBe(true);
    await avatars.wear(ada, (await tamtam()).id);
    expect(await claim(4, id)).toEqual({ given: { kind: 'freeze' }, isOver: false });
    expect(await claim(7, id)).toEqual({ given: { kind: 'keys', amount: 1 }, isOver: false });
    expect(await claim(10, id)).toMatchObject({ given: { kind: 'avatar', name: 'Tamtam the drummer' } });
    expect(
      await rows('SELECT streak_freezes AS freezes, keys FROM learner_stats WHERE user_id = $1', [
        ada.userId,
      ]),
    ).toEqual([{ freezes: 1, keys: 1 }]);
    expect(await differences()).toEqual([]);
  });

  test('[SEA-4] is coins where the avatar was there before or five freezes are held', async () => {
    await earn(130 * 9);
    const { id } = await mine();
    await claim(10, id);
    await turnSeasons(db, daysOn(84));
    const day = '2026-05-25';
    await earn(130 * 9, { day });
    await inTransaction(db.jobs, async (client) => {
      await lockLearners(client, [ada.userId]);
      const freezes = Array.from({ length: 5 }, (_, i) => ({
        key: `freeze:${i}`,
        currency: 'coin' as const,
        amount: 1,
        reason: 'freeze' as const,
        source: null,
        day,
      }));
      await give(client, new Map([[ada.userId, { rewards: freezes, days: [] }]]));
    });
    const again = await mine();
    expect(again.round).toBe(2);
    const instead = { kind: 'coins', amount: coinsInstead.avatar };
    expect(again.track[9]).toMatchObject({ reward: instead, given: null });
    expect(await claim(10, again.id)).toEqual({ given: instead, isOver: false });
    expect(await claim(4, again.id)).toEqual({
      given: { kind: 'coins', amount: coinsInstead.freeze },
      isOver: false,
    });
    expect(await differences()).toEqual([]);
  });
});

describe('the end of a season', () => {
  test('[SEA-1] [SEA-5] gives everybody what was reached and not taken, and the next one begins the day after', async () => {
    const ben = await learner(ada.orgId);
    const idle = await learner(ada.orgId);
    await earn(130 * 2);
    await earn(20, { who: ben });
    const { id } = await mine();
    await claim(1, id);
    await turnSeasons(db, daysOn(83));
    expect((await mine()).id).toBe(id);
    expect((await claims()).length).toBe(1);
    await Promise.all([1, 2, 3].map(() => turnSeasons(db, daysOn(84))));
    expect(await claims()).toEqual([
      { level: 1, kind: 'coins', amount: 10 },
      { level: 2, kind: 'coins', amount: 10 },
      { level: 3, kind: 'coins', amount: 15 },
    ]);
    expect(await claims(ben)).toEqual([{ level: 1, kind: 'coins', amount: 10 }]);
    expect(await claims(idle)).toEqual([]);
    expect(await given()).toEqual([{ currency: 'coin', amount: 35 }]);
    expect(await allSeasons()).toMatchObject([
      { round: 1, isActive: false, settled: true },
      { round: 2, startsOn: '2026-05-25', endsOn: '2026-08-16', isActive: true },
      { round: 3, startsOn: null },
    ]);
    expect(await mine()).toMatchObject({ xp: 0, level: 1, round: 2 });
    expect(await differences(ada, ben)).toEqual([]);
  });

  test('[SEA-1] follows the day of the school, and seasons come in the order of the content', async () => {
    const other = await learner();
    const written = await readFile(join(folder, 'seasons.yaml'), 'utf8');
    const second = written
      .slice(written.indexOf('  - slug'))
      .replace('robot-festival', 'paper-boats')
      .replace('The Robot Festival', 'Paper Boats');
    await db.jobs.query(`UPDATE organizations SET timezone = 'Pacific/Auckland' WHERE id = $1`, [
      other.orgId,
    ]);
    try {
      await writeFile(join(folder, 'seasons.yaml'), `${written}\n${second}`);
      // the evening of 1 March in UTC is the morning of the 2nd there
      await seedAvatars(db, other.orgId, 'content');
      await seedSeasons(db, other.orgId, folder, new Date('2026-03-01T22:00:00Z'));
    } finally {
      await writeFile(join(folder, 'seasons.yaml'), written);
    }
    expect(await mine(other)).toMatchObject({ startsOn: '2026-03-02', name: 'The Robot Festival' });
    await turnSeasons(db, new Date('2026-05-24T11:59:00Z'));
    expect(await mine(other)).toMatchObject({ name: 'The Robot Festival' });
    await turnSeasons(db, new Date('2026-05-24T12:01:00Z'));
    expect(await mine(other)).toMatchObject({ name: 'Paper Boats', startsOn: '2026-05-25', round: 1 });
    await turnSeasons(db, new Date('2026-08-17T12:01:00Z'));
    expect(await mine(other)).toMatchObject({ name: 'The Robot Festival', round: 2 });
    // nothing ran for a year: the next one begins within the last week
    await turnSeasons(db, new Date('2027-09-10T00:00:00Z'));
    expect(await mine(other)).toMatchObject({ name: 'Paper Boats', startsOn: '2027-09-04', round: 2 });
  });

  test('[SEA-5] gives also to somebody whose zone came with a backup and is unknown here', async () => {
    await earn(10);
    const owner = new pg.Client(database.ownerUrl);
    await owner.connect();
    await owner.query(`ALTER TABLE user_profiles DISABLE TRIGGER USER;
      UPDATE user_profiles SET timezone = 'Europe/Atlantis' WHERE user_id = '${ada.userId}';
      ALTER TABLE user_profiles ENABLE TRIGGER USER`);
    await owner.end();
    await turnSeasons(db, daysOn(84));
    expect(await claims()).toEqual([{ level: 1, kind: 'coins', amount: 10 }]);
  });

  test('[SEA-5] that comes while rewards are taken gives each exactly once and refuses nobody', async () => {
    const learners = await Promise.all(Array.from({ length: 6 }, () => learner(ada.orgId)));
    for (const who of learners) await earn(130 * 4, { who });
    const { id } = await mine();
    const taking = learners.flatMap((who) => [1, 2, 3, 5].map((level) => claim(level, id, who)));
    const ending = [turnSeasons(db, daysOn(84)), turnSeasons(db, daysOn(84))];
    const late = learners.map((who) => earn(10, { who, key: 'question:late' }));
    const replies = await Promise.all(taking);
    await Promise.all([...ending, ...late]);
    expect(replies.map(({ given: { kind } }) => kind)).toEqual(replies.map(() => 'coins'));
    for (const who of learners) {
      expect((await claims(who)).map(({ level }) => level).sort()).toEqual([1, 2, 3, 4, 5]);
      expect(await given(who)).toEqual([
        { currency: 'coin', amount: 50 },
        { currency: 'freeze', amount: 1 },
      ]);
    }
    expect(await differences(...learners)).toEqual([]);
    expect(await claim(2, id, learners[0])).toEqual({ given: { kind: 'coins', amount: 10 }, isOver: true });
  });

  test('[SEA-5] gives everybody else what is theirs when one learner cannot be given it', async () => {
    const all = [ada, await learner(ada.orgId), await learner(ada.orgId)];
    for (const who of all) await earn(10, { who });
    const [first, ...others] = all.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
    const jobs = breakingPool(
      db.jobs,
      (sql, values) => sql.includes('INSERT INTO season_reward_claims') && values.includes(first!.userId),
    );
    await expect(turnSeasons({ jobs }, daysOn(84))).rejects.toThrow('it broke');
    for (const who of others) expect(await claims(who)).toHaveLength(1);
    expect(await claims(first)).toEqual([]);
    expect(await allSeasons()).toMatchObject([{ settled: false }, { isActive: true }, {}]);
    await turnSeasons(db, daysOn(84));
    expect(await claims(first)).toHaveLength(1);
    expect(await allSeasons()).toMatchObject([{ settled: true }, {}, {}]);
  });

  test('[SEA-4] knows the freezes that came with what was told late', async () => {
    await turnSeasons(db, daysOn(84));
    const reward = { source: null, day: '2026-05-24' } as const;
    const freezes = Array.from(
      { length: 5 },
      (_, i) => ({ ...reward, key: `freeze:${i}`, currency: 'coin', amount: 1, reason: 'freeze' }) as const,
    );
    const late = {
      ...reward,
      key: 'question:late',
      currency: 'xp',
      amount: 130 * 3,
      reason: 'answer',
    } as const;
    await inTransaction(db.jobs, async (client) => {
      await lockLearners(client, [ada.userId]);
      await give(client, new Map([[ada.userId, { rewards: [late, ...freezes], days: [] }]]));
    });
    expect((await claims()).at(-1)).toEqual({ level: 4, kind: 'coins', amount: coinsInstead.freeze });
  });

  test('[SEA-5] that breaks off while rewards are given holds no other season up, and is gone on with', async () => {
    await earn(10);
    const other = await learner();
    await seedAvatars(db, other.orgId, 'content');
    await seedSeasons(db, other.orgId, folder, daysOn(1));
    const breaking = breakingPool(db.jobs, (sql) => sql.includes('INSERT INTO season_reward_claims'));
    await expect(turnSeasons({ jobs: breaking }, daysOn(84))).rejects.toThrow('it broke');
    expect(await allSeasons()).toMatchObject([{ isActive: false, settled: false }, { isActive: true }, {}]);
    await expect(turnSeasons({ jobs: breaking }, daysOn(85))).rejects.toThrow('it broke');
    expect(await allSeasons(other.orgId)).toMatchObject([
      { isActive: false, settled: true },
      { isActive: true },
      {},
    ]);
    expect(await differences()).toEqual([]);
    await turnSeasons(db, daysOn(85));
    expect((await claims()).length).toBe(1);
    expect(await allSeasons()).toMatchObject([{ settled: true }, {}, {}]);
  });
});

test('[SEA-4] rebuilding finds rewards that are missing or that nobody took, and mends them', async () => {
  await earn(130);
  const { id } = await mine();
  await claim(1, id);
  await turnSeasons(db, daysOn(84));
  await db.jobs.query('DELETE FROM season_reward_claims WHERE user_id = $1 AND level = 2', [ada.userId]);
  await db.jobs.query(`DELETE FROM reward_ledger WHERE user_id = $1 AND idempotency_key = $2`, [
    ada.userId,
    `season:${id}:1`,
  ]);
  expect((await differences())[0]?.what).toEqual([
    `the sum is another: coins`,
    `missing rewards of season ${id}: 2`,
    `missing: 10 coins for season:${id}:1`,
    `wrong: 10 coins for season:${id}:2`,
  ]);
  await rebuildProgress(db, { mend: true });
  expect(await differences()).toEqual([]);
  expect((await claims()).map(({ level }) => level).sort()).toEqual([1, 2]);
  expect(await given()).toEqual([{ currency: 'coin', amount: 20 }]);
});

test('[CON-6] whoever is erased leaves nothing in seasons', async () => {
  await earn(130);
  await claim(1, (await mine()).id);
  await db.jobs.query('DELETE FROM users WHERE id = $1', [ada.userId]);
  for (const table of ['season_progress', 'season_reward_claims', 'reward_ledger'])
    expect(await rows(`SELECT 1 FROM ${table} WHERE user_id = $1`, [ada.userId]), table).toEqual([]);
  await turnSeasons(db, daysOn(84));
  expect(await allSeasons()).toMatchObject([{ settled: true }, { isActive: true }, {}]);
});
