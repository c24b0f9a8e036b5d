import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const systemChromium = '/usr/bin/chromium';
/** In the folder of the unpacked browser: where its fonts are. */
const fontsOf = 'fonts.conf';

/** Nothing but the test may happen: no update, no telemetry, no first visit, and no waiting for a page in the back. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--no-default-browser-check',
  '--mute-audio',
];

/**
 * A real browser: the one among our packages, which has no windows, menus and address bar of its own to keep alive and
 * so takes half the work; the system's Chromium where that one does not start, as a library is missing.
 */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const launch = (found: LaunchOptions) =>
    chromium.launch({ ...found, ...options, args: [...quiet, ...(options.args ?? [])] });
  return packedChromium()
    .then(launch)
    .catch((error) => {
      if (existsSync(systemChromium)) return launch({ executablePath: systemChromium });
      throw error;
    });
}

async function packedChromium(): Promise<LaunchOptions> {
  const home = await unpackChromium();
  return {
    executablePath: join(home, 'chromium'),
    env: { ...process.env, FONTCONFIG_FILE: join(home, fontsOf) },
  };
}

/**
 * The package holds the browser compressed and unpacks it into the temporary folder, where it takes whatever bears its
 * name for complete and its own. So it gets a folder that is private to the user, and takes its place only when done.
 */
async function unpackChromium(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(join(entry, '../../package.json'), 'utf8')) as {
    version: string;
  };
  const parent = join(tmpdir(), `tutti-chromium-${process.getuid?.() ?? 0}`);
  await mkdir(parent, { mode: 0o700, recursive: true });
  if (process.getuid && (await stat(parent)).uid !== process.getuid()) {
    throw new Error(`${parent} belongs to somebody else. Remove it, or set TMPDIR to a folder of your own.`);
  }
  const home = join(parent, version);
  if (!existsSync(home)) {
    const half = await mkdtemp(join(parent, 'unpacking-'));
    const unpack = `import(${JSON.stringify(pathToFileURL(entry).href)}).then((it) => it.default.executablePath())`;
    await promisify(execFile)(process.execPath, ['-e', unpack], { env: { ...process.env, TMPDIR: half } });
    // A bare system has neither fonts nor their configuration; the package brings one family along.
    const folders = [join(home, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
    const entries = folders.map((folder) => `<dir>${folder}</dir>`).join('');
    const fonts = `<fontconfig>${entries}<cachedir>${join(home, 'cache')}</cachedir></fontconfig>`;
    await writeFile(join(half, fontsOf), fonts);
    await rename(half, home).catch(() => rm(half, { recursive: true, force: true })); // another process was first
  }
  return home;
}
