/**
 * `npm run bench -- rooms` lets more and more classes of 30 play on one server, a question every five seconds in each, until an
 * acknowledgement takes too long.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { cpuMs, FamilyMeter, peakMegabytes } from './process-meter.ts';
import { conclude } from './results.ts';
import { playTogether, type Together } from './rooms-together.ts';
import { between, loadCore, say, sayCores, serverCore, startLoad, wholeNumbers } from './run.ts';
import { type ServerUnderLoad, serverLog, startBare, startDatabase, startProduct } from './servers.ts';
import { type Size, sizeFor, usage } from './sizing.ts';
import { sizesTable } from './summary.ts';
import { tableOf } from './table.ts';
import { targets, verdictOn } from './targets.ts';
import { warmUp } from './warm-up.ts';

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
    steps: { type: 'string', default: '10,50,100,200,300,450,600' },
    subjects: { type: 'string', default: 'floor,socketio,product' },
    rounds: { type: 'string', default: '3' },
    /** From one question to the next, ms, and how long players think at most. */
    period: { type: 'string', default: '5000' },
    think: { type: 'string', default: '3000' },
  },
});
const steps = wholeNumbers('steps', values.steps, 1, 600);
const rounds = between('rounds', values.rounds, 2, Math.floor(mostRounds / steps.length));
const periodMs = between('period', values.period, 100, 60_000);
const thinkMs = between('think', values.think, 0, periodMs);
const subjects = values.subjects.split(',').filter((name): name is SubjectName => name in names);

interface Step extends Together {
  rooms: number;
  players: number;
  /** The most so far, uncollected garbage and all. */
  megabytes: number;
}

const database = await startDatabase();
const databaseMeter = new FamilyMeter(database.pid);
try {
  sayCores();
  say(`classes of ${players}, a question every ${periodMs} ms, answered within ${thinkMs} ms`);
  const figures: Partial<Record<SubjectName, Step[]>> = {};
  let sizes: Size[] = [];
  for (const name of subjects) {
    const taken = await climb(
      name === 'product'
        ? await startProduct({ core: serverCore, postgres: database.postgres })
        : await startBare(name, serverCore),
    );
    figures[name] = taken;
    say(`\n${tableOfSteps(names[name], taken)}\n`);
    if (name === 'product') sizes = sizesFrom(taken);
  }
  if (sizes.length > 0) say(tableOfSizes(sizes));
  const product = figures.product ?? [];
  const reached = Math.max(0, ...product.filter(isFast).map(({ rooms }) => rooms));
  if (reached === steps.at(-1)) say(`The last step was still fast enough: more than ${reached} rooms fit.`);
  conclude({
    bench: 'rooms',
    options: { steps, players, rounds, periodMs, thinkMs },
    figures: { ...figures, reached, sizes },
    verdicts: product.length > 0 ? [verdictOn(targets.rooms, reached)] : [],
  });
  rmSync(serverLog, { force: true });
} finally {
  await database.stop();
}

function isFast({ acknowledgement99 }: Together): boolean {
  return acknowledgement99 <= mostAcknowledgementMs;
}

async function climb(server: ServerUnderLoad): Promise<Step[]> {
  const load = startLoad(loadCore, 'rooms-load.ts');
  const taken: Step[] = [];
  try {
    await warmUp(load, server);
    for (const rooms of steps) {
      const step = await playTogether(load, {
        server: { openRoom: server.openRoom, cpuMs: () => cpuMs(server.pid) },
        database: databaseMeter,
        more: rooms - (taken.at(-1)?.rooms ?? 0),
        pace: { players, rounds, thinkMs, periodMs },
      });
      taken.push({ ...step, rooms, players: rooms * players, megabytes: peakMegabytes(server.pid) });
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

function sizesFrom(taken: readonly Step[]): Size[] {
  const fast = taken.filter(isFast);
  return [300, 3_000, 10_000, 30_000].flatMap((count) => sizeFor(count, fast) ?? []);
}

function tableOfSizes(sizes: readonly Size[]): string {
  const { allJoinWithinSeconds, busyAtMost } = usage;
  return [
    `What it takes, by these figures: a question every ${periodMs / 1_000} s, all come within ${allJoinWithinSeconds} s, no process busier than ${100 * busyAtMost} %`,
    sizesTable(sizes),
  ].join('\n');
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
      'peak memory, MB',
    ],
    taken.map((step) => [
      String(step.rooms),
      String(step.players),
      step.answersPerSecond.toFixed(0),
      step.acknowledgement50.toFixed(1),
      step.acknowledgement99.toFixed(1),
      step.cpuPerThousandAnswers.toFixed(1),
      step.databaseCpuPerThousandAnswers.toFixed(1),
      step.serverBusy.toFixed(2),
      step.loadBusy.toFixed(2),
      step.cpuPerJoin.toFixed(2),
      step.megabytes.toFixed(0),
    ]),
  );
}
