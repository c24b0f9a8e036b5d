import { join } from 'node:path';
import type { Config, DatabaseUrls } from '../config.ts';
import { type BackupReason, makeBackup, megabytes } from '../platform/backup/backup.ts';
import type { Migrating } from '../platform/database/migrate.ts';
import { StartError } from '../platform/start-error.ts';
import { version } from '../version.ts';
import { say } from './terminal.ts';

const keep = 5;

/** What is made without being asked for: the database alone, the last five of each reason. */
export async function keepDatabase(
  { dataDir, database }: Pick<Config, 'dataDir' | 'database'>,
  { ownerUrl }: DatabaseUrls,
  reason: Exclude<BackupReason, 'wish'>,
  { tell = say, spare }: { tell?: typeof say; spare?: Date } = {},
): Promise<void> {
  const { file, bytes } = await makeBackup({
    ownerUrl,
    ownServer: database !== null,
    version,
    folder: backupFolder(dataDir),
    reason,
    media: null,
    now: new Date(),
    keep,
    ...(spare && { spare }),
    tell,
  });
  tell(`Kept in ${file} (${megabytes(bytes)}).`);
}

export const backupFolder = (dataDir: string): string => join(dataDir, 'backups');

/**
 * A migration that goes wrong costs nobody their work. However often an upgrade is begun anew, the first backup stays: later ones have tables
 * that the version before does not know.
 */
export function keepBeforeMigration(
  config: Pick<Config, 'dataDir' | 'database' | 'backupBeforeMigration'>,
  urls: DatabaseUrls,
  tell = say,
): Migrating['before'] {
  if (!config.backupBeforeMigration) return undefined;
  return async (pending, begun) => {
    tell(`Keeping the database before its tables change (migrations: ${pending.length}) …`);
    await keepDatabase(config, urls, 'before-migration', { tell, spare: begun }).catch((error: Error) => {
      const code = error instanceof StartError ? error.code : 'backup/failed';
      throw new StartError(
        code,
        `${error.message}\nThe tables were not changed. Where you have a backup of your own, start with BACKUP_BEFORE_MIGRATION=off.`,
        { cause: error },
      );
    });
  };
}
