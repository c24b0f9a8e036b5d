import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEverybody, type Kind } from '../support/everybody.ts';
import { call } from '../support/rest.ts';
import { type ListedRoute, routesOf } from '../support/routes.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { createPlausible } from './plausible.ts';

const atOnce = 4;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ REQUESTS_PER_MINUTE: '1000000', TRUST_PROXY: 'true' });
});
afterAll(() => server?.stop());

/** Somebody who gets as far as the work itself. */
function doer({ access, path }: ListedRoute): Kind {
  if (access.needs === 'role student') return 'child';
  if (access.needs === 'role guardian') return 'guardian';
  if (access.needs.startsWith('right ')) return path.startsWith('/sessions') ? 'teacher' : 'superAdmin';
  return path.startsWith('/classes') ? 'learner' : 'guardian';
}

it('the same request, sent four times at the same moment, is never an error of ours', async () => {
  const { routes, defs } = await routesOf(server);
  const { rows } = await server.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  const { school, callOf } = await createPlausible(server, rows[0]!.id, defs);
  const everybody = createEverybody(server);
  const errors: string[] = [];
  let done = 0;
  for (const route of routes.filter(({ method }) => method !== 'GET')) {
    const { token } = await everybody.signIn(school[doer(route)]);
    const { path, body } = callOf(route);
    const replies = await Promise.all(
      Array.from({ length: atOnce }, (_, i) =>
        call<{ code?: string }>(server, path, {
          method: route.method,
          token,
          headers: { 'x-forwarded-for': `10.0.0.${i}` },
          ...(body !== undefined && { body }),
        }),
      ),
    );
    if (replies.some(({ status }) => status < 300)) done += 1;
    const told = replies.map(({ status, body }) => `${status} ${body?.code ?? ''}`.trim()).join(', ');
    if (replies.some(({ status }) => status >= 500)) errors.push(`${route.name}: ${told}`);
  }
  expect(errors).toEqual([]);
  expect(done).toBeGreaterThan(50);
}, 60_000);
