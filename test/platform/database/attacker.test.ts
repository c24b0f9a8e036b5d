import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

/** Somebody got hold of the connection that serves requests and types statements of their own into it. */
let database: TestDatabase;
let jobs: pg.Client;
let owner: pg.Client;
const org = randomUUID();
const otherOrg = randomUUID();
const people = {
  ada: randomUUID(),
  ben: randomUUID(),
  adasMother: randomUUID(),
  bensFather: randomUUID(),
  adasTeacher: randomUUID(),
  bensTeacher: randomUUID(),
  admin: randomUUID(),
  foreignAdmin: randomUUID(),
};
type Name = keyof typeof people;
const roleOf: Record<Name, string> = {
  ada: 'student',
  ben: 'student',
  adasMother: 'guardian',
  bensFather: 'guardian',
  adasTeacher: 'teacher',
  bensTeacher: 'teacher',
  admin: 'admin',
  foreignAdmin: 'admin',
};

beforeAll(async () => {
  database = await createTestDatabase();
  jobs = new pg.Client(database.jobsUrl);
  owner = new pg.Client(database.ownerUrl);
  await Promise.all([jobs.connect(), owner.connect()]);
  await jobs.query(
    `INSERT INTO organizations (id, slug, name) VALUES ($1, 'one', 'One'), ($2, 'two', 'Two')`,
    [org, otherOrg],
  );
  for (const [name, id] of Object.entries(people) as [Name, string][]) {
    const isChild = roleOf[name] === 'student';
    const home = name === 'foreignAdmin' ? otherOrg : org;
    await jobs.query(
      `INSERT INTO users (id, org_id, username, birth_month, is_minor) VALUES ($1, $2, $3, $4, $5)`,
      [id, home, name.toLowerCase(), isChild ? '2016-05-01' : null, isChild],
    );
    await jobs.query('INSERT INTO user_profiles (user_id, display_name) VALUES ($1, $2)', [id, name]);
    await jobs.query(
      'INSERT INTO user_roles (user_id, role_id, org_id) SELECT $1, id, $2 FROM roles WHERE key = $3',
      [id, home, roleOf[name]],
    );
  }
  await family('ada', 'adasMother');
  await family('ben', 'bensFather');
  await schoolClass('ada', 'adasTeacher');
  await schoolClass('ben', 'bensTeacher');
});

afterAll(async () => {
  await Promise.all([jobs?.end(), owner?.end()]);
  await database?.drop();
});

async function family(child: Name, guardian: Name): Promise<void> {
  await jobs.query('INSERT INTO guardian_links (guardian_id, child_id) VALUES ($1, $2)', [
    people[guardian],
    people[child],
  ]);
  await jobs.query(
    `INSERT INTO consents (org_id, child_id, guardian_id, decider, scope, status, method, notice_version)
     VALUES ($1, $2, $3, 'guardian', 'account', 'granted', 'email_plus', 1)`,
    [org, people[child], people[guardian]],
  );
  await jobs.query(`INSERT INTO activity_days (user_id, day, seconds) VALUES ($1, '2026-11-20', 60)`, [
    people[child],
  ]);
  await jobs.query('INSERT INTO accommodations (learner_id, time_factor) VALUES ($1, 1.5)', [people[child]]);
  await jobs.query('INSERT INTO learner_stats (user_id, total_xp) VALUES ($1, 10)', [people[child]]);
  await jobs.query(
    `WITH avatar AS (INSERT INTO avatars (org_id, slug, name, picture) SELECT org_id, id::text, 'Owl', '<svg/>' FROM users WHERE id = $1 RETURNING id)
     INSERT INTO user_avatars (user_id, avatar_id, unlock_method) SELECT $1, id, 'default' FROM avatar`,
    [people[child]],
  );
  await jobs.query(`INSERT INTO streak_days (user_id, local_date) VALUES ($1, '2026-11-20')`, [
    people[child],
  ]);
  await jobs.query(
    `INSERT INTO learner_mastery (user_id, scope, slug, answers, weight_right, weight_wrong, last_answer_at)
     VALUES ($1, 'topic', 'pets', 1, 0, 1, now())`,
    [people[child]],
  );
  await jobs.query(
    `WITH asked AS (INSERT INTO questions (org_id, kind, prompt, explanation, difficulty)
       SELECT org_id, 'true_false', 'Is it so?', 'It is.', 'easy' FROM users WHERE id = $1 RETURNING id)
     INSERT INTO review_cards (user_id, question_id, due_at, stability, difficulty, state, reps, lapses, last_review_at)
     SELECT $1, id, now(), 1, 5, 2, 1, 0, now() FROM asked`,
    [people[child]],
  );
  await jobs.query(
    `INSERT INTO reward_ledger (user_id, currency, delta, reason, source_type, source_id, local_date, idempotency_key)
     VALUES ($1, 'xp', 10, 'answer', 'live_session', $1, '2026-11-20', 'one')`,
    [people[child]],
  );
  const [mission, edition, lesson] = [randomUUID(), randomUUID(), randomUUID()];
  await jobs.query(
    `INSERT INTO missions (id, org_id, slug, title, description, difficulty, mission_type, age_from, age_to, estimated_minutes)
     VALUES ($1::uuid, $2, $1::text, 'x', 'x', 'easy', 'skill', 8, 10, 5)`,
    [mission, org],
  );
  await jobs.query(
    `INSERT INTO mission_editions (id, mission_id, content_hash, layout, plan) VALUES ($1, $2, 'x', 0, '{}')`,
    [edition, mission],
  );
  await jobs.query(
    'INSERT INTO mission_progress (user_id, mission_id, edition_id, lessons_total) VALUES ($1, $2, $3, 1)',
    [people[child], mission, edition],
  );
  await jobs.query(
    `INSERT INTO lesson_progress (user_id, mission_id, lesson_id, kind) VALUES ($1, $2, $3, 'quiz')`,
    [people[child], mission, lesson],
  );
  await jobs.query(
    `WITH q AS (INSERT INTO questions (org_id, kind, prompt, explanation, difficulty) VALUES ($4, 'numeric', 'x', 'x', 'easy') RETURNING id),
       hint AS (INSERT INTO mission_hints (user_id, mission_id, lesson_id, round, question_id, cost) SELECT $1, $2, $3, 1, id, 5 FROM q)
     INSERT INTO question_responses (user_id, id, mission_id, lesson_id, edition_id, question_id, round, try, answer, outcome, share, xp_reward, answered_at, answered_on)
     SELECT $1, $5, $2, $3, $6, id, 1, 1, '4', 'right', 1, 10, now(), '2026-11-20' FROM q`,
    [people[child], mission, lesson, org, randomUUID(), edition],
  );
  await jobs.query(
    `WITH badge AS (INSERT INTO badges (org_id, slug, name, description, category, unlock_criteria)
       SELECT org_id, $1::text, 'First', 'One.', 'learning', '{}' FROM users WHERE id = $1::uuid RETURNING id)
     INSERT INTO user_badges (user_id, badge_id, unlock_criteria, xp_reward, coin_reward, key_reward, local_date)
       SELECT $1::uuid, id, '{}', 10, 0, 0, '2026-11-20' FROM badge`,
    [people[child]],
  );
  await jobs.query(
    `WITH season AS (INSERT INTO seasons (org_id, slug, name, description, days, total_levels, xp_per_level)
         SELECT org_id, $1::text, 'Spring', 'In bloom.', 84, 30, 130 FROM users WHERE id = $1::uuid RETURNING id),
       tier AS (INSERT INTO season_tiers (season_id, level, kind) SELECT id, 1, 'keys' FROM season),
       progress AS (INSERT INTO season_progress (user_id, season_id) SELECT $1::uuid, id FROM season)
     INSERT INTO season_reward_claims (user_id, season_id, level, kind, amount, local_date) SELECT $1::uuid, id, 1, 'keys', 1, '2026-11-20' FROM season`,
    [people[child]],
  );
  await jobs.query(
    `INSERT INTO game_credentials (user_id, game_name, username_sealed, password_sealed) VALUES ($1, 'Chess', 'x', 'y')`,
    [people[child]],
  );
}

async function schoolClass(child: Name, teacher: Name): Promise<void> {
  const group = randomUUID();
  await jobs.query('INSERT INTO groups (id, org_id, name) VALUES ($1, $2, $3)', [
    group,
    org,
    `of ${teacher}`,
  ]);
  await jobs.query(
    `INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student'), ($1, $3, 'teacher')`,
    [group, people[child], people[teacher]],
  );
}

/** As the server does it for a request of this person, but with the attacker's statement. */
async function as<T extends pg.QueryResultRow>(
  name: Name,
  sql: string,
  values: unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client(database.appUrl);
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.user_id', $1, true), set_config('app.org_id', $2, true)`, [
      people[name],
      name === 'foreignAdmin' ? otherOrg : org,
    ]);
    const { rows } = await client.query<T>(sql, values);
    return rows;
  } finally {
    await client.end();
  }
}

const refused = /permission denied|violates row-level security/;

describe('[DAT-1] an attacker with the connection that serves requests', () => {
  it.each([
    [
      'a role',
      `INSERT INTO user_roles (user_id, role_id, org_id) SELECT app_user_id(), id, app_org_id() FROM roles WHERE key = 'admin'`,
    ],
    [
      'a direct right',
      `INSERT INTO user_permissions (user_id, permission_key, org_id) VALUES (app_user_id(), 'audit.read', app_org_id())`,
    ],
    ['points', 'UPDATE live_answers SET points = 9999'],
    ['minutes', 'UPDATE activity_days SET seconds = 0 WHERE user_id = app_user_id()'],
    [
      'a consent',
      `INSERT INTO consents (org_id, child_id, decider, scope, status, method, notice_version)
       VALUES (app_org_id(), app_user_id(), 'self', 'account', 'granted', 'of_age', 1)`,
    ],
    ['another age', `UPDATE users SET birth_month = '1990-01-01', is_minor = false WHERE id = app_user_id()`],
    [
      'a guardian',
      'INSERT INTO guardian_links (guardian_id, child_id) VALUES (app_user_id(), app_user_id())',
    ],
    ['another child’s time', 'DELETE FROM activity_days WHERE user_id <> app_user_id()'],
    [
      'another child’s game login',
      `UPDATE game_credentials SET game_name = 'x' WHERE user_id <> app_user_id()`,
    ],
    ['more time', `INSERT INTO accommodations (learner_id, time_factor) VALUES (app_user_id(), 3)`],
    ['XP', 'UPDATE learner_stats SET total_xp = 1000000'],
    [
      'a reward',
      `INSERT INTO reward_ledger (user_id, currency, delta, reason, source_type, source_id, local_date, idempotency_key)
       VALUES (app_user_id(), 'xp', 1000, 'answer', 'live_session', app_user_id(), '2026-11-20', 'mine')`,
    ],
    ['a right answer', `UPDATE question_responses SET outcome = 'right'`],
    ['a finished mission', `UPDATE mission_progress SET status = 'completed'`],
    ['a longer streak', `INSERT INTO streak_days (user_id, local_date) VALUES (app_user_id(), '2026-11-19')`],
    ['more knowledge', 'UPDATE learner_mastery SET weight_right = 15'],
    ['nothing to come back', 'DELETE FROM review_cards'],
    ['coins', 'UPDATE learner_stats SET coins = 1000'],
    [
      'an avatar that was not paid',
      `INSERT INTO user_avatars (user_id, avatar_id, unlock_method) SELECT app_user_id(), id, 'purchase' FROM avatars`,
    ],
    ['an avatar to wear', 'UPDATE user_profiles SET equipped_avatar_id = NULL'],
    ['a cheaper avatar', 'UPDATE avatars SET coin_cost = 0'],
    ['a higher season level', 'UPDATE season_progress SET season_level = 30'],
    ['an easier season', 'UPDATE seasons SET xp_per_level = 1'],
    ['a richer level', 'UPDATE season_tiers SET amount = 1000'],
    [
      'a reward of a season',
      `INSERT INTO season_reward_claims (user_id, season_id, level, kind, amount, local_date)
       SELECT user_id, season_id, 2, 'keys', 1, '2026-11-20' FROM season_progress`,
    ],
    [
      'a badge',
      `INSERT INTO user_badges (user_id, badge_id, unlock_criteria, xp_reward, coin_reward, key_reward, local_date)
       SELECT app_user_id(), badge_id, '{}', 0, 0, 0, '2026-11-20' FROM user_badges`,
    ],
    ['a badge earned another day', `UPDATE user_badges SET unlocked_at = '2020-01-01'`],
    [
      'a challenge that was not done',
      `INSERT INTO user_daily_challenges (user_id, challenge_id, current_value, target_value, completed_at)
       VALUES (app_user_id(), app_user_id(), 1, 1, now())`,
    ],
    ['less of another', 'DELETE FROM reward_ledger WHERE user_id <> app_user_id()'],
    ['looser controls', 'UPDATE child_controls SET chat_enabled = true'],
    ['a place before the whole school', 'UPDATE child_controls SET school_board = true'],
    ['a board in a class', 'UPDATE groups SET shows_leaderboard = true'],
    ['a new sum', 'SELECT refresh_leaderboard()'],
    [
      'a class of its own',
      `INSERT INTO group_members (group_id, user_id, role) SELECT id, app_user_id(), 'teacher' FROM groups`,
    ],
    ['another status', `UPDATE users SET status = 'active'`],
    [
      'a school agreement',
      `INSERT INTO school_agreements (org_id, title, signed_by, signed_on, valid_until, scopes) VALUES (app_org_id(), 'x', 'x', '2026-01-01', '2027-01-01', '{account}')`,
    ],
    ['an empty audit log', 'DELETE FROM audit_logs'],
    [
      'another audit log',
      `INSERT INTO audit_logs (actor_label, action, entity_type) VALUES ('system', 'role.granted', 'user')`,
    ],
    ['a resurrection', 'DELETE FROM tombstones'],
    ['softer settings', 'UPDATE org_settings SET consent_age = 0'],
    ['another country', `UPDATE consent_ages SET age = 0`],
    ['a function of the jobs', 'SELECT allowed_scopes(app_user_id())'],
    ['somebody out of the door', 'SELECT purge_expired_auth()'],
    ['the months of the log', `SELECT drop_audit_months('2030-01-01')`],
  ])('cannot give itself %s', async (_, statement) => {
    for (const name of ['ada', 'adasTeacher', 'adasMother', 'admin'] as const) {
      await expect(as(name, statement), name).rejects.toThrow(refused);
    }
  });

  it.each(['tutti_worker', 'tutti_owner', 'postgres'])('cannot become %s', async (role) => {
    await expect(as('admin', `SET ROLE ${role}`)).rejects.toThrow(/permission denied|does not exist/);
  });

  it.each([
    'credentials',
    'auth_tokens',
    'totp_factors',
    'auth_identities',
    'known_devices',
    'data_keys',
    'guardian_profiles',
    'mail_messages',
    'roster_imports',
    'tombstones',
    'audit_chain',
    'outbox_events',
    'handled_events',
    'mission_editions',
    'mission_edition_media',
    'mastery_renewals',
    'badges',
    'mv_leaderboard_week',
    'daily_challenge_templates',
    'daily_challenges',
    'user_daily_challenges',
  ])('reads nothing of %s', async (table) => {
    await expect(as('admin', `SELECT * FROM ${table}`)).rejects.toThrow(refused);
  });

  it.each([
    ['game_credentials', 'password_sealed'],
    ['game_credentials', 'username_sealed'],
    ['consent_requests', 'contact_sealed'],
    ['consent_forms', 'file_sealed'],
    ['auth_sessions', 'refresh_token_hash'],
  ])('reads nothing of %s.%s', async (table, column) => {
    await expect(as('ada', `SELECT ${column} FROM ${table}`)).rejects.toThrow(refused);
  });

  it('changes the own profile and nobody else’s', async () => {
    const rename = `UPDATE user_profiles SET display_name = 'x' RETURNING user_id AS id`;
    for (const name of ['ada', 'adasTeacher', 'adasMother', 'admin'] as const)
      expect(await as(name, rename), name).toEqual([{ id: people[name] }]);
  });

  it('wears the own badges and nobody else’s', async () => {
    const wear = 'UPDATE user_badges SET equipped_slot = 1 RETURNING user_id AS id';
    expect(await as('ada', wear)).toEqual([{ id: people.ada }]);
    for (const name of ['adasTeacher', 'adasMother', 'admin'] as const)
      expect(await as(name, wear), name).toEqual([]);
  });

  it('sees of children the own ones alone, whoever it is', async () => {
    const seen = async (name: Name, sql: string) =>
      (await as<{ id: string }>(name, sql)).map(({ id }) => id).sort();
    const both = [people.ada, people.ben].sort();
    const tables = [
      'SELECT child_id AS id FROM consents',
      'SELECT child_id AS id FROM guardian_links',
      'SELECT user_id AS id FROM activity_days',
    ];
    for (const sql of tables) {
      expect(await seen('ada', sql), sql).toEqual([people.ada]);
      expect(await seen('adasMother', sql), sql).toEqual([people.ada]);
      expect(await seen('foreignAdmin', sql), sql).toEqual([]);
    }
    const learners = `SELECT id FROM users WHERE is_minor`;
    expect(await seen('ada', learners)).toEqual([people.ada]);
    expect(await seen('adasMother', learners)).toEqual([people.ada]);
    expect(await seen('adasTeacher', learners)).toEqual([people.ada]);
    expect(await seen('bensTeacher', learners)).toEqual([people.ben]);
    expect(await seen('admin', learners)).toEqual(both);
    expect(await seen('foreignAdmin', learners)).toEqual([]);
    // progress is for the child, its guardians and its own teachers
    for (const table of [
      'learner_stats',
      'reward_ledger',
      'streak_days',
      'mission_progress',
      'lesson_progress',
      'question_responses',
      'mission_hints',
      'learner_mastery',
      'review_cards',
      'user_badges',
      'season_progress',
      'season_reward_claims',
      'activity_days',
    ]) {
      const progress = `SELECT user_id AS id FROM ${table}`;
      for (const name of ['ada', 'adasMother', 'adasTeacher'] as const)
        expect(await seen(name, progress), `${name}: ${table}`).toEqual([people.ada]);
      expect(await seen('bensTeacher', progress), table).toEqual([people.ben]);
      for (const name of ['admin', 'foreignAdmin'] as const)
        expect(await seen(name, progress), `${name}: ${table}`).toEqual([]);
    }
    // more time is for the child, its guardians and its own teachers
    const moreTime = 'SELECT learner_id AS id FROM accommodations';
    for (const name of ['ada', 'adasMother', 'adasTeacher'] as const)
      expect(await seen(name, moreTime), name).toEqual([people.ada]);
    for (const name of ['admin', 'foreignAdmin'] as const) expect(await seen(name, moreTime)).toEqual([]);
    // which games a child plays is for the child and its guardians
    const games = 'SELECT user_id AS id FROM game_credentials';
    expect(await seen('adasMother', games)).toEqual([people.ada]);
    for (const name of ['adasTeacher', 'admin', 'bensFather'] as const) {
      expect(await seen(name, games), name).toEqual(name === 'bensFather' ? [people.ben] : []);
    }
  });

  it('[CLS-4] sees nothing of a child’s account while nobody agrees to it, who teaches the child, nor who taught it yesterday or in another organization', async () => {
    const status = (of: string) => jobs.query('UPDATE users SET status = $2 WHERE id = $1', [people.ada, of]);
    const teaches = (role: string, until: string | null) =>
      jobs.query('UPDATE group_members SET role = $2, until = $3 WHERE user_id = $1', [
        people.adasTeacher,
        role,
        until,
      ]);
    const tables = [
      ...['learner_stats', 'reward_ledger', 'streak_days', 'user_badges', 'user_avatars'],
      ...['mission_progress', 'lesson_progress', 'question_responses', 'mission_hints'],
      ...['learner_mastery', 'review_cards', 'season_progress', 'season_reward_claims', 'activity_days'],
    ];
    const seen = async (name: Name, table: string) =>
      (await as<{ id: string }>(name, `SELECT user_id AS id FROM ${table} WHERE user_id = '${people.ada}'`))
        .length;
    await status('pending_consent');
    try {
      for (const table of tables) {
        expect(await seen('adasTeacher', table), table).toBe(0);
        expect(await seen('adasMother', table), table).toBe(1);
      }
    } finally {
      await status('active');
    }
    await teaches('substitute', '2026-11-20');
    try {
      for (const table of tables) expect(await seen('adasTeacher', table), table).toBe(0);
    } finally {
      await teaches('teacher', null);
    }
    const classIsOf = (of: string) =>
      jobs.query(`UPDATE groups SET org_id = $1 WHERE name = 'of adasTeacher'`, [of]);
    await classIsOf(otherOrg);
    try {
      for (const table of tables) expect(await seen('adasTeacher', table), table).toBe(0);
    } finally {
      await classIsOf(org);
    }
    for (const table of tables) expect(await seen('adasTeacher', table), table).toBe(1);
  });

  it('sees the own classes alone', async () => {
    const names = async (name: Name) =>
      (await as<{ name: string }>(name, 'SELECT name FROM groups ORDER BY name')).map((group) => group.name);
    expect(await names('adasTeacher')).toEqual(['of adasTeacher']);
    expect(await names('ada')).toEqual(['of adasTeacher']);
    expect(await names('adasMother')).toEqual([]);
    expect(await names('admin')).toEqual(['of adasTeacher', 'of bensTeacher']);
    expect(await names('foreignAdmin')).toEqual([]);
  });
});

it('[DAT-1] opens a session for a class that it teaches, and for no other', async () => {
  const open = (name: Name, group: string) =>
    as<{ group_id: string }>(
      name,
      `INSERT INTO live_sessions (org_id, host_id, title, settings, snapshot, group_id)
       VALUES (app_org_id(), app_user_id(), 'x', '{}', '{"rounds": []}', $1) RETURNING group_id`,
      [group],
    );
  const { rows } = await jobs.query<{ id: string }>(`SELECT id FROM groups WHERE name = 'of adasTeacher'`);
  const id = rows[0]!.id;
  expect(await open('adasTeacher', id)).toEqual([{ group_id: id }]);
  for (const name of ['bensTeacher', 'ada', 'adasMother'] as const)
    await expect(open(name, id), name).rejects.toThrow(refused);
});

it('[DAT-1] [GRP-3] opens groups for a class that it teaches, and puts only its learners into them', async () => {
  const { rows } = await jobs.query<{ id: string }>(`SELECT id FROM groups WHERE name = 'of adasTeacher'`);
  const [id, run] = [rows[0]!.id, randomUUID()];
  const open = (name: Name, runId: string) =>
    as<{ id: string }>(
      name,
      `INSERT INTO group_runs (id, org_id, group_id, opened_by, title, minutes) VALUES ($1, app_org_id(), $2, app_user_id(), 'x', 20) RETURNING id`,
      [runId, id],
    );
  expect(await open('adasTeacher', run)).toEqual([{ id: run }]);
  for (const name of ['bensTeacher', 'ada', 'adasMother'] as const)
    await expect(open(name, randomUUID()), name).rejects.toThrow(refused);
});

it('[DAT-1] opens no session that holds a file of another organization, nor tells which files a session shows', async () => {
  const files = [
    [org, 'o'.repeat(32)],
    [otherOrg, 'f'.repeat(32)],
  ];
  for (const file of files)
    await jobs.query(
      `INSERT INTO media_assets (org_id, object_key, kind, alt) VALUES ($1, $2, 'image', 'x')`,
      file,
    );
  const { rows } = await jobs.query<{ id: string }>(
    `INSERT INTO live_sessions (org_id, title, settings, snapshot) VALUES ($1, 'x', '{}', $2) RETURNING id`,
    [org, JSON.stringify({ rounds: files.map(([, id]) => ({ media: { id } })) })],
  );
  const held = await jobs.query(
    'SELECT m.org_id FROM live_session_media s JOIN media_assets m ON m.id = s.media_id WHERE s.session_id = $1',
    [rows[0]!.id],
  );
  expect(held.rows).toEqual([{ org_id: org }]);
  for (const sql of [
    'SELECT * FROM live_session_media',
    'INSERT INTO live_session_media SELECT s.id, m.id FROM live_sessions s, media_assets m',
    'DELETE FROM live_session_media',
  ])
    await expect(as('adasTeacher', sql), sql).rejects.toThrow(refused);
  await jobs.query('DELETE FROM live_sessions WHERE id = $1', [rows[0]!.id]);
});

describe('[DAT-1] what the database allows the two roles that serve', () => {
  it('the request role may write a profile and missions, wear badges, open a class or groups, and nothing else', async () => {
    const { rows } = await owner.query<{ write: string }>(
      `SELECT c.relname || ' ' || p.privilege AS write FROM pg_class c, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p(privilege)
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
         AND (has_table_privilege('tutti_app', c.oid, p.privilege)
           OR (p.privilege IN ('INSERT', 'UPDATE') AND has_any_column_privilege('tutti_app', c.oid, p.privilege)))
       ORDER BY 1`,
    );
    expect(rows.map(({ write }) => write)).toEqual([
      'assessment_questions DELETE',
      'assessment_questions INSERT',
      'assessment_questions UPDATE',
      'assessments INSERT',
      'group_places INSERT',
      'group_runs INSERT',
      'lessons DELETE',
      'lessons INSERT',
      'lessons UPDATE',
      'live_sessions INSERT',
      'mission_prerequisites DELETE',
      'mission_prerequisites INSERT',
      'missions INSERT',
      'missions UPDATE',
      'objectives DELETE',
      'objectives INSERT',
      'objectives UPDATE',
      'question_objectives DELETE',
      'question_objectives INSERT',
      'question_options DELETE',
      'question_options INSERT',
      'questions INSERT',
      'questions UPDATE',
      'user_badges UPDATE',
      'user_profiles UPDATE',
    ]);
  });

  it('the request role may call the functions that tell who asks, and claim a PIN', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT p.proname AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND has_function_privilege('tutti_app', p.oid, 'EXECUTE') ORDER BY 1`,
    );
    const names = rows.map(({ name }) => name);
    expect(names.filter((name) => !name.startsWith('app_'))).toEqual(['claim_pin']);
  });

  it('every table has row security, and every function a fixed search path', async () => {
    const { rows: open } = await owner.query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relrowsecurity
         AND relname NOT LIKE 'mikro_orm_%' AND NOT relispartition`,
    );
    expect(open).toEqual([]);
    const { rows: loose } = await owner.query(
      `SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM unnest(proconfig) c WHERE c LIKE 'search_path=%')`,
    );
    expect(loose).toEqual([]);
  });

  it('partitions give away nothing that their table keeps', async () => {
    const { rows } = await owner.query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relispartition AND relkind = 'r'
         AND (has_table_privilege('tutti_app', oid, 'SELECT') OR has_table_privilege('tutti_worker', oid, 'UPDATE') OR has_table_privilege('tutti_worker', oid, 'DELETE'))`,
    );
    expect(rows).toEqual([]);
  });

  it('no view passes by row security, and one that would is found', async () => {
    const passing = async () =>
      (
        await owner.query<{ relname: string }>(
          `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm') AND NOT COALESCE(reloptions @> '{security_invoker=true}', false)
             -- one that is summed up has no row security: neither role reads it
             AND (relkind = 'v' OR has_table_privilege('tutti_app', oid, 'SELECT') OR has_table_privilege('tutti_worker', oid, 'SELECT'))`,
        )
      ).rows.map(({ relname }) => relname);
    expect(await passing()).toEqual([]);
    try {
      await owner.query('CREATE VIEW everybody AS SELECT id FROM users');
      await owner.query('CREATE VIEW seen WITH (security_invoker = true) AS SELECT id FROM users');
      await owner.query('GRANT SELECT ON everybody, seen TO tutti_app');
      expect(await passing()).toEqual(['everybody']);
      const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
      expect(ids(await as('ada', 'SELECT id FROM seen'))).toEqual(
        ids(await as('ada', 'SELECT id FROM users')),
      );
    } finally {
      await owner.query('DROP VIEW IF EXISTS everybody, seen');
    }
  });

  it('what is appended only stays as it was, for the job role, too', async () => {
    await jobs.query(
      `INSERT INTO audit_logs (actor_label, action, entity_type) VALUES ('system', 'role.granted', 'user')`,
    );
    for (const statement of [
      `UPDATE audit_logs SET action = 'role.removed'`,
      'DELETE FROM audit_logs',
      'UPDATE audit_chain SET seq = 7',
      'DELETE FROM audit_chain',
      `UPDATE consents SET status = 'granted'`,
      'DELETE FROM consents',
      'DELETE FROM tombstones',
      `UPDATE live_events SET type = 'x'`,
    ]) {
      await expect(jobs.query(statement), statement).rejects.toThrow(/permission denied/);
    }
  });

  it('the owner is no superuser: what is refused here is refused by grants and policies', async () => {
    const { rows } = await owner.query(
      `SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'tutti_%' AND (rolsuper OR rolbypassrls)`,
    );
    expect(rows).toEqual([]);
    expect((await owner.query('SELECT current_user AS me')).rows).toEqual([{ me: 'tutti_owner' }]);
  });

  it('1,000 interleaved callers on five connections see their own rows and nobody else’s', async () => {
    const db = await openDatabase({ ...database, entities: [], poolSize: 5 });
    const names = Object.keys(people) as Name[];
    const seen = await Promise.all(
      Array.from({ length: 1_000 }, async (_, i) => {
        const name = names[i % names.length]!;
        const caller = { userId: people[name], orgId: name === 'foreignAdmin' ? otherOrg : org };
        try {
          const rows = await db.asCaller(caller, async (em) => {
            const own = await em.execute<{ child_id: string }[]>('SELECT child_id FROM consents');
            // one in ten fails in the middle: what it set must not stay on the connection
            if (i % 10 === 9) throw new Error('a request that fails');
            const [me] = await em.execute<{ id: string }[]>('SELECT app_user_id() AS id');
            return { own: own.map((row) => row.child_id), me: me!.id };
          });
          return { name, ...rows };
        } catch (error) {
          if ((error as Error).message !== 'a request that fails') throw error;
          return null;
        }
      }),
    );
    const unset = await db.asCaller({ userId: '', orgId: '' }, (em) => em.execute('SELECT * FROM consents'));
    await db.close();
    expect(unset).toEqual([]);
    const children: Partial<Record<Name, string[]>> = {
      ada: [people.ada],
      adasMother: [people.ada],
      ben: [people.ben],
      bensFather: [people.ben],
      admin: [people.ada, people.ben].sort(),
    };
    const finished = seen.filter((one) => one !== null);
    expect(finished).toHaveLength(900);
    for (const { name, own, me } of finished) {
      expect(me).toBe(people[name]);
      expect(own.sort(), name).toEqual(children[name] ?? []);
    }
  });
});
