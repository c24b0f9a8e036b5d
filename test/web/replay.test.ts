import { createTutti } from '@tutti/client';
import { createRecords } from '@tutti/client/admin';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { account as accountWords } from '../../web/src/shared/i18n/en/account.ts';
import { replay as words } from '../../web/src/shared/i18n/en/replay.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { AccountPages } from '../support/account-pages.ts';
import { filled, teachWords } from '../support/class-pages.ts';
import { openBrowser, phone, type Visitors } from '../support/pages.ts';
import { playClass } from '../support/played-class.ts';
import { addPerson, goodPassword } from '../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../support/server.ts';

const email = 'tess@school.example';
/** Nobody in a test thinks for as long as a class does: its clock is told so many times slower. */
const slower = 60;

let server: TestServer & BareServer;
let visitors: Visitors;
const accessibility: AccessibilityCheck = checkAccessibility();

beforeAll(async () => {
  const [started, browser] = await Promise.all([startTestServer(), openBrowser()]);
  visitors = browser;
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  await addPerson(server, { role: 'teacher', email, displayName: 'Tess' });
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

async function played(): Promise<{ id: string; remove(): Promise<void> }> {
  const tess = createTutti({ url: server.url });
  await tess.signIn({ email, password: goodPassword, keep: 'body' });
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
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBe(0);

  await remove();
  await page.reload();
  await page.getByText(accountWords.states.errors.sessionGone).waitFor();
  expect(visitors.errors).toEqual([]);
}, 60_000);
