import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogRoutes } from '../../../src/modules/catalog/catalog.routes.ts';
import { seedCatalog } from '../../../src/modules/catalog/catalog.seed.ts';
import { CatalogService } from '../../../src/modules/catalog/catalog.service.ts';
import { loadContent } from '../../../src/modules/catalog/content/content.loader.ts';
import { formatProblems } from '../../../src/modules/catalog/content/content.problem.ts';
import { entities } from '../../../src/modules/entities.ts';
import { createAuthenticate } from '../../../src/modules/identity/caller.service.ts';
import { createSignOuts } from '../../../src/modules/identity/sign-outs.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { mountRoutes } from '../../../src/platform/http/mount-routes.ts';
import { sendProblems } from '../../../src/platform/http/problem.ts';
import { createLimits } from '../../../src/platform/http/rate-limit.ts';
import type { MissionPreview, MissionSummary, Topic } from '../../../src/wire/catalog.ts';
import { roleKey } from '../../../src/wire/identity.ts';
import { contentStore } from '../../support/content-store.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const staff = ['teacher', 'content_creator', 'admin', 'super_admin'] as const;
const others = roleKey.exclude(staff).options;

let database: TestDatabase;
let db: Database;
let http: Server;
let people: ReturnType<typeof createPeople>;
let teacher: Person;
let stranger: Person;
let spotTheFake: string;
let files: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase({ ...database, entities });
  people = createPeople(db.jobs);
  teacher = await people.signUp();
  stranger = await people.signUp();
  files = await mkdtemp(join(tmpdir(), 'media-'));
  const store = contentStore(db, files);
  await seedCatalog(store, teacher.orgId, 'content');
  await seedCatalog(store, stranger.orgId, 'content');

  const app = express();
  const authenticate = createAuthenticate(db.jobs, people.keys, createSignOuts());
  app.use(
    mountRoutes(catalogRoutes({ db }), '', {
      authenticate,
      jsonBytes: 1_000,
      checkResponses: true,
      limits: createLimits(),
    }),
  );
  app.use(sendProblems(pino({ level: 'silent' })));
  http = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => http.once('listening', resolve));
  spotTheFake = (await missions('?limit=100')).find(({ slug }) => slug === 'spot-the-fake')!.id;
});
afterAll(async () => {
  http.close();
  await db.close();
  await database.drop();
  await rm(files, { recursive: true });
});

describe('GET /topics', () => {
  it('lists the topics in their order with the number of missions in each', async () => {
    const { body } = await get<{ items: Topic[] }>('/topics');
    expect(body.items.map(({ slug }) => slug)).toEqual([
      'how-ai-thinks',
      'staying-safe-online',
      'ai-and-fairness',
      'everyday-science',
    ]);
    const counted = Map.groupBy(await missions('?limit=100'), ({ topic }) => topic!.slug);
    for (const topic of body.items) expect(topic.missions).toBe(counted.get(topic.slug)!.length);
  });

  it('speaks the language that is asked for', async () => {
    const { body } = await get<{ items: Topic[] }>('/topics?locale=es');
    expect(body.items.map(({ name }) => name)).toContain('Seguridad en internet');
  });
});

describe('GET /missions', () => {
  it('walks over all missions page by page, each once, in the order of the whole list', async () => {
    const whole = await missions('?limit=100');
    const walked: MissionSummary[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: MissionList } = await get(`/missions?limit=2${cursor && `&cursor=${cursor}`}`);
      expect(body.items.length).toBeLessThanOrEqual(2);
      walked.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(walked).toEqual(whole);
    expect(new Set(walked.map(({ id }) => id)).size).toBe(whole.length);
    expect(whole.length).toBeGreaterThanOrEqual(6);
  });

  it('a page that holds exactly the rest has no next one', async () => {
    const { length } = await missions('?limit=100');
    const { body } = await get<MissionList>(`/missions?limit=${length}`);
    expect(body.nextCursor).toBeNull();
  });

  it('filters by topic, and a topic that nobody knows is no empty list', async () => {
    const found = await missions('?topic=how-ai-thinks');
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map(({ topic }) => topic?.slug))).toEqual(new Set(['how-ai-thinks']));
    expect(await get('/missions?topic=dinosaurs')).toMatchObject({
      status: 404,
      body: { code: 'topic/not-found' },
    });
  });

  it('gives those that are asked for by their ids, and nothing of what there is not', async () => {
    const [first, second] = await missions('?limit=2');
    const found = await missions(`?ids=${second!.id},${randomUUID()},${first!.id}`);
    expect(found).toEqual([first, second]);
    expect((await get('/missions?ids=one,two')).status).toBe(400);
    expect((await get(`/missions?ids=${Array(101).fill(first!.id)}`)).status).toBe(400);
  });

  it('finds by words of title and description, whatever their case and accents, in the language that is shown', async () => {
    const slugs = async (query: string) => (await missions(query)).map(({ slug }) => slug);
    expect(await slugs('?search=SPOT the')).toEqual(['spot-the-fake']);
    const { description } = await writtenMission('spot-the-fake');
    expect(await slugs(`?search=${description.slice(-70).toUpperCase()}`)).toEqual(['spot-the-fake']);
    expect(await slugs('?search=engano&locale=es')).toEqual(['spot-the-fake']);
    expect(await slugs('?search=ENGAÑO&locale=es')).toEqual(['spot-the-fake']);
    expect(await slugs('?search=engaño')).toEqual([]);
  });

  it('takes signs in a search as they are', async () => {
    for (const sign of ['%', '_', '\\', "'", '%25', '\\%', "x' OR 1=1 --", '?']) {
      const { status, body } = await get<MissionList>(`/missions?search=${encodeURIComponent(sign)}`);
      const shown = body.items.map(({ title, description }) => `${title} ${description}`);
      expect({ sign, status }).toEqual({ sign, status: 200 });
      expect(shown.filter((text) => !text.toLowerCase().includes(sign.toLowerCase()))).toEqual([]);
    }
  });

  it('shows a translated mission in the language asked for, and one that is not in its own', async () => {
    const shown = new Map((await missions('?limit=100&locale=es')).map((mission) => [mission.slug, mission]));
    expect(shown.get('spot-the-fake')).toMatchObject({
      title: 'Descubre el engaño',
      topic: { name: 'Seguridad en internet' },
      locales: ['en', 'es'],
      lessons: (await writtenMission('spot-the-fake')).lessons.length,
    });
    expect(shown.get('teach-the-machine')!.locales).toContain('en');
    const english = new Map((await missions('?limit=100')).map((mission) => [mission.slug, mission]));
    for (const [slug, { locales, title }] of shown) {
      if (!locales.includes('es')) expect(title).toBe(english.get(slug)!.title);
    }
  });

  it('refuses a cursor that is none, or one with foreign values in it', async () => {
    const forged = [['0', spotTheFake], [0, "x' OR 1=1"], [1e99, spotTheFake], { position: 0 }, null, [0]];
    for (const place of forged) {
      const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
      expect(await get(`/missions?cursor=${cursor}`)).toMatchObject({
        status: 400,
        body: { code: 'request/invalid' },
      });
    }
    expect(await get('/missions?cursor=%00')).toMatchObject({
      status: 400,
      body: { code: 'request/invalid' },
    });
  });

  it('[EDG-6] refuses what it does not know, and limits out of bounds', async () => {
    for (const query of [
      'orgId=x',
      'limit=0',
      'limit=101',
      'limit=x',
      'locale=tlh',
      `search=${'x'.repeat(81)}`,
    ]) {
      expect(await get(`/missions?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'request/invalid' },
      });
    }
  });
});

describe('GET /missions/:id', () => {
  it('shows staff the whole mission as its file says it, keys included', async () => {
    const written = await writtenMission('spot-the-fake');
    const { body } = await get<MissionPreview>(`/missions/${spotTheFake}`);
    expect(body.objectives).toEqual(written.objectives.map(({ id, text }) => ({ id, text })));
    expect(body.lessonList).toHaveLength(written.lessons.length);
    expect(body.lessonList).toMatchObject(
      written.lessons.map(({ title, kind, reading, questions }) => ({
        title,
        kind,
        reading,
        questions: questions.map((question) => ({
          kind: question.kind,
          prompt: question.prompt,
          choices: question.choices.map(({ text, correct, feedback = null }) => ({
            text,
            correct,
            feedback,
          })),
          explanation: question.explanation,
          hint: question.hint,
          difficulty: question.difficulty,
          timeLimitSeconds: question.timeLimitSeconds,
          points: question.points,
          objectives: expect.toSatisfy((shown: string[]) => sameSet(shown, question.objectives)),
        })),
      })),
    );
  });

  it('shows it in another language where there is one, texts of choices and feedback included', async () => {
    const written = await writtenMission('spot-the-fake');
    const { body } = await get<MissionPreview>(`/missions/${spotTheFake}?locale=es`);
    expect(body).toMatchObject({ locale: 'es', ...written.i18n.es });
    expect(body.objectives).toEqual(written.objectives.map(({ id, i18n }) => ({ id, ...i18n.es })));
    expect(body.lessonList).toMatchObject(
      written.lessons.map(({ i18n, questions }) => ({
        title: i18n.es!.title,
        ...(i18n.es!.reading && { reading: i18n.es!.reading }),
        questions: questions.map((question) => ({
          ...question.i18n.es,
          choices: question.choices.map(({ correct, i18n }) => ({ correct, feedback: null, ...i18n.es })),
        })),
      })),
    );
  });

  it('shows the film of a lesson as its learners see it, with its words in the language', async () => {
    const film = async (locale: string) => {
      const { body } = await get<MissionPreview>(`/missions/${spotTheFake}?locale=${locale}`);
      return body.lessonList.find(({ kind }) => kind === 'video')!.media!;
    };
    const [english, spanish] = [await film('en'), await film('es')];
    expect(english).toEqual({
      id: expect.stringMatching(/^[\w-]{32}$/),
      kind: 'video',
      alt: expect.stringMatching(/^A photo of a street/),
      caption: null,
    });
    expect(spanish).toEqual({ ...english, alt: expect.stringMatching(/^Una foto de una calle/) });
  });

  it('falls back to the language in which the mission was written, and says so', async () => {
    const english = (await missions('?limit=100')).find(({ locales }) => !locales.includes('es'));
    const { body } = await get<MissionPreview>(`/missions/${english!.id}?locale=es`);
    expect(body).toMatchObject({ locale: 'en', title: english!.title });
  });

  it.each(staff)('is open to the role %s', async (role) => {
    const person = await people.signUp({ orgId: teacher.orgId, role });
    expect(await get(`/missions/${spotTheFake}`, person)).toMatchObject({ status: 200 });
  });

  it.each(others)('is refused to the role %s, which finds no key by any other way either', async (role) => {
    const person = await people.signUp({ orgId: teacher.orgId, role });
    expect(await get(`/missions/${spotTheFake}`, person)).toMatchObject({
      status: 403,
      body: { code: 'auth/forbidden' },
    });
    for (const path of ['/topics', '/missions?limit=100', '/missions?search=fake']) {
      const { status, text } = await get(path, person);
      expect(status).toBe(200);
      expect(text).not.toMatch(/correct|explanation|hint|choices|feedback|prompt/);
    }
    const read = db.asCaller(person, (em) => CatalogService.freezeMission(em, spotTheFake));
    await expect(read).rejects.toMatchObject({ code: 'mission/no-questions' });
  });

  it("knows neither another organization's mission, nor one that does not exist, nor one that is hidden", async () => {
    const [foreign] = await missions('?limit=1', stranger);
    const { rows } = await db.jobs.query(
      `UPDATE missions SET is_active = false WHERE org_id = $1 AND slug = 'who-decides' RETURNING id`,
      [teacher.orgId],
    );
    for (const id of [foreign!.id, randomUUID(), rows[0].id]) {
      expect(await get(`/missions/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'mission/not-found' },
      });
    }
    expect(await get('/missions/no-id')).toMatchObject({ status: 400, body: { code: 'request/invalid' } });
    expect((await missions('?limit=100')).map(({ slug }) => slug)).not.toContain('who-decides');
    expect((await missions('?limit=100', stranger)).map(({ slug }) => slug)).toContain('who-decides');
  });
});

it.each(['/topics', '/missions', `/missions/${randomUUID()}`])('%s asks for a sign-in', async (path) => {
  expect(await get(path, null)).toMatchObject({ status: 401, body: { code: 'auth/required' } });
});

it('freezing a mission without questions is refused, and one of another organization is not there', async () => {
  const { rows } = await db.jobs.query(
    `INSERT INTO missions (org_id, slug, title, description, difficulty, mission_type, age_from, age_to, estimated_minutes)
     VALUES ($1, 'empty', 'Empty', 'Nothing yet', 'easy', 'skill', 9, 12, 5) RETURNING id`,
    [teacher.orgId],
  );
  const freeze = (caller: Person, id: string) =>
    db.asCaller(caller, (em) => CatalogService.freezeMission(em, id));
  await expect(freeze(teacher, rows[0].id)).rejects.toMatchObject({
    code: 'mission/no-questions',
    status: 422,
  });
  await expect(freeze(stranger, spotTheFake)).rejects.toMatchObject({ code: 'mission/not-found' });
  expect((await freeze(teacher, spotTheFake)).questions.length).toBeGreaterThanOrEqual(24);
});

/** What stands in the content files. */
async function writtenMission(slug: string) {
  const loaded = await loadContent('content');
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
  return loaded.content.missions.find((mission) => mission.slug === slug)!;
}

const sameSet = (some: string[], others: string[]) => [...some].sort().join() === [...others].sort().join();

interface MissionList {
  items: MissionSummary[];
  nextCursor: string | null;
}

async function missions(query: string, person = teacher): Promise<MissionSummary[]> {
  return (await get<MissionList>(`/missions${query}`, person)).body.items;
}

async function get<Body = unknown>(path: string, person: Person | null = teacher) {
  const { port } = http.address() as AddressInfo;
  const headers: HeadersInit = person ? { authorization: `Bearer ${person.token}` } : {};
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) as Body };
}
