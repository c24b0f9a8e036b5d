import { createTutti, type Tutti } from '@tutti/client';
import { createAdmin, createHomework } from '@tutti/client/admin';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeCodes } from '../../../src/wire/messages.ts';
import type { Mistake } from '../../../src/wire/records.ts';
import type { Joined } from '../../../src/wire/session.ts';
import {
  answered,
  breakWriting,
  countEvents,
  isWhole,
  lastOf,
  payloadsOf,
  readPlan,
  rightChoices,
  savedIn,
  submit,
  until,
  wrongChoices,
} from '../../support/class-play.ts';
import { post } from '../../support/families.ts';
import { inDays } from '../../support/later.ts';
import { openSeat, pressInTwoTabs, type RawClient } from '../../support/raw-client.ts';
import { addPerson, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer & BareServer;
let tess: Tutti;
let other: Tutti;
let groupId: string;
let missionId: string;
const learners: Record<'ann' | 'ben', { id: string; token: string }> = {} as never;
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

beforeAll(async () => {
  const started = await startTestServer();
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  const staff = async (email: string) => {
    await addPerson(server, { role: 'teacher', email, displayName: email });
    const tutti = createTutti({ url: server.url });
    await tutti.signIn({ email, password: goodPassword, keep: 'body' });
    return tutti;
  };
  tess = await staff('tess@school.example');
  other = await staff('other@school.example');
  groupId = (await tess.request<{ id: string }>('POST', '/classes', { body: { name: '4b' } })).id;
  missionId = (await tess.missions({ limit: 100 })).items.find(
    ({ slug }) => slug === 'teach-the-machine',
  )!.id;
  for (const name of ['ann', 'ben'] as const) {
    const email = `${name}@school.example`;
    const id = await addPerson(server, {
      role: 'student',
      email,
      displayName: name,
    });
    await server.app.db.jobs.query(
      `INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`,
      [groupId, id],
    );
    learners[name] = { id, token: (await signIn(server, email)).accessToken };
  }
});
afterAll(() => server?.stop());

const give = (settings = {}) =>
  createHomework(tess).give({ missionId, groupId, closesAt: tomorrow(), settings });
async function sit(pin: string, token: string): Promise<RawClient & { joined: Joined }> {
  const { status, body } = await post<Joined & { code: string }>(server, '/join', { pin }, token);
  if (status !== 201) throw new Error(body.code);
  const client = await openSeat(server.url, body.seat);
  await until(() => payloadsOf(client, 'welcome').length > 0, 'the welcome');
  return Object.assign(client, { joined: body });
}
async function goOn(client: RawClient, step: number, until_: () => boolean): Promise<void> {
  client.send('next', { step });
  await until(until_, `what follows step ${step}`);
}

describe('homework', () => {
  test('[ANS-3] takes one of 20 parallel answers from two tabs of one learner, question after question', async () => {
    const { id, pin } = await give();
    const plan = await readPlan(server.app.db.jobs, id);
    let tab: RawClient = await sit(pin!, learners.ann.token);
    let step = 0;
    for (let round = 0; round < 3; round++) {
      const asked = () => lastOf(tab, 'roundOpened')?.question.round === round;
      await goOn(tab, step, asked);
      step = lastOf(tab, 'roundOpened')!.step;
      const { body } = await post<Joined>(server, '/join', { pin }, learners.ann.token);
      const first = tab;
      const second = await pressInTwoTabs(server.url, first, body.seat, (which) =>
        submit(which, round, which === first ? rightChoices(plan, round) : wrongChoices(plan, round)),
      );
      expect(await first.closed).toBe(closeCodes.replaced);
      const refused = [first, second].map((which) => payloadsOf(which, 'answerRefused'));
      await until(() => savedIn(second, round) + payloadsOf(second, 'answerRefused').length >= 10, 'replies');
      for (const { code } of refused.flat()) expect(code).toBe('answer/round-closed');
      const stored = await server.app.db.jobs.query<{ answer: number[] }>(
        `SELECT payload->'answer' AS answer FROM live_events
         WHERE session_id = $1 AND round = $2 AND type = 'answer.accepted'`,
        [id, round],
      );
      expect(stored.rows).toHaveLength(1);
      const phase = lastOf(second, 'welcome')!.phase;
      const own = lastOf(second, 'roundClosed')?.[1] ?? (phase.name === 'reveal' ? phase.you : null);
      expect(own).toMatchObject({ answer: stored.rows[0]!.answer });
      step = lastOf(second, 'roundClosed')?.[0].step ?? lastOf(second, 'welcome')!.step;
      tab = second;
    }
    tab.close();
    await createHomework(tess).end(id);
  });

  test('[REP-4] is found by the class, begun, left, gone on with elsewhere, ended, and reported as a class is', async () => {
    const { id, pin, status } = await give();
    expect(status).toBe('lobby');
    const homework = createHomework(tess);

    const ann = await sit(pin!, learners.ann.token);
    expect(lastOf(ann, 'welcome')).toMatchObject({
      phase: { name: 'lobby' },
      rules: { format: 'self_paced', scoring: 'accuracy' },
    });
    await goOn(ann, 0, () => payloadsOf(ann, 'roundOpened').length === 1);
    const { question } = lastOf(ann, 'roundOpened')!;
    expect(question).toMatchObject({ round: 0, timeLimitMs: null, closesAt: null });

    // [RND-2] nothing of any key before the own answer
    const plan = await readPlan(server.app.db.jobs, id);
    const [first] = plan.rounds;
    const before = Buffer.concat(ann.frames).toString('utf8');
    for (const word of ['"key"', 'explanation', first!.texts.en!.explanation.slice(0, 30)])
      expect(before).not.toContain(word);
    expect(payloadsOf(ann, 'roundClosed')).toEqual([]);

    const key = 'key' in first! ? [...(first.key as number[])] : [0];
    expect(await answered(ann, 0, key)).toBe('saved');
    await until(() => payloadsOf(ann, 'roundClosed').length === 1, 'the own result');
    expect(lastOf(ann, 'roundClosed')).toMatchObject([
      { reveal: { key } },
      { outcome: 'right', points: 1_000 * first!.points },
    ]);

    const phone = await sit(pin!, learners.ann.token);
    expect(phone.joined.participantId).toBe(ann.joined.participantId);
    expect(await ann.closed).toBe(closeCodes.replaced);
    expect(lastOf(phone, 'welcome')).toMatchObject({ phase: { name: 'reveal', you: { outcome: 'right' } } });
    await goOn(
      phone,
      lastOf(phone, 'welcome')!.step,
      () => lastOf(phone, 'roundOpened')?.question.round === 1,
    );

    expect((await homework.progress(id)).learners).toMatchObject([
      { name: 'ann', participantId: ann.joined.participantId, done: 1, right: 1, finished: false },
      { name: 'ben', participantId: null, done: 0, right: 0, finished: false },
    ]);
    await expect(createHomework(other).progress(id)).rejects.toMatchObject({ code: 'session/not-found' });
    await expect(createHomework(other).end(id)).rejects.toMatchObject({ code: 'session/not-found' });
    await expect(tess.host(id)).rejects.toMatchObject({ code: 'session/forbidden' });

    await homework.end(id);
    await until(() => payloadsOf(phone, 'sessionEnded').length === 1, 'the end');
    await until(async () => (await tess.session(id)).status === 'ended', 'the projection');
    const report = await createAdmin(tess).report(id);
    expect(report.notBegun).toEqual([{ userId: learners.ben.id, name: 'ben' }]);
    expect(await (await createAdmin(tess).reportCsv(id)).text()).toContain(',ben,');
    expect((await createAdmin(tess).reportXlsx(id)).size).toBeGreaterThan(1_000);
    expect(report.learners).toMatchObject([{ nickname: 'ann', right: 1, answered: 1, leftInRound: 1 }]);
    expect(report.questions[0]).toMatchObject({ answered: 1, right: 1 });
    await expect(homework.end(id)).rejects.toMatchObject({ code: 'session/ended' });
  });

  test('[REP-4] [DUR-6] what is due ends without anybody there, once, and nobody gets in any more', async () => {
    const { id, pin } = await give({ timed: true });
    await server.app.db.jobs.query(
      `UPDATE live_sessions SET closes_at = now() - interval '1 minute' WHERE id = $1`,
      [id],
    );
    await server.app.recover();
    await until(async () => (await tess.session(id)).status === 'ended', 'the end');
    const { rows } = await server.app.db.jobs.query(`SELECT type FROM live_events WHERE session_id = $1`, [
      id,
    ]);
    expect(rows).toEqual([{ type: 'session.ended' }]);
    await expect(sit(pin!, learners.ben.token)).rejects.toThrow('join/no-such-pin');
    // who comes into the class afterwards had nothing to do
    const lateId = await addPerson(server, {
      role: 'student',
      email: 'late@school.example',
      displayName: 'late',
    });
    await server.app.db.jobs.query(
      `INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`,
      [groupId, lateId],
    );
    const { learners: all, leads } = await createHomework(tess).progress(id);
    expect(leads).toBe(true);
    expect((await createAdmin(tess).report(id)).notBegun!.map(({ name }) => name)).toEqual(['ann', 'ben']);
    await server.app.db.jobs.query('DELETE FROM group_members WHERE user_id = $1', [lateId]);
    expect(all.map(({ name, participantId }) => [name, participantId])).toEqual([
      ['ann', null],
      ['ben', null],
    ]);
  });

  test('[REP-4] the end lies ahead, within 60 days, and can be moved; learners see what is open', async () => {
    const homework = createHomework(tess);
    const given = { missionId, groupId, settings: {} };
    for (const days of [-1, 61])
      await expect(
        homework.give({ ...given, closesAt: new Date(Date.now() + days * 86_400_000).toISOString() }),
      ).rejects.toMatchObject({ code: 'homework/bad-deadline' });
    await expect(
      tess.openSession(missionId, { format: 'self_paced' as never }, groupId),
    ).rejects.toMatchObject({ code: 'request/invalid' });
    const { id, pin } = await homework.give({ ...given, closesAt: tomorrow() });
    const later = new Date(Date.now() + 5 * 86_400_000).toISOString();
    expect((await homework.move(id, later)).closesAt).toBe(later);
    const ben = createTutti({ url: server.url });
    await ben.signIn({ email: 'ben@school.example', password: goodPassword, keep: 'body' });
    const [first, ...others] = (await createHomework(ben).mine()).items;
    expect(first).toEqual({
      id,
      title: expect.any(String),
      className: '4b',
      pin,
      closesAt: later,
      questions: 15,
      begun: false,
      done: 0,
      right: 0,
    });
    // what is over stands below, without a way in
    expect(others.every((one) => one.pin === null)).toBe(true);
    await homework.end(id);
    await until(async () => (await tess.session(id)).status === 'ended', 'the end');
    expect((await createHomework(ben).mine()).items).toContainEqual({
      ...first,
      pin: null,
      closesAt: expect.any(String),
    });
  });

  test('[JOIN-2] [REP-4] a guest goes on after 45 days with the token from the first one', async () => {
    const dayMs = 86_400_000;
    const closesAt = new Date(Date.now() + 59 * dayMs).toISOString();
    const { id, pin } = await createHomework(tess).give({ missionId, groupId, closesAt });
    const { body } = await post<Joined>(server, '/join', { pin, nickname: 'Gus' });
    const { resumeToken, participantId } = body;
    const late = await inDays(45, () => post<Joined>(server, '/rejoin', { resumeToken }));
    expect(late).toMatchObject({ status: 200, body: { participantId } });
    await createHomework(tess).end(id);
  });

  test('[REP-4] whoever is through looks at the own mistakes at once, and before that nobody', async () => {
    const missionQuestions = (await tess.mission(missionId)).lessonList.flatMap(({ questions }) => questions);
    const questions = missionQuestions
      .slice(0, 2)
      .map(({ id }) => ({ questionId: id, seconds: null, worth: null }));
    const { id, pin } = await createHomework(tess).give({
      missionId,
      groupId,
      closesAt: tomorrow(),
      questions,
    });
    const plan = await readPlan(server.app.db.jobs, id);
    expect(plan.rounds).toHaveLength(2);
    const ann = await sit(pin!, learners.ann.token);
    const mistakes = () =>
      post<{ items: Mistake[]; code: string }>(server, '/join/mistakes', {
        resumeToken: ann.joined.resumeToken,
      });
    await goOn(ann, 0, () => payloadsOf(ann, 'roundOpened').length === 1);
    expect(await answered(ann, 0, wrongChoices(plan, 0))).toBe('saved');
    expect((await mistakes()).body.code).toBe('session/not-ended');
    await until(() => payloadsOf(ann, 'roundClosed').length === 1, 'the first result');
    await goOn(ann, lastOf(ann, 'roundClosed')![0].step, () => payloadsOf(ann, 'roundOpened').length === 2);
    expect(await answered(ann, 1, rightChoices(plan, 1))).toBe('saved');
    await until(() => payloadsOf(ann, 'roundClosed').length === 2, 'the second result');
    await goOn(ann, lastOf(ann, 'roundClosed')![0].step, () => payloadsOf(ann, 'podium').length === 1);
    expect(lastOf(ann, 'podium')![1]).toMatchObject({ right: 1, answered: 2, outcomes: ['wrong', 'right'] });
    const { status, body } = await mistakes();
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      {
        round: 0,
        prompt: plan.rounds[0]!.texts.en!.prompt,
        explanation: plan.rounds[0]!.texts.en!.explanation,
      },
    ]);
    const soFar = body.items;
    await createHomework(tess).end(id);
    await until(async () => (await tess.session(id)).status === 'ended', 'the projection');
    expect((await mistakes()).body.items).toMatchObject(soFar.map(({ at: _, ...one }) => one));
    expect((await createAdmin(tess).report(id)).learners).toMatchObject([
      { nickname: 'ann', leftInRound: null },
    ]);
  });

  test('[DUR-4] while the database hangs the clock of an own question stands, and goes on with what was left', async () => {
    const { id, pin } = await give({ timed: true, secondsPerQuestion: 60 });
    const ann = await sit(pin!, learners.ann.token);
    const ben = await sit(pin!, learners.ben.token);
    for (const one of [ann, ben]) await goOn(one, 0, () => payloadsOf(one, 'roundOpened').length === 1);
    const owner = new pg.Client(server.database.ownerUrl);
    await owner.connect();
    await owner.query('BEGIN');
    await owner.query('LOCK TABLE live_events IN EXCLUSIVE MODE');
    const answer = answered(ann, 0, [0]);
    await until(() => lastOf(ben, 'saving')?.waiting === true, '"saving" is told');
    const { at } = lastOf(ben, 'saving')!;
    const { closesAt } = lastOf(ben, 'roundOpened')!.question;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await owner.query('COMMIT');
    await owner.end();
    expect(await answer).toBe('saved');
    await until(() => payloadsOf(ben, 'resumed').length > 0, 'the clock goes on');
    const resumed = lastOf(ben, 'resumed')!;
    const left = resumed.deadline! - resumed.at;
    expect(Math.abs(left - (closesAt! - at))).toBeLessThan(400);
    expect(resumed.deadline! - closesAt!).toBeGreaterThan(1_000);
    await until(() => lastOf(ben, 'saving')?.waiting === false, '"saving" is over');
    await createHomework(tess).end(id);
  });

  test('[DUR-1] what cannot be shown or told to a learner is stored, the other one hears of it, and it ends for both', async () => {
    const { id, pin } = await give();
    // the second question has lost its texts: nobody can be shown it
    await server.app.db.jobs.query(
      `UPDATE live_sessions SET snapshot = jsonb_set(snapshot, '{rounds,1,texts}', '{}') WHERE id = $1`,
      [id],
    );
    const ann = await sit(pin!, learners.ann.token);
    const ben = await sit(pin!, learners.ben.token);
    const count = (type: string) => countEvents(server.app.db.jobs, id, type);
    await goOn(ann, 0, () => payloadsOf(ann, 'roundOpened').length === 1);
    expect(await answered(ann, 0, [0])).toBe('saved');
    await until(() => payloadsOf(ann, 'roundClosed').length === 1, 'the own result');
    const opened = await count('round.opened');
    ann.send('next', { step: lastOf(ann, 'roundClosed')![0].step });
    await until(async () => (await count('round.opened')) > opened, 'the second question is in the log');
    await goOn(ben, 0, () => payloadsOf(ben, 'roundOpened').length === 1);
    expect(await isWhole(server.app.db.jobs, id)).toBe(true);

    breakWriting(server, ann.joined.seat.roomId, ann.joined.participantId);
    await createHomework(tess).end(id);
    await until(() => lastOf(ben, 'sessionEnded') !== undefined, 'the other one hears of the end');
    await until(async () => (await tess.session(id)).status === 'ended', 'the end');
    expect(await isWhole(server.app.db.jobs, id)).toBe(true);
  });

  test('[REP-4] a homework that is ended while its room opens ends at once', async () => {
    const { id, pin } = await give();
    const owner = new pg.Client(server.database.ownerUrl);
    await owner.connect();
    await owner.query('BEGIN');
    // the room has read its deadline by then, and not yet its log
    await owner.query('LOCK TABLE live_events IN ACCESS EXCLUSIVE MODE');
    const ann = sit(pin!, learners.ann.token).catch(() => null);
    const read = async (what: string) =>
      (await server.app.db.jobs.query(`SELECT ${what} AS found FROM live_sessions WHERE id = $1`, [id]))
        .rows[0].found;
    await until(() => read('epoch > 0'), 'the room opens');
    const end = createHomework(tess).end(id);
    await until(() => read('closes_at <= now()'), 'the end is stored');
    await owner.query('COMMIT');
    await owner.end();
    await Promise.all([ann, end]);
    await until(async () => (await tess.session(id)).status === 'ended', 'the end');
  });

  test('[REP-4] whoever has got more time through another process has it', async () => {
    const { id, pin } = await give();
    const closeIn = (time: string) =>
      server.app.db.jobs.query(
        'UPDATE live_sessions SET closes_at = now() + $2::interval WHERE id = $1 RETURNING closes_at',
        [id, time],
      );
    const { rows } = await closeIn('1.5 seconds');
    const ann = await sit(pin!, learners.ann.token);
    await closeIn('1 hour');
    await until(() => Date.now() > rows[0].closes_at.getTime() + 500, 'the first deadline has gone by');
    await goOn(ann, 0, () => payloadsOf(ann, 'roundOpened').length === 1);
    expect((await tess.session(id)).status).toBe('running');
    await createHomework(tess).end(id);
    await until(() => payloadsOf(ann, 'sessionEnded').length === 1, 'the end');
  });
});
