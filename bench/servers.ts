import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { DatabaseUrls } from '../src/config.ts';
import { accessTokenSigner } from '../src/modules/identity/access-token.ts';
import { deriveKeys } from '../src/platform/crypto/keys.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/platform/database/embedded.ts';
import type { MissionSummary } from '../src/wire/catalog.ts';
import type { SessionSummary } from '../src/wire/session.ts';
import { createPeople, type Person } from '../test/support/people.ts';
import type { LoopDelay, Memory, Question } from './inside.ts';
import type { Address } from './subjects.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readyWithinMs = 120_000;
const answerWithinMs = 30_000;
/** What the servers printed; it stays only when a run fails. */
export const serverLog = join(tmpdir(), `tutti-bench-${process.pid}.log`);

/** Nothing of ours is left behind, also when somebody presses Ctrl-C. */
export const running = new Set<number>();
process.on('exit', () => {
  for (const pid of running) {
    try {
      process.kill(pid, 'SIGINT');
    } catch {
      // it has ended by itself
    }
  }
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

export interface ServerUnderLoad {
  pid: number;
  url: string;
  /** A room of its own for so many players. */
  openRoom(players: number): Promise<Address>;
  memory(): Promise<Memory>;
  watchLoop(): Promise<unknown>;
  loopDelay(): Promise<LoopDelay>;
  stop(): Promise<void>;
}

/** `taskset` in front of a command, where there is one: the server has a core to itself, and so has the generator. */
export function pinned(core: number | null, command: string[]): [string, string[]] {
  const [program, ...rest] = core === null ? command : ['taskset', '-c', String(core), ...command];
  return [program!, rest];
}

export async function startBare(kind: 'floor' | 'socketio', core: number | null): Promise<ServerUnderLoad> {
  const server = await startProgram(`bench/${kind}-server.ts`, core);
  let rooms = 0;
  return {
    ...server,
    openRoom: async () => ({ kind, url: server.url, room: `room-${rooms++}` }),
  };
}

/** A server of our own that takes its port from the environment. */
export async function startProgram(
  program: string,
  core: number | null,
  environment: Record<string, string> = {},
) {
  const port = await freePort();
  const child = launch(core, [program], { PORT: String(port), ...environment });
  const url = `http://127.0.0.1:${port}`;
  await answers(url, child);
  return { ...underLoad(child), url };
}

/** The database of all repetitions; it runs on whatever core is free. */
export async function startDatabase(): Promise<{
  postgres: EmbeddedPostgres;
  pid: number;
  stop(): Promise<void>;
}> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tutti-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  const pid = Number(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
  running.add(pid);
  return {
    postgres,
    pid,
    async stop() {
      await postgres.stop();
      running.delete(pid);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export interface ProductOptions {
  core: number | null;
  postgres: DatabaseUrls;
  /** Where a CPU profile of the server is written. */
  profileInto?: string | undefined;
  /** More of the environment. */
  settings?: Record<string, string>;
}
export interface ProductUnderLoad extends ServerUnderLoad {
  /** A teacher, and a token of theirs, good for a quarter of an hour. */
  userId: string;
  token: string;
  /** A token of somebody else of the organization. */
  signIn(userId: string): Promise<string>;
}

export function productEnvironment({ ownerUrl, appUrl, jobsUrl }: DatabaseUrls, secret: string) {
  return {
    NODE_ENV: 'production',
    TUTTI_SECRET: secret,
    DATABASE_OWNER_URL: ownerUrl,
    DATABASE_URL: appUrl,
    DATABASE_JOBS_URL: jobsUrl,
    REQUESTS_PER_MINUTE: '1000000',
  };
}

/** The product whole, as in production. */
export async function startProduct(options: ProductOptions): Promise<ProductUnderLoad> {
  const { core, postgres, profileInto, settings = {} } = options;
  const port = await freePort();
  const secret = randomBytes(48).toString('base64url');
  const profiling = profileInto ? ['--cpu-prof', `--cpu-prof-dir=${profileInto}`] : [];
  const child = launch(core, [...profiling, 'src/main.ts'], {
    ...productEnvironment(postgres, secret),
    HOST: '127.0.0.1',
    PORT: String(port),
    ...settings,
  });
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/health/ready`, child);
  const { userId, token, claims } = await addTeacher(postgres, secret);
  const signer = accessTokenSigner(deriveKeys(secret));
  return {
    ...underLoad(child),
    url,
    userId,
    token,
    signIn: (id) =>
      withPeople(postgres, secret, async ({ signIn }, orgId) => (await signIn({ userId: id, orgId })).token),
    openRoom: (players) => openClass(url, signer.sign(claims), players),
  };
}

export const addTeacher = (postgres: DatabaseUrls, secret: string): Promise<Person> =>
  withPeople(postgres, secret, ({ signUp }, orgId) => signUp({ orgId }));

async function withPeople<T>(
  { jobsUrl }: DatabaseUrls,
  secret: string,
  work: (people: ReturnType<typeof createPeople>, orgId: string) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ connectionString: jobsUrl, max: 1 });
  try {
    const { rows } = await pool.query<{ id: string }>(`SELECT id FROM organizations WHERE slug = 'tutti'`);
    return await work(createPeople(pool, deriveKeys(secret)), rows[0]!.id);
  } finally {
    await pool.end();
  }
}

/** By server. */
const missions = new Map<string, string>();

async function findMission(url: string, token: string): Promise<string> {
  const { items } = await call<{ items: MissionSummary[] }>(`${url}/api/v1/missions?limit=100`, token);
  return items.find(({ slug }) => slug === 'spot-the-fake')!.id;
}

/** No waiting and no standings: the messages of a round are those of the floor. */
export async function openClass(url: string, token: string, cap: number): Promise<Address> {
  if (!missions.has(url)) missions.set(url, await findMission(url, token));
  const settings = { getReadySeconds: 0, standings: 'off', secondsPerQuestion: 60, cap };
  const sessions = `${url}/api/v1/sessions`;
  const { id, pin } = await call<SessionSummary>(sessions, token, { missionId: missions.get(url), settings });
  return { kind: 'product', url, pin: pin!, sessionId: id, token };
}

/** With a body it is a POST. */
export async function call<T>(url: string, token: string, body?: unknown): Promise<T> {
  const response = await fetch(url, {
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${url}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Node with such arguments, and with `inside.ts` in it. */
function launch(core: number | null, args: string[], environment: Record<string, string>): ChildProcess {
  const node = [process.execPath, '--expose-gc', '--import', './bench/inside.ts'];
  const [program, rest] = pinned(core, [...node, ...args]);
  const output = openSync(serverLog, 'a');
  const child = spawn(program, rest, {
    cwd: root,
    stdio: ['ignore', output, output, 'ipc'],
    env: { ...process.env, ...environment },
  });
  const { pid } = child;
  if (pid !== undefined) {
    running.add(pid);
    child.once('exit', () => running.delete(pid));
  }
  return child;
}

function underLoad(child: ChildProcess) {
  const ask = async (question: Question) => {
    const answered = once(child, 'message', { signal: AbortSignal.timeout(answerWithinMs) });
    child.send(question);
    const [{ answer }] = await answered;
    return answer;
  };
  return {
    pid: child.pid!,
    memory: (): Promise<Memory> => ask('memory'),
    watchLoop: () => ask('watch the loop'),
    loopDelay: (): Promise<LoopDelay> => ask('loop delay'),
    stop: () => end(child),
  };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + readyWithinMs;
  while (performance.now() < until) {
    if (child.exitCode !== null)
      throw new Error(`the server at ${url} ended with ${child.exitCode}: see ${serverLog}`);
    const response = await fetch(url).catch(() => null);
    if (response && response.status !== 503) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the server at ${url} was not ready in ${readyWithinMs} ms`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(hard);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
