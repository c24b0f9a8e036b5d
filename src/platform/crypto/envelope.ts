import type pg from 'pg';
import { type DataKeyRow, decrypt, encrypt, newDataKey, tagBytes, unwrapKey, wrapKey } from './data-keys.ts';
import type { KeyRing } from './keys.ts';

/** Where a sealed value stands. It is bound to its place: moved to another row or column it opens no more. [DAT-2] */
export interface SealedPlace {
  table: string;
  column: string;
  /** The row's primary key. */
  row: string;
}

/** A value that was changed, moved, is none of ours, or was sealed with a key that is gone. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

export interface Envelope {
  /** AES-256-GCM with the organization's data key. */
  seal(orgId: string, place: SealedPlace, value: string | Uint8Array): Promise<Buffer>;
  /** Throws a `SealError` when the value was changed, moved or sealed with a key that is gone. */
  open(place: SealedPlace, sealed: Uint8Array): Promise<Buffer>;
  openText(place: SealedPlace, sealed: Uint8Array): Promise<string>;
  /** The same value at the same place, with the key that its organization has now. */
  reseal(place: SealedPlace, sealed: Uint8Array): Promise<Buffer>;
}

/** version (1) · data key id (4) · nonce (12) · ciphertext · tag (16) */
const version = 1;
const headerBytes = 1 + 4 + 12;

/** So soon a running server notices that a key was retired. A retired key still opens. */
export const currentKeyMs = 2_000;

interface OpenKey {
  id: number;
  orgId: string;
  key: Buffer;
}

/** Every organization has a data key, wrapped by the master key (HKDF from the secret), which never stands in the database. */
export function createEnvelope(jobs: pg.Pool, master: KeyRing, now = () => performance.now()): Envelope {
  const opened = new Map<number, Promise<OpenKey>>();
  const current = new Map<string, { key: Promise<OpenKey>; until: number }>();

  const openKey = (row: DataKeyRow): OpenKey => ({
    id: row.id,
    orgId: row.org_id,
    key: unwrapKey(master, row),
  });

  const readCurrent = async (orgId: string): Promise<OpenKey> => {
    const known = await jobs.query<DataKeyRow>(findCurrent, [orgId]);
    if (known.rows[0]) return openKey(known.rows[0]);
    const { wrapped, masterKeyId } = wrapKey(master, orgId, newDataKey());
    await jobs.query(insertKey, [orgId, wrapped, masterKeyId]);
    // another process may have been first
    const { rows } = await jobs.query<DataKeyRow>(findCurrent, [orgId]);
    return openKey(rows[0]!);
  };

  const currentKey = (orgId: string): Promise<OpenKey> => {
    const known = current.get(orgId);
    if (known && known.until > now()) return known.key;
    const entry = { key: readCurrent(orgId), until: now() + currentKeyMs };
    current.set(orgId, entry);
    entry.key.catch(() => current.delete(orgId));
    return entry.key;
  };

  const readKey = async (id: number): Promise<OpenKey> => {
    const { rows } = await jobs.query<DataKeyRow>(findById, [id]);
    if (!rows[0]) throw new SealError(`data key ${id} is gone`);
    return openKey(rows[0]);
  };

  /** The bytes of a key never change: it is read once, and asked for again when that failed. */
  const keyById = (id: number): Promise<OpenKey> => {
    const known = opened.get(id);
    if (known) return known;
    const reading = readKey(id);
    opened.set(id, reading);
    reading.catch(() => opened.delete(id));
    return reading;
  };

  const sealWith = ({ id, key }: OpenKey, place: SealedPlace, value: string | Uint8Array): Buffer => {
    const header = Buffer.alloc(5);
    header[0] = version;
    header.writeUInt32BE(id, 1);
    return Buffer.concat([header, encrypt(key, nameOf(place), Buffer.from(value))]);
  };

  const openWith = async (
    place: SealedPlace,
    sealed: Uint8Array,
  ): Promise<{ value: Buffer; orgId: string }> => {
    const bytes = Buffer.from(sealed);
    if (bytes[0] !== version || bytes.length < headerBytes + tagBytes)
      throw new SealError('this is no sealed value');
    const { key, orgId } = await keyById(bytes.readUInt32BE(1));
    try {
      return { value: decrypt(key, nameOf(place), bytes.subarray(5)), orgId };
    } catch (cause) {
      throw new SealError(`what stands in ${place.table}.${place.column} was changed or moved`, { cause });
    }
  };

  const open = async (place: SealedPlace, sealed: Uint8Array) => (await openWith(place, sealed)).value;

  return {
    seal: async (orgId, place, value) => sealWith(await currentKey(orgId), place, value),
    open,
    openText: async (place, sealed) => (await open(place, sealed)).toString('utf8'),
    async reseal(place, sealed) {
      const { value, orgId } = await openWith(place, sealed);
      return sealWith(await currentKey(orgId), place, value);
    },
  };
}

const findCurrent =
  'SELECT id, org_id, wrapped, master_key_id FROM data_keys WHERE org_id = $1 AND retired_at IS NULL';
const findById = 'SELECT id, org_id, wrapped, master_key_id FROM data_keys WHERE id = $1';
const insertKey =
  'INSERT INTO data_keys (org_id, wrapped, master_key_id) VALUES ($1, $2, $3) ON CONFLICT (org_id) WHERE retired_at IS NULL DO NOTHING';

const nameOf = ({ table, column, row }: SealedPlace): string => `${table}/${column}/${row}`;
