import { randomUUID } from 'node:crypto';
import { createTutti, type Tutti } from '@tutti/client';
import {
  type ClassMissions,
  createMastery,
  createMissionsAlone,
  createRecords,
  type ObjectiveAnswers,
} from '@tutti/client/admin';
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
  MissionMap,
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
    return enter({ id, token: (await signIn(server, email)).accessToken });
  }
  async function enter({
    id,
    token,
  }: Omit<Learner, 'plan'>): Promise<Learner & { lesson: OwnLesson; lessons: OwnLesson[] }> {
    const { mission } = await ask<OpenedMission>({ token }, `/me/missions/${alone}/open`, {});
    const { rows } = await jobs.query<{ plan: Edition }>(
      'SELECT e.plan FROM mission_progress p JOIN mission_editions e ON e.id = p.edition_id WHERE p.user_id = $1',
      [id],
    );
    const lesson = mission.lessons.find(({ kind }) => kind === 'interactive')!;
    return { id, token, plan: rows[0]!.plan, lesson, lessons: mission.lessons };
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

  test('[MST-2] [MST-3] [CLS-1] are in today’s five and in the map of the class, with the answers behind it', async () => {
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
    const { lessonId, titles } = lia.plan.lessons.find((one) => one.questionIds.includes(second.id))!;
    await jobs.query(
      'INSERT INTO mission_hints (user_id, mission_id, lesson_id, round, question_id, cost) VALUES ($1, $2, $3, 1, $4, 5)',
      [lia.id, alone, lessonId, second.id],
    );
    const behind = await mastery.answers(classId, lia.id, objective);
    expect(behind).toMatchObject({ answers: 5, elsewhere: 0, nextCursor: null });
    const inMission = { where: 'alone', title: lia.plan.titles.en, lesson: titles.en, hint: false };
    const textsOf = ({ id }: AskedQuestion, isRight: boolean) => {
      const round = lia.plan.rounds.findIndex(({ questionId }) => questionId === id);
      const { prompt, choices } = lia.plan.rounds[round]!.texts.en!;
      const words = (picks: number[]) => picks.map((pick) => choices[pick]).join(' · ');
      return {
        prompt,
        outcome: isRight ? 'right' : 'wrong',
        answer: words((isRight ? rightChoices : wrongChoices)(lia.plan, round)),
        rightAnswer: words(rightChoices(lia.plan, round)),
      };
    };
    // in each sitting the first answer alone, whatever it was corrected to
    expect(behind.items).toMatchObject([
      { ...inMission, ...textsOf(first, true) },
      { ...inMission, ...textsOf(third, true) },
      { where: 'class', title: 'Pets', lesson: null, outcome: 'right', hint: false },
      { ...inMission, ...textsOf(second, false), hint: true },
      { ...inMission, ...textsOf(first, false) },
    ]);
    const pages = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: ObjectiveAnswers = await mastery.answers(classId, lia.id, objective, {
        limit: 1,
        ...(cursor && { cursor }),
      });
      pages.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(pages).toEqual(behind.items);
    const [spanish] = (await mastery.answers(classId, lia.id, objective, { locale: 'es' })).items;
    expect(spanish).toMatchObject({ title: lia.plan.titles.es, lesson: titles.es });

    // the one that was wrong and corrected within its sitting
    expect(await ask<Practice>(lia, '/me/practice')).toMatchObject({ state: 'open', due: 1 });
    const { sessionId } = await ask<StartedRace>(lia, '/me/practice', { locale: 'en' });
    const { rounds } = await readPlan(jobs, sessionId);
    const chosen = rounds.map(({ questionId }) => questionId);
    expect(chosen[0]).toBe(second.id);
    expect(chosen.toSorted()).toEqual([first.id, second.id, third.id].toSorted());
  });

  describe('a teacher', () => {
    let group: string;
    let home: FamilyAtHome;
    let still: string;
    let fresh: string;
    const ofChild = (path: string) => call(server, path, { token: home.child.accessToken });
    const ofGuardian = (path: string) =>
      call(server, `/family/children/${home.childId}${path}`, { token: home.guardian.accessToken });
    const rowOf = (overview: ClassMissions, id: string) =>
      overview.learners.find(({ userId }) => userId === id)!;

    beforeAll(async () => {
      home = await familyAtHome(server, {}, { nickname: 'Zeno' });
      const student = (displayName: string) =>
        addPerson(server, {
          role: 'student',
          email: `${displayName.toLowerCase()}@school.example`,
          displayName,
        });
      [still, fresh] = [await student('Still'), await student('Fresh')];
      ({ id: group } = await teacher.request<{ id: string }>('POST', '/classes', { body: { name: '6b' } }));
      await jobs.query(
        `INSERT INTO group_members (group_id, user_id, role, created_at)
         SELECT $1, id, 'student', now() - CASE WHEN id = $3 THEN interval '0 days' ELSE interval '20 days' END FROM unnest($2::uuid[]) id`,
        [group, [home.childId, still, fresh], fresh],
      );
    });

    test('[CLS-1] turns the pages of the answers behind a place: each once, the newest first', async () => {
      for (const days of [9, 6, 3])
        await projection().handle(
          await answeredSession(jobs, {
            orgId: server.orgId,
            at: ago(days),
            questions,
            missionId,
            groupId: group,
            players: [{ learnerId: home.childId, outcomes: questions.map(() => 'partly') }],
          }),
        );
      const mastery = createMastery(teacher);
      const whole = await mastery.answers(group, home.childId, slugs[0]!, { limit: 100 });
      expect(whole).toMatchObject({ answers: whole.items.length, elsewhere: 0, nextCursor: null });
      expect(whole.items.length).toBeGreaterThan(3);
      const read: ObjectiveAnswers['items'] = [];
      let cursor: string | undefined;
      do {
        const page = await mastery.answers(group, home.childId, slugs[0]!, {
          limit: 2,
          ...(cursor && { cursor }),
        });
        expect(page.items.length).toBeLessThanOrEqual(2);
        read.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(read).toEqual(whole.items);
      expect(read.map(({ at }) => at)).toEqual(
        read
          .map(({ at }) => at)
          .sort()
          .reverse(),
      );
      await expect(
        mastery.answers(group, home.childId, slugs[0]!, { cursor: 'bm9uZQ' }),
      ).rejects.toMatchObject({ code: 'request/invalid' });
    });

    test('[CLS-2] [CLS-3] sees how far learners are in missions alone, where it is hard, and who has been quiet', async () => {
      const child = await enter({ id: home.childId, token: home.child.accessToken });
      let challenge = child.lessons.find(({ kind }) => kind === 'challenge')!;
      const lose = (round: OwnLesson) =>
        send(
          child,
          round.questions.map(({ id }) => given(child, round, { id, objectives: [] }, { isRight: false })),
        );
      await lose(challenge);
      challenge = await again(child, challenge);
      const missions = createMissionsAlone(teacher);
      expect(rowOf(await missions.ofClass(group), child.id).runs).toMatchObject([{ stuck: false }]);
      await lose(challenge);
      const film = child.lessons.find(({ kind }) => kind === 'video')!;
      await ask(child, `/me/missions/${alone}/lessons/${film.id}/complete`, { round: 1 });
      await jobs.query(
        'UPDATE mission_progress SET time_spent_seconds = 300 WHERE user_id = $1 AND mission_id = $2',
        [child.id, alone],
      );

      const overview = await missions.ofClass(group);
      expect(overview).toMatchObject({ group: { id: group, name: '6b' }, more: 0 });
      expect(overview.missions).toMatchObject([{ id: alone, begun: 1, done: 0 }]);
      const own = rowOf(overview, child.id);
      expect(own).toMatchObject({
        waits: false,
        seconds: 300,
        lastDay: expect.any(String),
        quiet: false,
        runs: [{ missionId: alone, state: 'begun', lessonsDone: 1, seconds: 300, stuck: true }],
      });
      expect(rowOf(overview, still)).toMatchObject({ lastDay: null, quiet: true, runs: [] });
      expect(rowOf(overview, fresh)).toMatchObject({ lastDay: null, quiet: false, runs: [] });

      const one = await missions.ofLearner(group, child.id);
      const { missionId: _, stuck: __, ...figures } = own.runs[0]!;
      expect(one).toMatchObject({
        learner: { userId: child.id, name: 'Zeno' },
        seconds: 300,
        more: 0,
        missions: [
          {
            id: alone,
            ...figures,
            doneAt: null,
            at: film.title,
            stuck: [{ title: challenge.title, tries: 2, bestShare: 0 }],
          },
        ],
      });
      // what the learner sees on the own map
      const { body: map } = await ofChild('/me/missions');
      const mine = (map as MissionMap).topics
        .flatMap(({ missions }) => missions)
        .find(({ id }) => id === alone)!;
      const { state, lessons, lessonsDone, rightShare } = one.missions[0]!;
      expect({ state, lessons, lessonsDone, rightShare }).toEqual({
        state: mine.state,
        lessons: mine.lessons,
        lessonsDone: mine.lessonsDone,
        rightShare: mine.rightShare,
      });
    });

    test('[CLS-5] sees the same figures as the learner and the guardian', async () => {
      for (const what of ['/progress', '/badges', '/mastery']) {
        const { body: own } = await ofChild(`/me${what}`);
        expect((await ofGuardian(what)).body, what).toEqual(own);
        expect(await teacher.request('GET', `/learners/${home.childId}${what}`), what).toEqual(own);
      }
      const { objectives } = (await ofChild('/me/mastery')).body as MasteryOfLearner;
      expect(objectives.length).toBeGreaterThan(0);
      // and in the same words as whoever looks after all classes
      const admin = await signInStaff(server.url, server.admin);
      for (const staff of [teacher, admin]) {
        const report = await createRecords(staff).ofLearner(group, home.childId);
        expect(report.objectives.map((one) => one.objective).toSorted()).toEqual(
          objectives.map(({ text }) => text).toSorted(),
        );
      }
    });

    test('[CLS-4] of another class sees nothing, and whoever teaches none neither', async () => {
      const tess = createTutti({ url: server.url });
      await tess.signIn({ email: 'tess@school.example', password: goodPassword, keep: 'body' });
      const elsewhere = createMissionsAlone(tess);
      await expect(elsewhere.ofClass(group)).rejects.toMatchObject({ code: 'class/not-found' });
      await expect(elsewhere.ofLearner(group, home.childId)).rejects.toMatchObject({
        code: 'class/not-found',
      });
      await expect(createMastery(tess).ofLearner(home.childId)).rejects.toMatchObject({
        code: 'user/not-found',
      });
      await expect(createMissionsAlone(teacher).ofLearner(group, lia.id)).rejects.toMatchObject({
        code: 'user/not-found',
      });
      for (const path of [`/classes/${group}/missions`, `/classes/${group}/students/${still}/missions`])
        expect((await ofChild(path)).status, path).toBe(403);
    });

    test('[CLS-4] sees nothing of a child while nobody agrees to the account, and all of it again with the next yes', async () => {
      const missions = createMissionsAlone(teacher);
      const mastery = createMastery(teacher);
      const overTime = async () =>
        (await createRecords(teacher).ofClass(group)).learners.find(({ userId }) => userId === home.childId);
      const before = [await missions.ofClass(group), await mastery.ofClass(group), await overTime()];
      expect(before[2]).toMatchObject({ sessions: 3 });
      const { accessToken: token } = home.guardian;
      const stop = await post(server, `/family/children/${home.childId}/stop`, {}, token);
      expect(stop.status).toBe(204);
      const none = { waits: true, seconds: 0, lastDay: null, quiet: false, runs: [] };
      expect(rowOf(await missions.ofClass(group), home.childId)).toMatchObject(none);
      expect(await overTime()).toMatchObject({ sessions: 0, answers: 0, rightShare: null });
      const map = await mastery.ofClass(group);
      expect(map.objectives).toEqual([]);
      expect(map.learners.find(({ userId }) => userId === home.childId)).toMatchObject({
        waits: true,
        cells: [],
        stuck: [],
      });
      const waiting = { code: 'consent/required' };
      await expect(missions.ofLearner(group, home.childId)).rejects.toMatchObject(waiting);
      await expect(mastery.answers(group, home.childId, slugs[0]!)).rejects.toMatchObject(waiting);
      for (const path of [
        ...['progress', 'badges', 'mastery'].map((what) => `/learners/${home.childId}/${what}`),
        `/classes/${group}/students/${home.childId}/report`,
      ])
        await expect(teacher.request('GET', path), path).rejects.toMatchObject(waiting);

      const yes = await post(server, `/family/children/${home.childId}/consents`, { account: true }, token);
      expect(yes.status).toBe(200);
      expect([await missions.ofClass(group), await mastery.ofClass(group), await overTime()]).toEqual(before);
    });
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
