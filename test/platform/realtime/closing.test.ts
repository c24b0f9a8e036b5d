import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startBareServer } from '../../support/server.ts';

it('closing ends every socket soon, also one that says nothing', async () => {
  const server = await startBareServer();
  const { port } = server.app.realtime;
  const silent = connect(port, '127.0.0.1');
  const push = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  await Promise.all([once(silent, 'connect'), once(push, 'open')]);
  const ended = Promise.all([once(silent, 'close'), once(push, 'close')]);
  silent.on('error', () => {});
  const begin = performance.now();
  await server.stop();
  await ended;
  expect(performance.now() - begin).toBeLessThan(10_000);
});
