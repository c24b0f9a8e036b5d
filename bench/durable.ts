/**
 * `npm run bench -- durable` measures how many answers a second become durable: stored by hand with `unnest` and COPY on one
 * connection, through the log of the product, and by the product whole while a class answers all at once.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { DurableOrder, DurableSeen } from './durable-load.ts';
import { medians, quantile } from './figures.ts';
import type { Mark } from './load.ts';
import { cpuMs, FamilyMeter } from './process-meter.ts';
import { conclude } from './results.ts';
import type { Timings } from './room-play.ts';
import { between, loadCore, runLoad, say, sayCores, serverCore, startLoad } from './run.ts';
import { serverLog, startDatabase, startProduct } from './servers.ts';
import { ratio, tableOf } from './table.ts';
import { targets, verdictOn } from './targets.ts';

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '8' },
    /** Stored each way, in thousands. */
    thousands: { type: 'string', default: '100' },
    repetitions: { type: 'string', default: '3' },
  },
});
const players = between('n', values.n, 1, 5_000);
const rounds = between('rounds', values.rounds, 1, 15);
const rows = 1_000 * between('thousands', values.thousands, 1, 1_000);
const repetitions = between('repetitions', values.repetitions, 1, 9);
const warmUp = 3;
const settleMs = 1_000;

const ways = ['unnest-100', 'unnest-500', 'COPY-500', 'unnest-100, our table', 'our log'] as const;
const floor = 'unnest-100';
interface Stored extends DurableSeen {
  databaseCpuPerThousand: number;
}

const database = await startDatabase();
const databaseMeter = new FamilyMeter(database.pid);
const { ownerUrl, jobsUrl } = database.postgres;
const owner = new pg.Client({ connectionString: ownerUrl });
try {
  sayCores();
  const serving = await serve();
  const figures = { ...(await storeInAllWays()), 'while serving': serving };
  const base = figures[floor].rowsPerSecond;
  say(
    `\n${tableOf(
      ['', 'answers a second', `to ${floor}`, 'CPU per 1,000, ms', 'PostgreSQL, ms'],
      Object.entries(figures).map(([name, of]) => [
        name,
        of.rowsPerSecond.toFixed(0),
        ratio(of.rowsPerSecond, base),
        of.cpuPerThousand.toFixed(1),
        of.databaseCpuPerThousand.toFixed(1),
      ]),
    )}`,
  );
  conclude({
    bench: 'durable',
    options: { players, rounds, rows, repetitions },
    figures,
    verdicts: [verdictOn(targets.durable, serving.rowsPerSecond / base)],
  });
  rmSync(serverLog, { force: true });
} finally {
  await owner.end();
  await database.stop();
}

/** The product whole: everybody answers the moment the question is there. The rate is that of a round, first answer to last acknowledgement. */
async function serve(): Promise<Stored> {
  const server = await startProduct({ core: serverCore, postgres: database.postgres });
  const load = startLoad(loadCore);
  try {
    const meters = {} as Record<Mark, { server: number; database: number }>;
    const address = await server.openRoom(players);
    const { burst, acknowledgement }: Timings = await runLoad(
      load,
      { address, players, warmUp, rounds, thinkMs: 0, settleMs },
      (mark: Mark) => {
        meters[mark] = { server: cpuMs(server.pid), database: databaseMeter.cpuMs() };
      },
    );
    const perThousand = (of: 'server' | 'database') =>
      ((meters.ended[of] - meters.started[of]) * 1_000) / acknowledgement.length;
    return {
      rowsPerSecond: (players * 1_000) / quantile(burst, 0.5),
      cpuPerThousand: perThousand('server'),
      databaseCpuPerThousand: perThousand('database'),
    };
  } finally {
    load.kill();
    await server.stop();
  }
}

async function storeInAllWays(): Promise<Record<(typeof ways)[number], Stored>> {
  await owner.connect();
  await owner.query(
    `CREATE SCHEMA bench;
     CREATE TABLE bench.answers (participant int, round int2, answer int2, response_ms int, PRIMARY KEY (participant, round));
     CREATE TABLE bench.events (LIKE live_events INCLUDING ALL);
     GRANT USAGE ON SCHEMA bench TO PUBLIC; GRANT ALL ON ALL TABLES IN SCHEMA bench TO PUBLIC`,
  );
  const { rows: sessions } = await owner.query<DurableOrder['session']>(
    'SELECT id, epoch FROM live_sessions LIMIT 1',
  );
  const child = startLoad(serverCore, 'durable-load.ts');
  try {
    const runs = ways.map((): Stored[] => []);
    for (let i = 0; i < repetitions; i++)
      for (const [at, way] of ways.entries()) {
        const before = databaseMeter.cpuMs();
        const order: DurableOrder = { way, url: jobsUrl, rows, session: sessions[0]! };
        const seen: DurableSeen = await runLoad(child, order, () => {});
        // a tenth more was stored to warm up
        const databaseCpuPerThousand = (databaseMeter.cpuMs() - before) / (1.1 * (rows / 1_000));
        runs[at]!.push({ ...seen, databaseCpuPerThousand });
      }
    return Object.fromEntries(ways.map((way, at) => [way, medians(runs[at]!)])) as Record<
      (typeof ways)[number],
      Stored
    >;
  } finally {
    child.kill();
  }
}
