/**
 * `npm run bench` plays a class of 1,000 on the product and on the floor (`floor-server.ts`), in turns, and prints what each
 * costs. `docs/performance.md` says how to read it.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Figures, figuresOf, type Meter, medians } from './figures.ts';
import type { Mark } from './load.ts';
import { cpuMs, FamilyMeter, residentBytes } from './process-meter.ts';
import { between, hasTwoCores, runLoad, say, startLoad } from './run.ts';
import { type ServerUnderLoad, serverLog, startDatabase, startFloor, startProduct } from './servers.ts';
import { figuresTable, targetsTable } from './table.ts';

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

const serverCore = hasTwoCores ? 0 : null;
const loadCore = hasTwoCores ? 1 : null;

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
  const load = startLoad(loadCore);
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
