import { Router } from 'express';
import { named } from './request-log.ts';

/** Throws when the part cannot do its work at this moment. */
export type HealthCheck = () => Promise<void> | void;

/**
 * `/health/live`: the process answers. `/health/ready`: it can serve; a load balancer sends nobody here while it cannot.
 * `/health/traffic`: the same, but 404 while the part `server` says that it stops: what is open here may end.
 */
export function serveHealth(checks: Readonly<Record<string, HealthCheck>>): Router {
  const router = Router();
  router.use(named('/health'));
  router.get('/live', (_request, response) => void response.json({ status: 'ok' }));
  const look = async () => {
    const names = Object.keys(checks);
    const outcomes = await Promise.allSettled(names.map(async (name) => checks[name]!()));
    const parts = Object.fromEntries(
      names.map((name, i) => [name, outcomes[i]!.status === 'fulfilled' ? 'ok' : 'failing']),
    );
    const ready = outcomes.every(({ status }) => status === 'fulfilled');
    return { ready, parts, report: { status: ready ? 'ok' : 'not-ready', parts } };
  };
  router.get('/ready', async (_request, response) => {
    const { ready, report } = await look();
    response.status(ready ? 200 : 503).json(report);
  });
  router.get('/traffic', async (_request, response) => {
    const { ready, parts, report } = await look();
    response.status(ready ? 200 : parts.server === 'failing' ? 404 : 503).json(report);
  });
  return router;
}
