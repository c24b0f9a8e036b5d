import { timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { hashToken } from '../crypto/one-time-token.ts';
import { AppError } from '../http/app-error.ts';

export interface Metrics {
  registry: Registry;
  observeRequest(labels: { method: string; route: string; status: number }, seconds: number): void;
  observeJob(labels: { job: string; outcome: 'done' | 'failed' }, seconds: number): void;
}

/** Process figures (event loop delay, memory, CPU, garbage collection) a histogram of requests and one of jobs. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 10 });
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
    labelNames: ['job', 'outcome'],
    buckets: [0.1, 0.5, 1, 5, 30, 120, 600],
    registers: [registry],
  });
  return {
    registry,
    observeRequest: ({ method, route, status }, seconds) =>
      requests.observe({ method, route, status }, seconds),
    observeJob: (labels, seconds) => jobs.observe(labels, seconds),
  };
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
