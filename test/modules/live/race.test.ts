import { createTutti, type Tutti } from '@tutti/client';
import { createRaces, createRecords } from '@tutti/client/admin';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeCodes } from '../../../src/wire/messages.ts';
import { serverPayloads } from '../../../src/wire/room-output.ts';
import type { Joined } from '../../../src/wire/session.ts';
import {
  answered,
  lastOf,
  payloadsOf,
  readPlan,
  rightChoices,
  until,
  wrongChoices,
} from '../../support/class-play.ts';
import { post } from '../../support/families.ts';
import { type RacingClass, raceClass } from '../../support/race-class.ts';
import { openSeat, type RawClient } from '../../support/raw-client.ts';
import { addPerson, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer & BareServer;
let cls: RacingClass;
let ann: Tutti;

beforeAll(async () => {
  const started = await startTestServer();
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  cls = await raceClass(server);
  ann = createTutti({ url: server.url });
  await ann.signIn({ email: cls.ann.email, password: goodPassword, keep: 'body' });
}, 60_000);
afterAll(() => server?.stop());

const sessionOf = async (id: string) =>
  (
    await server.app.db.jobs.query(
      'SELECT format, status, host_id, group_id, closes_at - created_at AS open FROM live_sessions WHERE id = $1',
      [id],
    )
  ).rows[0];

async function sit(resumeToken: string): Promise<RawClient & { roomId: string }> {
  const { status, body } = await post<Joined & { code: string }>(server, '/rejoin', { resumeToken });
  if (status !== 200) throw new Error(body.code);
  const client = await openSeat(server.url, body.seat);
  await until(() => payloadsOf(client, 'race').length > 0, 'how far the race is');
  return Object.assign(client, { roomId: body.seat.roomId });
}
async function next(client: RawClient, step: number, isSo: () => boolean): Promise<void> {
  client.send('next', { step });
  await until(isSo, `what follows step ${step}`);
}

test('[REP-3] a learner races against the own earlier run: same questions, told no further than the learner is, and beaten by points', async () => {
  const races = createRaces(ann);
  const { items } = await races.list();
  expect(items).toMatchObject([
    { sessionId: cls.id, questions: 2, own: { right: 1 }, className: '4b', title: expect.any(String) },
  ]);
  const race = await races.start(cls.id, 'own');
  expect(await sessionOf(race.sessionId)).toMatchObject({ format: 'ghost', host_id: null, group_id: null });
  // begun twice it is the same one
  expect((await races.start(cls.id, 'own')).sessionId).toBe(race.sessionId);

  const plan = await readPlan(server.app.db.jobs, race.sessionId);
  expect(plan.rounds).toEqual((await readPlan(server.app.db.jobs, cls.id)).rounds.slice(0, 2));
  const client = await sit(race.resumeToken);
  expect(lastOf(client, 'race')).toMatchObject({ against: 'own', of: 2, you: [], ghost: [], field: null });

  await next(client, 0, () => payloadsOf(client, 'roundOpened').length === 1);
  expect(lastOf(client, 'roundOpened')!.question.timeLimitMs).toBe(plan.rounds[0]!.timeLimitMs);
  // [RND-2] of an open question neither the key nor what the ghost made of it
  expect(Buffer.concat(client.frames).toString('utf8')).not.toContain('"key"');
  expect(payloadsOf(client, 'race')).toHaveLength(1);
  expect(await answered(client, 0, rightChoices(plan, 0))).toBe('saved');
  await until(() => payloadsOf(client, 'race').length === 2, 'the first leg');
  const first = lastOf(client, 'race')!;
  expect(first).toMatchObject({ you: [{ points: 1_000 }], ghost: [{ points: cls.ann.points[0] }] });

  // another device goes on where the first one was
  const phone = await sit(race.resumeToken);
  expect(await client.closed).toBe(closeCodes.replaced);
  expect(lastOf(phone, 'race')).toEqual(first);
  await next(phone, lastOf(phone, 'welcome')!.step, () => payloadsOf(phone, 'roundOpened').length === 1);
  await answered(phone, 1, rightChoices(plan, 1));
  await until(() => lastOf(phone, 'race')?.you.length === 2, 'the second leg');
  expect(lastOf(phone, 'race')).toMatchObject({
    you: [{}, { points: 2_000 }],
    ghost: [{}, { points: cls.ann.points[0]! + cls.ann.points[1]! }],
  });
  await next(
    phone,
    lastOf(phone, 'roundClosed')![0].step,
    () => payloadsOf(phone, 'sessionEnded').length === 1,
  );
  await until(async () => (await sessionOf(race.sessionId)).status === 'ended', 'the end');

  // it is a run of the own from now on, and of no class
  expect((await races.list()).items.map(({ sessionId, className }) => [sessionId, className])).toEqual([
    [race.sessionId, null],
    [cls.id, '4b'],
  ]);
  const ofClass = await createRecords(cls.tess).ofClass(cls.groupId);
  expect(ofClass.sessions.map(({ id }) => id)).toEqual([cls.id]);
  expect(ofClass.learners).toMatchObject([{ userId: cls.ann.id, sessions: 1, answers: 2 }]);
  await expect(cls.tess.session(race.sessionId)).rejects.toMatchObject({ code: 'session/not-found' });
});

test('[REP-3] of a class only what many did is raced against: a mean and counts, never one runner', async () => {
  const races = createRaces(ann);
  const race = await races.start(cls.id, 'class');
  const plan = await readPlan(server.app.db.jobs, race.sessionId);
  const client = await sit(race.resumeToken);
  await next(client, 0, () => payloadsOf(client, 'roundOpened').length === 1);
  await answered(client, 0, wrongChoices(plan, 0));
  await until(() => lastOf(client, 'race')?.you.length === 1, 'the first leg');
  const told = serverPayloads.race.parse(lastOf(client, 'race'));
  expect(told).toMatchObject({ against: 'class', you: [{ points: 0 }] });
  const mean = cls.guests.reduce((sum, { points }) => sum + points[0]!, 0) / cls.guests.length;
  expect(Math.abs(told.ghost[0]!.points - mean)).toBeLessThanOrEqual(1);
  expect(told.field!.reduce((sum, n) => sum + n)).toBe(cls.guests.length);
  const all = Buffer.concat(client.frames).toString('utf8');
  for (const { nickname, id } of cls.guests) {
    expect(all).not.toContain(nickname);
    expect(all).not.toContain(id);
  }
  client.socket.close();
});

test('[REP-3] what is not finished within a day ends, and its mistakes are the learner’s; what nobody sat down for leaves nothing', async () => {
  const races = createRaces(ann);
  const { items } = await races.list();
  const [own, none] = [await races.start(cls.id, 'own'), await races.start(items[0]!.sessionId, 'own')];
  const plan = await readPlan(server.app.db.jobs, own.sessionId);
  const client = await sit(own.resumeToken);
  await next(client, 0, () => payloadsOf(client, 'roundOpened').length === 1);
  await answered(client, 0, wrongChoices(plan, 0));
  client.socket.close();
  const dayLater = (id: string) =>
    server.app.db.jobs.query(
      `UPDATE live_sessions SET closes_at = created_at WHERE id = $1 AND closes_at = created_at + interval '24 hours'`,
      [id],
    );
  // as after a night: the room has gone
  await server.app.realtime.matchMaker.getLocalRoomById(client.roomId).disconnect(closeCodes.moved);
  for (const { sessionId } of [own, none]) expect((await dayLater(sessionId)).rowCount).toBe(1);
  await server.app.recover();
  await until(async () => (await sessionOf(own.sessionId)).status === 'ended', 'the end of the day');
  await until(async () => (await sessionOf(none.sessionId)) === undefined, 'nothing is left');
  const mistakes = await createRecords(ann).mistakes();
  expect(mistakes.items.filter(({ sessionId }) => sessionId === own.sessionId)).toMatchObject([{ round: 0 }]);
});

test('[REP-3] [DUR-2] a race whose server died between its podium and its end is over as soon as somebody looks', async () => {
  const races = createRaces(ann);
  const race = await races.start(cls.id, 'own');
  const client = await sit(race.resumeToken);
  const plan = await readPlan(server.app.db.jobs, race.sessionId);
  let step = lastOf(client, 'welcome')!.step;
  for (const round of [0, 1]) {
    await next(client, step, () => lastOf(client, 'roundOpened')?.question.round === round);
    await answered(client, round, rightChoices(plan, round));
    await until(() => payloadsOf(client, 'roundClosed').length === round + 1, 'the result');
    step = lastOf(client, 'roundClosed')![0].step;
  }
  await next(client, step, () => payloadsOf(client, 'sessionEnded').length === 1);
  await until(async () => (await sessionOf(race.sessionId)).status === 'ended', 'the projection');
  await client.closed;
  // as the crash would have left it
  const owner = new pg.Client(server.database.ownerUrl);
  await owner.connect();
  for (const sql of [
    `DELETE FROM live_events WHERE session_id = $1 AND type = 'session.ended'`,
    'DELETE FROM live_answers WHERE session_id = $1',
    'DELETE FROM live_rounds WHERE session_id = $1',
    `UPDATE live_sessions SET status = 'running', projected_at = NULL, ended_at = NULL, played = NULL WHERE id = $1`,
  ])
    await owner.query(sql, [race.sessionId]);
  await owner.end();

  const again = await races.start(cls.id, 'own');
  expect(again.sessionId).toBe(race.sessionId);
  await post(server, '/rejoin', { resumeToken: again.resumeToken });
  await until(async () => (await sessionOf(race.sessionId)).status === 'ended', 'the end');
  expect((await races.start(cls.id, 'own')).sessionId).not.toBe(race.sessionId);
});

test('[REP-3] nobody races against what was not theirs, more than three at a time, or without leave', async () => {
  const email = 'zoe@school.example';
  await addPerson(server, { role: 'student', email, displayName: 'Zoe' });
  const zoe = createTutti({ url: server.url });
  await zoe.signIn({ email, password: goodPassword, keep: 'body' });
  expect((await createRaces(zoe).list()).items).toEqual([]);
  for (const against of ['own', 'class'] as const)
    await expect(createRaces(zoe).start(cls.id, against)).rejects.toMatchObject({ code: 'race/not-found' });
  await expect(createRaces(cls.tess).list()).rejects.toMatchObject({ code: 'auth/forbidden' });

  const { items } = await createRaces(ann).list();
  const started = await Promise.allSettled([
    ...items.map(({ sessionId }) => createRaces(ann).start(sessionId, 'own')),
    createRaces(ann).start(cls.id, 'class'),
  ]);
  expect(started.map(({ status }) => status).toSorted()).toEqual([
    ...Array(3).fill('fulfilled'),
    ...Array(started.length - 3).fill('rejected'),
  ]);
  const { accessToken } = await signIn(server, cls.ann.email);
  await server.app.db.jobs.query(
    `UPDATE users SET is_minor = true, birth_month = '2016-05-01' WHERE id = $1`,
    [cls.ann.id],
  );
  const refused = await post<{ code: string }>(
    server,
    '/me/races',
    { sessionId: cls.id, against: 'own' },
    accessToken,
  );
  expect(refused).toMatchObject({ status: 403, body: { code: 'consent/required' } });
});
