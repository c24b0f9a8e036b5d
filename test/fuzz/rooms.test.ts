import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serverPayloads } from '../../src/wire/room-output.ts';
import {
  joinRaw,
  openClass,
  payloadsOf,
  type RawPlayer,
  signIn,
  staffRaw,
  until,
} from '../support/class-play.ts';
import type { RawClient } from '../support/raw-client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { anything, inputs, patienceMs } from './fuzz.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ MESSAGES_PER_SECOND: '1000000' });
}, 60_000);
afterAll(() => server.stop());

const answer = fc.record(
  {
    round: fc.oneof(fc.integer({ min: -1, max: 30 }), anything),
    vote: fc.oneof(fc.constantFrom(0, 1, 2, 3), anything),
    answerId: fc.oneof(fc.uuid(), anything),
    answer: fc.oneof(fc.array(fc.integer({ min: -1, max: 8 }), { maxLength: 6 }), anything),
    extra: anything,
  },
  { requiredKeys: ['round', 'vote', 'answerId', 'answer'] },
);
const command = fc.record({
  id: fc.oneof(fc.uuid(), anything),
  command: fc.oneof(
    // everything but what ends the class, which has its own tests
    fc.record(
      {
        verb: fc.constantFrom(
          'start',
          'next',
          'pause',
          'resume',
          'addTime',
          'skip',
          'lock',
          'setAdvance',
          'kick',
          'rename',
        ),
        step: fc.oneof(fc.nat(40), anything),
        seconds: fc.oneof(fc.nat(400), anything),
        locked: fc.oneof(fc.boolean(), anything),
        advance: fc.oneof(fc.constantFrom('manual', 'auto'), anything),
        participantId: fc.oneof(fc.uuid(), anything),
        nickname: fc.oneof(fc.string(), anything),
      },
      { requiredKeys: ['verb'] },
    ),
    anything,
  ),
});
const message = fc.oneof(
  fc.tuple(fc.constant('submitAnswer'), fc.oneof(answer, anything)),
  fc.tuple(fc.constant('hostCommand'), fc.oneof(command, anything)),
  fc.tuple(fc.constant('readClock'), fc.oneof(fc.record({ id: anything }), anything)),
  fc.tuple(fc.constantFrom('', 'constructor', '__proto__', 'nothing', 'welcome', '1'), anything),
);

const isOpen = ({ socket }: RawClient) => socket.readyState === socket.OPEN;
/** Bytes that are no message at all: one such frame may cost its sender the connection, and nobody else anything. */
const noise = fc.uint8Array({ maxLength: 40 });

it(
  '[EDG-5] whatever players and hosts send into a class, it goes on, and every frame that leaves it has its shape',
  async () => {
    const teacher = await signIn(server.url, server.teacher);
    const { id, pin, host } = await openClass(teacher, { secondsPerQuestion: 300, cap: 5_000 });
    const panel = await staffRaw(teacher, id, 'host');
    let players: RawPlayer[] = await Promise.all(
      ['Ada', 'Ben', 'Chi', 'Dev'].map((name) => joinRaw(server.url, pin, name)),
    );
    await host.start();
    const seed = Date.now();
    const all = fc.sample(message, { numRuns: inputs, seed });
    const garbage = fc.sample(noise, { numRuns: Math.ceil(inputs / 50), seed });
    const heard: { type: string; payload: unknown }[] = [];
    for (const [i, [type, payload]] of all.entries()) {
      const sender = i % 7 === 6 ? panel : players[i % players.length]!;
      if (isOpen(sender)) sender.send(type, payload);
      if (i % 50 === 49) {
        const loud = await joinRaw(server.url, pin, `Loud ${randomUUID().slice(0, 8)}`).catch(() => null);
        loud?.socket.send(garbage[(i - 49) / 50]!);
        loud?.close();
      }
      if (i % 250 !== 249) continue;
      // in step with the server: a reply to something that is always answered
      const clock = 500_000 + i;
      for (const player of [...players, panel].filter(isOpen)) player.send('readClock', { id: clock });
      await until(
        () =>
          [...players, panel].every(
            (one) => !isOpen(one) || payloadsOf(one, 'clock').some((reading) => reading.id === clock),
          ),
        `an answer after ${i} messages, seed ${seed}`,
        20_000,
      );
      for (const one of [...players, panel]) heard.push(...one.messages.splice(0));
      players = await Promise.all(
        players.map((player) =>
          isOpen(player) ? player : joinRaw(server.url, pin, `Late ${randomUUID().slice(0, 8)}`),
        ),
      );
    }
    expect(isOpen(panel)).toBe(true);
    const misshapen = heard.filter(
      ({ type, payload }) => !serverPayloads[type as keyof typeof serverPayloads]?.safeParse(payload).success,
    );
    expect(misshapen.slice(0, 3), `seed ${seed}`).toEqual([]);
    expect(heard.length).toBeGreaterThan(inputs / 4);
    const late = await joinRaw(server.url, pin, 'Latecomer').catch((error: Error) => error.message);
    expect(typeof late === 'string' ? late : 'welcome', `seed ${seed}`).toMatch(/welcome|join\/locked/);
    await host.end();
    for (const one of [...players, panel]) one.close();
  },
  patienceMs,
);
