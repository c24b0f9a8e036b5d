import { mediaFolder } from '../../src/modules/media/media.module.ts';
import { makeBackup } from '../../src/platform/backup/backup.ts';
import { restoreBackup } from '../../src/platform/backup/restore.ts';
import { createStorage } from '../../src/platform/storage/storage.ts';

type Made = Parameters<typeof makeBackup>[0];
type PutBack = Parameters<typeof restoreBackup>[0];

/** The database alone, as it stands at this moment, in this folder. */
export const backUp = (ownerUrl: string, folder: string, more: Partial<Made> = {}) =>
  makeBackup({
    ownerUrl,
    ownServer: true,
    version: '0.0.0',
    folder,
    reason: 'wish',
    media: null,
    now: new Date(),
    ...more,
  });

/** Pictures and recordings go below `dataDir`. */
export const putBack = (file: string, ownerUrl: string, dataDir: string, more: Partial<PutBack> = {}) =>
  restoreBackup({ file, ownerUrl, storage: createStorage(mediaFolder(dataDir)), ...more });
