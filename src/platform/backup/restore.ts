import { Readable } from 'node:stream';
import pg from 'pg';
import { knownMigrations, migrateLocked } from '../database/migrate.ts';
import { lockHolder, oneAtATime } from '../database/one-at-a-time.ts';
import { StartError } from '../start-error.ts';
import type { Storage } from '../storage/storage.ts';
import { checkArchive, readArchive, tableOf } from './archive.ts';
import { startLoading } from './load-rows.ts';
import { entries, type Manifest } from './manifest.ts';
import { nowAndThen } from './now-and-then.ts';
import { databaseOf, pgRestore, versionOf } from './pg-tools.ts';

export interface RestoreOptions {
  file: string;
  ownerUrl: string;
  storage: Pick<Storage, 'receive' | 'keep'>;
  /** Keeps what stands in the database before it goes; undefined: a database with people in it is refused. */
  keepPresent?: () => Promise<unknown>;
  tell?: (line: string) => void;
}

export interface Restored {
  madeAt: string;
  version: string;
  files: number;
  /** Migrations that this version has and the backup had not. */
  migrated: number;
  /** Tables of somebody else, and jobs that another version of the queue had. */
  leftOut: string[];
}

/** Puts a backup back and brings it up to this version. Servers that start meanwhile wait. */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { file, ownerUrl, tell = () => {} } = options;
  tell('Reading the backup');
  const manifest = await checkArchive(file);
  await requireRestorable(manifest);
  return oneAtATime(ownerUrl, 'migrating', async () => {
    const client = new pg.Client({ connectionString: ownerUrl, application_name: 'tutti restore' });
    client.on('error', () => {}); // a connection that breaks fails the query that runs
    await client.connect();
    try {
      await requireAlone(client);
      if (await hasPeople(client)) {
        if (!options.keepPresent)
          throw new StartError(
            'restore/not-empty',
            'There are people in this database. To put the backup in their place: `npm run restore -- FILE --replace`; what stands there now is kept in a backup of its own.',
          );
        tell('Keeping what stands there now');
        await options.keepPresent();
      }
      return await fill(client, manifest, options);
    } finally {
      await client.end().catch(() => {});
    }
  });
}

async function fill(
  client: pg.Client,
  manifest: Manifest,
  { file, ownerUrl, storage, tell = () => {} }: RestoreOptions,
): Promise<Restored> {
  const { madeAt, version } = manifest;
  await client.query(clearAway);
  await client.query(extensions);
  tell('Putting the database back');
  let leftOut: string[] = [];
  if (manifest.pgDump === null) leftOut = await fillByRows(client, manifest, { file, ownerUrl, tell });
  else await pgRestore(ownerUrl, databaseOf(new URL(ownerUrl).pathname), () => dumpIn(file));
  tell('Putting pictures and recordings back');
  let files = 0;
  for await (const { name, body } of readArchive(file)) {
    const key = keyOf(name);
    if (key === null) continue;
    const { path } = await storage.receive(Readable.from(body), Number.POSITIVE_INFINITY);
    await storage.keep(path, key);
    files += 1;
  }
  tell('Bringing the tables up to date');
  const migrated = await migrateLocked(ownerUrl);
  return { madeAt, version, files, migrated: migrated.length, leftOut };
}

async function fillByRows(
  client: pg.Client,
  manifest: Manifest,
  { file, ownerUrl, tell }: Pick<RestoreOptions, 'file' | 'ownerUrl' | 'tell'>,
): Promise<string[]> {
  await migrateLocked(ownerUrl, { only: manifest.migrations });
  const { rows } = await client.query<{ version: number }>('SELECT version FROM pgboss.version');
  const otherJobs = manifest.jobsVersion !== rows[0]?.version ? ['pgboss'] : [];
  const loader = await startLoading(client, manifest, otherJobs);
  const tellNow = nowAndThen(tell);
  for await (const { name, body } of readArchive(file)) {
    const table = tableOf(name);
    if (table === null) continue;
    tellNow(() => `  ${table}`);
    await loader.take(table, body);
  }
  return [...(manifest.jobsVersion === null ? [] : otherJobs), ...(await loader.finish())];
}

async function* dumpIn(file: string): AsyncGenerator<Buffer> {
  for await (const { name, body } of readArchive(file))
    if (name.startsWith(`${entries.pgDump}/`)) yield* body;
}

function keyOf(name: string): string | null {
  const [kind, key] = name.split('/');
  return kind === entries.media && key ? key : null;
}

async function requireRestorable({ migrations, version, pgDump }: Manifest): Promise<void> {
  const known = new Set(await knownMigrations());
  if (migrations.some((name) => !known.has(name)))
    throw new StartError(
      'backup/newer',
      `This backup was made by Tutti ${version}, which is newer. Bring that version and restore there.`,
    );
  if (pgDump === null) return;
  const tool = await versionOf('pg_restore');
  if (tool === null || tool < pgDump)
    throw new StartError(
      'backup/pg-tool',
      `This backup was made with pg_dump ${pgDump}; to restore it, pg_restore ${pgDump} or newer has to be on the PATH.`,
    );
}

/** Servers that run would write into what is being put back, and keep what is not true any more. */
async function requireAlone(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ count: number; names: string }>(
    `SELECT count(*)::integer AS count, string_agg(DISTINCT usename, ', ') AS names FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL AND application_name IS DISTINCT FROM $1`,
    [lockHolder],
  );
  if (rows[0]!.count > 0)
    throw new StartError(
      'restore/in-use',
      `The database is in use (${rows[0]!.count} connections: ${rows[0]!.names}). Stop every server of this installation, then restore.`,
    );
}

async function hasPeople(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query("SELECT to_regclass('public.users') IS NOT NULL AS known");
  if (!rows[0].known) return false;
  return (await client.query('SELECT 1 FROM public.users LIMIT 1')).rows.length > 0;
}

/** What stands beside the schemas that a dump holds, as migrations make it; its constraints need it. */
const extensions = `
CREATE SCHEMA IF NOT EXISTS extensions;
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions`;

/** All that is ours goes; the schema `public` itself, and what an administrator put into it, stays. */
const clearAway = `
DO $$ DECLARE it record; BEGIN
  DROP SCHEMA IF EXISTS pgboss CASCADE;
  FOR it IN SELECT c.oid::regclass AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND NOT c.relispartition AND pg_has_role(c.relowner, 'MEMBER') LOOP EXECUTE 'DROP TABLE ' || it.name || ' CASCADE'; END LOOP;
  FOR it IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND pg_has_role(p.proowner, 'MEMBER')
      LOOP EXECUTE 'DROP ROUTINE IF EXISTS ' || it.name || ' CASCADE'; END LOOP;
  FOR it IN SELECT c.oid::regclass AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S'
      AND pg_has_role(c.relowner, 'MEMBER') LOOP EXECUTE 'DROP SEQUENCE ' || it.name || ' CASCADE'; END LOOP;
  FOR it IN SELECT t.oid::regtype AS name FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd')
      AND pg_has_role(t.typowner, 'MEMBER') LOOP EXECUTE 'DROP TYPE ' || it.name || ' CASCADE'; END LOOP;
END $$`;
