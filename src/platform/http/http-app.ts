import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import type { Config } from '../../config.ts';
import type { Log } from '../log/log.ts';
import { type Metrics, serveMetrics } from '../metrics/metrics.ts';
import type { Traces } from '../traces/traces.ts';
import { serveApiDocs } from './api-docs.ts';
import { AppError } from './app-error.ts';
import type { Authenticate } from './caller.ts';
import { clientNetwork } from './client-address.ts';
import { type HealthCheck, serveHealth } from './health.ts';
import { mountRoutes } from './mount-routes.ts';
import { describeApi } from './openapi.ts';
import { guardOrigin, type IsAllowedOrigin } from './origins.ts';
import { servePages } from './pages.ts';
import { sendProblems } from './problem.ts';
import type { Limits } from './rate-limit.ts';
import { logRequests, named } from './request-log.ts';
import { traceRequests } from './request-trace.ts';
import type { Route } from './route.ts';
import { securityHeaders } from './security-headers.ts';

export const apiBase = '/api/v1';

export interface HttpAppOptions {
  config: Pick<Config, 'environment' | 'https' | 'publicUrl' | 'trustProxy' | 'limits' | 'metricsToken'>;
  log: Log;
  metrics: Metrics;
  traces: Traces;
  limits: Limits;
  isAllowedOrigin: IsAllowedOrigin;
  authenticate: Authenticate;
  routes: readonly Route[];
  health: Readonly<Record<string, HealthCheck>>;
  /** Pictures, avatars and recordings, at addresses of their own. */
  files: RequestHandler[];
  /** The folder of the built pages. */
  pages: string;
  version: string;
}

/** Only what is fetched can be large; what is sent gets short replies, and a thousand players join at once. */
function compressReplies(): RequestHandler {
  const compress = compression({ threshold: 2_048 });
  return (request, response, next) =>
    request.method === 'POST' ? next() : compress(request, response, next);
}

/** Everything that answers plain HTTP, from the outermost guard to the last handler. */
export function createHttpApp(options: HttpAppOptions): Express {
  const { config, log, metrics, traces } = options;
  const production = config.environment === 'production';
  const perAddress = options.limits.limiter('requests', {
    times: config.limits.requestsPerMinute,
    seconds: 60,
  });

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag'); // replies of the API are not kept by anyone; files have their own
  app.set('query parser', 'simple');
  app.set('trust proxy', config.trustProxy);
  app.use(logRequests(log, metrics));
  app.use(securityHeaders(config));
  app.use(guardOrigin(options.isAllowedOrigin));
  app.use('/health', serveHealth(options.health));
  app.get('/metrics', named('/metrics'), serveMetrics(metrics, { production, token: config.metricsToken }));

  app.use(...options.files);
  if (traces.isOn) app.use('/api', traceRequests(traces));
  app.use('/api', async (request, _response, next) => {
    await perAddress.take(clientNetwork(request));
    next();
  });
  app.use(compressReplies());
  app.use(
    '/api',
    serveApiDocs(() => describeApi(options.routes, { version: options.version, base: apiBase })),
  );
  app.use(
    apiBase,
    mountRoutes(options.routes, apiBase, {
      authenticate: options.authenticate,
      limits: options.limits,
      jsonBytes: config.limits.jsonBytes,
      publicUrl: config.publicUrl,
      checkResponses: !production,
    }),
  );
  app.use('/api', () => {
    throw new AppError('request/not-found', 'There is nothing at this address.');
  });
  app.use(servePages(options.pages));
  app.use(() => {
    throw new AppError('request/not-found', 'There is nothing at this address.');
  });
  app.use(sendProblems(log));
  return app;
}
