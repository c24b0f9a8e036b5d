import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  borrowEmbeddedPostgres,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../src/platform/database/embedded.ts';
import { processIdentity } from '../../../src/platform/database/embedded-process.ts';
import { scratchFolder } from '../../support/scratch.ts';

/** A database at rest, made once: a copy of it is there sooner than a new one. */
let made: string;
let dataDir: string;
let started: EmbeddedPostgres[];

beforeAll(async () => {
  made = mkdtempSync(join(scratchFolder(), 'tutti-embedded-'));
  await (await startEmbeddedPostgres({ dataDir: made, durable: false })).stop();
});

afterAll(() => rmSync(made, { recursive: true, force: true }));

beforeEach(() => {
  dataDir = mkdtempSync(join(scratchFolder(), 'tutti-embedded-'));
  started = [];
});

afterEach(async () => {
  for (const postgres of started) await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const useMade = () => execFileSync('cp', ['-a', `${made}/.`, dataDir]);

async function start(options: { durable?: boolean } = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, ...options });
  started.push(postgres);
  return postgres;
}

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const remember = (url: string) => ask(url, 'CREATE TABLE kept AS SELECT 41 + 1 AS number');
const recall = async (url: string) =>
  (await ask<{ number: number }>(url, 'SELECT number FROM kept'))[0]?.number;

const file = (...path: string[]) => join(dataDir, 'cluster', ...path);
const serverPid = () => Number(readFileSync(file('postmaster.pid'), 'utf8').split('\n')[0]);

async function killServer(): Promise<void> {
  const pid = serverPid();
  process.kill(pid, 'SIGKILL');
  while ((await processIdentity(pid)) !== null) await sleep(10);
}

/** Lets another process start the database and get killed while it runs. */
async function startElsewhereAndKill(): Promise<void> {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('../../../src/platform/database/embedded.ts', import.meta.url).href)};
    await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false });
    console.log('ready');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((ready) => child.stdout.once('data', ready));
  const exit = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await exit;
}

describe('a first start', () => {
  test('makes the database and its three roles, none of them with special powers', async () => {
    const postgres = await start();
    expect(postgres.reused).toBe(false);
    for (const [url, role] of [
      [postgres.ownerUrl, 'tutti_owner'],
      [postgres.appUrl, 'tutti_app'],
      [postgres.jobsUrl, 'tutti_worker'],
    ] as const) {
      const [row] = await ask(
        url,
        'SELECT current_user AS role, current_database() AS database, rolsuper OR rolbypassrls AS powers FROM pg_roles WHERE rolname = current_user',
      );
      expect(row).toEqual({ role, database: 'tutti', powers: false });
    }
    const [{ members }] = (await ask(
      postgres.ownerUrl,
      "SELECT count(*)::int AS members FROM pg_auth_members WHERE member IN (SELECT oid FROM pg_roles WHERE rolname LIKE 'tutti%')",
    )) as [{ members: number }];
    expect(members).toBe(0);
  });

  test('one that was killed half-way leaves nothing in the way of the next', async () => {
    await mkdir(join(dataDir, 'cluster.new'));
    await writeFile(join(dataDir, 'cluster.new', 'PG_VERSION'), '18\n');
    expect((await start()).reused).toBe(false);
  });
});

describe('the embedded PostgreSQL', () => {
  beforeEach(useMade);

  test('text is UTF-8 and folds letters of every language, whatever the system speaks', async () => {
    const { ownerUrl } = await start();
    const [row] = await ask(
      ownerUrl,
      "SELECT lower('ÑANDÚ ÉCOLE ЖУК') AS lower, current_setting('server_encoding') AS encoding",
    );
    expect(row).toEqual({ lower: 'ñandú école жук', encoding: 'UTF8' });
  });

  test('the owner may make extensions, and databases for tests', async () => {
    const { ownerUrl } = await start();
    await ask(ownerUrl, 'CREATE EXTENSION pg_trgm');
    await ask(ownerUrl, 'CREATE DATABASE another');
  });

  test('it listens on this machine alone, and nobody gets in without a password or as superuser', async () => {
    const { ownerUrl, port } = await start();
    const [{ addresses }] = (await ask(
      ownerUrl,
      "SELECT current_setting('listen_addresses') AS addresses",
    )) as [{ addresses: string }];
    expect(addresses).toBe('127.0.0.1');
    await expect(ask(`postgres://tutti_app:wrong@127.0.0.1:${port}/tutti`, 'SELECT 1')).rejects.toThrow(
      /authentication/,
    );
    await expect(ask(`postgres://postgres@127.0.0.1:${port}/tutti`, 'SELECT 1')).rejects.toThrow(/pg_hba/);
  });

  test('values that people sent do not reach its log', async () => {
    const { ownerUrl } = await start();
    await ask(ownerUrl, "CREATE TABLE pupils (name text UNIQUE); INSERT INTO pupils VALUES ('Ada Secret')");
    await expect(ask(ownerUrl, "INSERT INTO pupils VALUES ('Ada Secret')")).rejects.toThrow();
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).not.toContain('Ada');
  });

  test('what was saved is there after a stop and a second start', async () => {
    const first = await start();
    await remember(first.ownerUrl);
    await first.stop();
    expect(existsSync(file('postmaster.pid'))).toBe(false);

    const second = await start();
    expect(second.reused).toBe(false);
    expect(await recall(second.ownerUrl)).toBe(42);
  });

  test('when only our own process was killed, the next start takes over the server that still runs', async () => {
    await startElsewhereAndKill();
    const pid = serverPid();
    const postgres = await start();
    expect(postgres.reused).toBe(true);
    expect(serverPid()).toBe(pid);
    await remember(postgres.ownerUrl);
    await postgres.stop();
    expect(await processIdentity(pid)).toBeNull();
  });

  test('when the database itself was killed, the next start recovers everything that was committed', async () => {
    const first = await start({ durable: true });
    await remember(first.ownerUrl);
    await killServer();
    await first.stop();
    const second = await start({ durable: true });
    expect(second.reused).toBe(false);
    expect(await recall(second.ownerUrl)).toBe(42);
  });

  test('a note of a server whose number now belongs to another program does not stand in the way', async () => {
    writeFileSync(file('postmaster.pid'), `${process.pid}\n${file()}\n1\n5432\n\n127.0.0.1\n\nready\n`);
    expect((await start()).reused).toBe(false);
  });

  test('a command beside the server borrows its database and leaves it running', async () => {
    const postgres = await start();
    await remember(postgres.ownerUrl);
    const borrowed = await borrowEmbeddedPostgres({ dataDir });
    expect(await recall(borrowed.ownerUrl)).toBe(42);
    await borrowed.stop();
    expect(await recall(postgres.ownerUrl)).toBe(42);
  });

  test('a second start with the same data is told which process holds them', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({
      code: 'database/locked',
      message: expect.stringContaining(`process ${process.pid}`),
    });
  });
});

describe('data that cannot be used are named and left alone', () => {
  beforeEach(useMade);

  /** All but what PostgreSQL makes anew at every start. */
  const filesOfValue = () =>
    readdirSync(file(), { recursive: true }).filter(
      (name) => !/postmaster\.pid|pg_internal\.init/.test(String(name)),
    );

  const damages: Record<string, () => Promise<void>> = {
    'the control file is gone': () => rm(file('global', 'pg_control')),
    'the control file is garbage': () => writeFile(file('global', 'pg_control'), 'x'.repeat(8192)),
    'the version file is gone': () => rm(file('PG_VERSION')),
    'the write-ahead log is gone': () => rm(file('pg_wal'), { recursive: true }),
    'the tables are gone': () => rename(file('base'), join(dataDir, 'lost')),
    'the catalogue of databases is garbage': () => writeFile(file('global', '1262'), 'x'.repeat(8192)),
    'the passwords are gone': () => rm(file('tutti-passwords.json')),
    'the folder is empty': async () => {
      await rm(file(), { recursive: true });
      await mkdir(file());
    },
  };

  test.each(Object.keys(damages))('%s', async (damage) => {
    await damages[damage]!();
    const before = filesOfValue();
    await expect(start()).rejects.toMatchObject({
      code: 'database/corrupt',
      message: expect.stringContaining(`${dataDir} are damaged`),
    });
    expect(filesOfValue()).toEqual(before);
  });

  test('data of another version of PostgreSQL', async () => {
    await writeFile(file('PG_VERSION'), '16\n');
    await expect(start()).rejects.toMatchObject({
      code: 'database/version',
      message: expect.stringContaining('16'),
    });
  });

  test.skipIf(process.getuid?.() === 0)(
    'a folder of somebody else (root may enter every folder)',
    async () => {
      await chmod(dataDir, 0o500);
      await expect(start()).rejects.toMatchObject({
        code: 'database/permission',
        message: expect.stringContaining(dataDir),
      });
      chmodSync(dataDir, 0o700);
    },
  );
});
