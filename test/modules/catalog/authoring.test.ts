import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedCatalog } from '../../../src/modules/catalog/catalog.seed.ts';
import { CatalogService } from '../../../src/modules/catalog/catalog.service.ts';
import { createMasteryProjection } from '../../../src/modules/progress/mastery/mastery-projection.ts';
import { createProgressProjection } from '../../../src/modules/progress/projection.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import type { MissionDraft, Written } from '../../../src/wire/authoring.ts';
import { authoringBounds } from '../../../src/wire/authoring-bounds.ts';
import type { MissionPreview, MissionSummary } from '../../../src/wire/catalog.ts';
import type { MissionMap, OpenedMission } from '../../../src/wire/learning.ts';
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
let film: string;
let another: MissionSummary;

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
  const missions = await library('teacher');
  starter = missions.find(({ slug }) => slug === 'spot-the-fake')!;
  another = missions.find(({ slug }) => slug === 'who-decides')!;
  image = await upload('teacher', { kind: 'image', alt: 'A square' }, png());
  film = await upload('teacher', { kind: 'video' }, await filmFile());
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

const filmFile = () => readFile('content/missions/spot-the-fake/the-shark.webm');
async function upload(who: Who, words: object, bytes: Buffer): Promise<string> {
  const { body } = await ask<{ id: string }>(who, 'POST', '/media', words);
  const sent = await fetch(`${server.url}/api/v1/media/${body.id}/content`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${people[who].token}`,
      'content-type': 'application/octet-stream',
    },
    body: new Uint8Array(bytes),
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

/** What a draft says, without its ids. */
const saidIn = ({ id: _, version: __, objectives, lessons, ...said }: MissionDraft) => ({
  ...said,
  objectives: objectives.map(({ slug: _, ...goal }) => goal),
  lessons: lessons.map(({ id: _, questions, ...lesson }) => ({
    ...lesson,
    questions: questions.map(({ id: _, objectives, ...question }) => ({
      ...question,
      goals: objectives.length,
    })),
  })),
});
/** Sends back what was read, with something else in it. */
async function rewrite(who: Who, id: string, part: object) {
  const { id: _, locale: __, lessons: ___, ...read } = await draft(id, who);
  return ask(who, 'PATCH', `/missions/${id}`, { ...read, ...part });
}

/** A mission of the teacher's with one empty lesson. */
async function begin() {
  const { body } = await ask('teacher', 'POST', '/missions', {
    locale: 'en',
    ...facts,
    objectives: [{ text: 'x'.repeat(authoringBounds.objective), i18n: { es: { text: 'Conoce mascotas' } } }],
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

describe('a mission that learners work through alone', () => {
  const alone = { requiredLevel: 2, requires: [] as string[], reward: { xp: 120, coins: 30 } };
  const shown = (id: string, kind = 'video') => ({
    id,
    kind,
    alt: 'A fin',
    caption: 'It grows.',
    alts: { es: 'Una aleta' },
  });
  const outline = (id: string, version: number, lessons: object[], who: Who = 'teacher') =>
    ask(who, 'PUT', `/missions/${id}/outline`, { version, lessons });
  const addTo = (id: string, version: number, lessonId: string, question: object) =>
    ask('teacher', 'POST', `/missions/${id}/questions`, { version, lessonId, question });
  const onMap = async (id: string) =>
    (await ask<MissionMap>('learner', 'GET', '/me/missions')).body.topics
      .flatMap(({ missions }) => missions)
      .find((mission) => mission.id === id);
  const open = async (id: string, body: object = {}) =>
    (await ask<OpenedMission>('learner', 'POST', `/me/missions/${id}/open`, body)).body;

  /** A film, something to read, and a challenge of one question. */
  async function course(part: object = {}) {
    const mission = await begin();
    const begun = await outline(mission.id, mission.version, [
      { ...lesson(null, [], 'Watch'), kind: 'video', minutes: 2, xp: 40, media: shown(film) },
      { ...lesson(null, [], 'Read'), kind: 'reading', minutes: null, media: null },
      { ...lesson(mission.lessonId, [], 'Win'), kind: 'challenge', minutes: 4, media: null },
    ]);
    expect(begun.status, JSON.stringify(begun.body)).toBe(200);
    const question = { ...writtenQuestions().true_false, hint: 'Look again.', hintCost: 7 };
    const added = await addTo(mission.id, begun.body.version, mission.lessonId, question);
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    const changed = await rewrite('teacher', mission.id, part);
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    return { id: mission.id, questionId: added.body.id };
  }

  it('[WRI-10] says its kinds, film, minutes, level, what comes before and what it brings, and reads back as it was written', async () => {
    const { id, questionId } = await course({ ...alone, requires: [another.id] });
    const read = await draft(id);
    expect(read).toMatchObject({ ...alone, requires: [another.id] });
    expect(read.lessons).toMatchObject([
      { title: 'Watch', kind: 'video', minutes: 2, xp: 40, media: shown(film) },
      { title: 'Read', kind: 'reading', minutes: null, xp: 25, media: null },
      { title: 'Win', kind: 'challenge', minutes: 4, questions: [{ id: questionId, hintCost: 7 }] },
    ]);
    // what was read can be sent back as it is
    const again = await rewrite('teacher', id, {});
    const lessons = read.lessons.map((one) => ({
      ...one,
      questions: one.questions.map((asked) => asked.id),
    }));
    const { status, body } = await outline(id, again.body.version, lessons);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(await draft(id)).toEqual({ ...read, version: read.version + 2 });
    // and what is left out stays
    const bare = lessons.map(({ kind: _, minutes: __, media: ___, xp: ____, ...rest }) => rest);
    const { version } = (await outline(id, body.version, bare)).body;
    const { requiredLevel: _, requires: __, reward: ___, ...plain } = { ...read, version };
    const { id: ____, locale: _____, lessons: ______, ...change } = plain;
    expect((await ask('teacher', 'PATCH', `/missions/${id}`, change)).status).toBe(200);
    const { id: question, hintCost: _______, ...asked } = read.lessons[2]!.questions[0]!;
    const put = await ask('teacher', 'PUT', `/missions/${id}/questions/${question}`, {
      version: version + 1,
      question: asked,
    });
    expect(put.status, JSON.stringify(put.body)).toBe(200);
    expect(await draft(id)).toEqual({ ...read, version: read.version + 5 });

    const preview = await ask<MissionPreview>('colleague', 'GET', `/missions/${id}`);
    expect(preview.body.lessonList[0]).toMatchObject({
      kind: 'video',
      minutes: 2,
      xp: 40,
      media: { id: film, kind: 'video', alt: 'A fin', caption: 'It grows.' },
    });
    expect((await ask('teacher', 'DELETE', `/media/${film}`)).body.code).toBe('media/in-use');
    expect(await onMap(id)).toMatchObject({
      state: 'locked',
      lock: { level: 2, missions: [{ id: another.id }] },
      lessons: 3,
      xp: 120,
      coins: 30,
    });
  });

  it('[WRI-10] says at which field something does not fit, and keeps nothing of it', async () => {
    const mission = await begin();
    const groups = (await ask<{ items: MissionSummary[] }>('teacher', 'GET', '/missions?for=groups')).body
      .items[0]!;
    const strangers = await ask('stranger', 'POST', '/missions', { locale: 'en', ...facts });
    const strangersFilm = await upload('stranger', { kind: 'video' }, await filmFile());
    const refusedFact: [object, string][] = [
      [{ requiredLevel: 0 }, 'requiredLevel'],
      [{ requiredLevel: 101 }, 'requiredLevel'],
      [{ requiredLevel: 1.5 }, 'requiredLevel'],
      [{ requires: Array.from({ length: 6 }, () => starter.id) }, 'requires'],
      [{ requires: ['spot-the-fake'] }, 'requires.0'],
      [{ requires: [starter.id, starter.id] }, 'requires'],
      [{ requires: [strangers.body.id] }, 'requires'],
      [{ requires: [groups.id] }, 'requires'],
      [{ reward: { xp: -1, coins: 0 } }, 'reward.xp'],
      [{ reward: { xp: 501, coins: 0 } }, 'reward.xp'],
      [{ reward: { xp: 0, coins: 201 } }, 'reward.coins'],
      [{ reward: { xp: 1 } }, 'reward.coins'],
    ];
    for (const [part, path] of refusedFact) {
      const { status, body } = await rewrite('teacher', mission.id, part);
      expect([status, body.code, body.errors?.[0]?.path], JSON.stringify(part)).toEqual([
        400,
        'request/invalid',
        path,
      ]);
    }
    const refusedLesson: [object, string, string?][] = [
      [{ kind: 'game' }, 'lessons.0.kind'],
      [{ kind: 'video' }, 'lessons.0.media'],
      [{ kind: 'video', media: shown(image, 'image') }, 'lessons.0.media'],
      [{ kind: 'video', media: { ...shown(film), alt: ' ' } }, 'lessons.0.media.alt'],
      [{ media: { ...shown(film), kind: 'image' } }, 'lessons.0.media', 'media/not-found'],
      [{ media: shown('x'.repeat(32)) }, 'lessons.0.media', 'media/not-found'],
      [{ media: shown(strangersFilm) }, 'lessons.0.media', 'media/not-found'],
      [{ media: { ...shown(film), alts: { es: '' } } }, 'lessons.0.media.alts.es'],
      [{ media: { ...shown(film), alt: 'A\u0000fin' } }, 'lessons.0.media.alt'],
      [{ media: { ...shown(film), caption: '' } }, 'lessons.0.media.caption'],
      [{ minutes: 0 }, 'lessons.0.minutes'],
      [{ minutes: 241 }, 'lessons.0.minutes'],
      [{ xp: -1 }, 'lessons.0.xp'],
      [{ xp: 101 }, 'lessons.0.xp'],
    ];
    for (const [part, path, code = 'request/invalid'] of refusedLesson) {
      const { body } = await outline(mission.id, mission.version, [{ ...lesson(mission.lessonId), ...part }]);
      expect([body.code, body.errors?.[0]?.path], JSON.stringify(part)).toEqual([code, path]);
    }
    for (const hintCost of [-1, 101, 2.5, '5']) {
      const question = { ...writtenQuestions().true_false, hintCost };
      const { body } = await addTo(mission.id, mission.version, mission.lessonId, question);
      expect(body.errors?.[0]?.path, String(hintCost)).toBe('question.hintCost');
    }
    expect((await draft(mission.id)).version).toBe(mission.version);
  });

  it('[WRI-10] [ALO-1] cannot need one that needs it, not even when both are said at the same moment', async () => {
    const [first, second, third] = [await begin(), await begin(), await begin()];
    const need = (mission: { id: string }, ...before: { id: string }[]) =>
      rewrite('teacher', mission.id, { requires: before.map(({ id }) => id) });
    expect((await need(second, first)).status).toBe(200);
    expect((await need(third, second)).status).toBe(200);
    const refused = await need(first, another, third);
    expect([refused.status, refused.body.code]).toEqual([422, 'mission/circle']);
    expect(refused.body.errors).toEqual([
      { path: 'requires.1', message: expect.stringContaining(`“${facts.title}” needs this mission first`) },
    ]);
    expect((await need(first, first)).body.code).toBe('mission/circle');
    expect((await draft(first.id)).requires).toEqual([]);
    // what left the library stands in nobody's way
    expect((await ask('teacher', 'DELETE', `/missions/${second.id}`)).status).toBe(204);
    expect((await draft(third.id)).requires).toEqual([]);
    expect((await need(first, third)).status).toBe(200);
    const [one, other] = [await begin(), await begin()];
    const both = await Promise.all([need(one, other), need(other, one)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  it('[WRI-11] shows learners a lesson as soon as there is something in it, by the rule of the content files', async () => {
    const { id } = await course();
    const read = await draft(id);
    const lessons = read.lessons.map((one) => ({
      ...one,
      questions: one.questions.map((asked) => asked.id),
    }));
    const more = { ...lesson(null, [], 'Try'), kind: 'interactive' };
    const empty = { ...lesson(null, [], 'Nothing yet'), kind: 'reading', reading: [] };
    const wider = await outline(id, read.version, [...lessons, more, empty]);
    expect(wider.status, JSON.stringify(wider.body)).toBe(200);
    expect((await onMap(id))!.lessons).toBe(3);
    expect((await open(id)).mission.lessons.map(({ title }) => title)).toEqual(['Watch', 'Read', 'Win']);
    const fourth = (await draft(id)).lessons[3]!.id;
    expect((await addTo(id, wider.body.version, fourth, writtenQuestions().true_false)).status).toBe(201);
    expect((await library('teacher')).find((one) => one.id === id)).toMatchObject({
      lessons: 4,
      questions: 2,
    });
    expect(await open(id)).toMatchObject({ isNewer: true });
  });

  it('[WRI-10] is read in its own language where only the title of a lesson is translated', async () => {
    const mission = await begin();
    const i18n = { es: { title: 'Primera', reading: [] } };
    const sent = [{ ...lesson(mission.lessonId), kind: 'reading', i18n }];
    expect((await outline(mission.id, mission.version, sent)).status).toBe(200);
    const preview = await ask<MissionPreview>('teacher', 'GET', `/missions/${mission.id}?locale=es`);
    expect(preview.body.lessonList).toMatchObject([{ title: 'Primera', reading: ['Read this.'] }]);
    const { version } = await draft(mission.id);
    await addTo(mission.id, version, mission.lessonId, writtenQuestions().true_false);
    const { course } = await server.app.db.asWorker((em) => CatalogService.freezeAlone(em, mission.id));
    expect(course.lessons[0]!.reading).toEqual({ en: ['Read this.'], es: ['Read this.'] });
  });

  it('[ALO-2] [PRG-4] is for who began it as it was, and new for who begins again after it was edited; what was earned stays as it was', async () => {
    const { id, questionId } = await course();
    const { mission } = await open(id);
    expect(mission.lessons).toMatchObject([
      { kind: 'video', minutes: 2, media: { id: film, alt: 'A fin' } },
      { kind: 'reading', minutes: null },
      { kind: 'challenge', minutes: 4, questions: [{ hint: { cost: 7, text: null } }] },
    ]);
    const read = await draft(id);
    const [, reading, win] = read.lessons;
    const edited = await outline(id, read.version, [
      { ...win, title: 'Try it', kind: 'interactive', minutes: null, questions: [questionId] },
      { ...reading, reading: ['Something else.'], questions: [] },
    ]);
    expect(edited.status, JSON.stringify(edited.body)).toBe(200);
    const { id: _, ...question } = win!.questions[0]!;
    const dearer = await ask('teacher', 'PUT', `/missions/${id}/questions/${questionId}`, {
      version: edited.body.version,
      question: { ...question, hintCost: 99 },
    });
    expect(dearer.status, JSON.stringify(dearer.body)).toBe(200);
    expect((await rewrite('teacher', id, { ...alone, requires: [another.id] })).status).toBe(200);

    // begun: open in spite of the new level, and as it was, film and all
    expect(await open(id)).toMatchObject({ isNewer: true, mission: { lessons: mission.lessons } });
    const send = (path: string, body: object) => ask('learner', 'POST', `/me/missions/${id}/${path}`, body);
    for (const one of mission.lessons.slice(0, 2))
      expect((await send(`lessons/${one.id}/complete`, { round: 1 })).status).toBe(200);
    const earned = await server.app.db.jobs.query(
      'SELECT xp_reward AS xp FROM lesson_progress WHERE user_id = $1 AND mission_id = $2 ORDER BY xp_reward DESC',
      [people.learner.userId, id],
    );
    expect(earned.rows, 'what the lessons say').toEqual([{ xp: 40 }, { xp: 25 }]);
    const { rows } = await server.app.db.jobs.query<{ key: number[] }>(
      `SELECT e.plan #> '{rounds,0,key}' AS key FROM mission_progress p JOIN mission_editions e ON e.id = p.edition_id
       WHERE p.user_id = $1 AND p.mission_id = $2`,
      [people.learner.userId, id],
    );
    const given = { id: randomUUID(), lessonId: win!.id, questionId, round: 1, answer: rows[0]!.key };
    expect((await send('answers', { answers: [given] })).body).toMatchObject({
      mission: { isThrough: true, isDone: true, xp: 100, coins: 50 },
    });
    const standing = async () => {
      const { rows: told } = await server.app.db.jobs.query<{ id: string }>(
        `SELECT id::text FROM outbox_events WHERE payload->>'learnerId' = $1 ORDER BY id`,
        [people.learner.userId],
      );
      for (const { id: eventId } of told) {
        await createProgressProjection(server.app.db).handle({ eventId });
        await createMasteryProjection(server.app.db).handle({ eventId });
      }
      const { rows: ledger } = await server.app.db.jobs.query(
        'SELECT currency, delta, reason, idempotency_key AS key FROM reward_ledger WHERE user_id = $1 ORDER BY 3, 4, 1',
        [people.learner.userId],
      );
      const { rows: stats } = await server.app.db.jobs.query(
        'SELECT total_xp AS xp, coins, current_level AS level FROM learner_stats WHERE user_id = $1',
        [people.learner.userId],
      );
      return {
        ledger,
        stats,
        differences: (await rebuildProgress(server.app.db, { mend: false })).differences,
      };
    };
    const before = await standing();
    expect(before).toMatchObject({ stats: [{}], differences: [] });
    expect(before.ledger).toContainEqual({
      currency: 'xp',
      delta: 100,
      reason: 'mission',
      key: `mission:${id}`,
    });
    // edited once more after it was finished: other words and another worth, another key, and then without its question
    const reward = { xp: 7, coins: 8 };
    expect((await rewrite('teacher', id, { title: 'Pets anew', reward })).status).toBe(200);
    expect(await standing()).toEqual(before);
    const flipped = question.choices.map((one) => ({ ...one, correct: !one.correct }));
    const turned = await ask('teacher', 'PUT', `/missions/${id}/questions/${questionId}`, {
      version: (await draft(id)).version,
      question: { ...question, choices: flipped, hintCost: 99 },
    });
    expect(turned.status, JSON.stringify(turned.body)).toBe(200);
    expect(await standing()).toEqual(before);
    expect(await onMap(id)).toMatchObject({ state: 'done', lock: null });
    const { mission: anew } = await open(id, { again: 1 });
    expect(anew).toMatchObject({ title: 'Pets anew', attempt: 2, isThrough: false, ...reward });
    expect(anew.lessons).toMatchObject([
      { title: 'Try it', kind: 'interactive', questions: [{ hint: { cost: 99 } }] },
      { kind: 'reading', reading: ['Something else.'] },
    ]);
    const left = await draft(id);
    const without = left.lessons.map((one) => ({ ...one, questions: [] }));
    expect((await outline(id, left.version, without)).status).toBe(200);
    expect(await standing()).toEqual(before);
  });
});

describe('the starter content', () => {
  it('[WRI-6] becomes one’s own as a copy, with everything in it', async () => {
    const alone = { requiredLevel: 3, requires: [another.id], reward: { xp: 7, coins: 8 } };
    await rewrite('admin', starter.id, alone);
    await server.app.db.jobs.query(
      `UPDATE questions SET hint_cost = 9 WHERE id IN (SELECT aq.question_id FROM assessment_questions aq JOIN assessments a ON a.id = aq.assessment_id
         JOIN lessons l ON l.id = a.lesson_id WHERE l.mission_id = $1)`,
      [starter.id],
    );
    const copy = await ask('teacher', 'POST', `/missions/${starter.id}/copy`);
    expect(copy.status, JSON.stringify(copy.body)).toBe(201);
    const [mine, original] = [await draft(copy.body.id), await draft(starter.id)];
    expect(mine).toMatchObject(alone);
    expect(mine.lessons.flatMap(({ questions }) => questions).every(({ hintCost }) => hintCost === 9)).toBe(
      true,
    );
    expect(saidIn(mine)).toEqual(saidIn(original));
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
    const needy = await begin();
    expect((await rewrite('teacher', needy.id, { requires: [another.id] })).status).toBe(200);
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
      ['UPDATE missions SET xp_reward = 500 WHERE id = ?', id],
      ['UPDATE questions SET hint_cost = 0 WHERE id = ?', added.id],
      ['INSERT INTO mission_prerequisites (mission_id, requires_mission_id) VALUES (?, ?)', id, another.id],
      ['DELETE FROM mission_prerequisites WHERE mission_id = ?', needy.id],
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
