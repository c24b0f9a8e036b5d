import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { hashToken } from '../../platform/crypto/one-time-token.ts';

/** A phone's clock may be half a minute off; ours is the one that counts. */
const window = 1;
const recoveryCodeCount = 10;
/** 80 bits: their plain hash is hopeless to guess. */
const recoveryBytes = 10;

/** RFC 6238 as every app knows it: SHA-1, six digits, half a minute. */
const totpOf = (secret: string, names: { issuer?: string; label?: string } = {}): TOTP =>
  new TOTP({ ...names, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });

/** 160 bits, in base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** What the QR code holds: `otpauth://totp/School:anna@school.example?…` */
export const totpUri = (secret: string, names: { issuer: string; label: string }): string =>
  totpOf(secret, names).toString();

export const isTotpCode = (code: string): boolean => /^\d{6}$/.test(code);

/** The time step whose code this is; null when it is none of these moments. A step that was accepted before counts no more. */
export function acceptedStep(
  secret: string,
  code: string,
  at: { now: Date; lastStep: number },
): number | null {
  const timestamp = at.now.getTime();
  const totp = totpOf(secret);
  const delta = totp.validate({ token: code, timestamp, window });
  if (delta === null) return null;
  const step = totp.counter({ timestamp }) + delta;
  return step > at.lastStep ? step : null;
}

/** Ten codes for the day on which the phone is gone, `k7wd-…` in four groups of four. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: recoveryCodeCount }, () =>
    new Secret({ buffer: new Uint8Array(randomBytes(recoveryBytes)).buffer }).base32
      .toLowerCase()
      .replace(/.{4}(?=.)/g, '$&-'),
  );

/** However it was typed: dashes, spaces and capitals are no part of it. */
export const hashRecoveryCode = (code: string): Buffer =>
  hashToken(`recovery ${code.toLowerCase().replace(/[\s-]/g, '')}`);
