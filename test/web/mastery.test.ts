import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMasteryProjection } from '../../src/modules/progress/mastery/mastery-projection.ts';
import { mastery as words } from '../../web/src/shared/i18n/en/mastery.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { AccountPages } from '../support/account-pages.ts';
import { type AskedQuestion, answeredSession } from '../support/answered-session.ts';
import { filled, playerWords, StudentPage, teachWords } from '../support/class-pages.ts';
import { choiceIn, readPlan, signIn } from '../support/class-play.ts';
import { openBrowser, phone, type Visitors } from '../support/pages.ts';
import { addPerson, goodPassword } from '../support/rest.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitors: Visitors;
let groupId: string;
let questions: AskedQuestion[];
let objective: string;
/** Questions that Ann had wrong each time. */
let wrong: number;
const accessibility: AccessibilityCheck = checkAccessibility();
const { homework: play, ...player } = playerWords.en;

/** A class of Tess's: Ann, who has had one objective wrong seven times and the other right, and Ben, who has not begun. */
beforeAll(async () => {
  const [started, browser] = await Promise.all([startTestServer(), openBrowser()]);
  visitors = browser;
  server = started;
  const { jobs } = started.app.db;
  const { rows } = await jobs.query<{ id: string }>('SELECT id FROM organizations');
  const orgId = rows[0]!.id;
  const person = (role: 'teacher' | 'student' | 'guardian', displayName: string) =>
    addPerson(
      { ...started, orgId },
      { role, email: `${displayName.toLowerCase()}@school.example`, displayName },
    );
  const [tess, ann, ben, mia] = [
    await person('teacher', 'Tess'),
    await person('student', 'Ann'),
    await person('student', 'Ben'),
    await person('guardian', 'Mia'),
  ];
  const teacher = await signIn(server.url, { email: 'tess@school.example', password: goodPassword });
  ({ id: groupId } = await teacher.request<{ id: string }>('POST', '/classes', { body: { name: '4b' } }));
  await jobs.query(
    `INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student'), ($1, $3, 'student')`,
    [groupId, ann, ben],
  );
  await jobs.query('INSERT INTO guardian_links (guardian_id, child_id) VALUES ($1, $2)', [mia, ann]);
  const found = await jobs.query<AskedQuestion & { mission: string; text: string }>(
    `SELECT q.id, m.id AS mission, array_agg(o.slug ORDER BY o.slug) AS objectives, min(o.text) AS text FROM missions m JOIN lessons l ON l.mission_id = m.id
       JOIN assessments a ON a.lesson_id = l.id JOIN assessment_questions aq ON aq.assessment_id = a.id JOIN questions q ON q.id = aq.question_id
       JOIN question_objectives qo ON qo.question_id = q.id JOIN objectives o ON o.id = qo.objective_id
     WHERE m.slug = 'teach-the-machine' AND q.kind = 'single_choice' GROUP BY q.id, m.id HAVING count(*) = 1 ORDER BY q.id LIMIT 3`,
  );
  questions = found.rows;
  objective = found.rows[0]!.text;
  const outcomes = questions.map((one) =>
    one.objectives[0] === questions[0]!.objectives[0] ? 'wrong' : 'right',
  );
  wrong = outcomes.filter((outcome) => outcome === 'wrong').length;
  const projection = createMasteryProjection(started.app.db);
  for (let days = 8; days > 1; days--)
    await projection.handle(
      await answeredSession(jobs, {
        orgId,
        at: new Date(Date.now() - days * 86_400_000),
        questions,
        missionId: found.rows[0]!.mission,
        groupId,
        hostId: tess,
        players: [{ learnerId: ann, outcomes }],
      }),
    );
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

const sticksOut = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
const comes = async (name: string, options?: Parameters<Visitors['come']>[1]) => {
  const pages = new AccountPages(await visitors.come(name, options), server.url);
  await pages.signIn(`${name.toLowerCase()}@school.example`, goodPassword);
  return pages;
};
const picture = async (page: Page, name: string) => {
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });
};

it('[MST-3] a teacher sees who is stuck, what to repeat, the map, and with the keys the answers behind it', async () => {
  const { page } = await comes('Tess');
  await page.getByRole('heading', { name: teachWords.library.title, level: 1 }).waitFor();
  await page.goto(`${server.url}/teach/classes/${groupId}`);
  await page.getByRole('link', { name: words.overview.link }).click();
  await page.getByRole('heading', { name: filled(words.overview.title, { name: '4b' }), level: 1 }).waitFor();
  const region = (name: string) => page.getByRole('region', { name, exact: true });
  await region(words.overview.repeatTitle).getByRole('link', { name: 'Teach the Machine' }).first().waitFor();
  await region(words.overview.stuckTitle).getByText(objective).waitFor();
  const map = page.getByRole('table');
  expect(await map.getByRole('row').count()).toBe(3);
  await map.getByRole('row', { name: /^Ann/ }).getByText(words.stage.beginning).first().waitFor();
  expect(await map.getByRole('row', { name: /^Ben/ }).getByText(words.stage.none).count()).toBeGreaterThan(0);
  await accessibility.look('what a class knows', page);
  await picture(page, 'class-mastery');

  await map.getByRole('button', { name: 'Ann' }).focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog');
  const answers = drawer.getByRole('button', { name: filled(words.drawer.showOf, { objective }) });
  await answers.focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => drawer.getByText(words.drawer.outcome.wrong, { exact: true }).count())
    .toBe(7 * wrong);
  await accessibility.look('answers of an objective', page);
  await picture(page, 'class-mastery-answers');
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 360, height: 740 });
  await drawer.waitFor({ state: 'detached' });
  expect(await sticksOut(page)).toBe(false);
  await picture(page, 'class-mastery-phone');
});

it('[MST-2] [MST-1] a learner plays today’s five on a phone and sees how it stands, as the guardian does', async () => {
  const pages = await comes('Ann', phone);
  const { page } = pages;
  const card = pages.card(words.practice.title);
  await card
    .getByText(filled(wrong === 1 ? words.practice.due_one : words.practice.due_other, { count: wrong }))
    .waitFor();
  const known = pages.card(words.card.mine);
  await known.getByRole('button', { name: words.card.objectives }).click();
  await known.getByText(objective).waitFor();
  await accessibility.look('today’s five and what one knows', page);
  await picture(page, 'home-mastery');
  expect(await sticksOut(page)).toBe(false);

  await card.getByRole('button', { name: words.practice.start }).click();
  await page.getByText(play.pace, { exact: true }).waitFor();
  expect(await page.getByText(play.label, { exact: true }).count()).toBe(0);
  await picture(page, 'practice-start');
  const practice = await server.app.db.jobs.query<{ id: string }>(
    `SELECT id FROM live_sessions WHERE format = 'practice'`,
  );
  const plan = await readPlan(server.app.db.jobs, practice.rows[0]!.id);
  expect(plan.rounds[0]!.questionId).toBe(questions[0]!.id);
  const student = new StudentPage(page, { name: 'Ann', hand: 'mouse' });
  const of = plan.rounds.length;
  for (const round of plan.rounds.keys()) {
    await student.button(round === 0 ? play.begin : play.next).click();
    await student.untilQuestion(round, of);
    const { key } = choiceIn(plan.rounds[round]!);
    await student.pick(key.map((choice) => plan.rounds[round]!.texts.en!.choices[choice]!));
  }
  await student.button(play.finish).click();
  await page.getByText(filled(player.podium.right, { right: of, of }), { exact: true }).waitFor();
  await page.getByRole('link', { name: player.over.home }).click();
  await card.getByText(filled(words.practice.done, { right: of, of })).waitFor();
  expect(await card.getByRole('button').count()).toBe(0);

  const home = await comes('Mia', phone);
  const childs = home.card(filled(words.card.child, { child: 'Ann' }));
  await childs.getByText('21 answers').waitFor();
  await accessibility.look('what a child knows', home.page);
  await picture(home.page, 'child-mastery');
  expect(await sticksOut(home.page)).toBe(false);
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
});
