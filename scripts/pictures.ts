/**
 * `npm run pictures` takes the pictures of the README from the running product: a server of its own with a class in it, in
 * the middle of a question.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../test/support/chromium.ts';
import { buildPagesIfStale } from './lib/pages.js';
import { root } from './lib/paths.js';
import { stopWith } from './lib/step.js';
import { type OwnServer, startOwnServer } from './pictures/own-server.ts';
import { openPictureClass } from './pictures/picture-class.ts';

const folder = join(root, 'docs', 'pictures');
const locale = 'en-GB';
const laptop: BrowserContextOptions = { locale, viewport: { width: 1366, height: 768 } };
const projectorSize = { width: 1600, height: 900 };
const phone: BrowserContextOptions = {
  locale,
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};
/** The question, counted from 0, in which the pictures are taken, and how many have answered by then. */
const round = 3;
const answered = 17;

await buildPagesIfStale().catch(stopWith);
await mkdir(folder, { recursive: true });
const server = await startOwnServer();
const browser = await launchChromium();
try {
  await takePictures(server, browser);
} finally {
  await browser.close();
  await server.stop();
}

async function takePictures({ url, teacher }: OwnServer, browser: Browser): Promise<void> {
  const cls = await openPictureClass(url, teacher);
  const host = await signedIn(browser, url, teacher);
  await host.goto(`${url}/teach/sessions/${cls.id}/host`);
  const projector = await host.context().newPage();
  await projector.setViewportSize(projectorSize);
  await projector.goto(`${url}/projector/${cls.id}`);
  const pupil = await joined(browser, `${url}/j/${cls.pin}`, 'Zoë');

  await cls.playTo(round, (right) => choose(pupil, right));
  await cls.answer(answered);
  await host.getByText(new RegExp(`^${answered} of \\d+ answered$`)).waitFor();
  await take(host, 'host');
  await take(pupil, 'phone');
  await cls.answer(answered + 5);
  await cls.reveal();
  await projector.getByText(/\d+ of \d+ right/).waitFor();
  await take(projector, 'projector');
  await cls.end();
}

async function signedIn(browser: Browser, url: string, teacher: OwnServer['teacher']): Promise<Page> {
  const page = await (await browser.newContext(laptop)).newPage();
  await page.goto(`${url}/teach`);
  await page.getByLabel('E-mail').fill(teacher.email);
  await page.getByLabel('Password', { exact: true }).fill(teacher.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Missions', level: 1 }).waitFor();
  return page;
}

async function joined(browser: Browser, link: string, nickname: string): Promise<Page> {
  const page = await (await browser.newContext(phone)).newPage();
  await page.goto(link);
  await page.getByLabel('What’s your name?').fill(nickname);
  await page.getByRole('button', { name: 'Join', exact: true }).tap();
  await page.getByText('You’re in.', { exact: true }).waitFor();
  return page;
}

async function choose(page: Page, texts: string[]): Promise<void> {
  for (const text of texts) {
    await page.getByRole('group', { name: 'Answers' }).getByRole('button', { name: text }).tap();
  }
  if (texts.length > 1) await page.getByRole('button', { name: 'Send my answer' }).tap();
  await page.getByText('Saved ✓').waitFor();
}

/** Waits until nothing moves any more. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map((one) => one.finished.catch(() => undefined)),
    ),
  );
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(`docs/pictures/${name}.png`);
}
