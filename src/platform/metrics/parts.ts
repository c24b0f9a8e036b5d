import { Counter } from 'prom-client';
import type { Passwords } from '../crypto/passwords.ts';
import type { Database } from '../database/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { slowClientsDropped } from '../realtime/frames.ts';
import type { Realtime } from '../realtime/server.ts';
import type { Redis } from '../redis/redis.ts';
import type { Metrics } from './metrics.ts';

export interface Parts {
  version: string;
  /** Its own name among several. */
  node: string | undefined;
  db: Pick<Database, 'ping'>;
  /** null: there is none. */
  redis: Pick<Redis, 'store'> | null;
  passwords: Pick<Passwords, 'waiting'>;
  realtime: Pick<Realtime, 'sockets'>;
  jobs: Pick<Jobs, 'waiting'>;
}

/** To be called before any other reading: it should not see the connections on which those are looked up. */
export function readConnections({ reading }: Metrics, db: Pick<Database, 'connections'>): void {
  reading({
    name: 'database_connections',
    help: 'Connections to the database by pool and state; state waiting: work that waits for one.',
    labelNames: ['pool', 'state'],
    read: () =>
      db
        .connections()
        .flatMap(({ pool, ...states }) =>
          Object.entries(states).map(([state, count]) => [{ pool, state }, count] as const),
        ),
  });
}

/** What the parts of the platform show of themselves. */
export function readParts(
  { registry, reading }: Metrics,
  { version, node = '', db, redis, passwords, realtime, jobs }: Parts,
): void {
  reading({
    name: 'tutti_info',
    help: 'Always 1: the versions of this process and its name (NODE_NAME).',
    labelNames: ['version', 'nodejs', 'node_name'],
    read: () => [[{ version, nodejs: process.version, node_name: node }, 1]],
  });
  reading({
    name: 'database_up',
    help: '1 while the database answers within a second, else 0.',
    read: () => db.ping().then(up, down),
  });
  reading({
    name: 'redis_up',
    help: '1 while Redis answers, else 0; missing where none is used.',
    read: () => (redis ? [[{}, redis.store.isReady ? 1 : 0]] : []),
  });
  reading({
    name: 'passwords_waiting',
    help: 'Passwords that wait to be hashed or compared.',
    read: () => passwords.waiting(),
  });
  reading({
    name: 'jobs_waiting',
    help: 'Jobs that could run and wait, in the whole service.',
    labelNames: ['name'],
    read: async () => [...(await jobs.waiting())].map(([name, count]) => [{ name }, count] as const),
  });
  reading({
    name: 'sockets',
    help: 'Open connections: to rooms, of these over plain HTTP, and to push.',
    labelNames: ['kind'],
    read: () => Object.entries(realtime.sockets()).map(([kind, count]) => [{ kind }, count] as const),
  });
  new Counter({
    name: 'slow_clients_dropped_total',
    help: 'Connections to rooms that were cut because their client did not read.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(slowClientsDropped());
    },
  });
}

const up = () => 1;
const down = () => 0;
