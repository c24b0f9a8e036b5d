import { createTutti } from '@tutti/client';
import { createAccounts } from '@tutti/client/admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailTo, tokenIn } from '../support/mail.ts';
import { addPerson, goodPassword } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server.stop());

const visitor = () => {
  const tutti = createTutti({ url: server.url });
  return { tutti, accounts: createAccounts(tutti) };
};
const mailed = async (address: string, template: string) => tokenIn(await mailTo(server, address, template));

describe('an account by e-mail', () => {
  it('is made, entered, moved to another address and given another password', async () => {
    const { tutti, accounts } = visitor();
    expect(await accounts.signUpOptions()).toEqual({
      organizationName: 'Tutti',
      open: true,
      needsApproval: false,
    });
    const [email, later] = ['gina@home.example', 'gina@work.example'];
    await accounts.signUp({ role: 'guardian', email, displayName: 'Gina', password: goodPassword });
    await accounts.resendVerification(email);
    expect(await accounts.verifyEmail(await mailed(email, 'verify-email'))).toEqual({ status: 'active' });

    expect((await tutti.signIn({ login: email, password: goodPassword })).roles).toEqual(['guardian']);
    await accounts.changeEmail(later, goodPassword);
    await accounts.confirmEmail(await mailed(later, 'change-email'));
    await expect(accounts.changePassword('not-my-password', 'nine-blue-herons')).rejects.toMatchObject({
      code: 'auth/wrong-password',
    });
    expect(tutti.me).not.toBeNull();
    await accounts.changePassword(goodPassword, 'nine-blue-herons');

    const phone = visitor();
    await phone.accounts.requestMagicLink(later);
    const me = await phone.accounts.openMagicLink(await mailed(later, 'magic-link'));
    expect(me).toMatchObject({ email: later, emailVerified: true, displayName: 'Gina' });
    expect(phone.tutti.me).toBe(me);
    await accounts.forgotPassword(later);
    expect(await mailed(later, 'reset-password')).toMatch(/^[\w-]{43}$/);
  });

  it('is not for a child, who is told nothing about ages', async () => {
    const { accounts } = visitor();
    const birth = { year: new Date().getUTCFullYear() - 10, month: 1 };
    const child = {
      role: 'student',
      email: 'maya@home.example',
      displayName: 'Maya',
      password: goodPassword,
      birth,
    } as const;
    await expect(accounts.signUp(child)).rejects.toMatchObject({
      code: 'sign-up/needs-guardian',
      status: 409,
    });
  });

  it('of a child gets a new password from the guardian', async () => {
    const guardian = await addPerson(server, { email: 'omar@home.example', role: 'guardian' });
    const child = await addPerson(server, {
      username: 'zoe.9',
      role: 'student',
      status: 'pending_consent',
      isMinor: true,
      birthMonth: '2016-03',
    });
    await server.app.db.jobs.query('INSERT INTO guardian_links (guardian_id, child_id) VALUES ($1, $2)', [
      guardian,
      child,
    ]);
    const { tutti, accounts } = visitor();
    await tutti.signIn({ email: 'omar@home.example', password: goodPassword });
    await accounts.setChildPassword(child, { ownPassword: goodPassword, newPassword: 'nine-blue-herons' });
    const tablet = visitor();
    const me = await tablet.tutti.signIn({ login: 'zoe.9', password: 'nine-blue-herons' });
    expect(me).toMatchObject({ username: 'zoe.9', email: null, consent: { needed: true } });
  });
});
