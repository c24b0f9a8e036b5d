import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { RoomsMark, RoomsOrder } from './rooms-load.ts';
import { runLoad } from './run.ts';
import type { ServerUnderLoad } from './servers.ts';

const classes = 4;
const players = 25;
/** What a class leaves to do after its end. */
const settleMs = 1_000;

/** Classes come, play and leave, so that what only starting and the first ones need is no part of what is measured. */
export async function warmUp(load: ChildProcess, server: ServerUnderLoad): Promise<void> {
  const rooms = await Promise.all(Array.from({ length: classes }, () => server.openRoom(players)));
  const order: RoomsOrder = { rooms, players, rounds: 5, thinkMs: 200, periodMs: 400, end: true };
  await runLoad(load, order, (_mark: RoomsMark) => {});
  await wait(settleMs);
}
