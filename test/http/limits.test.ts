import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPerson, call, goodPassword, signIn } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';

let server: BareServer;
beforeAll(async () => {
  // nobody listens there: counting needs this process and nothing else
  server = await startBareServer({
    REDIS_URL: 'redis://127.0.0.1:1',
    TRUST_PROXY: '1',
    REQUESTS_PER_MINUTE: '60',
  });
  await addPerson(server, { email: 'ann@school.example', role: 'teacher' });
});
afterAll(() => server?.stop());

const from = (address: string) => ({ 'x-forwarded-for': address });
const guess = (address: string, password = 'a-guess', login = 'ann@school.example') =>
  call<{ code: string; retryAfter?: number }>(server, '/auth/sign-in', {
    method: 'POST',
    headers: from(address),
    body: { login, password, keep: 'body' },
  });

describe('with no store beside the process, or with one that is away, limits hold', () => {
  it('[AUT-2] guesses from one address are over after five, also for an account that is not there', async () => {
    for (const login of ['ann@school.example', 'nobody@school.example']) {
      for (let i = 0; i < 5; i++) {
        expect((await guess('198.51.100.1', `guess-${i}`, login)).body.code).toBe('auth/wrong-credentials');
      }
      const locked = await guess('198.51.100.1', goodPassword, login);
      expect(locked).toMatchObject({ status: 429, body: { code: 'auth/locked' } });
      expect(locked.body.retryAfter).toBeGreaterThan(600);
    }
  });

  it('[AUT-2] guesses from ever new addresses wait longer and longer', async () => {
    const replies = [];
    for (let i = 0; i < 12; i++) replies.push(await guess(`198.51.101.${i}`));
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    for (const { body } of refused) expect(body.retryAfter).toBeGreaterThan(0);
  });

  it('whoever asks too often waits, and nobody else does', async () => {
    const ask = (address: string) => call(server, '/about', { headers: from(address) });
    const replies = await Promise.all(Array.from({ length: 80 }, () => ask('198.51.102.1')));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(60);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(20);
    expect((await ask('198.51.102.2')).status).toBe(200);
  });

  it('who works here comes in all the while, by the own device', async () => {
    await addPerson(server, { email: 'ben@school.example', role: 'teacher' });
    expect((await signIn(server, 'ben@school.example')).user.roles).toEqual(['teacher']);
  });
});
