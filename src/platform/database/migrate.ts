import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { installJobs, removeJobs } from '../jobs/install-jobs.ts';
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
}

/** Brings the database and its queue of jobs up to date as their owner; gives the names of the migrations that ran. */
export const migrate = (ownerUrl: string, options: Migrating = {}): Promise<string[]> =>
  oneAtATime(ownerUrl, 'migrating', () => migrateLocked(ownerUrl, options));

/** For whoever has the lock. */
export async function migrateLocked(ownerUrl: string, { before, only }: Migrating = {}): Promise<string[]> {
  const orm = await openForMigration(ownerUrl);
  try {
    const pending = (await orm.migrator.getPending()).map(({ name }) => name);
    if (before && pending.length > 0 && (await orm.migrator.getExecuted()).length > 0) await before(pending);
    const done = await orm.migrator.up(only && { migrations: only });
    await installJobs(ownerUrl);
    return done.map(({ name }) => name);
  } finally {
    await orm.close(true);
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

function openForMigration(ownerUrl: string) {
  return MikroORM.init({
    clientUrl: ownerUrl,
    driverOptions: wholeUrl(ownerUrl),
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { ...migrationOptions, silent: true },
  });
}
