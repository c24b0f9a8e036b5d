// @module-tag durability
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EventLog, type LogOwner } from '../../../src/modules/live/event-log.ts';
import { type EventRow, readEvents, rowOf } from '../../../src/modules/live/event-rows.ts';
import { createLiveMetrics } from '../../../src/modules/live/live-metrics.ts';
import { until } from '../../support/class-play.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startWire } from '../../support/wire.ts';

let database: TestDatabase;
let jobs: pg.Pool;
let owner: pg.Pool;
let log: EventLog;
let errors: unknown[];
let figures: Registry;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Pool({ connectionString: database.ownerUrl });
  owner.on('error', () => {});
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});
beforeEach(() => {
  errors = [];
  figures = new Registry();
  jobs = new pg.Pool({ connectionString: database.jobsUrl, max: 3 });
  jobs.on('error', () => {});
  log = new EventLog(jobs, (error) => errors.push(error), createLiveMetrics(figures));
});
afterEach(async () => {
  await log.settled();
  await jobs.end();
});

async function openSession(epoch = 1): Promise<LogOwner & { told: string[] }> {
  const orgId = randomUUID();
  await owner.query(`INSERT INTO organizations (id, slug, name) VALUES ($1, $2, 'School')`, [
    orgId,
    `school-${orgId}`,
  ]);
  const sessionId = randomUUID();
  await owner.query(
    `INSERT INTO live_sessions (id, org_id, title, settings, snapshot, epoch) VALUES ($1, $2, 'Class', '{}', '{}', $3)`,
    [sessionId, orgId, epoch],
  );
  const told: string[] = [];
  return {
    sessionId,
    epoch,
    told,
    lost: () => told.push('lost'),
    waiting: (isWaiting) => told.push(isWaiting ? 'waiting' : 'stored'),
  };
}

/** Row number `seq` of a session: any event will do. */
function row({ sessionId, epoch }: LogOwner, seq: number): EventRow {
  return rowOf(
    sessionId,
    epoch,
    { type: 'player.joined', participantId: randomUUID(), seq, clock: seq },
    null,
  );
}
const rowsOf = async ({ sessionId }: LogOwner) => (await readEvents(owner, sessionId)).map(({ seq }) => seq);
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

/** Breaks every connection of the log to the database; new ones get through. */
async function breakConnections(): Promise<void> {
  const client = new pg.Client(database.jobsUrl);
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()`,
  );
  await client.end();
}

describe('group commit', () => {
  test('[DUR-1] tells everyone in the order of the appends, each after its own row is stored', async () => {
    const sessions = await Promise.all([openSession(), openSession(), openSession()]);
    const order: string[] = [];
    const missing: string[] = [];
    const checks: Promise<void>[] = [];
    for (let seq = 1; seq <= 200; seq++) {
      for (const [i, session] of sessions.entries()) {
        log.append(session, [row(session, seq)], () => {
          order.push(`${i}/${seq}`);
          if (seq % 20 === 0)
            checks.push(
              rowsOf(session).then((stored) => {
                if (!stored.includes(seq)) missing.push(`${i}/${seq}`);
              }),
            );
        });
      }
      if (seq % 50 === 0) await wait(15);
    }
    await log.settled();
    await Promise.all(checks);
    expect(missing).toEqual([]);
    expect(order).toEqual(numbers(1, 200).flatMap((seq) => sessions.map((_, i) => `${i}/${seq}`)));
    for (const session of sessions) expect(await rowsOf(session)).toEqual(numbers(1, 200));
    expect(errors).toEqual([]);
  });

  test('[DUR-1] gathers what comes while a statement runs into the next one', async () => {
    const session = await openSession();
    let statements = 0;
    const { query } = jobs;
    jobs.query = ((...args: Parameters<typeof query>) => {
      statements++;
      return query.apply(jobs, args);
    }) as typeof query;
    for (const seq of numbers(1, 1_500)) log.append(session, [row(session, seq)], () => {});
    await log.settled();
    expect(statements).toBeLessThanOrEqual(3);
    expect(await rowsOf(session)).toHaveLength(1_500);
  });

  test('[DUR-1] an append without rows waits for the ones before it', async () => {
    const session = await openSession();
    const seen: number[][] = [];
    log.append(session, [row(session, 1), row(session, 2)], () => {});
    const empty = new Promise<void>((resolve) => log.append(session, [], resolve));
    await empty;
    seen.push(await rowsOf(session));
    expect(seen).toEqual([[1, 2]]);
  });

  test('counts what it stores: commits, their rows, the answers among them, and how long they waited', async () => {
    const session = await openSession();
    const answer = { ...row(session, 2), t: 'answer.accepted' };
    log.append(session, [row(session, 1), answer], () => {});
    log.append(session, [], () => {});
    await log.settled();
    const page = await figures.metrics();
    expect(page).toContain('live_answers_accepted_total 1');
    expect(page).toContain('event_log_commit_rows_sum 2');
    expect(page).toContain('event_log_commit_seconds_count 1');
    expect(page).toContain('event_log_commit_seconds_bucket{le="15"} 1');
  });

  test('one listener that throws keeps nobody from their news', async () => {
    const [one, other] = [await openSession(), await openSession()];
    const heard: string[] = [];
    log.append(one, [row(one, 1)], () => {
      throw new Error('a listener');
    });
    log.append(other, [row(other, 1)], () => heard.push('other'));
    log.append(one, [row(one, 2)], () => heard.push('one again'));
    await log.settled();
    expect(heard).toEqual(['other', 'one again']);
    expect(errors.map(String)).toEqual(['Error: a listener']);
    expect(await rowsOf(one)).toEqual([1, 2]);
  });

  test('a large batch is split, and nothing of it is lost', async () => {
    const session = await openSession();
    const heard: number[] = [];
    const parts = [1_500, 1_500, 10];
    let next = 1;
    for (const part of parts) {
      const seqs = numbers(next, part);
      next += part;
      log.append(
        session,
        seqs.map((seq) => row(session, seq)),
        () => heard.push(part),
      );
    }
    await log.settled();
    expect(heard).toEqual(parts);
    expect(await rowsOf(session)).toEqual(numbers(1, 3_010));
  });

  test('[DUR-4] is full beyond 50,000 waiting rows, and no longer once they are stored', async () => {
    const session = await openSession();
    expect(log.isFull).toBe(false);
    const many = numbers(1, 50_001).map((seq) => row(session, seq));
    log.append(session, many, () => {});
    expect(log.isFull).toBe(true);
    await log.settled();
    expect(log.isFull).toBe(false);
    // those who only wait for what is stored before them take room as well
    for (let i = 0; i < 50_001; i++) log.append(session, [], () => {});
    expect(log.isFull).toBe(true);
    await log.settled();
    expect(log.isFull).toBe(false);
  });
});

describe('a broken connection', () => {
  test('[DUR-1] a statement that is repeated stores nothing twice, and everyone is told once', async () => {
    const session = await openSession();
    const { query } = jobs;
    let lost = 0;
    // stored by the database, but the reply never came
    jobs.query = (async (...args: Parameters<typeof query>) => {
      const result = await (query.apply(jobs, args) as unknown as Promise<unknown>);
      if (lost++ % 3 === 0) throw new Error('Connection terminated unexpectedly');
      return result;
    }) as unknown as typeof query;
    const heard: number[] = [];
    for (const seq of numbers(1, 40)) {
      log.append(session, [row(session, seq)], () => heard.push(seq));
      if (seq % 10 === 0) await wait(5);
    }
    await log.settled();
    jobs.query = query;
    expect(heard).toEqual(numbers(1, 40));
    expect(await rowsOf(session)).toEqual(numbers(1, 40));
    expect(session.told).toEqual([]);
    expect(errors.length).toBeGreaterThan(0);
  });

  test('[DUR-1] connections that the database ends are replaced, and nothing is lost', async () => {
    const session = await openSession();
    const heard: number[] = [];
    for (const seq of numbers(1, 60)) {
      log.append(session, [row(session, seq)], () => heard.push(seq));
      if (seq % 20 === 0) await breakConnections();
      await wait(2);
    }
    await log.settled();
    expect(heard).toEqual(numbers(1, 60));
    expect(await rowsOf(session)).toEqual(numbers(1, 60));
  });

  test('[DUR-4] while the database is away nothing is acknowledged, and all goes on by itself when it is back', async () => {
    const session = await openSession();
    const network = await startWire(database.jobsUrl);
    const through = new pg.Pool({ connectionString: network.url, max: 2 });
    through.on('error', () => {});
    const away = new EventLog(through, (error) => errors.push(error), createLiveMetrics(new Registry()));
    const heard: number[] = [];
    const append = (seq: number) => away.append(session, [row(session, seq)], () => heard.push(seq));
    append(1);
    await away.settled();
    network.become('away');
    for (const seq of numbers(2, 20)) append(seq);
    await until(() => session.told.length > 0, 'it is told that saving takes longer');
    append(22);
    expect([heard, session.told, away.keepsUp]).toEqual([[1], ['waiting'], false]);
    network.become('good');
    await away.settled();
    expect(away.keepsUp).toBe(true);
    expect(heard).toEqual(numbers(1, 22));
    expect(session.told).toEqual(['waiting', 'stored']);
    expect(await rowsOf(session)).toEqual(numbers(1, 22));
    await through.end();
    await network.stop();
  });

  test('[ANS-1] while the database hangs nothing is acknowledged, and every session that waits is told once', async () => {
    const [one, other, later] = [await openSession(), await openSession(), await openSession()];
    const holder = await owner.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE live_events IN EXCLUSIVE MODE');
    const heard: string[] = [];
    log.append(one, [row(one, 1)], () => heard.push('one'));
    await wait(30);
    log.append(other, [row(other, 1)], () => heard.push('other'));
    await until(() => one.told.length > 0 && other.told.length > 0, 'both are told');
    log.append(later, [row(later, 1)], () => heard.push('later'));
    expect([one.told, other.told, later.told]).toEqual([['waiting'], ['waiting'], ['waiting']]);
    expect(heard).toEqual([]);
    await holder.query('COMMIT');
    holder.release();
    await log.settled();
    expect(heard).toEqual(['one', 'other', 'later']);
    expect([one.told, other.told, later.told]).toEqual(Array(3).fill(['waiting', 'stored']));
  });
});

describe('an epoch', () => {
  test('[DUR-3] that is over stores nothing and is told so, while other sessions of the same statement are stored', async () => {
    const [stale, fresh] = [await openSession(), await openSession()];
    await owner.query('UPDATE live_sessions SET epoch = 2 WHERE id = $1', [stale.sessionId]);
    const heard: string[] = [];
    log.append(stale, [row(stale, 1)], () => heard.push('stale'));
    log.append(fresh, [row(fresh, 1)], () => heard.push('fresh'));
    await log.settled();
    expect(heard).toEqual(['fresh']);
    expect(stale.told).toEqual(['lost']);
    expect(fresh.told).toEqual([]);
    expect(await rowsOf(stale)).toEqual([]);
    expect(await rowsOf(fresh)).toEqual([1]);
  });

  test('[DUR-3] of a session that is gone is lost too', async () => {
    const session = await openSession();
    await owner.query('DELETE FROM live_sessions WHERE id = $1', [session.sessionId]);
    log.append(session, [row(session, 1)], () => session.told.push('stored'));
    await log.settled();
    expect(session.told).toEqual(['lost']);
  });

  test('[DUR-3] ends between two statements: what was told before is stored, what comes after is not', async () => {
    const session = await openSession();
    const heard: number[] = [];
    log.append(session, [row(session, 1)], () => heard.push(1));
    await log.settled();
    await owner.query('UPDATE live_sessions SET epoch = 2 WHERE id = $1', [session.sessionId]);
    const next = { ...session, epoch: 2 };
    log.append(next, [row(next, 2)], () => heard.push(2));
    await log.settled();
    log.append(session, [row(session, 2)], () => heard.push(-2));
    await log.settled();
    expect(heard).toEqual([1, 2]);
    expect(session.told).toEqual(['lost']);
    expect(await rowsOf(session)).toEqual([1, 2]);
  });

  test('[DUR-3] two owners of one session in one statement: only the newer one stores and is told', async () => {
    const older = await openSession();
    await owner.query('UPDATE live_sessions SET epoch = 2 WHERE id = $1', [older.sessionId]);
    const told: string[] = [];
    const newer = { ...older, epoch: 2, lost: () => told.push('lost') };
    const heard: string[] = [];
    log.append(older, [row(older, 1)], () => heard.push('older'));
    log.append(newer, [row(newer, 1)], () => heard.push('newer'));
    await log.settled();
    expect(heard).toEqual(['newer']);
    expect(older.told).toEqual(['lost']);
    expect(told).toEqual([]);
    // and in the other order
    log.append(newer, [row(newer, 2)], () => heard.push('newer again'));
    log.append(older, [row(older, 2)], () => heard.push('older again'));
    await log.settled();
    expect(heard).toEqual(['newer', 'newer again']);
    expect(told).toEqual([]);
  });
});

test('[DUR-1] the log can be added to and not changed, by the role that writes it', async () => {
  const session = await openSession();
  log.append(session, [row(session, 1)], () => {});
  await log.settled();
  for (const sql of ['UPDATE live_events SET round = 1', 'DELETE FROM live_events', 'TRUNCATE live_events'])
    await expect(jobs.query(sql)).rejects.toMatchObject({ code: '42501' });
  expect(await rowsOf(session)).toEqual([1]);
});

test('[DUR-1] an event comes back from the log as it went in', async () => {
  const session = await openSession();
  const participantId = randomUUID();
  const events = [
    { type: 'player.joined', participantId },
    { type: 'round.opened', round: 0, vote: 1 },
    {
      type: 'answer.accepted',
      participantId,
      round: 0,
      vote: 1,
      answerId: 'answer-1',
      answer: [2, 0],
      outcome: 'partly',
      elapsedMs: 1_234,
      points: 250,
    },
    { type: 'session.paused', reason: 'host_away' },
    { type: 'deadline.moved', byMs: 15_000 },
    { type: 'session.locked', locked: true },
    { type: 'session.ended', reason: 'finished' },
  ].map((fact, i) => ({ ...fact, seq: i + 1, clock: 1_000 * i })) as Parameters<typeof rowOf>[2][];
  log.append(
    session,
    events.map((event) => rowOf(session.sessionId, 1, event, null)),
    () => {},
  );
  await log.settled();
  expect(await readEvents(jobs, session.sessionId)).toEqual(events);
});
