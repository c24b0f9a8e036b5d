import { readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { installJobs, removeJobs } from '../jobs/install-jobs.ts';
import { StartError } from '../start-error.ts';
import { wholeUrl } from './database.ts';
import { oneAtATime } from './one-at-a-time.ts';

const folder = fileURLToPath(new URL('../../../migrations', import.meta.url));

export const migrationOptions = {
  path: folder,
  pathTs: folder,
  glob: 'Migration*.ts',
  snapshot: false,
  snapshotOnMigrate: false,
} as const;

export interface Migrating {
  /** Before anything changes in a database that migrations have run in before. */
  before?: ((pending: string[]) => Promise<void>) | undefined;
  /** Only these; all of them when nothing is said. */
  only?: string[];
  /** How long it waits for a table that somebody reads, and then lets those go first who came after it. */
  lockMs?: number;
}

const tries = 40;
const lockMs = 3_000;
/** A table was not free in time, or two waited for each other: nothing was changed. */
const busy = new Set(['55P03', '40P01']);

/** Brings the database and its queue of jobs up to date as their owner; gives the names of the migrations that ran. */
export const migrate = (ownerUrl: string, options: Migrating = {}): Promise<string[]> =>
  oneAtATime(ownerUrl, 'migrating', () => migrateLocked(ownerUrl, options));

/** For whoever has the lock. */
export async function migrateLocked(ownerUrl: string, options: Migrating = {}): Promise<string[]> {
  const { before, only } = options;
  const orm = await openForMigration(ownerUrl, options.lockMs);
  try {
    const pending = (await orm.migrator.getPending()).map(({ name }) => name);
    if (before && pending.length > 0 && (await orm.migrator.getExecuted()).length > 0) await before(pending);
    const done = await patiently(() => orm.migrator.up(only && { migrations: only }), options.lockMs);
    await installJobs(ownerUrl);
    return done.map(({ name }) => name);
  } finally {
    await orm.close(true);
  }
}

/** Whoever waits for a table keeps everybody waiting who comes later, so classes of other processes would stand. */
async function patiently<T>(work: () => Promise<T>, pauseMs = lockMs): Promise<T> {
  for (let left = tries; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!busy.has((error as { code?: string }).code ?? '')) throw error;
      if (left === 1)
        throw new StartError(
          'database/busy',
          'The tables cannot be changed: something reads them without a pause, perhaps a backup. Start again when it is done.',
          { cause: error },
        );
    }
    await pause(pauseMs);
  }
}

/** Of all migrations that this version has, in their order. */
export async function knownMigrations(): Promise<string[]> {
  const files = await readdir(folder);
  return files.flatMap((file) => /^(Migration\w+)\.ts$/.exec(file)?.[1] ?? []).sort();
}

/** Takes every migration back, newest first, and the queue of jobs with them. */
export async function migrateDown(ownerUrl: string): Promise<void> {
  await removeJobs(ownerUrl);
  const orm = await openForMigration(ownerUrl);
  try {
    for (const _ of await orm.migrator.getExecuted()) await orm.migrator.down();
  } finally {
    await orm.close(true);
  }
}

function openForMigration(ownerUrl: string, waitMs = lockMs) {
  return MikroORM.init({
    clientUrl: ownerUrl,
    driverOptions: { ...wholeUrl(ownerUrl), lock_timeout: waitMs },
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { ...migrationOptions, silent: true },
  });
}
