import { Router } from 'express';
import { named } from './request-log.ts';

/** Throws when the part cannot do its work at this moment. */
export type HealthCheck = () => Promise<void> | void;

/** `/health/live`: the process answers. `/health/ready`: it can serve; a load balancer sends nobody here while it cannot. */
export function serveHealth(checks: Readonly<Record<string, HealthCheck>>): Router {
  const router = Router();
  router.use(named('/health'));
  router.get('/live', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/ready', async (_request, response) => {
    const names = Object.keys(checks);
    const outcomes = await Promise.allSettled(names.map(async (name) => checks[name]!()));
    const parts = Object.fromEntries(
      names.map((name, i) => [name, outcomes[i]!.status === 'fulfilled' ? 'ok' : 'failing']),
    );
    const ready = outcomes.every(({ status }) => status === 'fulfilled');
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'not-ready', parts });
  });
  return router;
}
