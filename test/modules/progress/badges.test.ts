import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Criterion } from '../../../src/domain/reward/badges/criteria.ts';
import { entities } from '../../../src/modules/entities.ts';
import { createBadgesService } from '../../../src/modules/progress/badges/badges.service.ts';
import { createProgressProjection } from '../../../src/modules/progress/projection.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { badgeWall } from '../../../src/wire/badges.ts';
import { insertPastSession } from '../../support/past-session.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let db: Database;
let people: ReturnType<typeof createPeople>;
let orgId: string;
let host: Person;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  database = await createTestDatabase('seeded');
  db = await openDatabase({ ...database, entities });
  people = createPeople(db.jobs);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  orgId = await people.addOrganization();
  host = await people.signUp({ orgId });
  [ada, ben] = [await learner(), await learner()];
});

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await db.jobs.query<T>(sql, values)).rows;

async function learner(): Promise<Person> {
  const person = await people.signUp({ orgId, role: 'student' });
  await db.jobs.query(
    `INSERT INTO user_profiles (user_id, display_name, timezone) VALUES ($1, 'Ada', 'UTC')`,
    [person.userId],
  );
  return person;
}

async function addBadge(slug: string, criteria: Criterion, xp = 0, rarity = 'common'): Promise<string> {
  const id = randomUUID();
  await db.jobs.query(
    `INSERT INTO badges (id, org_id, slug, name, description, category, rarity, unlock_criteria, xp_reward, coin_reward)
     VALUES ($1, $2, $3, $3, 'A badge.', 'learning', $4, $5, $6, 5)`,
    [id, orgId, slug, rarity, JSON.stringify(criteria), xp],
  );
  return id;
}

/** A class in which Ada gets everything right and Ben nothing; gives it and the event of its end. */
async function playClass(learners = [ada, ben]) {
  const { sessionId } = await insertPastSession(db.jobs, {
    orgId,
    hostId: host.userId,
    learners: learners.map(({ userId }, i) => ({ nickname: `Player ${i}`, userId })),
  });
  return { sessionId, eventId: await tell('session.ended', { sessionId }) };
}
const tell = async (type: string, payload: object): Promise<string> =>
  (
    await rows<{ id: string }>(
      'INSERT INTO outbox_events (org_id, event_type, payload) VALUES ($1, $2, $3) RETURNING id::text',
      [orgId, type, payload],
    )
  )[0]!.id;
const project = (eventId: string, jobs: pg.Pool = db.jobs) =>
  createProgressProjection({ jobs }).handle({ eventId });
const earnedBy = async ({ userId }: Person): Promise<string[]> =>
  (
    await rows<{ slug: string }>(
      'SELECT b.slug FROM user_badges u JOIN badges b ON b.id = u.badge_id WHERE u.user_id = $1 ORDER BY b.slug',
      [userId],
    )
  ).map(({ slug }) => slug);
const xpOf = async ({ userId }: Person) =>
  (
    await rows<{ xp: number; coins: number }>(
      'SELECT total_xp::integer AS xp, coins FROM learner_stats WHERE user_id = $1',
      [userId],
    )
  )[0];
const differences = async () =>
  (await rebuildProgress(db, { mend: false })).differences.flatMap(({ what }) => what);
const mend = () => rebuildProgress(db, { mend: true });

/** A pool whose connections break after such a statement, once it is time. */
const breakingAfter = (statement: string, isTime = () => true) =>
  ({
    connect: async () => {
      const client = await db.jobs.connect();
      const run = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
      return new Proxy(client, {
        get: (of, name) => {
          const value = Reflect.get(of, name, of);
          if (name === 'query')
            return async (...args: unknown[]) => {
              const result = await run(...args);
              if (String(args[0]).includes(statement) && isTime()) throw new Error('the connection broke');
              return result;
            };
          return typeof value === 'function' ? value.bind(of) : value;
        },
      });
    },
  }) as unknown as pg.Pool;

const answers = (atLeast: number): Criterion => ({ kind: 'count', of: 'right_answers', atLeast });
const levels = (atLeast: number): Criterion => ({ kind: 'count', of: 'levels', atLeast });
/** What is scored of the kinds of questions, each once a day, and the end of the class. */
const xpOfClass = 10 * 10 + 50;

describe('badges', () => {
  test('[BDG-2] [BDG-3] come with what earned them, once, with XP that may earn the next one, however often it is told', async () => {
    await addBadge('ten right', answers(10), 196);
    await addBadge('level three', levels(3), 30);
    await addBadge('level four', levels(4), 30);
    await addBadge('to the end', { kind: 'count', of: 'classes', atLeast: 1 });
    await addBadge('stayed', { kind: 'event', event: 'persevered', times: 1 }, 20);
    const { eventId } = await playClass();
    await Promise.all(Array.from({ length: 4 }, () => project(eventId)));
    // 150 + 196 = 346: level three
    expect(await earnedBy(ada)).toEqual(['level three', 'ten right', 'to the end']);
    expect(await xpOf(ada)).toEqual({ xp: xpOfClass + 226, coins: 20 + 15 });
    expect(await earnedBy(ben)).toEqual(['stayed', 'to the end']);
    expect(await xpOf(ben)).toEqual({ xp: 50 + 20, coins: 20 + 10 });
    // the same class told anew, by an event of its own
    const [again] = await rows<{ id: string }>(
      `INSERT INTO outbox_events (org_id, event_type, payload) SELECT org_id, event_type, payload FROM outbox_events WHERE id = $1 RETURNING id::text`,
      [eventId],
    );
    await project(again!.id);
    expect(await xpOf(ada)).toEqual({ xp: xpOfClass + 226, coins: 20 + 15 });
    expect(await differences()).toEqual([]);
  });

  test('[BDG-2] that break off in the middle leave nothing behind, and are whole the next time', async () => {
    await addBadge('ten right', answers(10), 40);
    const { eventId } = await playClass();
    await expect(project(eventId, breakingAfter('INSERT INTO user_badges'))).rejects.toThrow('broke');
    expect(await earnedBy(ada)).toEqual([]);
    expect(await xpOf(ada)).toBeUndefined();
    await project(eventId);
    expect(await earnedBy(ada)).toEqual(['ten right']);
    expect(await xpOf(ada)).toMatchObject({ xp: xpOfClass + 40 });
    expect(await differences()).toEqual([]);
  });

  test('[BDG-4] stay when what they ask for changes, and whoever meets the new terms gets them', async () => {
    const id = await addBadge('ten right', answers(10), 40);
    const hard = await addBadge('hundred right', answers(100), 15);
    const { eventId } = await playClass();
    await project(eventId);
    expect(await earnedBy(ada)).toEqual(['ten right']);
    await db.jobs.query('UPDATE badges SET unlock_criteria = $2, xp_reward = 500 WHERE id = $1', [
      id,
      answers(1_000),
    ]);
    await db.jobs.query('UPDATE badges SET unlock_criteria = $2 WHERE id = $1', [hard, answers(9)]);
    await project(await tell('badges.changed', {}));
    expect(await earnedBy(ada)).toEqual(['hundred right', 'ten right']);
    expect(await earnedBy(ben)).toEqual([]);
    expect(await xpOf(ada)).toMatchObject({ xp: xpOfClass + 55 });
    await db.jobs.query('UPDATE badges SET is_active = false WHERE id = $1', [id]);
    expect(await differences()).toEqual([]);
    const wall = await createBadgesService({ db }).read(ada, ada.userId);
    expect(wall.earned.map(({ texts, xp, target }) => [texts.en.name, xp, target]).sort()).toEqual([
      ['hundred right', 15, 9],
      ['ten right', 40, 10],
    ]);
    await expect(db.jobs.query('DELETE FROM badges WHERE id = $1', [id])).rejects.toThrow('user_badges');
  });

  test('[BDG-4] stay when the class that earned them is deleted, and go with the account', async () => {
    await addBadge('ten right', answers(10), 40);
    await addBadge('to the end', { kind: 'count', of: 'classes', atLeast: 1 });
    const { sessionId, eventId } = await playClass();
    await project(eventId);
    await db.jobs.query('DELETE FROM live_sessions WHERE id = $1', [sessionId]);
    expect(await earnedBy(ada)).toEqual(['ten right', 'to the end']);
    expect(await differences()).toEqual([]);
    await db.jobs.query('DELETE FROM users WHERE id = $1', [ada.userId]);
    for (const table of ['user_badges', 'reward_ledger', 'learner_stats'])
      expect(await rows(`SELECT 1 FROM ${table} WHERE user_id = $1`, [ada.userId]), table).toEqual([]);
  });

  test('[PRG-4] [BDG-3] are computed again: what is made up, lost or paid wrongly is named and put right', async () => {
    const ten = await addBadge('ten right', answers(10), 40);
    const many = await addBadge('many right', answers(500), 300);
    await addBadge('level two', levels(2), 10);
    await addBadge('level three', levels(3), 10);
    const { eventId } = await playClass();
    await project(eventId);
    expect(await earnedBy(ada)).toEqual(['level two', 'ten right']);
    const before = await xpOf(ada);
    // made up: a badge whose XP lead to another one
    await db.jobs.query(
      `INSERT INTO user_badges (user_id, badge_id, unlock_criteria, xp_reward, coin_reward, key_reward, local_date)
       SELECT $1, id, unlock_criteria, 300, 0, 0, '2026-01-05' FROM badges WHERE id = $2`,
      [ada.userId, many],
    );
    await db.jobs.query(
      `INSERT INTO reward_ledger (user_id, currency, delta, reason, source_type, source_id, local_date, idempotency_key)
       VALUES ($1, 'xp', 300, 'badge', 'badge', $2, '2026-01-05', $3)`,
      [ada.userId, many, `badge:${many}`],
    );
    await mend();
    expect(await earnedBy(ada)).toEqual(['level two', 'ten right']);
    expect(await xpOf(ada)).toEqual(before);

    await db.jobs.query('DELETE FROM user_badges WHERE badge_id = $1', [ten]);
    expect(await differences()).toEqual([
      'missing badge: ten right',
      `wrong: 40 XP for badge:${ten}`,
      `wrong: 5 coins for badge:${ten}`,
    ]);
    await mend();
    expect(await differences()).toEqual([]);
    await db.jobs.query(`DELETE FROM reward_ledger WHERE user_id = $1 AND idempotency_key = $2`, [
      ada.userId,
      `badge:${ten}`,
    ]);
    expect(await differences()).toContain(`missing: 40 XP for badge:${ten}`);
    await mend();
    expect(await differences()).toEqual([]);
    expect(await xpOf(ada)).toEqual(before);
  });

  test('[BDG-4] that are new reach a school some learners at a time: what breaks off goes on, and nobody gets one twice', async () => {
    await db.jobs.query(
      `WITH made AS (INSERT INTO users (org_id, email) SELECT $1::uuid, 'robin' || n || '@school.example' FROM generate_series(1, 130) AS n RETURNING id)
       INSERT INTO learner_stats (user_id) SELECT id FROM made`,
      [orgId],
    );
    await addBadge('here', levels(1), 5);
    const eventId = await tell('badges.changed', {});
    let given = 0;
    await expect(
      project(
        eventId,
        breakingAfter('INSERT INTO user_badges', () => ++given === 2),
      ),
    ).rejects.toThrow('broke');
    const have = async () =>
      (
        await rows<{ n: number; xp: number }>(
          `SELECT count(*)::integer AS n, sum(s.total_xp)::integer AS xp FROM user_badges u JOIN badges b ON b.id = u.badge_id
             JOIN learner_stats s ON s.user_id = u.user_id WHERE b.org_id = $1`,
          [orgId],
        )
      )[0];
    expect(await have()).toEqual({ n: 100, xp: 500 });
    await project(eventId);
    await project(eventId);
    expect(await have()).toEqual({ n: 130, xp: 650 });
    await db.jobs.query(`DELETE FROM users WHERE email LIKE 'robin%'`);
  });

  test('[BDG-2] are the same in whatever order classes are projected', async () => {
    await addBadge('twenty right', answers(20), 40);
    await addBadge('ten right', answers(10), 250);
    await addBadge('level three', levels(3), 30);
    await addBadge('kinds', { kind: 'collection', of: 'question_kinds', atLeast: 3 });
    const carl = await learner();
    const first = await playClass([ada]);
    const second = await playClass([ada]);
    const [third, fourth] = [await playClass([carl]), await playClass([carl])];
    for (const { eventId } of [first, second, fourth, third]) await project(eventId);
    expect(await earnedBy(carl)).toEqual(await earnedBy(ada));
    expect(await xpOf(carl)).toEqual(await xpOf(ada));
    expect(await differences()).toEqual([]);
  });
});

describe('the wall of badges', () => {
  test('[BDG-5] shows what is earned and how far the others are, and of secret ones only how many', async () => {
    await addBadge('ten right', answers(10));
    await addBadge('forty right', answers(40));
    await addBadge('four days', { kind: 'count', of: 'days', atLeast: 4 });
    await addBadge('hidden', answers(400), 0, 'secret');
    await addBadge('found', answers(5), 0, 'secret');
    const { eventId } = await playClass();
    await project(eventId);
    const badges = createBadgesService({ db });
    const wall = badgeWall.parse(await badges.read(ada, ada.userId));
    expect(wall.earned.map(({ texts, seen }) => [texts.en.name, seen]).sort()).toEqual([
      ['found', false],
      ['ten right', false],
    ]);
    expect(wall.open.map(({ texts, value, target, unit }) => [texts.en.name, value, target, unit])).toEqual([
      ['forty right', 10, 40, 'right_answers'],
      ['four days', 1, 4, 'days'],
    ]);
    expect(wall.secrets).toBe(1);
    expect(JSON.stringify(wall)).not.toContain('hidden');
    // others do not see it, whoever asks
    await expect(badges.read(ben, ada.userId)).rejects.toMatchObject({ code: 'user/not-found' });
  });

  test('[BDG-5] reads what was counted when badges were looked at last, and what was answered where nothing is counted', async () => {
    await addBadge('forty right', answers(40));
    const { eventId } = await playClass();
    await project(eventId);
    const howFar = async () => (await createBadgesService({ db }).read(ada, ada.userId)).open[0]!.value;
    const count = (facts: string, version = 'version') =>
      db.jobs.query(
        `UPDATE learner_facts SET facts = jsonb_set(facts, '{counts,right_answers}', $2), version = ${version} WHERE user_id = $1`,
        [ada.userId, facts],
      );
    await count('17');
    expect(await howFar()).toBe(17);
    expect(await differences()).toEqual(['what badges ask for is counted otherwise']);
    await mend();
    expect(await howFar()).toBe(10);
    // an author moved the mission to another topic: nobody did anything else than before
    const moved = await db.jobs.query(
      `UPDATE learner_facts SET facts = jsonb_set(facts, '{collected,topics}', '["elsewhere"]') WHERE user_id = $1`,
      [ada.userId],
    );
    expect([moved.rowCount, await differences()]).toEqual([1, []]);
    // of an earlier or later version of the product
    await count('17', 'version + 1');
    expect(await howFar()).toBe(10);
    await db.jobs.query('DELETE FROM learner_facts WHERE user_id = $1', [ada.userId]);
    expect(await howFar()).toBe(10);
    expect(await differences()).toEqual([]);
  });

  test('[BDG-5] three can be worn at a time, also when they are put on at once, and only what is earned', async () => {
    const ids = await Promise.all(['a', 'b', 'c', 'd'].map((slug) => addBadge(slug, answers(1))));
    const other = await addBadge('other', answers(900));
    const { eventId } = await playClass();
    await project(eventId);
    const badges = createBadgesService({ db });
    const wear = (id: string, equipped = true) => badges.change(ada, id, { equipped, favourite: false });
    const tried = await Promise.allSettled(ids.map((id) => wear(id)));
    expect(tried.filter(({ status }) => status === 'rejected')).toEqual([
      { status: 'rejected', reason: expect.objectContaining({ code: 'badge/no-place' }) },
    ]);
    const worn = async () =>
      (await badges.read(ada, ada.userId)).earned.filter(({ equipped }) => equipped).map(({ id }) => id);
    const before = await worn();
    expect(before).toHaveLength(3);
    await wear(before[0]!, false);
    const last = ids.find((id) => !before.includes(id))!;
    await badges.change(ada, last, { equipped: true, favourite: true });
    expect(new Set(await worn())).toEqual(new Set([...before.slice(1), last]));
    await expect(wear(other)).rejects.toMatchObject({ code: 'badge/not-found' });
    await expect(badges.change(ben, ids[0]!, { equipped: true, favourite: true })).rejects.toMatchObject({
      code: 'badge/not-found',
    });
    await badges.markSeen(ada, [last]);
    const { earned } = await badges.read(ada, ada.userId);
    expect(earned.filter(({ seen }) => seen).map(({ id, favourite }) => [id, favourite])).toEqual([
      [last, true],
    ]);
  });
});
