import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Criterion } from '../../../src/domain/reward/badges/criteria.ts';
import { createProgressProjection } from '../../../src/modules/progress/projection.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let db: Database;
let ada: Person;
let missionId: string;
let editionId: string;
let questions: string[];

beforeAll(async () => {
  database = await createTestDatabase('seeded');
  db = await openDatabase({ ...database, entities: [] });
  const missions = await rows<{ id: string }>('SELECT id FROM missions ORDER BY id LIMIT 1');
  missionId = missions[0]!.id;
  editionId = randomUUID();
  await db.jobs.query(
    `INSERT INTO mission_editions (id, mission_id, content_hash, layout, plan) VALUES ($1, $2, 'x', 0, '{"rounds":[]}')`,
    [editionId, missionId],
  );
  questions = (await rows<{ id: string }>('SELECT id FROM questions ORDER BY id LIMIT 4')).map(
    ({ id }) => id,
  );
});
afterAll(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  ada = await createPeople(db.jobs).signUp({ role: 'student' });
  await db.jobs.query(
    `INSERT INTO user_profiles (user_id, display_name, timezone) VALUES ($1, 'Ada', 'UTC')`,
    [ada.userId],
  );
  await db.jobs.query(
    `INSERT INTO mission_progress (user_id, mission_id, edition_id, lessons_total) VALUES ($1, $2, $3, 4)`,
    [ada.userId, missionId, editionId],
  );
});

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await db.jobs.query<T>(sql, values)).rows;

/** Ada gets one question right, and with it a lesson is done; gives the event that tells it. */
async function study(questionId: string): Promise<string> {
  const lessonId = randomUUID();
  await db.jobs.query(
    `INSERT INTO lesson_progress (user_id, mission_id, lesson_id, kind, is_passed, round_done, completed_at, completed_on, xp_reward)
     VALUES ($1, $2, $3, 'quiz', true, true, now(), current_date, 25)`,
    [ada.userId, missionId, lessonId],
  );
  await db.jobs.query(
    `INSERT INTO question_responses (user_id, id, mission_id, lesson_id, edition_id, question_id, round, try, answer, outcome, share, xp_reward,
       hint_used, answered_at, answered_on)
     VALUES ($1, $2, $3, $4, $5, $6, 1, 1, '[0]', 'right', 1, 10, false, now(), current_date)`,
    [ada.userId, randomUUID(), missionId, lessonId, editionId, questionId],
  );
  await db.jobs.query(
    `UPDATE mission_progress SET questions_answered = questions_answered + 1, questions_correct = questions_correct + 1 WHERE user_id = $1`,
    [ada.userId],
  );
  const told = await rows<{ id: string }>(
    `INSERT INTO outbox_events (org_id, event_type, payload) VALUES ($1, 'answers.checked', $2) RETURNING id::text`,
    [ada.orgId, { learnerId: ada.userId, missionId, answerIds: [] }],
  );
  return told[0]!.id;
}
async function addBadge(slug: string, criteria: Criterion): Promise<void> {
  await db.jobs.query(
    `INSERT INTO badges (org_id, slug, name, description, category, unlock_criteria, xp_reward, coin_reward)
     VALUES ($1, $2, $2, 'A badge.', 'learning', $3, 7, 5)`,
    [ada.orgId, slug, JSON.stringify(criteria)],
  );
}
const project = (eventId: string) => createProgressProjection(db).handle({ eventId });
const rebuild = async (mend: boolean) =>
  (await rebuildProgress(db, { mend })).differences
    .filter(({ learnerId }) => learnerId === ada.userId)
    .flatMap(({ what }) => what.filter((one) => !/^(not projected|knowledge|card)/.test(one)));
const standing = async () => ({
  ledger: await rows(
    'SELECT currency, delta, reason, idempotency_key FROM reward_ledger WHERE user_id = $1 ORDER BY id',
    [ada.userId],
  ),
  days: await rows('SELECT local_date::text FROM streak_days WHERE user_id = $1', [ada.userId]),
  badges: await rows('SELECT badge_id FROM user_badges WHERE user_id = $1', [ada.userId]),
});

test('[PRG-4] [ALO-7] what is there stays when progress is computed again while something new of the mission is told', async () => {
  await addBadge('first right', { kind: 'count', of: 'right_answers', atLeast: 1 });
  await addBadge('two lessons', { kind: 'count', of: 'lessons', atLeast: 2 });
  await project(await study(questions[0]!));
  const before = await standing();
  expect(before).toMatchObject({ days: [{}], badges: [{}] });
  const next = await study(questions[1]!);
  expect(await rebuild(false)).toEqual([]);
  expect(await rebuild(true)).toEqual([]);
  expect(await standing()).toEqual(before);

  // what is made up is found all the same
  await db.jobs.query(
    `INSERT INTO reward_ledger (user_id, currency, delta, reason, source_type, source_id, local_date, idempotency_key)
     VALUES ($1, 'xp', 500, 'answer', 'question', $2, current_date, 'made up')`,
    [ada.userId, questions[0]],
  );
  await db.jobs.query(`INSERT INTO streak_days (user_id, local_date) VALUES ($1, '2026-01-05')`, [
    ada.userId,
  ]);
  expect(await rebuild(false)).toEqual(
    expect.arrayContaining(['wrong: 500 XP for made up', 'wrong day: 2026-01-05']),
  );
  await rebuild(true);
  expect(await standing()).toEqual(before);
  await project(next);
  expect(await rebuild(false)).toEqual([]);
  expect((await standing()).badges).toHaveLength(2);
});

test('[ALO-7] all that waits of a learner is worked on at once, each once', async () => {
  const told: string[] = [];
  for (const question of questions) told.push(await study(question));
  await Promise.all([project(told[1]!), project(told[2]!)]);
  const handled = () =>
    rows(`SELECT 1 FROM handled_events WHERE handler = 'progress' AND event_id = ANY($1::bigint[])`, [told]);
  expect(await handled()).toHaveLength(4);
  const after = await standing();
  expect(after.ledger).toHaveLength(8);
  for (const event of told) await project(event);
  expect(await standing()).toEqual(after);
  expect(await rebuild(false)).toEqual([]);
});
