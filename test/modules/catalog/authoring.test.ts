import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedCatalog } from '../../../src/modules/catalog/catalog.seed.ts';
import { CatalogService } from '../../../src/modules/catalog/catalog.service.ts';
import type { MissionDraft, Written } from '../../../src/wire/authoring.ts';
import type { MissionPreview, MissionSummary } from '../../../src/wire/catalog.ts';
import { createEverybody } from '../../support/everybody.ts';
import { png } from '../../support/media-files.ts';
import type { Person } from '../../support/people.ts';
import { call } from '../../support/rest.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { writtenQuestions } from '../../support/written-questions.ts';

type Who = 'teacher' | 'colleague' | 'learner' | 'admin' | 'stranger';

let server: TestServer;
let orgId: string;
let people: Record<Who, Person>;
let starter: MissionSummary;
let image: string;

beforeAll(async () => {
  server = await startTestServer({ REQUESTS_PER_MINUTE: '1000000' });
  const everybody = createEverybody(server);
  const { rows } = await server.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  orgId = rows[0]!.id;
  const [teacher, colleague, learner, admin, stranger] = await Promise.all([
    everybody.add(orgId, 'teacher'),
    everybody.add(orgId, 'teacher'),
    everybody.add(orgId, 'student'),
    everybody.add(orgId, 'admin'),
    everybody.add(await everybody.addOrganization(), 'teacher'),
  ]);
  people = { teacher, colleague, learner, admin, stranger };
  starter = (await library('teacher')).find(({ slug }) => slug === 'spot-the-fake')!;
  image = await upload();
}, 60_000);
afterAll(() => server?.stop());

const ask = <T = Written>(who: Who, method: string, path: string, body?: unknown) =>
  call<T & { code?: string; errors?: { path: string; message: string }[] }>(server, path, {
    method,
    token: people[who].token,
    ...(body !== undefined && { body }),
  });
const library = async (who: Who) =>
  (await ask<{ items: MissionSummary[] }>(who, 'GET', '/missions?limit=100')).body.items;
const draft = async (id: string, who: Who = 'teacher') =>
  (await ask<MissionDraft>(who, 'GET', `/missions/${id}/draft`)).body;

async function upload(): Promise<string> {
  const { body } = await ask<{ id: string }>('teacher', 'POST', '/media', { kind: 'image', alt: 'A square' });
  const sent = await fetch(`${server.url}/api/v1/media/${body.id}/content`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${people.teacher.token}`,
      'content-type': 'application/octet-stream',
    },
    body: new Uint8Array(png()),
  });
  expect(sent.status).toBe(200);
  return body.id;
}

const facts = {
  title: 'Pets',
  description: 'About animals at home.',
  topic: null,
  difficulty: 'easy',
  ages: { from: 9, to: 12 },
  estimatedMinutes: 20,
  i18n: { es: { title: 'Mascotas', description: 'Sobre animales en casa.' } },
} as const;
const lesson = (id: string | null, questions: string[] = [], title = 'First') => ({
  id,
  title,
  reading: ['Read this.'],
  i18n: {},
  questions,
});

/** A mission of the teacher's with one empty lesson. */
async function begin() {
  const { body } = await ask('teacher', 'POST', '/missions', {
    locale: 'en',
    ...facts,
    objectives: [{ text: 'Knows pets', i18n: { es: { text: 'Conoce mascotas' } } }],
  });
  const outline = await ask('teacher', 'PUT', `/missions/${body.id}/outline`, {
    version: body.version,
    lessons: [lesson(null)],
  });
  expect(outline.status).toBe(200);
  const { lessons } = await draft(body.id);
  return { id: body.id, lessonId: lessons[0]!.id, version: outline.body.version };
}

describe('a mission', () => {
  it('[WRI-2] holds questions of every kind, reads back as it was written, and can be played', async () => {
    const mission = await begin();
    let { version } = mission;
    const [goal] = (await draft(mission.id)).objectives;
    const questions = Object.values(writtenQuestions(image)).map((question) => ({
      ...question,
      objectives: [goal!.slug],
    }));
    for (const question of questions) {
      const { status, body } = await ask('teacher', 'POST', `/missions/${mission.id}/questions`, {
        version,
        lessonId: mission.lessonId,
        question,
      });
      expect(status, JSON.stringify(body)).toBe(201);
      version = body.version;
    }
    const read = await draft(mission.id);
    expect(read.lessons[0]!.questions.map(({ id: _, ...question }) => question)).toMatchObject(
      questions.map(({ i18n: _, ...question }) => question),
    );
    const frozen = await server.app.db.asWorker((em) => CatalogService.freezeMission(em, mission.id));
    expect(frozen.questions.map(({ kind }) => kind)).toEqual(questions.map(({ kind }) => kind));
    expect(frozen.locales).toEqual(['en', 'es']);

    const preview = await ask<MissionPreview>('colleague', 'GET', `/missions/${mission.id}?locale=es`);
    expect(preview.body).toMatchObject({ title: 'Mascotas', mayEdit: false, questions: 13 });
    const shown = preview.body.lessonList[0]!.questions;
    expect(shown.find(({ kind }) => kind === 'matching')!.choices[0]).toMatchObject({ match: 'Paris' });
    expect(shown.find(({ kind }) => kind === 'fill_blank')).toMatchObject({
      prompt: 'El ___ ladra al ___.',
      explanation: 'Because it is so.',
      spec: { shown: ['perro', 'gato'] },
    });
    // the file of the hotspot stays as long as a question shows it
    expect((await ask('teacher', 'DELETE', `/media/${image}`)).body.code).toBe('media/in-use');
  });

  it('[WRI-3] is changed, put into another order and cleared by whoever wrote it; what was dropped stays for reports', async () => {
    const mission = await begin();
    const { poll, numeric } = writtenQuestions();
    const add = async (question: object, version: number) =>
      (
        await ask('teacher', 'POST', `/missions/${mission.id}/questions`, {
          version,
          lessonId: mission.lessonId,
          question,
        })
      ).body;
    const first = await add(poll, mission.version);
    const second = await add(numeric, first.version);
    const moved = await ask('teacher', 'PUT', `/missions/${mission.id}/outline`, {
      version: second.version,
      lessons: [lesson(null, [second.id], 'New one'), lesson(mission.lessonId)],
    });
    expect(moved.status, JSON.stringify(moved.body)).toBe(200);
    const after = await draft(mission.id);
    expect(after.lessons.map(({ title, questions }) => [title, questions.map(({ id }) => id)])).toEqual([
      ['New one', [second.id]],
      ['First', []],
    ]);
    const { rows } = await server.app.db.jobs.query(
      'SELECT archived_at IS NOT NULL AS archived FROM questions WHERE id = $1',
      [first.id],
    );
    expect(rows).toEqual([{ archived: true }]);

    const changed = await ask('teacher', 'PUT', `/missions/${mission.id}/questions/${second.id}`, {
      version: after.version,
      question: writtenQuestions().ordering,
    });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    const renamed = await ask('teacher', 'PATCH', `/missions/${mission.id}`, {
      ...facts,
      version: changed.body.version,
      title: 'Pets and others',
      objectives: [{ text: 'Another goal' }],
    });
    expect(renamed.status, JSON.stringify(renamed.body)).toBe(200);
    const last = await draft(mission.id);
    expect(last).toMatchObject({ title: 'Pets and others', objectives: [{ text: 'Another goal' }] });
    expect(last.lessons[0]!.questions[0]).toMatchObject({ kind: 'ordering', id: second.id });

    expect((await ask('teacher', 'DELETE', `/missions/${mission.id}`)).status).toBe(204);
    expect((await library('teacher')).map(({ id }) => id)).not.toContain(mission.id);
  });

  it('[WRI-4] is not overwritten by a change that was made on an older version', async () => {
    const { id, version } = await begin();
    const change = { ...facts, objectives: [], version };
    const replies = await Promise.all(
      [1, 2, 3].map(() => ask('teacher', 'PATCH', `/missions/${id}`, change)),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(replies.find(({ status }) => status === 409)!.body.code).toBe('mission/changed-meanwhile');
  });

  it('says at which field something does not fit', async () => {
    const { id, lessonId, version } = await begin();
    const { single_choice, hotspot } = writtenQuestions();
    const add = (question: object) =>
      ask('teacher', 'POST', `/missions/${id}/questions`, { version, lessonId, question });
    const none = single_choice.choices.map((choice) => ({ ...choice, correct: false }));
    const refused = await add({ ...single_choice, choices: none });
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toEqual([
      { path: 'question.choices', message: 'Exactly one choice must be right.' },
    ]);
    expect((await add(hotspot)).body.code).toBe('media/not-found');
    expect((await add({ ...single_choice, objectives: ['of-another-mission'] })).status).toBe(400);
    expect((await draft(id)).version).toBe(version);
  });

  it('[WRI-5] that a class plays stays for it as it was', async () => {
    const { id, lessonId, version } = await begin();
    const { single_choice } = writtenQuestions();
    const added = await ask('teacher', 'POST', `/missions/${id}/questions`, {
      version,
      lessonId,
      question: single_choice,
    });
    const session = await ask<{ id: string }>('teacher', 'POST', '/sessions', { missionId: id });
    expect(session.status).toBe(201);
    const edit = await ask('teacher', 'PUT', `/missions/${id}/questions/${added.body.id}`, {
      version: added.body.version,
      question: { ...single_choice, prompt: 'Something else' },
    });
    expect(edit.status).toBe(200);
    const { rows } = await server.app.db.jobs.query<{ snapshot: object }>(
      'SELECT snapshot FROM live_sessions WHERE id = $1',
      [session.body.id],
    );
    expect(JSON.stringify(rows[0]!.snapshot)).toContain(single_choice.prompt);
    expect(JSON.stringify(rows[0]!.snapshot)).not.toContain('Something else');
  });
});

describe('the starter content', () => {
  it('[WRI-6] becomes one’s own as a copy, with everything in it', async () => {
    const copy = await ask('teacher', 'POST', `/missions/${starter.id}/copy`);
    expect(copy.status, JSON.stringify(copy.body)).toBe(201);
    const [mine, original] = [await draft(copy.body.id), await draft(starter.id)];
    const told = ({ lessons }: MissionDraft) =>
      lessons.map(({ title, questions }) => [
        title,
        questions.map(({ prompt, choices, objectives }) => [prompt, choices, objectives.length]),
      ]);
    expect(told(mine)).toEqual(told(original));
    expect(mine.objectives.map(({ text }) => text)).toEqual(original.objectives.map(({ text }) => text));
    expect((await library('teacher')).find(({ id }) => id === mine.id)).toMatchObject({ mayEdit: true });
    const outline = mine.lessons.map((one) => ({
      ...one,
      questions: one.questions.map(({ id }) => id).reverse(),
    }));
    const turned = await ask('teacher', 'PUT', `/missions/${mine.id}/outline`, {
      version: 1,
      lessons: outline,
    });
    expect(turned.status, JSON.stringify(turned.body)).toBe(200);
    expect(await draft(starter.id)).toEqual(original);
  });

  it('[WRI-7] that an administrator changed is not touched by the next version of it', async () => {
    const { version, objectives, lessons: _, id, locale: __, ...read } = await draft(starter.id);
    const edit = { ...read, version, objectives, title: 'Ours now' };
    expect((await ask('admin', 'PATCH', `/missions/${id}`, edit)).status).toBe(200);
    await server.app.db.jobs.query(`UPDATE missions SET content_hash = 'older' WHERE id = $1`, [id]);
    const report = await seedCatalog(server.app, orgId, 'content');
    expect(report.kept).toContain('spot-the-fake');
    expect((await draft(id)).title).toBe('Ours now');
  });
});

describe('[WRI-8] whose mission it is', () => {
  it('decides who may change it, by every route', async () => {
    const { id, lessonId, version } = await begin();
    const question = writtenQuestions().single_choice;
    const { body: added } = await ask('teacher', 'POST', `/missions/${id}/questions`, {
      version,
      lessonId,
      question,
    });
    const calls: [string, string, object?][] = [
      ['PATCH', `/missions/${id}`, { ...facts, objectives: [], version: added.version }],
      ['PUT', `/missions/${id}/outline`, { version: added.version, lessons: [] }],
      ['POST', `/missions/${id}/questions`, { version: added.version, lessonId, question }],
      ['PUT', `/missions/${id}/questions/${added.id}`, { version: added.version, question }],
      ['DELETE', `/missions/${id}`],
    ];
    const codes = async (who: Who) =>
      new Set(
        await Promise.all(
          calls.map(async ([method, path, body]) => (await ask(who, method, path, body)).body.code),
        ),
      );
    expect(await codes('colleague')).toEqual(new Set(['mission/not-yours']));
    expect(await codes('learner')).toEqual(new Set(['auth/forbidden']));
    expect(await codes('stranger')).toEqual(new Set(['mission/not-found']));
    expect((await ask('stranger', 'GET', `/missions/${id}/draft`)).body.code).toBe('mission/not-found');
    expect((await ask('stranger', 'POST', `/missions/${id}/copy`)).body.code).toBe('mission/not-found');
    const byAdmin = await ask('admin', 'PUT', `/missions/${id}/questions/${added.id}`, {
      version: added.version,
      question,
    });
    expect(byAdmin.status).toBe(200);
  });

  it('is kept by the database itself, whatever a route lets through', async () => {
    const { id, lessonId, version } = await begin();
    const { body: added } = await ask('teacher', 'POST', `/missions/${id}/questions`, {
      version,
      lessonId,
      question: writtenQuestions().single_choice,
    });
    const own = await ask('colleague', 'POST', `/missions/${starter.id}/copy`);
    const touched = (who: Who, sql: string, ...values: unknown[]) =>
      server.app.db
        .asCaller(people[who], async (em) => (await em.execute(`${sql} RETURNING 1`, values)).length)
        .catch((error: Error) => (/row-level security|permission denied/.test(error.message) ? 0 : error));
    const attacks: [string, ...unknown[]][] = [
      ['UPDATE missions SET title = ? WHERE id = ?', 'Mine', id],
      ['UPDATE lessons SET title = ? WHERE mission_id = ?', 'Mine', id],
      ['DELETE FROM lessons WHERE mission_id = ?', id],
      ['DELETE FROM objectives WHERE mission_id = ?', id],
      ['UPDATE questions SET prompt = ? WHERE id = ?', 'Mine', added.id],
      ['DELETE FROM question_options WHERE question_id = ?', added.id],
      ['DELETE FROM assessment_questions WHERE question_id = ?', added.id],
      ['UPDATE missions SET author_id = ? WHERE id = ?', people.colleague.userId, id],
      [
        `INSERT INTO assessment_questions (assessment_id, question_id, position)
         SELECT a.id, ?, 99 FROM assessments a JOIN lessons l ON l.id = a.lesson_id WHERE l.mission_id = ? LIMIT 1`,
        added.id,
        own.body.id,
      ],
      [
        `INSERT INTO missions (id, org_id, author_id, slug, title, description, difficulty, mission_type, age_from, age_to, estimated_minutes)
         VALUES (gen_random_uuid(), ?, ?, 'x', 'x', 'x', 'easy', 'skill', 9, 12, 5)`,
        orgId,
        people.teacher.userId,
      ],
    ];
    for (const who of ['colleague', 'learner', 'stranger'] as const)
      for (const [sql, ...values] of attacks)
        expect(await touched(who, sql, ...values), `${who}: ${sql}`).toBe(0);
    expect(await touched('teacher', 'UPDATE missions SET title = ? WHERE id = ?', 'Mine', id)).toBe(1);
  });
});
