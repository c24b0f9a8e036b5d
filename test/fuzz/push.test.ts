import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../support/class-play.ts';
import { addPerson, call, signIn } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';
import { anything, inputs, patienceMs } from './fuzz.ts';

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer({ MESSAGES_PER_SECOND: '1000000' });
  await addPerson(server, { email: 'push@fuzz.example', role: 'teacher' });
});
afterAll(() => server.stop());

function connect(accessToken: unknown): Socket {
  return io(server.url, {
    auth: { accessToken },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
}

it(
  '[EDG-5] whatever is sent over push, everybody else stays connected and every reply is yes or a code',
  async () => {
    const { accessToken } = await signIn(server, 'push@fuzz.example');
    const quiet = connect(accessToken);
    await until(() => quiet.connected, 'a connection');
    const seed = Date.now();
    const events = fc.sample(
      fc.tuple(
        fc.constantFrom(
          'refreshToken',
          'watchPresence',
          'unwatchPresence',
          'constructor',
          'x',
          'sessionChanged',
          'closing',
        ),
        fc.array(anything, { maxLength: 3 }),
      ),
      { numRuns: inputs, seed },
    );
    let loud = connect(accessToken);
    await until(() => loud.connected, 'another');
    for (let at = 0; at < events.length; at += 100) {
      const replies = await Promise.all(
        events.slice(at, at + 100).map(([event, values]) =>
          loud
            .timeout(5_000)
            .emitWithAck(event, ...values)
            .catch(() => null),
        ),
      );
      for (const reply of replies) {
        if (reply === null) continue;
        expect(typeof reply.ok, `seed ${seed}`).toBe('boolean');
        if (!reply.ok) expect(reply.code, `seed ${seed}`).toMatch(/^[a-z]+\/[a-z-]+$/);
      }
      if (!loud.connected) {
        loud.close();
        loud = connect(accessToken);
        await until(() => loud.connected, `a new connection after ${at} events, seed ${seed}`);
      }
    }
    const doors = fc.sample(anything, { numRuns: Math.ceil(inputs / 50), seed });
    for (const token of doors) {
      const stranger = connect(token);
      const refused = await new Promise((resolve) => {
        stranger.once('connect', () => resolve('let in'));
        stranger.once('connect_error', (error) => resolve((error as Error & { data?: unknown }).data));
      });
      expect(refused, `seed ${seed}: ${JSON.stringify(token)}`).toMatchObject({
        code: expect.stringMatching(/^auth\//),
      });
      stranger.close();
    }
    expect(quiet.connected).toBe(true);
    expect((await call(server, '/about')).status).toBe(200);
    quiet.close();
    loud.close();
  },
  patienceMs,
);
