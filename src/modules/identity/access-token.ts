import type { Keys } from '../../platform/crypto/keys.ts';
import { createTokenSigner, type TokenSigner } from '../../platform/crypto/signed-token.ts';

export const accessTokenSeconds = 15 * 60;

/** Who and by which sign-in; what the person may do is read when it is used, so that a change counts at once. */
export interface AccessClaims {
  sub: string;
  sid: string;
}

/** [AUT-3] */
export const accessTokenSigner = (keys: Keys): TokenSigner<AccessClaims> =>
  createTokenSigner<AccessClaims>(keys['access-token'], {
    type: 'at+jwt',
    audience: 'tutti-api',
    lifetimeSeconds: accessTokenSeconds,
  });
