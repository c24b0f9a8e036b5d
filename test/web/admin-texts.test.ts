import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { admin as en } from '../../web/src/shared/i18n/en/admin.ts';

const modules = fileURLToPath(new URL('../../src/modules', import.meta.url));
const source = readdirSync(modules, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(modules, file), 'utf8'))
  .join('\n');

/** `account.suspended`, wherever it is handed to what writes the log. */
const written = [
  ...source.matchAll(/action: '([a-z_]+\.[a-z_]+)'/g),
  ...source.matchAll(
    /(?:noted|entryOf|auditOf|logged|setStatus)\((?:[^()']|\([^()]*\))*'([a-z_]+\.[a-z_]+)'/g,
  ),
].map(([, action]) => action!);

it('[DAT-3] whatever the server writes into its log has words on the page of the log', () => {
  expect(new Set(written).size).toBeGreaterThan(60);
  const actions = en.audit.actions as Record<string, Record<string, string>>;
  const without = [...new Set(written)].filter((action) => {
    const [noun, verb] = action.split('.') as [string, string];
    return actions[noun]?.[verb] === undefined;
  });
  expect(without).toEqual([]);
});
