import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/platform/database/database.ts';
import { createMetrics, type Read } from '../../../src/platform/metrics/metrics.ts';
import { readConnections, readParts } from '../../../src/platform/metrics/parts.ts';
import { connectRedis } from '../../../src/platform/redis/redis.ts';

/** The lines of one figure that is read so. */
async function linesOf(read: () => Read | Promise<Read>, labelNames: string[] = []): Promise<string[]> {
  const metrics = createMetrics();
  metrics.reading({ name: 'apples', help: 'On the tree.', labelNames, read });
  const page = await metrics.registry.metrics();
  expect(page).toContain('# TYPE apples gauge');
  return page.split('\n').filter((line) => /^apples/.test(line));
}

test('a figure is looked up when somebody asks, with or without labels', async () => {
  expect(await linesOf(() => 3)).toEqual(['apples 3']);
  const byColour = () => [[{ colour: 'red' }, 2] as const, [{ colour: 'green' }, 0] as const];
  expect(await linesOf(byColour, ['colour'])).toEqual(['apples{colour="red"} 2', 'apples{colour="green"} 0']);
});

test('what is not there, fails or hangs is missing, and is not 0; the rest of the page comes', async () => {
  expect(await linesOf(() => [])).toEqual([]);
  expect(await linesOf(() => Promise.reject(new Error('away')))).toEqual([]);
  expect(await linesOf(() => new Promise(() => {}))).toEqual([]);
  expect(
    await linesOf(() => {
      throw new Error('away');
    }),
  ).toEqual([]);
});

test('a figure that went away is not shown as it was', async () => {
  const metrics = createMetrics();
  let apples: Read = 3;
  metrics.reading({ name: 'apples', help: 'On the tree.', read: () => apples });
  expect(await metrics.registry.metrics()).toContain('\napples 3\n');
  apples = [];
  expect(await metrics.registry.metrics()).not.toMatch(/^apples /m);
});

test('a database and a Redis that are away are 0, and the rest of the page comes', async () => {
  const metrics = createMetrics();
  const away = 'postgres://nobody@127.0.0.1:1/none';
  const db = await openDatabase({ appUrl: away, jobsUrl: away, entities: [] });
  const redis = await connectRedis('redis://127.0.0.1:1', pino({ enabled: false }));
  onTestFinished(async () => {
    redis.close();
    await db.close();
  });
  readConnections(metrics, db);
  readParts(metrics, {
    version: '1.2.3',
    node: 'one',
    db,
    redis,
    passwords: { waiting: () => 2 },
    realtime: { sockets: () => ({ rooms: 3, roomsOverHttp: 1, push: 4 }) },
    jobs: { waiting: () => db.jobs.query('SELECT 1').then(() => new Map([['purge', 1]])) },
  });
  const page = (await metrics.registry.metrics()).split('\n');
  expect(page).toContain('database_up 0');
  expect(page).toContain('redis_up 0');
  expect(page).toContain('database_connections{pool="live",state="waiting"} 0');
  expect(page).toContain('sockets{kind="roomsOverHttp"} 1');
  expect(page).toContain(`tutti_info{version="1.2.3",nodejs="${process.version}",node_name="one"} 1`);
  expect(page.filter((line) => line.startsWith('jobs_waiting'))).toEqual([]);
});
