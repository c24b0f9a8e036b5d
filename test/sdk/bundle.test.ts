import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

const source = (entry: string) => fileURLToPath(new URL(`../../client-sdk/src/${entry}`, import.meta.url));
const mostBytes = 60_000;

async function bundled(entry: string) {
  const result = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: source(entry), preserveEntrySignatures: 'strict' },
    },
  })) as Rolldown.RolldownOutput;
  const [chunk] = result.output;
  const later = result.output.flatMap((file) =>
    chunk.dynamicImports.includes(file.fileName) && file.type === 'chunk' ? file.moduleIds : [],
  );
  return { code: chunk.code, modules: chunk.moduleIds, later };
}

it('the game entry, with the Colyseus SDK, is at most 60 KB gzip', async () => {
  const { code, modules, later } = await bundled('index.ts');
  const bytes = gzipSync(code).length;
  expect(bytes, `${bytes} bytes`).toBeLessThanOrEqual(mostBytes);
  expect(code).toMatch(/export\s*\{.*createTutti/);
  expect(modules.some((id) => id.includes('@colyseus/sdk'))).toBe(true);
  expect(modules.filter((id) => /node_modules\/(zod|socket\.io|engine\.io)/.test(id))).toEqual([]);
  expect(later.some((id) => id.includes('socket.io-client'))).toBe(true);
});

it('the entry for administration brings neither Colyseus nor Socket.IO with it', async () => {
  const { modules } = await bundled('admin.ts');
  expect(modules.filter((id) => id.includes('node_modules'))).toEqual([]);
});
