import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sdk = join(root, 'client-sdk');

/** Every block of TypeScript, each a module of its own. */
const blocksOf = (file: string): string[] =>
  [...readFileSync(join(sdk, file), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code!);

it('the examples in the SDK’s documents hold against its types', async () => {
  const folder = mkdtempSync(join(sdk, '.readme-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const blocks = ['README.md', 'examples/race/README.md'].flatMap(blocksOf);
  for (const [index, code] of blocks.entries()) writeFileSync(join(folder, `block-${index + 1}.ts`), code);
  expect(blocks.length).toBeGreaterThan(6);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.json',
      compilerOptions: { types: [] },
      include: ['*.ts'],
      exclude: [],
    }),
  );
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '--noEmit', '-p', folder]).catch(
    (failed: { stdout: string }) => failed,
  );
  expect(stdout).toBe('');
}, 60_000);
