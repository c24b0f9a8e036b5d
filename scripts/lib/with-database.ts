import { type Config, readConfig } from '../../src/config.ts';
import { entities } from '../../src/modules/entities.ts';
import { type Database, openDatabase } from '../../src/platform/database/database.ts';
import { borrowEmbeddedPostgres } from '../../src/platform/database/embedded.ts';

/** Runs a command's work on the installation's database, beside a running server or without one. */
export async function withDatabase<T>(work: (db: Database, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig();
  const embedded = config.database ? null : await borrowEmbeddedPostgres({ dataDir: config.dataDir });
  try {
    const db = await openDatabase({ ...(config.database ?? embedded!), entities, poolSize: 2 });
    try {
      return await work(db, config);
    } finally {
      await db.close();
    }
  } finally {
    await embedded?.stop();
  }
}
