import { createAdmin } from '@tutti/client/admin';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createResetToken } from '../../src/modules/identity/password-reset.service.ts';
import { checkAccessibility } from '../support/accessibility.ts';
import { teachWords, accountWords as words } from '../support/class-pages.ts';
import { signIn } from '../support/class-play.ts';
import { openBrowser, type Visitors } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitors: Visitors;
let invitation: string;
const accessibility = checkAccessibility();
const email = 'iris@school.example';

beforeAll(async () => {
  [server, visitors] = await Promise.all([startTestServer(), openBrowser()]);
  const admin = createAdmin(await signIn(server.url, server.admin));
  invitation = (await admin.invite({ email })).link;
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const password = (page: Page, label: string) => page.getByLabel(label, { exact: true });

describe('a one-time link', () => {
  it('[AUT-1] brings an invited teacher in, once a password is good enough', async () => {
    const page = await visitors.come('Iris');
    await page.goto(invitation);
    expect(await page.getByLabel(words.setup.email).inputValue()).toBe(email);
    await accessibility.look('an invitation', page);
    await page.getByLabel(words.setup.name).fill('Iris');
    await password(page, words.setup.password).fill('short');
    await page.getByRole('button', { name: words.invite.submit }).click();
    await page.getByText(words.fields.passwordShort).waitFor();
    await password(page, words.setup.password).fill('three calm otters');
    await page.getByRole('button', { name: words.invite.submit }).click();
    await title(page, teachWords.library.title).waitFor();
  });

  it('works once, and then says where to go', async () => {
    const page = await visitors.come('somebody later');
    await page.goto(invitation);
    await title(page, words.link.badTitle).waitFor();
    await page.getByRole('link', { name: words.link.toSignIn }).click();
    await title(page, words.signIn.title).waitFor();
  });

  it('gives a new password, with which one signs in', async () => {
    const token = await server.app.db.asWorker((em) => createResetToken(em, email));
    const page = await visitors.come('Iris again');
    await page.goto(`${server.url}/reset#token=${token}`);
    await password(page, words.reset.password).fill('four quick foxes');
    await accessibility.look('a new password', page);
    await page.getByRole('button', { name: words.reset.submit }).click();
    await page.getByText(words.reset.done).waitFor();
    await page.getByLabel(words.signIn.login).fill(email);
    await password(page, words.signIn.password).fill('four quick foxes');
    await page.getByRole('button', { name: words.signIn.submit, exact: true }).click();
    await title(page, teachWords.library.title).waitFor();
  });

  it('leads nowhere, and a page says so, where the address has a typing mistake', async () => {
    const page = await visitors.come('somebody lost');
    const reply = await page.goto(`${server.url}/nowhere`);
    expect(reply?.status()).toBe(404);
    await title(page, words.states.notFoundTitle).waitFor();
    await accessibility.look('nowhere', page);
    expect(accessibility.violations).toEqual([]);
    expect(visitors.errors).toEqual([]);
  });
});
