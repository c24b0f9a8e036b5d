import { randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin as adminWords } from '../../web/src/shared/i18n/en/admin.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { AccountPages, accountWords } from '../support/account-pages.ts';
import { teachWords } from '../support/class-pages.ts';
import { mailTo } from '../support/mail.ts';
import { desktop, openBrowser, phone, type Visitors } from '../support/pages.ts';
import { addPerson, goodPassword } from '../support/rest.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer & { orgId: string };
let visitors: Visitors;
const accessibility: AccessibilityCheck = checkAccessibility();
const words = accountWords.en;

beforeAll(async () => {
  const [started, browser] = await Promise.all([startTestServer(), openBrowser()]);
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  visitors = browser;
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

/** A test that is tried again meets nobody from before. */
async function aTeacher(): Promise<string> {
  const email = `tess.${randomUUID().slice(0, 8)}@school.example`;
  await addPerson(server, { email, role: 'teacher', displayName: 'Tess' });
  return email;
}
const come = async (name: string, options = desktop) =>
  new AccountPages(await visitors.come(name, options), server.url);
const library = (page: Page) => page.getByRole('heading', { level: 1, name: teachWords.library.title });
/** What the app shows so many seconds from now; a code of a moment that is over is not taken twice. */
const codeOf = (secret: string, inSeconds = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + inSeconds * 1_000 });

describe('the second step at sign-in', () => {
  it('[AUT-6] is added with an app, asked for with password and with link, and a recovery code stands in once', async () => {
    const email = await aTeacher();
    const tess = await come('Tess', phone);
    await tess.signIn(email, goodPassword);
    await library(tess.page).waitFor();
    await tess.open('/account');
    const card = tess.card(words.factor.title);
    await card.getByRole('button', { name: words.factor.add }).click();
    const secret = (await card.locator('code').textContent())!.replaceAll(' ', '');
    await accessibility.look('adding a second step', tess.page);

    await card.getByLabel(words.signIn.code).fill('000000');
    await card.getByRole('button', { name: words.factor.confirm }).click();
    await card.getByText(words.states.errors.wrongCode).waitFor();
    await card.getByLabel(words.signIn.code).fill(codeOf(secret));
    await card.getByRole('button', { name: words.factor.confirm }).click();
    const codes = card.getByRole('list', { name: words.factor.codes }).getByRole('listitem');
    await codes.first().waitFor();
    await accessibility.look('recovery codes', tess.page);
    const [recovery] = await codes.allTextContents();
    await card.getByRole('button', { name: words.factor.kept }).click();
    await card.getByText(words.factor.on, { exact: true }).waitFor();

    const later = await come('later', phone);
    await later.signIn(email, goodPassword);
    await later.heading(words.signIn.codeTitle).waitFor();
    await accessibility.look('second step', later.page);
    await later.field(words.signIn.code).fill(codeOf(secret, 30));
    await later.button(words.signIn.submit).click();
    await library(later.page).waitFor();

    for (const taken of [true, false]) {
      const lost = await come('without a phone');
      await lost.signIn(email, goodPassword);
      await lost.button(words.signIn.useRecovery).click();
      await lost.field(words.signIn.recovery).fill(recovery!);
      await lost.button(words.signIn.submit).click();
      if (taken) await library(lost.page).waitFor();
      else await lost.page.getByRole('alert').getByText(words.states.errors.wrongCode).waitFor();
    }

    const byLink = await come('by link');
    await byLink.open('/sign-in');
    await byLink.field(words.signIn.login).fill(email);
    await byLink.button(words.signIn.link).click();
    await byLink.button(words.signIn.linkSubmit).click();
    await byLink.heading(words.signIn.sentTitle).waitFor();
    await byLink.page.goto((await mailTo(server, email, 'magic-link')).links[0]!);
    await byLink.button(words.signIn.submit).click();
    await byLink.heading(words.signIn.codeTitle).waitFor();
  });
});

describe('an administrator', () => {
  it('[AUT-6] is led to the second step first, and on to work once it is there', async () => {
    const strict = await startTestServer({ ADMIN_TOTP: 'required' });
    try {
      const ann = new AccountPages(await visitors.come('Ann'), strict.url);
      await ann.signIn(strict.admin.email, strict.admin.password);
      await ann.heading(words.own.title).waitFor();
      const card = ann.card(words.factor.title);
      await card.getByText(words.factor.required).waitFor();
      await card.getByRole('button', { name: words.factor.add }).click();
      const secret = (await card.locator('code').textContent())!.replaceAll(' ', '');
      await card.getByLabel(words.signIn.code).fill(codeOf(secret));
      await card.getByRole('button', { name: words.factor.confirm }).click();
      await card.getByRole('button', { name: words.factor.kept }).click();
      await ann.page
        .getByRole('navigation', { name: words.nav.label })
        .getByRole('link', { name: words.nav.people })
        .click();
      await ann.heading(adminWords.people.title).waitFor();
    } finally {
      await strict.stop();
    }
  });
});

describe('the list of sign-ins', () => {
  it('[AUT-5] ends one elsewhere, and all of them, within 5 s', async () => {
    const email = await aTeacher();
    const [here, there, third] = [await come('here'), await come('there', phone), await come('third')];
    for (const tess of [here, there, third]) {
      await tess.signIn(email, goodPassword);
      await library(tess.page).waitFor();
    }
    await here.open('/account');
    const card = here.card(words.signIns.title);
    await card.getByText(words.signIns.here).waitFor();
    await accessibility.look('sign-ins', here.page);
    const ends = card.getByRole('button', { name: words.signIns.end });
    expect(await ends.count()).toBe(2);
    await ends.first().click();
    await Promise.any(
      [there, third].map((one) => one.heading(words.signIn.title).waitFor({ timeout: 5_000 })),
    );

    await card.getByRole('button', { name: words.signIns.all }).click();
    await here.page.getByRole('dialog').getByRole('button', { name: words.signIns.all }).click();
    for (const tess of [here, there, third])
      await tess.heading(words.signIn.title).waitFor({ timeout: 5_000 });
    // the browser keeps nothing that would bring them back
    await there.open('/teach');
    await there.heading(words.signIn.title).waitFor();
  });
});

describe('the own data', () => {
  it('[CON-9] is handed out as a ZIP, and the account can be deleted with the password', async () => {
    const email = await aTeacher();
    const tess = await come('Tess');
    await tess.signIn(email, goodPassword);
    await library(tess.page).waitFor();
    await tess.open('/account');
    const card = tess.card(words.own.data);
    const [file] = await Promise.all([
      tess.page.waitForEvent('download'),
      card.getByRole('button', { name: words.own.export }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/\.zip$/);
    await card.getByRole('button', { name: words.own.erase }).click();
    const dialog = tess.page.getByRole('dialog');
    await dialog.getByLabel(words.own.oldPassword, { exact: true }).fill('a guess');
    await dialog.getByRole('button', { name: words.own.eraseYes }).click();
    await dialog.getByText(words.fields.passwordOld).waitFor();
    await accessibility.look('deleting the account', tess.page);
    await dialog.getByLabel(words.own.oldPassword, { exact: true }).fill(goodPassword);
    await dialog.getByRole('button', { name: words.own.eraseYes }).click();
    await tess.heading(words.signIn.title).waitFor();
    await tess.fillLogin(email, goodPassword);
    await tess.button(words.signIn.submit).click();
    await tess.page.getByRole('alert').getByText(words.states.errors.wrongCredentials).waitFor();
  });
});

it('none of these pages breaks a rule of accessibility', () => {
  expect(accessibility.screens.length).toBeGreaterThan(3);
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
});
