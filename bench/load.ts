/** The load generator of one class: a process of its own, which tells `class.ts` when to read the meters. */
import { setTimeout as wait } from 'node:timers/promises';
import { forEach, noTimings, RoomPlay, type Timings } from './room-play.ts';
import { obey } from './run.ts';
import type { Address } from './subjects.ts';

export interface LoadOrder {
  address: Address;
  players: number;
  warmUp: number;
  rounds: number;
  /** The longest that a player thinks before answering. */
  thinkMs: number;
  /** For what a server still does by itself before and after everybody has come. */
  settleMs: number;
}
export type Mark = 'before' | 'entered' | 'joined' | 'started' | 'ended';
const enterAtOnce = 50;
const betweenRoundsMs = 100;

obey<LoadOrder, Mark, Timings>(async ({ address, players, warmUp, rounds, thinkMs, settleMs }, mark) => {
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
});
