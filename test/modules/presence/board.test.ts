import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SeatedLearner } from '../../../src/domain/presence/whereabouts.ts';
import { type Board, createBoard } from '../../../src/modules/presence/board.ts';
import { connectRedis, type Redis } from '../../../src/platform/redis/redis.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { startWire, type Wire } from '../../support/wire.ts';

const redis: TestRedis | null = await startTestRedis();
afterAll(() => redis?.stop());

const log = pino({ level: 'silent' });
const beatMs = 400;
const [ada, ben] = [randomUUID(), randomUUID()];
const within = { timeout: 10_000, interval: 20 };

interface Node {
  name: string;
  board: Board;
  redis: Redis;
  wire: Wire;
  seated: SeatedLearner[];
  learners: string[];
}
const started: Node[] = [];

/** A process with its own line to Redis. */
async function start(): Promise<Node> {
  const wire = await startWire(redis!.url);
  const own = await connectRedis(wire.url, log);
  const node: Omit<Node, 'board'> = { name: randomUUID(), redis: own, wire, seated: [], learners: [] };
  const board = createBoard({
    node: () => node.name,
    store: own.store,
    seated: () => node.seated,
    learners: () => node.learners,
    log,
    beatMs,
    lookMs: 50,
  });
  board.start();
  const made = Object.assign(node, { board });
  started.push(made);
  return made;
}
afterEach(async () => {
  for (const { board, redis: own, wire } of started.splice(0)) {
    await board.close();
    own.close();
    await wire.stop();
  }
});
const doing = async ({ board }: Node, id: string) => (await board.find([id])).places.get(id)?.doing;
const sees = (node: Node, id: string, what: string | undefined) =>
  vi.waitFor(async () => expect(await doing(node, id)).toBe(what), within);
const isWhole = ({ board }: Node) =>
  vi.waitFor(async () => expect((await board.find([ada])).partial).toBe(false), within);

describe.skipIf(redis === null)('[PRS-4] several processes with one Redis', () => {
  const client = createClient({ url: redis?.url ?? '' });
  beforeAll(() => client.connect());
  afterAll(() => client.destroy());

  it('see each other’s learners, and of somebody in two places the one that is shared', async () => {
    const [one, other] = [await start(), await start()];
    one.learners = [ada];
    await sees(other, ada, 'online');
    other.seated = [{ userId: ada, doing: 'lobby', sessionId: 'a' }];
    await sees(one, ada, 'lobby');
    await sees(other, ada, 'lobby');
    expect(await doing(one, ben)).toBeUndefined();
    other.seated = [];
    await sees(one, ada, 'online');
    one.learners = [];
    await sees(other, ada, undefined);
    expect((await one.board.find([ada])).partial).toBe(false);
  });

  it('a process that stops takes its people along at once; one that is cut off or killed, after three beats', async () => {
    const [one, stopping, cut] = [await start(), await start(), await start()];
    stopping.learners = [ada];
    cut.learners = [ben];
    await sees(one, ada, 'online');
    await sees(one, ben, 'online');
    await stopping.board.close();
    expect(await doing(one, ada)).toBeUndefined();
    cut.wire.become('away');
    const since = performance.now();
    await sees(one, ben, undefined);
    expect(performance.now() - since).toBeLessThan(6 * beatMs);
    expect(await doing(cut, ben), 'it still knows its own').toBe('online');
    expect(await client.exists(`tutti:presence:of:${cut.name}`)).toBe(0);
  });

  it('a Redis that comes back empty is right again after a beat, and meanwhile is not believed', async () => {
    const [one, other] = [await start(), await start()];
    other.learners = [ada];
    await sees(one, ada, 'online');
    await isWhole(one);
    // the same as a restart without anything kept, for these two
    await client.del([
      'tutti:presence:nodes',
      `tutti:presence:of:${one.name}`,
      `tutti:presence:of:${other.name}`,
    ]);
    const { places, partial } = await one.board.find([ada]);
    expect(places.has(ada) || partial, 'she is missing, and nobody says that all are here').toBe(true);
    await sees(one, ada, 'online');
    await isWhole(one);
  });

  for (const state of ['away', 'hanging'] as const)
    it(`while Redis is ${state} a process shows its own people and says that there may be more`, async () => {
      const [one, other] = [await start(), await start()];
      one.learners = [ada];
      other.learners = [ben];
      await sees(one, ben, 'online');
      one.wire.become(state);
      await vi.waitFor(async () => {
        const { places, partial } = await one.board.find([ada, ben]);
        expect([...places.keys(), partial]).toEqual([ada, true]);
      }, within);
      one.wire.become('good');
      await sees(one, ben, 'online');
      await isWhole(one);
    });

  it('[DAT-4] Redis holds ids alone, and nothing for longer than three beats', async () => {
    const one = await start();
    one.learners = [ada];
    one.seated = [{ userId: ben, doing: 'group', sessionId: 'a' }];
    await vi.waitFor(
      async () => expect(await client.exists(`tutti:presence:of:${one.name}`)).toBe(1),
      within,
    );
    expect({ ...(await client.hGetAll(`tutti:presence:of:${one.name}`)) }).toEqual({
      [ada]: 'online',
      [ben]: 'group a',
    });
    const left = await client.pTTL(`tutti:presence:of:${one.name}`);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(3 * beatMs);
  });
});

it('[PRS-4] without Redis one process knows its own people, and that they are all', async () => {
  const seated: SeatedLearner[] = [{ userId: ada, doing: 'homework', sessionId: 'a' }];
  let changes = 0;
  const board = createBoard({
    node: () => 'alone',
    store: null,
    seated: () => seated,
    learners: () => [ada, ben],
    changed: () => {
      changes += 1;
    },
    log,
    lookMs: 20,
  });
  expect(await board.find([ada, randomUUID()])).toEqual({
    places: new Map([[ada, { doing: 'homework', sessionId: 'a' }]]),
    partial: false,
  });
  board.start();
  await vi.waitFor(() => expect(changes).toBe(1), within);
  await board.close();
});
