import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayIn } from '../../../src/domain/reward/calendar.ts';
import { seedDailyChallenges } from '../../../src/modules/catalog/daily.seed.ts';
import { createDailyService } from '../../../src/modules/progress/daily/daily.service.ts';
import { buyFreeze } from '../../../src/modules/progress/freeze.service.ts';
import { give } from '../../../src/modules/progress/give.ts';
import { lockLearners } from '../../../src/modules/progress/ledger.ts';
import { createMasteryProjection } from '../../../src/modules/progress/mastery/mastery-projection.ts';
import { createProgressProjection } from '../../../src/modules/progress/projection.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import { seedSeasons } from '../../../src/modules/progress/seasons/season.seed.ts';
import { giveLevels } from '../../../src/modules/progress/seasons/season-rewards.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { knownMigrations, migrate, migrateDown } from '../../../src/platform/database/migrate.ts';
import { answeredSession } from '../../support/answered-session.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let db: Database;
let orgId: string;
let ada: Person;
beforeAll(async () => {
  database = await createTestDatabase('seeded');
  db = await openDatabase({ ...database, entities: [] });
  orgId = (await rows<{ id: string }>('SELECT id FROM organizations'))[0]!.id;
  ada = await createPeople(db.jobs).signUp({ role: 'student', orgId });
  await db.jobs.query(`INSERT INTO user_profiles (user_id, display_name) VALUES ($1, 'Ada')`, [ada.userId]);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await db.jobs.query<T>(sql, values)).rows;
const differences = async () =>
  (await rebuildProgress(db, { mend: false })).differences.flatMap(({ what }) => what);
const sums = async () =>
  (
    await rows<{ coins: number }>(
      'SELECT total_xp, coins, keys, streak_freezes, frozen_days, current_streak_days FROM learner_stats WHERE user_id = $1',
      [ada.userId],
    )
  )[0]!;

/** Something of everything: a class, a whole season with all its levels, a challenge of the day, and a freeze for coins. */
async function earn(): Promise<void> {
  const questions = await rows<{ id: string }>(
    `SELECT id FROM questions WHERE kind = 'single_choice' ORDER BY id LIMIT 2`,
  );
  const { eventId } = await answeredSession(db.jobs, {
    orgId,
    at: new Date(),
    questions: questions.map(({ id }) => ({ id, objectives: [] })),
    players: [{ learnerId: ada.userId, outcomes: ['right', 'right'] }],
  });
  const today = dayIn('UTC', Date.now());
  await db.jobs.query(
    `INSERT INTO daily_challenges (org_id, valid_date, slug, title, description, tasks, xp_reward, coin_reward)
     VALUES ($1, $2, 'made-here', 'x', 'x', '[{"kind":"right","atLeast":2}]', 30, 10) ON CONFLICT DO NOTHING`,
    [orgId, today],
  );
  await createProgressProjection(db).handle({ eventId });
  await createMasteryProjection(db).handle({ eventId });
  const own = await createDailyService({ db, now: () => new Date() }).read(ada);
  await createDailyService({ db, now: () => new Date() }).claim(ada, own.today!.id);
  const [season] = await rows<{ id: string }>('SELECT id FROM seasons WHERE is_active');
  await inTransaction(db.jobs, async (client) => {
    await lockLearners(client, [ada.userId]);
    const source = { type: 'live_session', id: randomUUID() } as const;
    const reward = {
      key: `question:${source.id}`,
      currency: 'xp',
      amount: 4_000,
      reason: 'answer',
      source,
      day: today,
    } as const;
    await give(client, new Map([[ada.userId, { rewards: [reward], days: [] }]]));
    const levels = Array.from({ length: 30 }, (_, i) => i + 1);
    await giveLevels(client, ada.userId, season!.id, levels);
  });
  await buyFreeze(db, ada.userId, randomUUID(), new Date()).catch((error) =>
    expect(error).toMatchObject({ code: 'streak/enough-freezes' }),
  );
}

test('what seasons and challenges gave stays when they are taken back, and is nothing wrong when they are there again [SEA-2] [DAY-6]', async () => {
  await earn();
  const before = await sums();
  expect(before).toMatchObject({ streak_freezes: 5 });
  expect(await differences()).toEqual([]);
  const known = await knownMigrations();
  await migrateDown(database.ownerUrl, known[known.indexOf('Migration20261122035000_seasons') - 1]!);
  expect(await sums()).toEqual(before);
  await migrate(database.ownerUrl);
  await seedSeasons(db, orgId, 'content');
  await seedDailyChallenges(db, orgId, 'content');
  expect(await differences()).toEqual([]);
  expect(await sums()).toEqual(before);
  await earn();
  expect(await differences()).toEqual([]);
  expect((await sums()).coins).toBeGreaterThan(before.coins);
});
