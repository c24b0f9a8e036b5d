import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthoring, type NewMission } from '../../../client-sdk/src/admin.ts';
import { TuttiError } from '../../../client-sdk/src/index.ts';
import { seedCatalog } from '../../../src/modules/catalog/catalog.seed.ts';
import { CatalogService } from '../../../src/modules/catalog/catalog.service.ts';
import { signIn } from '../../support/class-play.ts';
import { contentStore } from '../../support/content-store.ts';
import { createEverybody } from '../../support/everybody.ts';
import { png } from '../../support/media-files.ts';
import { call, signIn as signInByRest } from '../../support/rest.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { writtenQuestions } from '../../support/written-questions.ts';

let server: TestServer;
let everybody: ReturnType<typeof createEverybody>;
let tutti: Awaited<ReturnType<typeof signIn>>;
let authoring: ReturnType<typeof createAuthoring>;
let folder: string;
let token: string;
let orgId: string;

beforeAll(async () => {
  server = await startTestServer();
  everybody = createEverybody(server);
  tutti = await signIn(server.url, server.teacher);
  authoring = createAuthoring(tutti);
  const { teacher } = server;
  token = (await signInByRest(server, teacher.email, teacher.password)).accessToken;
  const { rows } = await server.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  orgId = rows[0]!.id;
  folder = await mkdtemp(join(tmpdir(), 'export-'));
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const facts: NewMission = {
  locale: 'en',
  title: 'Pets: "at home"',
  description: 'About animals\nat home.',
  topic: 'how-ai-thinks',
  difficulty: 'hard',
  ages: { from: 9, to: 12 },
  estimatedMinutes: 20,
  requiredLevel: 2,
  reward: { xp: 120, coins: 30 },
  objectives: [{ text: 'I know pets.', i18n: { es: { text: 'Conozco mascotas.' } } }],
};
const filmFile = () => readFile('content/missions/spot-the-fake/the-shark.webm');
async function upload<K extends string>(kind: K, alt: string, caption: string | null, bytes: Buffer) {
  const asset = await tutti.request<{ id: string }>('POST', '/media', { body: { kind, alt, caption } });
  const sent = await fetch(`${server.url}/api/v1/media/${asset.id}/content`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  });
  expect(sent.status).toBe(200);
  return { id: asset.id, kind, alt, caption };
}
const unzip = async (file: Blob) => unzipSync(new Uint8Array(await file.arrayBuffer()));
const refusalOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TuttiError)) throw new Error('it was not refused');
  return error;
};

/** What a class plays and a learner alone gets, without the ids that each library has of its own. */
async function editionOf(missionId: string) {
  const { mission, course } = await server.app.db.asWorker((em) => CatalogService.freezeAlone(em, missionId));
  const shown = (media: { kind: string; alt: string; caption: string | null } | null) =>
    media && { kind: media.kind, alt: media.alt, caption: media.caption };
  return {
    ...mission,
    questions: mission.questions.map(({ questionId: _, media, ...question }) => ({
      ...question,
      media: shown(media),
    })),
    course: {
      ...course,
      worth: mission.questions.map(({ questionId }) => course.worth[questionId]),
      lessons: course.lessons.map(({ lessonId: _, questionIds, media, ...lesson }) => ({
        ...lesson,
        questions: questionIds.length,
        media: media && { alts: media.alts, ref: shown(media.ref) },
      })),
    },
  };
}

/** The files of a mission put among the content of another school; gives the id that it has there. */
async function loadElsewhere(missionId: string): Promise<string> {
  const files = await unzip(await authoring.export(missionId));
  const content = await mkdtemp(join(folder, 'content-'));
  await cp('content/topics.yaml', join(content, 'topics.yaml'));
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(content, path)), { recursive: true });
    await writeFile(join(content, path), bytes);
  }
  const orgId = await everybody.addOrganization();
  const report = await seedCatalog(contentStore(server.app.db, join(folder, 'media')), orgId, content);
  expect(report.added).toHaveLength(1);
  const { rows } = await server.app.db.jobs.query<{ id: string }>(
    'SELECT id FROM missions WHERE org_id = $1',
    [orgId],
  );
  return rows[0]!.id;
}

/** A mission of the teacher's with one lesson that has these questions. */
async function write(mission: NewMission, questions: object[], lesson: object = {}) {
  const { id } = await authoring.create(mission);
  await authoring.outline(id, 1, [
    { id: null, title: 'First', reading: ['Read $x^2$.', 'And: this.'], i18n: {}, questions: [], ...lesson },
  ]);
  const { lessons, objectives } = await authoring.draft(id);
  const goals = objectives.map(({ slug }) => slug);
  let { version } = await authoring.draft(id);
  for (const question of questions) {
    const asked = { ...question, objectives: goals } as Parameters<typeof authoring.addQuestion>[3];
    ({ version } = await authoring.addQuestion(id, version, lessons[0]!.id, asked));
  }
  return { id, version };
}

describe('[WRI-12] a mission as a file', () => {
  it('is read by the loader, and is the same there: every kind, both languages, film, worth and words', async () => {
    const image = await upload('image', 'A violet square', null, png());
    const film = await upload('video', 'A shark', 'It swims.', await filmFile());
    const spanish = { es: { title: 'Mascotas', description: 'Sobre animales.' } };
    const kinds = writtenQuestions(image.id);
    const questions = Object.values(kinds).map((question, i) => ({
      ...question,
      ...(i === 0 && {
        hint: 'Look: again.',
        hintCost: 7,
        points: 2,
        choices: question.choices.map((choice, at) => ({
          ...choice,
          feedback: at === 1 ? 'A stone? No.' : null,
          i18n: { es: { text: `Opción ${at}` } },
        })),
        i18n: { es: { prompt: '¿Qué es?', explanation: 'Porque sí.', hint: 'Mira.' } },
      }),
    }));
    const { id } = await write({ ...facts, i18n: spanish }, questions, {
      kind: 'quiz',
      minutes: 4,
      xp: 40,
      media: { ...film, alts: { es: 'Un tiburón' } },
      i18n: { es: { title: 'Primera', reading: ['Lee $x^2$.', 'Y: esto.'] } },
    });
    const there = await editionOf(await loadElsewhere(id));
    expect(there.locales).toEqual(['en', 'es']);
    expect(there).toEqual(await editionOf(id));
  });

  it('keeps the language in which it was written, and what is called true and false', async () => {
    const choices = ['Sí', 'No'].map((text, i) => ({ ...writtenQuestions().true_false.choices[i]!, text }));
    const { id } = await write(
      {
        ...facts,
        locale: 'es',
        title: 'Mascotas',
        objectives: [{ text: 'Conozco mascotas.' }],
      },
      [
        { ...writtenQuestions().true_false, prompt: '¿Es un gato?', choices },
        { ...writtenQuestions().numeric, prompt: '¿Cuánto?' },
      ],
    );
    const there = await editionOf(await loadElsewhere(id));
    expect(there.locale).toBe('es');
    expect(there).toEqual(await editionOf(id));
  });

  it('says what is missing yet, place by place, and gives none until it is there', async () => {
    const { id, version } = await write({ ...facts, topic: null, objectives: [] }, [
      { ...writtenQuestions().numeric, explanation: '' },
    ]);
    const refused = await refusalOf(authoring.export(id));
    expect(refused.code).toBe('mission/not-whole');
    expect(refused.errors.map(({ path }) => path)).toEqual([
      'topic',
      'objectives',
      'lessons.0.questions.0',
      'lessons.0.questions.0',
    ]);
    expect((await authoring.draft(id)).version, 'nothing is changed by asking').toBe(version);
  });

  it('is for whoever may change it, and for nobody else', async () => {
    const { id } = await write(facts, [writtenQuestions().numeric]);
    const [colleague, stranger, learner] = await Promise.all([
      everybody.add(orgId, 'teacher'),
      everybody.add(await everybody.addOrganization(), 'teacher'),
      everybody.add(orgId, 'student'),
    ]);
    const answers = await Promise.all(
      [colleague, stranger, learner].map(({ token }) =>
        call<{ code: string }>(server, `/missions/${id}/export`, { token }),
      ),
    );
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [403, 'mission/not-yours'],
      [404, 'mission/not-found'],
      [403, 'auth/forbidden'],
    ]);
    const files = await unzip(await authoring.export(id));
    const [path] = Object.keys(files);
    expect(path).toMatch(/^missions\/pets-at-home-\w+\.yaml$/);
    expect(strFromU8(files[path!]!)).toContain(`title: 'Pets: "at home"'\n`);
  });

  it('leaves out what is too large for all of it together, and says where that is', async () => {
    const { id } = await write(facts, [writtenQuestions().numeric]);
    const film = await upload('video', 'A shark', null, await filmFile());
    const { version, lessons } = await authoring.draft(id);
    await authoring.outline(
      id,
      version,
      lessons.map((lesson) => ({
        ...lesson,
        media: { ...film, alts: {} },
        questions: lesson.questions.map((question) => question.id),
      })),
    );
    const name = `missions/${(await tutti.mission(id)).slug}/${film.id}.webm`;
    expect(Object.keys(await unzip(await authoring.export(id)))).toContain(name);
    await server.app.db.jobs.query('UPDATE media_assets SET byte_size = $2 WHERE object_key = $1', [
      film.id,
      26 * 1024 * 1024,
    ]);
    const files = await unzip(await authoring.export(id));
    expect(Object.keys(files)).not.toContain(name);
    expect(strFromU8(files['left-out.txt']!)).toBe(`${name}  /media/${film.id}\n`);
  });
});
