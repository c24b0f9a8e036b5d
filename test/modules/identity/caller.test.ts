import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessTokenSigner } from '../../../src/modules/identity/access-token.ts';
import { createAuthenticate } from '../../../src/modules/identity/caller.service.ts';
import { createSignOuts } from '../../../src/modules/identity/sign-outs.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { addPerson, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

const secret = 'a secret for tests that is long enough';
let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
  await addPerson(server, { email: 'anna@school.example', role: 'teacher' });
});
afterAll(() => server.stop());

const authenticateAnew = (keys = deriveKeys(secret), signOuts = createSignOuts()) =>
  createAuthenticate(server.app.db.jobs, keys, signOuts);

describe('authenticate', () => {
  it('tells who someone is, what they may do, and by which sign-in', async () => {
    const { accessToken, user } = await signIn(server, 'anna@school.example');
    const caller = await authenticateAnew()(accessToken);
    expect(caller).toMatchObject({ userId: user.id, orgId: server.orgId, roles: ['teacher'] });
    expect([...caller.permissions].sort()).toEqual([
      'classes.teach',
      'learners.read',
      'missions.read',
      'missions.write',
      'sessions.host',
    ]);
    expect(caller.sessionFamily).toMatch(/^[\da-f-]{36}$/);
  });

  it('[AUT-3] keeps people signed in when the secret changes', async () => {
    const { accessToken, user } = await signIn(server, 'anna@school.example');
    const rotated = deriveKeys('the new secret, as long as it must be', secret);
    expect(await authenticateAnew(rotated)(accessToken)).toMatchObject({ userId: user.id });
    const unrelated = authenticateAnew(deriveKeys('the new secret, as long as it must be'));
    await expect(unrelated(accessToken)).rejects.toThrow('auth/invalid-token');
  });

  it('[AUT-5] forgets what it read of a sign-in that ended here', async () => {
    const { accessToken, user } = await signIn(server, 'anna@school.example');
    const signOuts = createSignOuts();
    const authenticate = authenticateAnew(deriveKeys(secret), signOuts);
    const { sessionFamily } = await authenticate(accessToken);
    await server.app.db.asWorker((em) =>
      em.execute('UPDATE auth_sessions SET revoked_at = now() WHERE family_id = ?', [sessionFamily]),
    );
    expect(await authenticate(accessToken)).toMatchObject({ sessionFamily });
    signOuts.announce({ userId: user.id, sessionFamily });
    await expect(authenticate(accessToken)).rejects.toThrow('auth/session-ended');
  });

  it('refuses a token whose sign-in belongs to somebody else', async () => {
    const { accessToken } = await signIn(server, 'anna@school.example');
    const { sessionFamily } = await authenticateAnew()(accessToken);
    const other = await addPerson(server, { email: 'otto@school.example', role: 'admin' });
    const forged = accessTokenSigner(deriveKeys(secret)).sign({ sub: other, sid: sessionFamily });
    await expect(authenticateAnew()(forged)).rejects.toThrow('auth/session-ended');
  });
});
