import { createAuthoring } from '@tutti/client/admin';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlannedRound } from '../../src/domain/challenge/class-plan.ts';
import type { Edition } from '../../src/domain/mission/edition.ts';
import { dayIn } from '../../src/domain/reward/calendar.ts';
import { give } from '../../src/modules/progress/give.ts';
import { lockLearners } from '../../src/modules/progress/ledger.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import { alone as words } from '../../web/src/shared/i18n/en/alone.ts';
import { progress as progressWords } from '../../web/src/shared/i18n/en/progress.ts';
import { alone as palabras } from '../../web/src/shared/i18n/es/alone.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { AccountPages, learnWords } from '../support/account-pages.ts';
import { filled } from '../support/class-pages.ts';
import { signIn, until } from '../support/class-play.ts';
import { openBrowser, phone, type Visitors } from '../support/pages.ts';
import { addPerson, goodPassword } from '../support/rest.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitors: Visitors;
let missionId: string;
let annId: string;
let orgId: string;
const title = 'Copy of Spot the Fake';
/** Of a hint. */
const price = 40;
const accessibility: AccessibilityCheck = checkAccessibility();

/** A mission with a lesson of each kind and few questions. */
beforeAll(async () => {
  const [started, browser] = await Promise.all([startTestServer(), openBrowser()]);
  visitors = browser;
  server = started;
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  orgId = rows[0]!.id;
  annId = await addPerson(
    { ...started, orgId },
    { role: 'student', email: 'ann@school.example', displayName: 'Ann' },
  );
  const tutti = await signIn(server.url, server.teacher);
  const authoring = createAuthoring(tutti);
  const { items } = await tutti.missions({ limit: 100 });
  const { id, version } = await authoring.copy(items.find(({ slug }) => slug === 'spot-the-fake')!.id);
  const { lessons } = await authoring.draft(id);
  const kept = [
    [1, 0],
    [0, 1],
    [4, 1],
    [8, 0],
    [9, 2],
  ] as const;
  await authoring.outline(
    id,
    version,
    kept.map(([place, questions]) => ({
      ...lessons[place]!,
      questions: lessons[place]!.questions.slice(0, questions).map((question) => question.id),
    })),
  );
  await started.app.db.jobs.query('UPDATE questions SET hint_cost = $1', [price]);
  await started.app.db.jobs.query('UPDATE missions SET title = $2, position = -1 WHERE id = $1', [id, title]);
  missionId = id;
  await server.app.jobs.start();
  server.app.relay.start();
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

const sticksOut = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

async function comes(name: string, options?: Parameters<Visitors['come']>[1]): Promise<Page> {
  const pages = new AccountPages(await visitors.come(name, options), server.url);
  await pages.signIn(`${name.toLowerCase()}@school.example`, goodPassword);
  return pages.page;
}
const annComes = (options?: Parameters<Visitors['come']>[1]) => comes('Ann', options);

async function rounds(): Promise<PlannedRound[]> {
  const { rows } = await server.app.db.jobs.query<{ plan: Edition }>(
    'SELECT e.plan FROM mission_progress p JOIN mission_editions e ON e.id = p.edition_id WHERE p.user_id = $1 AND p.mission_id = $2',
    [annId, missionId],
  );
  return rows[0]!.plan.rounds;
}

/** Answers the question on the screen, by keys alone. */
async function answerIt(page: Page, isRight: boolean): Promise<void> {
  const prompt = await page.getByRole('heading', { level: 1 }).textContent();
  const round = (await rounds()).find(({ texts }) => texts.en!.prompt === prompt)!;
  if (!('key' in round)) throw new Error(round.kind);
  const wrong = Array.from({ length: round.choices }, (_, i) => i).filter((i) => !round.key.includes(i));
  // as many as are asked for
  const picks = isRight ? round.key : [...wrong, ...round.key].slice(0, round.key.length);
  for (const pick of picks) await page.keyboard.press(String(pick + 1));
  await page.getByRole('button', { name: words.send }).focus();
  await page.keyboard.press('Enter');
}
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

it('[ALO-1] [ALO-3] [ALO-4] a learner goes from the own page through a mission on a phone, loses the connection, goes on elsewhere, and sees what it brought', async () => {
  const page = await annComes(phone);
  await page.getByRole('link', { name: words.home.all }).click();
  await heading(page, title);
  const locked = page.getByRole('listitem').filter({ hasText: 'Who Decides?' });
  await locked.getByText(words.map.state.locked, { exact: true }).waitFor();
  await locked.getByText(filled(words.map.level, { level: 3, own: 1 })).waitFor();
  await locked.getByText(filled(words.map.before, { missions: 'Fair for Everyone' })).waitFor();
  expect(await locked.getByRole('link').count()).toBe(0);
  await accessibility.look('the map of missions', page);
  expect(await sticksOut(page)).toBe(false);
  await page.getByRole('link', { name: filled(words.map.goOf, { go: words.map.go.open, title }) }).click();

  await heading(page, 'The shark travels');
  const film = page.locator('video');
  await film.waitFor();
  await until(() => film.evaluate((video) => (video as HTMLVideoElement).readyState > 0), 'the film');
  await accessibility.look('a film in a mission', page);
  expect(await sticksOut(page)).toBe(false);
  await press(page, words.watched);

  await heading(page, 'Why do people make fakes?');
  await press(page, words.toQuestions);
  await page.getByRole('button', { name: words.send }).waitFor();
  await page.getByText(words.seen).waitFor();
  await accessibility.look('a question in a mission', page);
  await answerIt(page, false);
  await heading(page, words.feedback.wrong);
  await accessibility.look('how an answer was', page);
  expect(await sticksOut(page)).toBe(false);
  await press(page, words.next);
  await heading(page, words.end.title);
  await page
    .getByRole('button', { name: filled(words.end.nextLesson, { title: 'Pictures can fool you' }) })
    .click();

  // something to try out, without a connection: the answer waits on the device
  await press(page, words.toQuestions);
  await page.getByRole('button', { name: words.send }).waitFor();
  const known = await rounds();
  expect(known.length).toBeGreaterThan(0);
  await page.context().setOffline(true);
  await answerIt(page, true);
  await heading(page, words.feedback.waiting);
  await page.getByText(words.offlineWaiting_one.replace('{{count}}', '1')).waitFor();
  await accessibility.look('an answer that waits', page);
  await press(page, words.next);
  await heading(page, words.end.title);
  await page.context().setOffline(false);
  await page.getByText(words.offlineWaiting_one.replace('{{count}}', '1')).waitFor({ state: 'detached' });
  const { rows } = await server.app.db.jobs.query('SELECT 1 FROM question_responses WHERE user_id = $1', [
    annId,
  ]);
  expect(rows).toHaveLength(2);
  await page.context().close();

  // on a laptop it goes on there, also in Spanish
  const laptop = await annComes();
  await laptop.getByRole('link', { name: words.home.continue }).click();
  await heading(laptop, 'A detective’s notes'.replace('’', "'"));
  await laptop.getByRole('button', { name: 'Settings' }).click();
  await laptop.getByRole('radio', { name: 'Español' }).check({ force: true });
  await laptop.keyboard.press('Escape');
  await heading(laptop, 'Las notas de un detective');
  await laptop.getByRole('button', { name: palabras.read }).waitFor();
  await accessibility.look('a lesson to read, in Spanish', laptop);
  await laptop.getByRole('button', { name: 'Ajustes' }).click();
  await laptop.getByRole('radio', { name: 'English' }).check({ force: true });
  await laptop.keyboard.press('Escape');
  await press(laptop, words.read);

  // a challenge that is lost, and then won
  for (const isWon of [false, true]) {
    await heading(laptop, 'The big case');
    await press(laptop, words.toQuestions);
    await laptop.getByRole('button', { name: words.send }).waitFor();
    // lost without a connection: nothing is over before it is checked
    await laptop.context().setOffline(!isWon);
    for (let i = 0; i < 2; i++) {
      await laptop.getByText(filled(words.question, { number: i + 1, of: 2 }), { exact: true }).waitFor();
      await answerIt(laptop, isWon);
      const { right } = words.feedback;
      const how = laptop.getByRole('heading', { level: 1 });
      await how.and(laptop.getByText(isWon ? right : words.feedback.waiting)).waitFor();
      await press(laptop, words.next);
    }
    if (!isWon) {
      await heading(laptop, words.checking.title);
      await press(laptop, words.next);
      await laptop.getByText(words.checking.offline).and(laptop.locator('main p')).waitFor();
      await accessibility.look('a challenge that is being checked', laptop);
      await laptop.context().setOffline(false);
    }
    await heading(laptop, isWon ? words.end.title : words.end.lost);
    if (!isWon) {
      await accessibility.look('a challenge that was lost', laptop);
      await press(laptop, words.end.again);
    }
  }
  await press(laptop, words.next);
  await heading(laptop, words.through.title);
  // 3 right answers, 5 lessons, the mission
  await laptop.getByText(filled(words.through.earned, { xp: 3 * 10 + 5 * 25 + 100 })).waitFor();
  await accessibility.look('the end of a mission', laptop);
  await laptop.getByRole('link', { name: words.back }).first().click();
  await laptop.getByText(words.map.state.done, { exact: true }).waitFor();

  // badges for the same deeds come on top
  const earned = async () => {
    const { rows: sums } = await server.app.db.jobs.query<{ sum: string; total: string }>(
      `SELECT string_agg(sum || ' ' || currency, ', ' ORDER BY currency) AS sum, max(total) AS total FROM (
         SELECT l.currency, sum(l.delta) AS sum, max(s.total_xp)::text AS total FROM reward_ledger l JOIN learner_stats s USING (user_id)
         WHERE l.user_id = $1 AND l.reason IN ('answer', 'lesson', 'mission') AND l.currency <> 'season_xp' GROUP BY l.currency) sums`,
      [annId],
    );
    return sums[0];
  };
  await until(async () => (await earned())?.sum === '50 coin, 255 xp', 'the rewards');
  await laptop.goto(`${server.url}/home/progress`);
  const total = (await earned())!.total;
  await laptop.getByText(filled(progressWords.sums, { week: total, xp: total })).waitFor();
  expect(accessibility.violations).toEqual([]);
}, 120_000);

it('[ALO-5] [ALO-6] a hint says what it costs and what is left before it is bought, and a hidden tab sends no sign of life', async () => {
  const benId = await addPerson(
    { ...server, orgId },
    { role: 'student', email: 'ben@school.example', displayName: 'Ben' },
  );
  const page = await comes('Ben', phone);
  await heading(page, filled(learnWords.en.hello, { name: 'Ben' }));
  await page.clock.install();
  await page.goto(`${server.url}/learn/${missionId}`);
  await press(page, words.watched);
  await press(page, words.toQuestions);

  const coins = async () => {
    const { rows } = await server.app.db.jobs.query<{ coins: number }>(
      'SELECT coins FROM learner_stats WHERE user_id = $1',
      [benId],
    );
    return rows[0]?.coins;
  };
  // a badge for the first lesson
  await until(async () => (await coins()) === 5, 'the coins of a badge');
  const buy = filled(words.hint.buy_other, { count: price });
  await press(page, buy);
  await page
    .locator('fieldset p')
    .getByText(filled(words.hint.tooFew_other, { count: price, coins: 5 }))
    .waitFor();
  expect(await page.getByRole('button', { name: words.hint.yes }).count()).toBe(0);
  await press(page, words.hint.goOn);
  await page.context().setOffline(true);
  await press(page, buy);
  await page.getByText(words.hint.offline).waitFor();
  await page.context().setOffline(false);

  await inTransaction(server.app.db.jobs, async (client) => {
    await lockLearners(client, [benId]);
    const gift = { key: 'challenge:one', currency: 'coin', amount: 40, reason: 'challenge' } as const;
    const rewards = [{ ...gift, source: null, day: dayIn('UTC', Date.now()) }];
    await give(client, new Map([[benId, { rewards, days: [] }]]));
  });
  await press(page, buy);
  const asks = page
    .locator('fieldset p')
    .getByText(filled(words.hint.price_other, { count: price, coins: 45, left: 5 }));
  await asks.waitFor();
  await accessibility.look('what a hint costs', page);
  expect(await sticksOut(page)).toBe(false);
  await press(page, words.hint.no);
  expect(await coins()).toBe(45);
  await press(page, buy);
  await asks.waitFor();
  await press(page, words.hint.yes);
  await page.getByText(words.hint.title, { exact: true }).waitFor();
  expect(await coins()).toBe(5);

  let signs = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/activity')) signs += 1;
  });
  const turn = (state: 'hidden' | 'visible') =>
    page.evaluate((wanted) => {
      Object.defineProperty(document, 'visibilityState', { value: wanted, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await turn('hidden');
  await page.clock.runFor(50_000);
  expect(signs).toBe(0);
  const back = page.waitForRequest((request) => request.url().endsWith('/activity'));
  await turn('visible');
  expect((await back).postDataJSON()).toMatchObject({ resumed: true });
  expect(accessibility.violations).toEqual([]);
}, 60_000);
