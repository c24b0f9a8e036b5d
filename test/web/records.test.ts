import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { learn as learnWords } from '../../web/src/shared/i18n/en/learn.ts';
import { receipts as receiptWords } from '../../web/src/shared/i18n/en/receipts.ts';
import { records as words } from '../../web/src/shared/i18n/en/records.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { AccountPages, accountWords } from '../support/account-pages.ts';
import { filled, teachWords } from '../support/class-pages.ts';
import { png } from '../support/media-files.ts';
import { faultsOnPaper } from '../support/on-paper.ts';
import { openBrowser, phone, type Visitors } from '../support/pages.ts';
import { insertPastSession, type Past, pastPicture, typedWords } from '../support/past-session.ts';
import { addPerson, goodPassword } from '../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer & BareServer;
let visitors: Visitors;
let past: Past;
let groupId: string;
const accessibility: AccessibilityCheck = checkAccessibility();

beforeAll(async () => {
  const [started, browser] = await Promise.all([startTestServer(), openBrowser()]);
  visitors = browser;
  const { jobs } = started.app.db;
  const { rows } = await jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  const hostId = await addPerson(server, {
    role: 'teacher',
    email: 'tess@school.example',
    displayName: 'Tess',
  });
  const userId = await addPerson(server, { role: 'student', email: 'bo@school.example', displayName: 'Bo' });
  const made = await jobs.query<{ id: string }>(
    `INSERT INTO groups (org_id, name, grade_level, school_year) VALUES ($1, '4b', '', '') RETURNING id`,
    [server.orgId],
  );
  groupId = made.rows[0]!.id;
  await jobs.query(
    `INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'teacher'), ($1, $3, 'student')`,
    [groupId, hostId, userId],
  );
  const guests = Array.from({ length: 11 }, (_, i) => ({ nickname: `Guest ${i + 1}` }));
  past = await insertPastSession(jobs, {
    orgId: server.orgId,
    hostId,
    groupId,
    learners: [...guests, { nickname: 'Bo', userId }],
  });
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

async function signedIn(name: string, email: string, options?: Parameters<Visitors['come']>[1]) {
  const pages = new AccountPages(await visitors.come(name, options), server.url);
  await pages.open('/sign-in');
  await pages.fillLogin(email, goodPassword);
  await pages.button(accountWords.en.signIn.submit).click();
  return pages;
}
/** As both answers stand in a line. */
const typed = typedWords.join(' · ');
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
const sticksOut = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** [REP-2] All is as it was given; then somebody forges an answer, and a file from before shows it. */
async function receiptsAreChecked(page: Page): Promise<void> {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await button(receiptWords.check).click();
  await page
    .getByText(filled(receiptWords.all_other, { count: 13 }))
    .first()
    .waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), button(receiptWords.save).click()]);
  const file = await download.path();
  await server.app.db.jobs.query(
    `UPDATE live_answers SET answer = '[3]' WHERE session_id = $1 AND participant_id = $2 AND round = 0`,
    [past.sessionId, past.participants[11]],
  );
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button(receiptWords.file).click()]);
  await chooser.setFiles({
    name: 'receipts.json',
    mimeType: 'application/json',
    buffer: await readFile(file),
  });
  await page.getByText(receiptWords.odd.title).first().waitFor();
  await page
    .getByText(filled(receiptWords.some_other, { count: 12, all: 13 }))
    .first()
    .waitFor();
  const question = 'Question 1 of the kind single choice';
  await page.getByText(filled(receiptWords.odd.differs, { question })).first().waitFor();
}

it('[REP-1] [REP-2] a teacher reads a game of every kind, hides names, looks at class and learner, and deletes the game', async () => {
  const { page } = await signedIn('Tess', 'tess@school.example');
  await page.route('**/media/**', (route) =>
    route.fulfill({ body: png({ size: 300 }), contentType: 'image/png' }),
  );
  await heading(page, teachWords.library.title).waitFor();
  await page.goto(`${server.url}/teach/sessions/${past.sessionId}/report?names=hidden`);
  await page.getByRole('heading', { name: words.teachAgain.title }).waitFor();
  await page.getByText('Player 1', { exact: true }).waitFor();
  expect(await page.getByText('Guest 1', { exact: true }).count()).toBe(0);
  await page.getByRole('switch', { name: teachWords.report.hideNames }).click();
  await page.getByRole('button', { name: /^Bo/ }).click();
  await page.getByRole('dialog').getByText('Thing 3', { exact: true }).first().waitFor();
  await page.getByRole('dialog').getByText(typed, { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: words.cards.show }).first().click();
  await page
    .getByText(filled(words.cards.everywhereFigures, { percent: '50%', answers: 12, sessions: 1 }))
    .waitFor();
  const map = page.getByRole('figure').filter({ has: page.getByRole('img', { name: pastPicture.alt }) });
  expect(await map.locator('polygon').count(), 'right areas').toBe(1);
  expect(await map.locator('img ~ span').count(), 'a dot for each answer').toBe(12);
  await page.getByText(words.cards.placesLegend).waitFor();
  await page.getByText(typed).first().waitFor();
  if (process.env.PICTURES) await map.screenshot({ path: `${process.env.PICTURES}/report-map.png` });
  await accessibility.look('the report of every kind', page);
  expect(await faultsOnPaper(page), 'the report on paper').toEqual([]);

  await page.goto(`${server.url}/teach/classes/${groupId}/report`);
  await heading(page, filled(words.ofClass.title, { name: '4b' })).waitFor();
  await accessibility.look('a class over time', page);
  expect(await faultsOnPaper(page), 'the class on paper').toEqual([]);
  await page.getByRole('link', { name: 'Bo' }).click();
  await heading(page, filled(words.ofLearner.title, { name: 'Bo' })).waitFor();
  await accessibility.look('a learner over time', page);

  const learner = await signedIn('Bo', 'bo@school.example', phone);
  await heading(learner.page, filled(learnWords.hello, { name: 'Bo' })).waitFor();
  await learner.tab('progress');
  await learner.page.getByText('Because it is so.').first().waitFor();
  await learner.page.getByRole('button', { name: words.mistakes.more }).click();
  await expect.poll(() => learner.page.getByText('Because it is so.').count()).toBe(10);
  await learner.page.getByText(typed, { exact: true }).waitFor();
  await accessibility.look('own mistakes', learner.page);
  expect(await sticksOut(learner.page)).toBe(false);
  await learner.tab('classes');
  await receiptsAreChecked(learner.page);
  await accessibility.look('own receipts', learner.page);
  expect(await sticksOut(learner.page)).toBe(false);

  await page.goto(`${server.url}/teach/sessions/${past.sessionId}/report`);
  await page.getByRole('button', { name: words.remove.button }).click();
  await page.getByRole('button', { name: words.remove.yes }).click();
  await page.getByText(teachWords.sessions.nonePast).waitFor();
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
});
