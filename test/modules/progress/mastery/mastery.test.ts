import { randomUUID } from 'node:crypto';
import { createTutti, type Tutti } from '@tutti/client';
import { createMastery } from '@tutti/client/admin';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Edition } from '../../../../src/domain/mission/edition.ts';
import { masteryDifferences } from '../../../../src/modules/progress/mastery/compare-mastery.ts';
import { createMasteryProjection } from '../../../../src/modules/progress/mastery/mastery-projection.ts';
import { rebuildProgress } from '../../../../src/modules/progress/rebuild.ts';
import { inTransaction } from '../../../../src/platform/database/in-transaction.ts';
import type {
  AnswersTaken,
  GivenAlone,
  OpenedMission,
  OwnLesson,
  OwnMission,
} from '../../../../src/wire/learning.ts';
import type { MasteryOfLearner, Practice } from '../../../../src/wire/mastery.ts';
import type { StartedRace } from '../../../../src/wire/race.ts';
import type { Joined } from '../../../../src/wire/session.ts';
import { type AskedQuestion, answeredSession } from '../../../support/answered-session.ts';
import {
  answered,
  lastOf,
  payloadsOf,
  readPlan,
  rightChoices,
  signIn as signInStaff,
  until,
  wrongChoices,
} from '../../../support/class-play.ts';
import { type FamilyAtHome, familyAtHome, post } from '../../../support/families.ts';
import { openSeat } from '../../../support/raw-client.ts';
import { addPerson, call, goodPassword, signIn } from '../../../support/rest.ts';
import { startTestServer, type TestServer } from '../../../support/server.ts';

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day);

let server: TestServer & { orgId: string };
let jobs: pg.Pool;
let teacher: Tutti;
let maya: FamilyAtHome;
let ben: string;
let classId: string;
let missionId: string;
/** Of one mission: the first two train the first objective. */
let questions: AskedQuestion[];
let slugs: string[];

beforeAll(async () => {
  const started = await startTestServer();
  jobs = started.app.db.jobs;
  const { rows } = await jobs.query<{ id: string }>('SELECT id FROM organizations LIMIT 1');
  server = { ...started, orgId: rows[0]!.id };
  teacher = await signInStaff(server.url, server.teacher);
  maya = await familyAtHome(server, {}, { nickname: 'Maya' });
  ben = await addPerson(server, { role: 'student', email: 'ben@school.example', displayName: 'Ben' });
  ({ id: classId } = await teacher.request<{ id: string }>('POST', '/classes', { body: { name: '4b' } }));
  for (const learner of [maya.childId, ben])
    await jobs.query(`INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`, [
      classId,
      learner,
    ]);
  const found = await jobs.query<AskedQuestion & { mission: string }>(
    `SELECT q.id, m.id AS mission, array_agg(o.slug ORDER BY o.slug) AS objectives FROM missions m JOIN lessons l ON l.mission_id = m.id
       JOIN assessments a ON a.lesson_id = l.id JOIN assessment_questions aq ON aq.assessment_id = a.id JOIN questions q ON q.id = aq.question_id
       JOIN question_objectives qo ON qo.question_id = q.id JOIN objectives o ON o.id = qo.objective_id
     WHERE m.slug = 'teach-the-machine' AND q.kind IN ('single_choice', 'true_false') GROUP BY q.id, m.id ORDER BY min(o.slug), q.id LIMIT 6`,
  );
  missionId = found.rows[0]!.mission;
  slugs = [...new Set(found.rows.flatMap(({ objectives }) => objectives))];
  questions = found.rows.map(({ id, objectives }) => ({ id, objectives }));
}, 60_000);
afterAll(() => server?.stop());

const projection = () => createMasteryProjection(server.app.db);
const differences = async () => (await rebuildProgress(server.app.db, { mend: false })).differences;
const knownOf = async (learner: string) =>
  (
    await jobs.query<{ slug: string; answers: number }>(
      'SELECT scope, slug, answers, weight_right, weight_wrong, last_answer_at FROM learner_mastery WHERE user_id = $1 ORDER BY scope, slug',
      [learner],
    )
  ).rows;
const cardsOf = async (learner: string) =>
  (
    await jobs.query<{ question_id: string; due_at: Date; lapses: number }>(
      'SELECT * FROM review_cards WHERE user_id = $1 ORDER BY question_id',
      [learner],
    )
  ).rows;

/** Maya has the first question wrong; Ben has all right. */
const play = (at: Date) =>
  answeredSession(jobs, {
    orgId: server.orgId,
    at,
    questions,
    missionId,
    groupId: classId,
    players: [
      { learnerId: maya.childId, outcomes: questions.map((_, i) => (i === 0 ? 'wrong' : 'right')) },
      { learnerId: ben, outcomes: questions.map(() => 'right') },
    ],
  });

describe('[MST-1] mastery', () => {
  test('comes from each session once, however often and in whatever order they are projected, and the rebuild finds the same', async () => {
    const [older, newer, between] = [await play(ago(9)), await play(ago(3)), await play(ago(6))];
    const { handle } = projection();
    await handle(older);
    await Promise.all([handle(newer), handle(newer), handle(newer)]);
    await handle(between); // came late
    expect((await knownOf(ben)).find(({ slug }) => slug === slugs[0])!.answers).toBe(
      3 * questions.filter(({ objectives }) => objectives.includes(slugs[0]!)).length,
    );
    expect(await differences()).toEqual([]);
    const [maya1, ben1] = [await knownOf(maya.childId), await cardsOf(ben)];
    expect(maya1.map(({ slug }) => slug)).toEqual(expect.arrayContaining(slugs));
    expect(ben1).toEqual([]);
    // wrong three times over, as its schedule counts: once begun, twice lapsed
    expect(await cardsOf(maya.childId)).toMatchObject([{ question_id: questions[0]!.id, lapses: 2 }]);
  });

  test('is computed again when a session is deleted, and by a command that says whose is otherwise', async () => {
    const before = [await knownOf(maya.childId), await cardsOf(maya.childId)];
    const { id, eventId } = await play(ago(1));
    await projection().handle({ eventId });
    expect(await knownOf(maya.childId)).not.toEqual(before[0]);
    await jobs.query('DELETE FROM live_sessions WHERE id = $1', [id]);
    expect((await jobs.query('SELECT 1 FROM mastery_renewals')).rowCount).toBe(2);
    await projection().renew();
    expect([await knownOf(maya.childId), await cardsOf(maya.childId)]).toEqual(before);

    await jobs.query('UPDATE learner_mastery SET weight_right = 99 WHERE user_id = $1 AND slug = $2', [
      ben,
      slugs[0],
    ]);
    await jobs.query('DELETE FROM review_cards WHERE user_id = $1', [maya.childId]);
    const found = (await differences()).toSorted((a) => (a.learnerId === ben ? -1 : 1));
    expect(found).toEqual([
      { learnerId: ben, what: [`knowledge is another: objective ${slugs[0]}`] },
      { learnerId: maya.childId, what: [`card is another: question ${questions[0]!.id}`] },
    ]);
    await rebuildProgress(server.app.db, { mend: true });
    expect([await knownOf(maya.childId), await cardsOf(maya.childId)]).toEqual(before);
    expect(await differences()).toEqual([]);
  });

  test('[MST-3] is read by the learner, the guardian and the teacher of the class, each in words', async () => {
    const { body: own } = await call<{ objectives: { objective: string; text: string; stage: string }[] }>(
      server,
      '/me/mastery?locale=es',
      { token: maya.child.accessToken },
    );
    expect(own.objectives.map(({ objective }) => objective).toSorted()).toEqual(slugs.toSorted());
    const { body: seen } = await call(server, `/family/children/${maya.childId}/mastery?locale=es`, {
      token: maya.guardian.accessToken,
    });
    expect(seen).toEqual(own);

    const mastery = createMastery(teacher);
    const overview = await mastery.ofClass(classId);
    expect(overview).toMatchObject({ group: { name: '4b' }, more: 0 });
    expect(overview.objectives.map(({ objective }) => objective).toSorted()).toEqual(slugs.toSorted());
    const place = overview.objectives.findIndex(({ objective }) => objective === slugs[0]);
    const rowOf = (id: string) => overview.learners.find(({ userId }) => userId === id)!;
    expect(rowOf(ben).cells[place]).toMatchObject({ answers: expect.any(Number), stage: expect.any(String) });
    expect(rowOf(ben).stuck).toEqual([]);
    // Maya's card is due: she alone has something to repeat
    expect(overview.repeat.map(({ objective }) => objective)).toEqual(questions[0]!.objectives);
    for (const one of overview.repeat)
      expect(one).toMatchObject({ learners: 1, questions: 1, missions: [{ id: missionId }] });

    const answers = await mastery.answers(classId, maya.childId, slugs[0]!);
    expect(answers.learner.name).not.toBe('');
    expect(answers.items.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(3);
    expect(answers.items[0]).toMatchObject({ prompt: 'Is it so?', answer: 'No', rightAnswer: 'Yes' });

    await addPerson(server, { role: 'teacher', email: 'tess@school.example', displayName: 'Tess' });
    const tess = createTutti({ url: server.url });
    await tess.signIn({ email: 'tess@school.example', password: goodPassword, keep: 'body' });
    await expect(createMastery(tess).ofClass(classId)).rejects.toMatchObject({ code: 'class/not-found' });
    await expect(createMastery(tess).answers(classId, ben, slugs[0]!)).rejects.toMatchObject({
      code: 'class/not-found',
    });
    await expect(createMastery(teacher).answers(classId, server.orgId, slugs[0]!)).rejects.toMatchObject({
      code: 'user/not-found',
    });
  });
});

test('[MST-2] today’s five bring back what went wrong, once a day, on any device, and count like every other answer', async () => {
  const childOf = createTutti({ url: server.url });
  await childOf.signIn({ login: maya.username, password: goodPassword, keep: 'body' });
  const practice = createMastery(childOf);
  expect(await practice.practice()).toEqual({ state: 'open', due: 1, questions: 0, done: 0, right: 0 });
  const { sessionId, resumeToken, title } = await practice.startPractice({ locale: 'en' });
  expect(title).toBe('Today’s five');
  expect((await practice.startPractice()).sessionId).toBe(sessionId);
  const plan = await readPlan(jobs, sessionId);
  expect(plan.rounds).toHaveLength(5);
  expect(plan.rounds[0]).toMatchObject({ questionId: questions[0]!.id });

  const sit = async () => {
    const { body } = await post<Joined>(server, '/rejoin', { resumeToken });
    const client = await openSeat(server.url, body.seat);
    await until(() => payloadsOf(client, 'welcome').length > 0, 'the welcome');
    return client;
  };
  let client = await sit();
  let step = lastOf(client, 'welcome')!.step;
  for (const round of plan.rounds.keys()) {
    client.send('next', { step });
    await until(() => lastOf(client, 'roundOpened')?.question.round === round, 'the question');
    expect(Buffer.concat(client.frames).toString('utf8')).not.toContain('"key":[');
    const choices = (round === 1 ? wrongChoices : rightChoices)(plan, round);
    expect(await answered(client, round, choices)).toBe('saved');
    await until(() => lastOf(client, 'roundClosed')?.[0].reveal.round === round, 'the result');
    if (round === 2) {
      expect(await practice.practice()).toMatchObject({ state: 'begun', done: 3, right: 2 });
      client.close();
      client = await sit();
      step = lastOf(client, 'welcome')!.step;
    } else step = lastOf(client, 'roundClosed')![0].step;
  }
  client.send('next', { step });
  await until(
    async () =>
      (
        await jobs.query(`SELECT 1 FROM live_sessions WHERE id = $1 AND projected_at IS NOT NULL`, [
          sessionId,
        ])
      ).rowCount === 1,
    'the end',
  );
  client.close();
  expect(await practice.practice()).toMatchObject({ state: 'done', questions: 5, done: 5, right: 4 });
  await expect(practice.startPractice()).rejects.toMatchObject({ code: 'practice/done-today' });

  const event = await jobs.query<{ id: string }>(
    `SELECT id::text FROM outbox_events WHERE payload->>'sessionId' = $1`,
    [sessionId],
  );
  await projection().handle({ eventId: event.rows[0]!.id });
  await projection().handle({ eventId: event.rows[0]!.id });
  const cards = await cardsOf(maya.childId);
  // what was right goes further away, and what was wrong comes tomorrow
  expect(cards).toHaveLength(2);
  for (const { question_id, due_at } of cards)
    expect(Math.round((due_at.getTime() - Date.now()) / day) > 1).toBe(question_id === questions[0]!.id);
  expect(await differences()).toEqual([]);
  // nobody else sees what was practised alone
  await expect(teacher.session(sessionId)).rejects.toMatchObject({ code: 'session/not-found' });
  expect(
    (await createMastery(teacher).answers(classId, maya.childId, slugs[0]!)).items.map(({ title }) => title),
  ).not.toContain(title);

  const zoe = await addPerson(server, { role: 'student', email: 'zoe@school.example', displayName: 'Zoe' });
  const { accessToken } = await signIn(server, 'zoe@school.example');
  expect((await call(server, '/me/practice', { token: accessToken })).body).toMatchObject({
    state: 'nothing',
  });
  expect((await post<{ code: string }>(server, '/me/practice', {}, accessToken)).body.code).toBe(
    'practice/nothing-yet',
  );
  // with the account goes all of it
  await jobs.query('DELETE FROM users WHERE id = ANY($1::uuid[])', [[zoe]]);
}, 60_000);

describe('missions alone', () => {
  interface Learner {
    id: string;
    token: string;
    plan: Edition;
  }
  const [objective, topic] = ['question-pictures', 'staying-safe-online'];
  let alone: string;
  let lia: Learner;
  /** Of a lesson in which each question may be tried three times. */
  let first: AskedQuestion;
  let second: AskedQuestion;
  let third: AskedQuestion;

  async function ask<T>({ token }: Pick<Learner, 'token'>, path: string, body?: unknown): Promise<T> {
    const reply = await call<T>(server, path, { token, ...(body !== undefined && { method: 'POST', body }) });
    expect(reply.status).toBeLessThan(300);
    return reply.body;
  }
  async function begin(name: string): Promise<Learner & { lesson: OwnLesson }> {
    const email = `${name.toLowerCase()}@school.example`;
    const id = await addPerson(server, { role: 'student', email, displayName: name });
    const token = (await signIn(server, email)).accessToken;
    const { mission } = await ask<OpenedMission>({ token }, `/me/missions/${alone}/open`, {});
    const { rows } = await jobs.query<{ plan: Edition }>(
      'SELECT e.plan FROM mission_progress p JOIN mission_editions e ON e.id = p.edition_id WHERE p.user_id = $1',
      [id],
    );
    const lesson = mission.lessons.find(({ kind }) => kind === 'interactive')!;
    return { id, token, plan: rows[0]!.plan, lesson };
  }
  const given = (
    { plan }: Learner,
    lesson: OwnLesson,
    { id: questionId }: AskedQuestion,
    { isRight, at }: { isRight: boolean; at?: Date },
  ): GivenAlone => {
    const place = plan.rounds.findIndex((round) => round.questionId === questionId);
    return {
      id: randomUUID(),
      lessonId: lesson.id,
      questionId,
      round: lesson.round,
      answer: (isRight ? rightChoices : wrongChoices)(plan, place),
      ...(at && { at: at.toISOString() }),
    };
  };
  const send = (learner: Learner, answers: GivenAlone[]) =>
    ask<AnswersTaken>(learner, `/me/missions/${alone}/answers`, { answers });
  const eventsOf = async ({ id }: GivenAlone) =>
    (
      await jobs.query<{ eventId: string }>(
        `SELECT id::text AS "eventId" FROM outbox_events WHERE event_type = 'answers.checked' AND payload->'answerIds' ? $1`,
        [id],
      )
    ).rows;
  /** Gives one answer, and what tells of it. */
  const give = async (learner: Learner, answer: GivenAlone) => {
    await send(learner, [answer]);
    return (await eventsOf(answer))[0]!;
  };
  const again = async (learner: Learner, { id, round }: OwnLesson): Promise<OwnLesson> => {
    const { lessons } = await ask<OwnMission>(learner, `/me/missions/${alone}/lessons/${id}/again`, {
      round,
    });
    return lessons.find((lesson) => lesson.id === id)!;
  };
  const unlike = ({ id }: Learner) => inTransaction(jobs, (client) => masteryDifferences(client, id));
  const answersTo = async ({ id }: Learner, slug: string) =>
    (await knownOf(id)).find((known) => known.slug === slug)?.answers;

  beforeAll(async () => {
    const { rows } = await jobs.query<{ id: string }>(`SELECT id FROM missions WHERE slug = 'spot-the-fake'`);
    alone = rows[0]!.id;
  });

  test('[MST-1] count with the first answer of each sitting, once, in whatever order with sessions', async () => {
    const { lesson, ...learner } = await begin('Lia');
    lia = learner;
    await jobs.query(`INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`, [
      classId,
      lia.id,
    ]);
    // begun long enough ago for answers that waited on the device
    await jobs.query('UPDATE mission_progress SET started_at = $2 WHERE user_id = $1', [lia.id, ago(6)]);
    const asked = (place: number): AskedQuestion => {
      const { id } = lesson.questions[place]!;
      return { id, objectives: lia.plan.rounds.find(({ questionId }) => questionId === id)!.objectives };
    };
    [first, second, third] = [asked(0), asked(1), asked(2)];

    const wrong = await give(lia, given(lia, lesson, first, { isRight: false, at: ago(4) }));
    const corrected = await give(lia, given(lia, lesson, first, { isRight: true, at: ago(4) }));
    expect(await unlike(lia)).toEqual([]); // nobody has worked on them yet
    const { handle } = projection();
    await handle(corrected);
    expect(await knownOf(lia.id)).toEqual([]);
    const played = await answeredSession(jobs, {
      orgId: server.orgId,
      at: ago(2),
      questions: [first],
      missionId: alone,
      groupId: classId,
      players: [{ learnerId: lia.id, outcomes: ['right'] }],
    });
    await handle(played);
    expect(await cardsOf(lia.id)).toEqual([]);
    await Promise.all([handle(wrong), handle(wrong), handle(wrong)]); // came late
    await handle(corrected);
    expect([await answersTo(lia, objective), await answersTo(lia, topic)]).toEqual([2, 2]);
    // first wrong alone, then right in the class
    expect(await cardsOf(lia.id)).toMatchObject([{ question_id: first.id, reps: 2, lapses: 0 }]);
    expect(await unlike(lia)).toEqual([]);

    const wrongToo = given(lia, lesson, second, { isRight: false, at: ago(4) });
    const both = [second, third].map((one) => given(lia, lesson, one, { isRight: true }));
    await send(lia, [wrongToo, ...both, wrongToo]);
    await send(lia, both);
    expect(await eventsOf(both[1]!)).toHaveLength(1);
    await handle((await eventsOf(wrongToo))[0]!);
    expect(await answersTo(lia, objective)).toBe(4);
    // the lesson once more is a new sitting
    await handle(await give(lia, given(lia, await again(lia, lesson), first, { isRight: true })));
    expect([await answersTo(lia, objective), await answersTo(lia, topic)]).toEqual([5, 5]);
    expect(await answersTo(lia, third.objectives.find((slug) => slug !== objective)!)).toBe(1);
    expect(await differences()).toEqual([]);
  });

  test('[MST-1] stay what they were when the mission is edited, and are found by the command that computes all again', async () => {
    const before = [await knownOf(lia.id), await cardsOf(lia.id)];
    const edit = (slug: string) =>
      jobs.query('UPDATE missions SET topic_id = (SELECT id FROM topics WHERE slug = $2) WHERE id = $1', [
        alone,
        slug,
      ]);
    const other = await jobs.query<{ slug: string }>('SELECT slug FROM topics WHERE slug <> $1 LIMIT 1', [
      topic,
    ]);
    await edit(other.rows[0]!.slug);
    const taken = await jobs.query<{ objective_id: string }>(
      'DELETE FROM question_objectives WHERE question_id = $1 RETURNING objective_id',
      [third.id],
    );
    await jobs.query('INSERT INTO mastery_renewals (user_id) VALUES ($1)', [lia.id]);
    await projection().renew();
    expect([await knownOf(lia.id), await cardsOf(lia.id)]).toEqual(before);
    await edit(topic);
    await jobs.query(
      'INSERT INTO question_objectives (question_id, objective_id) SELECT $1, unnest($2::uuid[])',
      [third.id, taken.rows.map(({ objective_id }) => objective_id)],
    );

    await jobs.query('DELETE FROM learner_mastery WHERE user_id = $1 AND slug = $2', [lia.id, topic]);
    expect(await differences()).toEqual([
      { learnerId: lia.id, what: [`knowledge is another: topic ${topic}`] },
    ]);
    await rebuildProgress(server.app.db, { mend: true });
    expect([await knownOf(lia.id), await cardsOf(lia.id)]).toEqual(before);
    expect(await differences()).toEqual([]);
  });

  test('[MST-2] [MST-3] are in today’s five and in the map of the class, and what was answered stays with the learner', async () => {
    const { topics, objectives } = await ask<MasteryOfLearner>(lia, '/me/mastery');
    expect(topics).toMatchObject([{ topic, answers: 5, stage: 'growing' }]);
    const mastery = createMastery(teacher);
    const overview = await mastery.ofClass(classId);
    const place = overview.objectives.findIndex((one) => one.objective === objective);
    const { estimate } = objectives.find((one) => one.objective === objective)!;
    expect(overview.learners.find(({ userId }) => userId === lia.id)!.cells[place]).toEqual({
      answers: 5,
      estimate,
      stage: 'growing',
    });
    const behind = await mastery.answers(classId, lia.id, objective);
    expect(behind).toMatchObject({ answers: 5, items: [{ title: 'Pets', outcome: 'right' }] });

    // the one that was wrong and corrected within its sitting
    expect(await ask<Practice>(lia, '/me/practice')).toMatchObject({ state: 'open', due: 1 });
    const { sessionId } = await ask<StartedRace>(lia, '/me/practice', { locale: 'en' });
    const { rounds } = await readPlan(jobs, sessionId);
    const chosen = rounds.map(({ questionId }) => questionId);
    expect(chosen[0]).toBe(second.id);
    expect(chosen.toSorted()).toEqual([first.id, second.id, third.id].toSorted());
  });

  test('[MST-1] [BDG-2] become knowledge by themselves, and what comes with it', async () => {
    const { lesson, ...noa } = await begin('Noa');
    const rightIn = (one: OwnLesson) =>
      [first, second, third].map((question) => given(noa, one, question, { isRight: true }));
    const firstTry = rightIn(lesson);
    await send(noa, firstTry);
    await projection().handle((await eventsOf(firstTry[0]!))[0]!);
    await jobs.query(
      `INSERT INTO badges (org_id, slug, name, description, category, rarity, unlock_criteria, position)
       SELECT org_id, 'one-summit', 'One Hill', 'You know one learning goal well.', category, rarity, jsonb_set(unlock_criteria, '{objectives}', '1'), 999
       FROM badges WHERE slug = 'three-summits'`,
    );
    // what was handled by hand is not told again
    await jobs.query('UPDATE outbox_events SET published_at = now() WHERE published_at IS NULL');
    await send(noa, rightIn(await again(noa, lesson)));
    await server.app.jobs.start();
    await server.app.relay.handOver();
    const badge = `SELECT 1 FROM user_badges u JOIN badges b ON b.id = u.badge_id WHERE u.user_id = $1 AND b.slug = 'one-summit'`;
    await until(async () => (await jobs.query(badge, [noa.id])).rowCount === 1, 'the badge', 30_000);
    expect(await answersTo(noa, objective)).toBe(6);
    expect(await unlike(noa)).toEqual([]);
  }, 60_000);
});
