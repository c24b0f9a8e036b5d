import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

/** Row policies must find what is asked for, instead of making a list of all that may be seen: a school gathers sessions for years. */
const sessions = 2_000;
const learners = 2_000;
const mostRows = 200;

let database: TestDatabase;
let jobs: pg.Client;
const org = randomUUID();
const people = { teacher: randomUUID(), admin: randomUUID(), student: randomUUID() };
type Who = keyof typeof people;

beforeAll(async () => {
  database = await createTestDatabase();
  jobs = new pg.Client(database.jobsUrl);
  await jobs.connect();
  await jobs.query(`INSERT INTO organizations (id, slug, name) VALUES ($1, 'large', 'Large')`, [org]);
  for (const [role, id] of Object.entries(people)) {
    await jobs.query('INSERT INTO users (id, org_id, username) VALUES ($1, $2, $3)', [id, org, role]);
    await jobs.query('INSERT INTO user_profiles (user_id, display_name) VALUES ($1, $2)', [id, role]);
    await jobs.query(
      'INSERT INTO user_roles (user_id, role_id, org_id) SELECT $1, id, $2 FROM roles WHERE key = $3',
      [id, org, role],
    );
  }
  await jobs.query(
    `WITH made AS (INSERT INTO users (org_id, username) SELECT $1, 'learner' || n FROM generate_series(1, $2::integer) AS n RETURNING id),
       named AS (INSERT INTO user_profiles (user_id, display_name) SELECT id, 'Robin' FROM made)
     INSERT INTO learner_profiles (user_id) SELECT id FROM made`,
    [org, learners],
  );
  await jobs.query(
    `INSERT INTO live_sessions (org_id, host_id, title, settings, snapshot)
     SELECT $1, $2, 'Session ' || n, '{}', '{"rounds":[]}' FROM generate_series(1, $3::integer) AS n`,
    [org, people.teacher, sessions],
  );
  await jobs.query(
    `INSERT INTO live_participants (session_id, nickname, skeleton) SELECT id, 'Robin', 'robin' FROM live_sessions`,
  );
  await jobs.query(
    `UPDATE live_participants SET user_id = $1 WHERE session_id IN (SELECT id FROM live_sessions LIMIT 3)`,
    [people.student],
  );
  await analyze();
}, 60_000);
afterAll(async () => {
  await jobs.end();
  await database.drop();
});

async function analyze(): Promise<void> {
  const owner = new pg.Client(database.ownerUrl);
  await owner.connect();
  await owner.query('ANALYZE');
  await owner.end();
}

/** What came out, and how many rows the database read for it, those of functions that policies ask included. */
async function ask(
  who: Who,
  statement: string,
  values: unknown[] = [],
): Promise<{ read: number; got: number }> {
  const client = new pg.Client(database.appUrl);
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.user_id', $1, true), set_config('app.org_id', $2, true)`, [
      people[who],
      org,
    ]);
    const { rowCount } = await client.query(statement, values);
    const { rows } = await client.query<{ read: string }>(
      'SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) AS read FROM pg_stat_xact_user_tables',
    );
    return { read: Number(rows[0]!.read), got: rowCount! };
  } finally {
    await client.end();
  }
}

const oneSession = `SELECT s.title, (SELECT p.display_name FROM user_profiles p WHERE p.user_id = s.host_id),
  (SELECT count(*) FROM live_participants lp WHERE lp.session_id = s.id) FROM live_sessions s WHERE s.id = $1`;

test.each(['teacher', 'admin'] as const)(
  'of thousands of sessions the %s reads one, and the database looks at no other',
  async (who) => {
    const { rows } = await jobs.query('SELECT id FROM live_sessions ORDER BY id LIMIT 1');
    const { read, got } = await ask(who, oneSession, [rows[0].id]);
    expect(got).toBe(1);
    expect(read).toBeLessThan(mostRows);
  },
);

test('of thousands of players a learner finds the own seats, and the database looks at no other', async () => {
  const { read, got } = await ask('student', 'SELECT session_id FROM app_watched_participants()');
  expect(got).toBe(3);
  expect(read).toBeLessThan(mostRows);
  const { rows } = await jobs.query(
    'SELECT session_id AS id FROM live_participants WHERE user_id IS NULL LIMIT 1',
  );
  expect((await ask('student', oneSession, [rows[0].id])).got).toBe(0);
});

test('of thousands of answers given alone a teacher reads those of one learner, and looks at each learner of the class once', async () => {
  const each = 20;
  const { rows } = await jobs.query<{ id: string }>(
    `WITH class AS (INSERT INTO groups (org_id, name) VALUES ($1, '4b') RETURNING id),
       teacher AS (INSERT INTO group_members (group_id, user_id, role) SELECT id, $2, 'teacher' FROM class),
       mission AS (INSERT INTO missions (org_id, slug, title, description, difficulty, mission_type, age_from, age_to, estimated_minutes)
         VALUES ($1, 'alone', 'x', 'x', 'easy', 'skill', 8, 10, 5) RETURNING id),
       edition AS (INSERT INTO mission_editions (mission_id, content_hash, layout, plan) SELECT id, 'x', 0, '{}' FROM mission RETURNING id, mission_id),
       begun AS (INSERT INTO mission_progress (user_id, mission_id, edition_id, lessons_total)
         SELECT l.user_id, e.mission_id, e.id, 1 FROM learner_profiles l CROSS JOIN edition e RETURNING user_id, mission_id, edition_id),
       question AS (INSERT INTO questions (org_id, kind, prompt, explanation, difficulty) VALUES ($1, 'numeric', 'x', 'x', 'easy') RETURNING id),
       given AS (INSERT INTO question_responses (user_id, id, mission_id, lesson_id, edition_id, question_id, round, try, answer, outcome, share, xp_reward, answered_at, answered_on)
         SELECT b.user_id, gen_random_uuid(), b.mission_id, b.mission_id, b.edition_id, q.id, n, 1, '4', 'right', 1, 10, now(), '2026-11-20'
         FROM begun b CROSS JOIN question q CROSS JOIN generate_series(1, $3::integer) AS n)
     INSERT INTO group_members (group_id, user_id, role) SELECT c.id, l.user_id, 'student'
     FROM (SELECT user_id FROM learner_profiles ORDER BY user_id LIMIT 25) l CROSS JOIN class c RETURNING user_id AS id`,
    [org, people.teacher, each],
  );
  await analyze();
  const oneLearner = 'SELECT answer FROM question_responses WHERE user_id = $1';
  const { read, got } = await ask('teacher', oneLearner, [rows[0]!.id]);
  expect(got).toBe(each);
  expect(read).toBeLessThan(mostRows);
  expect((await ask('student', oneLearner, [rows[0]!.id])).got).toBe(0);
}, 30_000);

test('of thousands of people the administration reads one, and the database looks at no other', async () => {
  const { rows } = await jobs.query('SELECT user_id AS id FROM learner_profiles LIMIT 1');
  const onePerson = `SELECT p.display_name, l.user_id FROM user_profiles p JOIN learner_profiles l ON l.user_id = p.user_id WHERE p.user_id = $1`;
  const { read, got } = await ask('admin', onePerson, [rows[0].id]);
  expect(got).toBe(1);
  expect(read).toBeLessThan(mostRows);
  expect((await ask('student', onePerson, [rows[0].id])).got).toBe(0);
});
