import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { seedBadges } from '../../../src/modules/catalog/badges.seed.ts';
import { type BadgesFile, badgesFile } from '../../../src/modules/catalog/content/badges.schema.ts';
import { entities } from '../../../src/modules/entities.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { badgeCategories, badgeRarities } from '../../../src/wire/badges.ts';
import { createPeople } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let db: Database;
let folder: string;
let starter: BadgesFile['badges'];

beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase({ ...database, entities });
  folder = await mkdtemp(join(tmpdir(), 'badges-'));
  await cp('content/badges.yaml', join(folder, 'badges.yaml'));
  starter = badgesFile.parse(parse(await readFile('content/badges.yaml', 'utf8'))).badges;
});
afterAll(async () => {
  await db.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

it('the starter content has badges of every category and rarity, with words of their own in both languages', async () => {
  expect(starter.length).toBeGreaterThanOrEqual(40);
  expect(new Set(starter.map(({ category }) => category))).toEqual(new Set(badgeCategories));
  expect(new Set(starter.map(({ rarity }) => rarity))).toEqual(new Set(badgeRarities));
  for (const pick of [
    (badge: (typeof starter)[number]) => badge.name,
    (badge: (typeof starter)[number]) => badge.description,
    (badge: (typeof starter)[number]) => badge.es.name,
    (badge: (typeof starter)[number]) => badge.es.description,
  ])
    expect(new Set(starter.map(pick)).size).toBe(starter.length);
});

it('badges name topics and missions that there are', async () => {
  const { topics } = parse(await readFile('content/topics.yaml', 'utf8')) as { topics: { slug: string }[] };
  const named = starter.flatMap(({ criteria }) =>
    criteria.kind === 'collection' && 'all' in criteria ? [criteria] : [],
  );
  expect(named.length).toBeGreaterThan(1);
  for (const { of, all } of named)
    for (const slug of all)
      if (of === 'topics') expect(topics.map((topic) => topic.slug)).toContain(slug);
      else expect(await readFile(`content/missions/${slug}.yaml`, 'utf8')).toContain('title:');
});

it('badges are loaded once, taken up anew where their file changed, and left alone where they were edited', async () => {
  const orgId = await createPeople(db.jobs).addOrganization();
  const slugs = starter.map(({ slug }) => slug);
  const events = async () =>
    (
      await db.jobs.query(`SELECT 1 FROM outbox_events WHERE org_id = $1 AND event_type = 'badges.changed'`, [
        orgId,
      ])
    ).rowCount;
  expect((await seedBadges(db, orgId, folder)).changed).toEqual(slugs);
  expect((await seedBadges(db, orgId, folder)).changed).toEqual([]);
  expect(await events()).toBe(1);

  const [edited, changed] = slugs as [string, string];
  const gone = slugs.at(-1)!;
  await db.jobs.query(`UPDATE badges SET name = 'Our Own' WHERE org_id = $1 AND slug = $2`, [orgId, edited]);
  const file = join(folder, 'badges.yaml');
  const before = await readFile(file, 'utf8');
  const badge = (slug: string) =>
    before.split(/(?=^ {2}- slug: )/m).find((part) => part.includes(`slug: ${slug}\n`))!;
  await writeFile(
    file,
    before
      .replace(badge(gone), '')
      .replace(badge(edited), badge(edited).replace(/name: .*/, 'name: Another'))
      .replace(badge(changed), badge(changed).replace(/xp: \d+/, 'xp: 77')),
  );
  expect((await seedBadges(db, orgId, folder)).changed).toEqual([changed, gone]);
  const { rows } = await db.jobs.query(
    'SELECT slug, name, xp_reward AS xp, is_active AS active FROM badges WHERE org_id = $1 AND slug = ANY($2) ORDER BY position, slug',
    [orgId, [edited, changed, gone]],
  );
  expect(rows).toMatchObject([
    { slug: edited, name: 'Our Own', active: true },
    { slug: changed, xp: 77, active: true },
    { slug: gone, active: false },
  ]);
  await writeFile(file, before);
  expect((await seedBadges(db, orgId, folder)).changed).toEqual([changed, gone]);
  expect(await events()).toBe(3);
});

it('a file that cannot be understood stops the start and says where', async () => {
  const orgId = await createPeople(db.jobs).addOrganization();
  const file = join(folder, 'badges.yaml');
  const sound = await readFile(file, 'utf8');
  await writeFile(
    file,
    sound.replace('{ kind: count, of: right_answers, atLeast: 1 }', '{ kind: speed, atMost: 3 }'),
  );
  await expect(seedBadges(db, orgId, folder)).rejects.toThrow(/badges\.yaml:\d+ {2}badges\[0\]\.criteria/);
  await writeFile(file, sound);
});
