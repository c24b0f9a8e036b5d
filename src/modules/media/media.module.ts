import { join } from 'node:path';
import type { Config } from '../../config.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Log } from '../../platform/log/log.ts';
import { createStorage } from '../../platform/storage/storage.ts';
import { mediaRoutes } from './media.routes.ts';
import { createMediaService } from './media.service.ts';
import { serveMedia } from './serve-media.ts';
import { sweepMedia } from './sweep.ts';

interface Dependencies {
  config: Pick<Config, 'dataDir' | 'mediaQuotaBytes'>;
  db: Database;
  jobs: Jobs;
  log: Log;
}

export const mediaFolder = (dataDir: string): string => join(dataDir, 'media');

export function createMediaModule({ config, db, jobs, log }: Dependencies) {
  const storage = createStorage(mediaFolder(config.dataDir));
  const media = createMediaService({ db, storage, quotaBytes: config.mediaQuotaBytes });
  jobs.every('media-sweep', '50 2 * * *', async (signal) => {
    const gone = await sweepMedia(db, storage, new Date(), signal);
    log.info({ gone }, 'files that no question showed are gone');
  });
  return { media, routes: mediaRoutes(media), files: serveMedia(media) };
}
