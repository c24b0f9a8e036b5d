import { createTutti } from '@tutti/client';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { ask, joinRaw, openClass, readDemoAccount, signIn, until } from '../../support/class-play.ts';
import { startTestServer } from '../../support/server.ts';
import { createServerProcess } from '../../support/server-process.ts';

test('a server that stops does not wait for seats that nobody took', async () => {
  const server = await startTestServer({ NODE_ENV: 'test' });
  const { pin } = await openClass(await signIn(server.url, server.teacher));
  await joinRaw(server.url, pin, 'Ann');
  await ask(server.url, 'POST', '/join', { pin, nickname: 'Never came' });
  const started = performance.now();
  await server.stop();
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('[DUR-5] after SIGTERM a question that is open may end, nobody new is sent there, and the class goes on after the next start', async () => {
  const server = await createServerProcess();
  onTestFinished(() => server.remove());
  await server.start();
  const teacher = await signIn(server.url, readDemoAccount(server.dataDir, 'teacher'));
  const { id, pin, host } = await openClass(teacher);
  const [ann, ben] = await Promise.all(
    ['Ann', 'Ben'].map((nickname) => createTutti({ url: server.url }).join({ pin, nickname })),
  );
  await host.start();
  await until(() => [ann, ben].every((one) => one!.view.phase.name === 'question'), 'the question');
  await ann!.answer([0]);

  const gone = server.kill('SIGTERM');
  await until(
    async () => (await fetch(`${server.url}/health/ready`)).status === 503,
    'it says that it stops',
  );
  expect((await fetch(`${server.url}/health/traffic`)).status).toBe(404);
  await ben!.answer([0]);
  await gone;
  await server.start();

  await until(
    () => host.connection === 'connected' && ben!.connection === 'connected',
    'all are back',
    20_000,
  );
  expect(host.view.phase).toMatchObject({ name: 'reveal', question: { round: 0 } });
  expect(ben!.view.answer).toMatchObject({ round: 0, status: 'saved' });
  const client = new pg.Client(server.database.ownerUrl);
  await client.connect();
  const { rows } = await client.query(
    `SELECT count(*)::integer AS answers FROM live_events WHERE session_id = $1 AND type = 'answer.accepted'`,
    [id],
  );
  await client.end();
  expect(rows).toEqual([{ answers: 2 }]);
}, 60_000);

test('[DUR-5] a question that would keep the server too long goes on after the next start, with the time that was left', async () => {
  const server = await startTestServer();
  const { pin, host } = await openClass(await signIn(server.url, server.teacher));
  const [ann, ben] = await Promise.all(
    ['Ann', 'Ben'].map((nickname) => createTutti({ url: server.url }).join({ pin, nickname })),
  );
  await host.start();
  await until(() => [ann, ben].every((one) => one!.view.phase.name === 'question'), 'the question');
  await ann!.answer([0]);
  const left = ben!.remainingMs()!;
  await server.app.drain(100);
  await server.app.close();

  const next = await startTestServer({ PORT: new URL(server.url).port }, undefined, server.database);
  onTestFinished(next.stop);
  await until(
    () => host.connection === 'connected' && ben!.connection === 'connected',
    'all are back',
    20_000,
  );
  expect(ben!.view.phase).toMatchObject({ name: 'question', question: { round: 0 } });
  expect(ben!.remainingMs()).toBeGreaterThan(left - 3_000);
  await ben!.answer([0]);
  await until(() => host.view.phase.name === 'reveal', 'the reveal');
  expect(host.view.phase).toMatchObject({ reveal: { answered: 2 } });
}, 60_000);
