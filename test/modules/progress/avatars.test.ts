import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedAvatars } from '../../../src/modules/progress/avatars/avatar.seed.ts';
import { createAvatarService } from '../../../src/modules/progress/avatars/avatar.service.ts';
import { serveAvatars } from '../../../src/modules/progress/avatars/serve-avatars.ts';
import { give } from '../../../src/modules/progress/give.ts';
import { lockLearners } from '../../../src/modules/progress/ledger.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import type { Database } from '../../../src/platform/database/database.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { sendProblems } from '../../../src/platform/http/problem.ts';
import { createLimits } from '../../../src/platform/http/rate-limit.ts';
import type { Avatar } from '../../../src/wire/avatars.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let jobs: pg.Pool;
let db: Pick<Database, 'jobs'>;
let learner: Person;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  jobs = new pg.Pool({ connectionString: database.jobsUrl, max: 12 });
  db = { jobs };
  learner = await addLearner();
  folder = await mkdtemp(join(tmpdir(), 'avatars-'));
  await cp('content/avatars', join(folder, 'avatars'), { recursive: true });
  await cp('content/avatars.yaml', join(folder, 'avatars.yaml'));
  await seedAvatars(db, learner.orgId, folder);
});
afterAll(async () => {
  await jobs.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function addLearner(orgId?: string): Promise<Person> {
  const person = await createPeople(jobs).signUp({ role: 'student', ...(orgId && { orgId }) });
  await jobs.query(`INSERT INTO user_profiles (user_id, display_name) VALUES ($1, 'Ada')`, [person.userId]);
  return person;
}
const avatars = () => createAvatarService({ jobs, now: () => new Date('2026-11-20T10:00:00Z') });
const room = () => avatars().room(learner, 'en');
const named = async (name: string): Promise<Avatar> =>
  (await room()).avatars.find((avatar) => avatar.name === name)!;
const earn = (currency: 'coin' | 'key' | 'xp', amount: number) =>
  inTransaction(jobs, async (client) => {
    await lockLearners(client, [learner.userId]);
    const key = `challenge:${currency}:${amount}`;
    const reward = { key, currency, amount, reason: 'challenge', source: null, day: '2026-11-20' } as const;
    await give(client, new Map([[learner.userId, { rewards: [reward], days: [] }]]));
  });
const entries = async () =>
  (
    await jobs.query<{ delta: number; currency: string }>(
      `SELECT currency, delta FROM reward_ledger WHERE user_id = $1 AND reason = 'avatar' ORDER BY id`,
      [learner.userId],
    )
  ).rows;

describe('avatars', () => {
  test('[AVA-2] come with a badge that the learner has, and are named with it before', async () => {
    const badge = await jobs.query<{ id: string }>(
      `INSERT INTO badges (org_id, slug, name, description, category, unlock_criteria, i18n)
       VALUES ($1, 'ten-lights', 'Ten Lights', 'Ten right answers', 'learning', '{"kind": "count", "of": "right_answers", "atLeast": 10}', '{"es": {"name": "Diez luces"}}') RETURNING id`,
      [learner.orgId],
    );
    const winner = await addLearner(learner.orgId);
    const star = async () =>
      (await avatars().room(winner, 'es')).avatars.find(({ name }) => name === 'Estrella')!;
    expect(await star()).toMatchObject({ owned: false, unlock: { type: 'badge', badge: 'Diez luces' } });
    await expect(avatars().wear(winner, (await star()).id)).rejects.toMatchObject({ code: 'avatar/locked' });
    await jobs.query(
      `INSERT INTO user_badges (user_id, badge_id, unlock_criteria, xp_reward, coin_reward, key_reward, local_date)
       VALUES ($1, $2, '{}', 0, 0, 0, '2026-11-20')`,
      [winner.userId, badge.rows[0]!.id],
    );
    await avatars().wear(winner, (await star()).id);
    expect(await avatars().room(winner, 'es')).toMatchObject({ worn: (await star()).id });
    await jobs.query('DELETE FROM user_badges WHERE user_id = $1', [winner.userId]);
    expect((await star()).owned).toBe(true);
  });

  test('[AVA-1] are 26 small drawings, named in both languages, Clai the first; some are everybody’s from the start', async () => {
    const { avatars: all, coins, keys, worn } = await room();
    expect([all.length, all[0]!.name, coins, keys, worn]).toEqual([26, 'Clai', 0, 0, null]);
    const owned = all.filter((avatar) => avatar.owned);
    expect(owned.map(({ unlock }) => unlock.type)).toEqual(owned.map(() => 'default'));
    expect(owned.length).toBeGreaterThanOrEqual(6);
    const inSpanish = (await avatars().room(learner, 'es')).avatars;
    expect(inSpanish.map(({ name, collection }) => [name, collection])).toContainEqual(['Zorro', 'Bosque']);
    for (const { name, picture } of all) {
      expect(picture.length, name).toBeLessThan(3_000);
      expect(picture, name).toContain('viewBox="0 0 64 64"');
    }
  });

  test('[AVA-2] are worn when they are owned and not before; a level that is reached opens them', async () => {
    const [clai, owl] = [await named('Clai'), await named('Owl')];
    await avatars().wear(learner, clai.id);
    expect((await room()).worn).toBe(clai.id);
    await expect(avatars().wear(learner, owl.id)).rejects.toMatchObject({ code: 'avatar/locked' });
    await expect(
      jobs.query('UPDATE user_profiles SET equipped_avatar_id = $2 WHERE user_id = $1', [
        learner.userId,
        owl.id,
      ]),
    ).rejects.toThrow('user_profiles_equipped_fk');
    await expect(avatars().buy(learner, owl.id, { coins: 0, keys: 0 })).rejects.toMatchObject({
      code: 'avatar/not-for-sale',
    });
    await earn('xp', 345);
    expect((await named('Owl')).owned).toBe(false);
    await earn('xp', 1);
    expect((await named('Owl')).owned).toBe(true);
    await avatars().wear(learner, owl.id);
    expect((await room()).worn).toBe(owl.id);
    await avatars().wear(learner, null);
    expect((await room()).worn).toBeNull();
    const elsewhere = await addLearner();
    await expect(avatars().wear(elsewhere, clai.id)).rejects.toMatchObject({ code: 'avatar/not-found' });
  });

  test('[AVA-3] are bought once at the price that was seen, however many times at once, and stay', async () => {
    const [fox, frog, nova] = [await named('Fox'), await named('Frog'), await named('Nova')];
    const price = { coins: 60, keys: 0 };
    await expect(avatars().buy(learner, frog.id, price)).rejects.toMatchObject({
      code: 'reward/not-enough-coins',
    });
    await earn('coin', 100);
    await earn('key', 2);
    await expect(avatars().buy(learner, frog.id, { coins: 50, keys: 0 })).rejects.toMatchObject({
      code: 'avatar/other-price',
    });
    await Promise.all(Array.from({ length: 12 }, () => avatars().buy(learner, frog.id, price)));
    await avatars().buy(learner, nova.id, { coins: 0, keys: 2 });
    await avatars().buy(learner, fox.id, { coins: 0, keys: 0 });
    expect(await entries()).toEqual([
      { currency: 'coin', delta: -60 },
      { currency: 'key', delta: -2 },
    ]);
    expect(await room()).toMatchObject({ coins: 40, keys: 0 });
    expect((await named('Frog')).owned).toBe(true);
    const found = async (mend = false) => (await rebuildProgress(db, { mend })).differences;
    expect(await found()).toEqual([]);

    // one that is lost comes back, and one that nobody paid for is for sale again and worn no more
    await jobs.query('DELETE FROM user_avatars WHERE user_id = $1 AND avatar_id = $2', [
      learner.userId,
      frog.id,
    ]);
    await avatars().wear(learner, nova.id);
    await jobs.query('DELETE FROM reward_ledger WHERE user_id = $1 AND idempotency_key = $2', [
      learner.userId,
      `avatar:${nova.id}`,
    ]);
    expect((await found())[0]?.what).toEqual([
      'the sum is another: keys',
      `not paid: avatar ${nova.id}`,
      `missing avatar: ${frog.id}`,
    ]);
    await found(true);
    expect(await found()).toEqual([]);
    expect(await room()).toMatchObject({ coins: 40, keys: 2, worn: null });
    expect([(await named('Frog')).owned, (await named('Nova')).owned]).toEqual([true, false]);
    await avatars().buy(learner, nova.id, { coins: 0, keys: 2 });
  });

  test('[AVA-4] that are deleted while they are worn are worn no more; those that are only given no more stay', async () => {
    const [frog, nova] = [await named('Frog'), await named('Nova')];
    await avatars().wear(learner, frog.id);
    await jobs.query('UPDATE avatars SET is_active = false WHERE id = $1', [frog.id]);
    expect((await room()).worn).toBe(frog.id);
    await avatars().wear(learner, nova.id);
    await jobs.query('DELETE FROM avatars WHERE id = $1', [nova.id]);
    expect((await room()).worn).toBeNull();
    expect(await named('Nova')).toBeUndefined();
    expect((await named('Frog')).owned).toBe(true);
    const other = await addLearner(learner.orgId);
    expect((await avatars().room(other, 'en')).avatars.map(({ name }) => name)).not.toContain('Frog');
  });

  test('[AVA-5] that an administrator edited are left as they are by newer content; what content drops is given no more', async () => {
    const path = join(folder, 'avatars.yaml');
    const written = await readFile(path, 'utf8');
    await jobs.query(`UPDATE avatars SET name = 'Our crab' WHERE org_id = $1 AND slug = 'crab'`, [
      learner.orgId,
    ]);
    const newer = written
      .replace('name: Crab', 'name: Sea crab')
      .replace('name: Cactus', 'name: Prickly')
      .split('\n')
      .filter((line) => !line.includes('slug: moon'))
      .join('\n');
    await writeFile(path, newer);
    await Promise.all([1, 2].map(() => seedAvatars(db, learner.orgId, folder)));
    const names = (await room()).avatars.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Our crab', 'Prickly']));
    expect(names).not.toContain('Sleepy moon');
    await writeFile(path, written);
    await seedAvatars(db, learner.orgId, folder);
    expect((await room()).avatars.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Our crab', 'Cactus', 'Sleepy moon']),
    );
  });

  test('[AVA-5] whose content cannot be right are refused with file and reason', async () => {
    const path = join(folder, 'avatars.yaml');
    const written = await readFile(path, 'utf8');
    const refusal = async (content: string) => {
      await writeFile(path, content);
      return seedAvatars(db, learner.orgId, folder).then(
        () => 'taken',
        ({ message }: Error) => message,
      );
    };
    expect(await refusal(written.replace('level: 7', 'level: 7, coins: 5'))).toContain('there is one way');
    expect(await refusal(written.replace('slug: fox', 'slug: bear'))).toContain('a slug stands twice');
    expect(await refusal(written.replace('slug: fox', 'slug: wolf'))).toContain(
      'avatars/wolf.svg is missing',
    );
    const picture = join(folder, 'avatars', 'fox.svg');
    const fox = await readFile(picture, 'utf8');
    await writeFile(picture, fox.replace('</svg>', '<script>1</script></svg>'));
    expect(await refusal(written)).toContain('avatars/fox.svg holds more than a drawing');
    await writeFile(picture, fox);
    expect(await refusal(written)).toBe('taken');
  });
});

describe('pictures', () => {
  /** A server of pictures alone, over a database that has these. */
  async function serve(pictures: ReadonlyMap<string, string>) {
    const asked: string[] = [];
    const query = async ({ name, values }: pg.QueryConfig) => {
      asked.push(name!);
      await new Promise((resolve) => setImmediate(resolve));
      const ids = [...pictures.keys()];
      if (name === 'avatar-ids') return { rows: ids.map((id) => ({ id })) };
      const picture = pictures.get(values![0] as string);
      return { rows: picture === undefined ? [] : [{ picture }] };
    };
    const app = express()
      .disable('etag')
      .use(serveAvatars({ db: { jobs: { query } as unknown as pg.Pool }, limits: createLimits() }))
      .use(sendProblems({ warn: () => {}, error: () => {} } as never));
    const server = app.listen(0);
    const { port } = server.address() as AddressInfo;
    const get = (id: string, headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${port}/avatars/${id}`, { headers });
    const statuses = async (ids: string[]) =>
      Array.from(new Set((await Promise.all(ids.map((id) => get(id)))).map(({ status }) => status))).sort();
    return { get, statuses, asked, close: () => server.close() };
  }
  const drawn = (count: number) =>
    new Map(Array.from({ length: count }, (_, n) => [randomUUID(), `<svg><!-- ${n} --></svg>`]));

  test('[AVA-6] of a whole school come through one address, each read once, however many ask at the same moment', async () => {
    const pictures = drawn(40);
    const { get, statuses, asked, close } = await serve(pictures);
    try {
      const everybody = Array.from({ length: 12 }, () => [...pictures.keys()]).flat();
      expect(await statuses(everybody)).toEqual([200]);
      expect(asked.filter((name) => name === 'avatar-picture')).toHaveLength(40);
      expect(asked.filter((name) => name === 'avatar-ids')).toHaveLength(1);
      const [id, picture] = [...pictures][0]!;
      const first = await get(id);
      expect(await first.text()).toBe(picture);
      expect(first.headers.get('cache-control')).toMatch(/^public, max-age=86400/);
      const etag = first.headers.get('etag')!;
      expect((await get(id, { 'If-None-Match': etag, 'Cache-Control': 'max-age=0' })).status).toBe(304);
    } finally {
      close();
    }
  });

  test('[AVA-6] that there are not cost nothing and keep nobody out; an address that has many others read is refused', async () => {
    const pictures = drawn(302);
    const { get, statuses, asked, close } = await serve(pictures);
    const [first, ...others] = [...pictures.keys()];
    try {
      expect((await get(first!)).status).toBe(200);
      expect(await statuses(Array.from({ length: 400 }, () => randomUUID()))).toEqual([404]);
      expect(asked, 'nothing is read for them').toHaveLength(2);
      expect(await statuses(others.slice(0, 299))).toEqual([200]);
      const refused = await get(others.at(-1)!);
      expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
        429,
        'request/too-many',
      ]);
      expect((await get(others[0]!)).status, 'what is in memory still comes').toBe(200);
    } finally {
      close();
    }
  });
});
