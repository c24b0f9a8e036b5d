import { afterAll, beforeAll, expect, it } from 'vitest';
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
