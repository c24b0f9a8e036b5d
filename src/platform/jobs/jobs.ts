import { setTimeout as pause } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { PgBoss } from 'pg-boss';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { noTraces, type Traces } from '../traces/traces.ts';
import { jobsSchema } from './install-jobs.ts';
import { createJobRunner, type Run } from './job-runner.ts';
import { openQueue } from './open-queue.ts';

export interface JobLimits {
  /** How long one run may take; its signal is aborted then. 10 minutes when nothing is said. */
  seconds?: number;
}

export interface SendOptions {
  /** Sends in this transaction: without it there is no job. */
  em?: EntityManager;
  afterSeconds?: number;
}

/**
 * Work that runs later or by the clock, from a queue in the database. Names are kept: a renamed job forgets what waits
 * under its old name. Everything is registered before `start`.
 */
export interface Jobs {
  /**
   * By the clock, in UTC (`30 2 * * *`: 2.30 every night), once in the whole service however many processes run. A time
   * that passed while none did is made up for at the next start. A run that fails is tried twice more.
   */
  every(name: string, cron: string, run: (signal: AbortSignal) => Promise<void>, limits?: JobLimits): void;
  /** Takes what `send` left under this name, one at a time in each process; a job that fails comes again, later and later, five times. */
  work<Data extends object>(name: string, run: Run<Data>, limits?: JobLimits): void;
  send(name: string, data: object, options?: SendOptions): Promise<void>;
  /** Runs a job of `every` here and now, with its limits, beside the clock. Rejects when it fails. */
  runNow(name: string): Promise<void>;
  /** How many wait under each name that runs here and could run now. */
  waiting(): Promise<Map<string, number>>;
  /** Never rejects: while the database is away it tries on. */
  start(): Promise<void>;
  /** Tells what runs to end, and waits up to 10 s for it. */
  close(): Promise<void>;
}

interface Registered {
  name: string;
  cron: string | null;
  run: Run<object>;
  seconds: number;
}

interface Dependencies {
  jobsUrl: string;
  log: Log;
  metrics: Pick<Metrics, 'observeJob'>;
  traces?: Traces;
}

const countWaiting = `SELECT name, count(*)::integer AS count FROM ${jobsSchema}.job WHERE state < 'active' AND start_after <= now() GROUP BY name`;

const defaultSeconds = 600;
const retryMs = 5_000;

export function createJobs({ jobsUrl, log, metrics, traces = noTraces }: Dependencies): Jobs {
  const registered = new Map<string, Registered>();
  const stopping = new AbortController();
  const runner = createJobRunner({ log, metrics, traces, stopping: stopping.signal });
  let opening: Promise<PgBoss> | undefined;
  let starting: Promise<void> | undefined;

  const register = (job: Registered) => {
    if (registered.has(job.name)) throw new Error(`there are two jobs named ${job.name}`);
    if (starting) throw new Error(`the job ${job.name} is registered too late`);
    registered.set(job.name, job);
  };

  const queue = (): Promise<PgBoss> => {
    if (opening) return opening;
    const tried = openQueue(jobsUrl, log);
    tried.catch(() => {
      if (opening === tried) opening = undefined;
    });
    opening = tried;
    return tried;
  };

  const begin = async (): Promise<void> => {
    for (let told = false; !stopping.signal.aborted; ) {
      try {
        await takeUp(await queue(), [...registered.values()], runner.run);
        return;
      } catch (err) {
        if (!told) log.error({ err }, 'jobs do not start yet');
        told = true;
        await pause(retryMs, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  };

  return {
    every(name, cron, run, { seconds = defaultSeconds } = {}) {
      register({ name, cron, run: (_data, signal) => run(signal), seconds });
    },
    work(name, run, { seconds = defaultSeconds } = {}) {
      register({ name, cron: null, run: run as Run<object>, seconds });
    },
    async send(name, data, { em, afterSeconds } = {}) {
      const boss = await queue();
      await ensureQueue(boss, registered.get(name) ?? { name, cron: null, seconds: defaultSeconds });
      await boss.send(name, data, {
        ...(afterSeconds !== undefined && { startAfter: afterSeconds }),
        ...(em && { db: transactionOf(em) }),
      });
    },
    async runNow(name) {
      const job = registered.get(name);
      if (!job) throw new Error(`there is no job named ${name}`);
      await runner.run(job, {});
    },
    async waiting() {
      const { rows } = await (await queue()).getDb().executeSql(countWaiting);
      const counts = new Map((rows as { name: string; count: number }[]).map((row) => [row.name, row.count]));
      return new Map([...registered.keys()].map((name) => [name, counts.get(name) ?? 0]));
    },
    start: () => (starting ??= begin()),
    async close() {
      stopping.abort();
      const boss = await opening?.catch(() => undefined);
      await starting;
      await boss
        ?.stop({ graceful: true, timeout: 10_000 })
        .catch((err) => log.warn({ err }, 'the queue of jobs did not close cleanly'));
    },
  };
}

/** What the code does not name any more is not run any more. */
async function takeUp(
  boss: PgBoss,
  jobs: Registered[],
  run: (job: Registered, data: object) => Promise<void>,
): Promise<void> {
  for (const job of jobs) {
    await ensureQueue(boss, job);
    let worker: string | undefined;
    worker = await boss.work<object>(
      job.name,
      { pollingIntervalSeconds: job.cron ? 30 : 2, batchSize: 1 },
      async ([one]) => {
        await run(job, one?.data ?? {});
        // it pauses after each job otherwise, however many wait
        if (worker) boss.notifyWorker(worker);
      },
    );
    if (job.cron) await boss.schedule(job.name, job.cron, {}, { tz: 'UTC', missed: 'once' });
  }
  const clocked = new Set(jobs.filter(({ cron }) => cron).map(({ name }) => name));
  for (const { name } of await boss.getSchedules()) if (!clocked.has(name)) await boss.unschedule(name);
}

async function ensureQueue(boss: PgBoss, { name, cron, seconds }: Omit<Registered, 'run'>): Promise<void> {
  const options = {
    // Longer than the run itself is allowed to be, so that a process that died gives its job back.
    expireInSeconds: seconds + 30,
    ...(cron
      ? { retryLimit: 2, retryDelay: 60 }
      : { retryLimit: 5, retryDelay: 30, retryBackoff: true, retryDelayMax: 3_600 }),
  };
  // exclusive: one that waits or runs, never two
  await boss.createQueue(name, { ...options, policy: cron ? 'exclusive' : 'standard' });
  await boss.updateQueue(name, options);
}

/** The queue's own statements, run in somebody else's transaction. */
function transactionOf(em: EntityManager) {
  const transaction = em.getKysely<unknown>();
  return {
    async executeSql(sql: string, parameters: unknown[] = []) {
      const query = { kind: 'RawNode' as const, sqlFragments: [sql], parameters: [] };
      const { rows } = await transaction.executeQuery<unknown>({
        sql,
        parameters,
        query,
        queryId: { queryId: 'job' },
      });
      return { rows };
    },
  };
}
