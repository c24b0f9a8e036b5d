import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createClient } from 'redis';

export interface TestRedis {
  url: string;
  stop(): Promise<void>;
}

const local = 'redis://127.0.0.1:6379';

/** One of our own when the program is there, else `REDIS_URL` or the one that runs here; null: the tests are skipped. */
export async function startTestRedis(): Promise<TestRedis | null> {
  const own = await startOwnRedis();
  if (own) return own;
  for (const url of [process.env.REDIS_URL, local])
    if (url && (await answers(url))) return { url: withOwnDatabase(url), stop: async () => undefined };
  return null;
}

/** Processes that meet in one database of Redis open rooms for each other. */
function withOwnDatabase(url: string): string {
  const own = new URL(url);
  if (own.pathname.length <= 1) own.pathname = `/${1 + Math.floor(Math.random() * 15)}`;
  return own.href;
}

/** An empty one that nobody else uses; null: the program is not there. */
export async function startOwnRedis(): Promise<TestRedis | null> {
  if (!hasProgram('redis-server')) return null;
  const port = await freePort();
  const own = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    {
      stdio: 'ignore',
    },
  );
  const ended = new Promise<void>((resolve) => own.once('exit', () => resolve()));
  const url = `redis://127.0.0.1:${port}`;
  for (let tries = 0; tries < 50 && !(await answers(url)); tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    url,
    async stop() {
      own.kill();
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const client = createClient({ url, socket: { connectTimeout: 500, reconnectStrategy: false } });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
    return true;
  } catch {
    return false;
  } finally {
    if (client.isOpen) client.destroy();
  }
}

export function hasProgram(name: string): boolean {
  try {
    execFileSync(name, ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
