/**
 * `npm run bench -- groups` lets 40 groups of five synthetic learners play a group mission at once on one process, with their
 * teacher's panel open, and prints what it costs. `docs/performance.md` says how to read it.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createTutti } from '@tutti/client';
import { type GroupMission, type GroupRun, groupsOf } from '@tutti/client/groups';
import pg from 'pg';
import type { MissionSummary } from '../src/wire/catalog.ts';
import type { Seat } from '../src/wire/session.ts';
import { readPlans } from '../test/support/group-play.ts';
import { playAlone } from '../test/support/group-robots.ts';
import { openSeat } from '../test/support/raw-client.ts';
import { quantile } from './figures.ts';
import { cpuMs, FamilyMeter } from './process-meter.ts';
import { conclude } from './results.ts';
import { between, hasTwoCores, say } from './run.ts';
import { call, serverLog, startDatabase, startProduct } from './servers.ts';

const { values } = parseArgs({
  options: {
    groups: { type: 'string', default: '40' },
    learners: { type: 'string', default: '5' },
    /** The longest that a learner thinks before doing something, ms. */
    think: { type: 'string', default: '1000' },
  },
});
const groups = between('groups', values.groups, 1, 40);
const learners = between('learners', values.learners, 2, 8);
const think = between('think', values.think, 0, 10_000);
const enterAtOnce = 20;
const limitMs = 300_000;

const database = await startDatabase();
const meter = new FamilyMeter(database.pid);
const server = await startProduct({ core: hasTwoCores ? 0 : null, postgres: database.postgres });
try {
  const api = `${server.url}/api/v1`;
  const { items } = await call<{ items: MissionSummary[] }>(`${api}/missions?for=groups`, server.token);
  const { id: classId } = await call<{ id: string }>(`${api}/classes`, server.token, { name: 'Bench' });
  const run = await call<GroupRun>(`${api}/group-runs`, server.token, {
    missionId: items[0]!.id,
    classId,
    groups,
  });
  const { seat } = await call<{ seat: Seat }>(`${api}/group-runs/${run.id}/watch`, server.token, {});
  const panel = await openSeat(server.url, seat);

  const all: GroupMission[] = [];
  const joining = performance.now();
  const numbers = Array.from({ length: groups * learners }, (_, i) => i).values();
  const enter = async () => {
    for (const i of numbers)
      all.push(
        await groupsOf(createTutti({ url: server.url })).join({ pin: run.pin!, nickname: `Learner ${i}` }),
      );
  };
  await Promise.all(Array.from({ length: enterAtOnce }, enter));
  say(`${all.length} learners in ${groups} groups came in ${seconds(performance.now() - joining)}`);

  const pool = new pg.Pool({ connectionString: database.postgres.jobsUrl, max: 1 });
  const plans = await readPlans(pool, run.id);
  const acks: number[] = [];
  const before = { server: cpuMs(server.pid), database: meter.cpuMs(), load: process.cpuUsage() };
  const started = performance.now();
  panel.send('watchCommand', { id: 'start', command: { verb: 'start', to: null } });
  const played = Promise.all(
    all.map((learner) =>
      playAlone(learner, {
        plan: plans.get(learner.view.sessionId)!,
        thinkMs: () => Math.random() * think,
        acknowledged: (ms) => acks.push(ms),
      }),
    ),
  );
  await Promise.race([played, tooLong()]);
  const took = performance.now() - started;
  const load = process.cpuUsage(before.load);
  const { rows } = await pool.query<{ events: number; solved: number }>(
    `SELECT (SELECT count(*)::int FROM live_events e JOIN live_sessions s ON s.id = e.session_id WHERE s.run_id = $1) AS events,
       (SELECT count(*)::int FROM live_events e JOIN live_sessions s ON s.id = e.session_id
         WHERE s.run_id = $1 AND e.type = 'session.ended' AND e.payload->>'reason' = 'solved') AS solved`,
    [run.id],
  );
  await pool.end();
  const { events, solved } = rows[0]!;
  const serverCpu = cpuMs(server.pid) - before.server;
  const panelBytes = panel.frames.reduce((sum, { length }) => sum + length, 0);
  say(
    `${solved} of ${groups} groups solved the mission, in ${seconds(took)} (learners think up to ${think} ms)`,
  );
  say(`${acks.length} actions, ${events} events in the log`);
  say(`acknowledged after ${ms(quantile(acks, 0.5))} (median), ${ms(quantile(acks, 0.99))} (p99)`);
  say(
    `CPU: server ${seconds(serverCpu)}, ${share(serverCpu, took)} of a core, ${(serverCpu / (acks.length / 1_000)).toFixed(0)} ms per 1,000 actions; ` +
      `database ${seconds(meter.cpuMs() - before.database)}; generator ${share((load.user + load.system) / 1_000, took)} of a core`,
  );
  say(
    `server memory ${((await server.memory()).residentBytes / 1_048_576).toFixed(0)} MB; panel ${(panelBytes / 1_024).toFixed(0)} KB in ${panel.frames.length} frames`,
  );
  conclude({
    bench: 'groups',
    options: { groups, learners, think },
    figures: {
      tookMs: took,
      actions: acks.length,
      events,
      acknowledgement50: quantile(acks, 0.5),
      acknowledgement99: quantile(acks, 0.99),
      serverBusy: serverCpu / took,
      cpuPerThousandActions: serverCpu / (acks.length / 1_000),
    },
    verdicts: [],
  });
  if (solved !== groups) throw new Error('not every group came to the end');
  await Promise.all(all.map((learner) => learner.leave()));
  panel.close();
  rmSync(serverLog, { force: true });
} finally {
  await server.stop();
  await database.stop();
}

function tooLong(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`the groups were not through after ${limitMs} ms`)), limitMs).unref();
  });
}

function seconds(time: number): string {
  return `${(time / 1_000).toFixed(1)} s`;
}
function ms(time: number): string {
  return `${time.toFixed(1)} ms`;
}
function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(0)} %`;
}
