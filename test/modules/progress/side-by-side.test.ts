import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dayIn } from '../../../src/domain/reward/calendar.ts';
import { lockLearners } from '../../../src/modules/progress/ledger.ts';
import { createMasteryProjection } from '../../../src/modules/progress/mastery/mastery-projection.ts';
import { createProgressProjection } from '../../../src/modules/progress/projection.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { answeredSession } from '../../support/answered-session.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let db: Database;
let question: string;
let people: ReturnType<typeof createPeople>;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  database = await createTestDatabase('seeded');
  db = await openDatabase({ ...database, entities: [], poolSize: 8 });
  people = createPeople(db.jobs);
  question = (await rows<{ id: string }>('SELECT id FROM questions ORDER BY id LIMIT 1'))[0]!.id;
});
afterAll(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  ada = await learner();
  ben = await learner(ada.orgId);
});

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
const play = (at = new Date()) =>
  answeredSession(db.jobs, {
    orgId: ada.orgId,
    at,
    questions: [{ id: question, objectives: ['tell-cats-from-dogs'] }],
    players: [ada, ben].map(({ userId }) => ({ learnerId: userId, outcomes: ['right'] })),
  });
const projectAll = async (event: { eventId: string }) => {
  await createProgressProjection(db).handle(event);
  await createMasteryProjection(db).handle(event);
};
const differences = async () =>
  (await rebuildProgress(db, { mend: false })).differences.filter(({ learnerId }) =>
    [ada.userId, ben.userId].includes(learnerId),
  );
const waiting = () =>
  rows<{ id: string }>('SELECT user_id AS id FROM mastery_renewals WHERE user_id = ANY($1::uuid[])', [
    [ada.userId, ben.userId],
  ]);
/** Until somebody waits for a lock, or the work is over without one. */
async function blocked(work: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  const isWaiting = async () =>
    (
      await rows(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
    ).length > 0;
  await expect.poll(async () => isOver || (await isWaiting()), { timeout: 10_000 }).toBe(true);
}

describe('renewing what learners know', () => {
  test('[MST-1] forgets no session that is deleted at the same moment', async () => {
    const { id, eventId } = await play();
    await projectAll({ eventId });
    await db.jobs.query('INSERT INTO mastery_renewals (user_id) VALUES ($1)', [ada.userId]);
    const deleting = await db.jobs.connect();
    await deleting.query('BEGIN');
    await deleting.query('DELETE FROM live_sessions WHERE id = $1', [id]);
    const { renew } = createMasteryProjection(db);
    const renewing = renew();
    await blocked(renewing);
    await deleting.query('COMMIT');
    deleting.release();
    await renewing;
    await renew();
    expect(await waiting()).toEqual([]);
    expect(await differences()).toEqual([]);
  });

  test('[MST-1] takes sessions before learners, as projections do', async () => {
    const { id } = await play();
    await db.jobs.query(`UPDATE live_sessions SET projected_at = now() - interval '1 hour' WHERE id = $1`, [
      id,
    ]);
    await db.jobs.query('INSERT INTO mastery_renewals (user_id) VALUES ($1)', [ada.userId]);
    await db.jobs.query('INSERT INTO learner_stats (user_id) VALUES ($1)', [ada.userId]);
    const projecting = await db.jobs.connect();
    await projecting.query('BEGIN');
    await projecting.query('SELECT 1 FROM live_sessions WHERE id = $1 FOR UPDATE', [id]);
    const renewing = createMasteryProjection(db).renew();
    await blocked(renewing);
    const locked = await projecting.query(
      'SELECT 1 FROM learner_stats WHERE user_id = $1 FOR UPDATE NOWAIT',
      [ada.userId],
    );
    expect(locked.rowCount).toBe(1);
    await projecting.query('COMMIT');
    projecting.release();
    await renewing;
    expect(await waiting()).toEqual([]);
  });

  test('goes on with the others when one cannot be computed, and fails in the end', async () => {
    const { eventId } = await play();
    await projectAll({ eventId });
    await db.jobs.query('INSERT INTO mastery_renewals (user_id) SELECT unnest($1::uuid[])', [
      [ada.userId, ben.userId],
    ]);
    const broken = {
      query: db.jobs.query.bind(db.jobs),
      connect: async () => {
        const client = await db.jobs.connect();
        const run = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
        const query = (sql: string, values?: unknown[]) =>
          sql.includes('DELETE FROM learner_mastery') && values?.[0] === ada.userId
            ? Promise.reject(new Error('it broke'))
            : run(sql, values);
        return new Proxy(client, {
          get: (of, name) => {
            const value = name === 'query' ? query : Reflect.get(of, name, of);
            return typeof value === 'function' ? value.bind(of) : value;
          },
        });
      },
    } as unknown as pg.Pool;
    await expect(createMasteryProjection({ jobs: broken }).renew()).rejects.toThrow('it broke');
    expect(await waiting()).toEqual([{ id: ada.userId }]);
    await createMasteryProjection(db).renew();
    expect(await waiting()).toEqual([]);
  });
});

test('[ERA-1] whoever is erased at the same moment is left out, and everybody else gets what is theirs', async () => {
  const { eventId } = await play();
  const erasing = await db.jobs.connect();
  await erasing.query('BEGIN');
  await erasing.query('DELETE FROM users WHERE id = $1', [ada.userId]);
  const locking = inTransaction(db.jobs, (client) => lockLearners(client, [ben.userId, ada.userId]));
  await blocked(locking);
  await erasing.query('COMMIT');
  erasing.release();
  expect(await locking).toEqual([ben.userId]);
  await projectAll({ eventId });
  expect(
    await rows('SELECT total_xp::integer AS xp FROM learner_stats WHERE user_id = $1', [ben.userId]),
  ).toEqual([{ xp: 60 }]);
});

describe('a session that is deleted', () => {
  const badge = async (slug: string) =>
    (
      await rows<{ id: string }>(
        `INSERT INTO badges (org_id, slug, name, description, category, unlock_criteria)
         VALUES ($1, $2, $2, 'A badge.', 'learning', '{"kind":"count","of":"classes","atLeast":1}') RETURNING id`,
        [ada.orgId, slug],
      )
    )[0]!.id;

  test('[BDG-4] leaves badges alone that were there before it ended', async () => {
    const early = await badge('early');
    const first = await play(new Date(Date.now() - 86_400_000));
    await projectAll(first);
    await db.jobs.query(
      `UPDATE user_badges SET unlocked_at = now() - interval '20 hours' WHERE badge_id = $1`,
      [early],
    );
    const late = await badge('late');
    const second = await play();
    await projectAll(second);
    const outlived = async () =>
      (
        await rows<{ id: string }>('SELECT badge_id AS id FROM user_badges WHERE user_id = $1 AND outlived', [
          ada.userId,
        ])
      ).map(({ id }) => id);
    await db.jobs.query('DELETE FROM live_sessions WHERE id = $1', [second.id]);
    expect(await outlived()).toEqual([late]);
    await db.jobs.query('DELETE FROM live_sessions WHERE id = $1', [first.id]);
    expect((await outlived()).sort()).toEqual([early, late].sort());
  });

  test('[PRG-3] keeps its days also when a version without hours fixed where its learners lived', async () => {
    await db.jobs.query('UPDATE user_profiles SET day_start_hour = 3 WHERE user_id = $1', [ada.userId]);
    const { id, eventId } = await play(new Date('2026-03-02T01:00:00Z'));
    await db.jobs.query(`UPDATE live_participants SET timezone = 'UTC' WHERE session_id = $1`, [id]);
    await projectAll({ eventId });
    const days = () =>
      rows('SELECT local_date::text AS day, outlived FROM streak_days WHERE user_id = $1', [ada.userId]);
    expect(await days()).toEqual([{ day: '2026-03-02', outlived: false }]);
    await db.jobs.query('DELETE FROM live_sessions WHERE id = $1', [id]);
    expect(await days()).toEqual([{ day: '2026-03-02', outlived: true }]);
    await createMasteryProjection(db).renew();
    expect(await differences()).toEqual([]);
  });
});

test('[BDG-2] a badge counts for the own day on which something was earned last, and else for the day that it is there', async () => {
  const utcHour = new Date().getUTCHours();
  const ahead = utcHour > 14 ? 26 - utcHour : 2 - utcHour;
  // two or nearly three in the morning
  const zone = `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
  await db.jobs.query('UPDATE user_profiles SET timezone = $2, day_start_hour = 6 WHERE user_id = $1', [
    ada.userId,
    zone,
  ]);
  await db.jobs.query('INSERT INTO learner_stats (user_id) SELECT unnest($1::uuid[])', [
    [ada.userId, ben.userId],
  ]);
  await db.jobs.query(
    `INSERT INTO reward_ledger (user_id, currency, delta, reason, local_date, idempotency_key)
     VALUES ($1, 'coin', 80, 'challenge', '2026-03-02', 'won'), ($1, 'coin', -50, 'freeze', '2026-03-09', 'bought')`,
    [ben.userId],
  );
  await db.jobs.query(
    `INSERT INTO badges (org_id, slug, name, description, category, unlock_criteria)
     VALUES ($1, 'here', 'Here', 'A badge.', 'learning', '{"kind":"count","of":"levels","atLeast":1}')`,
    [ada.orgId],
  );
  const told = await rows<{ id: string }>(
    `INSERT INTO outbox_events (org_id, event_type, payload) VALUES ($1, 'badges.changed', '{}') RETURNING id::text`,
    [ada.orgId],
  );
  await createProgressProjection(db).handle({ eventId: told[0]!.id });
  const dayOf = async ({ userId }: Person) =>
    (
      await rows<{ day: string }>('SELECT local_date::text AS day FROM user_badges WHERE user_id = $1', [
        userId,
      ])
    )[0]?.day;
  expect(await dayOf(ben)).toBe('2026-03-02');
  expect(await dayOf(ada)).toBe(dayIn(zone, Date.now(), 6));
});
