import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';

interface Operation {
  summary: string;
  security: object[];
}

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server.stop());

it('docs/api.md lists every route as the server has it, in its order, and no other', async () => {
  const { body } = await call<{ paths: Record<string, Record<string, Operation>> }>(server, '/openapi.json');
  const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { summary, security }]) =>
        `| \`${method.toUpperCase()} ${path}\` | ${summary} | ${security.length > 0 ? 'token' : '–'} |`,
    ),
  );
  const document = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
  const listed = document.split('\n').filter((line) => /^\| `[A-Z]+ \//.test(line));
  expect(listed).toEqual(routes);
});
