import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const main = new URL('../../src/main.ts', import.meta.url).pathname;
let database: TestDatabase;
let dataDir: string;
beforeAll(async () => {
  database = await createTestDatabase();
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

function start(variables: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      DATABASE_OWNER_URL: database.ownerUrl,
      DATABASE_URL: database.appUrl,
      DATABASE_JOBS_URL: database.jobsUrl,
      ...variables,
    },
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

describe('npm start', () => {
  it('brings up a server, says where it is, and stops cleanly on SIGTERM', async () => {
    const { child, ended, said } = start();
    const url = (await said(address))[1]!.replace('localhost', '127.0.0.1');
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const [, password] = await said(/teacher@tutti\.example +(\S+)/);
    const reply = await fetch(`${url}/api/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'teacher@tutti.example', password }),
    });
    expect(reply.status).toBe(200);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });

  it('prints the same demo accounts at the next start, and a new set-up link', async () => {
    const pattern = /teacher@tutti\.example +(\S+)[\s\S]*#token=(\S+)/;
    const first = start();
    const [, password, token] = await first.said(pattern);
    first.child.kill('SIGINT');
    expect((await first.ended).code).toBe(0);
    const second = start();
    const again = await second.said(pattern);
    expect(again[1]).toBe(password);
    expect(again[2]).not.toBe(token);
    expect(
      JSON.parse(await readFile(join(dataDir, 'demo-accounts.json'), 'utf8'))['teacher@tutti.example'],
    ).toBe(password);
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

describe('a start that cannot be says why in a sentence, with a code and without a stack', () => {
  const refused = async (variables: Record<string, string>, code: string, sentence: RegExp) => {
    const { code: exit, output } = await start(variables).ended;
    expect(exit).toBe(1);
    expect(output).toContain(`(${code})`);
    expect(output).toMatch(sentence);
    expect(output).not.toMatch(/^\s+at /m);
    return output;
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

  it('no secret in production', () =>
    refused({ NODE_ENV: 'production' }, 'config/missing-secret', /TUTTI_SECRET is missing/));

  it('a database that does not answer', () =>
    refused(
      { DATABASE_OWNER_URL: 'postgres://tutti_owner:x@127.0.0.1:1/tutti' },
      'database/unreachable',
      /127\.0\.0\.1:1 \(DATABASE_OWNER_URL\) does not answer/,
    ));

  it('a wrong password, with the SQL that makes the roles', async () => {
    const url = new URL(database.appUrl);
    url.password = 'wrong';
    const output = await refused({ DATABASE_URL: url.href }, 'database/refused', /does not let tutti_app in/);
    expect(output).toMatch(/CREATE ROLE tutti_worker/);
  });

  it('a database that is not there', () => {
    const url = new URL(database.ownerUrl);
    url.pathname = '/nowhere';
    return refused({ DATABASE_OWNER_URL: url.href }, 'database/no-database', /no database nowhere/);
  });

  it('a role that sees too much', () =>
    refused({ DATABASE_URL: database.ownerUrl }, 'database/wrong-role', /has to be tutti_app/));
});
