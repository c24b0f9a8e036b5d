import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { haproxyConfig } from './haproxy.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readyWithinMs = 90_000;
const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
export const mostNodes = names.length;

export interface ClusterOptions {
  nodes: number;
  /** Of the one public address; 0: any that is free. */
  port: number;
  /** What every process gets: databases, REDIS_URL, TUTTI_SECRET, DATA_DIR. */
  environment: Record<string, string>;
  /** What one of them gets besides. */
  own?(node: string): Record<string, string>;
  /** A process printed something. */
  said?(node: string, text: string): void;
  /** A process ended that nobody stopped. */
  ended?(node: string): void;
}

export interface ClusterNode {
  name: string;
  /** The process itself, past the proxy. */
  url: string;
  readonly pid: number;
  start(): Promise<void>;
  /** Gives the code with which it ended; null: the signal ended it, or it did not run. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
  /** Without waiting for what comes of it. */
  tell(signal: NodeJS.Signals): void;
}

export interface Cluster {
  /** The one address that people know. */
  url: string;
  nodes: ClusterNode[];
  stop(): Promise<void>;
}

/** Several processes behind a real haproxy, all on this machine. Resolves when all of them are ready. */
export async function startCluster({
  nodes,
  port,
  environment,
  own = () => ({}),
  said,
  ended,
}: ClusterOptions): Promise<Cluster> {
  const publicPort = port || (await freePort());
  const url = `http://localhost:${publicPort}`;
  const addresses = [];
  for (const name of names.slice(0, nodes)) addresses.push({ name, port: await freePort() });

  const members = addresses.map((node) => {
    const shared = { HOST: '127.0.0.1', TRUST_PROXY: 'loopback', ...environment };
    const ours = { PORT: String(node.port), NODE_NAME: node.name, PUBLIC_URL: url };
    return createNode(node.name, node.port, { ...shared, ...own(node.name), ...ours }, { said, ended });
  });
  const proxy = await startProxy(publicPort, addresses);
  // whoever started them may end at once: nothing is left behind
  const letGo = () => {
    for (const part of [...members, proxy]) part.tell('SIGTERM');
  };
  process.once('exit', letGo);
  const cluster: Cluster = {
    url,
    nodes: members,
    async stop() {
      await Promise.all(members.map((node) => node.stop('SIGTERM')));
      await proxy.stop();
      process.off('exit', letGo);
    },
  };
  try {
    await Promise.all(members.map((node) => node.start()));
    await answers(`${url}/health/ready`, readyWithinMs, () => true);
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

function createNode(
  name: string,
  port: number,
  environment: Record<string, string>,
  { said, ended }: Pick<ClusterOptions, 'said' | 'ended'>,
): ClusterNode {
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  const stopped = new WeakSet<ChildProcess>();
  return {
    name,
    url,
    get pid() {
      return child!.pid!;
    },
    async start() {
      const started = spawn(process.execPath, ['src/main.ts'], {
        cwd: root,
        env: { ...process.env, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
        // Ctrl-C is for whoever started the cluster, who then stops the processes one way
        detached: true,
      });
      child = started;
      for (const stream of [started.stdout, started.stderr])
        stream.on('data', (text) => said?.(name, String(text)));
      started.once('exit', () => {
        if (!stopped.has(started)) ended?.(name);
      });
      await answers(`${url}/health/ready`, readyWithinMs, isRunning);
    },
    async stop(signal) {
      if (!child || !isRunning()) return null;
      stopped.add(child);
      const gone = once(child, 'exit');
      child.kill(signal);
      const [code] = await gone;
      return code as number | null;
    },
    tell(signal) {
      if (isRunning()) child!.kill(signal);
    },
  };
}

async function startProxy(publicPort: number, nodes: { name: string; port: number }[]) {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-cluster-'));
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(
    file,
    haproxyConfig(
      `:${publicPort}`,
      nodes.map(({ name, port }) => ({ name, address: `127.0.0.1:${port}` })),
    ),
  );
  const proxy = spawn('haproxy', ['-db', '-q', '-f', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let complaint = '';
  proxy.stderr.on('data', (text) => (complaint += text));
  const failed = once(proxy, 'error').then(([error]) => Promise.reject(error));
  const tooEarly = once(proxy, 'exit').then(() => Promise.reject(new Error(`haproxy ended: ${complaint}`)));
  // which of them matters is known only while it starts
  failed.catch(() => {});
  tooEarly.catch(() => {});
  await Promise.race([once(proxy, 'spawn').then(() => wait(300)), failed, tooEarly]);
  return {
    tell: (signal: NodeJS.Signals) => void proxy.kill(signal),
    async stop() {
      if (proxy.exitCode === null && proxy.signalCode === null) {
        const gone = once(proxy, 'exit');
        proxy.kill('SIGTERM');
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string, withinMs: number, isRunning: () => boolean): Promise<void> {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    if (!isRunning()) throw new Error(`the process behind ${url} ended`);
    if ((await fetch(url).catch(() => null))?.ok) return;
    await wait(100);
  }
  throw new Error(`${url} was not ready in ${withinMs} ms`);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
