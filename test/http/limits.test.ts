import { randomUUID } from 'node:crypto';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { addPerson, call, goodPassword, signIn } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';
import { startWire, type Wire } from '../support/wire.ts';

const redis: TestRedis | null = await startTestRedis();
afterAll(() => redis?.stop());

/** Nobody else counts under this login, whatever else uses the same Redis. */
const someone = () => `${randomUUID().slice(0, 13)}@school.example`;
let place = 0;
const address = () => {
  place += 1;
  return `10.${randomByte()}.${randomByte()}.${place}`;
};
const randomByte = () => Math.floor(Math.random() * 256);

const guess = (server: BareServer, at: string, login: string, password = 'a-guess') =>
  call<{ code: string; retryAfter?: number }>(server, '/auth/sign-in', {
    method: 'POST',
    headers: { 'x-forwarded-for': at },
    body: { login, password, keep: 'body' },
  });
const ask = (server: BareServer, at: string) =>
  call(server, '/about', { headers: { 'x-forwarded-for': at } });

/** Five guesses, each refused as a wrong one; the sixth meets a locked door. */
async function expectLockAfterFive(guessAt: (n: number, password?: string) => ReturnType<typeof guess>) {
  for (let n = 0; n < 5; n++) expect((await guessAt(n)).body.code).toBe('auth/wrong-credentials');
  const locked = await guessAt(5, goodPassword);
  expect(locked).toMatchObject({ status: 429, body: { code: 'auth/locked' } });
  expect(locked.body.retryAfter).toBeGreaterThan(600);
}

const limited = { TRUST_PROXY: '1', REQUESTS_PER_MINUTE: '60' };

describe('with no store beside the process limits hold', () => {
  let server: BareServer;
  beforeAll(async () => {
    server = await startBareServer(limited);
    await addPerson(server, { email: 'ann@school.example', role: 'teacher' });
  });
  afterAll(() => server?.stop());

  it('[AUT-2] guesses from one address are over after five, also for an account that is not there', async () => {
    for (const login of ['ann@school.example', 'nobody@school.example']) {
      const at = address();
      await expectLockAfterFive((_, password) => guess(server, at, login, password));
    }
  });

  it('[AUT-2] guesses from ever new addresses wait longer and longer', async () => {
    const replies = [];
    for (let i = 0; i < 12; i++) replies.push(await guess(server, address(), 'ann@school.example'));
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    for (const { body } of refused) expect(body.retryAfter).toBeGreaterThan(0);
  });

  it('whoever asks too often waits, and nobody else does', async () => {
    const at = address();
    const replies = await Promise.all(Array.from({ length: 80 }, () => ask(server, at)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(60);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(20);
    expect((await ask(server, address())).status).toBe(200);
  });

  it('who works here comes in all the while, by the own device', async () => {
    await addPerson(server, { email: 'ben@school.example', role: 'teacher' });
    expect((await signIn(server, 'ben@school.example')).user.roles).toEqual(['teacher']);
  });
});

describe.skipIf(redis === null)('with Redis all processes count together', () => {
  let wire: Wire;
  let servers: [BareServer, BareServer];
  beforeAll(async () => {
    wire = await startWire(redis!.url);
    const here = { ...limited, REDIS_URL: wire.url };
    servers = [await startBareServer(here), await startBareServer(here)];
    await isCountedTogether();
  });
  afterAll(async () => {
    await Promise.all((servers ?? []).map((server) => server.stop()));
    await wire?.stop();
  });

  /** Each try of one login from one address at another process than the one before. */
  const byTurns = () => {
    const [at, login] = [address(), someone()];
    return (n: number, password?: string) => guess(servers[n % 2]!, at, login, password);
  };
  const alone = (server: BareServer) => {
    const [at, login] = [address(), someone()];
    return (_: number, password?: string) => guess(server, at, login, password);
  };
  /** Until both processes have found (again) what counts for them. */
  const isCountedTogether = async () => {
    await vi.waitFor(
      async () => {
        const guessed = byTurns();
        const codes = [];
        for (let n = 0; n < 6; n++) codes.push((await guessed(n)).body.code);
        expect(codes.at(-1)).toBe('auth/locked');
      },
      { timeout: 15_000, interval: 500 },
    );
  };

  it('[AUT-2] five guesses are five guesses, at whatever process they arrive', async () => {
    await expectLockAfterFive(byTurns());
  });

  it('Redis holds neither logins nor addresses', async () => {
    const [at, login] = [address(), someone()];
    await guess(servers[0], at, login);
    const client = createClient({ url: redis!.url });
    await client.connect();
    const keys = [];
    for await (const some of client.scanIterator({ MATCH: 'tutti:*', COUNT: 1_000 })) keys.push(...some);
    client.destroy();
    expect(keys.length).toBeGreaterThan(3);
    expect(keys.filter((key) => key.includes(login) || key.includes(at))).toEqual([]);
  });

  for (const state of ['away', 'hanging'] as const) {
    it(`[AUT-2] while Redis is ${state} each process counts alone: limits hold, nothing fails, nobody waits; then they count together again`, async () => {
      wire.become(state);
      const began = performance.now();
      expect((await ask(servers[0], address())).status).toBe(200);
      expect((await ask(servers[1], address())).status).toBe(200);
      expect(performance.now() - began).toBeLessThan(5_000);
      await expectLockAfterFive(alone(servers[0]));
      await expectLockAfterFive(alone(servers[1]));
      const at = address();
      const replies = await Promise.all(Array.from({ length: 80 }, () => ask(servers[0], at)));
      expect(replies.filter(({ status }) => status === 429)).toHaveLength(20);
      const healthy = await fetch(`${servers[0].url}/health/ready`);
      expect(healthy.status).toBe(200);
      wire.become('good');
      await isCountedTogether();
    });
  }
});
