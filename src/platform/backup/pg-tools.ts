import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';
import { schemas } from './described.ts';

type Tool = 'pg_dump' | 'pg_restore';

/** The major version of the tool on the PATH; null: there is none. */
export async function versionOf(tool: Tool): Promise<number | null> {
  const told = await promisify(execFile)(tool, ['--version'], { timeout: 10_000 }).catch(() => null);
  const major = /\)\s+(\d+)/.exec(told?.stdout ?? '')?.[1];
  return major === undefined ? null : Number(major);
}

/** Of the moment that the snapshot shows. */
export async function* pgDump(url: string, snapshot: string): AsyncGenerator<Buffer> {
  const what = schemas.map((schema) => `--schema=${schema}`);
  const { child, ended } = run(url, 'pg_dump', [
    '--format=custom',
    '--compress=0',
    '--no-owner',
    '--no-password',
    `--snapshot=${snapshot}`,
    ...what,
  ]);
  try {
    child.stdin.end();
    yield* child.stdout as AsyncIterable<Buffer>;
    await ended;
  } finally {
    child.kill();
  }
}

/** All of it or nothing. `dump` gives it from its beginning, each time it is called. */
export async function pgRestore(
  url: string,
  database: string,
  dump: () => AsyncIterable<Buffer>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tutti-restore-'));
  try {
    const listed = await runOn(dump(), url, 'pg_restore', ['--list']);
    // pg_dump that is asked for single schemas wants to make them all, and this one is always there
    const wanted = listed.split('\n').filter((line) => !/^\d+; \d+ \d+ SCHEMA - public /.test(line));
    const list = join(folder, 'list');
    await writeFile(list, wanted.join('\n'));
    const how = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-password'];
    await runOn(dump(), url, 'pg_restore', [...how, `--use-list=${list}`, `--dbname=${database}`]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runOn(dump: AsyncIterable<Buffer>, url: string, tool: Tool, args: string[]): Promise<string> {
  const { child, ended } = run(url, tool, args);
  // it reads as much as it wants; where it breaks off, what it says itself is the reason
  const sent = pipeline(Readable.from(dump), child.stdin).catch((error: unknown) => error);
  try {
    const printed = await text(child.stdout);
    await ended;
    return printed;
  } catch (error) {
    const broken = await sent;
    throw broken instanceof StartError ? broken : error;
  } finally {
    child.kill();
  }
}

function run(url: string, tool: Tool, args: string[]) {
  const child = spawn(tool, args, { env: { ...process.env, ...environmentOf(url) }, stdio: 'pipe' });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (said.length < 4_000) said += chunk;
  });
  const ended = once(child, 'close').then(([code]) => {
    if (code !== 0) throw new StartError('backup/pg-tool', `${tool} failed: ${said.trim() || code}`);
  });
  ended.catch(() => {}); // awaited where its output ends
  return { child, ended };
}

/** Arguments stand in the list of processes for everybody; the environment does not. */
function environmentOf(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const given = {
    PGHOST: hostname.replace(/^\[|\]$/g, '') || searchParams.get('host'),
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: databaseOf(pathname),
    PGOPTIONS: searchParams.get('options'),
    PGSSLMODE: searchParams.get('sslmode'),
    PGSSLROOTCERT: searchParams.get('sslrootcert'),
    PGSSLCERT: searchParams.get('sslcert'),
    PGSSLKEY: searchParams.get('sslkey'),
  };
  return Object.fromEntries(Object.entries(given).filter((pair): pair is [string, string] => !!pair[1]));
}

export const databaseOf = (pathname: string): string => decodeURIComponent(pathname.slice(1));
