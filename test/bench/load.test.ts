import { rmSync } from 'node:fs';
import { afterAll, afterEach, expect, it } from 'vitest';
import type { Mark } from '../../bench/load.ts';
import type { Timings } from '../../bench/room-play.ts';
import { runLoad, startLoad } from '../../bench/run.ts';
import { type ServerUnderLoad, serverLog, startBare, startProduct } from '../../bench/servers.ts';
import { createTestDatabase } from '../support/postgres.ts';

const players = 3;
const rounds = 2;
const cleanUp: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});
afterAll(() => rmSync(serverLog, { force: true }));

it.each([
  ['the floor', () => startBare('floor', null)],
  ['Socket.IO', () => startBare('socketio', null)],
  ['the product', startOnTestDatabase],
])(
  'a small class plays to the end on %s, and every answer, question and result is seen',
  async (_, start) => {
    const server = await start();
    cleanUp.push(server.stop);
    const load = startLoad(null);
    cleanUp.push(() => load.kill());
    const marks: Mark[] = [];
    const order = {
      address: await server.openRoom(players),
      players,
      warmUp: 1,
      rounds,
      thinkMs: 5,
      settleMs: 10,
    };
    const seen: Timings = await runLoad(load, order, (mark: Mark) => void marks.push(mark));
    expect(marks).toEqual(['before', 'entered', 'joined', 'started', 'ended']);
    expect(seen.join).toHaveLength(players);
    expect(seen.fanOut).toHaveLength(players * rounds);
    expect(seen.acknowledgement).toHaveLength(players * rounds);
    expect(seen.lastResult).toHaveLength(rounds);
    expect(seen.bytesReceived).toBeGreaterThan(players * rounds * 300);
    const { liveBytes, residentBytes } = await server.memory();
    expect(residentBytes).toBeGreaterThan(liveBytes);
  },
);

async function startOnTestDatabase(): Promise<ServerUnderLoad> {
  const database = await createTestDatabase('seeded');
  cleanUp.push(() => database.drop());
  return startProduct({ core: null, postgres: database });
}
