/**
 * `npm run bench -- sign-ins` plays a class of 200 while people sign in as fast as the hash pool lets them, and the same class
 * without them, in turns. What counts is how much longer an answer then waits for its acknowledgement.
 */
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { quantile } from './figures.ts';
import type { Mark } from './load.ts';
import { conclude } from './results.ts';
import type { Timings } from './room-play.ts';
import { between, hasTwoCores, runLoad, say, startLoad } from './run.ts';
import { serverLog, startDatabase, startProduct } from './servers.ts';
import { addAccounts, pumpSignIns, type SignInTimings } from './sign-in-load.ts';
import { ratio, tableOf } from './table.ts';
import { targets, verdictOn } from './targets.ts';

const warmUp = 5;
const thinkMs = 200;
const settleMs = 1_000;
/** A school's worth; each signs in again and again. */
const accounts = 60;
/** Signing in alone, before the class comes. */
const aloneMs = 10_000;

const { values } = parseArgs({
  options: {
    players: { type: 'string', default: '200' },
    repetitions: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '15' },
    /** How many sign in at the same time. */
    'at-once': { type: 'string', default: '16' },
    /** The server has one core for everything, its hash pool too; the generator has the other. */
    'one-core': { type: 'boolean', default: false },
  },
});
const players = between('players', values.players, 1, 5_000);
const repetitions = between('repetitions', values.repetitions, 1, 9);
const rounds = between('rounds', values.rounds, 1, 20);
const atOnce = between('at-once', values['at-once'], 1, 200);
const isPinned = values['one-core'] && hasTwoCores;

interface Run {
  acknowledgement: number[];
  alone: SignInTimings | null;
  beside: SignInTimings | null;
}

const database = await startDatabase();
const pool = new pg.Pool({ connectionString: database.postgres.jobsUrl, max: 1 });
let logins: string[] | undefined;
try {
  const cores = isPinned ? 'the server on one core' : `${availableParallelism()} cores for all`;
  say(`${players} players, ${rounds} rounds, ${atOnce} sign in at once; ${cores}; Node ${process.version}`);
  const runs: { quiet: Run[]; busy: Run[] } = { quiet: [], busy: [] };
  for (let i = 1; i <= repetitions; i++) {
    // whichever comes first has the colder machine: they change places
    const order = i % 2 === 1 ? (['quiet', 'busy'] as const) : (['busy', 'quiet'] as const);
    for (const kind of order) runs[kind].push(await measure(kind === 'busy'));
    const p99 = (kind: keyof typeof runs) => quantile(runs[kind].at(-1)!.acknowledgement, 0.99).toFixed(1);
    say(`repetition ${i}: acknowledgement p99 ${p99('quiet')} ms, with sign-ins ${p99('busy')} ms`);
  }
  const figures = figuresOf(runs);
  say(`\n${tablesOf(figures)}`);
  conclude({
    bench: 'sign-ins',
    options: { players, rounds, repetitions, atOnce, isPinned },
    figures,
    verdicts: [
      verdictOn(targets.signInsBeside, figures.acknowledgement99.busy / figures.acknowledgement99.quiet),
    ],
  });
  rmSync(serverLog, { force: true });
} finally {
  await pool.end();
  await database.stop();
}

/** One server, one class; with `busy` people sign in from before the first player comes until the last round is over. */
async function measure(busy: boolean): Promise<Run> {
  const server = await startProduct({
    core: isPinned ? 0 : null,
    postgres: database.postgres,
    settings: { TRUST_PROXY: '1' },
  });
  const load = startLoad(isPinned ? 1 : null);
  try {
    const { url } = server;
    logins ??= await addAccounts(pool, accounts);
    let alone: SignInTimings | null = null;
    let beside: SignInTimings | null = null;
    if (busy) {
      const first = pumpSignIns(url, logins, atOnce);
      await wait(aloneMs);
      alone = await first.stop();
    }
    const pump = busy ? pumpSignIns(url, logins, atOnce) : null;
    const timings: Timings = await runLoad(
      load,
      { address: await server.openRoom(players), players, warmUp, rounds, thinkMs, settleMs },
      async (mark: Mark) => {
        if (mark === 'started') pump?.restart();
        if (mark === 'ended') beside = (await pump?.stop()) ?? null;
      },
    );
    return { acknowledgement: timings.acknowledgement, alone, beside };
  } finally {
    load.kill();
    await server.stop();
  }
}

interface Figures {
  acknowledgement50: { quiet: number; busy: number };
  acknowledgement99: { quiet: number; busy: number };
  /** Medians over the repetitions. */
  signInsPerSecond: { alone: number; beside: number };
  signIn50: { alone: number; beside: number };
  signIn95: { alone: number; beside: number };
  toldToComeAgain: { alone: number; beside: number };
}

function figuresOf({ quiet, busy }: { quiet: Run[]; busy: Run[] }): Figures {
  const acknowledged = (share: number) => {
    const median = (runs: Run[]) =>
      quantile(
        runs.map(({ acknowledgement }) => quantile(acknowledgement, share)),
        0.5,
      );
    return { quiet: median(quiet), busy: median(busy) };
  };
  const signIns = (figure: (timings: SignInTimings) => number) => {
    const median = (when: 'alone' | 'beside') =>
      quantile(
        busy.map((run) => figure(run[when]!)),
        0.5,
      );
    return { alone: median('alone'), beside: median('beside') };
  };
  return {
    acknowledgement50: acknowledged(0.5),
    acknowledgement99: acknowledged(0.99),
    signInsPerSecond: signIns(({ tookMs, overMs }) => (tookMs.length * 1_000) / overMs),
    signIn50: signIns(({ tookMs }) => quantile(tookMs, 0.5)),
    signIn95: signIns(({ tookMs }) => quantile(tookMs, 0.95)),
    toldToComeAgain: signIns(({ busy }) => busy),
  };
}

function tablesOf({ acknowledgement50, acknowledgement99, ...signIns }: Figures): string {
  const line = (name: string, before: number, after: number, digits: number) => [
    name,
    before.toFixed(digits),
    after.toFixed(digits),
    ratio(after, before),
  ];
  const acknowledged = [
    line('acknowledgement p50, ms', acknowledgement50.quiet, acknowledgement50.busy, 1),
    line('acknowledgement p99, ms', acknowledgement99.quiet, acknowledgement99.busy, 1),
  ];
  const signedIn = (
    [
      ['sign-ins a second', 'signInsPerSecond', 2],
      ['a sign-in p50, ms', 'signIn50', 0],
      ['a sign-in p95, ms', 'signIn95', 0],
      ['told to come again', 'toldToComeAgain', 0],
    ] as const
  ).map(([name, figure, digits]) => line(name, signIns[figure].alone, signIns[figure].beside, digits));
  return [
    tableOf(['', 'class alone', 'with sign-ins', 'ratio'], acknowledged),
    tableOf(['', 'alone', 'with a class', 'ratio'], signedIn),
  ].join('\n\n');
}
