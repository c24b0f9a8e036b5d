import { execFileSync, spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { createClient } from 'redis';

export interface TestRedis {
  url: string;
  stop(): Promise<void>;
}

const local = 'redis://127.0.0.1:6379';

/** `REDIS_URL`, else the one that runs here, else one of our own when the program is there; null: the tests are skipped. */
export async function startTestRedis(): Promise<TestRedis | null> {
  for (const url of [process.env.REDIS_URL, local])
    if (url && (await answers(url))) return { url, stop: async () => undefined };
  if (!hasProgram()) return null;
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

function hasProgram(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
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

export interface Wire {
  /** The same server, by way of this wire. */
  url: string;
  /** `away`: nobody answers. `hanging`: connections stand, and nothing comes back. */
  become(state: 'good' | 'away' | 'hanging'): Promise<void>;
  stop(): Promise<void>;
}

/** A line to a server that can be cut and mended. */
export async function startWire(to: string): Promise<Wire> {
  const target = new URL(to);
  const open = new Set<ReturnType<typeof connect>>();
  /** What came back while the wire hung, in the order in which it came. */
  let held: (() => unknown)[] = [];
  let hangs = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port || 6379), target.hostname);
    for (const end of [near, far]) {
      open.add(end);
      end
        .on('error', () => undefined)
        .on('close', () => {
          open.delete(end);
          near.destroy();
          far.destroy();
        });
    }
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => (hangs ? held.push(() => near.write(bytes)) : near.write(bytes)));
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = async () => {
    const closed = server.listening && new Promise<void>((resolve) => server.close(() => resolve()));
    for (const end of open) end.destroy();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as { port: number };
  const url = new URL(to);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    async become(state) {
      hangs = state === 'hanging';
      if (!hangs) for (const send of held) send();
      if (!hangs) held = [];
      if (state === 'away') await close();
      else if (!server.listening) await listen(port);
    },
    stop: close,
  };
}
