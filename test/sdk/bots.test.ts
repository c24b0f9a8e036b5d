import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createTutti, type Tutti } from '@tutti/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionReport } from '../../src/wire/report.ts';
import { until } from '../support/class-play.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

let server: TestServer;
let teacher: Tutti;
beforeAll(async () => {
  server = await startTestServer();
  teacher = createTutti({ url: server.url });
  await teacher.signIn({ ...server.teacher, keep: 'body' });
});
afterAll(() => server?.stop());

function bots(line: string) {
  const child = spawn(process.execPath, ['scripts/bots.ts', ...line.split(' ')], { cwd: root });
  const run = { output: '', exit: once(child, 'exit').then(([code]) => code as number), child };
  child.stdout.on('data', (chunk) => (run.output += chunk));
  child.stderr.on('data', (chunk) => (run.output += chunk));
  return run;
}

async function openClass(cap: number) {
  const { items } = await teacher.missions({ limit: 100 });
  const mission = items.find(({ slug }) => slug === 'spot-the-fake')!;
  const session = await teacher.openSession(mission.id, { getReadySeconds: 0, standings: 'off', cap });
  return { session, host: await teacher.host(session.id) };
}

test('bots play a class to its end, and every answer they count as saved is in the report', async () => {
  const { session, host } = await openClass(300);
  const run = bots(`--pin ${session.pin} --players 40 --seed 3 --speed 100 --url ${server.url}`);
  await until(() => run.output.includes(' are in'), 'the bots are in', 15_000);
  await host.start();
  while (host.view.phase.name !== 'podium') {
    await until(() => host.view.phase.name === 'reveal', `an end of round, after ${run.output}`, 15_000);
    await host.next();
    await until(() => host.view.phase.name !== 'reveal', 'the next round');
  }
  await host.next();

  expect(await run.exit, run.output).toBe(0);
  const [, sent, saved] = /Answers\s+(\d+) sent, (\d+) saved, none refused/.exec(run.output)!;
  expect(saved).toBe(sent);
  expect(run.output).toContain('40 came, none refused');
  expect(run.output).toMatch(/[1-9]\d* left during a question and came back/);
  await until(async () => (await teacher.session(session.id)).status === 'ended', 'the projection');
  const report = await teacher.request<SessionReport>('GET', `/sessions/${session.id}/report`);
  expect(report.glance.answers).toBe(Number(saved));
  expect(report.learners.some(({ joinedInRound }) => joinedInRound > 0)).toBe(true);
}, 60_000);

test('[JOIN-3] where there is no room for anybody, the bots say so and fail', async () => {
  const { session, host } = await openClass(1);
  const first = await createTutti({ url: server.url }).join({ pin: session.pin!, nickname: 'Ada' });
  const run = bots(`--pin ${session.pin} --players 3 --url ${server.url}`);
  expect(await run.exit).toBe(1);
  expect(run.output).toContain('0 came, 3 refused (3 × join/full)');
  expect(run.output).toContain('The class is full');
  await first.leave();
  await host.end();
});

test('a PIN that nobody has ends the bots with a sentence', async () => {
  const run = bots(`--pin 000000 --url ${server.url}`);
  expect(await run.exit).toBe(1);
  expect(run.output).toContain('No open class has the PIN 000000.');
});

test('a server that is away ends the bots with a sentence', async () => {
  const run = bots('--pin 000000 --url http://127.0.0.1:9');
  expect(await run.exit).toBe(1);
  expect(run.output).toContain('Nobody answers at http://127.0.0.1:9.');
});
