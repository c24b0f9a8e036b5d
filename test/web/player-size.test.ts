import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it, vi } from 'vitest';

const configFile = fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url));
const mostBytes = 200_000;

type Output = Rolldown.RolldownOutput['output'][number];
let files: Map<string, Output>;

beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production');
  const built = (await build({
    configFile,
    logLevel: 'error',
    build: { write: false },
  })) as Rolldown.RolldownOutput;
  // the next file of this process loads React as it is for tests
  vi.unstubAllEnvs();
  files = new Map(built.output.map((file) => [file.fileName, file]));
}, 60_000);

const textOf = (file: Output): string | Uint8Array => (file.type === 'chunk' ? file.code : file.source);
const gzipped = (content: string | Uint8Array) => gzipSync(content, { level: 9 }).length;

/** What a browser loads before the page does anything: the page, its scripts with all they import, and its styles. */
function loadedBy(page: string): string[] {
  const html = String(textOf(files.get(page)!));
  const open = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file]) => file!);
  const seen = new Set([page]);
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const found = files.get(file);
    if (found?.type === 'chunk') open.push(...found.imports);
  }
  return [...seen];
}

describe('the pages, as a phone loads them', () => {
  it('need at most 200 KB from the PIN to the lobby, the font included', () => {
    // Of the font a browser takes only the part whose letters are on the page; "latin" has those of our languages.
    const font = [...files.keys()].find((name) => /-latin-wght-normal.*\.woff2$/.test(name))!;
    const loaded = loadedBy('index.html');
    const sizes = Object.fromEntries(loaded.map((name) => [name, gzipped(textOf(files.get(name)!))]));
    const total = Object.values(sizes).reduce((sum, size) => sum + size, textOf(files.get(font)!).length);
    expect(loaded.length).toBeGreaterThan(2);
    expect(total, JSON.stringify(sizes, null, 2)).toBeLessThanOrEqual(mostBytes);
  });

  it.each(['index.html', 'projector.html', 'desk.html'])(
    '%s comes in few files: each is a request',
    (page) => {
      expect(loadedBy(page).length).toBeLessThanOrEqual(20);
    },
  );

  it.each(['index.html', 'projector.html'])(
    '%s brings neither Mantine, a router, Socket.IO nor zod',
    (page) => {
      const modules = loadedBy(page).flatMap((name) => {
        const file = files.get(name)!;
        return file.type === 'chunk' ? file.moduleIds : [];
      });
      expect(modules.some((id) => id.includes('/react-dom/'))).toBe(true);
      expect(
        modules.filter((id) =>
          /node_modules\/(@mantine|react-router|socket\.io|engine\.io|zod|recharts)/.test(id),
        ),
      ).toEqual([]);
    },
  );

  it.each(['index.html', 'projector.html', 'desk.html'])(
    '%s has no script and no style in its text',
    (page) => {
      const html = String(textOf(files.get(page)!));
      expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
    },
  );

  it('know both ways to the dark: what the device says, and what somebody chose', () => {
    const styles = loadedBy('index.html')
      .filter((name) => name.endsWith('.css'))
      .map((name) => String(textOf(files.get(name)!)))
      .join('');
    expect(styles).toContain('prefers-color-scheme:dark');
    expect(styles).toMatch(/\[data-theme=["']?dark["']?\]/);
  });
});
