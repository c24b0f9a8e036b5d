import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { takeLock } from '../database/one-at-a-time.ts';
import { StartError } from '../start-error.ts';
import { type DataKeyRow, newDataKey, requireKnownSecret, unwrapKey, wrapKey } from './data-keys.ts';
import { createEnvelope, currentKeyMs, type Envelope, SealError } from './envelope.ts';
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
  /** Bytes of them; one value alone may have more. */
  batchBytes?: number;
  /** How long a server that runs beside may still seal with the key it knew. */
  settleMs?: number;
  tell?(line: string): void;
}

export interface Rotated {
  /** An earlier run had been interrupted. */
  resumed: boolean;
  values: number;
  rewrapped: number;
  /** Values that open with no key: damaged, moved, or sealed with a key that is gone. They stay as they are. */
  damaged: string[];
}

/** Keys of earlier rotations that seal nothing any more are forgotten after this time. */
const forgetAfter = '1 day';
/** Two at a time would do the same work twice. */
const waitForOtherMs = 2_000;

/**
 * [DAT-2] New data keys for all organizations, and every sealed value sealed anew. A run that was interrupted leaves values
 * under old and new keys, all of which open; the next run goes on with the old ones. Each value is exchanged only if nobody
 * changed it meanwhile, so it is safe while servers run.
 */
export async function rotateKeys(options: RotationOptions): Promise<Rotated> {
  const { jobs } = options;
  const connection = await jobs.connect();
  try {
    await takeLock(connection, 'rotatingKeys', waitForOtherMs, rotating);
    return await rotate(options);
  } finally {
    // the lock ends with the connection
    connection.release(true);
  }
}

const rotating = (): StartError =>
  new StartError('keys/rotating', 'The keys are being changed already, by another run. Let it finish.');

async function rotate(options: RotationOptions): Promise<Rotated> {
  const { jobs, master, columns, settleMs = 2 * currentKeyMs + 1_000, tell = () => {} } = options;
  const rewrapped = await rewrapAll(jobs, master);
  if (rewrapped > 0) tell(`${rewrapped} data keys are wrapped with the new secret`);

  const envelope = createEnvelope(jobs, master);
  const damaged = new Set<string>();
  let values = 0;
  const resealAll = async () => {
    for (const column of columns) values += await resealColumn(envelope, column, damaged, options);
  };

  const left = await countOld(jobs, columns);
  if (left > 0) {
    tell(`${left} values are left from an earlier run`);
    await resealAll();
  }
  // what stayed is damaged for good, and must not keep anybody from new keys
  const resumed = values > 0;
  if (!resumed) {
    await beginRotation(jobs, master, columns, tell);
    await resealAll();
  }
  // once more after servers have noticed: until then they may have sealed with the old key
  await sleep(Math.max(0, settleMs - (await retiredForMs(jobs))));
  await resealAll();
  for (const name of await findOrphans(jobs, columns)) damaged.add(name);
  return { resumed, values, rewrapped, damaged: [...damaged].sort() };
}

/** All are opened before the first is changed: with a secret that is missing nothing happens at all. */
async function rewrapAll(jobs: pg.Pool, master: KeyRing): Promise<number> {
  await requireKnownSecret(jobs, master);
  const { rows } = await jobs.query<DataKeyRow>(
    'SELECT id, org_id, wrapped, master_key_id FROM data_keys ORDER BY id',
  );
  const opened = rows.map((row) => ({ row, key: unwrapOrRefuse(master, row) }));
  const old = opened.filter(({ row }) => row.master_key_id !== master[0].kid);
  for (const { row, key } of old) {
    const { wrapped, masterKeyId } = wrapKey(master, row.org_id, key);
    await jobs.query(
      'UPDATE data_keys SET wrapped = $2, master_key_id = $3 WHERE id = $1 AND master_key_id = $4',
      [row.id, wrapped, masterKeyId, row.master_key_id],
    );
  }
  return old.length;
}

function unwrapOrRefuse(master: KeyRing, row: DataKeyRow): Buffer {
  try {
    return unwrapKey(master, row);
  } catch (cause) {
    throw new StartError(
      'keys/damaged',
      `Data key ${row.id} does not open: its row was changed. Restore the table data_keys from a backup.`,
      { cause },
    );
  }
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
  sealedColumn: SealedColumn,
  damaged: Set<string>,
  { jobs, batch = 200, batchBytes = 8_000_000, tell = () => {} }: RotationOptions,
): Promise<number> {
  const { table, column, key } = sealedColumn;
  const total = await countOld(jobs, [sealedColumn]);
  let done = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await jobs.query<Value>(
      `SELECT key, sealed FROM (
         SELECT key, sealed, sum(octet_length(sealed)) OVER (ORDER BY key) - octet_length(sealed) AS before FROM (
           SELECT ${key} AS key, ${column} AS sealed FROM ${table}
           WHERE ${key} > $1 AND ${keyIdOf(column)} IN (${retired}) ORDER BY ${key} LIMIT $2) taken) sized
       WHERE before < $3 ORDER BY key`,
      [after, batch, batchBytes],
    );
    const last = rows.at(-1);
    if (!last) return done;
    after = last.key;
    const changed: (Value & { anew: Buffer })[] = [];
    for (const row of rows) {
      const anew = await envelope.reseal({ table, column, row: row.key }, row.sealed).catch((error) => {
        if (!(error instanceof SealError)) throw error;
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
    tell(`${table}.${column}: ${done} of ${Math.max(total, done)}`);
  }
}

/** The key's number stands in the value itself, behind the version; of what is too short to be sealed it is null. */
const keyIdOf = (column: string): string =>
  `(CASE WHEN octet_length(${column}) > 4 THEN get_byte(${column}, 1)::bigint << 24 | get_byte(${column}, 2)::bigint << 16
    | get_byte(${column}, 3)::bigint << 8 | get_byte(${column}, 4)::bigint END)`;
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

/** How long ago the newest of the old keys was given up. */
async function retiredForMs(jobs: pg.Pool): Promise<number> {
  const { rows } = await jobs.query<{ ms: number | null }>(
    'SELECT (extract(epoch FROM clock_timestamp() - max(retired_at)) * 1000)::double precision AS ms FROM data_keys',
  );
  return rows[0]!.ms ?? Number.POSITIVE_INFINITY;
}

/** Values that name no key there is. A thousand of a column are enough to know. */
async function findOrphans(jobs: pg.Pool, columns: readonly SealedColumn[]): Promise<string[]> {
  const found: string[] = [];
  for (const { table, column, key } of columns) {
    const { rows } = await jobs.query<{ key: string }>(
      `SELECT ${key} AS key FROM ${table} WHERE ${column} IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM data_keys k WHERE k.id = ${keyIdOf(column)}) LIMIT 1000`,
    );
    found.push(...rows.map((row) => `${table}.${column} ${row.key}`));
  }
  return found;
}
