/**
 * `npm run bench -- soak` opens classes, lets them play and ends them, again and again, and looks after each time at what the
 * server keeps when garbage is collected.
 */
import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Growth, growthOf } from './figures.ts';
import { openFiles } from './process-meter.ts';
import { conclude } from './results.ts';
import type { Timings } from './room-play.ts';
import type { RoomsMark, RoomsOrder } from './rooms-load.ts';
import { between, loadCore, runLoad, say, sayCores, serverCore, startLoad } from './run.ts';
import { serverLog, startDatabase, startProduct } from './servers.ts';
import { tableOf } from './table.ts';
import { targets, verdictOn } from './targets.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    /** At the same time. */
    classes: { type: 'string', default: '10' },
    players: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '5' },
  },
});
const minutes = between('minutes', values.minutes, 1, 24 * 60);
const classes = between('classes', values.classes, 1, 100);
const players = between('players', values.players, 1, 500);
const rounds = between('rounds', values.rounds, 2, 25);
const periodMs = 1_500;
const thinkMs = 1_000;
/** What a class leaves to do after its end: its report, the room's own clearing up. */
const settleMs = 2_000;
/** Code is compiled and pools are filled in the first part; it tells nothing of leaks. */
const warmUpShare = 0.2;
const sayEveryMs = 60_000;

interface Sample {
  minute: number;
  heapMegabytes: number;
  residentMegabytes: number;
  openFiles: number;
}

const database = await startDatabase();
const server = await startProduct({ core: serverCore, postgres: database.postgres });
const load = startLoad(loadCore, 'rooms-load.ts');
try {
  sayCores();
  say(`${minutes} minutes of ${classes} classes of ${players} at a time, ${rounds} questions each`);
  const start = performance.now();
  const samples: Sample[] = [];
  let said = 0;
  let answers = 0;
  let played = 0;
  while (performance.now() - start < minutes * 60_000) {
    const rooms = await Promise.all(Array.from({ length: classes }, () => server.openRoom(players)));
    const order: RoomsOrder = { rooms, players, rounds, thinkMs, periodMs, end: true };
    const seen: Timings = await runLoad(load, order, (_mark: RoomsMark) => {});
    answers += seen.acknowledgement.length;
    played += classes;
    await wait(settleMs);
    const sample = await look((performance.now() - start) / 60_000);
    samples.push(sample);
    if (performance.now() < said + sayEveryMs) continue;
    said = performance.now();
    say(
      `minute ${sample.minute.toFixed(1)}: ${played} classes, heap ${sample.heapMegabytes.toFixed(1)} MB, resident ${sample.residentMegabytes.toFixed(0)} MB, ${sample.openFiles} open files`,
    );
  }
  const later = samples.slice(Math.floor(samples.length * warmUpShare));
  const growth = {
    heapMegabytes: grownBy(later, 'heapMegabytes'),
    residentMegabytes: grownBy(later, 'residentMegabytes'),
    openFiles: grownBy(later, 'openFiles'),
  };
  const line = (name: string, { from, to, perHour }: Growth) => [
    name,
    from.toFixed(1),
    to.toFixed(1),
    perHour.toFixed(2),
  ];
  say(
    `\n${tableOf(
      [`${played} classes, ${answers} answers`, 'start', 'end', 'an hour'],
      [
        line('live heap, MB', growth.heapMegabytes),
        line('resident, MB', growth.residentMegabytes),
        line('open files', growth.openFiles),
      ],
    )}`,
  );
  conclude({
    bench: 'soak',
    options: { minutes, classes, players, rounds, periodMs, thinkMs, warmUpShare },
    figures: { played, answers, growth, samples },
    verdicts: [
      verdictOn(targets.heapGrowth, growth.heapMegabytes.to / growth.heapMegabytes.from),
      verdictOn(targets.residentGrowth, growth.residentMegabytes.to / growth.residentMegabytes.from),
    ],
  });
  rmSync(serverLog, { force: true });
} finally {
  load.kill();
  await server.stop();
  await database.stop();
}

async function look(minute: number): Promise<Sample> {
  const { liveBytes, residentBytes } = await server.memory();
  return {
    minute,
    heapMegabytes: liveBytes / 1_048_576,
    residentMegabytes: residentBytes / 1_048_576,
    openFiles: openFiles(server.pid),
  };
}

function grownBy(samples: readonly Sample[], figure: Exclude<keyof Sample, 'minute'>): Growth {
  return growthOf(samples.map((sample) => ({ hour: sample.minute / 60, value: sample[figure] })));
}
