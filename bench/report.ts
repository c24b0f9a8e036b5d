import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import compression from 'compression';
import express from 'express';
import { createReceiptMaker } from '../src/modules/live/receipts/receipt-maker.ts';
import { reportRoutes } from '../src/modules/live/report.routes.ts';
import { createReportService } from '../src/modules/live/report.service.ts';
import { deriveKeys } from '../src/platform/crypto/keys.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { mountRoutes } from '../src/platform/http/mount-routes.ts';
import { createLimits } from '../src/platform/http/rate-limit.ts';
import { quantile } from './figures.ts';
import { playedClass } from './played-class.ts';
import { conclude } from './results.ts';
import { say } from './run.ts';
import { startDatabase } from './servers.ts';
import { targets, verdictOn } from './targets.ts';

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
  const session = await playedClass(postgres, players, questions);
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
  const figures: Looked[] = [];
  for (const kind of kinds)
    figures.push(await look(kind, `http://127.0.0.1:${port}/api/sessions/${session.id}/${kind}`));
  conclude({
    bench: 'report',
    options: { players, questions },
    figures,
    verdicts: figures.map(({ kind, delay99 }) =>
      verdictOn({ ...targets.loopDelay, name: `event-loop delay p99 while ${kind} is fetched` }, delay99),
    ),
  });
  server.close();
  await db.close();
} finally {
  await stop();
}

interface Looked {
  kind: string;
  tookMs: number;
  delay99: number;
  longestDelay: number;
  turn99: number;
  longestTurn: number;
}

async function look(kind: string, url: string): Promise<Looked> {
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
  return {
    kind,
    tookMs: took,
    delay99: delay.percentile(99) / 1e6,
    longestDelay: delay.max / 1e6,
    turn99: quantile(turns, 0.99),
    longestTurn: turns.at(-1)!,
  };
}

function ms(nanoseconds: number): string {
  return (nanoseconds / 1e6).toFixed(1);
}
