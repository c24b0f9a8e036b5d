import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../scripts/cluster/cluster.ts';
import type { DatabaseUrls } from '../../src/config.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readyWithinMs = 60_000;

/** The server as a process of its own, which can be killed and started again on the same port and database. */
export interface OwnProcess {
  url: string;
  port: number;
  dataDir: string;
  /** null while it does not run. */
  readonly pid: number | null;
  /** All it printed so far. */
  output(): string;
  /** Resolves when it is ready to serve. */
  start(): Promise<void>;
  /** Gives the code with which it ended; null: the signal ended it, or it did not run. */
  kill(signal: NodeJS.Signals): Promise<number | null>;
  /** Kills it, and takes its folder away. */
  remove(): Promise<void>;
}

export interface OwnProcessOptions {
  database: DatabaseUrls;
  environment?: Record<string, string>;
  /** Where it is reached from outside of its own network. */
  address?: string;
  /** In front of the program: a tool that runs it elsewhere, or under limits. */
  under?: string[];
}

export async function createOwnProcess({
  database,
  environment = {},
  address = '127.0.0.1',
  under = [],
}: OwnProcessOptions): Promise<OwnProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tutti-process-'));
  const port = await freePort();
  const url = `http://${address}:${port}`;
  let child: ChildProcess | undefined;
  let printed = '';
  const runs = () => child !== undefined && child.exitCode === null && child.signalCode === null;

  const server: OwnProcess = {
    url,
    port,
    dataDir,
    get pid() {
      return runs() ? child!.pid! : null;
    },
    output: () => printed,
    async start() {
      const [program, ...rest] = [...under, process.execPath, 'src/main.ts'];
      child = spawn(program!, rest, {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          PORT: String(port),
          HOST: '127.0.0.1',
          DATA_DIR: dataDir,
          NODE_ENV: 'test',
          LOG_LEVEL: 'warn',
          DATABASE_OWNER_URL: database.ownerUrl,
          DATABASE_URL: database.appUrl,
          DATABASE_JOBS_URL: database.jobsUrl,
          ...environment,
        },
      });
      child.stdout!.on('data', (chunk) => (printed += chunk));
      child.stderr!.on('data', (chunk) => (printed += chunk));
      await ready(`${url}/health/ready`, child, () => printed);
    },
    async kill(signal) {
      if (!runs()) return null;
      const gone = once(child!, 'exit');
      child!.kill(signal);
      const [code] = await gone;
      return code as number | null;
    },
    async remove() {
      await server.kill('SIGKILL');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return server;
}

async function ready(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  const until = performance.now() + readyWithinMs;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${printed()}`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the server was not ready in ${readyWithinMs} ms: ${printed()}`);
}
