import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Tutti } from '@tutti/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { frameOf, maxQueuedBytes, sendFrame } from '../../../src/platform/realtime/frames.ts';
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

test('[DUR-8] a player who reads nothing is let go when 1 MB waits, the class goes on, and the resume token brings the player back', async () => {
  const { id, pin, host } = await openClass(teacher, { secondsPerQuestion: 60 });
  const plan = await readPlan(server.app.db.jobs, id);
  const deaf = await joinRaw(server.url, pin, 'Ann');
  const ben = await joinRaw(server.url, pin, 'Ben');
  const cem = await joinRaw(server.url, pin, 'Cem');
  await host.start();
  await untilQuestion(deaf, 0);
  expect(await answered(deaf, 0, rightChoices(plan, 0))).toBe('saved');
  expect(await answered(ben, 0, rightChoices(plan, 0))).toBe('saved');
  await host.next();
  await until(() => lastOf(deaf, 'roundClosed') !== undefined, 'the reveal');
  const { score } = lastOf(deaf, 'roundClosed')![1]!;
  expect(score).toBeGreaterThan(500);
  await host.next();
  await untilQuestion(deaf, 1);

  (deaf.socket as unknown as { _socket: Socket })._socket.pause();
  const room = server.app.realtime.matchMaker.getLocalRoomById(deaf.joined.seat.roomId);
  const before = room.clients.length;
  const sockets = room.clients.map(({ ref }) => ref as unknown as WebSocket);
  // what a room tells everybody, only longer, so that it does not take a whole day
  const long = frameOf('clock', { id: 1, at: 1, padding: 'x'.repeat(16_000) });
  let mostWaiting = 0;
  let told = 0;
  for (; room.clients.length === before && told < 4_000; told++) {
    for (const client of room.clients) sendFrame(client, long);
    mostWaiting = Math.max(mostWaiting, ...sockets.map(({ bufferedAmount }) => bufferedAmount));
    if (told % 20 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  expect(mostWaiting).toBeGreaterThan(maxQueuedBytes);
  expect(mostWaiting).toBeLessThanOrEqual(maxQueuedBytes + 2 * long.wire.length);
  const seen = () => host.view.host!.players.find(({ nickname }) => nickname === 'Ann')!;
  await until(() => !seen().connected, 'the host sees that Ann is gone');
  expect(room.clients).toHaveLength(before - 1);
  expect(await countEvents(server.app.db.jobs, id, 'player.dropped')).toBe(1);
  await until(() => payloadsOf(ben, 'clock').length === told, 'the others heard every word');
  expect(await answered(ben, 1, rightChoices(plan, 1))).toBe('saved');

  const back = await rejoinRaw(server.url, deaf.joined);
  expect(lastOf(back, 'welcome')).toMatchObject({
    phase: { name: 'question', question: { round: 1 }, answered: null },
    you: { participantId: deaf.joined.participantId, nickname: 'Ann', score },
  });
  expect(await answered(back, 1, rightChoices(plan, 1))).toBe('saved');
  expect(await answered(cem, 1, rightChoices(plan, 1))).toBe('saved');
  await until(() => (lastOf(back, 'roundClosed')?.[1]?.score ?? 0) > score, 'the next reveal');
  deaf.socket.terminate();
  await host.end();
});
