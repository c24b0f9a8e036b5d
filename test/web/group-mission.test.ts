import { createTutti, type Tutti } from '@tutti/client';
import { type GroupMission, groupsOf } from '@tutti/client/groups';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GroupMissionPlan } from '../../src/domain/group-mission/plan.ts';
import { runs as panelWords } from '../../web/src/shared/i18n/en/runs.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { AccountPages, learnWords } from '../support/account-pages.ts';
import { filled, TeacherPages } from '../support/class-pages.ts';
import { signIn, until } from '../support/class-play.ts';
import { createEverybody } from '../support/everybody.ts';
import { GroupPage, groupWords as words } from '../support/group-pages.ts';
import { atEnd, atTask, keyOf, readPlans } from '../support/group-play.ts';
import { playAlone } from '../support/group-robots.ts';
import { desktop, openBrowser, phone, type Visitors } from '../support/pages.ts';
import type { Person } from '../support/people.ts';
import { goodPassword } from '../support/rest.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitors: Visitors;
let teacher: Tutti;
let classId: string;
let missionId: string;
let learners: Person[];
const accessibility: AccessibilityCheck = checkAccessibility();
/** Where somebody wants to look at the screens. */
const pictures = process.env.PICTURES;
const take = async ({ page }: GroupPage, name: string) => {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
};

beforeAll(async () => {
  [server, visitors] = await Promise.all([startTestServer(), openBrowser()]);
  const { jobs } = server.app.db;
  const { rows } = await jobs.query<{ id: string }>('SELECT id FROM organizations LIMIT 1');
  const everybody = createEverybody(server);
  const add = (displayName: string) => everybody.add(rows[0]!.id, 'student', { displayName });
  learners = [await add('Mia'), await add('Noa')];
  teacher = await signIn(server.url, server.teacher);
  classId = (await teacher.request<{ id: string }>('POST', '/classes', { body: { name: '5b' } })).id;
  for (const { userId } of learners)
    await jobs.query(`INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`, [
      classId,
      userId,
    ]);
  const { items } = await teacher.missions({ for: 'groups' });
  missionId = items.find(({ slug }) => slug === 'the-missing-robot')!.id;
  await groupsOf(teacher).letLearnersOpen(classId, true);
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

const usernameOf = async ({ userId }: Person): Promise<string> => {
  const { rows } = await server.app.db.jobs.query('SELECT username FROM users WHERE id = $1', [userId]);
  return rows[0].username;
};

it('[GRP-1..4] two groups of three solve a mission; one leaves and comes back, and their teacher watches both', async () => {
  const run = await groupsOf(teacher).open({ missionId, classId, groups: 2 });
  const ada = new GroupPage(await visitors.come('Ada', phone), 'Ada');
  const panel = watchGroups(run.id);
  const home = signInAtHome();
  await ada.join(server.url, run.pin!);
  await ada.untilTold(words.now.lobby.alone);
  const mia = await comeFromHome(await home);

  const robots: GroupMission[] = [];
  for (const nickname of ['Ben', 'Cleo', 'Dan', 'Eve'])
    robots.push(await groupsOf(createTutti({ url: server.url })).join({ pin: run.pin!, nickname }));
  const plans = await readPlans(server.app.db.jobs, run.id);
  const [one, two] = [1, 2].map((number) => {
    const here = robots.filter(({ view }) => view.group === number);
    return { robots: here, peer: here[0]!, plan: plans.get(here[0]!.view.sessionId)! };
  }) as [Part, Part];
  expect([one.robots.length, two.robots.length]).toEqual([2, 2]);
  await ada.untilTold(words.now.lobby.ready);
  await accessibility.look('lobby', ada.page);
  await take(ada, 'lobby');

  const ended = [one, two].flatMap(({ robots, plan }) =>
    robots.map((robot) => playAlone(robot, { plan, thinkMs: () => 100, acknowledged: () => undefined })),
  );
  for (const robot of robots) await robot.ready();
  await Promise.all([play(one, ada, await panel), mia.playUntil(atEnd, two), ...ended]);

  for (const page of [ada, mia]) await page.heading(words.end.solved).waitFor();
  for (const number of [1, 2])
    await groupCard(await panel, number)
      .getByText(panelWords.ended.solved, { exact: true })
      .waitFor();
  const { stage } = one.peer.view;
  const reward = stage.name === 'ended' ? stage.reward.toLocaleString('en') : '';
  await ada.page.getByText(filled(words.end.reward_other, { count: reward })).waitFor();
  expect(await ada.page.getByRole('main').getByRole('listitem').count()).toBe(3);
  await accessibility.look('end', ada.page);
  await take(ada, 'end');
  await take(mia, 'end-wide');
  expect(await sticksOut(ada)).toBe(false);
  await openOwn(mia);
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
});

/** The teacher's panel of all groups. */
async function watchGroups(runId: string): Promise<Page> {
  const page = await visitors.come('the teacher');
  await new TeacherPages(page).signIn(server.url, server.teacher);
  await page.goto(`${server.url}/teach/groups/${runId}`);
  await groupCard(page, 2).waitFor();
  return page;
}

const groupCard = (page: Page, number: number) =>
  page.getByRole('article', { name: filled(panelWords.group.name, { number }), exact: true });

interface Part {
  robots: GroupMission[];
  peer: GroupMission;
  plan: GroupMissionPlan;
}

/** Ada's part: what only a page can show is looked at on the way. */
async function play(one: Part, ada: GroupPage, panel: Page): Promise<void> {
  const { peer, plan, robots } = one;
  await ada.playUntil(({ view }) => view.stage.name === 'scene', one);
  await ada.untilTold(words.now.scene);
  await accessibility.look('scene', ada.page);
  await take(ada, 'scene');

  // another answer than that of the others, which everybody sees; then the same one
  await ada.playUntil(atTask('consensus'), one);
  await until(() => robots.every(isOnTable), 'the answers of the others');
  const [right] = keyOf(plan, 0);
  await ada.untilTask(0, plan.tasks.length);
  await ada.answer([right === 0 ? 1 : 0], false);
  await ada.untilTold(words.now.disagree);
  await ada.page.getByText(filled(words.people.same, { most: 2, of: 3 })).waitFor();
  await accessibility.look('consensus', ada.page);
  await take(ada, 'consensus');

  // the hint is bought by more than half
  await ada.button(filled(words.hint.want_other, { count: 2 })).click();
  await peer.wantHint();
  await ada.page.getByText(plan.rounds[0]!.texts.en!.hint!, { exact: true }).waitFor();

  // one leaves in the middle of the task, and comes back to it with what was on the table
  await ada.page.goto('about:blank');
  const away = groupCard(panel, 1)
    .getByRole('listitem')
    .filter({ hasText: 'Ada' })
    .getByText(panelWords.member.away, { exact: true });
  await away.waitFor();
  await ada.page.goto(`${server.url}/play`);
  await ada.untilTold(words.now.disagree);
  await away.waitFor({ state: 'detached' });
  expect(await ada.choices.nth(right === 0 ? 1 : 0).getAttribute('aria-pressed')).toBe('true');

  const name = filled(panelWords.group.name, { number: 1 });
  await groupCard(panel, 1).getByRole('button', { name, exact: true }).click();
  await panel.getByRole('textbox', { name: panelWords.say.toOne }).fill('Look at the colours.');
  await panel.getByRole('button', { name: panelWords.say.send, exact: true }).click();
  await ada.page.getByText('Look at the colours.', { exact: true }).waitFor();
  await panel.getByRole('button', { name: panelWords.one.pause, exact: true }).click();
  await ada.untilTold(words.now.paused.teacher);
  await accessibility.look('group, paused', ada.page);
  await take(ada, 'paused');
  await panel.getByRole('button', { name: panelWords.one.resume, exact: true }).click();
  await ada.untilTold(words.now.disagree);
  await panel.keyboard.press('Escape');
  await ada.answer([right!], false);

  await until(() => peer.view.stage.name === 'reveal', 'all agree');
  await ada.heading('Right!').waitFor();
  await accessibility.look('reveal', ada.page);
  await take(ada, 'reveal');
  await ada.playUntil(atTask('split'), one);
  const hidden = () => peer.view.table.learners.filter(({ holds }) => holds > 0);
  await until(() => hidden().length === 1, 'the clues of the others');
  await ada.page.getByText(words.clues.yours).first().waitFor();
  await ada.page.getByText(/has \d+ clues? that you cannot see/).waitFor({ state: 'detached' });
  await accessibility.look('clues', ada.page);
  await take(ada, 'clues');
  await ada.playUntil(atTask('turns'), one);
  await accessibility.look('turns', ada.page);
  await ada.playUntil(atEnd, one);
}

const isOnTable = ({ view, participantId }: GroupMission) =>
  view.table.learners.find((one) => one.participantId === participantId)!.proposal !== null;

const sticksOut = ({ page }: GroupPage) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** [GRP-3] Where the teacher allows it, a learner opens a group from the own page, and class mates find it. */
async function openOwn(mia: GroupPage): Promise<void> {
  await mia.page.getByRole('link', { name: words.door.home }).click();
  await new AccountPages(mia.page, server.url).tab('classes');
  await mia.page.getByRole('link', { name: learnWords.en.groups.open }).click();
  await mia.page.getByRole('radio', { name: 'The Festival Machine' }).check();
  await accessibility.look('own group', mia.page);
  await mia.button(words.own.open).click();
  await mia.untilTold(words.now.lobby.alone);
  const mate = createTutti({ url: server.url });
  await mate.signIn({ login: await usernameOf(learners[1]!), password: goodPassword, keep: 'body' });
  const { items } = await groupsOf(mate).mine();
  await groupsOf(mate).joinAsMyself(items.find(({ byLearner }) => byLearner)!.id);
  await mia.people.getByText('Noa').waitFor();
  await mia.untilTold(words.now.lobby.ready);
}

async function signInAtHome(): Promise<AccountPages> {
  const page = await visitors.come('Mia', { ...desktop, reducedMotion: 'reduce' });
  const home = new AccountPages(page, server.url);
  await home.signIn(await usernameOf(learners[0]!), goodPassword);
  return home;
}

/** [JOIN-6] A learner of the class, under the account. */
async function comeFromHome(home: AccountPages): Promise<GroupPage> {
  const play = filled(learnWords.en.groups.playOf, { title: 'The Missing Robot' });
  await home.card(learnWords.en.groups.title).getByRole('link', { name: play }).click();
  const mia = new GroupPage(home.page, 'Mia');
  await mia.people.waitFor();
  return mia;
}
