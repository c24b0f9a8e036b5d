import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ClassPlan } from '../../src/domain/challenge/class-plan.ts';
import { checkAccessibility } from '../support/accessibility.ts';
import { type OpenClass, openClass, readPlan, rightChoices, signIn, until } from '../support/class-play.ts';
import { openBrowser, phone, type Visitors } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const root = fileURLToPath(new URL('../../client-sdk/examples/race', import.meta.url));
const types: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

let site: Server;
let server: TestServer;
let visitors: Visitors;
let opened: OpenClass;
let plan: ClassPlan;
/** The questions of the plan that this class plays: two with one right gate, one with several. */
let asked: number[];

/** As a game maker would put it online: on a site of its own, which the server allows. */
beforeAll(async () => {
  const { output } = (await build({
    root,
    logLevel: 'error',
    build: { write: false },
  })) as Rolldown.RolldownOutput;
  const files = new Map(
    output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  );
  site = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://site');
    const file = pathname === '/' ? '/index.html' : pathname;
    const type = types[file.split('.').at(-1)!] ?? 'text/plain';
    response.writeHead(files.has(file) ? 200 : 404, { 'content-type': type }).end(files.get(file));
  });
  await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  [server, visitors] = await Promise.all([startTestServer({ ALLOWED_ORIGINS: origin }), openBrowser()]);

  const teacher = await signIn(server.url, server.teacher);
  opened = await openClass(teacher, { standings: 'each', scoring: 'accuracy' });
  plan = await readPlan(server.app.db.jobs, opened.id);
  const oneOf = (kind: string) =>
    [...plan.rounds.keys()].filter((round) => plan.rounds[round]!.kind === kind);
  asked = [...oneOf('single_choice').slice(0, 2), oneOf('multiple_choice')[0]!];
  await opened.host.arrange(asked);
}, 60_000);

afterAll(async () => {
  await visitors?.close();
  site?.close();
  await server?.stop();
});

const own = (page: Page) => page.locator('#you');
const metres = async (page: Page) => Number(await own(page).getAttribute('data-metres'));

/** To every right gate with the arrow keys, and through it. */
async function driveThrough(page: Page, right: readonly number[]): Promise<void> {
  const gates = page.locator('#controls button');
  await gates.first().waitFor();
  for (const lane of right) {
    await page.keyboard.press('ArrowRight');
    while ((await gates.nth(lane).getAttribute('data-here')) === null) {
      const here = await gates.evaluateAll((all) => all.findIndex((one) => one.hasAttribute('data-here')));
      await page.keyboard.press(here < lane ? 'ArrowRight' : 'ArrowLeft');
    }
    if (right.length > 1) await page.keyboard.press('ArrowUp');
    expect(await gates.nth(lane).getAttribute('aria-pressed')).toBe('true');
  }
  await page.keyboard.press('Enter');
}

it('a game of one’s own plays a class by keyboard, on the SDK alone, from a site that the server allows', async () => {
  const { host, pin } = opened;
  const accessibility = checkAccessibility();
  const page = await visitors.come('racer', phone);
  const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  await page.goto(`${origin}/?${new URLSearchParams({ server: server.url })}`);
  await accessibility.look('entry', page);
  await page.getByLabel('PIN of the class').fill(pin);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Join the race' }).click();
  await page.getByRole('heading', { name: 'On the starting line' }).waitFor();
  await until(() => host.view.host!.players.some((one) => one.connected), 'the racer is there');
  expect(await metres(page)).toBe(0);

  await host.start();
  for (const [round, question] of asked.entries()) {
    const { prompt } = plan.rounds[question]!.texts.en!;
    await page.getByRole('heading', { name: prompt }).waitFor();
    if (round === 0) await accessibility.look('question', page);
    await driveThrough(page, rightChoices(plan, question));
    await page.getByRole('heading', { name: 'Right!' }).waitFor();
    expect(await metres(page)).toBe(100 * (round + 1));
    if (round === 1) {
      await accessibility.look('reveal', page);
      await page.reload(); // the seat is kept
      await page.getByRole('heading', { name: 'Right!' }).waitFor();
    }
    await host.next();
    if (round < 2) {
      await page.getByRole('heading', { name: 'Places on the track' }).waitFor();
      await host.next();
    }
  }

  await page.getByRole('heading', { name: 'The race is over' }).waitFor();
  await page.getByText('You came in at place 1 of 1.').first().waitFor();
  expect(await page.locator('#track li[data-you]').getAttribute('data-metres')).toBe('300');
  await accessibility.look('podium', page);
  await host.end();
  await page.getByRole('status').getByText('The class is over.').waitFor();
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
  expect(visitors.complaints).toEqual([]);
});
