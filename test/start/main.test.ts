import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { checkServer } from '../../src/platform/database/check-server.ts';
import { describeFailure } from '../../src/start/failure.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { scratchFolder } from '../support/scratch.ts';

const main = new URL('../../src/main.ts', import.meta.url).pathname;
let database: TestDatabase;
let dataDir: string;
beforeAll(async () => {
  database = await createTestDatabase('seeded');
  dataDir = await mkdtemp(join(tmpdir(), 'tutti-main-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

const environment = (variables: Record<string, string>) => ({
  NODE_ENV: 'test',
  DATA_DIR: dataDir,
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'warn',
  DATABASE_OWNER_URL: database.ownerUrl,
  DATABASE_URL: database.appUrl,
  DATABASE_JOBS_URL: database.jobsUrl,
  ...variables,
});

function start(variables: Record<string, string> = {}) {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [main], {
    env: { PATH, NODE_COMPILE_CACHE, ...environment(variables) },
  });
  running.add(child);
  let output = '';
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, output }));
  const said = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(output);
        if (found) resolve(found);
      };
      child.stdout.on('data', look);
      ended.then(() => reject(new Error(`it ended and had said:\n${output}`)));
      look();
    });
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return { child, ended, said };
}

const address = /On this computer: +(http:\/\/localhost:\d+)/;

describe('npm start', { timeout: 60_000 }, () => {
  it('brings up a server, says where it is, and stops cleanly; the next start prints the same demo accounts and a new set-up link', async () => {
    const accounts = /teacher@tutti\.example +(\S+)[\s\S]*#token=(\S+)/;
    const first = start();
    const url = (await first.said(address))[1]!.replace('localhost', '127.0.0.1');
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const [, password, token] = await first.said(accounts);
    const reply = await fetch(`${url}/api/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'teacher@tutti.example', password }),
    });
    expect(reply.status).toBe(200);
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();

    const second = start();
    const again = await second.said(accounts);
    expect(again[1]).toBe(password);
    expect(again[2]).not.toBe(token);
    expect(
      JSON.parse(await readFile(join(dataDir, 'demo-accounts.json'), 'utf8'))['teacher@tutti.example'],
    ).toBe(password);
    second.child.kill('SIGINT');
    expect((await second.ended).code).toBe(0);
  });

  it('[DUR-5] on SIGTERM stops the database that it brought along last: nobody is connected to it any more', async () => {
    const own = await mkdtemp(join(scratchFolder(), 'tutti-main-'));
    onTestFinished(() => rm(own, { recursive: true, force: true }));
    const withoutUrls = { DATABASE_OWNER_URL: '', DATABASE_URL: '', DATABASE_JOBS_URL: '' };
    const { child, ended, said } = start({ DATA_DIR: own, ...withoutUrls });
    await said(address);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    const lines = await readFile(join(own, 'postgres.log'), 'utf8');
    expect(lines).toContain('database system is shut down');
    // what it says of everybody whose connection it has to end
    expect(lines).not.toContain('terminating connection');
  });

  it('has no demo accounts in production, and shuts those that are there', async () => {
    const { said, child, ended } = start({ NODE_ENV: 'production', TUTTI_SECRET: 's'.repeat(40) });
    const url = (await said(address))[1]!.replace('localhost', '127.0.0.1');
    await said(/Open this link once:\s+\S+\/setup#token=\S{43}/);
    const kept = JSON.parse(await readFile(join(dataDir, 'demo-accounts.json'), 'utf8')) as Record<
      string,
      string
    >;
    const [[email, password]] = Object.entries(kept) as [[string, string]];
    const reply = await fetch(`${url}/api/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: email, password }),
    });
    expect(reply.status).toBe(401);
    child.kill('SIGTERM');
    expect((await ended).output).not.toMatch(/Demo accounts/);
  });
});

describe('a start that cannot be says why in a sentence, with a code and without a stack', {
  timeout: 60_000,
}, () => {
  const expectSentence = (output: string, code: string, sentence: RegExp) => {
    expect(output).toContain(`(${code})`);
    expect(output).toMatch(sentence);
    expect(output).not.toMatch(/^\s+at /m);
  };
  const refused = async (variables: Record<string, string>, code: string, sentence: RegExp) => {
    const { code: exit, output } = await start(variables).ended;
    expect(exit).toBe(1);
    expectSentence(output, code, sentence);
  };

  it('port in use', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as { port: number };
    await refused({ PORT: String(port) }, 'server/port-in-use', new RegExp(`Port ${port} is in use`));
    blocker.close();
  });

  it('a value that cannot be', () =>
    refused({ PORT: 'many' }, 'config/invalid', /^PORT must be a whole number/m));

  const at = (url: string, change: Partial<URL>) => Object.assign(new URL(url), change).href;
  it.each<[string, string, RegExp, () => Record<string, string>]>([
    [
      'no secret in production',
      'config/missing-secret',
      /TUTTI_SECRET is missing/,
      () => ({ NODE_ENV: 'production' }),
    ],
    [
      'a database that does not answer',
      'database/unreachable',
      /127\.0\.0\.1:1 \(DATABASE_OWNER_URL\) does not answer/,
      () => ({ DATABASE_OWNER_URL: 'postgres://tutti_owner:x@127.0.0.1:1/tutti' }),
    ],
    [
      'a wrong password, with the SQL that makes the roles',
      'database/refused',
      /does not let tutti_app in[\s\S]*CREATE ROLE tutti_worker/,
      () => ({ DATABASE_URL: at(database.appUrl, { password: 'wrong' }) }),
    ],
    [
      'a database that is not there',
      'database/no-database',
      /no database nowhere/,
      () => ({ DATABASE_OWNER_URL: at(database.ownerUrl, { pathname: '/nowhere' }) }),
    ],
    [
      'a role that sees too much',
      'database/wrong-role',
      /has to be tutti_app/,
      () => ({ DATABASE_URL: database.ownerUrl }),
    ],
  ])('%s', async (_, code, sentence, variables) => {
    const starting = async () => checkServer(readConfig(environment(variables())).database!);
    const output = await starting().then(() => 'it starts', describeFailure);
    expectSentence(output, code, sentence);
  });
});
