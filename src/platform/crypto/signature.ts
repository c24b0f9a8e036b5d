import {
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyRing } from './keys.ts';

export type SignatureCheck = 'right' | 'wrong' | 'unknown-key';

export interface PublicKey {
  kty: 'OKP';
  crv: 'Ed25519';
  /** base64url */
  x: string;
  kid: string;
  use: 'sig';
  alg: 'EdDSA';
}

export interface Signer {
  /** The key that signs now. */
  keyId: string;
  publicKeys: PublicKey[];
  /** Ed25519, base64url. In a thread of the pool: other work goes on. */
  sign(text: string): Promise<string>;
  verify(keyId: string, text: string, signature: string): Promise<SignatureCheck>;
}

const signLater = promisify<null, Buffer, KeyObject, Buffer>(signBytes);
const verifyLater = promisify<null, Buffer, KeyObject, Buffer, boolean>(verifyBytes);

/** RFC 8410: what stands before the 32 bytes of a private key. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signatures that others can check with the public key. The 32 bytes of each key of the ring are the private one. */
export function createSigner(ring: KeyRing): Signer {
  const pairs = ring.map(({ kid, key }) => {
    const secret = createPrivateKey({ key: Buffer.concat([pkcs8, key]), format: 'der', type: 'pkcs8' });
    return { kid, secret, open: createPublicKey(secret) };
  });
  const [{ kid: keyId }] = ring;
  const [{ secret }] = pairs as [(typeof pairs)[number]];
  return {
    keyId,
    publicKeys: pairs.map(({ kid, open }) => ({
      kty: 'OKP',
      crv: 'Ed25519',
      x: (open.export({ format: 'jwk' }) as JsonWebKey).x!,
      kid,
      use: 'sig',
      alg: 'EdDSA',
    })),
    async sign(text) {
      return (await signLater(null, Buffer.from(text), secret)).toString('base64url');
    },
    async verify(keyIdOfText, text, signature) {
      const pair = pairs.find(({ kid }) => kid === keyIdOfText);
      if (!pair) return 'unknown-key';
      const bytes = Buffer.from(signature, 'base64url');
      // the last letter has bits to spare: only one way of writing is right
      if (bytes.toString('base64url') !== signature) return 'wrong';
      return (await verifyLater(null, Buffer.from(text), pair.open, bytes)) ? 'right' : 'wrong';
    },
  };
}
