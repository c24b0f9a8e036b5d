import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createClient } from 'redis';
import { freePort } from '../../scripts/cluster/cluster.ts';

export interface TestRedis {
  url: string;
  stop(): Promise<void>;
}

const local = 'redis://127.0.0.1:6379';

/** One of our own, with nothing kept on disk: started again it is empty. */
export interface OwnRedis extends TestRedis {
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Stands still, with its connections, or goes on. */
  freeze(frozen: boolean): void;
  start(): Promise<void>;
}

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
export async function startOwnRedis(): Promise<OwnRedis | null> {
  if (!hasProgram('redis-server')) return null;
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  let own: ChildProcess;
  const redis: OwnRedis = {
    url,
    async start() {
      own = spawn('redis-server', args, { stdio: 'ignore' });
      for (let tries = 0; tries < 50 && !(await answers(url)); tries++)
        await new Promise((resolve) => setTimeout(resolve, 100));
    },
    freeze: (frozen) => void own.kill(frozen ? 'SIGSTOP' : 'SIGCONT'),
    async kill(signal) {
      if (own.exitCode !== null || own.signalCode !== null) return;
      const ended = once(own, 'exit');
      own.kill(signal);
      await ended;
    },
    stop: () => redis.kill('SIGKILL'),
  };
  await redis.start();
  return redis;
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
