import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMailService } from '../../src/modules/notify/mail.service.ts';
import { createEnvelope } from '../../src/platform/crypto/envelope.ts';
import { deriveKeys } from '../../src/platform/crypto/keys.ts';
import { admin as adminWords } from '../../web/src/shared/i18n/en/admin.ts';
import { mail as words } from '../../web/src/shared/i18n/en/mail.ts';
import { checkAccessibility } from '../support/accessibility.ts';
import { AccountPages } from '../support/account-pages.ts';
import { filled } from '../support/class-pages.ts';
import { bigScreen, desktop, openBrowser, phone, type Visitors } from '../support/pages.ts';
import { addPerson, goodPassword } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';

let server: BareServer;
let visitors: Visitors;
const accessibility = checkAccessibility();
const email = 'admin@school.example';

beforeAll(async () => {
  [server, visitors] = await Promise.all([startBareServer(), openBrowser()]);
  await addPerson(server, { role: 'admin', email });
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

async function administrator(name: string, path: string, options = desktop): Promise<Page> {
  const page = await visitors.come(name, options);
  await page.goto(`${server.url}${path}`);
  const pages = new AccountPages(page, server.url);
  await pages.fillLogin(email, goodPassword);
  await pages.button(pages.words.signIn.submit).click();
  return page;
}

async function write(to: string, name = 'Anna'): Promise<void> {
  const envelope = createEnvelope(server.app.db.jobs, deriveKeys(server.config.secret).master);
  const params = { name, link: `${server.url}/reset#token=abcdefghijabcdefghij`, minutes: 60 };
  await server.app.db.asWorker((em) =>
    createMailService(envelope, null).send(em, {
      orgId: server.orgId,
      to,
      locale: 'en',
      template: 'reset-password',
      params,
    }),
  );
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const widerThanScreen = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

describe('the outbox', () => {
  it('says what it is while it is empty, then shows what was written, as a letter and as text', async () => {
    const page = await administrator('an administrator', '/outbox');
    await page.getByRole('heading', { name: words.outbox.none }).waitFor();
    await accessibility.look('empty outbox', page);
    await write('anna@example.org');
    await page.reload();
    const row = page.getByRole('button', { name: 'anna@example.org' });
    await row.waitFor();
    await row.click();
    const letter = page.frameLocator('iframe');
    await letter.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await accessibility.look('an open message', page);
    const link = page.getByRole('link', { name: `${server.url}/reset#token=` });
    expect(await link.getAttribute('href')).toBe(`${server.url}/reset#token=abcdefghijabcdefghij`);
    await page.getByText(words.letter.text).click();
    await page.getByText('Hello Anna,').waitFor();
  });

  it('takes the word that a message came back, once it has asked', async () => {
    await write('gone@example.org');
    const page = await administrator('an administrator who heard', '/outbox?status=kept');
    await page.getByRole('button', { name: /To gone@example.org/ }).click();
    const label = filled(words.outbox.bouncedOf, { address: 'gone@example.org' });
    await page.getByRole('button', { name: label }).click();
    await page.getByRole('dialog').getByRole('button', { name: words.outbox.bouncedYes }).click();
    await page.getByRole('button', { name: /To gone@example.org/ }).waitFor({ state: 'detached' });
    const { rows } = await server.app.db.jobs.query(
      `SELECT content_sealed FROM mail_messages WHERE status = 'bounced'`,
    );
    expect(rows).toEqual([{ content_sealed: null }]);
  });

  it('bears long names and addresses on a phone and on a big screen', async () => {
    await write(`${'x'.repeat(60)}@${'very-long-'.repeat(10)}school.example`, 'Ñ'.repeat(300));
    const page = await administrator('an administrator with a phone', '/outbox', phone);
    await page.getByRole('button', { name: 'xxxxxx' }).click();
    await page.frameLocator('iframe').getByRole('heading', { name: 'Choose a new password' }).waitFor();
    expect(await widerThanScreen(page)).toBe(false);
    await page.setViewportSize(bigScreen);
    expect(await widerThanScreen(page)).toBe(false);
  });
});

describe('the look at every letter', () => {
  it('shows each in both languages and sends a sample to the own address', async () => {
    const page = await administrator('an administrator who looks', '/admin/mail');
    await heading(page, words.templates.title).waitFor();
    await page.getByText(words.templates.kept).waitFor();
    await page.getByLabel(words.templates.choose, { exact: true }).selectOption('consent-request');
    const letter = page.frameLocator('iframe');
    await letter.getByRole('heading', { name: 'Mia wants to use Tutti' }).waitFor();
    await page.getByText(words.templates.spanish, { exact: true }).click();
    await letter.getByRole('heading', { name: 'Mía quiere usar Tutti' }).waitFor();
    expect(new URL(page.url()).searchParams.get('letter')).toBe('consent-request');
    await page.getByText(adminWords.letters.narrow, { exact: true }).click();
    await expect.poll(async () => (await page.locator('iframe').boundingBox())!.width).toBeLessThan(500);
    await accessibility.look('letters', page);
    await page.getByRole('button', { name: words.templates.test }).click();
    await page.getByText(words.templates.testKept).waitFor();
    await page.getByRole('link', { name: words.templates.toOutbox }).click();
    await page.getByRole('button', { name: email }).first().waitFor();
  });
});

it('no page threw, complained or shut anybody out', () => {
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
  // The accessibility check would like to look into the letter's frame, which lets nobody in.
  expect(visitors.complaints.filter((one) => !one.includes("'postMessage'"))).toEqual([]);
});
