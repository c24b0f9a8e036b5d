import { timingSafeEqual } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Request, RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { hashToken } from '../crypto/one-time-token.ts';
import { AppError } from '../http/app-error.ts';

type Labels = Record<string, string>;
/** One figure, or one for each set of labels. */
export type Read = number | Iterable<readonly [Labels, number]>;

/** A figure that is looked up when somebody asks for it. */
export interface Reading {
  name: string;
  help: string;
  labelNames?: readonly string[];
  read(): Read | Promise<Read>;
}

/** Figures for Prometheus. No label may tell of a person, hold an id or a PIN [DAT-4], or take values without an end. */
export interface Metrics {
  registry: Registry;
  observeRequest(labels: { method: string; route: string; status: number }, seconds: number): void;
  observeJob(labels: { name: string; outcome: 'done' | 'failed' }, seconds: number): void;
  /** What cannot be read at the moment, or not within 1.5 s, is missing from the page and holds nothing up. */
  reading(reading: Reading): void;
}

const readWithinMs = 1_500;

/** Process figures (memory, CPU, garbage collection, event loop), a histogram of requests and one of jobs. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 1_000 });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its reply.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const jobs = new Histogram({
    name: 'job_duration_seconds',
    help: 'Time that a job took, by how it ended.',
    labelNames: ['name', 'outcome'],
    buckets: [0.1, 0.5, 1, 5, 30, 120, 600],
    registers: [registry],
  });
  const reading = ({ name, help, labelNames = [], read }: Reading): void => {
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        const figures = await inTime(async () => read());
        this.reset();
        this.remove({}); // without labels a reset means 0
        if (figures === null) return;
        if (typeof figures === 'number') this.set(figures);
        else for (const [labels, figure] of figures) this.set(labels, figure);
      },
    });
  };
  readEventLoop(registry, reading);
  return {
    registry,
    observeRequest: ({ method, route, status }, seconds) =>
      requests.observe({ method, route, status }, seconds),
    observeJob: (labels, seconds) => jobs.observe(labels, seconds),
    reading,
  };
}

async function inTime(read: () => Promise<Read>): Promise<Read | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), readWithinMs);
  });
  const figures = read().catch(() => null);
  return Promise.race([figures, late]).finally(() => clearTimeout(timer));
}

const samplingMs = 10;

/** Node's own figure holds the pause between two looks as well: a loop that never waits would read 10 ms. */
function readEventLoop(registry: Registry, reading: Metrics['reading']): void {
  for (const { name } of registry.getMetricsAsArray())
    if (name.startsWith('nodejs_eventloop_lag')) registry.removeSingleMetric(name);
  const delays = monitorEventLoopDelay({ resolution: samplingMs });
  delays.enable();
  const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - samplingMs / 1e3);
  reading({
    name: 'event_loop_delay_seconds',
    help: 'How late the event loop came to its work since the last look; quantile 1 is the longest.',
    labelNames: ['quantile'],
    read() {
      const figures = [
        [{ quantile: '0.5' }, seconds(delays.percentile(50))],
        [{ quantile: '0.99' }, seconds(delays.percentile(99))],
        [{ quantile: '1' }, seconds(delays.max)],
      ] as const;
      delays.reset();
      return figures;
    },
  });
}

export interface MetricsAccess {
  production: boolean;
  token: string | undefined;
}

/** `/metrics`. In production it answers a request from this very machine, or one that shows METRICS_TOKEN as its bearer token. */
export function serveMetrics({ registry }: Metrics, access: MetricsAccess): RequestHandler {
  return async (request, response) => {
    if (!mayRead(request, access)) throw new AppError('request/not-found');
    response.type(registry.contentType).send(await registry.metrics());
  };
}

function mayRead(request: Request, { production, token }: MetricsAccess): boolean {
  if (!production) return true;
  const shown = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1];
  if (token && shown) return timingSafeEqual(hashToken(shown), hashToken(token));
  // Behind a proxy on this machine everybody seems to come from here; such a request carries one of these.
  const forwarded = request.get('x-forwarded-for') ?? request.get('forwarded');
  return !forwarded && /^(::1|127\.|::ffff:127\.)/.test(request.socket.remoteAddress ?? '');
}
