import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { pino } from 'pino';
import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPinGuard, type PinGuard } from '../../../src/modules/live/pin-guard.ts';
import { createLimits } from '../../../src/platform/http/rate-limit.ts';
import { connectRedis, type Redis } from '../../../src/platform/redis/redis.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { startWire, type Wire } from '../../support/wire.ts';

const minute = 60_000;
const log = pino({ level: 'silent' });

describe('in one process', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
  });
  const pass = (ms: number) => vi.advanceTimersByTime(ms);

  test('[JOIN-3] twenty wrong PINs in a minute are free, from the twentieth on an address has to wait', async () => {
    const guard = createPinGuard(createLimits());
    for (let i = 0; i < 20; i++) {
      expect(await guard.waitSeconds('a', 'class')).toBe(0);
      expect(await guard.failed('a')).toBe(0);
    }
    expect(await guard.waitSeconds('a', 'class')).toBe(60);
    expect(await guard.failed('a')).toBe(60);
    expect(await guard.waitSeconds('b', 'class')).toBe(0);
    pass(minute - 1);
    expect(await guard.waitSeconds('a', 'class')).toBe(1);
    pass(1);
    expect(await guard.waitSeconds('a', 'class')).toBe(0);
  });

  test('[JOIN-3] in no window of a minute that begins with a failure an address fails more than 20 times unhindered', async () => {
    const steps = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(steps, async (pauses) => {
        const guard = createPinGuard(createLimits());
        let now = 0;
        let since = Number.NEGATIVE_INFINITY;
        let failures = 0;
        for (const pause of pauses) {
          pass(pause);
          now += pause;
          if (now - since >= minute) {
            since = now;
            failures = 0;
          }
          const free = (await guard.waitSeconds('a', 'class')) === 0;
          expect(free).toBe(failures < 20);
          if (!free) continue;
          await guard.failed('a');
          failures++;
        }
      }),
      { numRuns: 30 },
    );
  });

  test('[JOIN-3] a session that somebody at an address is in is reached from there, and only from there, until it ends', async () => {
    const guard = createPinGuard(createLimits());
    guard.entered('a', 'class');
    guard.entered('b', 'class');
    pass(60 * minute);
    for (const address of ['a', 'b', 'c']) for (let i = 0; i < 20; i++) await guard.failed(address);
    expect(await guard.waitSeconds('a', 'class')).toBe(0);
    expect(await guard.waitSeconds('b', 'class')).toBe(0);
    expect(await guard.waitSeconds('c', 'class')).toBeGreaterThan(0);
    expect(await guard.waitSeconds('a', 'another')).toBeGreaterThan(0);
    guard.forget('class');
    expect(await guard.waitSeconds('a', 'class')).toBeGreaterThan(0);
  });
});

const redis: TestRedis | null = await startTestRedis();

describe.skipIf(redis === null)('in several processes', () => {
  let wire: Wire;
  let connections: Redis[];
  let guards: PinGuard[];
  beforeAll(async () => {
    wire = await startWire(redis!.url);
    connections = [await connectRedis(wire.url, log), await connectRedis(wire.url, log)];
    guards = connections.map((connection) => createPinGuard(createLimits(connection.store), connection));
    await isReady(true);
  });
  afterAll(async () => {
    for (const connection of connections ?? []) connection.close();
    await wire?.stop();
    await redis?.stop();
  });
  const isReady = (ready: boolean) =>
    vi.waitFor(() => expect(connections.map(({ store }) => store.isReady)).toEqual([ready, ready]), {
      timeout: 10_000,
    });
  const fail = async (times: number, address: string, at = guards) => {
    const waits = [];
    for (let n = 0; n < times; n++) waits.push(await at[n % at.length]!.failed(address));
    return waits.filter((seconds) => seconds === 0).length;
  };

  test('[JOIN-3] twenty wrong PINs are twenty, wherever they arrive, one by one or at the same moment', async () => {
    const [slow, burst, session] = [randomUUID(), randomUUID(), randomUUID()];
    expect(await fail(30, slow)).toBe(20);
    expect(await guards[0]!.waitSeconds(slow, session)).toBeGreaterThan(0);
    expect(await guards[1]!.waitSeconds(slow, session)).toBeGreaterThan(0);
    const waits = await Promise.all(Array.from({ length: 100 }, (_, n) => guards[n % 2]!.failed(burst)));
    expect(waits.filter((seconds) => seconds === 0)).toHaveLength(20);
  });

  test('[JOIN-3] whom one process let in the others know, until the session ends; addresses are not readable', async () => {
    const [address, session] = [randomUUID(), randomUUID()];
    guards[0]!.entered(address, session);
    await fail(20, address);
    expect(await guards[1]!.waitSeconds(address, session)).toBe(0);
    const client = await createClient({ url: redis!.url }).connect();
    const members = await client.sMembers(`tutti:known:${session}`);
    expect(members).toHaveLength(1);
    expect(members[0]).not.toContain(address);
    guards[1]!.forget(session);
    await vi.waitFor(async () => expect(await client.exists(`tutti:known:${session}`)).toBe(0));
    client.destroy();
  });

  test('[JOIN-3] while Redis is away each process counts alone, and goes by whom it let in itself', async () => {
    const [address, session] = [randomUUID(), randomUUID()];
    wire.become('away');
    await isReady(false);
    expect(await fail(30, address, [guards[0]!])).toBe(20);
    expect(await fail(30, address, [guards[1]!])).toBe(20);
    guards[0]!.entered(address, session);
    expect(await guards[0]!.waitSeconds(address, session)).toBe(0);
    expect(await guards[1]!.waitSeconds(address, session)).toBeGreaterThan(0);
    wire.become('good');
    await isReady(true);
    expect(await fail(30, randomUUID())).toBe(20);
  });
});
