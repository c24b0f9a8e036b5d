import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { type DataKeyRow, newDataKey, unwrapKey, wrapKey } from './data-keys.ts';
import { createEnvelope, currentKeyMs, type Envelope } from './envelope.ts';
import type { KeyRing } from './keys.ts';

export interface SealedColumn {
  table: string;
  column: string;
  /** The primary key, a uuid: it names the row in the value's place. */
  key: string;
}

export interface RotationOptions {
  jobs: pg.Pool;
  master: KeyRing;
  columns: readonly SealedColumn[];
  /** Values that are held in memory and changed in one statement. */
  batch?: number;
  /** How long a server that runs beside may still seal with the key it knew. */
  settleMs?: number;
  tell?(line: string): void;
}

export interface Rotated {
  /** An earlier run had been interrupted. */
  resumed: boolean;
  values: number;
  rewrapped: number;
  /** Values that open with no key: damaged, or moved. They stay as they are. */
  damaged: string[];
}

/** Keys of earlier rotations that seal nothing any more are forgotten after this time. */
const forgetAfter = '1 day';

/**
 * [DAT-2] New data keys for all organizations, and every sealed value sealed anew. A run that was interrupted leaves values
 * under old and new keys, all of which open; the next run goes on with the old ones. Each value is exchanged only if nobody
 * changed it meanwhile, so it is safe while servers run.
 */
export async function rotateKeys(options: RotationOptions): Promise<Rotated> {
  const { jobs, master, columns, settleMs = 2 * currentKeyMs + 1_000, tell = () => {} } = options;
  const rewrapped = await rewrapAll(jobs, master);
  if (rewrapped > 0) tell(`${rewrapped} data keys are wrapped with the new secret`);

  const left = await countOld(jobs, columns);
  const resumed = left > 0;
  if (resumed) tell(`going on where an earlier run stopped: ${left} values are left`);
  else await beginRotation(jobs, master, columns, tell);
  const begun = Date.now();

  const envelope = createEnvelope(jobs, master);
  const damaged = new Set<string>();
  let values = 0;
  // once more after servers have noticed: until then they may have sealed with the old key
  for (const last of [false, true]) {
    if (last) await sleep(Math.max(0, begun + settleMs - Date.now()));
    for (const column of columns) values += await resealColumn(envelope, column, damaged, options);
  }
  return { resumed, values, rewrapped, damaged: [...damaged] };
}

async function rewrapAll(jobs: pg.Pool, master: KeyRing): Promise<number> {
  const { rows } = await jobs.query<DataKeyRow>(
    'SELECT id, org_id, wrapped, master_key_id FROM data_keys WHERE master_key_id <> $1 ORDER BY id',
    [master[0].kid],
  );
  for (const row of rows) {
    const { wrapped, masterKeyId } = wrapKey(master, row.org_id, unwrapKey(master, row));
    await jobs.query(
      'UPDATE data_keys SET wrapped = $2, master_key_id = $3 WHERE id = $1 AND master_key_id = $4',
      [row.id, wrapped, masterKeyId, row.master_key_id],
    );
  }
  return rows.length;
}

/** All organizations at once: an interruption leaves either none or every one with a new key. */
async function beginRotation(
  jobs: pg.Pool,
  master: KeyRing,
  columns: readonly SealedColumn[],
  tell: (line: string) => void,
): Promise<void> {
  const connection = await jobs.connect();
  try {
    await connection.query('BEGIN');
    const unused = columns.map((column) => `NOT EXISTS (${sealedBy(column)} = k.id)`).join(' AND ');
    await connection.query(
      `DELETE FROM data_keys k WHERE retired_at < now() - interval '${forgetAfter}' AND ${unused}`,
    );
    const { rows } = await connection.query<{ org_id: string }>(
      'UPDATE data_keys SET retired_at = now() WHERE retired_at IS NULL RETURNING org_id',
    );
    for (const { org_id: orgId } of rows) {
      const { wrapped, masterKeyId } = wrapKey(master, orgId, newDataKey());
      await connection.query('INSERT INTO data_keys (org_id, wrapped, master_key_id) VALUES ($1, $2, $3)', [
        orgId,
        wrapped,
        masterKeyId,
      ]);
    }
    await connection.query('COMMIT');
    tell(`${rows.length} organizations have a new data key`);
  } catch (error) {
    await connection.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    connection.release();
  }
}

interface Value {
  key: string;
  sealed: Buffer;
}

async function resealColumn(
  envelope: Envelope,
  { table, column, key }: SealedColumn,
  damaged: Set<string>,
  { jobs, columns, batch = 200, tell = () => {} }: RotationOptions,
): Promise<number> {
  const total = await countOld(jobs, [{ table, column, key }]);
  let done = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await jobs.query<Value>(
      `SELECT ${key} AS key, ${column} AS sealed FROM ${table}
       WHERE ${key} > $1 AND ${keyIdOf(column)} IN (${retired}) ORDER BY ${key} LIMIT $2`,
      [after, batch],
    );
    const last = rows.at(-1);
    if (!last) return done;
    after = last.key;
    const changed: (Value & { anew: Buffer })[] = [];
    for (const row of rows) {
      const place = { table, column, row: row.key };
      const anew = await envelope.reseal(place, row.sealed).catch((error: unknown) => {
        if (isConnectionError(error)) throw error;
        damaged.add(`${table}.${column} ${row.key}`);
        return null;
      });
      if (anew) changed.push({ ...row, anew });
    }
    // whoever wrote the value meanwhile has the last word
    const { rowCount } = await jobs.query(
      `UPDATE ${table} t SET ${column} = v.anew FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS v(key, sealed, anew)
       WHERE t.${key} = v.key AND t.${column} = v.sealed`,
      [changed.map((one) => one.key), changed.map(({ sealed }) => sealed), changed.map(({ anew }) => anew)],
    );
    done += rowCount ?? 0;
    tell(`${columns.length > 0 ? `${table}.${column}` : table}: ${done} of ${Math.max(total, done)}`);
  }
}

/** A value that opens with no key is damaged; a database that is away says nothing about it. */
const isConnectionError = (error: unknown): boolean => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code !== undefined ? !String(code).startsWith('ERR_OSSL') : /connect|timeout/i.test(String(message));
};

/** The key's number stands in the value itself, behind the version. */
const keyIdOf = (column: string): string =>
  `(get_byte(${column}, 1)::bigint << 24 | get_byte(${column}, 2)::bigint << 16 | get_byte(${column}, 3)::bigint << 8 | get_byte(${column}, 4)::bigint)`;
const retired = 'SELECT id FROM data_keys WHERE retired_at IS NOT NULL';
const sealedBy = ({ table, column }: SealedColumn): string =>
  `SELECT 1 FROM ${table} WHERE ${column} IS NOT NULL AND ${keyIdOf(column)}`;

async function countOld(jobs: pg.Pool, columns: readonly SealedColumn[]): Promise<number> {
  let count = 0;
  for (const { table, column } of columns) {
    const { rows } = await jobs.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM ${table} WHERE ${keyIdOf(column)} IN (${retired})`,
    );
    count += rows[0]!.count;
  }
  return count;
}
