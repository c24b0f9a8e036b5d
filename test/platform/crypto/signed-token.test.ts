import jwt from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { createTokenSigner } from '../../../src/platform/crypto/signed-token.ts';

const kind = { type: 'at+jwt', audience: 'here', lifetimeSeconds: 60 };
const before = deriveKeys('the first secret that was ever set');
const after = deriveKeys('the second secret, set later on..', 'the first secret that was ever set');
const signer = createTokenSigner<{ sub: string }>(before['access-token'], kind);
const signing = before['access-token'][0];
const forged = (
  claims: object,
  header: object,
  key: jwt.Secret = signing.key,
  algorithm: jwt.Algorithm = 'HS256',
) => jwt.sign(claims, key, { algorithm, header: { alg: algorithm, ...header } });
const goodClaims = { sub: 'x', iss: 'tutti', aud: 'here', jti: 'j', exp: 4_102_444_800 };
const without = (name: string) =>
  Object.fromEntries(Object.entries(goodClaims).filter(([key]) => key !== name));
const goodHeader = { typ: 'at+jwt', kid: signing.kid };

describe('a signed token', () => {
  it('[AUT-3] carries issuer, audience, type, expiry, an id and the id of its key', () => {
    const { header, payload } = jwt.decode(signer.sign({ sub: 'anna' }), { complete: true })!;
    expect(header).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: signing.kid });
    expect(payload).toMatchObject({ sub: 'anna', iss: 'tutti', aud: 'here', jti: expect.any(String) });
    const { iat, exp } = payload as jwt.JwtPayload;
    expect(exp! - iat!).toBe(60);
  });

  it('[AUT-3] is still good after the secret was changed', () => {
    const rotated = createTokenSigner<{ sub: string }>(after['access-token'], kind);
    expect(rotated.verify(signer.sign({ sub: 'anna' }))).toMatchObject({ ok: true, claims: { sub: 'anna' } });
    expect(signer.verify(rotated.sign({ sub: 'anna' }))).toEqual({ ok: false, reason: 'invalid' });
    // a process that still signs with the first one, and was told of the second before others sign with it
    const told = deriveKeys('the first secret that was ever set', 'the second secret, set later on..');
    const beside = createTokenSigner<{ sub: string }>(told['access-token'], kind);
    expect(beside.verify(rotated.sign({ sub: 'anna' }))).toMatchObject({ ok: true });
    expect(rotated.verify(beside.sign({ sub: 'anna' }))).toMatchObject({ ok: true });
  });

  it('is good when it has all of that', () => {
    expect(signer.verify(forged(goodClaims, goodHeader))).toMatchObject({ ok: true });
  });

  it.each([
    ['an unknown key id', forged(goodClaims, { ...goodHeader, kid: 'unknown' })],
    ['no key id', forged(goodClaims, { typ: 'at+jwt' })],
    ['another type', forged(goodClaims, { ...goodHeader, typ: 'JWT' })],
    ['another algorithm', forged(goodClaims, goodHeader, signing.key, 'HS512')],
    ['no signature', forged(goodClaims, goodHeader, '', 'none')],
    ['a signature of somebody else', forged(goodClaims, goodHeader, 'another key')],
    ['another issuer', forged({ ...goodClaims, iss: 'other' }, goodHeader)],
    ['another audience', forged({ ...goodClaims, aud: 'there' }, goodHeader)],
    ['no expiry', forged(without('exp'), goodHeader)],
    ['no id', forged(without('jti'), goodHeader)],
    ['no sense at all', 'abc.def'],
  ])('[AUT-3] is refused with %s', (_what, token) => {
    expect(signer.verify(token)).toEqual({ ok: false, reason: 'invalid' });
  });

  it('says so when it has expired', () => {
    expect(signer.verify(forged({ ...goodClaims, exp: 1 }, goodHeader))).toEqual({
      ok: false,
      reason: 'expired',
    });
  });

  it('of one purpose is never signed with the key of another', () => {
    const keys = Object.values(before).map(([{ key }]) => key.toString('hex'));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
