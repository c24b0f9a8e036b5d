import { randomUUID } from 'node:crypto';
import type { Tutti } from '@tutti/client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Edition } from '../../src/domain/mission/edition.ts';
import { dayIn, weekOf } from '../../src/domain/reward/calendar.ts';
import { createMasteryProjection } from '../../src/modules/progress/mastery/mastery-projection.ts';
import type { MissionMap, OpenedMission } from '../../src/wire/learning.ts';
import { board as boardWords } from '../../web/src/shared/i18n/en/board.ts';
import { family as familyEn } from '../../web/src/shared/i18n/en/family.ts';
import { following } from '../../web/src/shared/i18n/en/following.ts';
import { mastery as words } from '../../web/src/shared/i18n/en/mastery.ts';
import { records } from '../../web/src/shared/i18n/en/records.ts';
import { plainText } from '../../web/src/shared/rich-text/plain-text.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { AccountPages, learnWords } from '../support/account-pages.ts';
import { type AskedQuestion, answeredSession } from '../support/answered-session.ts';
import { filled, playerWords, StudentPage, teachWords } from '../support/class-pages.ts';
import { choiceIn, readPlan, signIn, wrongChoices } from '../support/class-play.ts';
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
    `INSERT INTO group_members (group_id, user_id, role, created_at) VALUES ($1, $2, 'student', now()), ($1, $3, 'student', now() - interval '20 days')`,
    [groupId, ann, ben],
  );
  await jobs.query('INSERT INTO guardian_links (guardian_id, child_id) VALUES ($1, $2)', [mia, ann]);
  await jobs.query(
    `INSERT INTO consents (org_id, child_id, guardian_id, decider, scope, status, method, notice_version)
     SELECT $1, $2, $3, 'guardian', scope, 'granted', 'email_plus', 1 FROM unnest(ARRAY['account', 'live_rooms']) scope`,
    [orgId, ann, mia],
  );
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
  const map = page.getByRole('grid');
  expect(await map.getByRole('row').count()).toBe(3);
  await map.getByRole('row', { name: /^Ann/ }).getByText(words.stage.beginning).first().waitFor();
  expect(await map.getByRole('row', { name: /^Ben/ }).getByText(words.stage.none).count()).toBeGreaterThan(0);
  await accessibility.look('what a class knows', page);
  await picture(page, 'class-mastery');

  // one stop for the tab key; from there the arrows go to the place that is looked for
  await map.getByRole('button', { name: 'Ann' }).focus();
  expect(await map.locator('[tabindex="0"]').count()).toBe(1);
  const place = await map.getByRole('columnheader').allInnerTexts();
  const steps = place.findIndex((text) => text.includes(objective));
  expect(steps).toBeGreaterThan(0);
  for (let i = 0; i < steps; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: filled(words.drawer.hideOf, { objective }) }).waitFor();
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

/** One question of a mission alone, after a look at its hint. */
async function answersWrong(ann: Tutti, mission: OpenedMission['mission']) {
  const { jobs } = server.app.db;
  const { rows } = await jobs.query<{ plan: Edition }>(
    'SELECT plan FROM mission_editions WHERE mission_id = $1',
    [mission.id],
  );
  const { plan } = rows[0]!;
  const lesson = mission.lessons.find(({ kind }) => kind === 'interactive')!;
  const questionId = lesson.questions[0]!.id;
  const place = plan.rounds.findIndex((round) => round.questionId === questionId);
  const asked = { lessonId: lesson.id, questionId, round: lesson.round };
  await jobs.query(
    `INSERT INTO mission_hints (user_id, mission_id, lesson_id, round, question_id, cost)
     SELECT user_id, mission_id, $2, $3, $4, 5 FROM mission_progress WHERE mission_id = $1`,
    [mission.id, lesson.id, lesson.round, questionId],
  );
  await ann.request('POST', `/me/missions/${mission.id}/answers`, {
    body: { answers: [{ id: randomUUID(), ...asked, answer: wrongChoices(plan, place) }] },
  });
  const events = await jobs.query<{ eventId: string }>(
    `SELECT id::text AS "eventId" FROM outbox_events WHERE event_type = 'answers.checked'`,
  );
  for (const event of events.rows) await createMasteryProjection(server.app.db).handle(event);
  const { objectives, texts } = plan.rounds[place]!;
  return {
    objective: plan.objectives[objectives[0]!]!.en!,
    lesson: lesson.title,
    prompt: plainText(texts.en!.prompt),
  };
}

it('[CLS-1] [CLS-2] [CLS-3] [CLS-5] a teacher sees missions alone, who has been quiet, and one learner with every figure', async () => {
  const ann = await signIn(server.url, { email: 'ann@school.example', password: goodPassword });
  const { topics } = await ann.request<MissionMap>('GET', '/me/missions');
  const mission = topics.flatMap(({ missions }) => missions).find(({ title }) => title === 'Spot the Fake')!;
  const opened = await ann.request<OpenedMission>('POST', `/me/missions/${mission.id}/open`, { body: {} });
  const film = opened.mission.lessons.find(({ kind }) => kind === 'video')!;
  const alone = await answersWrong(ann, opened.mission);
  await ann.request('POST', `/me/missions/${mission.id}/lessons/${film.id}/complete`, { body: { round: 1 } });

  const { page } = await comes('Tess');
  await page.getByRole('heading', { name: teachWords.library.title, level: 1 }).waitFor();
  await page.goto(`${server.url}/teach/classes/${groupId}`);
  await page.getByRole('link', { name: following.nav.missions }).click();
  await page
    .getByRole('heading', { name: filled(following.missions.title, { name: '4b' }), level: 1 })
    .waitFor();
  const quiet = page.getByRole('region', { name: following.missions.quietTitle });
  await quiet.getByRole('link', { name: 'Ben' }).waitFor();
  expect(await quiet.getByRole('link').count()).toBe(1);
  const row = page.getByRole('table').getByRole('row', { name: /^Ann/ });
  await row
    .getByText(filled(following.missions.lessons, { done: 1, of: opened.mission.lessons.length }))
    .waitFor();
  await accessibility.look('the missions of a class', page);
  await picture(page, 'class-missions');
  await page.getByRole('switch', { name: following.missions.hideNames }).click();
  await page
    .getByText(filled(following.missions.hidden, { number: 1 }))
    .first()
    .waitFor();
  expect(await page.getByText('Ann', { exact: true }).count()).toBe(0);
  await page.getByRole('switch', { name: following.missions.hideNames }).click();
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await sticksOut(page)).toBe(false);
  await picture(page, 'class-missions-phone');

  await row.getByRole('link', { name: 'Ann' }).click();
  await page
    .getByRole('heading', { name: filled(records.ofLearner.title, { name: 'Ann' }), level: 1 })
    .waitFor();
  const missions = page.getByRole('region', { name: following.learner.missionsTitle });
  await missions.getByText('Spot the Fake').waitFor();
  await missions.getByText(filled(following.learner.at, { lesson: film.title })).waitFor();
  const known = page.getByRole('region', { name: filled(following.learner.knownTitle, { name: 'Ann' }) });
  await known.getByRole('button', { name: filled(words.drawer.showOf, { objective }) }).click();
  await expect
    .poll(() => known.getByText(words.drawer.outcome.wrong, { exact: true }).count())
    .toBe(7 * wrong);
  // what was answered alone stands there too, with its mission and lesson, and that a hint was looked at
  await known
    .getByRole('button', { name: filled(words.drawer.showOf, { objective: alone.objective }) })
    .click();
  const given = known.getByRole('listitem').filter({ hasText: alone.prompt }).last();
  await given.getByText(words.drawer.outcome.wrong, { exact: true }).waitFor();
  await given.getByText(words.drawer.where.alone, { exact: true }).waitFor();
  await given.getByText(words.drawer.hint, { exact: true }).waitFor();
  await given.getByText(`Spot the Fake: ${alone.lesson}, `).waitFor();
  expect(await sticksOut(page)).toBe(false);
  await picture(page, 'class-learner-phone');
  await page.setViewportSize({ width: 1280, height: 800 });
  await accessibility.look('a learner with every figure', page);
  await picture(page, 'class-learner');

  // whoever looks after all classes reads the games, and is led to nothing else
  const office = new AccountPages(await visitors.come('Office', phone), server.url);
  await office.signIn(server.admin.email, server.admin.password);
  await office.page.waitForURL((url) => !url.pathname.includes('sign-in'));
  await office.page.goto(page.url());
  await office.page.getByText(filled(following.learner.leadGames, { name: '4b' })).waitFor();
  const links = office.page.getByRole('navigation', { name: following.nav.label }).getByRole('link');
  expect(await links.allInnerTexts()).toEqual([following.nav.class, records.ofClass.link]);
  expect(await office.page.getByRole('region', { name: following.learner.missionsTitle }).count()).toBe(0);
  await picture(office.page, 'class-learner-office');
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
});

/** Ten more in the class; of all twelve Ann did the most this week, and Ben the least. */
async function aWeek(): Promise<void> {
  const { jobs } = server.app.db;
  const names = 'Cleo,Dan,Eva,Finn Alexander Maximilian von Hohenberg-Sonnenthal,ليلى,Gus,Hana,Ivo,Jon,Kim';
  await jobs.query(
    `WITH n AS (SELECT gen_random_uuid() AS id, name FROM unnest(string_to_array($2, ',')) AS name),
       u AS (INSERT INTO users (id, org_id, username) SELECT n.id, g.org_id, 'w' || left(n.id::text, 8) FROM n, groups g WHERE g.id = $1),
       p AS (INSERT INTO user_profiles (user_id, display_name) SELECT id, name FROM n)
     INSERT INTO group_members (group_id, user_id, role) SELECT $1, id, 'student' FROM n`,
    [groupId, names],
  );
  const monday = weekOf(dayIn('UTC', Date.now()));
  // a question that was tried alone would count
  await jobs.query('DELETE FROM question_responses');
  await jobs.query(
    `INSERT INTO reward_ledger (user_id, currency, delta, reason, local_date, idempotency_key)
     SELECT m.user_id, 'xp', 1300 - 100 * row_number() OVER (ORDER BY p.display_name = 'Ben', p.display_name), 'badge', $2, 'week'
     FROM group_members m JOIN user_profiles p ON p.user_id = m.user_id WHERE m.group_id = $1 AND m.role = 'student'`,
    [groupId, monday],
  );
  await jobs.query(
    `INSERT INTO streak_days (user_id, local_date) SELECT m.user_id, $2 FROM group_members m JOIN user_profiles p ON p.user_id = m.user_id
     WHERE m.group_id = $1 AND p.display_name IN ('Ann', 'Cleo', 'Dan')`,
    [groupId, monday],
  );
  await server.app.jobs.runNow('leaderboard');
}

it('[LDB-1] [LDB-3] [LDB-4] a learner sees the board of the class and leaves it; teacher and guardian decide too', async () => {
  await aWeek();
  const link = filled(learnWords.en.classes.boardOf, { name: '4b' });
  const names = (page: Page) => page.getByRole('list', { name: boardWords.top }).getByRole('listitem');
  const ben = await comes('Ben', phone);
  await ben.tab('classes');
  await ben.page.getByRole('link', { name: link }).click();
  await ben.heading(boardWords.title).waitFor();
  // six of twelve, and of the others oneself with the one above
  await expect.poll(() => names(ben.page).count()).toBe(6);
  const around = ben.page.getByRole('list', { name: boardWords.around }).getByRole('listitem');
  expect(await around.allTextContents()).toEqual([
    expect.stringContaining('ليلى'),
    expect.stringContaining(boardWords.you),
  ]);
  await accessibility.look('the board of the week', ben.page);
  await picture(ben.page, 'board-phone');
  expect(await sticksOut(ben.page)).toBe(false);
  await ben.page.getByRole('radio', { name: boardWords.by.effort }).press('Space');
  await expect.poll(() => names(ben.page).count()).toBe(3);
  await ben.page.getByRole('radio', { name: boardWords.week.last }).press('Space');
  await ben.page.getByText(boardWords.none.last).waitFor();
  await ben.page.getByRole('radio', { name: boardWords.week.this }).press('Space');
  await ben.page.getByRole('switch', { name: boardWords.show.class }).press('Space');
  await ben.page.getByText(boardWords.state['not-on-it']).waitFor();
  await ben.card(boardWords.own.title.this).getByText('100', { exact: true }).waitFor();
  expect(await names(ben.page).count()).toBe(0);

  const mia = await comes('Mia', phone);
  await mia.page.getByRole('link', { name: familyEn.child.tabs.allowed, exact: true }).click();
  const childs = mia.card(boardWords.title);
  await childs.getByRole('switch', { name: boardWords.family.school }).press('Space');
  await childs.getByText(familyEn.words.saved).waitFor();
  const { rows } = await server.app.db.jobs.query(
    'SELECT class_board FROM child_controls WHERE school_board',
  );
  expect(rows).toEqual([{ class_board: true }]);
  await picture(mia.page, 'board-family');

  const tess = await comes('Tess');
  await tess.heading(teachWords.library.title).waitFor();
  await tess.open(`/teach/classes/${groupId}`);
  await tess.card(boardWords.title).getByText('Ann', { exact: true }).waitFor();
  await picture(tess.page, 'board-teacher');
  await tess.card(boardWords.title).getByRole('switch', { name: boardWords.teacher.label }).press('Space');
  await expect.poll(() => names(tess.page).count()).toBe(0);
  await ben.page.reload();
  await ben.page.getByText(boardWords.state.off).waitFor();

  await server.app.db.jobs.query(
    `WITH g AS (INSERT INTO groups (org_id, name) SELECT org_id, 'Chess' FROM groups WHERE id = $1 RETURNING id)
     INSERT INTO group_members (group_id, user_id, role) SELECT g.id, p.user_id, 'student' FROM g, user_profiles p WHERE p.display_name = 'Ben'`,
    [groupId],
  );
  await ben.page.reload();
  const which = ben.page.getByLabel(boardWords.choose.board);
  await which.focus();
  await which.selectOption('Chess');
  await ben.page.getByText(boardWords.state['not-on-it']).waitFor();
  expect(await which.evaluate((select) => select === document.activeElement)).toBe(true);
});

it('[MST-2] [MST-1] a learner plays today’s five on a phone and sees how it stands, as the guardian does', async () => {
  const pages = await comes('Ann', phone);
  const { page } = pages;
  const card = pages.card(words.practice.title);
  await card
    .getByText(filled(wrong === 1 ? words.practice.due_one : words.practice.due_other, { count: wrong }))
    .waitFor();
  await pages.tab('progress');
  const known = pages.card(words.card.mine);
  await known.getByRole('button', { name: words.card.objectives }).click();
  await known.getByText(objective).waitFor();
  await accessibility.look('what one knows', page);
  await picture(page, 'home-mastery');
  expect(await sticksOut(page)).toBe(false);

  await pages.tab('now');
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
