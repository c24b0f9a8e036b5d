import { type Config, type DatabaseUrls, readConfig } from '../../src/config.ts';
import { entities } from '../../src/modules/entities.ts';
import { type Database, openDatabase } from '../../src/platform/database/database.ts';
import { borrowEmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/database/embedded.ts';

/** Finds the installation's database: beside a running server or without one, or `alone`, so that no server may run. */
export async function withUrls<T>(
  work: (urls: DatabaseUrls, config: Config) => Promise<T>,
  { alone = false } = {},
): Promise<T> {
  const config = readConfig();
  const { dataDir, database } = config;
  const embedded = database
    ? null
    : await (alone ? startEmbeddedPostgres : borrowEmbeddedPostgres)({ dataDir });
  try {
    return await work(database ?? embedded!, config);
  } finally {
    await embedded?.stop();
  }
}

/** Runs a command's work on the installation's database, beside a running server or without one. */
export const withDatabase = <T>(work: (db: Database, config: Config) => Promise<T>): Promise<T> =>
  withUrls((urls, config) => withOpen(urls, (db) => work(db, config)));

export async function withOpen<T>(urls: DatabaseUrls, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase({ ...urls, entities, poolSize: 2 });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
