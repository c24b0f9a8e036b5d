/** The load generator of one class: a process of its own, which tells `class.ts` when to read the meters. */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { forEach, noTimings, RoomPlay, type Timings } from './room-play.ts';
import type { Address } from './subjects.ts';

export interface LoadOrder {
  address: Address;
  players: number;
  warmUp: number;
  rounds: number;
  /** The longest that a player thinks before answering. */
  thinkMs: number;
}
export type Mark = 'before' | 'entered' | 'joined' | 'started' | 'ended';
export type LoadMessage = { mark: Mark } | { timings: Timings };

const enterAtOnce = 50;
const settleMs = 1_000;
const betweenRoundsMs = 100;

process.once('message', (order: LoadOrder) => {
  run(order)
    .then((timings) => process.send!({ timings } satisfies LoadMessage, () => process.exit(0)))
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exit(1);
    });
});

async function mark(name: Mark): Promise<void> {
  process.send!({ mark: name } satisfies LoadMessage);
  await once(process, 'message');
}

async function run({ address, players, warmUp, rounds, thinkMs }: LoadOrder): Promise<Timings> {
  let timings = noTimings();
  const room = await RoomPlay.open(address, players, thinkMs, () => timings);
  const play = async (times: number) => {
    for (let i = 0; i < times; i++) {
      await room.play();
      await wait(betweenRoundsMs);
    }
  };

  await wait(settleMs);
  await mark('before');
  await forEach(players, enterAtOnce, (index) => room.enter(index));
  await mark('entered');
  await wait(settleMs);
  await mark('joined');
  await play(warmUp);
  timings = { ...noTimings(), join: timings.join };
  await mark('started');
  await play(rounds);
  await mark('ended');
  return timings;
}
