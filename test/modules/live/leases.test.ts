// @module-tag durability
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Claimed, claim, createLeases, type Lease } from '../../../src/modules/live/leases.ts';
import { createLiveMetrics } from '../../../src/modules/live/live-metrics.ts';
import type { Announcing } from '../../../src/platform/redis/announcements.ts';
import { until } from '../../support/class-play.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startWire } from '../../support/wire.ts';

let database: TestDatabase;
let owner: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Pool({ connectionString: database.ownerUrl });
  owner.on('error', () => {});
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

afterEach(() => owner.query('DELETE FROM live_sessions'));

/** What processes say to each other, as over a Redis that is there. */
function channel(): Announcing {
  const listeners = new Set<(value: never) => void>();
  return () => ({
    announce(value) {
      for (const listener of listeners) listener(value as never);
    },
    tellOthers() {},
    onAnnounced(listener) {
      listeners.add(listener as never);
      return () => listeners.delete(listener as never);
    },
  });
}

async function startNode(name: string, { url = database.jobsUrl, announcing = channel() } = {}) {
  const jobs = new pg.Pool({
    connectionString: url,
    max: 3,
    query_timeout: 1_000,
    connectionTimeoutMillis: 1_000,
  });
  jobs.on('error', () => {});
  jobs.on('connect', (client) => client.on('error', () => {}));
  const log = pino({ enabled: false });
  const figures = new Registry();
  const metrics = createLiveMetrics(figures);
  const leases = createLeases({ jobs, node: () => name, announcing, isCutOff: () => false, metrics, log });
  await leases.start();
  const lost: string[] = [];
  const opened: string[] = [];
  let running = true;
  const stop = async () => {
    if (!running) return;
    running = false;
    await leases.close();
    await jobs.end();
  };
  onTestFinished(stop);
  return {
    name,
    leases,
    lost,
    opened,
    stop,
    /** null: a living process has it. */
    async take(sessionId: string): Promise<Lease | null> {
      const claimIt = async () => {
        const { rows } = await jobs.query<Claimed & { epoch: number }>(
          `UPDATE live_sessions SET ${claim.set} WHERE id = $1 AND ${claim.where} RETURNING epoch, ${claim.returning}`,
          [sessionId, name],
        );
        return rows[0];
      };
      try {
        const lease = await leases.take(sessionId, claimIt, async ({ epoch }) => ({ sessionId, epoch }));
        leases.onLost(lease, () => lost.push(sessionId));
        return lease;
      } catch {
        return null;
      }
    },
    /** How many sessions it took from others, gone ones and such as gave them away. */
    async takenOver() {
      const { values } = await figures.getSingleMetric('live_leases_taken_over_total')!.get();
      return Object.fromEntries(values.map(({ labels, value }) => [labels.because, value]));
    },
    watch() {
      leases.watch(async (sessionId) => {
        if (await this.take(sessionId)) opened.push(sessionId);
      });
    },
  };
}

async function openSession(): Promise<string> {
  const [orgId, sessionId] = [randomUUID(), randomUUID()];
  await owner.query(`INSERT INTO organizations (id, slug, name) VALUES ($1, $2, 'School')`, [
    orgId,
    `school-${orgId}`,
  ]);
  await owner.query(
    `INSERT INTO live_sessions (id, org_id, title, settings, snapshot) VALUES ($1, $2, 'Class', '{}', '{}')`,
    [sessionId, orgId],
  );
  return sessionId;
}

test('[DUR-3] of ten processes that want a session at the same moment one gets it, and the others know where it is', async () => {
  const nodes = await Promise.all(Array.from({ length: 10 }, (_, i) => startNode(`n${i}`)));
  const sessionId = await openSession();
  const taken = await Promise.all(nodes.map((node) => node.take(sessionId)));
  expect(taken.filter(Boolean)).toEqual([{ sessionId, epoch: 1 }]);
  const winner = nodes[taken.findIndex(Boolean)]!;
  expect(await nodes[0]!.leases.where(sessionId)).toEqual({
    node: winner.name,
    roomId: null,
    isGroup: false,
  });
  await winner.leases.reachable({ sessionId, epoch: 1 }, 'room');
  expect(await nodes[9]!.leases.where(sessionId)).toMatchObject({ roomId: 'room' });
});

test('[DUR-3] a process that is gone has no session any more, at once, and another one takes it with a higher epoch', async () => {
  const [first, second] = [await startNode('gone'), await startNode('next')];
  const sessionId = await openSession();
  await first.take(sessionId);
  second.watch();
  await wait(1_500);
  expect(second.opened).toEqual([]);
  await first.stop();
  await until(() => second.opened.includes(sessionId), 'it is taken over', 4_000);
  const { rows } = await owner.query('SELECT epoch, owner_node FROM live_sessions WHERE id = $1', [
    sessionId,
  ]);
  expect(rows).toEqual([{ epoch: 2, owner_node: 'next' }]);
  expect(await second.takenOver()).toEqual({ gone: 1, handed_over: 0 });
  expect(await first.takenOver()).toEqual({ gone: 0, handed_over: 0 });
});

test('[DUR-3] a process that hangs loses its session when its lease is over, and is told when it moves again', async () => {
  const wire = await startWire(database.jobsUrl);
  onTestFinished(() => wire.stop());
  const hanging = await startNode('hanging', { url: wire.url });
  const next = await startNode('waiting');
  const sessionId = await openSession();
  await hanging.take(sessionId);
  await wire.become('hanging');
  await owner.query(`UPDATE live_sessions SET lease_until = now() + interval '1 second' WHERE id = $1`, [
    sessionId,
  ]);
  expect(await next.take(sessionId)).toBeNull();
  await until(async () => (await next.take(sessionId)) !== null, 'its lease is over', 5_000);
  expect(hanging.lost).toEqual([]);
  await wire.become('good');
  await until(() => hanging.lost.includes(sessionId), 'it is told', 10_000);
});

test('[DUR-3] a process that is cut off from the database hears from the next owner that its session goes on there', async () => {
  const wire = await startWire(database.jobsUrl);
  onTestFinished(() => wire.stop());
  const announcing = channel();
  const cutOff = await startNode('cut off', { url: wire.url, announcing });
  const next = await startNode('in touch', { announcing });
  const sessionId = await openSession();
  await cutOff.take(sessionId);
  await wire.become('away');
  await until(async () => (await next.take(sessionId)) !== null, 'it is taken over', 5_000);
  expect(cutOff.lost).toEqual([sessionId]);
});

test('[DUR-5] what a process gives away another one takes at once; what nobody goes on with waits for who opens it', async () => {
  const [leaving, next] = [await startNode('leaving'), await startNode('staying')];
  const [goesOn, waits] = [await openSession(), await openSession()];
  const leases = [await leaving.take(goesOn), await leaving.take(waits)];
  next.watch();
  await leaving.leases.release(leases[0]!, { goesOn: true });
  await leaving.leases.release(leases[1]!, { goesOn: false });
  await until(() => next.opened.includes(goesOn), 'it goes on', 4_000);
  await wait(1_500);
  expect(next.opened).toEqual([goesOn]);
  expect(await next.take(waits)).toMatchObject({ epoch: 2 });
  expect(await next.takenOver()).toEqual({ gone: 0, handed_over: 1 });
});

test.each([
  ['was away', 'away', 0],
  // a renewal is due every 2 s and given up after 3 s
  ['hung longer than a lease lasts, without breaking a connection,', 'hanging', 6_500],
] as const)('[DUR-3] after the database %s the owners keep their sessions', async (_, fault, lastsMs) => {
  const wire = await startWire(database.jobsUrl);
  onTestFinished(() => wire.stop());
  const [one, two] = [await startNode('one', { url: wire.url }), await startNode('two', { url: wire.url })];
  const sessionId = await openSession();
  await one.take(sessionId);
  two.watch();
  wire.become(fault);
  await wait(lastsMs);
  await owner.query(`UPDATE live_sessions SET lease_until = now() - interval '1 second' WHERE id = $1`, [
    sessionId,
  ]);
  wire.become('good');
  const renewed = 'SELECT 1 FROM live_sessions WHERE id = $1 AND lease_until > now()';
  await until(async () => (await owner.query(renewed, [sessionId])).rowCount === 1, 'it is renewed');
  await wait(4_000);
  expect([one.lost, two.opened]).toEqual([[], []]);
});

test('[DUR-3] a process takes a session once, however often it is asked at the same moment, and again after it gave it back', async () => {
  const node = await startNode('busy');
  const sessionId = await openSession();
  const leases = await Promise.all([node.take(sessionId), node.take(sessionId), node.take(sessionId)]);
  expect(leases.filter(Boolean)).toEqual([{ sessionId, epoch: 1 }]);
  expect(await node.take(sessionId)).toBeNull();
  await node.leases.release({ sessionId, epoch: 1 }, { goesOn: false });
  expect(await node.take(sessionId)).toEqual({ sessionId, epoch: 2 });
});

test('[DUR-5] a process that is about to stop takes nothing over and opens nothing', async () => {
  const node = await startNode('stopping');
  const sessionId = await openSession();
  const lease = await node.take(sessionId);
  node.watch();
  node.leases.giveAway();
  await node.leases.release(lease!, { goesOn: true });
  await wait(2_000);
  expect(node.opened).toEqual([]);
  expect(await node.take(sessionId)).toBeNull();
});
