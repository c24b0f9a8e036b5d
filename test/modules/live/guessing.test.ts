import { randomInt } from 'node:crypto';
import type { Tutti } from '@tutti/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, openClass, type Reply, signIn, until } from '../../support/class-play.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

/** The tests play many addresses through one proxy. */
let server: TestServer;
let teacher: Tutti;
beforeAll(async () => {
  server = await startTestServer({ NODE_ENV: 'test', TRUST_PROXY: '1', REQUESTS_PER_MINUTE: '100000' });
  teacher = await signIn(server.url, server.teacher);
});
afterAll(() => server?.stop());

const from = (address: string) => ({ 'X-Forwarded-For': address });
const join = (address: string, pin: string, nickname: string) =>
  ask(server.url, 'POST', '/join', { pin, nickname }, from(address));
const preview = (address: string, pin: string) =>
  ask(server.url, 'GET', `/join?pin=${pin}`, undefined, from(address));
const codesOf = (replies: Reply[]) => new Set(replies.map(({ body }) => body.code));

/** PINs that open nothing. */
async function wrongPins(count: number): Promise<string[]> {
  const { rows } = await server.app.db.jobs.query<{ pin: string }>('SELECT pin FROM live_pins');
  const taken = new Set(rows.map(({ pin }) => pin));
  const pins = new Set<string>();
  while (pins.size < count) {
    const pin = String(randomInt(1_000_000)).padStart(6, '0');
    if (!taken.has(pin)) pins.add(pin);
  }
  return [...pins];
}

describe('behind one address', () => {
  test('[JOIN-3] 200 pupils get in at once while 1,000 guesses from there find nothing', async () => {
    const school = '198.51.100.7';
    const own = await openClass(teacher);
    const foreign = await openClass(teacher);
    expect((await join(school, own.pin, 'First')).status).toBe(201);

    const guesses = await wrongPins(999);
    guesses.splice(500, 0, foreign.pin);
    const [tried, joined] = await Promise.all([
      Promise.all(guesses.map((pin, i) => (i % 2 ? preview(school, pin) : join(school, pin, 'Guesser')))),
      Promise.all(Array.from({ length: 200 }, (_, i) => join(school, own.pin, `Pupil ${i}`))),
    ]);

    expect(joined.map(({ status }) => status)).toEqual(Array(200).fill(201));
    expect(tried.filter(({ status }) => status < 300)).toEqual([]);
    expect(codesOf(tried)).toEqual(new Set(['join/no-such-pin', 'join/too-many-tries']));
    expect(tried.filter(({ body }) => body.code === 'join/no-such-pin').length).toBeLessThanOrEqual(20);
    await own.host.end();
    await foreign.host.end();
  });

  test('[JOIN-3] a burst that holds the right PIN learns no more than 20 tries would tell', async () => {
    const { pin, host } = await openClass(teacher);
    const address = '198.51.100.8';
    const guesses = await wrongPins(400);
    const burst = guesses.map((one) => preview(address, one));
    // which of them the server takes first nobody knows; by the middle it has taken more than twenty
    await burst[200];
    expect(await preview(address, pin)).toMatchObject({ status: 429, body: { code: 'join/too-many-tries' } });
    const replies = await Promise.all(burst);
    expect(replies.filter(({ body }) => body.code === 'join/no-such-pin')).toHaveLength(20);
    await host.end();
  });

  test('[JOIN-3] after 20 failures only sessions are reached in which somebody from there is', async () => {
    const address = '198.51.100.9';
    const known = await openClass(teacher);
    const unknown = await openClass(teacher);
    const { body: first } = await join(address, known.pin, 'Ann');
    for (const pin of await wrongPins(19)) expect((await preview(address, pin)).status).toBe(404);
    expect((await preview(address, unknown.pin)).status).toBe(200);
    for (const pin of await wrongPins(1)) expect((await preview(address, pin)).status).toBe(404);

    const [another] = await wrongPins(1);
    const refused = await preview(address, unknown.pin);
    expect(refused).toMatchObject({ status: 429, body: { code: 'join/too-many-tries' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(likeness(await preview(address, another!))).toEqual(likeness(refused));
    expect((await join(address, unknown.pin, 'Ann')).status).toBe(429);

    expect((await preview(address, known.pin)).status).toBe(200);
    expect((await join(address, known.pin, 'Ben')).status).toBe(201);
    const rejoin = { resumeToken: first.resumeToken };
    expect((await ask(server.url, 'POST', '/rejoin', rejoin, from(address))).status).toBe(200);
    expect((await join('198.51.100.10', unknown.pin, 'Elsewhere')).status).toBe(201);
    await known.host.end();
    await unknown.host.end();
  });
});

test('[JOIN-3] "no such PIN" and "ended" are told by the same status, headers and body', async () => {
  const { id, pin, host } = await openClass(teacher);
  await host.end();
  await until(async () => (await teacher.session(id)).status === 'ended', 'the end');
  const [never] = await wrongPins(1);
  const address = '198.51.100.11';
  expect(likeness(await preview(address, pin))).toEqual(likeness(await preview(address, never!)));
  const ended = await join(address, pin, 'Ann');
  expect(ended).toMatchObject({ status: 404, body: { code: 'join/no-such-pin' } });
  expect(likeness(ended)).toEqual(likeness(await join(address, never!, 'Ann')));
});

test('[JOIN-3] with the right PIN "locked" and "full" are said, and count as no failure', async () => {
  const address = '198.51.100.12';
  const locked = await openClass(teacher);
  const full = await openClass(teacher, { cap: 1 });
  const ending = await openClass(teacher);
  expect((await join(address, full.pin, 'One')).status).toBe(201);
  await locked.host.lock(true);
  await until(async () => (await join('198.51.100.13', locked.pin, 'x')).status === 403, 'the lock');
  for (let i = 0; i < 25; i++) {
    expect(await join(address, locked.pin, 'Ann')).toMatchObject({
      status: 403,
      body: { code: 'join/locked' },
    });
    expect(await join(address, full.pin, 'Ann')).toMatchObject({ status: 403, body: { code: 'join/full' } });
  }
  expect((await join(address, ending.pin, 'Ann')).status).toBe(201);
  for (const { host } of [locked, full, ending]) await host.end();
});

test('[JOIN-3] a PIN that is none is refused for its shape', async () => {
  for (const pin of ['12345', '1234567', 'abcdef', '12 456', '１２３４５６', ''])
    expect(await join('198.51.100.14', pin, 'Ann'), pin).toMatchObject({
      status: 400,
      body: { code: 'request/invalid' },
    });
});

/** What a stranger could tell two replies apart by, without what is different in every reply. */
function likeness({ status, headers, body }: Reply) {
  const { requestId, ...rest } = body;
  expect(requestId).toBeTypeOf('string');
  const names = [...headers.keys()].filter((name) => !['date', 'x-request-id', 'set-cookie'].includes(name));
  return { status, rest, headers: names.map((name) => [name, headers.get(name)]) };
}
