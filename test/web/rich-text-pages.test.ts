import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkAccessibility } from '../support/accessibility.ts';
import { launchChromium } from '../support/chromium.ts';
import { png, wav } from '../support/media-files.ts';

const types: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  woff2: 'font/woff2',
};
const media: Record<string, [string, Buffer]> = {
  '/media/picture': ['image/png', png({ size: 200 })],
  '/media/sound': ['audio/wav', wav(1)],
};

let server: Server;
let browser: Awaited<ReturnType<typeof launchChromium>>;
let page: Page;
const asked: string[] = [];
const errors: string[] = [];

beforeAll(async () => {
  const root = fileURLToPath(new URL('../support/rich-page', import.meta.url));
  const { output } = (await build({
    root,
    configFile: false,
    plugins: [react()],
    logLevel: 'error',
    build: { write: false, assetsInlineLimit: 0 },
  })) as Rolldown.RolldownOutput;
  const files = new Map(
    output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  );
  server = createServer(({ url = '/' }, response) => {
    asked.push(url);
    const [type, content] = media[url] ?? [
      types[url.split('.').at(-1)!] ?? 'text/html',
      files.get(url === '/' ? '/index.html' : url),
    ];
    response.writeHead(content === undefined ? 404 : 200, { 'content-type': type }).end(content);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en-GB' });
  // this browser brings no voice
  await context.addInitScript(() => {
    const said: string[] = [];
    const voice = { lang: 'en-GB', localService: true, default: true, name: 'A voice' };
    Object.assign(globalThis, {
      said,
      SpeechSynthesisUtterance: class {
        readonly text: string;
        constructor(text: string) {
          this.text = text;
        }
      },
    });
    Object.defineProperty(globalThis, 'speechSynthesis', {
      value: {
        getVoices: () => [voice],
        speak: ({ text }: { text: string }) => said.push(text),
        cancel: () => said.push('-'),
      },
    });
  });
  page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.locator('h1 .katex').first().waitFor();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  server?.close();
});

it('a formula is drawn and said, money stays money, and what is no formula stays as written', async () => {
  const heading = page.locator('h1');
  expect(await heading.locator('math').count()).toBe(1);
  expect(await heading.locator('.katex-html[aria-hidden="true"]').count()).toBe(1);
  expect(await heading.textContent()).toContain('for $5 or $10');
  expect(await heading.locator('code').textContent()).toBe('$\\frac{1$');
  expect(asked.some((url) => /KaTeX.*woff2/.test(url))).toBe(true);
});

it('code keeps its lines and scrolls by itself, also with the keys; the page does not', async () => {
  const block = page.locator('#code code');
  expect(await block.textContent()).toContain('for number in range(10)');
  expect(await block.getAttribute('tabindex')).toBe('0');
  expect(await page.locator('button code, button .katex').count()).toBe(2);
  expect(await page.locator('button [tabindex]').count()).toBe(0);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBe(0);
});

it('a picture comes without moving what stands below, and can be looked at closely', async () => {
  const picture = page.getByRole('img', { name: 'A violet square' }).first();
  expect(await picture.evaluate((shown: HTMLImageElement) => shown.naturalWidth)).toBe(200);
  await page.getByRole('button', { name: 'Look closer' }).click();
  await page.locator('dialog[open] img').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.locator('dialog[open]').count()).toBe(0);
});

it('what does not come says so calmly, with the words that stand for it, in the same place', async () => {
  const frames = page.locator('figure[data-kind="image"] > div');
  await page.getByText('The picture did not come. This is what it shows:').waitFor();
  await page.getByText('A map of the river').waitFor();
  await page.getByText('The video did not come.').waitFor();
  const [there, missing] = [await frames.nth(0).boundingBox(), await frames.nth(1).boundingBox()];
  expect(missing!.height).toBe(there!.height);
  const before = asked.filter((url) => url === '/media/missing').length;
  await page.locator('figure').nth(1).getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => asked.filter((url) => url === '/media/missing').length).toBeGreaterThan(before);
});

it('R reads aloud and stops again', async () => {
  const said = () =>
    page.evaluate(() => (globalThis as unknown as { said: string[] }).said.filter((one) => one !== '-'));
  await page.keyboard.press('r');
  expect(await said()).toEqual(['Is x² large?']);
  await page.getByRole('button', { name: 'Stop reading' }).waitFor();
  await page.keyboard.press('r');
  await page.getByRole('button', { name: 'Read aloud' }).waitFor();
});

it('is accessible in light and dark, and threw nothing', async () => {
  const accessibility = checkAccessibility();
  await accessibility.look('rich text', page);
  expect(accessibility.violations).toEqual([]);
  expect(errors).toEqual([]);
});
