import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { StartError } from '../start-error.ts';
import type { KeyRing } from './keys.ts';

const nonceBytes = 12;
export const tagBytes = 16;

/** A row of `data_keys`. */
export interface DataKeyRow {
  id: number;
  org_id: string;
  wrapped: Buffer;
  master_key_id: string;
}

/** nonce (12) · ciphertext · tag (16); `associated` is bound to it without being in it. AES-256-GCM. */
export function encrypt(key: Buffer, associated: string, value: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(associated));
  return Buffer.concat([nonce, cipher.update(value), cipher.final(), cipher.getAuthTag()]);
}

export function decrypt(key: Buffer, associated: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes)).setAAD(
    Buffer.from(associated),
  );
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}

const ofOrganization = (orgId: string): string => `data_keys/${orgId}`;

/** Wrapped by the newest master key. */
export function wrapKey([{ key, kid }]: KeyRing, orgId: string, dataKey: Buffer) {
  return { wrapped: encrypt(key, ofOrganization(orgId), dataKey), masterKeyId: kid };
}

export const newDataKey = (): Buffer => randomBytes(32);

/** Any master key that is still given may have wrapped it. */
export function unwrapKey(master: KeyRing, row: DataKeyRow): Buffer {
  const wrapping = master.find(({ kid }) => kid === row.master_key_id);
  if (!wrapping) throw new Error(`data key ${row.id} was wrapped with a secret that is not given any more`);
  return decrypt(wrapping.key, ofOrganization(row.org_id), row.wrapped);
}

/** Without the secret that wrapped them, what was sealed opens no more, and nothing new could be sealed. */
export async function requireKnownSecret(jobs: pg.Pool, master: KeyRing): Promise<void> {
  const { rows } = await jobs.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM data_keys WHERE master_key_id <> ALL ($1)',
    [master.map(({ kid }) => kid)],
  );
  if (rows[0]!.count > 0)
    throw new StartError(
      'keys/unknown-secret',
      `${rows[0]!.count} data keys are wrapped with a secret that is not given. Give the secret before the present one as TUTTI_SECRET_PREVIOUS.`,
    );
}
