import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDemoAccounts, ensureDemoAccounts } from '../../../src/modules/identity/demo-accounts.ts';
import { createResetToken } from '../../../src/modules/identity/password-reset.service.ts';
import { renewSetupToken } from '../../../src/modules/identity/setup.service.ts';
import type { SignedIn } from '../../../src/wire/identity.ts';
import { createPeople } from '../../support/people.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server.stop());

const renew = () => server.app.db.asWorker((em) => renewSetupToken(em, server.orgId));
const complete = (token: string, email = 'head@school.example') =>
  call<SignedIn & { code: string }>(server, '/setup', {
    method: 'POST',
    body: {
      token,
      organizationName: 'Elm School',
      displayName: 'Head',
      email,
      password: goodPassword,
      locale: 'es',
    },
  });
const check = (token: string) => call(server, `/setup?token=${token}`);

describe('the set-up link', () => {
  it('of an earlier start is void; servers that start together each have a good one', async () => {
    const earlier = (await renew())!;
    await server.app.db.jobs.query("UPDATE auth_tokens SET created_at = now() - interval '11 minutes'");
    const together = [await renew(), await renew()];
    expect(await check(earlier)).toMatchObject({ status: 410, body: { code: 'setup/link-invalid' } });
    for (const token of together)
      expect(await check(token!)).toMatchObject({ status: 200, body: { valid: true } });
  });

  it('[AUT-6] that is too old is void', async () => {
    const token = (await renew())!;
    await server.app.db.jobs.query(
      `UPDATE auth_tokens SET expires_at = now() - interval '1 second' WHERE purpose = 'setup'`,
    );
    expect((await check(token)).status).toBe(410);
    expect((await complete(token)).body.code).toBe('setup/link-invalid');
  });

  it('is still there beside demo accounts, which are made once and written down for their owner alone', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'tutti-demo-'));
    const make = () => ensureDemoAccounts(server.app, { orgId: server.orgId, dataDir });
    const made = await make();
    expect(made.map(({ role }) => role)).toEqual(['admin', 'teacher', 'guardian', 'student']);
    expect(await make()).toEqual(made);
    for (const { login, password, role } of made)
      expect((await signIn(server, login, password)).user.roles).toEqual([role]);
    const file = join(dataDir, 'demo-accounts.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(
      Object.fromEntries(made.map((one) => [one.login, one.password])),
    );
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await renew()).not.toBeNull();

    await rm(file);
    const anew = await make();
    expect(anew[0]!.password).not.toBe(made[0]!.password);
    await signIn(server, anew[0]!.login, anew[0]!.password);
    const maya = await signIn(server, 'maya', anew[3]!.password);
    expect(maya.user).toMatchObject({
      isMinor: true,
      consent: { needed: false, scopes: ['account', 'live_rooms'] },
    });

    await server.app.db.asWorker(closeDemoAccounts);
    await expect(signIn(server, anew[1]!.login, anew[1]!.password)).rejects.toThrow('auth/wrong-credentials');
    await rm(dataDir, { recursive: true });
  });

  it('makes one administrator and names the organization, and then never again', async () => {
    const token = (await renew())!;
    const replies = await Promise.all([complete(token), complete(token, 'second@school.example')]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 410]);
    const { user } = replies.find(({ status }) => status === 201)!.body;
    expect(user).toMatchObject({
      roles: ['admin', 'super_admin'],
      locale: 'es',
      organization: { name: 'Elm School' },
    });
    expect((await complete(token, 'third@school.example')).body.code).toBe('setup/link-invalid');
    expect(await renew()).toBeNull();
  });
});

describe('whoever set the installation up', () => {
  it('is its super administrator: gives this to another, and sets ages of consent that other organizations use, too', async () => {
    const { rows } = await server.app.db.jobs.query<{ id: string; email: string }>(
      `SELECT id, email FROM users WHERE email IN ('head@school.example', 'second@school.example')`,
    );
    const [head] = rows;
    const adminId = await addPerson(server, { email: 'deputy@school.example', role: 'admin' });
    await createPeople(server.app.db.jobs).addOrganization();
    const as = async (email: string) => (await signIn(server, email)).accessToken;
    const setAge = async (email: string, age: number) =>
      call(server, '/consent-ages/ES', { method: 'PUT', body: { age }, token: await as(email) });
    const give = async (email: string, userId: string) =>
      call(server, `/people/${userId}/roles/super_admin`, { method: 'PUT', token: await as(email) });

    expect((await setAge('deputy@school.example', 3)).body).toMatchObject({ code: 'auth/forbidden' });
    expect((await give('deputy@school.example', adminId)).body).toMatchObject({ code: 'role/not-allowed' });
    expect((await setAge(head!.email, 15)).body).toEqual({ country: 'ES', age: 15 });

    const leave = async () =>
      call(server, `/people/${head!.id}/roles/super_admin`, {
        method: 'DELETE',
        token: await as(head!.email),
      });
    expect((await leave()).body).toMatchObject({ code: 'role/last-administrator' });
    expect((await give(head!.email, adminId)).status).toBe(200);
    expect((await setAge('deputy@school.example', 14)).status).toBe(200);
    expect((await leave()).status).toBe(200);
    expect((await signIn(server, head!.email)).user.roles).toEqual(['admin']);
    expect((await setAge(head!.email, 3)).status).toBe(403);
  });
});

describe('a reset link', () => {
  const reset = (token: string, password: string) =>
    call(server, '/auth/reset-password', { method: 'POST', body: { token, password } });
  const linkFor = (email: string) => server.app.db.asWorker((em) => createResetToken(em, email));

  it('sets a new password once and ends every sign-in', async () => {
    await addPerson(server, { email: 'lena@school.example', role: 'teacher' });
    const before = await signIn(server, 'lena@school.example');
    const token = (await linkFor(' Lena@School.example '))!;
    expect((await call(server, `/auth/reset-password?token=${token}`)).status).toBe(200);
    expect(await reset(token, 'lena@school.example')).toMatchObject({
      status: 400,
      body: { code: 'auth/weak-password' },
    });
    expect((await reset(token, 'another-boat-of-otters')).status).toBe(204);
    expect(await reset(token, 'a-third-boat-of-otters')).toMatchObject({
      status: 401,
      body: { code: 'auth/invalid-token' },
    });
    expect((await call(server, '/me', { token: before.accessToken })).status).toBe(401);
    await expect(signIn(server, 'lena@school.example')).rejects.toThrow('auth/wrong-credentials');
    await signIn(server, 'lena@school.example', 'another-boat-of-otters');
  });

  it('takes the place of the one before, and exists for nobody unknown', async () => {
    await addPerson(server, { email: 'olga@school.example', role: 'teacher' });
    const first = (await linkFor('olga@school.example'))!;
    await linkFor('olga@school.example');
    expect((await reset(first, 'another-boat-of-otters')).status).toBe(401);
    expect(await linkFor('nobody@school.example')).toBeNull();
  });
});
