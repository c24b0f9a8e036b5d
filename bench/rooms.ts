/**
 * `npm run bench -- rooms` lets more and more classes of 30 play on one server, a question every five seconds in each, until an
 * acknowledgement takes too long.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { quantile } from './figures.ts';
import { cpuMs, FamilyMeter } from './process-meter.ts';
import { conclude } from './results.ts';
import type { Timings } from './room-play.ts';
import type { RoomsMark, RoomsOrder } from './rooms-load.ts';
import { between, loadCore, runLoad, say, sayCores, serverCore, startLoad, wholeNumbers } from './run.ts';
import { type ServerUnderLoad, serverLog, startBare, startDatabase, startProduct } from './servers.ts';
import type { Address } from './subjects.ts';
import { tableOf } from './table.ts';
import { targets, verdictOn } from './targets.ts';

const players = 30;
const mostAcknowledgementMs = 100;
/** A mission has so many questions. */
const mostRounds = 25;
/** A generator that is busier is the limit itself. */
const mostLoadBusy = 0.9;
const names = { floor: 'floor', socketio: 'Socket.IO', product: 'Tutti' };
type SubjectName = keyof typeof names;

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '50,100,200,300,450,600' },
    subjects: { type: 'string', default: 'floor,socketio,product' },
    rounds: { type: 'string', default: '3' },
    /** From one question to the next, ms, and how long players think at most. */
    period: { type: 'string', default: '5000' },
    think: { type: 'string', default: '3000' },
  },
});
const steps = wholeNumbers('steps', values.steps, 1, 640);
const rounds = between('rounds', values.rounds, 2, Math.floor(mostRounds / steps.length));
const periodMs = between('period', values.period, 100, 60_000);
const thinkMs = between('think', values.think, 0, periodMs);
const subjects = values.subjects.split(',').filter((name): name is SubjectName => name in names);

interface Step {
  rooms: number;
  joinCpuMs: number;
  cpuPerThousandAnswers: number;
  databaseCpuPerThousandAnswers: number;
  answersPerSecond: number;
  acknowledgement50: number;
  acknowledgement99: number;
  /** Of a core, 0–1. */
  serverBusy: number;
  loadBusy: number;
  megabytes: number;
}

const database = await startDatabase();
const databaseMeter = new FamilyMeter(database.pid);
try {
  sayCores();
  say(`classes of ${players}, a question every ${periodMs} ms, answered within ${thinkMs} ms`);
  const figures: Partial<Record<SubjectName, Step[]>> = {};
  for (const name of subjects) {
    const stepsOf = await climb(
      name === 'product'
        ? await startProduct({ core: serverCore, postgres: database.postgres })
        : await startBare(name, serverCore),
    );
    figures[name] = stepsOf;
    say(`\n${tableOfSteps(names[name], stepsOf)}\n`);
  }
  const product = figures.product ?? [];
  const reached = Math.max(0, ...product.filter(isFast).map(({ rooms }) => rooms));
  if (reached === steps.at(-1)) say(`The last step was still fast enough: more than ${reached} rooms fit.`);
  conclude({
    bench: 'rooms',
    options: { steps, players, rounds, periodMs, thinkMs },
    figures: { ...figures, reached },
    verdicts: product.length > 0 ? [verdictOn(targets.rooms, reached)] : [],
  });
  rmSync(serverLog, { force: true });
} finally {
  await database.stop();
}

function isFast({ acknowledgement99 }: Step): boolean {
  return acknowledgement99 <= mostAcknowledgementMs;
}

async function climb(server: ServerUnderLoad): Promise<Step[]> {
  const load = startLoad(loadCore, 'rooms-load.ts');
  const taken: Step[] = [];
  try {
    for (const rooms of steps) {
      const step = await take(server, load, rooms, taken.at(-1)?.rooms ?? 0);
      taken.push(step);
      say(`${rooms} rooms: acknowledgement p99 ${step.acknowledgement99.toFixed(1)} ms`);
      if (step.loadBusy > mostLoadBusy) say('  the generator is the limit: this says little of the server');
      if (!isFast(step)) break;
    }
    return taken;
  } finally {
    load.kill();
    await server.stop();
  }
}

async function take(
  server: ServerUnderLoad,
  load: ReturnType<typeof startLoad>,
  rooms: number,
  before: number,
): Promise<Step> {
  const fresh: Address[] = [];
  for (let i = before; i < rooms; i++) fresh.push(await server.openRoom(players));
  const meters = {} as Record<RoomsMark, { server: number; database: number; load: number; at: number }>;
  let megabytes = 0;
  const order: RoomsOrder = { rooms: fresh, players, rounds, thinkMs, periodMs };
  const seen: Timings = await runLoad(load, order, async (mark: RoomsMark) => {
    if (mark === 'entered') megabytes = (await server.memory()).residentBytes / 1_048_576;
    meters[mark] = {
      server: cpuMs(server.pid),
      database: databaseMeter.cpuMs(),
      load: cpuMs(load.pid!),
      at: performance.now(),
    };
  });
  const { entering, entered, started, ended } = meters;
  const took = ended.at - started.at;
  const answers = seen.acknowledgement.length;
  return {
    rooms,
    joinCpuMs: (entered.server - entering.server) / seen.join.length,
    cpuPerThousandAnswers: ((ended.server - started.server) * 1_000) / answers,
    databaseCpuPerThousandAnswers: ((ended.database - started.database) * 1_000) / answers,
    answersPerSecond: (answers * 1_000) / took,
    acknowledgement50: quantile(seen.acknowledgement, 0.5),
    acknowledgement99: quantile(seen.acknowledgement, 0.99),
    serverBusy: (ended.server - started.server) / took,
    loadBusy: (ended.load - started.load) / took,
    megabytes,
  };
}

function tableOfSteps(name: string, taken: readonly Step[]): string {
  return tableOf(
    [
      `${name}, rooms`,
      'players',
      'answers/s',
      'ack p50, ms',
      'ack p99, ms',
      'CPU per 1,000, ms',
      'PostgreSQL, ms',
      'server busy',
      'generator busy',
      'CPU per join, ms',
      'memory, MB',
    ],
    taken.map((step) => [
      String(step.rooms),
      String(step.rooms * players),
      step.answersPerSecond.toFixed(0),
      step.acknowledgement50.toFixed(1),
      step.acknowledgement99.toFixed(1),
      step.cpuPerThousandAnswers.toFixed(1),
      step.databaseCpuPerThousandAnswers.toFixed(1),
      step.serverBusy.toFixed(2),
      step.loadBusy.toFixed(2),
      step.joinCpuMs.toFixed(2),
      step.megabytes.toFixed(0),
    ]),
  );
}
