import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Day } from '../../../src/domain/reward/calendar.ts';
import { buyFreeze } from '../../../src/modules/progress/freeze.service.ts';
import { give } from '../../../src/modules/progress/give.ts';
import { lockLearners } from '../../../src/modules/progress/ledger.ts';
import { createProgressService } from '../../../src/modules/progress/progress.service.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let db: Database;
let learner: Person;
beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase({ ...database, entities: [], poolSize: 12 });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  learner = await createPeople(db.jobs).signUp({ role: 'student' });
  await db.jobs.query(
    `INSERT INTO user_profiles (user_id, display_name, timezone, day_start_hour) VALUES ($1, 'Ada', 'America/New_York', 3)`,
    [learner.userId],
  );
});

const noon = (day: Day) => new Date(`${day}T17:00:00Z`);
const learn = (days: Day[], coins = 0) =>
  inTransaction(db.jobs, async (client) => {
    await lockLearners(client, [learner.userId]);
    const reward = {
      key: `challenge:${coins}`,
      currency: 'coin',
      reason: 'challenge',
      source: null,
      day: '2026-03-01',
    } as const;
    const rewards = coins > 0 ? [{ ...reward, amount: coins }] : [];
    await give(client, new Map([[learner.userId, { rewards, days }]]));
    // as for days whose session was deleted: no answer says otherwise
    await client.query('UPDATE streak_days SET outlived = true WHERE user_id = $1', [learner.userId]);
  });
const buy = (key: string, day: Day) => buyFreeze(db, learner.userId, key, noon(day));
const read = (day: Day) => createProgressService({ db, now: () => noon(day) }).read(learner, learner.userId);
const differences = async () =>
  (await rebuildProgress(db, { mend: false })).differences.filter(
    ({ learnerId }) => learnerId === learner.userId,
  );

describe('freezes', () => {
  test('are nothing for who was erased in the same moment', async () => {
    await expect(buyFreeze(db, randomUUID(), 'one', noon('2026-03-07'))).rejects.toMatchObject({
      code: 'user/not-found',
    });
  });

  test('[PRG-7] are bought, keep a row over days off by themselves, and show in the calendar while and after they do', async () => {
    await learn(['2026-03-07', '2026-03-08'], 100);
    await buy('first-one', '2026-03-08');
    await buy('first-one', '2026-03-08');
    await buy('another', '2026-03-09');
    await expect(buy('third-one', '2026-03-09')).rejects.toMatchObject({ code: 'reward/not-enough-coins' });
    const waiting = await read('2026-03-11');
    expect(waiting.streak).toMatchObject({ days: 2, freezes: { left: 0, atMost: 5, coins: 50 } });
    expect(waiting.coins).toBe(0);
    const frozen = ({ calendar }: typeof waiting) =>
      calendar.filter((day) => day.frozen).map(({ day }) => day);
    expect(frozen(waiting)).toEqual(['2026-03-09', '2026-03-10']);
    expect((await read('2026-03-12')).streak).toMatchObject({ days: 0, longest: 2, freezes: { left: 2 } });

    await learn(['2026-03-11']);
    const kept = await read('2026-03-11');
    expect(kept.streak).toMatchObject({ days: 3, longest: 3, freezes: { left: 0 } });
    expect(frozen(kept)).toEqual(['2026-03-09', '2026-03-10']);
    await learn(['2026-03-20']);
    expect((await read('2026-03-20')).streak).toMatchObject({ days: 1, longest: 3 });
    expect(await differences()).toEqual([]);
    await db.jobs.query(
      `UPDATE learner_stats SET streak_freezes = 5, frozen_days = '{}' WHERE user_id = $1`,
      [learner.userId],
    );
    expect((await differences())[0]!.what).toEqual([
      'the sum is another: freezes',
      'the sum is another: frozen days',
    ]);
    await rebuildProgress(db, { mend: true });
    expect(await differences()).toEqual([]);
    expect(frozen(await read('2026-03-11'))).toEqual(['2026-03-09', '2026-03-10']);
  });

  test('[PRG-7] are five at the most, however many are asked for at once', async () => {
    await learn(['2026-03-07'], 1_000);
    const asked = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => buy(`freeze-${i}`, '2026-03-07')),
    );
    const refused = asked.filter((one) => one.status === 'rejected');
    expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(
      Array(15).fill('streak/enough-freezes'),
    );
    expect(await read('2026-03-07')).toMatchObject({ coins: 750, streak: { freezes: { left: 5 } } });
  });

  test('[PRG-3] rows come out right when days arrive at the same time and from behind', async () => {
    const days = Array.from({ length: 9 }, (_, i) => `2026-03-0${i + 1}`);
    await Promise.all(days.toReversed().map((day) => learn([day])));
    expect((await read('2026-03-09')).streak).toMatchObject({
      days: 9,
      longest: 9,
      today: true,
      freezes: { left: 1 },
    });
    expect(await differences()).toEqual([]);
  });

  test('[PRG-3] a learner says when the own day begins, in which zone, and nobody else’s', async () => {
    const progress = (at: string) => createProgressService({ db, now: () => new Date(at) });
    await learn(['2026-03-07']);
    const today = async (at: string) => (await progress(at).read(learner, learner.userId)).streak.today;
    // until 3 o'clock in New York it is still the 7th
    expect([await today('2026-03-08T06:30:00Z'), await today('2026-03-08T07:30:00Z')]).toEqual([true, false]);
    const other = await createPeople(db.jobs).signUp({ role: 'student', orgId: learner.orgId });
    await db.jobs.query(`INSERT INTO user_profiles (user_id, display_name) VALUES ($1, 'Ben')`, [
      other.userId,
    ]);
    await progress('2026-03-08T12:00:00Z').setDay(other, { timezone: 'Asia/Tokyo', startHour: 0 });
    expect((await read('2026-03-07')).day).toEqual({ timezone: 'America/New_York', startHour: 3 });
    await progress('2026-03-08T12:00:00Z').setDay(learner, { timezone: 'Asia/Tokyo', startHour: 0 });
    expect((await read('2026-03-07')).day).toEqual({ timezone: 'Asia/Tokyo', startHour: 0 });
  });

  test('[PRG-3] a zone that the database does not know is not stored, and one with an older name is', async () => {
    const { setDay } = createProgressService({ db, now: () => noon('2026-03-08') });
    // browsers may tell a mere offset, which the database takes for the opposite
    await expect(setDay(learner, { timezone: '+05:30', startHour: 0 })).rejects.toMatchObject({
      code: 'request/invalid',
    });
    expect((await read('2026-03-08')).day).toEqual({ timezone: 'America/New_York', startHour: 3 });
    await setDay(learner, { timezone: 'Asia/Calcutta', startHour: 0 });
    for (const table of ['user_profiles', 'organizations'])
      await expect(db.jobs.query(`UPDATE ${table} SET timezone = 'Europe/Atlantis'`)).rejects.toThrow(
        'knows no time zone "Europe/Atlantis"',
      );
    const zones = Intl.supportedValuesOf('timeZone');
    const { rows } = await db.jobs.query(
      `SELECT z.name FROM unnest($1::text[]) AS z(name) WHERE app_known_zone(z.name) IS NULL
         OR now() AT TIME ZONE coalesce(zone_renamed(z.name), z.name) <> now() AT TIME ZONE app_known_zone(z.name)`,
      [zones],
    );
    expect(rows).toEqual([]);
    const { rows: renamed } = await db.jobs.query(`SELECT zone_renamed('Asia/Calcutta') AS name`);
    expect(renamed).toEqual([{ name: 'Asia/Kolkata' }]);
  });

  test('[PRG-3] a zone that came with a backup and that the database does not know counts as UTC and stops nobody', async () => {
    const { rows } = await db.jobs.query<{ day: Day }>(
      `SELECT local_day(z.name, 3, '2026-03-08T02:30:00Z')::text AS day FROM unnest('{Europe/Atlantis,Pacific/Auckland,UTC}'::text[]) AS z(name)`,
    );
    expect(rows.map(({ day }) => day)).toEqual(['2026-03-07', '2026-03-08', '2026-03-07']);
  });
});
