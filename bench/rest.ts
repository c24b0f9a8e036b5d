/**
 * `npm run bench -- rest` asks the product and bare Express + pg (`express-server.ts`) for the same, in turns, and then looks at
 * how long the product's event loop is held up while people sign in and large reports are fetched.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { medians, quantile } from './figures.ts';
import { playedClass } from './played-class.ts';
import { cpuMs, FamilyMeter } from './process-meter.ts';
import type { RestMark, RestOrder, RestSeen } from './rest-load.ts';
import { conclude } from './results.ts';
import { between, loadCore, runLoad, say, sayCores, serverCore, startLoad } from './run.ts';
import { serverLog, startDatabase, startProduct, startProgram } from './servers.ts';
import { addAccounts, password } from './sign-in-load.ts';
import { ratio, tableOf } from './table.ts';
import { targets, verdictOn } from './targets.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    repetitions: { type: 'string', default: '3' },
    'at-once': { type: 'string', default: '8' },
  },
});
const milliseconds = 1_000 * between('seconds', values.seconds, 1, 60);
const repetitions = between('repetitions', values.repetitions, 1, 9);
const atOnce = between('at-once', values['at-once'], 1, 200);
const ordinary = { players: 30, questions: 10 };
const large = { players: 2_000, questions: 100 };
const accounts = 60;
const signingIn = 4;

interface Asked {
  cpuPerRequest: number;
  databaseCpuPerRequest: number;
  perSecond: number;
  took50: number;
  took99: number;
  kilobytes: number;
  loadBusy: number;
}
type Where = Pick<RestOrder, 'url' | 'token' | 'bodies'>;

const database = await startDatabase();
const { postgres } = database;
const databaseMeter = new FamilyMeter(database.pid);
const jobs = new pg.Pool({ connectionString: postgres.jobsUrl, max: 1 });
try {
  sayCores();
  const report = await playedClass(postgres, ordinary.players, ordinary.questions);
  const largeReport = await playedClass(postgres, large.players, large.questions);
  const logins = await addAccounts(jobs, accounts);
  const product = await startProduct({ core: serverCore, postgres, settings: { TRUST_PROXY: '1' } });
  const bare = await startProgram('bench/express-server.ts', serverCore, { DATABASE_URL: postgres.jobsUrl });
  try {
    const { userId, token } = product;
    await jobs.query('UPDATE live_sessions SET host_id = $1', [userId]);
    const api = `${product.url}/api/v1`;
    const read = (path: string): Where => ({ url: `${api}${path}`, token, bodies: null });
    const readBare = (path: string): Where => ({ url: `${bare.url}${path}`, token: null, bodies: null });
    const signIns = logins.map((login) => ({ login, password, keep: 'body' }));
    const routes: Record<string, { product: Where; bare: Where }> = {
      'one row': { product: read(`/sessions/${report.id}`), bare: readBare(`/sessions/${report.id}`) },
      'a list': { product: read('/sessions'), bare: readBare(`/hosts/${userId}/sessions`) },
      'the report of a class': {
        product: read(`/sessions/${report.id}/report`),
        bare: readBare(`/sessions/${report.id}/report`),
      },
      'signing in': {
        product: { url: `${api}/auth/sign-in`, token: null, bodies: signIns },
        bare: { url: `${bare.url}/sign-in`, token: null, bodies: signIns },
      },
    };
    const figures: Record<string, { product: Asked; bare: Asked }> = {};
    for (const [name, { product: ours, bare: theirs }] of Object.entries(routes)) {
      const runs: { product: Asked[]; bare: Asked[] } = { product: [], bare: [] };
      for (let i = 0; i < repetitions; i++) {
        runs.bare.push(await measure(bare.pid, theirs));
        runs.product.push(await measure(product.pid, ours));
      }
      figures[name] = { product: medians(runs.product), bare: medians(runs.bare) };
    }
    say(`\n${tableOfRoutes(figures)}`);

    await product.watchLoop();
    await Promise.all([
      measure(product.pid, routes['signing in']!.product, signingIn),
      measure(product.pid, read(`/sessions/${largeReport.id}/report`), 1),
    ]);
    const loop = await product.loopDelay();
    say(
      `\nthe product's event loop while ${signingIn} sign in at once and reports of ${large.players} players and ${large.questions} questions are fetched:` +
        ` late by ${loop.p50.toFixed(1)} ms (p50), ${loop.p99.toFixed(1)} ms (p99), ${loop.longest.toFixed(1)} ms (longest)`,
    );
    conclude({
      bench: 'rest',
      options: { milliseconds, repetitions, atOnce, ordinary, large, signingIn },
      figures: { ...figures, loop },
      verdicts: [
        verdictOn(
          targets.oneRow,
          figures['one row']!.product.cpuPerRequest / figures['one row']!.bare.cpuPerRequest,
        ),
        verdictOn(targets.loopDelay, loop.p99),
      ],
    });
  } finally {
    await bare.stop();
    await product.stop();
  }
  rmSync(serverLog, { force: true });
} finally {
  await jobs.end();
  await database.stop();
}

async function measure(pid: number, where: Where, requests = atOnce): Promise<Asked> {
  const load = startLoad(loadCore, 'rest-load.ts');
  try {
    const meters = {} as Record<RestMark, { server: number; database: number; load: number; at: number }>;
    const order: RestOrder = { ...where, atOnce: requests, milliseconds };
    const { tookMs, bytes }: RestSeen = await runLoad(load, order, (mark: RestMark) => {
      meters[mark] = {
        server: cpuMs(pid),
        database: databaseMeter.cpuMs(),
        load: cpuMs(load.pid!),
        at: performance.now(),
      };
    });
    const { started, ended } = meters;
    const took = ended.at - started.at;
    return {
      cpuPerRequest: (ended.server - started.server) / tookMs.length,
      databaseCpuPerRequest: (ended.database - started.database) / tookMs.length,
      perSecond: (tookMs.length * 1_000) / took,
      took50: quantile(tookMs, 0.5),
      took99: quantile(tookMs, 0.99),
      kilobytes: bytes / tookMs.length / 1_024,
      loadBusy: (ended.load - started.load) / took,
    };
  } finally {
    load.kill();
  }
}

function tableOfRoutes(figures: Record<string, { product: Asked; bare: Asked }>): string {
  const line = (name: string, of: Asked, to: string) => [
    name,
    of.cpuPerRequest.toFixed(3),
    to,
    of.databaseCpuPerRequest.toFixed(3),
    of.perSecond.toFixed(0),
    of.took50.toFixed(1),
    of.took99.toFixed(1),
    of.kilobytes.toFixed(1),
    of.loadBusy.toFixed(2),
  ];
  return tableOf(
    [
      '',
      'CPU a request, ms',
      'to bare',
      'PostgreSQL, ms',
      'a second',
      'p50, ms',
      'p99, ms',
      'KB',
      'generator busy',
    ],
    Object.entries(figures).flatMap(([name, { product, bare }]) => [
      line(`${name}, bare Express + pg`, bare, ''),
      line(`${name}, Tutti`, product, ratio(product.cpuPerRequest, bare.cpuPerRequest)),
    ]),
  );
}
