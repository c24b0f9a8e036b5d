import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { createPeople } from '../../support/people.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server.stop());

it('[AUT-2] whoever sits at an open tablet guesses no password by asking to delete the account', async () => {
  await addPerson(server, { email: 'open@school.example', role: 'guardian' });
  const { accessToken: token } = await signIn(server, 'open@school.example');
  const erase = (password: string) =>
    call(server, '/me/erase', { method: 'POST', token, body: { password } });
  const codes: unknown[] = [];
  for (let i = 0; i < 6; i++) codes.push((await erase('wrong')).body.code);
  expect(codes).toEqual([...Array(5).fill('auth/wrong-password'), 'auth/locked']);
  expect((await erase(goodPassword)).body.code).toBe('auth/locked');
  expect((await call(server, '/me', { token })).status).toBe(200);
});

describe('who comes in by a provider and has no password', () => {
  const people = () => createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
  const post = (token: string, path: string, body: unknown) =>
    call(server, path, { method: 'POST', token, body });
  const sql = (text: string, values: unknown[]) => server.app.db.jobs.query(text, values);
  const late = (family: string) =>
    sql("UPDATE auth_sessions SET created_at = now() - interval '11 minutes' WHERE family_id = $1", [family]);
  async function guardianWithChild() {
    const guardian = await people().signUp({ orgId: server.orgId, role: 'guardian' });
    await sql("INSERT INTO user_profiles (user_id, display_name) VALUES ($1, 'Pat')", [guardian.userId]);
    const child = await addPerson(server, {
      username: `zoe-${guardian.userId.slice(0, 8)}`,
      role: 'student',
      status: 'pending_consent',
      isMinor: true,
      birthMonth: '2016-03',
    });
    await sql('INSERT INTO guardian_links (guardian_id, child_id) VALUES ($1, $2)', [guardian.userId, child]);
    return { ...guardian, child };
  }

  it('[CON-6] deletes a child, sets its password and deletes the own account after a fresh sign-in', async () => {
    const { token, child } = await guardianWithChild();
    const password = { newPassword: 'nine-blue-herons' };
    expect((await post(token, `/family/children/${child}/password`, password)).status).toBe(204);
    expect((await post(token, `/family/children/${child}/erase`, {})).status).toBe(204);
    expect((await post(token, '/me/erase', {})).status).toBe(204);
    expect((await call(server, '/me', { token })).status).toBe(401);
  });

  it('is sent to sign in again when the sign-in is old', async () => {
    const { token, family, child } = await guardianWithChild();
    await late(family);
    for (const [path, body] of [
      [`/family/children/${child}/password`, { newPassword: 'nine-blue-herons' }],
      [`/family/children/${child}/erase`, {}],
      ['/me/erase', {}],
    ] as const) {
      expect(await post(token, path, body)).toMatchObject({
        status: 403,
        body: { code: 'auth/sign-in-again' },
      });
    }
  });

  it('is not taken for somebody who has one and leaves it out', async () => {
    await addPerson(server, { email: 'has-one@school.example', role: 'guardian' });
    const { accessToken } = await signIn(server, 'has-one@school.example');
    expect((await post(accessToken, '/me/erase', {})).body.code).toBe('auth/wrong-password');
  });
});
