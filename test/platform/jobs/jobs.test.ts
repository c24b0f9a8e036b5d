import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { createJobs, type Jobs } from '../../../src/platform/jobs/jobs.ts';
import { createRelay } from '../../../src/platform/jobs/relay.ts';
import { createMetrics, type Metrics } from '../../../src/platform/metrics/metrics.ts';
import { createPeople } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let db: Database;
let metrics: Metrics;
const lines: string[] = [];
const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
const opened: Jobs[] = [];

function newJobs(): Jobs {
  const jobs = createJobs({ jobsUrl: database.jobsUrl, log, metrics });
  opened.push(jobs);
  return jobs;
}

beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase({ ...database, entities: [] });
  metrics = createMetrics();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((jobs) => jobs.close()));
  lines.length = 0;
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

describe('a queue', () => {
  it('hands every job to its worker once, however many processes work', async () => {
    const seen: number[] = [];
    const work = async ({ n }: { n: number }) => void seen.push(n);
    const [one, other] = [newJobs(), newJobs()];
    one.work('count', work);
    other.work('count', work);
    await Promise.all([one.start(), other.start()]);
    for (let n = 0; n < 3; n++) await one.send('count', { n });
    await expect.poll(() => [...seen].sort(), { timeout: 30_000 }).toEqual([0, 1, 2]);
  });

  it('goes from one job to the next without a pause while some wait', async () => {
    const jobs = newJobs();
    const seen: number[] = [];
    jobs.work('quick', async ({ n }: { n: number }) => void seen.push(n));
    for (let n = 0; n < 8; n++) await jobs.send('quick', { n });
    await jobs.start();
    // with a pause of 2 s after each it takes 14
    await expect.poll(() => seen.length, { timeout: 8_000 }).toBe(8);
  });

  it('sends in a transaction: what is taken back was never sent', async () => {
    const jobs = newJobs();
    const waiting = async () =>
      (await db.jobs.query(`SELECT data FROM pgboss.job WHERE name = 'letters'`)).rows.map(
        ({ data }) => data,
      );
    await db.asWorker((em) => jobs.send('letters', { kept: true }, { em }));
    await expect(
      db.asWorker(async (em) => {
        await jobs.send('letters', { kept: false }, { em });
        throw new Error('on second thoughts');
      }),
    ).rejects.toThrow('on second thoughts');
    expect(await waiting()).toEqual([{ kept: true }]);
  });

  it('takes a job up again that failed, and tells the queue no value of the error', async () => {
    const jobs = newJobs();
    jobs.work('fails', async () => {
      throw new Error('Key (email)=(anna@example.org) already exists');
    });
    await jobs.start();
    await jobs.send('fails', {});
    const stored = async () =>
      (await db.jobs.query(`SELECT state, output::text FROM pgboss.job WHERE name = 'fails'`)).rows[0];
    await expect.poll(async () => (await stored()).state, { timeout: 15_000 }).toBe('retry');
    expect((await stored()).output).toContain('see the log');
    expect((await stored()).output).not.toContain('anna');
  });
});

describe('the relay', () => {
  const tell = async (type: string, publishedMinutesAgo: number | null = null): Promise<string> => {
    const orgId = await createPeople(db.jobs).addOrganization();
    const { rows } = await db.jobs.query<{ id: string }>(
      `INSERT INTO outbox_events (org_id, event_type, payload, published_at)
       VALUES ($1, $2, '{}', now() - make_interval(mins => $3)) RETURNING id::text`,
      [orgId, type, publishedMinutesAgo],
    );
    return rows[0]!.id;
  };
  const relay = (jobsOf: Record<string, string[]>) => createRelay({ db, jobs: newJobs(), jobsOf, log });
  /** Which jobs got these events. */
  const handed = async (...eventIds: string[]) =>
    (
      await db.jobs.query<{ name: string; id: string }>(
        `SELECT name, data->>'eventId' AS id FROM pgboss.job WHERE data->>'eventId' = ANY($1::text[]) ORDER BY name`,
        [eventIds],
      )
    ).rows.map(({ name, id }) => [name, id]);

  it('leaves what it does not know to a version that does', async () => {
    const [known, newer] = [await tell('dish.cooked'), await tell('dish.praised')];
    await relay({ 'dish.cooked': ['waiter'] }).handOver();
    expect(await handed(known, newer)).toEqual([['waiter', known]]);
    await relay({ 'dish.cooked': ['waiter'], 'dish.praised': ['cook'] }).handOver();
    expect(await handed(known, newer)).toEqual([
      ['cook', newer],
      ['waiter', known],
    ]);
  });

  it('hands everything over that waits, however much it is', async () => {
    const orgId = await createPeople(db.jobs).addOrganization();
    await db.jobs.query(
      `INSERT INTO outbox_events (org_id, event_type, payload) SELECT $1, 'dish.ordered', '{}' FROM generate_series(1, 130)`,
      [orgId],
    );
    await relay({ 'dish.ordered': ['grill'] }).handOver();
    const { rows } = await db.jobs.query(`SELECT 1 FROM pgboss.job WHERE name = 'grill'`);
    expect(rows).toHaveLength(130);
  });

  it('hands over again, once, what an older version let pass', async () => {
    const [passed, done, fresh] = [
      await tell('dish.praised', 30),
      await tell('dish.praised', 30),
      await tell('dish.praised', 1),
    ];
    await db.jobs.query(`INSERT INTO handled_events (event_id, handler) VALUES ($1, 'cook')`, [done]);
    const { handOverAgain } = relay({ 'dish.praised': ['cook'] });
    await Promise.all([handOverAgain(), handOverAgain()]);
    await handOverAgain();
    expect(await handed(passed, done, fresh)).toEqual([['cook', passed]]);
  });
});

describe('the clock', () => {
  it('keeps one schedule a name in UTC, and forgets those that the code does not name any more', async () => {
    const first = newJobs();
    first.every('nightly', '30 2 * * *', async () => {});
    first.every('gone', '0 3 * * *', async () => {});
    await first.start();
    const second = newJobs();
    second.every('nightly', '45 2 * * *', async () => {});
    await second.start();
    const { rows } = await db.jobs.query('SELECT name, cron, timezone FROM pgboss.schedule');
    expect(rows).toEqual([{ name: 'nightly', cron: '45 2 * * *', timezone: 'UTC' }]);
  });

  it('lets one run wait, never two', async () => {
    const jobs = newJobs();
    jobs.every('single', '30 2 * * *', async () => {});
    await jobs.start();
    const other = newJobs();
    for (let n = 0; n < 3; n++) await other.send('single', {});
    const { rows } = await db.jobs.query(`SELECT policy FROM pgboss.queue WHERE name = 'single'`);
    expect(rows).toEqual([{ policy: 'exclusive' }]);
    const { rowCount } = await db.jobs.query(
      `SELECT FROM pgboss.job WHERE name = 'single' AND state IN ('created', 'active')`,
    );
    expect(rowCount).toBeLessThanOrEqual(1);
  });

  it('runs a job here and now, counts it and logs how long it took', async () => {
    const jobs = newJobs();
    const run = vi.fn(async () => {});
    jobs.every('purge', '30 2 * * *', run);
    await jobs.runNow('purge');
    expect(run).toHaveBeenCalledOnce();
    expect(await metrics.registry.metrics()).toContain(
      'job_duration_seconds_count{name="purge",outcome="done"} 1',
    );
    expect(lines.some((line) => JSON.parse(line).job === 'purge')).toBe(true);
  });

  it('ends a run that takes too long', async () => {
    const jobs = newJobs();
    let told = false;
    jobs.every(
      'slow',
      '30 2 * * *',
      async (signal) => {
        await pause(20_000, undefined, { signal }).catch(() => {
          told = true;
        });
      },
      { seconds: 1 },
    );
    await expect(jobs.runNow('slow')).rejects.toThrow('took too long');
    await expect.poll(() => told).toBe(true);
  });

  it('refuses two jobs of one name, and one that comes after the start', async () => {
    const jobs = newJobs();
    jobs.every('twice', '30 2 * * *', async () => {});
    expect(() => jobs.work('twice', async () => {})).toThrow('two jobs named twice');
    await jobs.start();
    expect(() => jobs.work('late', async () => {})).toThrow('too late');
  });
});

describe('closing', () => {
  it('tells a job that runs to end, and leaves it to be run again', async () => {
    const jobs = newJobs();
    let running = false;
    jobs.work('long', async (_data, signal) => {
      running = true;
      await pause(60_000, undefined, { signal });
    });
    await jobs.start();
    await jobs.send('long', {});
    await expect.poll(() => running, { timeout: 15_000 }).toBe(true);
    await jobs.close();
    const { rows } = await db.jobs.query(`SELECT state FROM pgboss.job WHERE name = 'long'`);
    expect(rows).toEqual([{ state: 'retry' }]);
  });

  it('waits for the database from the start on, without an end to the process, and says so once', async () => {
    const away = createJobs({ jobsUrl: 'postgres://nobody@127.0.0.1:1/none', log, metrics });
    const started = away.start();
    await expect.poll(() => lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes('do not start yet'))).toHaveLength(1);
    await away.close();
    await started;
  });
});

describe('a database that goes away', () => {
  it('ends nothing and fills no log; jobs go on when it is back', async () => {
    const way = await openWay(database.jobsUrl);
    const jobs = createJobs({ jobsUrl: way.url, log, metrics });
    opened.push(jobs);
    const seen: number[] = [];
    for (const name of ['one', 'two', 'three', 'four'])
      jobs.work(name, async ({ n }: { n: number }) => void seen.push(n));
    await jobs.start();
    await jobs.send('one', { n: 1 });
    await expect.poll(() => seen, { timeout: 15_000 }).toEqual([1]);
    lines.length = 0;
    way.close();
    await expect.poll(() => lines.length, { timeout: 15_000 }).toBeGreaterThan(0);
    // every queue has looked in vain by now, more than once
    await expect.poll(() => way.refused(), { timeout: 15_000 }).toBeGreaterThan(12);
    expect(lines.filter((line) => line.includes('away'))).toHaveLength(1);
    expect(lines.length).toBeLessThanOrEqual(2);
    way.open();
    await newJobs().send('four', { n: 2 });
    await expect.poll(() => seen, { timeout: 20_000 }).toEqual([1, 2]);
    await jobs.close();
    way.end();
  }, 60_000);
});

describe('the request role', () => {
  it('[DAT-1] neither sees the queue nor puts anything in it', async () => {
    const app = new pg.Client(database.appUrl);
    await app.connect();
    try {
      for (const sql of [
        'SELECT * FROM pgboss.job',
        'INSERT INTO pgboss.queue (name) VALUES (1)',
        `SELECT pgboss.create_queue('x', '{}')`,
      ])
        await expect(app.query(sql)).rejects.toThrow('permission denied');
    } finally {
      await app.end();
    }
  });
});

/** A way to the database that can be closed, as when it restarts. */
async function openWay(url: string) {
  const address = new URL(url);
  const target = { host: address.hostname, port: Number(address.port) };
  let isOpen = true;
  let refused = 0;
  const sockets = new Set<Socket>();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server: Server = createServer((near) => {
    if (!isOpen) {
      refused += 1;
      near.destroy();
      return;
    }
    const far = connect(target);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address.port = String((server.address() as { port: number }).port);
  return {
    url: address.href,
    refused: () => refused,
    close() {
      isOpen = false;
      cut();
    },
    open() {
      isOpen = true;
    },
    end() {
      cut();
      server.close();
    },
  };
}
