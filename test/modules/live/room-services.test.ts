import type pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { EventLog } from '../../../src/modules/live/event-log.ts';
import { createLiveMetrics } from '../../../src/modules/live/live-metrics.ts';
import { createPinGuard } from '../../../src/modules/live/pin-guard.ts';
import { createRoomServices } from '../../../src/modules/live/room-services.ts';
import type { Database } from '../../../src/platform/database/database.ts';
import { createLimits } from '../../../src/platform/http/rate-limit.ts';

type Parts = Parameters<typeof createRoomServices>[0];

test('notes of a session reach the database in order, also when one takes longer than the next', async () => {
  const stored: [unknown, unknown][] = [];
  const waits = [30, 0, 10, 0];
  const jobs = {
    async query(_sql: string, [session, locked]: unknown[]) {
      await new Promise((resolve) => setTimeout(resolve, waits.shift()));
      if (locked === 'broken') throw new Error('no');
      stored.push([session, locked]);
    },
  } as unknown as pg.Pool;
  const { note, settled } = createRoomServices({
    db: { jobs } as Database,
    eventLog: new EventLog(jobs, () => {}, createLiveMetrics(new Registry())),
    projection: { project: async () => {}, projectForgotten: async () => 0 },
    guard: createPinGuard(createLimits()),
    log: pino({ enabled: false }),
    node: () => 'here',
    metrics: createLiveMetrics(new Registry()),
    changed: async () => {},
    // nothing here asks for these
    ...({
      leases: {},
      secondFactor: {},
      nameReviews: {},
      returnCodes: {},
      coHosts: {},
      keptTimes: {},
    } as Pick<Parts, 'leases' | 'secondFactor' | 'nameReviews' | 'returnCodes' | 'coHosts' | 'keptTimes'>),
  });
  note('a', { kind: 'locked', locked: true });
  note('a', { kind: 'locked', locked: 'broken' as unknown as boolean });
  note('a', { kind: 'locked', locked: false });
  note('b', { kind: 'locked', locked: true });
  await settled();
  expect(stored.filter(([session]) => session === 'a')).toEqual([
    ['a', true],
    ['a', false],
  ]);
  expect(stored).toContainEqual(['b', true]);
});
