/**
 * `npm run backup` saves the database, pictures and recordings in one file, beside a running server or without one;
 * `-- --to FOLDER` somewhere else than in DATA_DIR/backups, `-- --keep 14` so that older ones made by this command go.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { audit } from '../src/modules/compliance/audit.service.ts';
import { mediaFolder } from '../src/modules/media/media.module.ts';
import { type Backup, makeBackup, megabytes } from '../src/platform/backup/backup.ts';
import { StartError } from '../src/platform/start-error.ts';
import { createStorage } from '../src/platform/storage/storage.ts';
import { describeFailure } from '../src/start/failure.ts';
import { backupFolder } from '../src/start/keep-before-migration.ts';
import { version } from '../src/version.ts';
import { withOpen, withUrls } from './lib/with-database.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);

try {
  const { to, keep } = readOptions();
  const made = await withUrls(async (urls, { database, dataDir }) => {
    const backup = await makeBackup({
      ownerUrl: urls.ownerUrl,
      ownServer: database !== null,
      version,
      folder: to ?? backupFolder(dataDir),
      reason: 'wish',
      media: createStorage(mediaFolder(dataDir)),
      now: new Date(),
      ...(keep !== undefined && { keep }),
      tell: print,
    });
    await withOpen(urls, (db) =>
      db.asWorker((em) =>
        audit(em, {
          orgId: null,
          actorId: null,
          actor: 'command',
          action: 'backup.made',
          entity: 'backup',
          entityId: null,
        }),
      ),
    );
    return backup;
  });
  print(told(made));
} catch (error) {
  process.stderr.write(`${describeFailure(error, 'No backup was made')}\n`);
  process.exitCode = 1;
}

function readOptions() {
  const { values } = parseArgs({ options: { to: { type: 'string' }, keep: { type: 'string' } } });
  const keep = z.coerce.number().int().min(1).max(10_000).optional().safeParse(values.keep);
  if (!keep.success) throw new StartError('config/invalid', '--keep must be a whole number from 1 to 10000.');
  return { to: values.to, keep: keep.data };
}

function told({ file, bytes, rows, files, pgDump }: Backup): string {
  const database = pgDump === null ? `${rows} rows` : `the database as pg_dump ${pgDump} saves it`;
  return [
    `${file}: ${megabytes(bytes)}, ${database}, ${files} pictures and recordings.`,
    'TUTTI_SECRET is not in it: without that secret what is sealed opens no more. Keep both, apart from each other.',
  ].join('\n');
}
