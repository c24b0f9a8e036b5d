import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMasteryProjection } from '../../../src/modules/progress/mastery/mastery-projection.ts';
import { createProgressProjection } from '../../../src/modules/progress/projection.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { type AskedQuestion, answeredSession } from '../../support/answered-session.ts';
import { createPeople } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let db: Database;
let orgId: string;
let questions: AskedQuestion[];

beforeAll(async () => {
  database = await createTestDatabase('seeded');
  db = await openDatabase({ ...database, entities: [], poolSize: 8 });
  orgId = (await rows<{ id: string }>('SELECT id FROM organizations LIMIT 1'))[0]!.id;
  const found = await rows<{ id: string }>('SELECT id FROM questions ORDER BY id LIMIT 6');
  questions = found.map(({ id }, i) => ({ id, objectives: [`objective-${i % 4}`] }));
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await db.jobs.query<T>(sql, values)).rows;

async function learner(timezone = 'UTC', startHour = 0): Promise<string> {
  const { userId } = await createPeople(db.jobs).signUp({ role: 'student', orgId });
  await db.jobs.query(
    `INSERT INTO user_profiles (user_id, display_name, timezone, day_start_hour) VALUES ($1, 'Ada', $2, $3)`,
    [userId, timezone, startHour],
  );
  return userId;
}
const play = async (who: readonly string[], outcomes: readonly Outcome[][], at = new Date()) =>
  answeredSession(db.jobs, {
    orgId,
    at,
    questions: questions.slice(0, outcomes[0]!.length),
    players: who.map((learnerId, i) => ({ learnerId, outcomes: outcomes[i]! })),
  });
type Outcome = 'right' | 'partly' | 'wrong';

const project = async (event: { eventId: string }) => {
  const projections = [createProgressProjection(db), createMasteryProjection(db)];
  // neither waits for the other
  if (Number(event.eventId) % 2 === 0) projections.reverse();
  for (const { handle } of projections) await handle(event);
};
const differences = async () => (await rebuildProgress(db, { mend: false })).differences;

/** All that projections keep of somebody, without the names of sessions, which are another one's. */
async function keptOf(id: string) {
  const of = (sql: string) => rows<object>(sql, [id]);
  return {
    sums: await of(`SELECT total_xp, coins, keys, current_streak_days, longest_streak_days, last_activity_date::text, streak_freezes, frozen_days::text
      FROM learner_stats WHERE user_id = $1`),
    entries: await of(
      `SELECT currency, reason, delta, local_date::text, season_id FROM reward_ledger WHERE user_id = $1 ORDER BY 1, 2, 3, 4`,
    ),
    days: await of('SELECT local_date::text FROM streak_days WHERE user_id = $1 ORDER BY 1'),
    seasons: await of(
      'SELECT season_id, season_xp, season_level FROM season_progress WHERE user_id = $1 ORDER BY 1',
    ),
    badges: await of('SELECT badge_id, local_date::text FROM user_badges WHERE user_id = $1 ORDER BY 1'),
    facts: await of('SELECT facts, xp FROM learner_facts WHERE user_id = $1'),
    challenges:
      await of(`SELECT challenge_id, current_value, target_value, completed_at IS NOT NULL AS done FROM user_daily_challenges
      WHERE user_id = $1 ORDER BY 1`),
    known: await of(
      'SELECT scope, slug, answers, weight_right, weight_wrong, last_answer_at FROM learner_mastery WHERE user_id = $1 ORDER BY 1, 2',
    ),
    cards: await of(
      'SELECT question_id, due_at, stability, reps, lapses FROM review_cards WHERE user_id = $1 ORDER BY 1',
    ),
  };
}

describe('many learners', () => {
  test('[PRG-1] [PRG-4] at once get the same as one by one, whoever works on it, in whatever order and however often', async () => {
    const homes: [string, number][] = [
      ['UTC', 0],
      ['Pacific/Auckland', 4],
      ['Pacific/Honolulu', 0],
      ['Europe/Madrid', 6],
    ];
    const outcomes: Outcome[] = ['right', 'wrong', 'right', 'partly'];
    const tasks = [
      { kind: 'mended', atLeast: 5 },
      { kind: 'right', atLeast: 4 },
    ];
    await db.jobs.query(
      `INSERT INTO daily_challenges (org_id, valid_date, slug, title, description, tasks, xp_reward, coin_reward)
       SELECT $1, current_date + n, 'made-here', 'Made here', 'Do it.', $2, 30, 10 FROM generate_series(-10, 1) AS n`,
      [orgId, JSON.stringify(tasks)],
    );
    const ids = () => Promise.all(Array.from({ length: 12 }, (_, i) => learner(...homes[i % homes.length]!)));
    const [together, alone] = [await ids(), await ids()];
    const told: { eventId: string }[] = [];
    for (const [n, hoursAgo] of [0, 26, 50, 200].entries()) {
      const at = new Date(Date.now() - hoursAgo * 3_600_000);
      const given = together.map((_, i) => questions.map((_, q) => outcomes[(i * (n + 1) + q + n) % 4]!));
      told.push(await play(together, given, at));
      for (const [i, id] of alone.entries()) told.push(await play([id], [given[i]!], at));
    }
    // the newest first, some of them twice, by several at once
    const waiting = [...told.toReversed(), ...told.slice(0, 5)];
    const work = async () => {
      for (let event = waiting.shift(); event; event = waiting.shift()) await project(event);
    };
    await Promise.all([work(), work(), work()]);
    for (const [i, id] of together.entries()) expect(await keptOf(id)).toEqual(await keptOf(alone[i]!));
    const { entries, badges, challenges, cards, seasons } = await keptOf(together[0]!);
    for (const kept of [entries, badges, challenges, cards, seasons]) expect(kept).not.toEqual([]);
    expect(await differences()).toEqual([]);
  });

  test('[PRG-1] earn what each round that was played is worth: rounds that moved, last votes, and no round that was skipped', async () => {
    const ada = await learner();
    const [first, second] = questions.map(({ id }) => id) as [string, string];
    await db.jobs.query(
      'UPDATE questions SET xp_reward = CASE id WHEN $1 THEN 7 ELSE 25 END WHERE id = ANY($2)',
      [first, [first, second]],
    );
    const { id, eventId } = await play([ada], [['right', 'right', 'right']]);
    // the second question was asked first, in the last round nothing counts
    await db.jobs.query('UPDATE live_sessions SET played = ARRAY[1, 0, 2] WHERE id = $1', [id]);
    await db.jobs.query(
      'UPDATE live_rounds SET question_id = CASE position WHEN 0 THEN $2::uuid ELSE $3::uuid END WHERE session_id = $1 AND position < 2',
      [id, second, first],
    );
    await db.jobs.query('UPDATE live_rounds SET answered = 0 WHERE session_id = $1 AND position = 2', [id]);
    await db.jobs.query(
      `INSERT INTO live_answers (session_id, round, participant_id, vote, answer_id, answer, outcome, response_ms, answered_at)
       SELECT session_id, round, participant_id, 2, 'again', answer, 'wrong', response_ms, answered_at FROM live_answers
       WHERE session_id = $1 AND round = 1`,
      [id],
    );
    await createProgressProjection(db).handle({ eventId });
    const { entries } = await keptOf(ada);
    const ofAnswers = (currency: string) =>
      (entries as { currency: string; reason: string; delta: number }[])
        .filter((one) => one.currency === currency && one.reason === 'answer')
        .map(({ delta }) => delta);
    expect(ofAnswers('xp')).toEqual([25]);
    expect(await differences()).toEqual([]);
  });

  test('[BDG-2] that know more of objectives keep everything else as it was counted, until their progress counts it anew', async () => {
    const ada = await learner();
    const noon = new Date(`${new Date().toISOString().slice(0, 10)}T12:00:00Z`);
    await project(await play([ada], [['right', 'right']], noon));
    const counted = async () =>
      (
        await rows<{ streak: number; known: number }>(
          `SELECT (facts->'longestStreak')::integer AS streak, jsonb_array_length(facts->'mastery') AS known FROM learner_facts WHERE user_id = $1`,
          [ada],
        )
      )[0];
    expect(await counted()).toEqual({ streak: 1, known: 2 });
    // as nothing counts it
    await db.jobs.query(
      `UPDATE learner_facts SET facts = jsonb_set(facts, '{longestStreak}', '2') WHERE user_id = $1`,
      [ada],
    );
    const next = await play([ada], [['right', 'right', 'right']], new Date(noon.getTime() + 1_000));
    await createMasteryProjection(db).handle(next);
    expect(await counted()).toEqual({ streak: 2, known: 3 });
    await createProgressProjection(db).handle(next);
    expect(await counted()).toEqual({ streak: 1, known: 3 });
    // a session of hers was deleted, and nobody has computed her again yet
    await db.jobs.query(
      `UPDATE learner_facts SET facts = jsonb_set(facts, '{longestStreak}', '2') WHERE user_id = $1`,
      [ada],
    );
    await db.jobs.query('INSERT INTO mastery_renewals (user_id) VALUES ($1)', [ada]);
    const last = await play([ada], [['right']], new Date(noon.getTime() + 2_000));
    await createMasteryProjection(db).handle(last);
    expect(await counted()).toEqual({ streak: 1, known: 3 });
    await createMasteryProjection(db).renew();
    await createProgressProjection(db).handle(last);
    expect(await differences()).toEqual([]);
  });
});
