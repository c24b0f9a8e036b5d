import { Migrator } from '@mikro-orm/migrations';
import { defineConfig } from '@mikro-orm/postgresql';
import { entities } from './src/modules/entities.ts';
import { migrationOptions } from './src/platform/database/migrate.ts';

/** For the MikroORM command line, as `npm run migration:create` calls it; it wants `DATABASE_OWNER_URL`. */
export default defineConfig({
  clientUrl: process.env.DATABASE_OWNER_URL,
  entities,
  extensions: [Migrator],
  migrations: { ...migrationOptions, allOrNothing: false },
});
