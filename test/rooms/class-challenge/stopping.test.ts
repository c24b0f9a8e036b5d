import { expect, test } from 'vitest';
import { ask, joinRaw, openClass, signIn } from '../../support/class-play.ts';
import { startTestServer } from '../../support/server.ts';

test('a server that stops does not wait for seats that nobody took', async () => {
  const server = await startTestServer({ NODE_ENV: 'test' });
  const { pin } = await openClass(await signIn(server.url, server.teacher));
  await joinRaw(server.url, pin, 'Ann');
  await ask(server.url, 'POST', '/join', { pin, nickname: 'Never came' });
  const started = performance.now();
  await server.stop();
  expect(performance.now() - started).toBeLessThan(5_000);
});
