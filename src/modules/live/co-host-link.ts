import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../../platform/crypto/keys.ts';

const signatureBytes = 16;

/** Names of invitations, signed. Short, because a phone reads them from a screen as a QR code; when one is too old the row says. */
export function createCoHostLinks(ring: KeyRing) {
  const signed = (key: Buffer, id: Buffer) =>
    createHmac('sha256', key).update('co-host-link/').update(id).digest().subarray(0, signatureBytes);
  return {
    sign(coHostId: string): string {
      const id = Buffer.from(coHostId.replaceAll('-', ''), 'hex');
      return Buffer.concat([id, signed(ring[0].key, id)]).toString('base64url');
    },

    /** null: no link of this server. */
    verify(token: string): string | null {
      const bytes = Buffer.from(token, 'base64url');
      if (bytes.length !== 16 + signatureBytes) return null;
      const [id, signature] = [bytes.subarray(0, 16), bytes.subarray(16)];
      if (!ring.some(({ key }) => timingSafeEqual(signed(key, id), signature))) return null;
      return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
  };
}
