import { randomBytes } from 'node:crypto';
import { createTutti, type Tutti } from '@tutti/client';
import { pack } from 'msgpackr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverPayloads } from '../../../src/wire/room-output.ts';
import {
  answered,
  breakWriting,
  countEvents,
  isWhole,
  joinRaw,
  lastOf,
  type OpenClass,
  openClass,
  order,
  payloadsOf,
  type RawPlayer,
  rejoinRaw,
  signIn,
  staffRaw,
  until,
  untilQuestion,
} from '../../support/class-play.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const logged: string[] = [];
let server: TestServer;
let teacher: Tutti;
let open: OpenClass;
/** Plays on quietly while others misbehave. */
let good: RawPlayer;
beforeAll(async () => {
  server = await startTestServer(
    { NODE_ENV: 'test', LOG_LEVEL: 'warn' },
    { write: (line) => logged.push(line) },
  );
  teacher = await signIn(server.url, server.teacher);
  open = await openClass(teacher, { secondsPerQuestion: 300 });
  good = await joinRaw(server.url, open.pin, 'Good');
  await open.host.start();
  await untilQuestion(good, 0);
});
afterAll(() => server?.stop());

/** Everybody else is as before: connected, undisturbed, and answered. */
async function othersAreFine(): Promise<void> {
  const id = Math.floor(Math.random() * 1e6);
  good.send('readClock', { id });
  await until(() => lastOf(good, 'clock')?.id === id, 'a reply to the others');
  expect(good.socket.readyState).toBe(good.socket.OPEN);
  expect(open.host.connection).toBe('connected');
  expect(payloadsOf(good, 'welcome')).toHaveLength(1);
}
const answers = () => countEvents(server.app.db.jobs, open.id, 'answer.accepted');

const deep = JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`) as unknown;
const fine = { round: 0, vote: 1, answerId: 'answer-0', answer: [0] };
const malformed: [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', 'answer'],
  ['a number', 7],
  ['a list', [fine]],
  ['an empty object', {}],
  ['no choices', { ...fine, answer: undefined }],
  ['an empty choice', { ...fine, answer: [] }],
  ['NaN as round', { ...fine, round: Number.NaN }],
  ['infinity as round', { ...fine, round: Number.POSITIVE_INFINITY }],
  ['a broken round', { ...fine, round: 0.5 }],
  ['a round below 0', { ...fine, round: -1 }],
  ['a huge round', { ...fine, round: 2 ** 60 }],
  ['a big integer', { ...fine, round: 2n ** 62n }],
  ['a round in words', { ...fine, round: '0' }],
  ['NaN as choice', { ...fine, answer: [Number.NaN] }],
  ['a choice below 0', { ...fine, answer: [-1] }],
  ['a choice in words', { ...fine, answer: ['0'] }],
  ['choices that are no list', { ...fine, answer: { 0: 0, length: 1 } }],
  ['a thousand choices', { ...fine, answer: Array(1_000).fill(0) }],
  ['a date', { ...fine, round: new Date() }],
  ['a short id', { ...fine, answerId: 'a' }],
  ['a long id', { ...fine, answerId: 'a'.repeat(65) }],
  ['a zero byte in the id', { ...fine, answerId: 'answer\u0000id' }],
  ['half a character in the id', { ...fine, answerId: 'answer\ud800id' }],
  ['an id that is no text', { ...fine, answerId: { toString: 'x' } }],
  ['points of the own', { ...fine, points: 1_000 }],
  ['another participant', { ...fine, participantId: '00000000-0000-7000-8000-000000000000' }],
  [
    'a prototype',
    JSON.parse('{"__proto__":{"role":"host"},"round":0,"vote":1,"answerId":"answer-0","answer":[0]}'),
  ],
  ['a constructor', { ...fine, constructor: { prototype: { role: 'host' } } }],
  ['a deep object', deep],
];

describe('a malformed message', () => {
  /** Several take turns, since nobody may send more than 20 messages a second. */
  let class8: RawPlayer[];
  let turn = 0;
  beforeAll(async () => {
    class8 = await Promise.all(
      Array.from({ length: 8 }, (_, i) => joinRaw(server.url, open.pin, `Clumsy ${i}`)),
    );
  });

  test.each(malformed)(
    '[ANS-4] with %s is refused with a code, on every message there is',
    async (_, payload) => {
      const clumsy = class8[turn++ % class8.length]!;
      const before = clumsy.messages.length;
      const logBefore = await countEvents(server.app.db.jobs, open.id);
      for (const type of ['submitAnswer', 'hostCommand', 'readClock', 'noSuchMessage'])
        clumsy.send(type, payload);
      const refusals = () => clumsy.messages.slice(before).filter(({ type }) => type.endsWith('Refused'));
      await until(() => refusals().length === 4, 'four refusals');
      expect(refusals().map(({ payload }) => (payload as { code: string }).code)).toEqual([
        'answer/malformed',
        'message/malformed',
        'message/malformed',
        'message/unknown',
      ]);
      for (const { type, payload } of refusals())
        expect(serverPayloads[type as 'answerRefused'].safeParse(payload).error).toBeUndefined();
      expect(await countEvents(server.app.db.jobs, open.id)).toBe(logBefore);
      expect(({} as { role?: string }).role).toBeUndefined();
    },
  );

  test('[ANS-4] costs nothing: the same players then answer well', async () => {
    for (const clumsy of class8) {
      expect(await answered(clumsy, 0, [0])).toBe('saved');
      expect(payloadsOf(clumsy, 'welcome')).toHaveLength(1);
      clumsy.close();
    }
    await othersAreFine();
  });
});

describe('what is no message at all', () => {
  test('[ANS-4] leaves the others alone, whatever bytes come, and the sender can come back', async () => {
    const before = await answers();
    let noisy = await joinRaw(server.url, open.pin, 'Noisy');
    const rubbish = [
      Buffer.alloc(0),
      ...Array.from({ length: 32 }, (_, code) => Buffer.concat([Buffer.of(code), randomBytes(40)])),
      Buffer.of(13),
      Buffer.of(13, 0xac),
      Buffer.concat([
        Buffer.of(13, 0xac),
        Buffer.from('submitAnswer'),
        Buffer.of(0xdf, 0xff, 0xff, 0xff, 0xff),
      ]),
      Buffer.concat([
        Buffer.of(13, 0xac),
        Buffer.from('submitAnswer'),
        Buffer.of(0xdd, 0xff, 0xff, 0xff, 0xff),
      ]),
      Buffer.concat([
        Buffer.of(13, 0xac),
        Buffer.from('submitAnswer'),
        Buffer.of(0xc6, 0xff, 0xff, 0xff, 0xff),
      ]),
      Buffer.concat([Buffer.of(13, 0xcd, 0xff, 0xff), pack({ round: 0 })]),
      randomBytes(16_000),
    ];
    for (const bytes of rubbish) {
      if (noisy.socket.readyState !== noisy.socket.OPEN) noisy = await rejoinRaw(server.url, noisy.joined);
      noisy.socket.send(bytes);
      noisy.socket.send('not even binary');
      await settle();
    }
    await othersAreFine();
    noisy = await rejoinRaw(server.url, noisy.joined);
    expect(await answered(noisy, 0, [0])).toBe('saved');
    expect(await answers()).toBe(before + 1);
    noisy.close();
  });

  test('[ANS-4] [EDG-4] a frame over 16 KB closes that client alone with 1009', async () => {
    const greedy = await joinRaw(server.url, open.pin, 'Greedy');
    greedy.socket.send(Buffer.alloc(16_384));
    await settle();
    const back =
      greedy.socket.readyState === greedy.socket.OPEN ? greedy : await rejoinRaw(server.url, greedy.joined);
    back.socket.send(Buffer.alloc(16_385));
    expect(await back.closed).toBe(1009);
    await othersAreFine();
  });

  test('[ANS-4] [EDG-4] more than 20 messages a second close that client alone, who may come back', async () => {
    const hasty = await joinRaw(server.url, open.pin, 'Hasty');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    for (let i = 0; i < 20; i++) hasty.send('readClock', { id: i });
    await until(() => payloadsOf(hasty, 'clock').length === 20, '20 replies');
    for (let i = 20; i < 60; i++) hasty.send('readClock', { id: i });
    expect(await hasty.closed).toBe(4002);
    expect(payloadsOf(hasty, 'clock').length).toBeLessThanOrEqual(21);
    await othersAreFine();
    const back = await rejoinRaw(server.url, hasty.joined);
    expect(await answered(back, 0, [0])).toBe('saved');
    back.close();
  });

  test('[ANS-4] the SDK comes back by itself after the server has closed it', async () => {
    const ann = await createTutti({ url: server.url }).join({ pin: open.pin, nickname: 'Resumes' });
    const connections: string[] = [];
    ann.on('connection', (state) => connections.push(state));
    const line = ann as unknown as { keeper: { send(type: string, payload: unknown): void } };
    line.keeper.send('submitAnswer', { padding: 'x'.repeat(17_000) });
    await until(() => connections.at(-1) === 'connected', 'the SDK is back');
    expect(connections).toEqual(['reconnecting', 'connected']);
    await ann.answer([0]);
    expect(ann.view.answer!.status).toBe('saved');
    await ann.leave();
    await othersAreFine();
  });
});

describe('a part that fails', () => {
  test('a handler that throws is noted and its room goes on', async () => {
    const broken = await openClass(teacher);
    const ann = await joinRaw(server.url, broken.pin, 'Ann');
    // a plan whose second question lost its key: asking it fails in the middle of the room's work
    await server.app.db.jobs.query(
      `UPDATE live_sessions SET snapshot = jsonb_set(snapshot, '{rounds,1}', snapshot #> '{rounds,1}' || '{"kind": "multiple_choice", "key": null}') WHERE id = $1`,
      [broken.id],
    );
    const { roomId } = ann.joined.seat;
    await broken.host.leave();
    await server.app.realtime.matchMaker.getLocalRoomById(roomId).disconnect(4103);
    const host = await staffRaw(teacher, broken.id, 'host');
    const { step } = lastOf(host, 'welcome')!;
    expect(await order(host, { verb: 'start' })).toBeNull();
    expect(await order(host, { verb: 'next', step: step + 1 })).toBeNull();
    logged.length = 0;
    expect(await order(host, { verb: 'next', step: step + 2 })).toBeNull();
    expect(logged.join()).toContain('an event could not be told');
    expect(await order(host, { verb: 'skip' })).toBeNull();
    await until(() => lastOf(host, 'roundOpened')?.question.round === 2, 'the question after it');
    expect(await order(host, { verb: 'end' })).toBeNull();
    await until(async () => (await teacher.session(broken.id)).status === 'ended', 'the projection');
    expect(await isWhole(server.app.db.jobs, broken.id)).toBe(true);
    await othersAreFine();
  });

  test('[DUR-1] one to whom nothing can be written keeps nobody else from their news', async () => {
    const { id, pin, host } = await openClass(teacher);
    const mute = await joinRaw(server.url, pin, 'Mute');
    const ann = await joinRaw(server.url, pin, 'Ann');
    const seen = payloadsOf(mute, 'roundOpened').length;
    breakWriting(server, mute.joined.seat.roomId, mute.joined.participantId);
    logged.length = 0;
    await host.start();
    await untilQuestion(ann, 0);
    await until(() => host.view.phase.name === 'question', 'the host hears of it, too');
    await host.end();
    await until(() => lastOf(ann, 'sessionEnded') !== undefined, 'the end');
    expect(logged.join()).toContain('an event could not be told');
    expect(payloadsOf(mute, 'roundOpened')).toHaveLength(seen);
    expect(await isWhole(server.app.db.jobs, id)).toBe(true);
  });

  test('a mission without questions cannot be opened, and says so', async () => {
    const { rows } = await server.app.db.jobs.query(
      `INSERT INTO missions (id, org_id, slug, locale, title, description, topic_id, difficulty, mission_type, age_from, age_to, estimated_minutes)
       SELECT gen_random_uuid(), org_id, 'empty', 'en', 'Empty', '', topic_id, difficulty, mission_type, age_from, age_to, estimated_minutes FROM missions LIMIT 1 RETURNING id`,
    );
    await expect(teacher.openSession(rows[0].id)).rejects.toMatchObject({
      code: 'mission/no-questions',
      status: 422,
    });
    await expect(teacher.openSession(crypto.randomUUID())).rejects.toMatchObject({
      code: 'mission/not-found',
    });
  });
});

test('[ANS-4] after all that the class plays on', async () => {
  expect(await answered(good, 0, [0])).toBe('saved');
  await open.host.end();
  await until(() => lastOf(good, 'sessionEnded')?.reason === 'host', 'the end');
  expect(lastOf(good, 'roundClosed')![0].reveal.answered).toBe(await answers());
});

/** Time enough to be closed, if the server wants to. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 25));
