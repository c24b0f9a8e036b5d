/**
 * `npm run cluster -- --nodes 3` serves one address with several processes, a Redis and a haproxy, all on this machine: for trying
 * out what happens when one of them is killed or restarted.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../../src/config.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/database/embedded.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { StartError } from '../../src/platform/start-error.ts';
import { describeFailure } from '../../src/start/failure.ts';
import { createStopper } from '../../src/start/stop.ts';
import { type Cluster, freePort, mostNodes, startCluster } from './cluster.ts';

const usage = `npm run cluster -- [--nodes 3] [--port 2567]

  --nodes  how many processes, 1 to ${mostNodes}
  --port   of the address that people open`;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
/** A process that was killed comes back after this, as a service manager would do it. */
const restartMs = 2_000;

async function run(config: Config, stopper: ReturnType<typeof createStopper>): Promise<void> {
  const { nodes, port } = readOptions();
  let stopping = false;
  stopper.onStop(async () => {
    stopping = true;
  });
  for (const program of ['haproxy', ...(config.redisUrl ? [] : ['redis-server'])])
    await requireProgram(program);

  say('Starting the database …');
  const database =
    config.database ?? (await startEmbeddedPostgres({ dataDir: config.dataDir, onProgress: say }));
  if ('stop' in database) stopper.onStop((database as EmbeddedPostgres).stop);
  const redisUrl = config.redisUrl ?? (await startRedis(stopper.onStop));

  say(`Starting ${nodes} processes …`);
  let cluster: Cluster | undefined;
  const ready = new Set<string>();
  cluster = await startCluster({
    nodes,
    port,
    environment: {
      DATABASE_OWNER_URL: database.ownerUrl,
      DATABASE_URL: database.appUrl,
      DATABASE_JOBS_URL: database.jobsUrl,
      REDIS_URL: redisUrl,
      TUTTI_SECRET: config.secret,
      DATA_DIR: config.dataDir,
    },
    said(node, text) {
      // every process prints the same welcome: one is enough
      if (node === 'one' || ready.has(node))
        process.stdout.write(text.replace(/^(?=.)/gm, `${node.padEnd(6)}| `));
    },
    async ended(node) {
      const member = cluster?.nodes.find(({ name }) => name === node);
      if (stopping || !member) return;
      say(`\n  ${node} is gone. Its classes go on elsewhere; it starts again in ${restartMs / 1_000} s.`);
      await wait(restartMs);
      if (stopping) return;
      await member.start().then(
        () => say(`  ${node} is back: process ${member.pid}.`),
        (error) => say(`  ${node} does not start: ${error.message}`),
      );
    },
  });
  stopper.onStop(cluster.stop);
  for (const { name } of cluster.nodes) ready.add(name);
  say(`\n  ${nodes} processes serve ${cluster.url}\n`);
  for (const { name, pid, url } of cluster.nodes) say(`  ${name.padEnd(6)} process ${pid}, itself at ${url}`);
  say(
    '\n  Open a class, then stop one of them: `kill -9 <process>`, or `kill <process>` to let it hand over first.\n',
  );
}

function readOptions(): { nodes: number; port: number } {
  const { values } = parseArgs({
    options: { nodes: { type: 'string', default: '3' }, port: { type: 'string', default: '2567' } },
  });
  const nodes = Number(values.nodes);
  const port = Number(values.port);
  if (
    !Number.isInteger(nodes) ||
    nodes < 1 ||
    nodes > mostNodes ||
    !Number.isInteger(port) ||
    port < 0 ||
    port > 65_535
  )
    throw new StartError('command/bad-option', usage);
  return { nodes, port };
}

async function requireProgram(program: string): Promise<void> {
  const tried = spawn(program, [program === 'haproxy' ? '-v' : '--version'], { stdio: 'ignore' });
  try {
    await Promise.race([once(tried, 'exit'), once(tried, 'error').then(([error]) => Promise.reject(error))]);
  } catch {
    throw new StartError(
      'cluster/missing-program',
      `${program} is not installed. On Debian and Ubuntu: sudo apt-get install haproxy redis-server; on a Mac: brew install haproxy redis.`,
    );
  }
}

async function startRedis(onStop: (stop: () => Promise<void>) => void): Promise<string> {
  const port = await freePort();
  const redis: ChildProcess = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore', detached: true },
  );
  onStop(async () => {
    const gone = once(redis, 'exit');
    if (redis.kill('SIGTERM')) await gone;
  });
  return `redis://127.0.0.1:${port}`;
}

let stopper: ReturnType<typeof createStopper> | undefined;
try {
  const config = readConfig();
  stopper = createStopper(createLog(config));
  await run(config, stopper);
} catch (error) {
  process.stderr.write(`${describeFailure(error, 'The cluster does not start')}\n`);
  await stopper?.stop();
  process.exit(1);
}
