/** The load generator of many rooms: with every order more rooms come, and all play some rounds, each in its own time. */
import { setTimeout as wait } from 'node:timers/promises';
import { forEach, noTimings, RoomPlay, type Timings } from './room-play.ts';
import { obey } from './run.ts';
import type { Address } from './subjects.ts';

export interface RoomsOrder {
  /** Rooms that come to those of before. */
  rooms: Address[];
  players: number;
  rounds: number;
  thinkMs: number;
  /** From one question to the next. */
  periodMs: number;
  /** All classes are over when the rounds are. */
  end?: boolean;
}
export type RoomsMark = 'entering' | 'entered' | 'started' | 'ended';

const enterAtOnce = 50;
const hostsAtOnce = 10;
const settleMs = 1_000;

let timings = noTimings();
const playing: RoomPlay[] = [];

obey<RoomsOrder, RoomsMark, Timings>(async ({ rooms, players, rounds, thinkMs, periodMs, end }, mark) => {
  const fresh: RoomPlay[] = [];
  await forEach(rooms.length, hostsAtOnce, async (i) => {
    fresh[i] = await RoomPlay.open(rooms[i]!, players, thinkMs, () => timings);
  });
  await mark('entering');
  timings = noTimings();
  await forEach(rooms.length * players, enterAtOnce, (i) =>
    fresh[i % rooms.length]!.enter(Math.floor(i / rooms.length)),
  );
  const { join } = timings;
  await mark('entered');
  playing.push(...fresh);
  await wait(settleMs);

  const play = async (room: RoomPlay) => {
    await wait(Math.random() * periodMs);
    for (let i = 0; i < rounds; i++) {
      const next = performance.now() + periodMs;
      await room.play();
      await wait(Math.max(0, next - performance.now()));
    }
  };
  const over = Promise.all(playing.map(play));
  // what counts is the time in which every room plays
  const measure = async () => {
    await wait(periodMs);
    timings = noTimings();
    await mark('started');
    await wait((rounds - 1) * periodMs);
    const seen = timings;
    timings = noTimings();
    await mark('ended');
    return seen;
  };
  const [seen] = await Promise.all([measure(), over]);
  if (end) await Promise.all(playing.splice(0).map((room) => room.end()));
  return { ...seen, join };
});
