import { createHash, hkdfSync } from 'node:crypto';

export interface SigningKey {
  kid: string;
  key: Buffer;
}

/** The first key signs; all of them verify, so that a changed secret ends nobody's sign-in. */
export type KeyRing = readonly [SigningKey, ...SigningKey[]];

const purposes = [
  'access-token',
  'resume-token',
  'class-door',
  'refresh-successor',
  'one-time-link',
  'second-factor',
  'mail-stop',
  'oidc-state',
  'receipt',
  'receipt-salt',
  'redis',
  'master',
] as const;
export type KeyPurpose = (typeof purposes)[number];
export type Keys = Readonly<Record<KeyPurpose, KeyRing>>;

/** One secret, and a key of its own for each purpose (HKDF-SHA-256, RFC 5869): one that leaks opens nothing else. */
export function deriveKeys(secret: string, previousSecret?: string): Keys {
  const ring = (purpose: KeyPurpose): KeyRing => [
    signingKey(secret, purpose),
    ...(previousSecret ? [signingKey(previousSecret, purpose)] : []),
  ];
  return Object.fromEntries(purposes.map((purpose) => [purpose, ring(purpose)])) as Record<
    KeyPurpose,
    KeyRing
  >;
}

function signingKey(secret: string, purpose: KeyPurpose): SigningKey {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `tutti/${purpose}`, 32));
  return { key, kid: createHash('sha256').update(key).digest('base64url').slice(0, 12) };
}
