import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readyWithinMs = 30_000;

/** The server as a process of its own, which can be killed and started again on the same port and database. */
export interface ServerProcess {
  url: string;
  database: TestDatabase;
  dataDir: string;
  /** All it printed so far. */
  output(): string;
  start(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
  remove(): Promise<void>;
}

/** With `beside` it serves the same database as another one. */
export async function createServerProcess(
  environment: Record<string, string> = {},
  beside?: ServerProcess,
): Promise<ServerProcess> {
  const database = beside?.database ?? (await createTestDatabase());
  const dataDir = mkdtempSync(join(tmpdir(), 'tutti-process-'));
  const port = await freePort();
  let child: ChildProcess | undefined;
  let printed = '';

  const server: ServerProcess = {
    url: `http://127.0.0.1:${port}`,
    database,
    dataDir,
    output: () => printed,
    async start() {
      child = spawn(process.execPath, ['src/main.ts'], {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          PORT: String(port),
          HOST: '127.0.0.1',
          DATA_DIR: dataDir,
          NODE_ENV: 'development',
          LOG_LEVEL: 'warn',
          DATABASE_OWNER_URL: database.ownerUrl,
          DATABASE_URL: database.appUrl,
          DATABASE_JOBS_URL: database.jobsUrl,
          ...environment,
        },
      });
      child.stdout!.on('data', (chunk) => (printed += chunk));
      child.stderr!.on('data', (chunk) => (printed += chunk));
      await ready(`http://127.0.0.1:${port}/health/ready`, child, () => printed);
    },
    async kill(signal) {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
    async remove() {
      await server.kill('SIGKILL');
      if (!beside) await database.drop();
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
