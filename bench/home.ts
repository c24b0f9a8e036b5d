/**
 * `npm run bench -- home`: what the server takes for the home of a learner after a school year, over HTTP, with row policies: every
 * request of its first page, together as a browser sends them, and one after the other.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { quantile } from './figures.ts';
import type { HomeOrder, HomeSeen } from './home-load.ts';
import { cpuMs, FamilyMeter } from './process-meter.ts';
import { conclude } from './results.ts';
import { between, loadCore, runLoad, say, sayCores, serverCore, startLoad } from './run.ts';
import { countsOf, liveYear, year } from './school-year.ts';
import { call, serverLog, startDatabase, startProduct } from './servers.ts';
import { tableOf } from './table.ts';
import { targets, verdictOn } from './targets.ts';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '200' },
    /** Where a CPU profile of the server is written. */
    profile: { type: 'string' },
  },
});
const times = between('times', values.times, 20, 5_000);
const warmUps = 30;

/** Of the first tab of `/home` (web/src/learn/home.page.tsx), in the order in which the page asks. */
const paths = [
  '/me/consent',
  '/me/badges',
  '/homework/mine',
  '/me/missions?locale=en',
  '/me/practice',
  '/me/daily-challenge',
  '/group-runs/mine',
  '/me/races',
  '/me/progress',
  '/me/season?locale=en',
];

const database = await startDatabase();
const { postgres } = database;
const meter = new FamilyMeter(database.pid);
// what fills it needs not be durable
const jobs = new pg.Pool({
  connectionString: postgres.jobsUrl,
  max: 1,
  options: '-c synchronous_commit=off',
});
try {
  sayCores();
  const first = await startProduct({ core: null, postgres });
  await first.stop();
  const lived = await liveYear(postgres, jobs);
  const known = await countsOf(jobs, lived.learner);
  say(
    `\nthe learner: ${Object.entries(known)
      .map(([what, n]) => `${n} ${what}`)
      .join(', ')}\n`,
  );

  const product = await startProduct({ core: serverCore, postgres, profileInto: values.profile });
  const load = startLoad(loadCore, 'home-load.ts');
  try {
    const api = `${product.url}/api/v1`;
    const teacher = await product.signIn(lived.teacher);
    const { items } = await call<{ items: { id: string; slug: string }[] }>(
      `${api}/missions?limit=100`,
      teacher,
    );
    await call(`${api}/homework`, teacher, {
      missionId: items.find(({ slug }) => slug === 'spot-the-fake')!.id,
      groupId: lived.classId,
      closesAt: new Date(Date.now() + 2 * 24 * 3_600_000).toISOString(),
    });
    const token = await product.signIn(lived.learner);
    const order: HomeOrder = { api, token, paths, warmUps, times };
    const cpu: { server: number; database: number }[] = [];
    const seen: HomeSeen = await runLoad(load, order, () => {
      cpu.push({ server: cpuMs(product.pid), database: meter.cpuMs() });
    });
    const [before, after] = cpu as [(typeof cpu)[0], (typeof cpu)[0]];
    const opened = times + warmUps;
    const cpuOfPage = {
      server: (after.server - before.server) / opened,
      database: (after.database - before.database) / opened,
    };
    const spread = (took: readonly number[]) => ({ p50: quantile(took, 0.5), p95: quantile(took, 0.95) });
    const figures = {
      known,
      page: { together: spread(seen.together.whole), oneByOne: spread(seen.oneByOne.whole) },
      requests: Object.fromEntries(
        paths.map((path, i) => [
          path,
          {
            oneByOne: spread(seen.oneByOne.each[i]!),
            together: spread(seen.together.each[i]!),
            bytes: seen.bytes[i]!,
          },
        ]),
      ),
      cpuOfPage,
    };
    const line = (name: string, alone: Spread, together: Spread, kilobytes: string) => [
      name,
      ...[alone.p50, alone.p95, together.p50, together.p95].map((ms) => ms.toFixed(1)),
      kilobytes,
    ];
    say(
      tableOf(
        ['', 'by itself p50, ms', 'p95', 'with the others p50, ms', 'p95', 'KB'],
        [
          ...Object.entries(figures.requests).map(([path, { oneByOne, together, bytes }]) =>
            line(path, oneByOne, together, (bytes / 1_024).toFixed(1)),
          ),
          line('the page', figures.page.oneByOne, figures.page.together, ''),
        ],
      ),
    );
    say(
      `\nCPU of opening it: server ${cpuOfPage.server.toFixed(1)} ms, PostgreSQL ${cpuOfPage.database.toFixed(1)} ms`,
    );
    conclude({
      bench: 'home',
      options: { times, warmUps, year },
      figures,
      verdicts: [verdictOn(targets.learnerHome, figures.page.together.p95)],
    });
  } finally {
    load.kill();
    await product.stop();
  }
  rmSync(serverLog, { force: true });
} finally {
  await jobs.end();
  await database.stop();
}

interface Spread {
  p50: number;
  p95: number;
}
