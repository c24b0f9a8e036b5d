import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { acceptedStep, hashRecoveryCode, newRecoveryCodes } from '../../../src/modules/identity/totp.ts';
import type { Me, SignedIn } from '../../../src/wire/identity.ts';
import type { FactorState, NewFactor, RecoveryCodes } from '../../../src/wire/sign-ins.ts';
import { mailTo, tokenIn } from '../../support/mail.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

interface Problem {
  code: string;
  challenge?: string;
}

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer({ ADMIN_TOTP: 'required' });
});
afterAll(() => server?.stop());

const codeAt = (secret: string, timestamp: number) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
const firstCode = (secret: string) => codeAt(secret, Date.now());
/** Of a phone that is half a minute ahead: good after the first one, and also when the half minute is just over. */
const nextCode = (secret: string) => codeAt(secret, Date.now() + 30_000);
const post = <T>(path: string, body?: unknown, token?: string) =>
  call<T & Problem>(server, path, {
    method: 'POST',
    ...(body !== undefined && { body }),
    ...(token !== undefined && { token }),
  });

let counter = 0;
async function newPerson(role: 'teacher' | 'admin' | 'student' = 'teacher') {
  counter += 1;
  const email = `person-${counter}@school.example`;
  const id = await addPerson(server, { email, role });
  return { id, email, token: (await signIn(server, email)).accessToken };
}
async function withFactor(role?: 'teacher' | 'admin') {
  const person = await newPerson(role);
  const { secret } = (await post<NewFactor>('/me/second-factor', {}, person.token)).body;
  const confirmed = await post<RecoveryCodes>(
    '/me/second-factor/confirm',
    { code: firstCode(secret) },
    person.token,
  );
  expect(confirmed.status).toBe(200);
  return { ...person, secret, recoveryCodes: confirmed.body.recoveryCodes };
}
const firstStep = (email: string, password = goodPassword) =>
  post<SignedIn>('/auth/sign-in', { login: email, password, keep: 'body' });
const secondStep = (challenge: string | undefined, code: string) =>
  post<SignedIn>('/auth/second-factor', { challenge, code, keep: 'body' });

describe('a code of an app', () => {
  // RFC 6238, appendix B, cut to six digits
  const secret = Secret.fromLatin1('12345678901234567890').base32;
  const at = (seconds: number, lastStep = 0) => ({ now: new Date(seconds * 1_000), lastStep });

  it('[AUT-6] is the one that RFC 6238 says', () => {
    expect(acceptedStep(secret, '287082', at(59))).toBe(1);
    expect(acceptedStep(secret, '081804', at(1_111_111_109))).toBe(37_037_036);
    expect(acceptedStep(secret, '353130', at(20_000_000_000))).toBe(666_666_666);
  });

  it('[AUT-6] is good for a phone that is half a minute off, and for none that is five minutes off', () => {
    expect(acceptedStep(secret, '287082', at(59 + 30))).toBe(1);
    expect(acceptedStep(secret, '287082', at(59 - 30))).toBe(1);
    expect(acceptedStep(secret, '287082', at(59 + 60))).toBeNull();
    expect(acceptedStep(secret, '287082', at(59 + 300))).toBeNull();
  });

  it('[AUT-6] counts once, and none of an earlier moment counts after it', () => {
    expect(acceptedStep(secret, '287082', at(59, 1))).toBeNull();
    expect(acceptedStep(secret, '287082', at(59, 2))).toBeNull();
  });
});

test('[AUT-6] there are ten recovery codes, all different, however they are typed', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
  expect(hashRecoveryCode(` ${codes[0]!.toUpperCase().replaceAll('-', ' ')}`)).toEqual(
    hashRecoveryCode(codes[0]!),
  );
});

describe('adding a second factor', () => {
  it('[AUT-6] shows a secret for the app, which counts once a code of it has come back', async () => {
    const { token, email } = await newPerson();
    const { status, body } = await post<NewFactor>('/me/second-factor', {}, token);
    expect(status).toBe(201);
    expect(body.uri).toMatch(/^otpauth:\/\/totp\//);
    expect(new URL(body.uri).searchParams.get('secret')).toBe(body.secret);
    expect((await firstStep(email)).status).toBe(200);

    expect((await post('/me/second-factor/confirm', { code: '000000' }, token)).body.code).toBe(
      'auth/second-factor-wrong',
    );
    const done = await post<RecoveryCodes>(
      '/me/second-factor/confirm',
      { code: firstCode(body.secret) },
      token,
    );
    expect(done.body.recoveryCodes).toHaveLength(10);
    const state = await call<FactorState>(server, '/me/second-factor', { token });
    expect(state.body).toMatchObject({ state: 'on', recoveryCodesLeft: 10, since: expect.any(String) });
    expect((await firstStep(email)).body.code).toBe('auth/second-factor-required');
  });

  it('takes the place of an earlier secret until one is confirmed, and not after that', async () => {
    const { token } = await newPerson();
    const first = (await post<NewFactor>('/me/second-factor', {}, token)).body.secret;
    const second = (await post<NewFactor>('/me/second-factor', {}, token)).body.secret;
    const tryOut = (secret: string) => post('/me/second-factor/confirm', { code: firstCode(secret) }, token);
    expect((await tryOut(first)).status).toBe(403);
    expect((await tryOut(second)).status).toBe(200);
    expect((await post('/me/second-factor', {}, token)).body.code).toBe('auth/second-factor-on');
    expect((await tryOut(second)).body.code).toBe('auth/second-factor-on');
  });

  it('[AUT-6] [DAT-2] leaves neither the secret nor a recovery code readable in the database', async () => {
    const { id, secret, recoveryCodes } = await withFactor();
    const { rows } = await server.app.db.jobs.query(
      'SELECT t::text AS row FROM totp_factors t WHERE user_id = $1',
      [id],
    );
    const asHex = (text: string) => Buffer.from(text).toString('hex');
    for (const plain of [secret, recoveryCodes[0]!, recoveryCodes[0]!.replaceAll('-', '')]) {
      expect(rows[0].row).not.toContain(plain);
      expect(rows[0].row).not.toContain(asHex(plain));
    }
  });
});

describe('signing in with a second factor', () => {
  it('[AUT-6] takes two steps; the first gives nothing but the question for the second', async () => {
    const { email, secret } = await withFactor();
    const asked = await firstStep(email);
    expect(asked.status).toBe(401);
    expect(Object.keys(asked.body)).not.toContain('accessToken');
    expect(asked.headers.getSetCookie()).toEqual([]);
    const { status, body } = await secondStep(asked.body.challenge, nextCode(secret));
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ email, secondFactor: 'on' });
  });

  it('[AUT-6] a challenge is no access token, and an access token is no challenge', async () => {
    const { email, secret, token } = await withFactor();
    const { challenge } = (await firstStep(email)).body;
    expect((await call(server, '/me', { token: challenge! })).status).toBe(401);
    expect((await secondStep(token, nextCode(secret))).body.code).toBe('auth/expired-token');
  });

  it('[AUT-6] a code counts once, also when it is shown twice at the same moment', async () => {
    const { email, secret } = await withFactor();
    const { challenge } = (await firstStep(email)).body;
    const both = await Promise.all([1, 2].map(() => secondStep(challenge, nextCode(secret))));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  it('[AUT-6] a recovery code takes the place of the app, once', async () => {
    const { email, recoveryCodes, token } = await withFactor();
    const typed = recoveryCodes[3]!.toUpperCase();
    const challenge = async () => (await firstStep(email)).body.challenge;
    expect((await secondStep(await challenge(), typed)).status).toBe(200);
    expect((await secondStep(await challenge(), typed)).body.code).toBe('auth/second-factor-wrong');
    expect((await secondStep(await challenge(), recoveryCodes[4]!)).status).toBe(200);
    const { body } = await call<FactorState>(server, '/me/second-factor', { token });
    expect(body.recoveryCodesLeft).toBe(8);
  });

  it('[AUT-6] five wrong codes lock the account’s second step for a quarter of an hour, whatever the challenge', async () => {
    const { email, secret } = await withFactor();
    for (let i = 0; i < 5; i++) {
      const { challenge } = (await firstStep(email)).body;
      expect((await secondStep(challenge, '000000')).body.code).toBe('auth/second-factor-wrong');
    }
    const { challenge } = (await firstStep(email)).body;
    const right = await secondStep(challenge, nextCode(secret));
    expect(right.body.code).toBe('auth/locked');
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(14 * 60);
  });

  it('[AUT-6] a challenge is void once the password has changed', async () => {
    const { id, email, secret } = await withFactor();
    const { challenge } = (await firstStep(email)).body;
    await server.app.db.jobs.query('UPDATE credentials SET password_changed_at = now() WHERE user_id = $1', [
      id,
    ]);
    expect((await secondStep(challenge, nextCode(secret))).body.code).toBe('auth/expired-token');
  });

  it('[AUT-6] a mailed link asks for it as well, and is used up with it', async () => {
    const { email, secret } = await withFactor();
    await post('/auth/magic-link', { email });
    const token = tokenIn(await mailTo(server, email, 'magic-link'));
    const open = () => post<SignedIn>('/auth/magic-link/open', { token, keep: 'body' });
    const asked = await open();
    expect(asked.body.code).toBe('auth/second-factor-required');
    expect((await secondStep(asked.body.challenge, nextCode(secret))).status).toBe(200);
    expect((await open()).body.code).toBe('auth/link-invalid');
  });
});

describe('doing without it again', () => {
  it('[AUT-6] takes the password and a code, and is written down', async () => {
    const { id, email, secret, token } = await withFactor();
    const remove = (body: object) => post('/me/second-factor/remove', body, token);
    expect((await remove({ code: nextCode(secret) })).body.code).toBe('auth/wrong-password');
    expect((await remove({ password: goodPassword, code: '000000' })).body.code).toBe(
      'auth/second-factor-wrong',
    );
    expect((await remove({ password: goodPassword, code: nextCode(secret) })).status).toBe(204);
    expect((await firstStep(email)).status).toBe(200);
    const { rows } = await server.app.db.jobs.query(
      `SELECT action, changes FROM audit_logs WHERE entity_id = $1 AND action LIKE 'second_factor.%' ORDER BY id`,
      [id],
    );
    expect(rows).toEqual([
      { action: 'second_factor.added', changes: {} },
      { action: 'second_factor.removed', changes: {} },
    ]);
  });

  it('[AUT-6] new recovery codes void the old ones', async () => {
    const { email, secret, token, recoveryCodes } = await withFactor();
    const renewed = await post<RecoveryCodes>(
      '/me/second-factor/recovery-codes',
      { code: nextCode(secret) },
      token,
    );
    const { challenge } = (await firstStep(email)).body;
    expect((await secondStep(challenge, recoveryCodes[0]!)).status).toBe(403);
    expect((await secondStep(challenge, renewed.body.recoveryCodes[0]!)).status).toBe(200);
  });
});

describe('who must have one', () => {
  it('[AUT-6] an administrator without one comes in, adds it, and does nothing else before', async () => {
    const { email, token } = await newPerson('admin');
    const refused = await call<Problem>(server, '/invitations', { token });
    expect(refused).toMatchObject({ status: 403, body: { code: 'auth/second-factor-missing' } });
    expect((await call<Me>(server, '/me', { token })).body.secondFactor).toBe('required');
    expect((await call(server, '/me/sign-ins', { token })).status).toBe(200);

    const { secret } = (await post<NewFactor>('/me/second-factor', {}, token)).body;
    await post('/me/second-factor/confirm', { code: firstCode(secret) }, token);
    expect((await call(server, '/invitations', { token })).status).toBe(200);
    expect((await call<Me>(server, '/me', { token })).body.secondFactor).toBe('on');
    const again = await firstStep(email);
    expect((await secondStep(again.body.challenge, nextCode(secret))).status).toBe(200);
  });

  it('[AUT-6] every route but the ones for adding it, leaving and seeing oneself is closed until then', async () => {
    const { token } = await newPerson('admin');
    const { body: api } = await call<{ paths: Record<string, Record<string, { security: object[] }>> }>(
      server,
      '/openapi.json',
    );
    const open: string[] = [];
    for (const [path, methods] of Object.entries(api.paths)) {
      for (const [method, { security }] of Object.entries(methods)) {
        if (security.length === 0) continue;
        const filled = path.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
        if (path.endsWith('end-all')) continue; // would end the very sign-in that asks
        const { body } = await call<Problem>(server, filled, { method: method.toUpperCase(), token });
        if (body.code !== 'auth/second-factor-missing') open.push(`${method} ${path}`);
      }
    }
    expect(open.sort()).toEqual([
      'delete /me/sign-ins/{id}',
      'get /me',
      'get /me/second-factor',
      'get /me/sign-ins',
      'post /me/second-factor',
      'post /me/second-factor/confirm',
    ]);
  });

  it('[AUT-6] a teacher must where the organization says so, and not elsewhere', async () => {
    const { token } = await newPerson('teacher');
    expect((await call(server, '/sessions', { token })).status).toBe(200);
    const require = (on: boolean) =>
      server.app.db.jobs.query('UPDATE org_settings SET teacher_totp_required = $1 WHERE org_id = $2', [
        on,
        server.orgId,
      ]);
    await require(true);
    try {
      const strict = await newPerson('teacher');
      expect((await call<Problem>(server, '/sessions', { token: strict.token })).body.code).toBe(
        'auth/second-factor-missing',
      );
      const learner = await newPerson('student');
      expect((await call<Me>(server, '/me', { token: learner.token })).body.secondFactor).toBe('off');
    } finally {
      await require(false);
    }
  });

  it('[AUT-6] where the configuration says it is optional, an administrator works without one', async () => {
    const relaxed = await startBareServer({ ADMIN_TOTP: 'optional' });
    try {
      await addPerson(relaxed, { email: 'ada@school.example', role: 'admin' });
      const { accessToken: token, user } = await signIn(relaxed, 'ada@school.example');
      expect(user.secondFactor).toBe('off');
      expect((await call(relaxed, '/invitations', { token })).status).toBe(200);
    } finally {
      await relaxed.stop();
    }
  });
});
