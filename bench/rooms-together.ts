import type { ChildProcess } from 'node:child_process';
import { quantile } from './figures.ts';
import { cpuMs, type FamilyMeter } from './process-meter.ts';
import { forEach, type Timings } from './room-play.ts';
import type { RoomsMark, RoomsOrder } from './rooms-load.ts';
import { runLoad } from './run.ts';
import type { Address } from './subjects.ts';

/** What many rooms at the same time gave. Times in ms; busy is of a core, 0–1. */
export interface Together {
  cpuPerJoin: number;
  databaseCpuPerJoin: number;
  cpuPerThousandAnswers: number;
  databaseCpuPerThousandAnswers: number;
  answersPerSecond: number;
  acknowledgement50: number;
  acknowledgement99: number;
  join50: number;
  join99: number;
  serverBusy: number;
  databaseBusy: number;
  loadBusy: number;
}

export interface TogetherOptions {
  server: { openRoom(players: number): Promise<Address>; cpuMs(): number };
  database: FamilyMeter;
  /** Rooms that come to those of before. */
  more: number;
  pace: Pick<RoomsOrder, 'players' | 'rounds' | 'thinkMs' | 'periodMs'>;
  /** Reads what else costs, at the same moments. */
  beside?(mark: RoomsMark): void;
}

const openedAtOnce = 5;

/** Opens rooms, lets everybody in, and measures while all rooms play. */
export async function playTogether(
  load: ChildProcess,
  { server, database, more, pace, beside }: TogetherOptions,
): Promise<Together> {
  const rooms: Address[] = [];
  await forEach(more, openedAtOnce, async () => {
    rooms.push(await server.openRoom(pace.players));
  });
  const meters = {} as Record<RoomsMark, { server: number; database: number; load: number; at: number }>;
  const order: RoomsOrder = { rooms, ...pace };
  const seen: Timings = await runLoad(load, order, (mark: RoomsMark) => {
    meters[mark] = {
      server: server.cpuMs(),
      database: database.cpuMs(),
      load: cpuMs(load.pid!),
      at: performance.now(),
    };
    beside?.(mark);
  });
  const { entering, entered, started, ended } = meters;
  const took = ended.at - started.at;
  const answers = seen.acknowledgement.length;
  return {
    cpuPerJoin: (entered.server - entering.server) / seen.join.length,
    databaseCpuPerJoin: (entered.database - entering.database) / seen.join.length,
    cpuPerThousandAnswers: ((ended.server - started.server) * 1_000) / answers,
    databaseCpuPerThousandAnswers: ((ended.database - started.database) * 1_000) / answers,
    answersPerSecond: (answers * 1_000) / took,
    acknowledgement50: quantile(seen.acknowledgement, 0.5),
    acknowledgement99: quantile(seen.acknowledgement, 0.99),
    join50: quantile(seen.join, 0.5),
    join99: quantile(seen.join, 0.99),
    serverBusy: (ended.server - started.server) / took,
    databaseBusy: (ended.database - started.database) / took,
    loadBusy: (ended.load - started.load) / took,
  };
}
