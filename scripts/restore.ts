/**
 * `npm run restore -- FILE` puts a backup back, while no server runs, into a database without people; with `--replace` into
 * one that has some, which is kept first. Whoever stands in DATA_DIR/tombstones.log is erased again. [CON-6]
 */
import { parseArgs } from 'node:util';
import { audit } from '../src/modules/compliance/audit.service.ts';
import { createErasureService } from '../src/modules/compliance/erasure.service.ts';
import { openTombstoneLog, tombstoneFile } from '../src/modules/compliance/tombstone-log.ts';
import { mediaFolder } from '../src/modules/media/media.module.ts';
import { type Restored, restoreBackup } from '../src/platform/backup/restore.ts';
import { createLog } from '../src/platform/log/log.ts';
import { StartError } from '../src/platform/start-error.ts';
import { createStorage } from '../src/platform/storage/storage.ts';
import { describeFailure } from '../src/start/failure.ts';
import { keepDatabase } from '../src/start/keep-before-migration.ts';
import { withOpen, withUrls } from './lib/with-database.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);

try {
  const { file, replace } = readOptions();
  const told = await withUrls(
    async (urls, config) => {
      const restored = await restoreBackup({
        file,
        ownerUrl: urls.ownerUrl,
        storage: createStorage(mediaFolder(config.dataDir)),
        ...(replace && { keepPresent: () => keepDatabase(config, urls, 'before-restore') }),
        tell: (line) => print(`${line} …`),
      });
      const erased = await withOpen(urls, async (db) => {
        const tombstones = openTombstoneLog(tombstoneFile(config.dataDir));
        const erasure = createErasureService({ db, tombstones, gone: () => {}, log: createLog(config) });
        const again = await erasure.replay();
        await db.asWorker((em) =>
          audit(em, {
            orgId: null,
            actorId: null,
            actor: 'command',
            action: 'backup.restored',
            entity: 'backup',
            entityId: null,
            changes: { madeAt: { before: null, after: restored.madeAt } },
          }),
        );
        return again;
      });
      return report(restored, erased);
    },
    { alone: true },
  );
  print(told);
} catch (error) {
  process.stderr.write(`${describeFailure(error, 'The backup was not restored to the end')}\n`);
  process.exitCode = 1;
}

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { replace: { type: 'boolean', default: false } },
  });
  const [file, ...more] = positionals;
  if (!file || more.length > 0)
    throw new StartError('config/invalid', 'Name one file: npm run restore -- .data/backups/FILE.tar.gz');
  return { file, ...values };
}

function report({ madeAt, version, files, migrated, leftOut }: Restored, erased: number): string {
  return [
    `The backup of ${madeAt} (Tutti ${version}) is back, with ${files} pictures and recordings.`,
    ...(migrated > 0 ? [`Migrations that ran on it: ${migrated}.`] : []),
    ...(leftOut.length > 0
      ? [`Left out, because this version does not know them: ${leftOut.join(', ')}.`]
      : []),
    erased > 0 ? `Erased again: ${erased}.` : 'Nobody was back who had been erased.',
    '',
    'What to do now:',
    '1. Start with the TUTTI_SECRET of that backup; with another one as TUTTI_SECRET_PREVIOUS.',
    '2. npm run audit:verify; entries that were noted after the backup are missing, and this is right.',
    '3. Write the restore down under Compliance.',
  ].join('\n');
}
