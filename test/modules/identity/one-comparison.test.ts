import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addPerson, call, goodPassword } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let count = 0;
let known: string;
let pending: string;
let suspended: string;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  const add = async (status: 'active' | 'pending_verification' | 'suspended') => {
    const email = `person${++count}@school.example`;
    await addPerson(server, { email, role: 'guardian', origin: 'sign_up', status });
    return email;
  };
  [known, pending, suspended] = [
    await add('active'),
    await add('pending_verification'),
    await add('suspended'),
  ];
});

/** How often the password workers were asked for something while this ran; they do ask for it. */
async function comparisons(path: string, body: object): Promise<{ status: number; asked: number }> {
  const spies = [vi.spyOn(server.app.passwords, 'matches'), vi.spyOn(server.app.passwords, 'hash')];
  const { status } = await call(server, path, { method: 'POST', body });
  const asked = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return { status, asked };
}

describe('[AUT-1] exactly one slow comparison is made', () => {
  it('on signing in, whoever it is and whatever the password', async () => {
    for (const login of [known, pending, suspended, 'nobody', 'nobody@school.example'])
      for (const password of [goodPassword, 'not-the-password'])
        expect(await comparisons('/auth/sign-in', { login, password }), `${login} ${password}`).toMatchObject(
          {
            asked: 1,
          },
        );
  });

  it('on signing up, whether or not the address is known', async () => {
    for (const email of [known, pending, suspended, `new${count}@school.example`]) {
      const body = { role: 'guardian', email, displayName: 'Gina', password: goodPassword };
      expect(await comparisons('/auth/sign-up', body), email).toEqual({ status: 202, asked: 1 });
    }
  });

  it.each(['/auth/forgot', '/auth/magic-link', '/auth/verify-email/resend'])(
    'on asking for a mail at %s, whether or not one is sent, and also when there were too many',
    async (path) => {
      for (const email of [known, pending, suspended, 'nobody@school.example'])
        for (let i = 0; i < 6; i++)
          expect(await comparisons(path, { email }), email).toEqual({ status: 202, asked: 1 });
    },
  );
});
