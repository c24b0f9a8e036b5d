import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { StartError } from '../start-error.ts';
import type { Storage } from '../storage/storage.ts';
import { copyOut } from './copy.ts';
import { copyable, type DescribedTable, describeTables, quoted, schemas } from './described.ts';
import { entries, type Manifest, type Summary } from './manifest.ts';
import { nowAndThen } from './now-and-then.ts';
import { pgDump, versionOf } from './pg-tools.ts';
import { tarEnd, tarEntry, tarFile, tarPieces } from './tar.ts';

/** Why it was made; those that were made by themselves are few, so that the disk does not fill up. */
export type BackupReason = 'wish' | 'before-migration' | 'before-restore';

export interface BackupOptions {
  ownerUrl: string;
  /** A PostgreSQL server of one's own, for which pg_dump is taken where it is there. */
  ownServer: boolean;
  /** Of Tutti. */
  version: string;
  folder: string;
  reason: BackupReason;
  /** Pictures and recordings; null: the database alone. */
  media: Pick<Storage, 'keysOlderThan' | 'pathOf'> | null;
  now: Date;
  /** How many of the same reason stay; undefined: all. */
  keep?: number;
  /** Of those that were made from then on the first one stays in any case. */
  spare?: Date;
  /** What is being done, every few seconds. */
  tell?: (line: string) => void;
}

export interface Backup {
  file: string;
  bytes: number;
  rows: number;
  files: number;
  /** The version of pg_dump that was taken. */
  pgDump: number | null;
}

const lockWithinMs = 60_000;
const dayMs = 86_400_000;

/**
 * Everything that stays, as it was at one moment, in one file: servers may run meanwhile. The secret is not in it. The file has
 * its name when it is whole.
 */
export async function makeBackup(options: BackupOptions): Promise<Backup> {
  const { ownerUrl, folder, now, reason } = options;
  const file = join(folder, `${beginningOf(now)}${endOf(reason)}`);
  const half = `${file}.${randomUUID()}.part`;
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'tutti backup' });
  client.on('error', () => {}); // a connection that breaks fails the query that runs
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await clearHalves(folder, now);
    await client.connect();
    const made: Summary = { rows: {}, files: 0 };
    const manifest = await takeSnapshot(client, options);
    await pipeline(
      contents(client, manifest, made, options),
      createGzip(),
      createWriteStream(half, { mode: 0o600, flags: 'wx' }),
    );
    const bytes = await settle(half);
    await rename(half, file);
    if (options.keep !== undefined) await forgetOlder(folder, options, options.keep);
    const rows = Object.values(made.rows).reduce((sum, count) => sum + count, 0);
    return { file, bytes, rows, files: made.files, pgDump: manifest.pgDump };
  } catch (error) {
    await rm(half, { force: true }).catch(() => {});
    throw explained(error, folder);
  } finally {
    await client.end().catch(() => {});
  }
}

async function takeSnapshot(
  client: pg.Client,
  { version, ownServer, now }: BackupOptions,
): Promise<Manifest> {
  await client.query(
    `SET row_security = off; SET datestyle = 'ISO'; SET intervalstyle = 'postgres'; SET extra_float_digits = 3;
     SET timezone = 'UTC'; SET statement_timeout = 0; SET lock_timeout = ${lockWithinMs}`,
  );
  const there = await describeTables(client);
  if (!there.some(({ name }) => name === 'public.mikro_orm_migrations'))
    throw new StartError('backup/nothing-there', 'There is nothing to back up yet: the database is empty.');
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  // nobody may change a table's shape until its rows are read
  await client.query(`LOCK TABLE ${there.map(({ name }) => quoted(name)).join(', ')} IN ACCESS SHARE MODE`);
  const one = async <T>(sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows as T[];
  const [{ server }] = (await one<{ server: number }>(
    "SELECT current_setting('server_version_num')::integer / 10000 AS server",
  )) as [{ server: number }];
  const migrations = await one<{ name: string }>('SELECT name FROM mikro_orm_migrations ORDER BY id');
  const hasJobs = there.some(({ name }) => name === 'pgboss.version');
  const jobs = hasJobs ? await one<{ version: number }>('SELECT version FROM pgboss.version') : [];
  const tool = ownServer ? await versionOf('pg_dump') : null;
  return {
    format: 1,
    version,
    madeAt: now.toISOString(),
    server,
    migrations: migrations.map(({ name }) => name),
    jobsVersion: jobs[0]?.version ?? null,
    tables: await describeTables(client),
    sequences: await one(
      `SELECT schemaname || '.' || sequencename AS name, last_value::text AS value FROM pg_sequences
       WHERE schemaname = ANY ($1) AND last_value IS NOT NULL`,
      [schemas],
    ),
    // an older one refuses to read a newer server
    pgDump: tool !== null && tool >= server ? tool : null,
  };
}

async function* contents(
  client: pg.Client,
  manifest: Manifest,
  made: Summary,
  { ownerUrl, media, now, tell }: BackupOptions,
): AsyncGenerator<Buffer> {
  let rows = 0;
  const tellNow = nowAndThen(tell);
  yield* tarEntry(entries.manifest, json(manifest), now);
  if (manifest.pgDump !== null) {
    const [{ snapshot }] = (await client.query('SELECT pg_export_snapshot() AS snapshot')).rows;
    let bytes = 0;
    const counted = counting(pgDump(ownerUrl, snapshot), (chunk) => {
      bytes += chunk.length;
      tellNow(() => `${megabytes(bytes)} of the database`);
    });
    yield* tarPieces(entries.pgDump, counted, now);
  } else
    for (const table of manifest.tables) {
      made.rows[table.name] = 0;
      const counted = counting(rowsOf(client, table), (chunk) => {
        const lines = linesIn(chunk);
        made.rows[table.name]! += lines;
        rows += lines;
        tellNow(() => `${rows} rows, now ${table.name}`);
      });
      yield* tarPieces(`${entries.rows}/${table.name}`, counted, now);
    }
  await client.query('COMMIT');
  if (media)
    for await (const key of media.keysOlderThan(0, new Date())) {
      let isThere = false;
      for await (const piece of tarFile(`${entries.media}/${key}`, media.pathOf(key), now)) {
        isThere = true;
        yield piece;
      }
      if (isThere) made.files += 1;
      tellNow(() => `${made.files} pictures and recordings`);
    }
  yield* tarEntry(entries.summary, json(made), now);
  yield tarEnd;
}

function rowsOf(client: pg.Client, described: DescribedTable): AsyncIterable<Buffer> {
  const { table, columns } = copyable(described);
  return copyOut(client, `COPY (SELECT ${columns} FROM ${table}) TO STDOUT`);
}

async function* counting(
  source: AsyncIterable<Buffer>,
  see: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    see(chunk);
    yield chunk;
  }
}

/** A row is a line: within values a line's end is written as `\n`. */
export function linesIn(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** What the disk has not taken is no backup. */
async function settle(path: string): Promise<number> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/** Of processes that were killed. A younger one may still be written. */
async function clearHalves(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^tutti-.*\.part$/.test(name)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found && now.getTime() - found.mtimeMs > dayMs) await rm(path, { force: true });
  }
}

const beginningOf = (at: Date): string => `tutti-${at.toISOString().slice(0, 19).replaceAll(':', '-')}`;
const endOf = (reason: BackupReason): string => `Z${reason === 'wish' ? '' : `-${reason}`}.tar.gz`;

async function forgetOlder(
  folder: string,
  { reason, spare }: Pick<BackupOptions, 'reason' | 'spare'>,
  keep: number,
): Promise<void> {
  const same = (await readdir(folder))
    .filter((name) => name.startsWith('tutti-') && name.endsWith(endOf(reason)))
    .sort();
  const spared = spare && same.find((name) => name >= beginningOf(spare));
  const others = same.filter((name) => name !== spared);
  for (const name of others.slice(0, Math.max(0, same.length - keep)))
    await rm(join(folder, name), { force: true });
}

function explained(error: unknown, folder: string): unknown {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (error instanceof StartError) return error;
  const cause = { cause: error };
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new StartError('backup/no-room', `The disk is full; no backup was made in ${folder}.`, cause);
  if (/^E[A-Z]+$/.test(code))
    return new StartError('backup/not-written', `No backup can be written to ${folder}: ${message}.`, cause);
  if (code === '55P03')
    return new StartError(
      'backup/busy',
      'The tables are being changed; no backup was made. Try again in a minute.',
      cause,
    );
  return error;
}
