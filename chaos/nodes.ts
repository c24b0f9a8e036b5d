import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tutti } from '@tutti/client';
import pg from 'pg';
import { type Cluster, type ClusterNode, startCluster } from '../scripts/cluster/cluster.ts';
import { readDemoAccount, signIn, until } from '../test/support/class-play.ts';
import type { TestDatabase } from '../test/support/clone-database.ts';
import { hasProgram, type OwnRedis, startOwnRedis } from '../test/support/redis.ts';
import { startWire, type Wire } from '../test/support/wire.ts';
import { environment, type Ground, type Undo } from './ground.ts';
import { Skipped } from './outcome.ts';

export interface Nodes {
  cluster: Cluster;
  db: TestDatabase;
  redis: OwnRedis;
  teacher: Tutti;
  /** All that the processes printed so far, each line with the name of who did. */
  printed(): string;
  /** The way of one process to the database. */
  wireOf(node: ClusterNode): Wire;
  /** Where a session runs, and since which takeover. */
  ownerOf(sessionId: string): Promise<{ node: ClusterNode; epoch: number; isReachable: boolean }>;
  /** Waits until another process has the session; gives the ms that it took from `since` on. */
  takenOver(sessionId: string, epoch: number, since: number, withinMs?: number): Promise<number>;
  query<T extends object>(sql: string, values: unknown[]): Promise<T[]>;
}

/** Several processes behind a real haproxy, with a Redis and a database of their own. */
export async function openNodes({ database }: Ground, undo: Undo, nodes: number): Promise<Nodes> {
  if (!hasProgram('haproxy')) throw new Skipped('There is no haproxy here.');
  const redis = await startOwnRedis();
  if (!redis) throw new Skipped('There is no redis-server here.');
  undo.add(redis, (one) => one.stop());
  const db = undo.add(await database(), (one) => one.drop());
  const dataDir = undo.add(mkdtempSync(join(tmpdir(), 'tutti-chaos-')), (folder) =>
    rmSync(folder, { recursive: true, force: true }),
  );
  const pool = undo.add(new pg.Pool({ connectionString: db.ownerUrl, max: 2 }), (one) => one.end());
  const wires = new Map<string, Wire>();
  for (const name of ['one', 'two', 'three'].slice(0, nodes))
    wires.set(
      name,
      undo.add(await startWire(db.jobsUrl), (one) => one.stop()),
    );
  let printed = '';
  const cluster = undo.add(
    await startCluster({
      nodes,
      port: 0,
      environment: {
        ...environment,
        LOG_LEVEL: 'warn',
        DATABASE_OWNER_URL: db.ownerUrl,
        REDIS_URL: redis.url,
        TUTTI_SECRET: 'a secret that all of them share, long enough',
        DATA_DIR: dataDir,
      },
      said: (node, text) => {
        printed += text.replace(/^(?=.)/gm, `${node}: `);
      },
      own: (name) => ({
        DATABASE_URL: wires.get(name)!.by(db.appUrl),
        DATABASE_JOBS_URL: wires.get(name)!.by(db.jobsUrl),
      }),
    }).catch((error: unknown) => {
      throw new Error(`the processes did not start: ${printed.slice(-2_000)}`, { cause: error });
    }),
    (one) => one.stop(),
  );
  const query = async <T extends object>(sql: string, values: unknown[]) =>
    (await pool.query(sql, values)).rows as T[];
  const ownerOf = async (sessionId: string) => {
    const [row] = await query<{ owner_node: string; epoch: number; room_id: string | null }>(
      'SELECT owner_node, epoch, room_id FROM live_sessions WHERE id = $1',
      [sessionId],
    );
    const node = cluster.nodes.find(({ name }) => row!.owner_node?.endsWith(`@${name}`));
    if (!node) throw new Error(`no process has the session: ${row!.owner_node}`);
    return { node, epoch: row!.epoch, isReachable: row!.room_id !== null };
  };
  return {
    cluster,
    db,
    redis,
    printed: () => printed,
    teacher: await signIn(cluster.url, readDemoAccount(dataDir, 'teacher')),
    wireOf: ({ name }) => wires.get(name)!,
    ownerOf,
    async takenOver(sessionId, epoch, since, withinMs = 30_000) {
      const isTaken = async () => {
        const owner = await ownerOf(sessionId);
        return owner.epoch > epoch && owner.isReachable;
      };
      await until(isTaken, 'another process takes the session over', withinMs);
      return performance.now() - since;
    },
    query,
  };
}
