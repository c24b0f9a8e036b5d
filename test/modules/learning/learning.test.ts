import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Edition } from '../../../src/domain/mission/edition.ts';
import { createActiveTime } from '../../../src/modules/learning/active-time.service.ts';
import { isInUse } from '../../../src/modules/media/uses.ts';
import { createProgressProjection } from '../../../src/modules/progress/projection.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import type {
  AnswersTaken,
  GivenAlone,
  MissionMap,
  OpenedMission,
  OwnLesson,
  OwnMission,
} from '../../../src/wire/learning.ts';
import type { Progress } from '../../../src/wire/progress.ts';
import { type FamilyAtHome, familyAtHome } from '../../support/families.ts';
import { addPerson, call, signIn } from '../../support/rest.ts';
import { type BareServer, startTestServer } from '../../support/server.ts';

let server: BareServer & Awaited<ReturnType<typeof startTestServer>>;
let jobs: pg.Pool;
let maya: FamilyAtHome;

interface Learner {
  id: string;
  token: string;
}
let made = 0;
async function newLearner(): Promise<Learner> {
  made += 1;
  const email = `alone-${made}@school.example`;
  const id = await addPerson(server, { role: 'student', email, displayName: 'Ben' });
  return { id, token: (await signIn(server, email)).accessToken };
}

beforeAll(async () => {
  const started = await startTestServer();
  jobs = started.app.db.jobs;
  const { rows } = await jobs.query<{ id: string }>('SELECT id FROM organizations LIMIT 1');
  server = { ...started, orgId: rows[0]!.id };
  maya = await familyAtHome(server, {}, { nickname: 'Maya' });
});
afterAll(() => server?.stop());

const missionId = async (slug: string): Promise<string> =>
  (await jobs.query<{ id: string }>('SELECT id FROM missions WHERE slug = $1', [slug])).rows[0]!.id;

async function ask<T>(token: string, path: string, body?: unknown): Promise<T> {
  const reply = await call<T & { code?: string }>(server, path, {
    token,
    ...(body !== undefined && { method: 'POST', body }),
  });
  if (reply.status >= 300) throw Object.assign(new Error(path), { code: reply.body.code });
  return reply.body;
}
const open = (learner: Pick<Learner, 'token'>, id: string, body: object = {}) =>
  ask<OpenedMission>(learner.token, `/me/missions/${id}/open`, body);
const answer = (learner: Pick<Learner, 'token'>, id: string, answers: GivenAlone[]) =>
  ask<AnswersTaken>(learner.token, `/me/missions/${id}/answers`, { answers });
const complete = (learner: Learner, id: string, lessonId: string, round = 1) =>
  ask<OwnMission>(learner.token, `/me/missions/${id}/lessons/${lessonId}/complete`, { round });
const mapOf = async (learner: Pick<Learner, 'token'>, id: string) =>
  (await ask<MissionMap>(learner.token, '/me/missions')).topics
    .flatMap(({ missions }) => missions)
    .find((mission) => mission.id === id)!;

/** What learners begin, with its keys. */
async function planOf(learner: Learner, id: string): Promise<Edition> {
  const { rows } = await jobs.query<{ plan: Edition }>(
    'SELECT e.plan FROM mission_progress p JOIN mission_editions e ON e.id = p.edition_id WHERE p.user_id = $1 AND p.mission_id = $2',
    [learner.id, id],
  );
  return rows[0]!.plan;
}

/** Choices, and everything else that has a list as its key. */
function givenTo(plan: Edition, lesson: OwnLesson, questionId: string, isRight = true): GivenAlone {
  const round = plan.rounds.find((one) => one.questionId === questionId)!;
  if (!('key' in round)) throw new Error(`no key in a ${round.kind}`);
  const wrong = Array.from({ length: round.choices }, (_, i) => i).filter((i) => !round.key.includes(i));
  return {
    id: randomUUID(),
    lessonId: lesson.id,
    questionId,
    round: lesson.round,
    answer: isRight ? [...round.key] : [wrong[0]!],
  };
}
const allRight = (plan: Edition, lesson: OwnLesson) =>
  lesson.questions.map(({ id }) => givenTo(plan, lesson, id));

async function finish(learner: Learner, id: string): Promise<OwnMission> {
  let { mission } = await open(learner, id);
  const plan = await planOf(learner, id);
  for (const lesson of mission.lessons) {
    mission =
      lesson.questions.length > 0
        ? (await answer(learner, id, allRight(plan, lesson))).mission
        : await complete(learner, id, lesson.id, lesson.round);
  }
  return mission;
}

async function project(): Promise<void> {
  const { rows } = await jobs.query<{ id: string }>(
    `SELECT id::text FROM outbox_events WHERE event_type IN ('answers.checked', 'lesson.completed', 'mission.completed') ORDER BY random()`,
  );
  const { handle } = createProgressProjection(server.app.db);
  for (const { id } of rows) await handle({ eventId: id });
}
/** Without what badges give for the same deeds. */
const ledgerOf = async (learner: Learner) =>
  (
    await jobs.query<{ reason: string; currency: string; sum: number }>(
      `SELECT reason, currency, sum(delta)::integer AS sum FROM reward_ledger WHERE user_id = $1 AND reason <> 'badge' AND currency <> 'season_xp' GROUP BY reason, currency ORDER BY reason, currency`,
      [learner.id],
    )
  ).rows.map(({ reason, currency, sum }) => `${sum} ${currency} for ${reason}`);
const differences = async () => (await rebuildProgress(server.app.db, { mend: false })).differences;

describe('the map of missions', () => {
  test('[ALO-1] says what is open, what is locked and why, and opens nothing that is locked', async () => {
    const learner = await newLearner();
    const [first, second, third] = [
      await missionId('teach-the-machine'),
      await missionId('the-word-guesser'),
      await missionId('fair-for-everyone'),
    ];
    await jobs.query('UPDATE missions SET required_level = 4 WHERE id = $1', [third]);
    expect(await mapOf(learner, first)).toMatchObject({ state: 'open', lessonsDone: 0, lock: null });
    expect(await mapOf(learner, second)).toMatchObject({
      state: 'locked',
      lock: { level: null, missions: [{ id: first }] },
    });
    expect(await mapOf(learner, third)).toMatchObject({ state: 'locked', lock: { level: 4, missions: [] } });
    expect(await mapOf(learner, await missionId('who-decides'))).toMatchObject({
      state: 'locked',
      lock: { level: 3, missions: [{ id: third }] },
    });
    await expect(open(learner, second)).rejects.toMatchObject({ code: 'mission/locked' });
    await expect(open(learner, third)).rejects.toMatchObject({ code: 'mission/locked' });

    await finish(learner, first);
    expect(await mapOf(learner, first)).toMatchObject({ state: 'done', isOn: false, rightShare: 1 });
    expect(await mapOf(learner, second)).toMatchObject({ state: 'open' });
    await jobs.query('UPDATE missions SET required_level = 1 WHERE id = $1', [third]);
  });

  test('[ALO-1] locks nothing behind a mission that nobody can work through alone', async () => {
    const learner = await newLearner();
    const [mission, before, ofGroups] = [
      await missionId('the-word-guesser'),
      await missionId('teach-the-machine'),
      await missionId('the-missing-robot'),
    ];
    const require = (id: string) =>
      jobs.query('UPDATE mission_prerequisites SET requires_mission_id = $2 WHERE mission_id = $1', [
        mission,
        id,
      ]);
    await require(ofGroups);
    try {
      expect(await mapOf(learner, mission)).toMatchObject({ state: 'open', lock: null });
      expect((await open(learner, mission)).mission).toMatchObject({ attempt: 1 });
    } finally {
      await require(before);
    }
  });

  test('[ALO-1] has no circles, not even those that two close at the same moment', async () => {
    const [a, b] = [await missionId('spot-the-fake'), await missionId('teach-the-machine')];
    const require = (mission: string, before: string) =>
      jobs.query('INSERT INTO mission_prerequisites (mission_id, requires_mission_id) VALUES ($1, $2)', [
        mission,
        before,
      ]);
    const done = await Promise.allSettled([require(a, b), require(b, a)]);
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await jobs.query('DELETE FROM mission_prerequisites WHERE mission_id IN ($1, $2)', [a, b]);
  });

  test('does not show missions of others, nor those for groups', async () => {
    const learner = await newLearner();
    await expect(open(learner, randomUUID())).rejects.toMatchObject({ code: 'mission/not-found' });
    await expect(open(learner, await missionId('the-missing-robot'))).rejects.toMatchObject({
      code: 'mission/not-found',
    });
  });
});

describe('a mission alone', () => {
  test('[ALO-2] tells nothing of a key before the answer, and then what was right and why', async () => {
    const learner = await newLearner();
    const id = await missionId('spot-the-fake');
    const { mission } = await open(learner, id);
    const lesson = mission.lessons.find(({ questions }) => questions.length > 1)!;
    expect(JSON.stringify(mission)).not.toMatch(/"correct"|"key"|"explanation"/);
    const plan = await planOf(learner, id);
    const [one, two] = lesson.questions;
    const { mission: after } = await answer(learner, id, [givenTo(plan, lesson, one!.id, false)]);
    const now = after.lessons.find((other) => other.id === lesson.id)!;
    expect(now.questions[0]).toMatchObject({ triesLeft: 0, given: [{ outcome: 'wrong', xp: 0 }] });
    expect(now.questions[0]!.solution?.explanation).toMatch(/\w/);
    expect(now.questions.find((other) => other.id === two!.id)).toMatchObject({ solution: null });
    // on another device it goes on there
    expect((await open(learner, id)).mission).toMatchObject({ at: lesson.id, lessons: after.lessons });
  });

  test('[ALO-4] takes an answer once, however often and from however many devices it is sent', async () => {
    const learner = await newLearner();
    const id = await missionId('spot-the-fake');
    const { mission } = await open(learner, id);
    const plan = await planOf(learner, id);
    const lesson = mission.lessons.find(({ questions }) => questions.length > 1)!;
    const given = givenTo(plan, lesson, lesson.questions[0]!.id);
    const sent = await Promise.all(Array.from({ length: 8 }, () => answer(learner, id, [given, given])));
    for (const { results } of sent) expect(results.map(({ refused }) => refused)).toEqual([null, null]);
    // a second device that answers the same question another way comes too late
    const other = { ...givenTo(plan, lesson, lesson.questions[0]!.id, false) };
    const { results } = await answer(learner, id, [
      other,
      { ...given, questionId: lesson.questions[1]!.id },
      { ...givenTo(plan, lesson, lesson.questions[1]!.id), answer: [40] },
      { ...givenTo(plan, lesson, lesson.questions[1]!.id), questionId: randomUUID() },
      { ...givenTo(plan, lesson, lesson.questions[1]!.id), round: 2 },
    ]);
    expect(results.map(({ refused }) => refused)).toEqual([
      'answer/already-answered',
      'answer/malformed',
      'answer/malformed',
      'answer/other-question',
      'answer/other-try',
    ]);
    const { rows } = await jobs.query('SELECT id FROM question_responses WHERE user_id = $1', [learner.id]);
    expect(rows).toEqual([{ id: given.id }]);
    // somebody else's answer may have the same id
    const another = await newLearner();
    await open(another, id);
    expect((await answer(another, id, [given])).results[0]!.refused).toBeNull();
  });

  test('[ALO-3] lets a lost challenge be tried again, and keeps every answer', async () => {
    const learner = await newLearner();
    const id = await missionId('spot-the-fake');
    const { mission } = await open(learner, id);
    const plan = await planOf(learner, id);
    const lesson = mission.lessons.find(({ kind }) => kind === 'challenge')!;
    const lost = lesson.questions.map(({ id }) => givenTo(plan, lesson, id, false));
    const { mission: after } = await answer(learner, id, lost);
    const state = (of: OwnMission) => of.lessons.find((one) => one.id === lesson.id)!;
    expect(state(after)).toMatchObject({ state: 'lost', isThrough: true, right: 0 });
    const again = await ask<OwnMission>(learner.token, `/me/missions/${id}/lessons/${lesson.id}/again`, {
      round: 1,
    });
    expect(state(again)).toMatchObject({ state: 'ahead', round: 2 });
    const { mission: won } = await answer(learner, id, allRight(plan, state(again)));
    expect(state(won)).toMatchObject({ state: 'done', right: lesson.questions.length });
    const { rows } = await jobs.query<{ n: number }>(
      'SELECT count(*)::integer AS n FROM question_responses WHERE user_id = $1',
      [learner.id],
    );
    expect(rows[0]!.n).toBe(2 * lesson.questions.length);
    // another try of what was won takes nothing away, and the same day pays nothing twice
    const earned = { xp: 10 * lesson.questions.length + 25, coins: 0 };
    expect(won.earned).toEqual(earned);
    const third = await ask<OwnMission>(learner.token, `/me/missions/${id}/lessons/${lesson.id}/again`, {
      round: 2,
    });
    expect(third.earned).toEqual(earned);
    expect((await answer(learner, id, allRight(plan, state(third)))).mission.earned).toEqual(earned);
  });

  test('[ALO-2] keeps its films and pictures, whatever becomes of the mission', async () => {
    const learner = await newLearner();
    const id = await missionId('the-way-of-water');
    const { mission } = await open(learner, id);
    const film = mission.lessons.find(({ kind }) => kind === 'video')!.media!.id;
    const { rows } = await jobs.query(
      `SELECT 1 FROM mission_edition_media e JOIN media_assets m ON m.id = e.media_id JOIN mission_progress p ON p.edition_id = e.edition_id
       WHERE p.user_id = $1 AND m.object_key = $2`,
      [learner.id, film],
    );
    expect(rows).toHaveLength(1);
    const [ofLesson, ofQuestion, ofNobody] = ['l', 'q', 'n'].map((letter) => letter.repeat(32));
    for (const key of [ofLesson, ofQuestion, ofNobody])
      await jobs.query(
        `INSERT INTO media_assets (org_id, object_key, kind, alt) SELECT id, $1, 'image', 'x' FROM organizations LIMIT 1`,
        [key],
      );
    await jobs.query(
      `INSERT INTO mission_editions (mission_id, content_hash, layout, plan) VALUES ($1, 'swept', 0, $2)`,
      [
        id,
        JSON.stringify({
          lessons: [{ media: { ref: { id: ofLesson } } }, { media: null }],
          rounds: [{ media: { id: ofQuestion } }, {}],
        }),
      ],
    );
    const used = await server.app.db.asWorker(async (em) =>
      Promise.all([ofLesson, ofQuestion, ofNobody].map((key) => isInUse(em, key!))),
    );
    expect(used).toEqual([true, true, false]);
  });

  test('[ALO-3] has lessons of all kinds in two starter missions: read, watched, tried out, asked and won', async () => {
    const learner = await newLearner();
    for (const slug of ['the-way-of-water', 'spot-the-fake']) {
      const { mission } = await open(learner, await missionId(slug), { locale: 'es' });
      expect(new Set(mission.lessons.map(({ kind }) => kind))).toEqual(
        new Set(['reading', 'video', 'interactive', 'quiz', 'challenge']),
      );
      const film = mission.lessons.find(({ kind }) => kind === 'video')!;
      expect(film.media).toMatchObject({ kind: 'video' });
      expect(film.media!.alt).toMatch(/[áéíóúñ]| (la|el|una|un) /);
      const reply = await fetch(`${server.url}/media/${film.media!.id}`);
      expect(reply.status).toBe(200);
      expect(reply.headers.get('content-type')).toMatch(/^video\//);
    }
  });

  test('[ALO-2] that is edited stays as it was begun, and begins anew as it is then', async () => {
    const learner = await newLearner();
    const id = await missionId('guard-your-secrets');
    const begun = (await open(learner, id)).mission;
    const change = (title: string) => jobs.query('UPDATE missions SET title = $2 WHERE id = $1', [id, title]);
    const { title } = begun;
    await change('Changed');
    try {
      expect(await open(learner, id)).toMatchObject({ isNewer: true, mission: { title } });
      const done = await finish(learner, id);
      expect(done).toMatchObject({ isThrough: true, isDone: true, title });
      const again = await open(learner, id, { again: 1 });
      expect(again).toMatchObject({ isNewer: false, mission: { title: 'Changed', attempt: 2 } });
      expect(again.mission).toMatchObject({ isThrough: false, isDone: true });
      // pressed twice it is the same one
      expect((await open(learner, id, { again: 1 })).mission.attempt).toBe(2);
      expect(await mapOf(learner, id)).toMatchObject({ state: 'done', isOn: true, lessonsDone: 0 });
      // what leaves the library can still be finished
      await jobs.query('UPDATE missions SET is_active = false WHERE id = $1', [id]);
      expect(await finish(learner, id)).toMatchObject({ isThrough: true });
    } finally {
      await jobs.query('UPDATE missions SET title = $2, is_active = true WHERE id = $1', [id, title]);
    }
  });

  test('[CON-2] is nothing for who is no learner, nor for a child for whom nobody has agreed', async () => {
    const id = await missionId('spot-the-fake');
    await expect(open({ token: maya.guardian.accessToken }, id)).rejects.toMatchObject({
      code: 'auth/forbidden',
    });
    await expect(
      answer(await newLearner(), id, [
        { id: randomUUID(), lessonId: id, questionId: id, round: 1, answer: [0] },
      ]),
    ).rejects.toMatchObject({ code: 'mission/not-begun' });
  });
});

describe('what missions alone earn', () => {
  test('[ALO-7] comes exactly once in whatever order events come, and the rebuild finds no difference', async () => {
    const learner = await newLearner();
    const id = await missionId('guard-your-secrets');
    const mission = await finish(learner, id);
    const questions = mission.lessons.flatMap(({ questions }) => questions);
    const judged = questions.filter(({ given }) => given[0]!.outcome === 'right').length;
    expect(questions.reduce((sum, { given }) => sum + given[0]!.xp, 0)).toBe(10 * judged);
    expect(mission.earned).toEqual({ xp: 10 * judged + 25 * mission.lessons.length + 100, coins: 50 });
    await project();
    await project();
    const expected = [
      `${10 * judged} xp for answer`,
      `${25 * mission.lessons.length} xp for lesson`,
      '50 coin for mission',
      '100 xp for mission',
    ];
    expect(await ledgerOf(learner)).toEqual(expected);
    // the same on the same day earns nothing more
    await open(learner, id, { again: 1 });
    const second = await finish(learner, id);
    expect(
      second.lessons.flatMap(({ questions }) => questions).every(({ given }) => given[0]!.xp === 0),
    ).toBe(true);
    expect(second.earned).toEqual({ xp: 0, coins: 0 });
    await project();
    expect(await ledgerOf(learner)).toEqual(expected);
    const progress = await ask<Progress>(learner.token, '/me/progress');
    expect(progress.streak).toMatchObject({ days: 1, today: true });
    expect(progress.xp).toBeGreaterThanOrEqual(10 * judged + 25 * mission.lessons.length + 100);
    expect(await differences()).toEqual([]);
    await jobs.query('UPDATE question_responses SET xp_reward = 11 WHERE user_id = $1', [learner.id]).then(
      () => expect.fail('answers do not change'),
      () => undefined,
    );
    await jobs.query(`DELETE FROM reward_ledger WHERE user_id = $1 AND reason = 'lesson'`, [learner.id]);
    expect((await differences()).map(({ learnerId }) => learnerId)).toEqual([learner.id]);
    await rebuildProgress(server.app.db, { mend: true });
    expect(await ledgerOf(learner)).toEqual(expected);
    expect(await differences()).toEqual([]);
  });

  test('[ALO-4] counts for the day on which it was given, though it came later', async () => {
    const learner = await newLearner();
    const id = await missionId('spot-the-fake');
    const { mission } = await open(learner, id);
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
    await jobs.query('UPDATE mission_progress SET started_at = $2 WHERE user_id = $1', [
      learner.id,
      new Date(Date.now() - 3 * 86_400_000),
    ]);
    const plan = await planOf(learner, id);
    const lesson = mission.lessons.find(({ questions }) => questions.length > 1)!;
    await answer(learner, id, [
      { ...givenTo(plan, lesson, lesson.questions[0]!.id), at: twoDaysAgo.toISOString() },
      { ...givenTo(plan, lesson, lesson.questions[1]!.id), at: '2099-01-01T00:00:00.000Z' },
    ]);
    await project();
    const { calendar } = await ask<Progress>(learner.token, '/me/progress');
    const days = calendar.filter(({ learnt }) => learnt).map(({ day }) => day);
    const day = (at: Date) => at.toISOString().slice(0, 10);
    expect(days.sort()).toEqual(
      [day(twoDaysAgo), day(new Date())].filter((one) => calendar.some(({ day }) => day === one)).sort(),
    );
  });

  test('[ALO-4] counts for no day before somebody was seen at it, before an answer that is there, or before its try', async () => {
    const learner = await newLearner();
    const id = await missionId('spot-the-fake');
    const { mission } = await open(learner, id);
    const plan = await planOf(learner, id);
    const lesson = mission.lessons.find(({ kind }) => kind === 'challenge')!;
    const [one, two, three, ...others] = lesson.questions;
    const begun = Date.now();
    const ago = (days: number, minutes = 0) => new Date(begun - days * 86_400_000 - minutes * 60_000);
    const give = async (round: OwnLesson, questionId: string, days: number): Promise<Date> => {
      const given = { ...givenTo(plan, round, questionId), at: ago(days).toISOString() };
      expect((await answer(learner, id, [given])).results[0]!.refused).toBeNull();
      const { rows } = await jobs.query<{ at: Date }>(
        'SELECT answered_at AS at FROM question_responses WHERE user_id = $1 AND id = $2',
        [learner.id, given.id],
      );
      return rows[0]!.at;
    };
    await jobs.query('UPDATE mission_progress SET started_at = $2 WHERE user_id = $1', [learner.id, ago(6)]);
    expect(await give(lesson, one!.id, 4)).toEqual(ago(4));
    expect(await give(lesson, two!.id, 5)).toEqual(ago(4, 5));
    await jobs.query('UPDATE mission_progress SET active_at = $2 WHERE user_id = $1', [learner.id, ago(2)]);
    expect(await give(lesson, three!.id, 3)).toEqual(ago(2));
    for (const { id } of others) await give(lesson, id, 1);
    const again = await ask<OwnMission>(learner.token, `/me/missions/${id}/lessons/${lesson.id}/again`, {
      round: 1,
    });
    const second = again.lessons.find((other) => other.id === lesson.id)!;
    for (const { id } of second.questions)
      expect((await give(second, id, 1)).getTime()).toBeGreaterThanOrEqual(begun);
  });

  test('[ALO-6] takes nothing for a hint that is open anyway', async () => {
    const learner = await newLearner();
    const id = await missionId('spot-the-fake');
    const { mission } = await open(learner, id);
    const plan = await planOf(learner, id);
    const lesson = mission.lessons.find(
      ({ kind, questions }) => kind !== 'interactive' && questions.some(({ hint }) => hint),
    )!;
    const { id: questionId } = lesson.questions.find(({ hint }) => hint)!;
    await answer(learner, id, [givenTo(plan, lesson, questionId)]);
    await jobs.query(
      'INSERT INTO learner_stats (user_id, coins) VALUES ($1, 100) ON CONFLICT (user_id) DO UPDATE SET coins = 100',
      [learner.id],
    );
    const after = await ask<OwnMission>(learner.token, `/me/missions/${id}/hints`, {
      lessonId: lesson.id,
      questionId,
      round: 1,
    });
    const asked = after.lessons.flatMap(({ questions }) => questions).find((one) => one.id === questionId)!;
    expect(asked.hint!.text).toMatch(/\w/);
    expect(await ledgerOf(learner)).toEqual([]);
    const { rowCount } = await jobs.query('SELECT 1 FROM mission_hints WHERE user_id = $1', [learner.id]);
    expect(rowCount).toBe(0);
    await jobs.query('DELETE FROM learner_stats WHERE user_id = $1', [learner.id]);
  });

  test('[ALO-6] pays for hints: once, and never with coins that are not there', async () => {
    const learner = await newLearner();
    const id = await missionId('spot-the-fake');
    const { mission } = await open(learner, id);
    const lesson = mission.lessons.find(({ questions }) => questions.some(({ hint }) => hint))!;
    const question = lesson.questions.find(({ hint }) => hint)!;
    const wanted = { lessonId: lesson.id, questionId: question.id, round: 1 };
    const hint = () => ask<OwnMission>(learner.token, `/me/missions/${id}/hints`, wanted);
    await expect(hint()).rejects.toMatchObject({ code: 'reward/not-enough-coins' });
    await finish(learner, await missionId('guard-your-secrets'));
    await project();
    const uncovered = await Promise.all([hint(), hint(), hint()]);
    for (const one of uncovered)
      expect(
        one.lessons.find(({ id }) => id === lesson.id)!.questions.find(({ id }) => id === question.id)!.hint!
          .text,
      ).toMatch(/\w/);
    expect(await ledgerOf(learner)).toContain('-5 coin for hint');
    expect(await differences()).toEqual([]);
  });

  test('[PRG-4] is counted as answers, hints and lessons say: what is damaged is named, put right, and nothing is left to find', async () => {
    const learner = await newLearner();
    const [won, begun] = [await missionId('guard-your-secrets'), await missionId('spot-the-fake')];
    await finish(learner, won);
    await project();
    const { mission } = await open(learner, begun);
    const lesson = mission.lessons.find(({ questions }) => questions.some(({ hint }) => hint))!;
    const question = lesson.questions.find(({ hint }) => hint)!;
    await ask(learner.token, `/me/missions/${begun}/hints`, {
      lessonId: lesson.id,
      questionId: question.id,
      round: 1,
    });
    await answer(learner, begun, [givenTo(await planOf(learner, begun), lesson, question.id, false)]);
    await project();
    // another attempt of the first one: its best share stays, its lessons are to be done again
    await open(learner, won, { again: 1 });
    const counts = () =>
      jobs
        .query(
          `SELECT m.slug, p.questions_answered, p.questions_correct, p.lessons_completed, p.hints_used,
             (SELECT json_agg(l.best_share ORDER BY l.lesson_id) FROM lesson_progress l WHERE l.user_id = p.user_id AND l.mission_id = p.mission_id) AS shares
           FROM mission_progress p JOIN missions m ON m.id = p.mission_id WHERE p.user_id = $1 ORDER BY m.slug`,
          [learner.id],
        )
        .then(({ rows }) => rows);
    const right = await counts();
    expect(await differences()).toEqual([]);

    await jobs.query(
      `UPDATE mission_progress SET questions_answered = questions_answered + 2, questions_correct = questions_correct + 1,
         lessons_completed = lessons_completed + 1, hints_used = 0 WHERE user_id = $1 AND mission_id = $2`,
      [learner.id, begun],
    );
    const { rows: lessons } = await jobs.query<{ id: string }>(
      'UPDATE lesson_progress SET best_share = 0.5 WHERE user_id = $1 AND mission_id = $2 AND best_share = 1 RETURNING lesson_id AS id',
      [learner.id, won],
    );
    expect(lessons).not.toHaveLength(0);
    const found = await differences();
    expect(found.map(({ learnerId }) => learnerId)).toEqual([learner.id]);
    expect(found[0]!.what).toEqual([
      ...['lessons done', 'questions answered', 'questions right', 'hints'].map(
        (counted) => `the count is another: ${counted} of mission spot-the-fake`,
      ),
      ...lessons.map(({ id }) => `the best share is another: lesson ${id}`).sort(),
    ]);
    await rebuildProgress(server.app.db, { mend: true });
    expect(await differences()).toEqual([]);
    expect(await counts()).toEqual(right);
  });

  test('goes with the account: nothing of it is left, and what others share stays', async () => {
    const learner = await newLearner();
    const id = await missionId('guard-your-secrets');
    await finish(learner, id);
    const { rows } = await jobs.query<{ id: string }>(
      'SELECT edition_id AS id FROM mission_progress WHERE user_id = $1',
      [learner.id],
    );
    await jobs.query('DELETE FROM users WHERE id = $1', [learner.id]);
    for (const table of ['mission_progress', 'lesson_progress', 'question_responses', 'mission_hints'])
      expect((await jobs.query(`SELECT 1 FROM ${table} WHERE user_id = $1`, [learner.id])).rowCount).toBe(0);
    expect((await jobs.query('SELECT 1 FROM mission_editions WHERE id = $1', [rows[0]!.id])).rowCount).toBe(
      1,
    );
    // an event that comes after all is nobody's
    await project();
  });
});

describe('time in missions', () => {
  test('[ALO-5] is what somebody was at it, and part of the day that guardians limit', async () => {
    const child = { id: maya.childId, token: maya.child.accessToken };
    const id = await missionId('spot-the-fake');
    await open(child, id);
    let clock = Date.now() - 10 * 60_000;
    const time = createActiveTime({ db: server.app.db, now: () => new Date(clock) });
    const caller = { userId: child.id } as Parameters<typeof time.here>[0];
    const beat = async (afterMs: number, resumed = false) => {
      clock += afterMs;
      return time.here(caller, id, { resumed });
    };
    await beat(0, true);
    expect(await beat(20_000)).toMatchObject({ timeSpentSeconds: 20 });
    // another device at nearly the same time, a break, a hidden page
    expect(await beat(1_000)).toMatchObject({ timeSpentSeconds: 21 });
    expect(await beat(61_000)).toMatchObject({ timeSpentSeconds: 21 });
    expect(await beat(30_000, true)).toMatchObject({ timeSpentSeconds: 21 });
    expect(await beat(60_000)).toEqual({ timeSpentSeconds: 81, isOver: false });
    const { rows } = await jobs.query<{ seconds: number }>(
      'SELECT sum(seconds)::integer AS seconds FROM activity_days WHERE user_id = $1',
      [child.id],
    );
    expect(rows[0]!.seconds).toBe(81);

    await jobs.query(
      `INSERT INTO child_controls (child_id, guardian_id, daily_minutes) SELECT child_id, guardian_id, 10 FROM guardian_links WHERE child_id = $1
       ON CONFLICT (child_id, guardian_id) DO UPDATE SET daily_minutes = 10`,
      [child.id],
    );
    await jobs.query(
      `INSERT INTO activity_days (user_id, day, seconds) SELECT user_id, (now() AT TIME ZONE timezone)::date, 600 FROM user_profiles WHERE user_id = $1
       ON CONFLICT (user_id, day) DO UPDATE SET seconds = 600`,
      [child.id],
    );
    expect(await beat(5_000)).toMatchObject({ isOver: true });
    await expect(open(child, id)).rejects.toMatchObject({ code: 'consent/daily-minutes' });
    // what was answered before is not lost
    const lessons = (
      await jobs.query<{ plan: Edition }>('SELECT plan FROM mission_editions WHERE mission_id = $1 LIMIT 1', [
        id,
      ])
    ).rows[0]!.plan.lessons;
    const lesson = lessons.find(({ questionIds }) => questionIds.length > 0)!;
    const { results } = await answer(child, id, [
      {
        id: randomUUID(),
        lessonId: lesson.lessonId,
        questionId: lesson.questionIds[0]!,
        round: 1,
        answer: [0],
      },
    ]);
    expect(results[0]!.refused).toBeNull();
  });

  test('[CON-4] does not begin anew in another zone: a child’s day is that of the school, and zones change once a day', async () => {
    const home = await familyAtHome(server, {}, { nickname: 'Leo' });
    const child = { id: home.childId, token: home.child.accessToken };
    const id = await missionId('spot-the-fake');
    const { mission } = await open(child, id);
    const lesson = mission.lessons.find(({ questions }) => questions.some(({ hint }) => hint))!;
    await jobs.query(
      `INSERT INTO child_controls (child_id, guardian_id, daily_minutes) SELECT child_id, guardian_id, 10 FROM guardian_links WHERE child_id = $1
       ON CONFLICT (child_id, guardian_id) DO UPDATE SET daily_minutes = 10`,
      [child.id],
    );
    await jobs.query('SELECT add_activity($1, 600, now())', [child.id]);
    const isOver = async () => {
      const over = { code: 'consent/daily-minutes' };
      await expect(open(child, id)).rejects.toMatchObject(over);
      const again = `/me/missions/${id}/lessons/${lesson.id}/again`;
      await expect(ask(child.token, again, { round: 1 })).rejects.toMatchObject(over);
      const questionId = lesson.questions.find(({ hint }) => hint)!.id;
      const wanted = { lessonId: lesson.id, questionId, round: 1 };
      await expect(ask(child.token, `/me/missions/${id}/hints`, wanted)).rejects.toMatchObject(over);
    };
    await isOver();
    // there it is another day
    const away = new Date().getUTCHours() >= 11 ? 'Pacific/Kiritimati' : 'Pacific/Niue';
    const setDay = async (timezone: string, startHour: number) => {
      const { status, body } = await call<{ code: string } | null>(server, '/me/day', {
        token: child.token,
        method: 'PUT',
        body: { timezone, startHour },
      });
      return body?.code ?? status;
    };
    expect(await setDay(away, 0)).toBe(204);
    await isOver();
    expect(await setDay('Europe/Madrid', 0)).toBe('day/changed-today');
    expect(await setDay(away, 4)).toBe(204);
    expect(await setDay(away, 0)).toBe('day/changed-today');
    expect(await setDay(away, 4)).toBe(204);
    await isOver();

    const dayAtNoon = async () => {
      const { rows } = await jobs.query<{ day: string }>(
        `SELECT app_activity_day($1, '2027-03-01T12:00:00Z')::text AS day`,
        [child.id],
      );
      return rows[0]!.day;
    };
    await jobs.query(`UPDATE user_profiles SET timezone = 'UTC' WHERE user_id = $1`, [child.id]);
    expect(await dayAtNoon()).toBe('2027-03-01');
    await jobs.query(`UPDATE organizations SET timezone = 'Pacific/Kiritimati' WHERE id = $1`, [
      server.orgId,
    ]);
    expect(await dayAtNoon()).toBe('2027-03-02');
    await jobs.query(`UPDATE organizations SET timezone = 'UTC' WHERE id = $1`, [server.orgId]);
  });
});
