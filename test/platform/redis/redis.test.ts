import { pino } from 'pino';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { connectRedis } from '../../../src/platform/redis/redis.ts';
import { startTestRedis } from '../../support/redis.ts';
import { startWire } from '../../support/wire.ts';

const server = await startTestRedis();
afterAll(() => server?.stop());

async function connect(url: string) {
  const warnings: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) });
  const redis = await connectRedis(url, log);
  await vi.waitFor(() => expect(redis.store.isReady).toBe(true));
  return { redis, warnings };
}

describe.skipIf(server === null)('one command', () => {
  test('is answered, also where this process was too busy to read the answer in time', async () => {
    const { redis, warnings } = await connect(server!.url);
    // on its way before the process is busy, answered after 50 ms
    const asked = redis.ask((client) => client.blPop('nobody puts anything here', 0.05));
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    const until = performance.now() + 600;
    while (performance.now() < until);
    expect(await asked).toBeNull();
    expect(warnings).toEqual([]);
    redis.close();
  });

  test('ends after 300 ms where Redis hangs', async () => {
    const wire = await startWire(server!.url);
    const { redis, warnings } = await connect(wire.url);
    wire.become('hanging');
    await expect(redis.ask((client) => client.ping())).rejects.toThrow('300 ms');
    expect(warnings).toHaveLength(1);
    redis.close();
    await wire.stop();
  });
});
