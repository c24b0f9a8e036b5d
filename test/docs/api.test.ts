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

it('docs/api.md lists every route as the server has it, in its order, and no other (`vitest -u` writes it anew)', async () => {
  const { body } = await call<{ paths: Record<string, Record<string, Operation>> }>(server, '/openapi.json');
  const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { summary, security }]) =>
        `| \`${method.toUpperCase()} ${path}\` | ${summary} | ${security.length > 0 ? 'token' : '–'} |`,
    ),
  );
  const file = new URL('../../docs/api.md', import.meta.url).pathname;
  const isRow = (line: string) => /^\| `[A-Z]+ \//.test(line);
  const lines = readFileSync(file, 'utf8').split('\n');
  const first = lines.findIndex(isRow);
  const rest = lines.slice(first).filter((line) => !isRow(line));
  await expect([...lines.slice(0, first), ...routes, ...rest].join('\n')).toMatchFileSnapshot(file);
});
