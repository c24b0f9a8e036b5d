import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPerson, call, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

const script = fileURLToPath(new URL('../../../scripts/user-reset.ts', import.meta.url));
const run = promisify(execFile);
let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
  await addPerson(server, { email: 'lena@school.example', role: 'teacher' });
  await addPerson(server, { username: 'maya.7', role: 'student' });
});
afterAll(() => server.stop());

/** As an operator types it, beside the running server. */
const userReset = (...words: string[]) => {
  const { ownerUrl, appUrl, jobsUrl } = server.database;
  const env = {
    ...process.env,
    NODE_ENV: 'test',
    PUBLIC_URL: 'https://tutti.example',
    TUTTI_SECRET: server.config.secret,
    DATABASE_OWNER_URL: ownerUrl,
    DATABASE_URL: appUrl,
    DATABASE_JOBS_URL: jobsUrl,
  };
  return run(process.execPath, [script, ...words], { env });
};

describe('npm run user:reset', () => {
  it.each(['Lena@school.example', 'maya.7'])('prints a link that gives %s a new password', async (login) => {
    const { stdout } = await userReset(login);
    const token = /https:\/\/tutti\.example\/reset#token=([\w-]{43})/.exec(stdout)![1]!;
    const body = { token, password: 'another-boat-of-otters' };
    expect((await call(server, '/auth/reset-password', { method: 'POST', body })).status).toBe(204);
    await signIn(server, login, 'another-boat-of-otters');
  });

  it('says it where nobody has this name, and asks whose when nothing is said', async () => {
    await expect(userReset('nobody')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('email or username nobody'),
    });
    await expect(userReset()).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Say whose password'),
    });
  });
});
