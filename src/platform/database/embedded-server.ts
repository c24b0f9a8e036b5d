import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Binaries } from './embedded-binaries.ts';
import { type Cluster, connectionUrl } from './embedded-cluster.ts';
import { EmbeddedPostgresError, explainFailure, type FailureContext } from './embedded-error.ts';
import { type Account, processCommand, processIdentity, run, serverEnvironment } from './embedded-process.ts';

export interface ServerSettings {
  binaries: Binaries;
  account: Account;
  cluster: Cluster;
  context: FailureContext;
  /** False gives up safety against power cuts for speed: for data that nobody wants to keep. */
  durable: boolean;
  onProgress(step: string): void;
}

const answerWithinMs = 60_000;
const tries = 5;

/** The port of the server that runs already with these data, or null when none does. */
export async function findRunning({ cluster, context, onProgress }: ServerSettings): Promise<number | null> {
  const deadline = Date.now() + answerWithinMs;
  for (let said = false; ; ) {
    const written = await readPidFile(cluster.folder);
    if (!written || (await processIdentity(written.pid)) === null) return null;
    if (!(await processCommand(written.pid)).includes('postgres')) {
      // The number went to another program since; PostgreSQL itself would take that for a server and refuse to start.
      await rm(pidFile(cluster.folder), { force: true });
      return null;
    }
    if (written.ready && (await login(written.port, cluster)) === null) return written.port;
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        'database/unreachable',
        `A database server (process ${written.pid}) holds ${context.dataDir} and does not answer. End that process and start again.`,
      );
    }
    if (!said) onProgress('Waiting for the database that is running already');
    said = true;
    await sleep(50);
  }
}

/** Starts a server on a free port; gives the port as soon as it answers. */
export async function launch(settings: ServerSettings): Promise<number> {
  await keepLogShort(settings.context.logFile);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const lastWords = await launchOn(port, settings);
    if (lastWords === null) return port;
    // Another program may have taken the port in between, and the rest of a server that was killed needs a moment to go.
    const mayPass = /could not bind|shared memory block .* still in use/.test(lastWords);
    if (!mayPass || attempt === tries) throw explainFailure(lastWords, settings.context);
    await sleep(attempt * 200);
  }
}

/** Stops the server: connections are ended, everything is saved. When it takes too long, saving is left to the next start. */
export async function halt({ binaries, account, cluster, context }: ServerSettings): Promise<void> {
  const stop = (mode: string, seconds: number) =>
    run(
      binaries.program('pg_ctl'),
      ['stop', '-D', cluster.folder, '-m', mode, '-w', '-t', String(seconds)],
      account,
    );
  for (const [mode, seconds] of [
    ['fast', 15],
    ['immediate', 5],
  ] as const) {
    const { code } = await stop(mode, seconds);
    const written = await readPidFile(cluster.folder);
    if (code === 0 || !written || (await processIdentity(written.pid)) === null) return;
  }
  throw new EmbeddedPostgresError(
    'database/stop-failed',
    `The database in ${context.dataDir} did not stop in time. Nothing is lost; the next start takes it over.`,
  );
}

/** Null when it answers; otherwise what it wrote before it ended. */
async function launchOn(port: number, settings: ServerSettings): Promise<string | null> {
  const { binaries, account, cluster, context, durable, onProgress } = settings;
  const log = await open(context.logFile, 'a', 0o600);
  const { size: logStart } = await log.stat();
  // Detached: the Ctrl-C that stops Tutti must not reach the database, which is needed until the last answer is saved.
  const child = spawn(binaries.program('postgres'), ['-D', cluster.folder, ...serverOptions(port, durable)], {
    ...account,
    cwd: cluster.folder,
    env: serverEnvironment,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    windowsHide: true,
  });
  try {
    let ended = false;
    child.once('exit', () => (ended = true));
    await once(child, 'spawn');
    child.unref();

    for (let waited = 1; !ended; waited += 1) {
      const written = await readPidFile(cluster.folder);
      if (written?.pid === child.pid && written?.ready) return await firstLogin(port, settings);
      if (waited % 200 === 0) onProgress('The database is recovering what an unclean stop left');
      await sleep(10);
    }
    return (await readFile(context.logFile)).subarray(logStart).toString();
  } finally {
    await log.close();
  }
}

function serverOptions(port: number, durable: boolean): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '300',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    // Statements and the values in them are personal data and stay out of the log.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** A server that is up but lets nobody in has damaged data: it is stopped, and what it says is the reason. */
async function firstLogin(port: number, settings: ServerSettings): Promise<string | null> {
  const refusal = await login(port, settings.cluster);
  if (refusal !== null) await halt(settings);
  return refusal;
}

/**
 * A login with our password proves that the server is ours, and reads enough of the catalogue to find gross damage.
 * Null when it works, otherwise the reason.
 */
async function login(port: number, cluster: Cluster): Promise<string | null> {
  const client = new pg.Client({
    connectionString: connectionUrl(port, 'owner', cluster.passwords),
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {}); // a connection that breaks later is told by the query
  try {
    await client.connect();
    await client.query('SELECT 1');
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end().catch(() => {});
  }
}

const pidFile = (folder: string) => join(folder, 'postmaster.pid');

/** PostgreSQL writes: process, folder, start time, port, socket folder, address, shared memory, state – a line each. */
async function readPidFile(folder: string): Promise<{ pid: number; port: number; ready: boolean } | null> {
  const lines = (await readFile(pidFile(folder), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' } : null;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function keepLogShort(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (file) => file.size,
    () => 0,
  );
  if (size > 10_000_000) await rename(logFile, `${logFile}.1`);
}
