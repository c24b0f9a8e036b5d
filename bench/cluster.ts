/**
 * `npm run bench -- cluster` lets the same classes play on one process, on one behind haproxy with Redis, and on three, and prints
 * what they cost together and how evenly they share.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { freePort, mostNodes, startCluster } from '../scripts/cluster/cluster.ts';
import { childrenOf, cpuMs, FamilyMeter } from './process-meter.ts';
import { conclude } from './results.ts';
import { playTogether, type Together } from './rooms-together.ts';
import { between, hasTwoCores, loadCore, say, serverCore, startLoad } from './run.ts';
import {
  addTeacher,
  openClass,
  productEnvironment,
  running,
  serverLog,
  startDatabase,
  startProduct,
} from './servers.ts';
import { ratio, tableOf } from './table.ts';

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '3' },
    rooms: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '4' },
    period: { type: 'string', default: '5000' },
  },
});
const nodes = between('nodes', values.nodes, 2, mostNodes);
const rooms = between('rooms', values.rooms, 1, 600);
const rounds = between('rounds', values.rounds, 2, 25);
const periodMs = between('period', values.period, 100, 60_000);
const pace = { players: 30, rounds, periodMs, thinkMs: Math.floor(0.6 * periodMs) };
/** The generator has one, and PostgreSQL, Redis and haproxy need another. */
const haveOwnCores = availableParallelism() >= nodes + 2;

/** What runs for a service, and what of it is one of its processes. */
interface Service {
  pids: number[];
  proxyPid: number | null;
  redisPid: number | null;
  openRoom(players: number): ReturnType<typeof openClass>;
  stop(): Promise<void>;
}
interface Measured extends Together {
  proxyCpuPerThousandAnswers: number;
  redisCpuPerThousandAnswers: number;
  proxyCpuPerJoin: number;
  /** Of each process while classes played, most first. */
  shares: number[];
}

const database = await startDatabase();
const databaseMeter = new FamilyMeter(database.pid);

try {
  say(
    haveOwnCores
      ? `Node ${process.version}; a core for each process`
      : `Node ${process.version}; all processes share one core: this shows what several cost, not how far they go`,
  );
  say(`${rooms} classes of ${pace.players}, a question every ${periodMs} ms`);
  const figures: Record<string, Measured> = {};
  for (const [name, start] of Object.entries({
    'one process': startOne,
    'one process, behind haproxy with Redis': () => startSeveral(1),
    [`${nodes} processes, behind haproxy with Redis`]: () => startSeveral(nodes),
  })) {
    figures[name] = await measure(await start());
    say(`${rooms} classes on ${name}: acknowledgement p99 ${figures[name].acknowledgement99.toFixed(1)} ms`);
  }
  say(`\n${tableOfServices(figures)}`);
  conclude({ bench: 'cluster', options: { nodes, rooms, pace, haveOwnCores }, figures, verdicts: [] });
  rmSync(serverLog, { force: true });
} finally {
  await database.stop();
}

async function startOne(): Promise<Service> {
  const { pid, openRoom, stop } = await startProduct({ core: serverCore, postgres: database.postgres });
  return { pids: [pid], proxyPid: null, redisPid: null, openRoom, stop };
}

async function startSeveral(count: number): Promise<Service> {
  const redis = await startRedis();
  const secret = randomBytes(48).toString('base64url');
  const cluster = await startCluster({
    nodes: count,
    port: 0,
    environment: { ...productEnvironment(database.postgres, secret), REDIS_URL: redis.url },
  });
  const pids = cluster.nodes.map(({ pid }) => pid);
  for (const [i, pid] of pids.entries()) pin(pid, haveOwnCores ? i + 2 : serverCore);
  const { token } = await addTeacher(database.postgres, secret);
  const url = cluster.url.replace('localhost', '127.0.0.1');
  const proxyPid = childrenOf(process.pid).find((pid) => nameOf(pid) === 'haproxy') ?? null;
  const own = [...pids, redis.pid, ...(proxyPid === null ? [] : [proxyPid])];
  for (const pid of own) running.add(pid);
  return {
    pids,
    proxyPid,
    redisPid: redis.pid,
    openRoom: (players) => openClass(url, token, players),
    async stop() {
      await cluster.stop();
      await redis.stop();
      for (const pid of own) running.delete(pid);
    },
  };
}

async function measure({ pids, proxyPid, redisPid, openRoom, stop }: Service): Promise<Measured> {
  const load = startLoad(loadCore, 'rooms-load.ts');
  const of = (pid: number | null) => (pid === null ? 0 : cpuMs(pid));
  const read = () => ({ each: pids.map(cpuMs), proxy: of(proxyPid), redis: of(redisPid) });
  const readings: Record<string, ReturnType<typeof read>> = {};
  try {
    const together = await playTogether(load, {
      server: { openRoom, cpuMs: () => pids.reduce((sum, pid) => sum + cpuMs(pid), 0) },
      database: databaseMeter,
      more: rooms,
      pace,
      beside: (mark) => {
        readings[mark] = read();
      },
    });
    const { entering, entered, started, ended } = readings as Record<string, ReturnType<typeof read>>;
    const answers = rooms * pace.players * (rounds - 1);
    const each = ended!.each.map((ms, i) => ms - started!.each[i]!);
    const all = each.reduce((sum, ms) => sum + ms, 0);
    return {
      ...together,
      proxyCpuPerThousandAnswers: ((ended!.proxy - started!.proxy) * 1_000) / answers,
      redisCpuPerThousandAnswers: ((ended!.redis - started!.redis) * 1_000) / answers,
      proxyCpuPerJoin: (entered!.proxy - entering!.proxy) / (rooms * pace.players),
      shares: each.map((ms) => ms / all).toSorted((a, b) => b - a),
    };
  } finally {
    load.kill();
    await stop();
  }
}

/** With all its threads. */
function pin(pid: number, core: number | null): void {
  if (core !== null && hasTwoCores) spawnSync('taskset', ['-acp', String(core), String(pid)]);
}

function nameOf(pid: number): string {
  return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
}

async function startRedis(): Promise<{ url: string; pid: number; stop(): Promise<void> }> {
  const port = await freePort();
  const own: ChildProcess = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  );
  await once(own, 'spawn');
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: own.pid!,
    async stop() {
      const gone = once(own, 'exit');
      own.kill('SIGTERM');
      await gone;
    },
  };
}

function tableOfServices(figures: Record<string, Measured>): string {
  const names = Object.keys(figures);
  const [first, ...others] = Object.values(figures) as [Measured, ...Measured[]];
  const rows: [string, keyof Omit<Measured, 'shares'>, number][] = [
    ['CPU per 1,000 answers, all processes, ms', 'cpuPerThousandAnswers', 1],
    ['  PostgreSQL beside it, ms', 'databaseCpuPerThousandAnswers', 1],
    ['  haproxy, ms', 'proxyCpuPerThousandAnswers', 1],
    ['  Redis, ms', 'redisCpuPerThousandAnswers', 2],
    ['CPU per join, all processes, ms', 'cpuPerJoin', 3],
    ['  PostgreSQL beside it, ms', 'databaseCpuPerJoin', 3],
    ['  haproxy, ms', 'proxyCpuPerJoin', 3],
    ['answers a second', 'answersPerSecond', 0],
    ['acknowledgement p50, ms', 'acknowledgement50', 1],
    ['acknowledgement p99, ms', 'acknowledgement99', 1],
    ['a join p50, ms', 'join50', 1],
    ['a join p99, ms', 'join99', 1],
    ['generator busy', 'loadBusy', 2],
  ];
  return tableOf(
    ['', ...names, ...names.slice(1).map((_, i) => `${i === 0 ? 'haproxy and Redis' : nodes} to one`)],
    [
      ...rows.map(([name, figure, digits]) => [
        name,
        ...Object.values(figures).map((of) => of[figure].toFixed(digits)),
        ...others.map((of) => ratio(of[figure], first[figure])),
      ]),
      [
        'shares of the processes',
        ...Object.values(figures).map(({ shares }) => shares.map((share) => share.toFixed(2)).join(' ')),
      ],
    ],
  );
}
