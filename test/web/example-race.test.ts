import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlannedRound } from '../../src/domain/challenge/class-plan.ts';
import { isScored } from '../../src/domain/question/question.ts';
import { checkAccessibility } from '../support/accessibility.ts';
import { readPlan, signIn, until } from '../support/class-play.ts';
import { insertKindsMission, rightAnswerTo } from '../support/kinds-mission.ts';
import { openBrowser, phone, type Visitors } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const root = fileURLToPath(new URL('../../client-sdk/examples/race', import.meta.url));
const types: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

let site: Server;
let server: TestServer;
let visitors: Visitors;
let origin: string;

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
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  [server, visitors] = await Promise.all([startTestServer({ ALLOWED_ORIGINS: origin }), openBrowser()]);
}, 60_000);

afterAll(async () => {
  await visitors?.close();
  site?.close();
  await server?.stop();
});

const own = (page: Page) => page.locator('#you');
const metres = async (page: Page) => Number(await own(page).getAttribute('data-metres'));

/** To every right gate with the arrow keys, and through it. */
async function driveThrough(page: Page, right: readonly number[], several: boolean): Promise<void> {
  const gates = page.locator('#controls button');
  await gates.first().waitFor();
  for (const lane of right) {
    for (let i = 1; i < (await gates.count()); i++) await page.keyboard.press('ArrowLeft');
    for (let i = 0; i < lane; i++) await page.keyboard.press('ArrowRight');
    expect(await gates.nth(lane).getAttribute('aria-current')).toBe('true');
    if (several) await page.keyboard.press('ArrowUp');
    expect(await gates.nth(lane).getAttribute('aria-pressed')).toBe('true');
  }
  await page.keyboard.press('Enter');
}

/** Answers of the kinds that are put in. */
async function putIn(page: Page, planned: PlannedRound): Promise<void> {
  const { choices } = planned.texts.en!;
  const right = rightAnswerTo(planned);
  if (planned.kind === 'ordering') {
    for (const [place, position] of planned.key.entries()) {
      const row = page.locator('#controls li').filter({ hasText: choices[position]! });
      const above = () => row.evaluate((one) => [...one.parentElement!.children].indexOf(one));
      while ((await above()) > place) await row.getByRole('button', { name: ': up' }).press('Enter');
    }
  } else if (planned.kind === 'matching') {
    for (const [left, partner] of planned.key.entries())
      await page.getByLabel(choices[left]!).selectOption(String(partner));
  } else if (typeof right === 'object' && 'x' in right) {
    await page.getByLabel('From left to right').fill(String(100 * right.x));
    await page.getByLabel('From top to bottom').fill(String(100 * right.y));
  } else {
    const fields = page.locator('#controls :is(input, textarea)');
    for (const [index, text] of [right].flat().entries()) await fields.nth(index).fill(String(text));
  }
  await page.getByRole('button', { name: 'Go' }).press('Enter');
}

it('a game of one’s own plays every kind of question by keyboard, on the SDK alone, from a site that the server allows', async () => {
  const teacher = await signIn(server.url, server.teacher);
  const session = await teacher.openSession(await insertKindsMission(server.app.db.jobs), {
    getReadySeconds: 0,
    scoring: 'accuracy',
  });
  const host = await teacher.host(session.id);
  const { rounds } = await readPlan(server.app.db.jobs, session.id);
  const accessibility = checkAccessibility();
  const page = await visitors.come('racer', phone);
  await page.goto(`${origin}/?${new URLSearchParams({ server: server.url })}`);
  await accessibility.look('entry', page);
  await page.getByLabel('PIN of the class').fill(session.pin!);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Join the race' }).click();
  await page.getByRole('heading', { name: 'On the starting line' }).waitFor();
  await until(() => host.view.host!.players.some((one) => one.connected), 'the racer is there');
  expect(await metres(page)).toBe(0);

  await host.start();
  let score = 0;
  for (const [round, planned] of rounds.entries()) {
    await page.getByRole('heading', { name: planned.texts.en!.prompt }).waitFor();
    if (round === 0) await accessibility.look('question', page);
    if ('choices' in planned && !['matching', 'ordering'].includes(planned.kind)) {
      const several = ['multiple_choice', 'poll'].includes(planned.kind);
      await driveThrough(page, rightAnswerTo(planned) as number[], several);
    } else await putIn(page, planned);
    score += isScored(planned) ? 100 : 0;
    await page.getByRole('heading', { name: isScored(planned) ? 'Right!' : 'Thank you.' }).waitFor();
    expect([planned.kind, await metres(page)]).toEqual([planned.kind, score]);
    if (round === 1) {
      await page.reload(); // the seat is kept
      await page.getByRole('heading', { name: 'Right!' }).waitFor();
    }
    await until(() => host.view.phase.name === 'reveal', 'the host sees the reveal');
    await host.next();
    if (round === rounds.length - 1) break;
    await page.getByRole('heading', { name: 'Places on the track' }).waitFor();
    await host.next();
  }

  await page.getByRole('heading', { name: 'The race is over' }).waitFor();
  await page.getByText('You came in at place 1 of 1.').first().waitFor();
  expect(await page.locator('#track li[data-you]').getAttribute('data-metres')).toBe('1000');
  await accessibility.look('podium', page);
  await host.end();
  await page.getByRole('status').getByText('The class is over.').waitFor();
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
  expect(visitors.complaints.filter((one) => !one.includes(`/media/${'a'.repeat(32)}`))).toEqual([]);
});
