import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createAuthoring } from '@tutti/client/admin';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { PlannedRound } from '../../src/domain/challenge/class-plan.ts';
import type { Edition } from '../../src/domain/mission/edition.ts';
import { levelOf } from '../../src/domain/reward/level.ts';
import { badgesFile } from '../../src/modules/catalog/content/badges.schema.ts';
import { rebuildProgress } from '../../src/modules/progress/rebuild.ts';
import { alone } from '../../web/src/shared/i18n/en/alone.ts';
import { avatars } from '../../web/src/shared/i18n/en/avatars.ts';
import { badges } from '../../web/src/shared/i18n/en/badges.ts';
import { family } from '../../web/src/shared/i18n/en/family.ts';
import { progress } from '../../web/src/shared/i18n/en/progress.ts';
import { season } from '../../web/src/shared/i18n/en/season.ts';
import { AccountPages } from '../support/account-pages.ts';
import { filled, playerWords, StudentPage, TeacherPages } from '../support/class-pages.ts';
import { choiceIn, openClass, readPlan, signIn as signInStaff, untilPhase } from '../support/class-play.ts';
import { type FamilyAtHome, familyAtHome } from '../support/families.ts';
import { openBrowser, phone, type Visitors } from '../support/pages.ts';
import { goodPassword } from '../support/rest.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitors: Visitors;
let home: FamilyAtHome;
let classId: string;
let missionId: string;
const title = 'Copy of Spot the Fake';
const slug = 'a-short-one';

/** There is a mission of two lessons, the second one with a question. */
beforeAll(async () => {
  const [started, browser] = await Promise.all([startTestServer(), openBrowser()]);
  [server, visitors] = [started, browser];
  const { jobs } = server.app.db;
  await jobs.query('UPDATE org_settings SET open_sign_up = true');
  const tutti = await signInStaff(server.url, server.teacher);
  ({ id: classId } = await tutti.request<{ id: string }>('POST', '/classes', { body: { name: '4b' } }));
  const authoring = createAuthoring(tutti);
  const { items } = await tutti.missions({ limit: 100 });
  const { id, version } = await authoring.copy(items.find((one) => one.slug === 'spot-the-fake')!.id);
  const { lessons } = await authoring.draft(id);
  const [reading, trying] = [lessons[8]!, lessons[4]!];
  await authoring.outline(id, version, [
    { ...reading, questions: [] },
    { ...trying, questions: [trying.questions[0]!.id] },
  ]);
  await jobs.query('UPDATE missions SET title = $2, slug = $3, position = -1 WHERE id = $1', [
    id,
    title,
    slug,
  ]);
  missionId = id;
  await server.app.jobs.start();
  server.app.relay.start();
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

/** In the order of the wall. */
const afterClass = ['First Spark', 'Part of the Class'];
const afterMission = ['First Spark', 'Part of the Class', 'First Page', 'To the Very End'];

interface Standing {
  xp: number;
  level: number;
  toNext: number;
  badges: number;
  seasonXp: number;
  coins: number;
}
/** Each level of the season takes so many season XP. */
const seasonStep = 130;
const levelAt = (xp: number) => {
  const { level, toNext } = levelOf(xp);
  return { xp, level, toNext: toNext! };
};
const number = (value: number) => value.toLocaleString('en-GB');

/** Figures that the page of a learner, a guardian and a teacher has in common. */
async function figuresAre(card: Locator, { xp, level, toNext }: Standing, whose: 'mine' | 'child') {
  await card.getByText(filled(progress.sums, { week: number(xp), xp: number(xp) })).waitFor();
  await card.getByText(filled(progress.level, { level }), { exact: true }).waitFor();
  await card.getByText(filled(progress.toNext, { xp: toNext, level: level + 1 })).waitFor();
  await card.getByText(progress.today[`${whose}_one`]).waitFor();
}

async function homeShows(maya: AccountPages, standing: Standing): Promise<void> {
  await maya.open('/home');
  const inShort = maya.card(maya.learn.titles.progress);
  await inShort.getByText(filled(progress.level, { level: standing.level }), { exact: true }).waitFor();
  await inShort.getByText(`${standing.coins} coins`, { exact: true }).waitFor();
  await maya.tab('progress');
  await figuresAre(maya.card(progress.title.mine), standing, 'mine');
  const { badges: count, seasonXp, coins } = standing;
  await maya.card(badges.card.mine).getByText(filled(badges.card.count_other, { count })).waitFor();
  const level = 1 + Math.floor(seasonXp / seasonStep);
  const own = maya.card(season.card.title);
  await own.getByText(filled(season.level, { level, levels: 30 })).waitFor();
  await own
    .getByText(filled(season.toNext, { xp: level * seasonStep - seasonXp, level: level + 1 }))
    .waitFor();
  await maya
    .card(avatars.card.title)
    .getByText(filled(avatars.purse, { price: `${coins} coins` }))
    .waitFor();
}

/** In the order of the wall. */
async function badgeNames(): Promise<string[]> {
  const { rows } = await server.app.db.jobs.query<{ name: string }>(
    'SELECT b.name FROM user_badges u JOIN badges b ON b.id = u.badge_id WHERE u.user_id = $1 ORDER BY b.position',
    [home.childId],
  );
  return rows.map(({ name }) => name);
}
/** What badges are to give beside what was earned, as their file says. */
function worthOf(names: readonly string[]) {
  const { badges: written } = badgesFile.parse(parse(readFileSync('content/badges.yaml', 'utf8')));
  const rewards = names.map((name) => written.find((badge) => badge.name === name)!.reward);
  return {
    xp: rewards.reduce((sum, { xp }) => sum + xp, 0),
    coins: rewards.reduce((sum, { coins }) => sum + coins, 0),
  };
}
/** Badges may come a moment before what earned them is told in full. */
const factsAre = (xp: number) =>
  expect
    .poll(
      async () => {
        const { rows } = await server.app.db.jobs.query<{ xp: number }>(
          `SELECT sum(delta)::integer AS xp FROM reward_ledger WHERE user_id = $1 AND currency = 'season_xp'`,
          [home.childId],
        );
        return rows[0]!.xp;
      },
      { timeout: 15_000 },
    )
    .toBe(xp);
const badgesAre = (names: readonly string[]) => expect.poll(badgeNames, { timeout: 15_000 }).toEqual(names);

/** One answer in the class and one alone. */
const { learnt, learntDays_one, questions_other, allRight_other } = family.week;
const weekOfMaya = filled(learnt, {
  child: 'Maya',
  days: filled(learntDays_one, { value: 1 }),
  questions: filled(questions_other, { value: 2 }),
  right: allRight_other,
});

/** By keys alone; the question is one with choices. */
async function answerRight(page: Page, round: PlannedRound): Promise<void> {
  for (const pick of choiceIn(round).key) await page.keyboard.press(String(pick + 1));
}

async function playsInClass(maya: AccountPages): Promise<void> {
  const { page } = maya;
  const { host, id, pin } = await openClass(
    await signInStaff(server.url, server.teacher),
    { secondsPerQuestion: 120 },
    slug,
  );
  const play = maya.card(maya.learn.play.title);
  await play.getByLabel(maya.learn.play.pin).fill(pin);
  await play.getByRole('button', { name: maya.learn.play.submit }).click();
  await maya.button(filled(playerWords.en.account.as, { name: 'Maya' })).click();
  const student = new StudentPage(page, { name: 'Maya', hand: 'keys' });
  await student.untilLobby();
  await host.start();
  await student.untilQuestion(0, 1);
  await answerRight(page, (await readPlan(server.app.db.jobs, id)).rounds[0]!);
  // everybody has answered
  await untilPhase(host, 'reveal');
  await host.next();
  await untilPhase(host, 'podium');
  await host.end();
}

async function playsTheMission(maya: AccountPages): Promise<void> {
  const { page } = maya;
  const press = (name: string) => maya.button(name).click();
  await maya.open('/home/missions');
  await page.getByRole('link', { name: filled(alone.map.goOf, { go: alone.map.go.open, title }) }).click();
  await press(alone.read);
  await press(alone.toQuestions);
  await maya.button(alone.send).waitFor();
  await page.getByText(alone.seen).waitFor();
  const { rows } = await server.app.db.jobs.query<{ plan: Edition }>(
    'SELECT plan FROM mission_editions WHERE mission_id = $1',
    [missionId],
  );
  await answerRight(page, rows[0]!.plan.rounds[0]!);
  await maya.button(alone.send).press('Enter');
  await press(alone.next);
  await maya.heading(alone.end.title).waitFor();
  await press(alone.next);
  await maya.heading(alone.through.title).waitFor();
  // two lessons and the mission; the question brought its XP in class today
  await page.getByText(filled(alone.through.earned, { xp: 2 * 25 + 100 })).waitFor();
  await page
    .getByText(filled(alone.through.level, { level: 2 }))
    .and(page.locator('main p'))
    .waitFor();
}

it('[PRG-1] [PRG-5] [ALO-7] [BDG-2] [SEA-1] [AVA-3] [WKL-1] [CON-8] a class and a mission alone bring XP, a level, badges, a day and the season on by exact figures, which guardian and teacher see too, and an avatar for the coins', async () => {
  home = await familyAtHome(server, {}, { nickname: 'Maya', username: `maya-${randomUUID().slice(0, 8)}` });
  await server.app.db.jobs.query(
    `INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`,
    [classId, home.childId],
  );
  const maya = new AccountPages(await visitors.come('Maya', phone), server.url);
  await maya.signIn(home.username, goodPassword);
  await maya
    .card(maya.learn.titles.progress)
    .getByText(filled(progress.level, { level: 1 }))
    .waitFor();
  const { watchers } = maya.learn;
  await maya.tab('me');
  await maya.card(watchers.title).getByText(watchers.teachers_one).waitFor();
  await maya.tab('now');

  // one right answer, and the class to its end
  await playsInClass(maya);
  await badgesAre(afterClass);
  const inClass = { xp: 10 + 50, coins: 20 };
  await factsAre(inClass.xp);
  const first = worthOf(afterClass);
  await homeShows(maya, {
    ...levelAt(inClass.xp + first.xp),
    badges: afterClass.length,
    seasonXp: inClass.xp,
    coins: inClass.coins + first.coins,
  });

  await playsTheMission(maya);
  await badgesAre(afterMission);
  const facts = { xp: inClass.xp + 2 * 25 + 100, coins: inClass.coins + 50 };
  await factsAre(facts.xp);
  const all = worthOf(afterMission);
  const standing = {
    ...levelAt(facts.xp + all.xp),
    badges: afterMission.length,
    seasonXp: facts.xp,
    coins: facts.coins + all.coins,
  };
  expect(standing.level).toBeGreaterThan(levelAt(inClass.xp + first.xp).level);
  await homeShows(maya, standing);
  // the end of the mission said so already
  expect(await maya.page.getByText(filled(progress.risen.title, { level: 2 })).count()).toBe(0);

  await maya.open('/home/avatars');
  await maya.button(filled(avatars.buyOf, { name: 'Frog', price: '60 coins' })).click();
  await maya.page.getByRole('dialog').getByRole('button', { name: avatars.ask.yes }).click();
  await maya.button(filled(avatars.wearOf, { name: 'Frog' })).click();
  await maya.button(filled(avatars.takeOffOf, { name: 'Frog' })).waitFor();
  await homeShows(maya, { ...standing, coins: standing.coins - 60 });

  const parent = new AccountPages(await visitors.come('a guardian'), server.url);
  await parent.signIn(home.email, goodPassword);
  const seenByParent = parent.card(filled(progress.title.child, { child: 'Maya' }));
  await figuresAre(seenByParent, standing, 'child');
  await parent.page.getByText(weekOfMaya).waitFor();
  await parent
    .card(filled(badges.card.child, { child: 'Maya' }))
    .getByText(filled(badges.card.count_other, { count: standing.badges }))
    .waitFor();

  const desk = await visitors.come('a teacher');
  await new TeacherPages(desk).signIn(server.url, server.teacher);
  const tess = new AccountPages(desk, server.url);
  await tess.open(`/teach/classes/${classId}/learners/${home.childId}`);
  const seenByTeacher = tess.card(filled(progress.title.child, { child: 'Maya' }));
  await figuresAre(seenByTeacher, standing, 'child');
  await tess.page.getByText(weekOfMaya).waitFor();
  await tess.page.getByText(filled(badges.card.count_other, { count: standing.badges })).waitFor();
  // all of them with the frog that she wears
  for (const card of [maya.card(progress.title.mine), seenByParent, seenByTeacher])
    await card.locator('img').first().waitFor();
  expect((await rebuildProgress(server.app.db, { mend: false })).differences).toEqual([]);
  expect(visitors.errors).toEqual([]);
}, 120_000);
