import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type pg from 'pg';
import { StartError } from '../start-error.ts';
import { copyIn } from './copy.ts';
import { copyable, describeTables, quoted, schemas } from './described.ts';
import type { Manifest } from './manifest.ts';

export interface RowLoader {
  /** A piece of a table's rows; all pieces of one table follow each other. */
  take(table: string, rows: AsyncIterable<Buffer>): Promise<void>;
  /** Puts the rules back, which check what came in, and keeps it. Gives the tables that were left out. */
  finish(): Promise<string[]>;
}

interface Loading {
  table: string;
  source: PassThrough;
  done: Promise<number>;
}

/**
 * Fills the tables that a backup's migrations made, in one transaction: triggers and foreign keys rest until all rows are there.
 * `leftOut`: schemas whose rows are not wanted.
 */
export async function startLoading(
  client: pg.Client,
  manifest: Manifest,
  leftOut: readonly string[],
): Promise<RowLoader> {
  const there = await describeTables(client);
  const isWanted = (name: string) => !leftOut.includes(name.split('.')[0]!);
  const wanted = there.filter(({ name }) => isWanted(name));
  const foreign = await client.query<{ table: string; name: string; rule: string }>(foreignKeys, [schemas]);
  const missing = new Set(manifest.tables.map(({ name }) => name).filter(isWanted));
  for (const { name } of wanted) missing.delete(name);
  const described = new Map(manifest.tables.map((table) => [table.name, table]));
  const run = async (statements: string[]) => {
    for (const statement of statements) await client.query(statement);
  };

  await run([
    "BEGIN; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL timezone = 'UTC'; SET LOCAL statement_timeout = 0",
    ...foreign.rows.map(({ table, name }) => `ALTER TABLE ${table} DROP CONSTRAINT ${quoted(name)}`),
    ...wanted.map(({ name }) => `ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`),
    `TRUNCATE ${wanted.map(({ name }) => quoted(name)).join(', ')}`,
    ...wanted.flatMap(({ name, partitions }) => {
      const known = new Set(partitions.map((one) => one.name));
      const more = (described.get(name)?.partitions ?? []).filter((one) => !known.has(one.name));
      return more.map((one) => `CREATE TABLE ${quoted(one.name)} PARTITION OF ${quoted(name)} ${one.bound}`);
    }),
  ]);

  let current: Loading | undefined;
  const settle = async () => {
    current?.source.end();
    await current?.done;
    current = undefined;
  };
  const begin = (name: string): Loading => {
    const { table, columns } = copyable(described.get(name)!);
    const source = new PassThrough();
    const done = copyIn(client, `COPY ${table} (${columns}) FROM STDIN`, source as AsyncIterable<Buffer>);
    done.catch(() => {}); // awaited with the next piece
    return { table: name, source, done };
  };

  return {
    async take(table, rows) {
      if (!isWanted(table) || missing.has(table)) return;
      if (current?.table !== table) {
        await settle();
        current = begin(table);
      }
      const { source, done } = current!;
      for await (const chunk of rows)
        if (!source.write(chunk)) await Promise.race([once(source, 'drain'), done]);
    },
    async finish() {
      await settle();
      for (const { name, value } of manifest.sequences)
        if (isWanted(name))
          await client.query('SELECT setval(to_regclass($1), $2) WHERE to_regclass($1) IS NOT NULL', [
            quoted(name),
            value,
          ]);
      await run([
        ...foreign.rows.map(
          ({ table, name, rule }) => `ALTER TABLE ${table} ADD CONSTRAINT ${quoted(name)} ${rule}`,
        ),
        ...wanted.map(({ name }) => `ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`),
        'COMMIT',
        'ANALYZE',
      ]).catch((error: Error) => {
        throw new StartError('backup/damaged', `The rows do not fit each other: ${error.message}`, {
          cause: error,
        });
      });
      return [...missing];
    },
  };
}

const foreignKeys = `
  SELECT k.conrelid::regclass::text AS "table", k.conname AS name, pg_get_constraintdef(k.oid) AS rule
  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
  WHERE k.contype = 'f' AND k.conparentid = 0 AND n.nspname = ANY ($1) ORDER BY 1, 2`;
