import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Day, dayIn, daysAfter } from '../../../src/domain/reward/calendar.ts';
import type { DailyTask } from '../../../src/domain/reward/daily/tasks.ts';
import { dailyChallengesFile } from '../../../src/modules/catalog/content/daily.schema.ts';
import { seedDailyChallenges } from '../../../src/modules/catalog/daily.seed.ts';
import { createDailyService } from '../../../src/modules/progress/daily/daily.service.ts';
import { keepDays } from '../../../src/modules/progress/daily/daily-hours.ts';
import { makeChallenges } from '../../../src/modules/progress/daily/make-challenges.ts';
import { createProgressProjection } from '../../../src/modules/progress/projection.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { answeredSession } from '../../support/answered-session.ts';
import { breakingPool } from '../../support/breaking-pool.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

type Outcome = 'right' | 'partly' | 'wrong';

let database: TestDatabase;
let db: Database;
let orgId: string;
let missionId: string;
let editionId: string;
let questions: string[];
let ada: Person;

beforeAll(async () => {
  database = await createTestDatabase('seeded');
  db = await openDatabase({ ...database, entities: [], poolSize: 12 });
  orgId = (await rows<{ id: string }>('SELECT id FROM organizations'))[0]!.id;
  missionId = (await rows<{ id: string }>('SELECT id FROM missions ORDER BY id LIMIT 1'))[0]!.id;
  editionId = randomUUID();
  await db.jobs.query(
    `INSERT INTO mission_editions (id, mission_id, content_hash, layout, plan) VALUES ($1, $2, 'x', 0, '{"rounds":[]}')`,
    [editionId, missionId],
  );
  questions = (
    await rows<{ id: string }>(`SELECT id FROM questions WHERE kind = 'single_choice' ORDER BY id LIMIT 12`)
  ).map(({ id }) => id);
  // what badges add has tests of its own
  await db.jobs.query('UPDATE badges SET is_active = false');
});
afterAll(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  await db.jobs.query('DELETE FROM user_daily_challenges');
  await db.jobs.query('DELETE FROM daily_challenges');
  await db.jobs.query('DELETE FROM users');
  ada = await learner('UTC');
});

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await db.jobs.query<T>(sql, values)).rows;
async function learner(timezone: string, startHour = 0): Promise<Person> {
  const person = await createPeople(db.jobs).signUp({ role: 'student', orgId });
  await db.jobs.query(
    `INSERT INTO user_profiles (user_id, display_name, timezone, day_start_hour) VALUES ($1, 'Ada', $2, $3)`,
    [person.userId, timezone, startHour],
  );
  await db.jobs.query(
    'INSERT INTO mission_progress (user_id, mission_id, edition_id, lessons_total) VALUES ($1, $2, $3, 4)',
    [person.userId, missionId, editionId],
  );
  return person;
}
const today = () => dayIn('UTC', Date.now());
const noon = (day: Day) => new Date(`${day}T12:00:00Z`);
const daily = (at = new Date()) => createDailyService({ db, now: () => at });
const seen = async (who: Person, at?: Date) => (await daily(at).read(who)).today!;

/** The challenge of a day, whatever its turn would be. */
async function challenge(day: Day, tasks: DailyTask[], school = orgId): Promise<string> {
  const [made] = await rows<{ id: string }>(
    `INSERT INTO daily_challenges (org_id, valid_date, slug, title, description, i18n, tasks, xp_reward, coin_reward)
     VALUES ($1, $2, 'made-here', 'Made here', 'Do it.', '{"es":{"title":"Hecho aquí","description":"Hazlo."}}', $3, 30, 10) RETURNING id`,
    [school, day, JSON.stringify(tasks)],
  );
  return made!.id;
}
/** Answers alone, on the own day of the learner; gives the event that tells it. */
async function answer(who: Person, outcomes: Outcome[], at = new Date(), from = 0): Promise<string> {
  const ids: string[] = [];
  for (const [i, outcome] of outcomes.entries()) {
    const id = randomUUID();
    ids.push(id);
    await db.jobs.query(
      `INSERT INTO question_responses (user_id, id, mission_id, lesson_id, edition_id, question_id, round, try, answer, outcome, share, xp_reward,
         hint_used, answered_at, answered_on, topic)
       SELECT $1, $2, $3, $4, $5, $6, 1, 1, '[0]', $7, 0, 10, false, $8, local_day(p.timezone, p.day_start_hour, $8), 'how-ai-thinks'
       FROM user_profiles p WHERE p.user_id = $1`,
      [
        who.userId,
        id,
        missionId,
        randomUUID(),
        editionId,
        questions[from + i],
        outcome,
        new Date(at.getTime() + i),
      ],
    );
  }
  await db.jobs.query(
    `UPDATE mission_progress SET questions_answered = questions_answered + $2, questions_correct = questions_correct + $3 WHERE user_id = $1`,
    [who.userId, outcomes.length, outcomes.filter((outcome) => outcome === 'right').length],
  );
  return told(who, 'answers.checked', { answerIds: ids });
}
async function told(who: Person, type: string, about: object): Promise<string> {
  const [event] = await rows<{ id: string }>(
    'INSERT INTO outbox_events (org_id, event_type, payload) VALUES ($1, $2, $3) RETURNING id::text',
    [orgId, type, { learnerId: who.userId, missionId, ...about }],
  );
  return event!.id;
}
const project = (eventId: string) => createProgressProjection(db).handle({ eventId });
const play = (who: Person, outcomes: Outcome[], at = new Date()) =>
  answeredSession(db.jobs, {
    orgId,
    at,
    questions: outcomes.map((_, i) => ({ id: questions[i]!, objectives: [] })),
    players: [{ learnerId: who.userId, outcomes }],
  });
const kept = (who: Person) =>
  rows<{ value: number; target: number; done: boolean; claimed: boolean }>(
    `SELECT current_value AS value, target_value AS target, completed_at IS NOT NULL AS done, claimed_at IS NOT NULL AS claimed
     FROM user_daily_challenges k JOIN daily_challenges c ON c.id = k.challenge_id WHERE user_id = $1 ORDER BY c.valid_date`,
    [who.userId],
  );
const given = (who: Person) =>
  rows<{ currency: string; delta: number; key: string; day: Day }>(
    `SELECT currency, delta, idempotency_key AS key, local_date::text AS day FROM reward_ledger
     WHERE user_id = $1 AND reason = 'challenge' ORDER BY currency DESC`,
    [who.userId],
  );
/** What computing everybody again says; what is known of topics has tests of its own. */
const rebuild = async (mend = false) =>
  (await rebuildProgress(db, { mend })).differences.flatMap(({ what }) =>
    what.filter((one) => !/^(not projected|knowledge|card)/.test(one)),
  );

describe('the challenge of a day', () => {
  test('[DAY-1] comes from at least twenty templates in English and Spanish that all have their turn with the starter content', async () => {
    const { challenges } = dailyChallengesFile.parse(
      parse(await readFile('content/daily-challenges.yaml', 'utf8')),
    );
    expect(challenges.length).toBeGreaterThanOrEqual(20);
    for (const { slug, title, description, es } of challenges) {
      expect(es.title, slug).not.toBe(title);
      expect(es.description, slug).not.toBe(description);
      expect(`${title} ${description}`, slug).not.toMatch(
        /\b(fast|quick|hurry|minutes?|night|midnight|buy|spend)\b/i,
      );
    }
    const days = Array.from({ length: challenges.length * 2 }, (_, i) => daysAfter('2026-01-01', i));
    await inTransaction(db.jobs, (client) => makeChallenges(client, [orgId], days));
    const taken = await rows<{ slug: string }>('SELECT slug FROM daily_challenges ORDER BY valid_date');
    expect(new Set(taken.map(({ slug }) => slug))).toEqual(new Set(challenges.map(({ slug }) => slug)));
    for (let i = 0; i + 7 <= taken.length; i++)
      expect(new Set(taken.slice(i, i + 7).map(({ slug }) => slug)).size).toBe(7);
  });

  test('[DAY-1] takes templates that were edited here as they are, and those that left the file for no other day', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'daily-'));
    const file = join(folder, 'daily-challenges.yaml');
    const text = await readFile('content/daily-challenges.yaml', 'utf8');
    const school = await createPeople(db.jobs).addOrganization();
    const seed = (content: string) =>
      writeFile(file, content).then(() => seedDailyChallenges(db, school, folder));
    const title = async (slug: string) =>
      (
        await rows<{ title: string; active: boolean }>(
          'SELECT title, is_active AS active FROM daily_challenge_templates WHERE org_id = $1 AND slug = $2',
          [school, slug],
        )
      )[0];
    await seed(text);
    await db.jobs.query(
      `UPDATE daily_challenge_templates SET title = 'Ours' WHERE org_id = $1 AND slug = 'five-lights'`,
      [school],
    );
    await seed(
      text.replace('title: Five lights', 'title: Newer').replace('title: Two worlds', 'title: Newer'),
    );
    expect(await title('five-lights')).toEqual({ title: 'Ours', active: true });
    expect(await title('two-worlds')).toEqual({ title: 'Newer', active: true });
    await seed(text.slice(0, text.indexOf('  - slug: two-worlds')));
    expect(await title('two-worlds')).toEqual({ title: 'Newer', active: false });
    await seed(text);
    expect(await title('two-worlds')).toEqual({ title: 'Two worlds', active: true });
    const refused = (wrong: string) =>
      expect(seed(text.replace('- { kind: right, atLeast: 5 }', wrong))).rejects;
    await refused('- { kind: right, atLeast: 50 }').toThrow(
      /daily-challenges\.yaml:\d+ {2}challenges\[0\]\.tasks/,
    );
    await refused('- { kind: finished, of: together, atLeast: 1 }').toThrow(/somebody alone/);
    await rm(folder, { recursive: true });
  });

  test('[DAY-2] is made ahead, once, by whoever comes first, and stays when its template changes', async () => {
    await keepDays(db.jobs, new Date());
    const made = () =>
      rows<{ id: string; day: Day }>('SELECT id, valid_date::text AS day FROM daily_challenges ORDER BY day');
    const ahead = await made();
    expect(ahead.map(({ day }) => day)).toEqual([-1, 0, 1, 2].map((n) => daysAfter(today(), n)));
    await keepDays(db.jobs, new Date());
    expect(await made()).toEqual(ahead);
    const before = await seen(ada);
    await db.jobs.query(
      `UPDATE daily_challenge_templates SET title = 'Another', xp_reward = 50, coin_reward = 25`,
    );
    expect(await seen(ada)).toEqual(before);
    await db.jobs.query('DELETE FROM daily_challenges');
    // the job was missed: everybody looks at once
    const looks = await Promise.all(Array.from({ length: 20 }, () => seen(ada)));
    expect(new Set(looks.map(({ id }) => id)).size).toBe(1);
    expect(looks[0]).toMatchObject({ day: today(), state: 'open', texts: { en: { title: 'Another' } } });
    expect(await made()).toHaveLength(1);
  });

  test('[DAY-2] is none where there is nothing that everybody may do alone', async () => {
    const school = await createPeople(db.jobs).addOrganization();
    const ben = await createPeople(db.jobs).signUp({ role: 'student', orgId: school });
    await db.jobs.query(`INSERT INTO user_profiles (user_id, display_name) VALUES ($1, 'Ben')`, [ben.userId]);
    await db.jobs.query(
      `INSERT INTO daily_challenge_templates (org_id, slug, title, description, tasks, xp_reward, coin_reward)
       SELECT $1, slug, title, description, tasks, xp_reward, coin_reward FROM daily_challenge_templates WHERE org_id = $2`,
      [school, orgId],
    );
    expect(await daily().read(ben)).toEqual({ today: null, waiting: [] });
    // nor is one made of what somebody wrote into the database and nobody knows
    await db.jobs.query(
      `UPDATE daily_challenge_templates SET tasks = '[{"kind":"shout","atLeast":3}]' WHERE org_id = $1`,
      [orgId],
    );
    expect(await daily().read(ada)).toEqual({ today: null, waiting: [] });
    await project(await answer(ada, ['right']));
    await db.jobs.query('DELETE FROM daily_challenge_templates');
    await seedDailyChallenges(db, orgId, 'content');
  });

  test('[DAY-2] is chosen among all that is open, however much that is', async () => {
    const school = await createPeople(db.jobs).addOrganization();
    const mission = async (topic: string, ids: string) => {
      await db.jobs.query(
        `WITH t AS (INSERT INTO topics (org_id, slug, name, description, i18n, position) VALUES ($1, $2, $2, 'x', '{}', 1) RETURNING id),
           m AS (INSERT INTO missions (org_id, topic_id, slug, title, description, difficulty, mission_type, age_from, age_to, estimated_minutes)
             SELECT $1, id, $2, $2, 'x', 'easy', 'skill', 8, 10, 5 FROM t RETURNING id),
           l AS (INSERT INTO lessons (mission_id, slug, title, kind, position) SELECT id, 'quiz', 'Quiz', 'quiz', 1 FROM m RETURNING id),
           a AS (INSERT INTO assessments (org_id, lesson_id, title) SELECT $1, id, 'Quiz' FROM l RETURNING id),
           q AS (INSERT INTO questions (id, org_id, kind, prompt, explanation, difficulty) SELECT id, $1, 'true_false', 'x', 'x', 'easy' FROM (${ids}) AS i(id) RETURNING id)
         INSERT INTO assessment_questions (assessment_id, question_id, position) SELECT a.id, q.id, row_number() OVER () FROM a, q`,
        [school, topic],
      );
    };
    await mission('alpha', 'SELECT gen_random_uuid() FROM generate_series(1, 5000)');
    await mission(
      'omega',
      `SELECT ('ffffffff-ffff-4fff-bfff-00000000000' || n)::uuid FROM generate_series(1, 3) AS n`,
    );
    const wanted = [{ kind: 'right', atLeast: 3, topic: 'omega' }] satisfies DailyTask[];
    await db.jobs.query(
      `INSERT INTO daily_challenge_templates (org_id, slug, title, description, tasks, xp_reward, coin_reward) VALUES ($1, 'omega', 'x', 'x', $2, 30, 10)`,
      [school, JSON.stringify(wanted)],
    );
    await inTransaction(db.jobs, (client) => makeChallenges(client, [school], [today()]));
    expect(await rows('SELECT slug FROM daily_challenges WHERE org_id = $1', [school])).toEqual([
      { slug: 'omega' },
    ]);
    await db.jobs.query('DELETE FROM daily_challenges WHERE org_id = $1', [school]);
  });

  test('[DAY-4] is that of the learner’s own day: Auckland is ahead of Honolulu, and a day begins at its hour', async () => {
    const [auckland, honolulu, early] = [
      await learner('Pacific/Auckland'),
      await learner('Pacific/Honolulu'),
      await learner('Pacific/Auckland', 4),
    ];
    // 1.30 in the morning of the 11th in Auckland, 3.30 in the afternoon of the 9th in Honolulu
    const at = new Date('2026-06-10T13:30:00Z');
    const two: DailyTask[] = [{ kind: 'right', atLeast: 2 }];
    const ids = new Map<Day, string>();
    for (const day of ['2026-06-09', '2026-06-10', '2026-06-11']) ids.set(day, await challenge(day, two));
    const own = [
      [auckland, '2026-06-11'],
      [honolulu, '2026-06-10'],
      [early, '2026-06-10'],
    ] as const;
    for (const [who, day] of own) {
      await project((await play(who, ['right', 'right'], at)).eventId);
      expect(await seen(who, at)).toMatchObject({ id: ids.get(day), day, state: 'done' });
      await daily(at).claim(who, ids.get(day)!);
      expect(await given(who)).toEqual([
        { currency: 'xp', delta: 30, key: `challenge:${ids.get(day)}`, day },
        { currency: 'coin', delta: 10, key: `challenge:${ids.get(day)}`, day },
      ]);
      for (const other of [...ids.keys()].filter((one) => one !== day))
        await expect(daily(at).claim(who, ids.get(other)!)).rejects.toMatchObject({
          code: 'challenge/not-done',
        });
    }
    expect(await rebuild()).toEqual([]);
  });

  test('[DAY-4] holds for a day of 23 hours as long as the clock on the wall says', async () => {
    const eve = await learner('America/New_York');
    const times = [
      '2026-03-08T04:59:59Z',
      '2026-03-08T05:00:00Z',
      '2026-03-09T03:59:59Z',
      '2026-03-09T04:00:00Z',
    ];
    for (const day of ['2026-03-07', '2026-03-08', '2026-03-09'])
      await challenge(day, [{ kind: 'right', atLeast: 2 }]);
    for (const [i, time] of times.entries()) await project(await answer(eve, ['right'], new Date(time), i));
    const days = await Promise.all(times.map((time) => seen(eve, new Date(time))));
    expect(days.map(({ day, steps }) => [day, steps[0]!.value])).toEqual([
      ['2026-03-07', 1],
      ['2026-03-08', 2],
      ['2026-03-08', 2],
      ['2026-03-09', 1],
    ]);
  });

  test('[DAY-4] is another one when the learner’s clock moves, and neither is given twice', async () => {
    const [first, second] = [daysAfter(today(), 0), daysAfter(today(), 1)];
    for (const day of [first, second]) await challenge(day, [{ kind: 'right', atLeast: 1 }]);
    await project(await answer(ada, ['right'], noon(first)));
    expect(await seen(ada, noon(first))).toMatchObject({ day: first, state: 'done' });
    await db.jobs.query(`UPDATE user_profiles SET timezone = 'Pacific/Kiritimati' WHERE user_id = $1`, [
      ada.userId,
    ]);
    const there = await daily(noon(first)).read(ada);
    expect(there.today).toMatchObject({ day: second, state: 'open' });
    expect(there.waiting).toMatchObject([
      { day: first, xp: 30, coins: 10, texts: { es: { title: 'Hecho aquí' } } },
    ]);
    await daily().claim(ada, there.waiting[0]!.id);
    await db.jobs.query(`UPDATE user_profiles SET timezone = 'UTC' WHERE user_id = $1`, [ada.userId]);
    expect(await seen(ada, noon(first))).toMatchObject({ day: first, state: 'claimed' });
    await daily().claim(ada, there.waiting[0]!.id);
    expect(await given(ada)).toHaveLength(2);
  });
});

describe('how far a learner is', () => {
  test('[DAY-3] comes from classes and from what was answered alone, each question once, and is there before anybody worked on it', async () => {
    const id = await challenge(today(), [
      { kind: 'right', atLeast: 4 },
      { kind: 'one_topic', atLeast: 8 },
    ]);
    await project((await play(ada, ['right', 'wrong', 'right'])).eventId);
    expect((await seen(ada)).steps[0]).toEqual({ unit: 'right', value: 2, target: 4 });
    await answer(ada, ['right', 'right']);
    expect((await seen(ada)).steps[0]!.value).toBe(3);
    expect(await kept(ada)).toEqual([{ value: 2, target: 4, done: false, claimed: false }]);
    await expect(daily().claim(ada, id)).rejects.toMatchObject({ code: 'challenge/not-done' });
    await answer(ada, ['right'], new Date(), 5);
    // nobody has worked on it yet
    await daily().claim(ada, id);
    expect(await kept(ada)).toEqual([{ value: 4, target: 4, done: true, claimed: true }]);
  });

  test('[DAY-3] tells of which topic and of which kind a question must be to count', async () => {
    await challenge(today(), [
      { kind: 'right', atLeast: 3, topic: 'how-ai-thinks' },
      { kind: 'answers', atLeast: 2, question: 'true_false' },
      { kind: 'right', atLeast: 3, topic: 'gone' },
    ]);
    expect((await seen(ada)).steps).toEqual([
      { unit: 'right', value: 0, target: 3, topic: { en: 'How AI Thinks', es: 'Cómo piensa la IA' } },
      { unit: 'answers', value: 0, target: 2, question: 'true_false' },
      { unit: 'right', value: 0, target: 3 },
    ]);
  });

  test('[DAY-3] knows what went wrong on other days, finished lessons and today’s five', async () => {
    const yesterday = new Date(Date.now() - 86_400_000);
    await challenge(today(), [
      { kind: 'mended', atLeast: 2 },
      { kind: 'finished', of: 'lessons', atLeast: 2 },
      { kind: 'finished', of: 'practices', atLeast: 1 },
    ]);
    await project(await answer(ada, ['wrong', 'right'], yesterday));
    await project((await play(ada, ['right', 'right'])).eventId);
    await db.jobs.query(
      `INSERT INTO lesson_progress (user_id, mission_id, lesson_id, kind, is_passed, round_done, completed_at, completed_on, xp_reward)
       VALUES ($1, $2, $3, 'reading', true, true, now(), $4, 25)`,
      [ada.userId, missionId, randomUUID(), today()],
    );
    await project(await told(ada, 'lesson.completed', {}));
    expect((await seen(ada)).steps.map(({ unit, value }) => [unit, value])).toEqual([
      ['mended', 1],
      ['lessons', 1],
      ['practices', 0],
    ]);
    const five = await play(ada, ['right']);
    await db.jobs.query(
      `UPDATE live_sessions SET format = 'practice', racer_id = $2, practice_day = $3, closes_at = now() WHERE id = $1`,
      [five.id, ada.userId, today()],
    );
    await project(five.eventId);
    expect(await seen(ada)).toMatchObject({ state: 'done' });
    expect((await kept(ada)).at(-1)).toMatchObject({ done: true });
    expect(await rebuild()).toEqual([]);
  });

  test('[DAY-3] what waited without a connection counts for the day on which it was answered', async () => {
    const before = daysAfter(today(), -3);
    const id = await challenge(before, [{ kind: 'right', atLeast: 2 }]);
    await project(await answer(ada, ['right', 'right'], noon(before)));
    expect((await daily().read(ada)).waiting.map((one) => one.id)).toEqual([id]);
    await keepDays(db.jobs, new Date());
    expect(await given(ada)).toHaveLength(2);
    expect(await rebuild()).toEqual([]);
  });

  test('[DAY-3] is the same in whatever order and however often it is told, and computing it again finds no difference', async () => {
    const days = [0, 1, 2].map((n) => daysAfter(today(), -n));
    const tasks: DailyTask[] = [
      { kind: 'right', atLeast: 3 },
      { kind: 'in_a_row', atLeast: 2 },
    ];
    for (const day of days) await challenge(day, tasks);
    const orders = fc.sample(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 0, 2, 4], { minLength: 9 }), 5);
    const outcomes: unknown[] = [];
    for (const order of orders) {
      const who = await learner('UTC');
      const events: string[] = [];
      for (const [i, day] of days.entries()) {
        events.push((await play(who, ['right', 'wrong', 'partly'].slice(i) as Outcome[], noon(day))).eventId);
        events.push(await answer(who, i === 0 ? ['right', 'right'] : ['wrong', 'right'], noon(day), 3 * i));
      }
      for (const i of order) await project(events[i]!);
      outcomes.push(await kept(who));
    }
    expect(await rebuild()).toEqual([]);
    expect(outcomes[0]).toMatchObject([{ done: false }, { done: false }, { done: true }]);
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
  });

  test('[DAY-3] challenges of days on which something was done are there also when nobody made them in time', async () => {
    await project(await answer(ada, ['right', 'right', 'right']));
    expect(await rows('SELECT valid_date::text AS day FROM daily_challenges')).toEqual([{ day: today() }]);
    // nobody makes them for days long ago
    const { eventId } = await play(ada, ['right'], noon('2026-01-05'));
    const worked = (at: Date) =>
      createProgressProjection({ jobs: db.jobs, now: () => at }).handle({ eventId });
    await worked(noon('2026-01-14'));
    expect(await rows('SELECT 1 FROM daily_challenges')).toHaveLength(1);
    await db.jobs.query('DELETE FROM handled_events WHERE event_id = $1', [eventId]);
    await worked(noon('2026-01-13'));
    expect(await rows('SELECT 1 FROM daily_challenges')).toHaveLength(2);
    expect(await rebuild()).toEqual([]);
  });

  test('[DAY-3] a challenge that was made after something was done counts it, by whoever finds it first', async () => {
    const ben = await learner('UTC');
    await db.jobs.query('UPDATE daily_challenge_templates SET is_active = false');
    for (const who of [ada, ben]) await project(await answer(who, ['right', 'right']));
    await db.jobs.query('UPDATE daily_challenge_templates SET is_active = true');
    await challenge(today(), [{ kind: 'right', atLeast: 2 }]);
    expect(await kept(ada)).toEqual([]);
    expect(await seen(ada)).toMatchObject({ state: 'done' });
    const done = [{ value: 2, target: 2, done: true, claimed: false }];
    expect(await kept(ada)).toEqual(done);
    await keepDays(db.jobs, new Date());
    expect(await kept(ben)).toEqual(done);
  });

  test('[DAY-3] what went wrong can be put right for ninety days', async () => {
    const late = await learner('UTC');
    await challenge(daysAfter(today(), -1), [{ kind: 'mended', atLeast: 1 }]);
    for (const [who, days] of [
      [ada, 91],
      [late, 92],
    ] as const)
      for (const [outcome, back] of [
        ['wrong', days],
        ['right', 1],
      ] as const)
        await project((await play(who, [outcome], noon(daysAfter(today(), -back)))).eventId);
    expect(await kept(ada)).toMatchObject([{ value: 1, done: true }]);
    expect(await kept(late)).toEqual([]);
    expect(await rebuild()).toEqual([]);
  });

  test('[DAY-6] a deleted class concerns the challenges of its day, and later ones as far as they ask what went wrong there', async () => {
    const mending: DailyTask[] = [
      { kind: 'mended', atLeast: 1 },
      { kind: 'right', atLeast: 2 },
    ];
    const ofDay = new Map<number, DailyTask[]>([
      [100, [{ kind: 'right', atLeast: 2 }]],
      [11, mending],
      [10, [{ kind: 'right', atLeast: 2 }]],
      [9, mending],
    ]);
    const sessions: string[] = [];
    for (const [back, tasks] of ofDay) {
      const day = daysAfter(today(), -back);
      await challenge(day, tasks);
      const { id, eventId } = await play(ada, back === 100 ? ['wrong', 'right'] : ['right'], noon(day));
      await project(eventId);
      sessions.push(id);
    }
    await db.jobs.query('DELETE FROM live_sessions WHERE id = $1', [sessions[0]]);
    expect(
      await rows(
        `SELECT $1::date - c.valid_date AS back, k.outlived FROM user_daily_challenges k JOIN daily_challenges c ON c.id = k.challenge_id
         WHERE k.user_id = $2 ORDER BY c.valid_date`,
        [today(), ada.userId],
      ),
    ).toEqual([
      { back: 100, outlived: true },
      { back: 11, outlived: true },
      { back: 10, outlived: false },
      { back: 9, outlived: false },
    ]);
    expect(await rebuild()).toEqual([]);
  });

  test('[DAY-3] what was done stays done when its class is deleted', async () => {
    const id = await challenge(today(), [{ kind: 'right', atLeast: 2 }]);
    const played = await play(ada, ['right', 'right']);
    await project(played.eventId);
    await db.jobs.query('DELETE FROM live_sessions WHERE id = $1', [played.id]);
    expect(await seen(ada)).toMatchObject({ state: 'done' });
    await daily().claim(ada, id);
    expect(await rebuild()).toEqual([]);
    expect(await kept(ada)).toMatchObject([{ done: true, claimed: true }]);
  });

  test('[DAY-6] computing it again finds what is missing and what was never done, and puts it right', async () => {
    const days = [0, 1, 2].map((n) => daysAfter(today(), -n));
    const ids: string[] = [];
    for (const day of days) ids.push(await challenge(day, [{ kind: 'right', atLeast: 2 }]));
    for (const day of days.slice(0, 2)) await project(await answer(ada, ['right', 'right'], noon(day)));
    for (const id of ids.slice(0, 2)) await daily().claim(ada, id);
    const before = { kept: await kept(ada), given: await given(ada) };
    await db.jobs.query('DELETE FROM user_daily_challenges WHERE challenge_id = $1', [ids[0]]);
    await db.jobs.query(`DELETE FROM reward_ledger WHERE idempotency_key = $1`, [`challenge:${ids[1]}`]);
    await db.jobs.query(
      `INSERT INTO user_daily_challenges (user_id, challenge_id, current_value, target_value, completed_at) VALUES ($1, $2, 2, 2, now())`,
      [ada.userId, ids[2]],
    );
    expect(await rebuild()).toEqual(
      expect.arrayContaining([
        `missing of the challenge: ${days[0]}`,
        `wrong: 30 XP for challenge:${ids[0]}`,
        `missing: 30 XP for challenge:${ids[1]}`,
        `missing: 10 coins for challenge:${ids[1]}`,
        `wrong of the challenge: ${days[2]}`,
      ]),
    );
    await rebuild(true);
    expect(await rebuild()).toEqual([]);
    // it is done again, and waits to be claimed
    await daily().claim(ada, ids[0]!);
    const keys = (all: typeof before.given) => all.map(({ key }) => key).sort();
    expect(keys(await given(ada))).toEqual(keys(before.given));
    expect(await kept(ada)).toEqual(before.kept);
  });
});

describe('what a challenge gives', () => {
  test('[DAY-5] is given once, also when it is claimed fifty times at the same moment while it is being worked on', async () => {
    const id = await challenge(today(), [{ kind: 'right', atLeast: 2 }]);
    const event = await answer(ada, ['right', 'right']);
    const claims = Array.from({ length: 50 }, () => daily().claim(ada, id));
    const done = await Promise.allSettled([...claims, project(event), keepDays(db.jobs, new Date())]);
    expect(done.filter((one) => one.status === 'rejected')).toEqual([]);
    expect(await given(ada)).toHaveLength(2);
    const [sums] = await rows('SELECT total_xp::integer AS xp, coins FROM learner_stats WHERE user_id = $1', [
      ada.userId,
    ]);
    expect(sums).toEqual({ xp: 20 + 30, coins: 10 });
    expect(await rebuild()).toEqual([]);
  });

  test('[DAY-5] comes by itself when the day is over everywhere, and not before', async () => {
    await challenge(today(), [{ kind: 'right', atLeast: 1 }]);
    const ben = await learner('UTC');
    for (const who of [ada, ben]) await project(await answer(who, ['right']));
    // twelve hours behind UTC a day that begins at six is still that day until then
    const over = Date.parse(`${daysAfter(today(), 1)}T18:00:00Z`);
    await keepDays(db.jobs, new Date(over - 1));
    expect(await given(ada)).toEqual([]);
    await Promise.all([keepDays(db.jobs, new Date(over)), keepDays(db.jobs, new Date(over))]);
    for (const who of [ada, ben]) {
      expect(await given(who)).toHaveLength(2);
      expect((await daily(new Date(over + 86_400_000)).read(who)).waiting).toEqual([]);
    }
  });

  test('[DAY-5] comes to everybody else when one learner cannot be given it', async () => {
    for (const day of [daysAfter(today(), -2), daysAfter(today(), -1)])
      await challenge(day, [{ kind: 'right', atLeast: 1 }]);
    const all = [ada, await learner('UTC'), await learner('UTC')];
    for (const who of all)
      for (const n of [2, 1]) await project(await answer(who, ['right'], noon(daysAfter(today(), -n)), n));
    const jobs = breakingPool(
      db.jobs,
      (sql, values) => sql.includes('SET claimed_at') && values.includes(ada.userId),
    );
    const later = new Date(Date.now() + 2 * 86_400_000);
    await expect(keepDays(jobs, later)).rejects.toThrow('it broke');
    for (const who of all) expect(await given(who)).toHaveLength(who === ada ? 0 : 4);
    await keepDays(db.jobs, later);
    expect(await given(ada)).toHaveLength(4);
  });

  test('[DAY-5] is refused for what is not there or of another school, and gone with the learner', async () => {
    await expect(daily().claim(ada, randomUUID())).rejects.toMatchObject({ code: 'challenge/not-found' });
    const elsewhere = await challenge(
      today(),
      [{ kind: 'right', atLeast: 1 }],
      await createPeople(db.jobs).addOrganization(),
    );
    await expect(daily().claim(ada, elsewhere)).rejects.toMatchObject({ code: 'challenge/not-found' });
    await challenge(today(), [{ kind: 'right', atLeast: 1 }]);
    await project(await answer(ada, ['right']));
    expect(await kept(ada)).toHaveLength(1);
    await db.jobs.query('DELETE FROM users WHERE id = $1', [ada.userId]);
    expect(await kept(ada)).toEqual([]);
  });
});
