import { createRecords } from '@tutti/client/admin';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { account as accountWords } from '../../web/src/shared/i18n/en/account.ts';
import { race as raceWords } from '../../web/src/shared/i18n/en/race.ts';
import { replay as words } from '../../web/src/shared/i18n/en/replay.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { AccountPages } from '../support/account-pages.ts';
import { filled, StudentPage, teachWords } from '../support/class-pages.ts';
import { readPlan, rightChoices } from '../support/class-play.ts';
import { openBrowser, phone, type Visitors } from '../support/pages.ts';
import { playClass } from '../support/played-class.ts';
import { type RacingClass, raceClass } from '../support/race-class.ts';
import { goodPassword } from '../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../support/server.ts';

const email = 'tess@school.example';
/** Nobody in a test thinks for as long as a class does: its clock is told so many times slower. */
const slower = 240;

let server: TestServer & BareServer;
let visitors: Visitors;
let cls: RacingClass;
const accessibility: AccessibilityCheck = checkAccessibility();

beforeAll(async () => {
  const [started, browser] = await Promise.all([startTestServer(), openBrowser()]);
  visitors = browser;
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  cls = await raceClass(server);
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

const sticksOut = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

async function played(): Promise<{ id: string; remove(): Promise<void> }> {
  const { tess } = cls;
  const { id } = await playClass({ url: server.url, jobs: server.app.db.jobs, teacher: tess });
  const owner = new pg.Client({ connectionString: server.database.ownerUrl });
  await owner.connect();
  await owner.query('UPDATE live_events SET clock_ms = clock_ms * $2 WHERE session_id = $1', [id, slower]);
  await owner.end();
  return { id, remove: () => createRecords(tess).deleteSession(id) };
}

it('[REP-3] a teacher goes through a class with the keyboard, plays it, hides names, and learns that it was deleted', async () => {
  const { id, remove } = await played();
  const pages = new AccountPages(await visitors.come('Tess', phone), server.url);
  const { page } = pages;
  await pages.open(`/teach/sessions/${id}/report`);
  await pages.fillLogin(email, goodPassword);
  await pages.button(accountWords.signIn.submit).click();
  await page.getByRole('link', { name: words.link }).click();

  const slider = page.getByRole('slider', { name: words.timeline.title });
  const stage = page.getByRole('region', { name: words.stage.title });
  await stage.getByText(words.phase.lobby).first().waitFor();
  await slider.press('PageDown');
  await stage.getByText(words.phase.question).waitFor();
  expect(await slider.getAttribute('aria-valuetext')).toMatch(/^\d:\d\d, question 1 of 15$/);
  const start = Number(await slider.inputValue());
  await slider.press('ArrowRight');
  expect(Number(await slider.inputValue())).toBe(start + 1_000);
  await slider.press('PageDown');
  await slider.press('PageUp');
  expect(Number(await slider.inputValue())).toBe(start);

  await page.getByRole('combobox', { name: words.controls.speed }).selectOption('8');
  await slider.press('Space');
  await page.getByRole('button', { name: words.controls.pause }).waitFor();
  await page.getByText(filled(words.news.question, { number: 2 })).waitFor();
  await page.getByRole('button', { name: words.controls.play }).waitFor();
  const standings = page.getByRole('region', { name: words.standings.title });
  await standings.getByText('Ann', { exact: true }).waitFor();
  expect(await standings.getByRole('listitem').allTextContents()).toEqual(['1Ann2,000', '2Ben0']);
  await accessibility.look('a replay', page);
  await page.getByRole('switch', { name: teachWords.report.hideNames }).click();
  await standings.getByText(filled(teachWords.report.hiddenName, { number: 1 })).waitFor();
  expect(await standings.getByText('Ann', { exact: true }).count()).toBe(0);
  expect(await sticksOut(page)).toBe(false);

  await remove();
  await page.reload();
  await page.getByText(accountWords.states.errors.sessionGone).waitFor();
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
}, 60_000);

it('[REP-3] a learner races on a phone against the own run, hears how it stands, and beats it', async () => {
  const plan = await readPlan(server.app.db.jobs, cls.id);
  const pages = new AccountPages(await visitors.come('Ann', phone), server.url);
  const { page } = pages;
  const ann = new StudentPage(page, { name: 'Ann', hand: 'mouse' });
  await pages.signIn(cls.ann.email, goodPassword);
  const card = pages.card(raceWords.card.title);
  await card.getByRole('button', { name: raceWords.card.class }).waitFor();
  await card
    .getByRole('button', { name: filled(raceWords.card.ownOf, { title: plan.titles.en! }).split(',')[0]! })
    .click();

  const race = page.getByRole('region', { name: raceWords.title });
  await race.getByText(raceWords.start.own).waitFor();
  const goOn = page.getByRole('button', { name: /^(Begin|Next question|See how it went)$/ });
  for (const round of [0, 1]) {
    await goOn.click();
    await ann.untilQuestion(round, 2);
    await ann.pick(rightChoices(plan, round).map((choice) => plan.rounds[round]!.texts.en!.choices[choice]!));
    const lead = /^(You have|Your ghost has|You and your ghost have) /;
    await race.getByText(lead).waitFor();
  }
  await accessibility.look('a race', page);
  expect(await sticksOut(page)).toBe(false);
  await goOn.click();
  await race.getByText(/^You beat your ghost by [\d,]+ points!$/).waitFor();
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
}, 60_000);
