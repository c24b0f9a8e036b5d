import { type EntityManager, type EntitySchema, MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { AppError } from '../http/app-error.ts';
import { noTraces, type Traces } from '../traces/traces.ts';

/** Who asks. The row policies of the database read it; without it they show nothing. */
export interface Caller {
  userId: string;
  orgId: string;
}

export interface Database {
  /** One transaction as the request role, in which the database shows only what the caller may see. */
  asCaller<T>(caller: Caller, work: (em: EntityManager) => Promise<T>): Promise<T>;
  /** One transaction as the job role: sign-in, set-up, rooms, projections. */
  asWorker<T>(work: (em: EntityManager) => Promise<T>): Promise<T>;
  /** The job role's plain pool, for the few statements on the hot path. */
  jobs: pg.Pool;
  /** What each pool of connections is doing. */
  connections(): PoolUse[];
  /** Throws when the database does not answer within a second. */
  ping(): Promise<void>;
  /** Lets what has begun end (a query has its limit), and takes nothing new. */
  close(): Promise<void>;
}

export interface PoolUse {
  pool: 'requests' | 'work' | 'live';
  inUse: number;
  idle: number;
  /** Work that waits for a connection. */
  waiting: number;
}

export interface DatabaseOptions {
  appUrl: string;
  jobsUrl: string;
  entities: EntitySchema[];
  poolSize?: number;
  traces?: Traces;
}

/** A database that hangs fails what waits for it: otherwise people would wait for ever, and on half-open connections for a quarter of an hour. */
const patience = { connectionTimeoutMillis: 5_000, query_timeout: 15_000 };

/** The ORM takes host, user and name from an address and passes over what follows the `?`, such as `sslmode`. */
export const wholeUrl = (url: string) => ({ connectionString: url });

export async function openDatabase({
  appUrl,
  jobsUrl,
  entities,
  poolSize = 10,
  traces = noTraces,
}: DatabaseOptions): Promise<Database> {
  /** null: nobody has asked for a connection yet. */
  const pools = new Map<PoolUse['pool'], pg.Pool | null>([
    ['requests', null],
    ['work', null],
    ['live', null],
  ]);
  const open = (url: string, pool: PoolUse['pool']) =>
    MikroORM.init({
      entities,
      pool: { min: 0, max: poolSize },
      clientUrl: url,
      driverOptions: {
        ...wholeUrl(url),
        ...patience,
        onPoolCreated: (made: pg.Pool) => void pools.set(pool, made),
      },
      discovery: { warnWhenNoEntities: false },
    });
  const [app, worker] = [await open(appUrl, 'requests'), await open(jobsUrl, 'work')];
  const jobs = new pg.Pool({ connectionString: jobsUrl, max: poolSize, ...patience });
  // A connection that breaks fails the query that runs on it. Whether idle or lent out, without a listener it would end the process.
  jobs.on('error', () => {});
  jobs.on('connect', (client) => client.on('error', () => {}));
  pools.set('live', jobs);

  // A pool that is closed while somebody waits for a connection of it would wait for that connection for ever.
  const begun = new Set<Promise<unknown>>();
  let closing = false;
  const counted = async <T>(pool: PoolUse['pool'], work: () => Promise<T>): Promise<T> => {
    if (closing) throw new AppError('server/not-ready', 'The server is stopping.');
    const running = traces.part('transaction', { 'db.system.name': 'postgresql', 'tutti.pool': pool }, work);
    begun.add(running);
    return running.finally(() => begun.delete(running));
  };

  return {
    asCaller: (caller, work) =>
      counted('requests', () =>
        app.em
          .fork({ session: { variables: { 'app.user_id': caller.userId, 'app.org_id': caller.orgId } } })
          .transactional(work),
      ),
    asWorker: (work) => counted('work', () => worker.em.fork().transactional(work)),
    jobs,
    connections: () =>
      [...pools].map(([pool, made]) => {
        const { totalCount = 0, idleCount = 0, waitingCount = 0 } = made ?? {};
        return { pool, inUse: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
      }),
    async ping() {
      const late = AbortSignal.timeout(1_000);
      await Promise.race([
        jobs.query('SELECT 1'),
        new Promise((_, reject) =>
          late.addEventListener('abort', () => reject(new Error('the database does not answer'))),
        ),
      ]);
    },
    async close() {
      closing = true;
      await Promise.allSettled(begun);
      await Promise.all([app.close(true), worker.close(true), jobs.end()]);
    },
  };
}
