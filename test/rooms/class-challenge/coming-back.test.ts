import { randomUUID } from 'node:crypto';
import type { Tutti } from '@tutti/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  answered,
  countEvents,
  joinRaw,
  lastOf,
  openClass,
  payloadsOf,
  type RawPlayer,
  readPlan,
  rejoinRaw,
  rightChoices,
  signIn,
  until,
  untilPhase,
  untilQuestion,
} from '../../support/class-play.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let teacher: Tutti;
beforeAll(async () => {
  server = await startTestServer({ NODE_ENV: 'test' });
  teacher = await signIn(server.url, server.teacher);
});
afterAll(() => server?.stop());

/** As a phone does on a reload: the socket breaks, the page starts anew with nothing but its token. */
async function reload(player: RawPlayer) {
  player.socket.terminate();
  const back = await rejoinRaw(server.url, player.joined);
  return { back, welcome: lastOf(back, 'welcome')! };
}

test('[DUR-7] a reload in any phase shows the present phase, the own answer and score, and the time that is left', async () => {
  const { id, pin, host } = await openClass(teacher, {
    getReadySeconds: 10,
    standings: 'each',
    secondsPerQuestion: 60,
  });
  const plan = await readPlan(server.app.db.jobs, id);
  let ann = await joinRaw(server.url, pin, 'Ann');
  const ben = await joinRaw(server.url, pin, 'Ben');
  const come = async () => {
    const { back, welcome } = await reload(ann);
    ann = back;
    expect(welcome).toMatchObject({
      role: 'player',
      sessionId: id,
      of: plan.rounds.length,
      players: 2,
      host: null,
      pin: null,
      names: null,
    });
    expect(welcome.you).toMatchObject({ nickname: 'Ann', participantId: ann.joined.participantId });
    return welcome;
  };

  expect((await come()).phase).toEqual({ name: 'lobby' });
  await host.start();
  await untilPhase(host, 'get_ready');
  expect((await come()).phase).toEqual({
    name: 'get_ready',
    round: 0,
    of: plan.rounds.length,
    endsAt: lastOf(ben, 'getReady')!.endsAt,
  });
  await host.next();
  await untilQuestion(ben, 0);
  const { question } = lastOf(ben, 'roundOpened')!;
  expect((await come()).phase).toEqual({ name: 'question', question, answered: null });
  await host.pause();
  await until(() => lastOf(ben, 'paused') !== undefined, 'the pause');
  expect((await come()).paused).toEqual({ reason: 'host', remainingMs: lastOf(ben, 'paused')!.remainingMs });
  await host.resume();
  await until(() => lastOf(ben, 'resumed') !== undefined, 'going on');
  const going = await come();
  expect(going.phase).toMatchObject({ question: { closesAt: lastOf(ben, 'resumed')!.deadline } });
  expect(going.at).toBeGreaterThanOrEqual(lastOf(ben, 'resumed')!.at);

  const choices = rightChoices(plan, 0);
  expect(await answered(ann, 0, choices)).toBe('saved');
  expect((await come()).phase).toMatchObject({ name: 'question', answered: choices });
  expect(await answered(ann, 0, choices)).toBe('answer/already-answered');
  expect(await countEvents(server.app.db.jobs, id, 'answer.accepted')).toBe(1);

  await host.next();
  await untilPhase(host, 'reveal');
  const [{ reveal }] = lastOf(ben, 'roundClosed')!;
  const revealed = await come();
  expect(revealed.phase).toMatchObject({
    name: 'reveal',
    reveal,
    you: { outcome: 'right', answer: choices, rank: 1 },
  });
  const score = revealed.you!.score;
  expect(score).toBeGreaterThan(500);
  await host.next();
  await untilPhase(host, 'standings');
  expect((await come()).phase).toMatchObject({
    name: 'standings',
    standings: lastOf(ben, 'standings')!.standings,
    you: { score, rank: 1 },
  });
  await host.next();
  await untilPhase(host, 'get_ready');
  expect((await come()).you).toMatchObject({ score, rank: 1 });
  while (host.view.phase.name !== 'podium') {
    const { step } = host.view;
    await (host.view.phase.name === 'get_ready' ? host.skip() : host.next());
    await until(() => host.view.step !== step, 'one step on');
  }
  const shown = await come();
  expect(shown.phase).toMatchObject({
    name: 'podium',
    podium: { places: [{ nickname: 'Ann', score }, { nickname: 'Ben' }] },
    you: { score, rank: 1, right: 1 },
  });
  await host.end();
});

test('[DUR-7] a reload shows the answer as it was changed last, and how sure it was', async () => {
  const { id, pin, host } = await openClass(teacher, {
    scoring: 'confidence',
    changeAnswers: true,
    standings: 'each',
  });
  const right = rightChoices(await readPlan(server.app.db.jobs, id), 0);
  let ann = await joinRaw(server.url, pin, 'Ann');
  const come = async () => {
    const { back, welcome } = await reload(ann);
    ann = back;
    return welcome.phase;
  };
  const say = async (answer: readonly number[], stake: 'low' | 'high') => {
    const before = payloadsOf(ann, 'answerSaved').length;
    ann.send('submitAnswer', { round: 0, vote: 1, answerId: randomUUID(), answer, stake });
    await until(() => payloadsOf(ann, 'answerSaved').length > before, 'the answer');
  };
  await host.start();
  await untilQuestion(ann, 0);
  expect(await come()).not.toHaveProperty('stake');
  await say(
    [...right].map((position) => (position === 0 ? 1 : 0)),
    'low',
  );
  expect(await come()).toMatchObject({ name: 'question', stake: 'low' });
  await say(right, 'low');
  await say(right, 'high');
  expect(await come()).toMatchObject({ name: 'question', answered: right, stake: 'high' });
  await host.next();
  const shown = { answer: right, stake: 'high', points: 1_500 };
  await until(() => lastOf(ann, 'roundClosed') !== undefined, 'the reveal');
  expect(lastOf(ann, 'roundClosed')![1]).toMatchObject(shown);
  expect(await come()).toMatchObject({ name: 'reveal', you: shown });
  await host.next();
  await untilPhase(host, 'standings');
  expect(await come()).toMatchObject({ name: 'standings', you: shown });
  await host.end();
});

describe('a second tab', () => {
  test('[DUR-7] wins: the older one is let go and told why, and the class never misses the player', async () => {
    const { id, pin, host } = await openClass(teacher);
    const first = await joinRaw(server.url, pin, 'Ann');
    const second = await rejoinRaw(server.url, first.joined);
    expect(await first.closed).toBe(4101);
    const third = await rejoinRaw(server.url, first.joined);
    expect(await second.closed).toBe(4101);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await countEvents(server.app.db.jobs, id, 'player.dropped')).toBe(0);
    expect(host.view.players).toBe(1);
    expect(third.socket.readyState).toBe(third.socket.OPEN);
    third.close();
    await until(
      async () => (await countEvents(server.app.db.jobs, id, 'player.dropped')) === 1,
      'the player is gone',
    );
    await host.end();
  });

  test('[DUR-7] of ten that open at once one stays', async () => {
    const { id, pin, host } = await openClass(teacher);
    const { joined } = await joinRaw(server.url, pin, 'Ann');
    const tabs = await Promise.all(Array.from({ length: 10 }, () => rejoinRaw(server.url, joined)));
    await until(
      () => tabs.filter(({ socket }) => socket.readyState === socket.OPEN).length === 1,
      'one stays',
    );
    await host.start();
    const stays = tabs.find(({ socket }) => socket.readyState === socket.OPEN)!;
    await untilQuestion(stays, 0);
    expect(await answered(stays, 0, [0])).toMatch(/saved|malformed/);
    expect(payloadsOf(stays, 'welcome')).toHaveLength(1);
    expect(await countEvents(server.app.db.jobs, id, 'player.joined')).toBe(1);
    await host.end();
  });
});

test('[DUR-7] a host who reloads in the middle of a question sees all as before', async () => {
  const { id, pin, host } = await openClass(teacher);
  const ann = await joinRaw(server.url, pin, 'Ann');
  await joinRaw(server.url, pin, 'Ben');
  await host.start();
  await untilQuestion(ann, 0);
  await answered(ann, 0, [0]);
  await until(() => host.view.progress?.answered === 1, 'one has answered');
  await host.leave();
  const back = await teacher.host(id);
  expect(back.view).toMatchObject({ step: host.view.step, phase: host.view.phase, paused: null, pin });
  expect(back.view.progress).toMatchObject({ round: 0, answered: 1, connected: 2 });
  expect(back.view.host!.players.map(({ nickname, answered }) => [nickname, answered])).toEqual([
    ['Ann', true],
    ['Ben', false],
  ]);
  await back.end();
});
