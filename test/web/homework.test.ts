import type { MissionPreview } from '@tutti/client';
import { createAuthoring } from '@tutti/client/admin';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ClassPlan } from '../../src/domain/challenge/class-plan.ts';
import { family as familyWords } from '../../web/src/shared/i18n/en/family.ts';
import { homework as words } from '../../web/src/shared/i18n/en/homework.ts';
import { progress as progressWords } from '../../web/src/shared/i18n/en/progress.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { AccountPages, learnWords } from '../support/account-pages.ts';
import { filled, playerWords, StudentPage, TeacherPages, teachWords } from '../support/class-pages.ts';
import { choiceIn, readPlan, signIn, wrongChoices } from '../support/class-play.ts';
import { openBrowser, phone, type Visitors } from '../support/pages.ts';
import { addPerson, goodPassword } from '../support/rest.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitors: Visitors;
let mission: MissionPreview;
const accessibility: AccessibilityCheck = checkAccessibility();
const learn = learnWords.en.homework;
const { homework: play, ...player } = playerWords.en;

/** A class with Ann and Ben, and a mission of three questions. */
beforeAll(async () => {
  const [started, browser] = await Promise.all([startTestServer(), openBrowser()]);
  visitors = browser;
  server = started;
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  const tutti = await signIn(server.url, server.teacher);
  const { id: groupId } = await tutti.request<{ id: string }>('POST', '/classes', { body: { name: '4b' } });
  for (const name of ['Ann', 'Ben']) {
    const person = {
      role: 'student',
      email: `${name.toLowerCase()}@school.example`,
      displayName: name,
    } as const;
    const userId = await addPerson({ ...started, orgId: rows[0]!.id }, person);
    await started.app.db.jobs.query(
      `INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`,
      [groupId, userId],
    );
  }
  const mother = await addPerson(
    { ...started, orgId: rows[0]!.id },
    { role: 'guardian', email: 'mother@home.example', displayName: 'Mia' },
  );
  await started.app.db.jobs.query(
    `INSERT INTO guardian_links (guardian_id, child_id) SELECT $1, id FROM users WHERE email = 'ann@school.example'`,
    [mother],
  );
  const authoring = createAuthoring(tutti);
  const { items } = await tutti.missions({ limit: 100 });
  const { id, version } = await authoring.copy(items.find(({ slug }) => slug === 'teach-the-machine')!.id);
  const { lessons } = await authoring.draft(id);
  const [lesson] = lessons.filter(({ questions }) => questions.length > 0);
  await authoring.outline(id, version, [
    { ...lesson!, questions: lesson!.questions.slice(0, 3).map((question) => question.id) },
  ]);
  mission = await tutti.mission(id);
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

const sticksOut = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Ann at her own page, with a browser of its own. */
async function annComes(options?: Parameters<Visitors['come']>[1]) {
  const pages = new AccountPages(await visitors.come('Ann', options), server.url);
  await pages.signIn('ann@school.example', goodPassword);
  const card = pages.card(learn.title);
  await card.getByText(filled(learn.due, { when: 'in 3 days' })).waitFor();
  return { page: pages.page, card, student: new StudentPage(pages.page, { name: 'Ann', hand: 'mouse' }) };
}

const textsOf = ({ rounds }: ClassPlan, round: number, choices: readonly number[]) =>
  choices.map((choice) => rounds[round]!.texts.en!.choices[choice]!);

it('[REP-4] is given in the page, begun on a phone, finished elsewhere, watched and reported, with who did not begin', async () => {
  const teacher = new TeacherPages(await visitors.come('a teacher'));
  const { page } = teacher;
  await teacher.signIn(server.url, server.teacher);
  await page.goto(`${server.url}/teach/missions/${mission.id}`);
  await page.getByRole('link', { name: words.offer }).click();
  await page.getByRole('heading', { name: words.give.title, level: 1 }).waitFor();
  await page.getByText(filled(words.deadline.days, { count: 3 }), { exact: true }).click();
  await accessibility.look('giving homework', page);
  await teacher.button(filled(words.give.submit, { name: '4b' })).click();
  await page.getByText(filled(words.page.given, { name: '4b' })).waitFor();
  const id = /homework\/([\w-]+)$/.exec(page.url())![1]!;
  const plan = await readPlan(server.app.db.jobs, id);

  const onPhone = await annComes(phone);
  await accessibility.look('homework on the own page', onPhone.page);
  expect(await sticksOut(onPhone.page)).toBe(false);
  await onPhone.card.getByRole('link', { name: filled(learn.open.goOf, { title: mission.title }) }).click();
  await onPhone.page.getByText(play.pace, { exact: true }).waitFor();
  await onPhone.student.button(play.begin).click();
  await onPhone.student.untilQuestion(0, 3);
  await onPhone.student.pick(textsOf(plan, 0, wrongChoices(plan, 0)));
  await onPhone.page.getByText(filled(play.progress, { done: 1, of: 3 })).waitFor();
  expect(await onPhone.page.getByText(player.result.rank).count()).toBe(0);
  await accessibility.look('an own result', onPhone.page);
  expect(await sticksOut(onPhone.page)).toBe(false);
  await onPhone.page.context().close();

  const elsewhere = await annComes();
  await elsewhere.card
    .getByRole('link', { name: filled(learn.begun.goOf, { title: mission.title }) })
    .click();
  for (const round of [1, 2]) {
    await elsewhere.student.button(play.next).click();
    await elsewhere.student.untilQuestion(round, 3);
    await elsewhere.student.pick(textsOf(plan, round, choiceIn(plan.rounds[round]!).key));
  }
  await elsewhere.student.button(play.finish).click();
  await elsewhere.page.getByText(filled(player.podium.right, { right: 2, of: 3 }), { exact: true }).waitFor();
  await elsewhere.page.getByRole('region', { name: play.again }).getByText(player.mistakes.right).waitFor();
  const closes = await server.app.db.jobs.query<{ at: Date }>(
    'SELECT closes_at AS at FROM live_sessions WHERE id = $1',
    [id],
  );
  const day = (language: string) =>
    closes.rows[0]!.at.toLocaleDateString(language, { weekday: 'long', day: 'numeric', month: 'long' });
  await elsewhere.page.getByText(filled(play.counts, { day: day('en') })).waitFor();
  await accessibility.look('the end of homework', elsewhere.page);
  await elsewhere.page.goto(`${server.url}/home/classes`);
  await elsewhere.card
    .getByText(filled(learn.counts, { day: day(await elsewhere.page.evaluate(() => navigator.language)) }))
    .waitFor();

  // the level from which she begins, as this browser knows it
  const level = (value: number) =>
    elsewhere.page.getByText(filled(progressWords.level, { level: value }), { exact: true });
  await elsewhere.page.goto(`${server.url}/home`);
  await level(1).waitFor();

  await teacher.goTo(teachWords.sessions.title);
  await page.getByRole('link', { name: filled(words.list.progressOf, { title: mission.title }) }).click();
  const row = (name: string) => page.getByRole('row', { name });
  await row('Ann')
    .getByText(filled(words.progress.doneOf, { done: 3, of: 3 }))
    .waitFor();
  await row('Ann').getByText('67%').waitFor();
  await row('Ben').getByText(words.progress.open).waitFor();
  await accessibility.look('how far they are', page);
  await teacher.button(words.change.end).click();
  await page.getByRole('dialog').getByRole('button', { name: words.change.endYes }).click();
  const missing = page.getByRole('region', { name: words.missing.title });
  await missing.getByText('Ben').waitFor();
  expect(await missing.getByText('Ann').count()).toBe(0);

  // what it earned: two right answers, the end and two badges, the same for Ann and at home
  await server.app.jobs.start();
  await server.app.relay.handOver();
  const figures = [
    filled(progressWords.level, { level: 2 }),
    filled(progressWords.toNext, { xp: 246, level: 3 }),
    filled(progressWords.sums, { week: 100, xp: 100 }),
  ];
  const own = elsewhere.page;
  const mine = own.getByRole('region', { name: progressWords.title.mine });
  await expect
    .poll(
      async () => {
        await own.goto(`${server.url}/home/progress`);
        await mine.getByRole('list').or(mine.getByText(progressWords.empty.mine)).waitFor();
        return mine.textContent();
      },
      { timeout: 30_000, interval: 1_000 },
    )
    .toContain(figures[0]!);
  for (const text of [...figures, progressWords.today.mine_one])
    await mine.getByText(text, { exact: true }).waitFor();
  expect(await mine.getByRole('listitem').filter({ hasText: ', 100 XP' }).count()).toBe(1);
  await accessibility.look('progress on the own page', own);
  await own.goto(`${server.url}/home`);
  const risen = own.getByRole('region', { name: filled(progressWords.risen.title, { level: 2 }) });
  await accessibility.look('a new level', own);
  await risen.getByRole('button', { name: progressWords.risen.thanks }).click();
  await risen.waitFor({ state: 'detached' });
  await own.reload();
  await level(2).waitFor();
  expect(await risen.count()).toBe(0);
  await own.goto(`${server.url}/home/progress`);
  await mine.getByText(figures[0]!, { exact: true }).waitFor();
  await own.setViewportSize({ width: 360, height: 740 });
  expect(await sticksOut(own)).toBe(false);

  const home = new AccountPages(await visitors.come('Ann’s mother', phone), server.url);
  await home.signIn('mother@home.example', goodPassword);
  const childs = home.card(filled(progressWords.title.child, { child: 'Ann' }));
  for (const text of [...figures, progressWords.today.child_one])
    await childs.getByText(text, { exact: true }).waitFor();
  await home.card(familyWords.week.title).waitFor();
  await accessibility.look('progress of a child', home.page);
  expect(await sticksOut(home.page)).toBe(false);

  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
});
