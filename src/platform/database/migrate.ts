import { fileURLToPath } from 'node:url';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { installJobs, removeJobs } from '../jobs/install-jobs.ts';
import { oneAtATime } from './one-at-a-time.ts';

const folder = fileURLToPath(new URL('../../../migrations', import.meta.url));

export const migrationOptions = {
  path: folder,
  pathTs: folder,
  glob: 'Migration*.ts',
  snapshot: false,
  snapshotOnMigrate: false,
} as const;

/** Brings the database and its queue of jobs up to date as their owner; gives the names of the migrations that ran. */
export function migrate(ownerUrl: string): Promise<string[]> {
  return oneAtATime(ownerUrl, 'migrating', async () => {
    const orm = await openForMigration(ownerUrl);
    try {
      const done = await orm.migrator.up();
      await installJobs(ownerUrl);
      return done.map((migration) => migration.name);
    } finally {
      await orm.close(true);
    }
  });
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
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { ...migrationOptions, silent: true },
  });
}
