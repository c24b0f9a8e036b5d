import { createMediaService } from '../../src/modules/media/media.service.ts';
import type { Database } from '../../src/platform/database/database.ts';
import { createStorage } from '../../src/platform/storage/storage.ts';

/** Where content is loaded into: a database, and a folder for its pictures. */
export function contentStore(db: Database, folder: string) {
  const media = createMediaService({ db, storage: createStorage(folder), quotaBytes: 100_000_000 });
  return { db, media };
}
