import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { serverAccount } from './embedded-account.ts';
import { findBinaries } from './embedded-binaries.ts';
import { clusterExists, clusterIn, connectionUrl, createCluster, openCluster } from './embedded-cluster.ts';
import { EmbeddedPostgresError, explainFailure, type FailureContext } from './embedded-error.ts';
import { lockFolder } from './embedded-lock.ts';
import { findRunning, halt, launch, type ServerSettings } from './embedded-server.ts';

export { EmbeddedPostgresError } from './embedded-error.ts';

export interface EmbeddedPostgresOptions {
  /** Everything lives below this folder: the data, the log, the lock. */
  dataDir: string;
  /** Called with what is being done when that may take longer than a moment. */
  onProgress?: (step: string) => void;
  /** False gives up safety against power cuts for speed: for tests alone. */
  durable?: boolean;
}

export interface EmbeddedPostgres {
  port: number;
  ownerUrl: string;
  appUrl: string;
  jobsUrl: string;
  /** True when a server of an earlier run, whose program was killed, was still there. */
  reused: boolean;
  stop(): Promise<void>;
}

/**
 * Brings up the PostgreSQL that came with the installation and keeps others away from its folder until `stop`.
 * It never deletes data: what it cannot use it names, in an `EmbeddedPostgresError`.
 */
export function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  return explained(options, async (context) => {
    await mkdir(context.dataDir, { recursive: true });
    const unlock = await lockFolder(context.dataDir, options.onProgress ?? (() => {}));
    try {
      const settings = await prepare(options, context);
      const running = await findRunning(settings);
      const port = running ?? (await launch(settings));
      let stopping: Promise<void> | undefined;
      return {
        ...addresses(port, settings),
        reused: running !== null,
        stop: () => (stopping ??= halt(settings).finally(unlock)),
      };
    } catch (error) {
      await unlock();
      throw error;
    }
  });
}

/**
 * For a command beside the server: works with the database that runs, and stops at the end only what it had to start.
 */
export function borrowEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  return explained(options, async (context) => {
    if (await clusterExists(context.dataDir)) {
      const settings = await prepare(options, context);
      const port = await findRunning(settings);
      if (port !== null) return { ...addresses(port, settings), reused: true, stop: async () => {} };
    }
    return startEmbeddedPostgres(options);
  });
}

async function prepare(options: EmbeddedPostgresOptions, context: FailureContext): Promise<ServerSettings> {
  const { onProgress = () => {}, durable = true } = options;
  const account = await serverAccount(clusterIn(context.dataDir));
  const binaries = await findBinaries(account);
  const exists = await clusterExists(context.dataDir);
  if (!exists) onProgress('Making the database, once');
  const cluster = exists
    ? await openCluster(binaries, account, context)
    : await createCluster(binaries, account, context, durable);
  return { binaries, account, cluster, context, durable, onProgress };
}

function addresses(port: number, { cluster }: ServerSettings) {
  return {
    port,
    ownerUrl: connectionUrl(port, 'owner', cluster.passwords),
    appUrl: connectionUrl(port, 'app', cluster.passwords),
    jobsUrl: connectionUrl(port, 'worker', cluster.passwords),
  };
}

/** What the system refuses (a full disk, a folder of somebody else) becomes a sentence as well. */
async function explained<T>(
  options: EmbeddedPostgresOptions,
  work: (context: FailureContext) => Promise<T>,
): Promise<T> {
  const dataDir = resolve(options.dataDir);
  const context = { dataDir, logFile: join(dataDir, 'postgres.log') };
  try {
    return await work(context);
  } catch (error) {
    if (error instanceof EmbeddedPostgresError || !(error as NodeJS.ErrnoException).code) throw error;
    throw explainFailure((error as Error).message, context);
  }
}
