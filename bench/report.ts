import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import compression from 'compression';
import express from 'express';
import pg from 'pg';
import { createReceiptMaker } from '../src/modules/live/receipts/receipt-maker.ts';
import { reportRoutes } from '../src/modules/live/report.routes.ts';
import { createReportService } from '../src/modules/live/report.service.ts';
import { deriveKeys } from '../src/platform/crypto/keys.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { mountRoutes } from '../src/platform/http/mount-routes.ts';
import { createLimits } from '../src/platform/http/rate-limit.ts';
import type { MissionSummary } from '../src/wire/catalog.ts';
import type { SessionSummary } from '../src/wire/session.ts';
import { quantile } from './figures.ts';
import { say } from './run.ts';
import { call, startDatabase, startProduct } from './servers.ts';

/**
 * How long the report of a large class keeps everybody else waiting: 2,000 players, 100 questions, 200,000 answers in a real database, fetched
 * by curl. Printed are the event loop's delay, which other work on the machine lengthens, and the CPU of single turns of the loop, which it does not.
 *
 *   npm run bench -- report
 */
const players = 2_000;
const questions = 100;
const kinds = ['report', 'report.csv', 'report.xlsx'] as const;

const { postgres, stop } = await startDatabase();
try {
  const session = await aPlayedClass();
  const db = await openDatabase({ appUrl: postgres.appUrl, jobsUrl: postgres.jobsUrl, entities: [] });
  const reports = createReportService({ db, receiptMaker: createReceiptMaker(deriveKeys('bench')) });
  const authenticate = async () => ({
    ...session.host,
    roles: ['teacher'] as const,
    permissions: new Set(['sessions.host'] as const),
    consent: null,
    lacksSecondFactor: false,
    sessionFamily: '',
  });
  const app = express();
  app.use(compression({ threshold: 2_048 }));
  app.use(
    '/api',
    mountRoutes(reportRoutes({ reports }), '/api', {
      authenticate,
      limits: createLimits(),
      jsonBytes: 1_000,
      checkResponses: false,
    }),
  );
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (const kind of kinds) await look(kind, `http://127.0.0.1:${port}/api/sessions/${session.id}/${kind}`);
  server.close();
  await db.close();
} finally {
  await stop();
}

async function look(kind: string, url: string): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const turns: number[] = [];
  let last = process.threadCpuUsage();
  const timer = setInterval(() => {
    const used = process.threadCpuUsage(last);
    last = process.threadCpuUsage();
    turns.push((used.user + used.system) / 1_000);
  }, 1);
  delay.enable();
  const start = performance.now();
  const curl = [
    '-s',
    '-f',
    '--compressed',
    '-H',
    'Authorization: Bearer x',
    '-o',
    '/dev/null',
    '-w',
    '%{size_download}',
    url,
  ];
  const { stdout } = await promisify(execFile)('curl', curl);
  const took = performance.now() - start;
  delay.disable();
  clearInterval(timer);
  turns.sort((a, b) => a - b);
  const cpu = turns.reduce((sum, one) => sum + one, 0);
  say(
    `${kind.padEnd(12)} ${(Number(stdout) / 1e6).toFixed(1)} MB in ${Math.round(took)} ms, ${Math.round(cpu)} ms CPU of the main thread; ` +
      `loop delay p50 ${ms(delay.percentile(50))}, p99 ${ms(delay.percentile(99))}, max ${ms(delay.max)} ms; ` +
      `CPU a turn p99 ${quantile(turns, 0.99).toFixed(1)}, max ${turns.at(-1)!.toFixed(1)} ms`,
  );
}

function ms(nanoseconds: number): string {
  return (nanoseconds / 1e6).toFixed(1);
}

/** Made by the product, and then filled as its projection would. */
async function aPlayedClass(): Promise<{ id: string; host: { userId: string; orgId: string } }> {
  const { url, token, stop: stopServer } = await startProduct({ core: null, postgres });
  const { items } = await call<{ items: MissionSummary[] }>(`${url}/api/v1/missions?limit=100`, token);
  const mission = items.find(({ slug }) => slug === 'teach-the-machine')!;
  const { id } = await call<SessionSummary>(`${url}/api/v1/sessions`, token, {
    missionId: mission.id,
    settings: { getReadySeconds: 0, standings: 'off', cap: players },
  });
  await stopServer();
  const pool = new pg.Pool({ connectionString: postgres.jobsUrl, max: 1 });
  const query = (sql: string, values: unknown[]) => pool.query(sql, values);
  await query(
    `UPDATE live_sessions SET status = 'ended', started_at = now(), ended_at = now(), projected_at = now(), snapshot = jsonb_set(snapshot, '{rounds}',
       (SELECT jsonb_agg(snapshot->'rounds'->((n % jsonb_array_length(snapshot->'rounds'))::int)) FROM generate_series(0, $2::int - 1) n)) WHERE id = $1`,
    [id, questions],
  );
  await query(
    `INSERT INTO live_participants (session_id, nickname, skeleton, score, correct_count, answered_count, final_rank, joined_in_round)
     SELECT $1, 'Player ' || n, 'player ' || n, n, $3 / 2, $3, $2 - n, 0 FROM generate_series(1, $2::int) n`,
    [id, players, questions],
  );
  await query(
    `INSERT INTO live_rounds (session_id, position, answered, correct, mean_ms, spread)
     SELECT $1, n, $2, $2 / 2, 5000, '[1000, 400, 300, 300]' FROM generate_series(0, $3::int - 1) n`,
    [id, players, questions],
  );
  await query(
    `INSERT INTO live_answers (session_id, round, vote, participant_id, answer_id, answer, outcome, response_ms, points, answered_at)
     SELECT $1, r.position, 1, lp.id, r.position || '', jsonb_build_array((lp.score * 7 + r.position) % 4),
       CASE WHEN (lp.score * 7 + r.position) % 2 = 0 THEN 'right' ELSE 'wrong' END, 1000 + lp.score, 500, now()
     FROM live_participants lp CROSS JOIN live_rounds r WHERE lp.session_id = $1 AND r.session_id = $1`,
    [id],
  );
  const { rows } = await query(
    'SELECT host_id AS "userId", org_id AS "orgId" FROM live_sessions WHERE id = $1',
    [id],
  );
  await pool.end();
  return { id, host: rows[0] };
}
