import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { KeyRing } from './keys.ts';

/** 256 random bits. Only `hashToken` of it is ever stored. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The same input gives the same token, and only the holder of the key can make it; one candidate per key of the ring. */
export function derivedTokens(ring: KeyRing, input: string): [string, ...string[]] {
  const derive = (key: Buffer) => createHmac('sha256', key).update(input).digest('base64url');
  const [current, ...previous] = ring;
  return [derive(current.key), ...previous.map(({ key }) => derive(key))];
}
