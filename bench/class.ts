/**
 * `npm run bench` plays a class of 1,000 on the floor (`floor-server.ts`), on Socket.IO (`socketio-server.ts`) and on the
 * product, in turns, and prints what each costs. `bench/README.md` says how to read it.
 */
import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  type Figures,
  figuresOf,
  type MemoryPerConnection,
  type Meter,
  medians,
  memoryPerConnection,
  type Played,
} from './figures.ts';
import type { Memory } from './inside.ts';
import type { Mark } from './load.ts';
import { cpuMs, FamilyMeter } from './process-meter.ts';
import { conclude } from './results.ts';
import type { Timings } from './room-play.ts';
import type { RoomsMark, RoomsOrder } from './rooms-load.ts';
import { between, loadCore, runLoad, say, sayCores, serverCore, startLoad, wholeNumbers } from './run.ts';
import { type ServerUnderLoad, serverLog, startBare, startDatabase, startProduct } from './servers.ts';
import { ratio, tableOf } from './table.ts';
import { type TargetOfClass, targetsOfClass, verdictOfClass, verdictText } from './targets.ts';
import { type OfSize, type SubjectName, subjects, verdictsOnClasses } from './verdicts.ts';
import { warmUp } from './warm-up.ts';

const roundsToWarmUp = 10;
const thinkMs = 200;
const settleMs = 1_000;

const { values } = parseArgs({
  options: {
    /** Players; several sizes with commas. */
    n: { type: 'string', default: '1000' },
    players: { type: 'string' },
    repetitions: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '10' },
    /** A folder for a CPU profile of each product server. */
    profile: { type: 'string' },
  },
});
const sizes = wholeNumbers('n', values.players ?? values.n, 1, 5_000);
const repetitions = between('repetitions', values.repetitions, 1, 9);
const rounds = between('rounds', values.rounds, 1, 15);

const database = await startDatabase();
const databaseMeter = new FamilyMeter(database.pid);
try {
  sayCores();
  const figures: Record<number, OfSize> = {};
  for (const players of sizes) {
    figures[players] = await playSize(players);
    say(`\n${tableOfSize(players, figures[players])}\n`);
  }
  conclude({
    bench: 'class',
    options: { sizes, repetitions, rounds, warmUp: roundsToWarmUp, thinkMs },
    figures,
    verdicts: verdictsOnClasses(figures),
  });
  rmSync(serverLog, { force: true });
} finally {
  await database.stop();
}

async function playSize(players: number): Promise<OfSize> {
  say(`${players} players, ${rounds} rounds, ${repetitions} repetitions in turns`);
  const runs: Record<SubjectName, Played[]> = { floor: [], socketio: [], product: [] };
  for (let i = 1; i <= repetitions; i++) {
    for (const name of subjects) runs[name].push(await measure(await start(name), players));
    const cpu = subjects.map((name) => runs[name].at(-1)!.cpuPerThousandAnswers.toFixed(1));
    say(`repetition ${i}: CPU per 1,000 answers ${cpu.join(', ')} ms`);
  }
  const of = async (name: SubjectName): Promise<Figures> => ({
    ...medians(runs[name]),
    ...(await weigh(await start(name), players)),
  });
  return { floor: await of('floor'), socketio: await of('socketio'), product: await of('product') };
}

function start(name: SubjectName): Promise<ServerUnderLoad> {
  if (name !== 'product') return startBare(name, serverCore);
  return startProduct({ core: serverCore, postgres: database.postgres, profileInto: values.profile });
}

async function measure(server: ServerUnderLoad, players: number): Promise<Played> {
  const load = startLoad(loadCore);
  try {
    const meters = {} as Record<Mark, Meter>;
    const read = (mark: Mark) => {
      meters[mark] = {
        serverCpuMs: cpuMs(server.pid),
        databaseCpuMs: databaseMeter.cpuMs(),
        loadCpuMs: cpuMs(load.pid!),
        at: performance.now(),
      };
    };
    const address = await server.openRoom(players);
    const timings: Timings = await runLoad(
      load,
      { address, players, warmUp: roundsToWarmUp, rounds, thinkMs, settleMs },
      read,
    );
    return figuresOf({ players, meters, timings });
  } finally {
    load.kill();
    await server.stop();
  }
}

/**
 * Not in the run that is timed: collecting garbage is none of the costs of a class. One half comes and stays before the other is
 * weighed, so that pages which others left free are taken and hide nobody.
 */
async function weigh(server: ServerUnderLoad, players: number): Promise<MemoryPerConnection> {
  const load = startLoad(loadCore, 'rooms-load.ts');
  const half = Math.ceil(players / 2);
  const kept = {} as { without: Memory; held: Memory };
  const enter = async (read: (mark: RoomsMark) => Promise<void>) => {
    const rooms = [await server.openRoom(half)];
    const order: RoomsOrder = { rooms, players: half, rounds: 1, thinkMs, periodMs: settleMs };
    await runLoad(load, order, read);
  };
  try {
    await warmUp(load, server);
    await enter(async () => {});
    await enter(async (mark) => {
      if (mark !== 'entering' && mark !== 'entered') return;
      await wait(settleMs);
      kept[mark === 'entering' ? 'without' : 'held'] = await server.memory();
    });
    return memoryPerConnection(kept.without, kept.held, half);
  } finally {
    load.kill();
    await server.stop();
  }
}

function tableOfSize(players: number, { floor, socketio, product }: OfSize): string {
  const rows: [string, keyof Figures, number][] = [
    ['CPU per 1,000 answers, ms', 'cpuPerThousandAnswers', 1],
    ['  PostgreSQL beside it, ms', 'databaseCpuPerThousandAnswers', 1],
    ['question fan-out p50, ms', 'fanOut50', 1],
    ['question fan-out p95, ms', 'fanOut95', 1],
    ['question fan-out p99, ms', 'fanOut99', 1],
    ['acknowledgement p50, ms', 'acknowledgement50', 1],
    ['acknowledgement p99, ms', 'acknowledgement99', 1],
    ['last acknowledgement to last result, ms', 'lastResult', 1],
    ['CPU per join, ms', 'cpuPerJoin', 3],
    ['  PostgreSQL beside it, ms', 'databaseCpuPerJoin', 3],
    ['a join p50, ms', 'join50', 1],
    ['a join p99, ms', 'join99', 1],
    ['joins a second', 'joinsPerSecond', 0],
    ['memory a connection, KB', 'kilobytesPerConnection', 1],
    ['  of it live on the heap, KB', 'liveKilobytesPerConnection', 1],
    ['received per answer and player, KB', 'kilobytesPerAnswer', 2],
    ['generator busy while playing', 'loadBusy', 2],
    ['generator busy while joining', 'loadBusyJoining', 2],
  ];
  const head = [`${players} players`, 'floor', 'Socket.IO', 'Tutti', 'to floor', 'to Socket.IO', 'target'];
  return tableOf(
    head,
    rows.map(([name, figure, digits]) => {
      const verdict = isTarget(figure)
        ? verdictOfClass(figure, players, floor[figure], product[figure])
        : null;
      return [
        name,
        ...[floor, socketio, product].map((of) => of[figure].toFixed(digits)),
        ratio(product[figure], floor[figure]),
        ratio(product[figure], socketio[figure]),
        verdict ? verdictText(verdict) : '',
      ];
    }),
  );
}

function isTarget(figure: keyof Figures): figure is TargetOfClass {
  return (targetsOfClass as (keyof Figures)[]).includes(figure);
}
