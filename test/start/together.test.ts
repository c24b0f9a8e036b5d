import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const main = new URL('../../src/main.ts', import.meta.url).pathname;
let database: TestDatabase;
let dataDir: string;
const running: ChildProcess[] = [];
beforeAll(async () => {
  database = await createTestDatabase('nothing');
  dataDir = await mkdtemp(join(tmpdir(), 'tutti-together-'));
});
afterAll(async () => {
  await Promise.all(running.map(end));
  await database.drop();
  await rm(dataDir, { recursive: true });
});

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** What it printed until the set-up link, or until it ended. */
function start(): Promise<string> {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      NODE_ENV: 'test',
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      DATABASE_OWNER_URL: database.ownerUrl,
      DATABASE_URL: database.appUrl,
      DATABASE_JOBS_URL: database.jobsUrl,
    },
  });
  running.push(child);
  return new Promise((resolve) => {
    let printed = '';
    const hear = (chunk: Buffer) => {
      printed += chunk;
      if (/#token=\S+/.test(printed)) resolve(printed);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('close', () => resolve(printed));
  });
}

test('three servers that start at the same moment on an empty database all come up, and each thing is there once', {
  timeout: 120_000,
}, async () => {
  const outputs = await Promise.all([start(), start(), start()]);
  for (const output of outputs) expect(output).toContain('Tutti is ready.');
  const jobs = new pg.Client(database.jobsUrl);
  await jobs.connect();
  const { rows } = await jobs.query(`SELECT (SELECT count(*)::int FROM organizations) AS organizations,
    (SELECT count(*)::int FROM users) AS people, (SELECT count(*) = count(DISTINCT slug) AND count(*) > 5 FROM missions) AS missions`);
  await jobs.end();
  expect(rows).toEqual([{ organizations: 1, people: 4, missions: true }]);

  const port = /http:\/\/localhost(:\d+)/.exec(outputs[0]!)![1];
  for (const output of outputs) {
    const [, token] = /#token=(\S+)/.exec(output)!;
    expect((await fetch(`http://127.0.0.1${port}/api/v1/setup?token=${token}`)).status).toBe(200);
  }
});
