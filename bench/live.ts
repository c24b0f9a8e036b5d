/**
 * `npm run bench` plays a class of 1,000 on the product and on the floor (`floor-server.ts`), in turns, and prints what each
 * costs. `docs/performance.md` says how to read it.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Figures, figuresOf, type Meter, medians } from './figures.ts';
import type { LoadMessage, LoadOrder, Mark, Timings } from './load.ts';
import { cpuMs, FamilyMeter, residentBytes } from './process-meter.ts';
import {
  pinned,
  type ServerUnderLoad,
  serverLog,
  startDatabase,
  startFloor,
  startProduct,
} from './servers.ts';
import { figuresTable, targetsTable } from './table.ts';

const runLimitMs = 180_000;
const warmUp = 10;

const { values } = parseArgs({
  options: {
    players: { type: 'string', default: '1000' },
    repetitions: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '10' },
    /** A folder for a CPU profile of each product server. */
    profile: { type: 'string' },
  },
});
const players = between('players', values.players, 1, 5_000);
const repetitions = between('repetitions', values.repetitions, 1, 9);
const rounds = between('rounds', values.rounds, 1, 15);

const hasTwoCores = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;
const serverCore = hasTwoCores ? 0 : null;
const loadCore = hasTwoCores ? 1 : null;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const database = await startDatabase();
const databaseMeter = new FamilyMeter(database.pid);
try {
  say(`${players} players, ${rounds} rounds, ${repetitions} repetitions in turns; Node ${process.version}`);
  if (!hasTwoCores) say('There is no taskset or no second core: server and generator disturb each other.');
  const runs: { floor: Figures[]; product: Figures[] } = { floor: [], product: [] };
  for (let i = 1; i <= repetitions; i++) {
    runs.floor.push(await measure(await startFloor(serverCore)));
    const { postgres } = database;
    const profileInto = values.profile;
    runs.product.push(
      await measure(await startProduct({ core: serverCore, postgres, players, profileInto })),
    );
    const cpu = (kind: keyof typeof runs) => runs[kind].at(-1)!.cpuPerThousandAnswers.toFixed(1);
    say(`repetition ${i}: CPU per 1,000 answers ${cpu('floor')} ms and ${cpu('product')} ms`);
  }
  const floor = medians(runs.floor);
  const product = medians(runs.product);
  say(`\n${figuresTable(floor, product)}\n\n${targetsTable(floor, product, players)}`);
  rmSync(serverLog, { force: true });
} finally {
  await database.stop();
}

async function measure(server: ServerUnderLoad): Promise<Figures> {
  const [program, args] = pinned(loadCore, [process.execPath]);
  const load = fork(fileURLToPath(new URL('load.ts', import.meta.url)), {
    execPath: program,
    execArgv: args,
  });
  try {
    const meters = {} as Record<Mark, Meter>;
    const timings = await runLoad(load, { address: server.address, players, warmUp, rounds }, (mark) => {
      meters[mark] = {
        serverCpuMs: cpuMs(server.pid),
        databaseCpuMs: databaseMeter.cpuMs(),
        loadCpuMs: cpuMs(load.pid!),
        residentBytes: residentBytes(server.pid),
        at: performance.now(),
      };
    });
    return figuresOf(meters, timings, players);
  } finally {
    load.kill();
    await server.stop();
  }
}

function runLoad(load: ChildProcess, order: LoadOrder, read: (mark: Mark) => void): Promise<Timings> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`a run took more than ${runLimitMs} ms`)), runLimitMs);
    load.on('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`the load generator ended with ${code}`));
    });
    load.on('message', (message: LoadMessage) => {
      if ('timings' in message) return resolve(message.timings);
      read(message.mark);
      load.send('go on');
    });
    load.send(order);
  });
}

function between(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  process.stderr.write(`--${name} must be a whole number from ${least} to ${most}.\n`);
  process.exit(1);
}
