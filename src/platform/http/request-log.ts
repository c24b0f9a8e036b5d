import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { ErrorCode } from '../../wire/error-codes.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics/metrics.ts';

declare global {
  namespace Express {
    interface Locals {
      requestId: string;
      /** The pattern and never the path: a path may hold a PIN. */
      route?: string;
      /** Why it was refused. */
      code?: ErrorCode;
    }
  }
}

/** Gives every request an id and writes one line when it is over. */
export function logRequests(log: Log, metrics: Metrics): RequestHandler {
  return (request, response: Response, next) => {
    const begin = performance.now();
    const requestId = randomUUID();
    response.locals.requestId = requestId;
    response.set('X-Request-Id', requestId);
    response.once('close', () => {
      const ms = performance.now() - begin;
      const { method } = request;
      const route = response.locals.route ?? 'other';
      const status = response.writableEnded ? response.statusCode : 499;
      metrics.observeRequest({ method, route, status }, ms / 1_000);
      // that it is not ready is what /health was asked for
      const isFault = status >= 500 && route !== '/health';
      const level = isFault ? 'error' : route.startsWith('/api') ? 'info' : 'debug';
      log[level]({ requestId, method, route, status, ms: Math.round(ms * 10) / 10 }, 'request');
    });
    next();
  };
}

/** Names the route for the log line; mount it in front of whatever answers. */
export const named =
  (route: string): RequestHandler =>
  (_request, response, next) => {
    response.locals.route = route;
    next();
  };
