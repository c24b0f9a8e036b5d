import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { questionKinds } from '../../../src/domain/question/question.ts';
import { seedCatalog } from '../../../src/modules/catalog/catalog.seed.ts';
import { CatalogService } from '../../../src/modules/catalog/catalog.service.ts';
import { entities } from '../../../src/modules/entities.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { contentStore } from '../../support/content-store.ts';
import { png } from '../../support/media-files.ts';
import { createPeople } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { contentFolder, mission, missionText, swap, translation } from './content/content-folder.ts';

const starter = 'content';
const nothing = { added: [], upgraded: [], archived: [], kept: [], unchanged: 0 };
const other = 'missions/seals.yaml';
/** A second mission with ids of its own. */
const otherText = missionText
  .replace('title: Whale Watch', 'title: Seal Watch')
  .replaceAll(/whale-(lungs|fish|food)/g, 'seal-$1')
  .replaceAll('know-whales', 'know-seals');

const withPicture = swap(
  missionText,
  'answer: false',
  'answer: false\n        media: { file: bay.png, alt: A bay }',
);

let database: TestDatabase;
let db: Database;
let orgId: string;
let files: string;
let store: ReturnType<typeof contentStore>;

beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase({ ...database, entities });
  files = await mkdtemp(join(tmpdir(), 'media-'));
  store = contentStore(db, files);
});
beforeEach(async () => {
  orgId = await createPeople(db.jobs).addOrganization();
});
afterAll(async () => {
  await db.close();
  await database.drop();
  await rm(files, { recursive: true });
});

describe('loading', () => {
  it('the first start loads all of the starter content, and loading it again changes no row', async () => {
    const first = await seedCatalog(store, orgId, starter);
    expect(first.added).toContain('spot-the-fake');
    expect(first).toEqual({ ...nothing, added: first.added });
    const before = await everyRow();
    expect(before.missions).toHaveLength(first.added.length);

    expect(await seedCatalog(store, orgId, starter)).toEqual({ ...nothing, unchanged: first.added.length });
    expect(await everyRow()).toEqual(before);
  });

  it('a start with nothing new costs a small part of the first one', async () => {
    const first = await cpuOf(() => seedCatalog(store, orgId, starter));
    const again = await cpuOf(() => seedCatalog(store, orgId, starter));
    expect(again).toBeLessThan(first / 2);
  });

  it('two servers that start at once load everything once', async () => {
    const reports = await Promise.all([1, 2].map(() => seedCatalog(store, orgId, starter)));
    const { rows } = await db.jobs.query('SELECT slug FROM missions WHERE org_id = $1 ORDER BY slug', [
      orgId,
    ]);
    const added = reports.flatMap((report) => report.added).sort();
    expect(added).toEqual(rows.map(({ slug }) => slug));
  });

  it('a mission keeps the order and the keys of its file', async () => {
    await seedCatalog(store, orgId, await contentFolder());
    const { questions, objectives, locales, titles } = await frozen('whale-watch');
    expect(locales).toEqual(['en', 'es']);
    expect(titles).toEqual({ en: 'Whale Watch', es: 'Mira la ballena' });
    expect(objectives).toEqual({
      'know-whales': { en: 'I know how whales breathe.', es: 'Sé cómo respiran las ballenas.' },
    });
    expect(questions.map(({ choices }) => choices.map(({ correct }) => correct))).toEqual([
      [false, true, false],
      [false, true],
      [true, false, true],
    ]);
    expect(questions[2]).toMatchObject({
      kind: 'multiple_choice',
      points: 2,
      partial: true,
      timeLimitSeconds: 40,
      objectives: ['know-whales'],
      texts: {
        en: { prompt: 'What do whales eat?', choices: ['Krill', 'Stones', 'Fish'] },
        es: { prompt: '¿Qué comen las ballenas?', choices: ['Kril', 'Piedras', 'Peces'] },
      },
    });
  });
});

describe('what only learners alone get', () => {
  it('[WRI-10] is stored as the file says it: level, rewards, minutes and what hints cost', async () => {
    const text = [
      ['estimatedMinutes:', 'requiredLevel: 3\nreward: { xp: 20, coins: 0 }\nestimatedMinutes:'],
      ['kind: quiz', 'kind: quiz\n    minutes: 4\n    xp: 0'],
      ['hint: They come up for air.', 'hint: They come up for air.\n        hintCost: 0'],
    ].reduce((all, [from, to]) => swap(all, from!, to!), missionText);
    await seedCatalog(store, orgId, await contentFolder({ [mission]: text }));
    const { rows } = await db.jobs.query(
      `SELECT m.required_level AS level, m.xp_reward AS xp, m.coin_reward AS coins, l.estimated_minutes AS minutes, l.xp_reward AS "lessonXp", q.hint_cost AS hint
       FROM missions m JOIN lessons l ON l.mission_id = m.id JOIN assessments a ON a.lesson_id = l.id
       JOIN assessment_questions aq ON aq.assessment_id = a.id JOIN questions q ON q.id = aq.question_id
       WHERE m.org_id = $1 ORDER BY l.position, aq.position`,
      [orgId],
    );
    const told = { level: 3, xp: 20, coins: 0 };
    expect(rows).toEqual([
      { ...told, minutes: 4, lessonXp: 0, hint: 0 },
      { ...told, minutes: 4, lessonXp: 0, hint: 5 },
      { ...told, minutes: null, lessonXp: 25, hint: 5 },
    ]);
  });
});

describe('a mission with every kind of question', () => {
  it('is stored as it can be played: keys, partners, units, and the picture with its words', async () => {
    await seedCatalog(store, orgId, starter);
    const { questions } = await frozen('the-way-of-water');
    const ofKind = new Map(questions.map((question) => [question.kind, question]));
    expect(new Set(ofKind.keys())).toEqual(new Set(questionKinds));
    expect(ofKind.get('matching')!.texts.es).toMatchObject({
      choices: expect.arrayContaining(['El hielo se vuelve agua']) as string[],
      matches: ['Fusión', 'Congelación', 'Evaporación', 'Condensación'],
    });
    expect(ofKind.get('fill_blank')).toMatchObject({
      spec: { blanks: [{ accepted: expect.arrayContaining(['vapour', 'vapor']) as string[] }, {}] },
      texts: { en: { prompt: expect.stringContaining('___') as string }, es: { blanks: ['vapor', 'nube'] } },
    });
    expect(ofKind.get('slider')).toMatchObject({
      spec: { min: 0, max: 100, step: 1, value: 71, band: 3, edge: 25 },
      texts: { en: { unit: '%' } },
    });
    expect(ofKind.get('open_text')!.spec).toMatchObject({
      keywords: [['evaporates'], ['cloud']].map((words) => expect.arrayContaining(words) as string[]),
    });
    expect(ofKind.get('poll')!.points).toBe(0);
    const { media } = ofKind.get('hotspot')!;
    expect(media).toMatchObject({ kind: 'image', alt: expect.stringContaining('sea') as string });
    const served = await store.media.find(media!.id);
    expect((await stat(served!.path)).size).toBeGreaterThan(1_000);
  });

  it('comes with its picture again when the disk has lost it and the database has not', async () => {
    await seedCatalog(store, orgId, starter);
    const picture = async () => {
      const { questions } = await frozen('the-way-of-water');
      const { media } = questions.find(({ kind }) => kind === 'hotspot')!;
      return (await store.media.find(media!.id))!.path;
    };
    const path = await picture();
    const before = await readFile(path);
    await rm(path);
    expect(await seedCatalog(store, orgId, starter)).toMatchObject({ added: [], upgraded: [] });
    expect(await picture()).toBe(path);
    expect(await readFile(path)).toEqual(before);
  });

  it('[RND-2] gets another address for another picture, and the same one for the same', async () => {
    const load = (picture: Buffer) =>
      contentFolder({
        [mission]: withPicture,
        [translation]: null,
        'missions/whale-watch/bay.png': picture,
      }).then((folder) => seedCatalog(store, orgId, folder));
    const address = async () => (await frozen('whale-watch')).questions[1]!.media!.id;
    await load(png());
    const first = await address();
    expect(await load(png({ size: 8 }))).toEqual({ ...nothing, upgraded: ['whale-watch'] });
    expect(await address()).not.toBe(first);
    await load(png());
    expect(await address()).toBe(first);
  });

  it('is not loaded with a picture that is broken, and the sentence names mission and question', async () => {
    const broken = png().subarray(0, 40);
    const folder = await contentFolder({
      [mission]: withPicture,
      [translation]: null,
      'missions/whale-watch/bay.png': broken,
    });
    await expect(seedCatalog(store, orgId, folder)).rejects.toThrow(/whale-watch.yaml.*"whale-fish"/);
  });
});

describe('a new version', () => {
  it('upgrades the words, keeps every id, and counts the version of what changed', async () => {
    await seedCatalog(store, orgId, await contentFolder());
    const before = await questionRows();
    const text = swap(
      swap(missionText, 'b: With lungs', 'b: With two lungs'),
      'Whales are fish.',
      'Are whales fish?',
    );
    const report = await seedCatalog(store, orgId, await contentFolder({ [mission]: text }));

    expect(report).toEqual({ ...nothing, upgraded: ['whale-watch'] });
    const after = await questionRows();
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(after.map(({ version }) => version)).toEqual([2, 2, 1]);
    const { questions } = await frozen('whale-watch');
    expect(questions[0]!.texts.en!.choices[1]).toBe('With two lungs');
    expect(questions[1]!.texts.en!.prompt).toBe('Are whales fish?');
  });

  it('takes a lesson out, and archives its question instead of deleting it', async () => {
    await seedCatalog(store, orgId, await contentFolder());
    const shorter = missionText.slice(0, missionText.indexOf('  - slug: feeding'));
    await seedCatalog(store, orgId, await contentFolder({ [mission]: shorter, [translation]: null }));

    expect((await frozen('whale-watch')).questions).toHaveLength(2);
    expect((await frozen('whale-watch')).locales).toEqual(['en']);
    expect(await questionRows()).toMatchObject([
      { externalId: 'whale-lungs', archived: false },
      { externalId: 'whale-fish', archived: false },
      { externalId: 'whale-food', archived: true },
    ]);

    await seedCatalog(store, orgId, await contentFolder());
    expect((await frozen('whale-watch')).questions).toHaveLength(3);
  });

  it('never touches a mission that was edited here, and says so at every start', async () => {
    await seedCatalog(store, orgId, await contentFolder());
    await db.jobs.query(`UPDATE missions SET title = 'Our whales', edited_at = now() WHERE org_id = $1`, [
      orgId,
    ]);
    const before = await everyRow();
    const changed = await contentFolder({
      [mission]: swap(missionText, 'b: With lungs', 'b: With two lungs'),
    });

    for (let start = 0; start < 2; start += 1) {
      expect(await seedCatalog(store, orgId, changed)).toEqual({ ...nothing, kept: ['whale-watch'] });
      expect(await everyRow()).toEqual(before);
    }
  });

  it('takes no question out of an edited mission, also when it moved to another file', async () => {
    await seedCatalog(store, orgId, await contentFolder());
    await db.jobs.query('UPDATE missions SET edited_at = now() WHERE org_id = $1', [orgId]);
    const before = await everyRow();
    const moved = await contentFolder({
      [mission]: null,
      [translation]: null,
      [other]: otherText.replace('seal-food', 'whale-food'),
    });
    expect(await seedCatalog(store, orgId, moved)).toEqual({ ...nothing, kept: ['seals'] });
    expect(await everyRow()).toEqual(before);
  });

  it('leaves a mission alone that was made here under the same name', async () => {
    await db.jobs.query(
      `INSERT INTO missions (org_id, slug, title, description, difficulty, mission_type, age_from, age_to, estimated_minutes)
       VALUES ($1, 'whale-watch', 'Mine', 'Made by a teacher', 'easy', 'skill', 9, 12, 5)`,
      [orgId],
    );
    expect(await seedCatalog(store, orgId, await contentFolder())).toEqual({
      ...nothing,
      kept: ['whale-watch'],
    });
    const { rows } = await db.jobs.query('SELECT title FROM missions WHERE org_id = $1', [orgId]);
    expect(rows).toEqual([{ title: 'Mine' }]);
  });

  it('hides a mission that is gone, keeps its rows for the sessions that played it, and shows it when it is back', async () => {
    await seedCatalog(store, orgId, await contentFolder({ [other]: otherText }));
    const { questionId } = (await frozen('seals')).questions[0]!;
    expect(await seedCatalog(store, orgId, await contentFolder())).toEqual({
      ...nothing,
      archived: ['seals'],
      unchanged: 1,
    });
    await expect(frozen('seals')).rejects.toMatchObject({ code: 'mission/not-found' });
    expect(await questionRows()).toHaveLength(6);

    const back = await seedCatalog(store, orgId, await contentFolder({ [other]: otherText }));
    expect(back).toEqual({ ...nothing, upgraded: ['seals'], unchanged: 1 });
    expect((await frozen('seals')).questions[0]!.questionId).toBe(questionId);
  });
});

describe('a broken file', () => {
  it('stops with file, line and field of all there is to mend, and nothing is loaded, not even the sound files', async () => {
    const broken = await contentFolder({
      [other]: swap(otherText, 'prompt: Whales are fish.', 'promt: Whales are fish.'),
    });
    const refusal = await seedCatalog(store, orgId, broken).catch((error: Error) => error);
    expect(refusal).toMatchObject({ name: 'StartError', code: 'content/invalid' });
    expect((refusal as Error).message).toMatch(/missions\/seals\.yaml:\d+ +lessons\[0\]\.questions\[1\]/);
    expect(await everyRow()).toEqual({ topics: [], missions: [], questions: [], options: [], links: [] });
  });

  it('leaves what was loaded before as it was', async () => {
    await seedCatalog(store, orgId, await contentFolder());
    const before = await everyRow();
    const broken = await contentFolder({ [mission]: 'title: [', [other]: otherText });
    await expect(seedCatalog(store, orgId, broken)).rejects.toMatchObject({ code: 'content/invalid' });
    expect(await everyRow()).toEqual(before);
  });

  it('is found also by its name alone, and a folder that is not there is no empty content', async () => {
    await seedCatalog(store, orgId, await contentFolder());
    const strangeName = await contentFolder({ 'missions/Seals.yml': otherText });
    await expect(seedCatalog(store, orgId, strangeName)).rejects.toMatchObject({ code: 'content/invalid' });
    await expect(seedCatalog(store, orgId, '/nowhere')).rejects.toMatchObject({ code: 'content/invalid' });
  });
});

/** Everything that belongs to the organization, times and ids included. */
async function everyRow() {
  const rows = async (sql: string) => (await db.jobs.query(sql, [orgId])).rows;
  return {
    topics: await rows('SELECT * FROM topics WHERE org_id = $1 ORDER BY id'),
    missions: await rows(
      `SELECT m.*, (SELECT json_agg(l ORDER BY l.id) FROM lessons l WHERE l.mission_id = m.id) AS lessons,
         (SELECT json_agg(o ORDER BY o.id) FROM objectives o WHERE o.mission_id = m.id) AS objectives
       FROM missions m WHERE org_id = $1 ORDER BY id`,
    ),
    questions: await rows('SELECT * FROM questions WHERE org_id = $1 ORDER BY id'),
    options: await rows(
      'SELECT o.* FROM question_options o JOIN questions q ON q.id = o.question_id WHERE q.org_id = $1 ORDER BY o.id',
    ),
    links: await rows(
      `SELECT a.*, aq.*, qo.objective_id FROM assessments a JOIN assessment_questions aq ON aq.assessment_id = a.id
       LEFT JOIN question_objectives qo USING (question_id) WHERE a.org_id = $1
       ORDER BY a.id, aq.position, qo.objective_id`,
    ),
  };
}

async function questionRows() {
  const { rows } = await db.jobs.query<{
    id: string;
    externalId: string;
    version: number;
    archived: boolean;
  }>(
    `SELECT id, external_id AS "externalId", version, archived_at IS NOT NULL AS archived
     FROM questions WHERE org_id = $1 ORDER BY id`,
    [orgId],
  );
  return rows;
}

async function frozen(slug: string) {
  const { rows } = await db.jobs.query('SELECT id FROM missions WHERE org_id = $1 AND slug = $2', [
    orgId,
    slug,
  ]);
  return db.asWorker((em) => CatalogService.freezeMission(em, rows[0].id));
}

/** Of this process, in µs: a busy machine makes it no longer. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  return process.cpuUsage(before).user;
}
