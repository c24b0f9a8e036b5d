import { createTutti, type Tutti } from '@tutti/client';
import { type GroupMission, type GroupRunReport, groupsOf, type WatchedGroup } from '@tutti/client/groups';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as wire from '../../src/wire/group-run.ts';
import { runs as words } from '../../web/src/shared/i18n/en/runs.ts';
import {
  dealOut,
  groupsOfSize,
  membersOf,
  mostGroups,
  unfitGroups,
} from '../../web/src/teach/groups/deal.ts';
import { runSentence } from '../../web/src/teach/groups/run-sentence.ts';
import { holdsUp, troubleOf } from '../../web/src/teach/groups/trouble.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { filled, TeacherPages, teachWords } from '../support/class-pages.ts';
import { until } from '../support/class-play.ts';
import { onward, readPlans } from '../support/group-play.ts';
import { faultsOnPaper } from '../support/on-paper.ts';
import { openBrowser, type Visitors } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('dealing out a class', () => {
  it('[GRP-3] makes as many groups as the size asks for, and leaves nobody alone', () => {
    expect([27, 5, 2, 1, 400].map((learners) => groupsOfSize(learners, 4))).toEqual([7, 2, 1, 1, mostGroups]);
    expect(groupsOfSize(5, 2)).toBe(2);
    expect(mostGroups).toBe(wire.mostGroups);
  });

  it('[GRP-3] puts everybody into one group, evenly, and says which groups cannot be opened so', () => {
    const learners = Array.from({ length: 11 }, (_, i) => `l${i}`);
    const members = membersOf(
      dealOut(learners, 3, () => 0.4),
      3,
    );
    expect(members.flat().toSorted()).toEqual(learners.toSorted());
    expect(members.map(({ length }) => length)).toEqual([4, 4, 3]);
    expect(unfitGroups(members)).toEqual([]);
    expect(unfitGroups([['a'], ['b', 'c'], [], learners])).toEqual([1, 3, 4]);
  });
});

describe('a group that needs its teacher', () => {
  const learner = (connected: boolean, waitedFor: boolean) =>
    ({ connected, waitedFor }) as WatchedGroup['learners'][number];
  const group = (more: Partial<WatchedGroup>): WatchedGroup =>
    ({
      phase: 'task',
      ended: null,
      paused: null,
      hearts: 5,
      again: false,
      limitMs: 60_000,
      ...more,
    }) as never;

  it('[GRP-3] is named for one reason, the most pressing one, and never while it stands or is over', () => {
    expect(troubleOf(group({}), 40_000)).toBeNull();
    expect(troubleOf(group({}), 40_001)).toBe('long');
    expect(troubleOf(group({ again: true }), 0)).toBe('again');
    expect(troubleOf(group({ again: true, hearts: 1 }), 0)).toBe('lastHeart');
    expect(troubleOf(group({ paused: 'waiting', hearts: 1 }), 0)).toBe('alone');
    for (const calm of [{ paused: 'teacher' }, { ended: 'solved' }, { elsewhere: true }, { phase: 'lobby' }])
      expect(troubleOf(group({ hearts: 1, ...calm } as Partial<WatchedGroup>), null)).toBeNull();
  });

  it('[GRP-3] shows whom it waits for when half of those who are there are through', () => {
    const late = learner(true, true);
    expect(holdsUp(group({ learners: [late, learner(true, true), learner(true, false)] }), late)).toBe(false);
    expect(holdsUp(group({ learners: [late, learner(false, true), learner(true, false)] }), late)).toBe(true);
  });
});

it('[GRP-4] the first line of a report says who came to the end, and what was hardest', () => {
  type Group = GroupRunReport['groups'][number];
  const group = (ended: Group['ended'], ...outcomes: ('right' | 'wrong' | null)[]): Group =>
    ({
      ended,
      startedAt: '2026-11-21T09:00:00.000Z',
      learners: [{}, {}],
      answers: outcomes.map((outcome, task) => ({ task, prompt: `Task ${task}`, way: 'turns', outcome })),
    }) as never;
  expect(runSentence([{ ...group('teacher', null), learners: [] }])).toEqual({ form: 'nobodyPlayed' });
  expect(runSentence([group('solved', 'right', 'right')])).toMatchObject({ form: 'all', hardest: null });
  expect(
    runSentence([group('solved', 'right', 'wrong'), group('out_of_hearts', 'wrong', 'wrong')]),
  ).toMatchObject({ form: 'some', solved: 1, of: 2, hardest: { task: 1, right: 0, closed: 2 } });
});

describe('a teacher with groups of a class', () => {
  let server: TestServer;
  let visitors: Visitors;
  let tutti: Tutti;
  let classId: string;
  const learners: GroupMission[] = [];
  const accessibility: AccessibilityCheck = checkAccessibility();

  beforeAll(async () => {
    [server, visitors] = await Promise.all([startTestServer(), openBrowser()]);
    tutti = createTutti({ url: server.url });
    const { email, password } = server.teacher;
    await tutti.signIn({ login: email, password, keep: 'body' });
    classId = (await tutti.request<{ id: string }>('POST', '/classes', { body: { name: '5b' } })).id;
  }, 60_000);
  afterAll(async () => {
    await Promise.all(learners.map((learner) => learner.leave()));
    await visitors?.close();
    await server?.stop();
  });

  it('[GRP-3] [GRP-4] opens them from the library, watches, speaks, moves, pauses and ends, with keys alone where it counts, and reads the report', async () => {
    const page = await visitors.come('the teacher');
    const teacher = new TeacherPages(page);
    await teacher.signIn(server.url, server.teacher);
    await page.getByText(words.library.groups, { exact: true }).click();
    await teacher.openMission('The Missing Robot');
    await page.getByLabel(words.open.number).fill('2');
    await accessibility.look('opening groups', page);
    await teacher.button(words.open.submit).click();
    await page.waitForURL('**/teach/groups/*');
    const pin = (await page.getByText(/^\d{3} \d{3}$/).textContent())!.replace(' ', '');
    const runId = page.url().split('/').at(-1)!;

    for (const nickname of ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve'])
      learners.push(await groupsOf(createTutti({ url: server.url })).join({ pin, nickname }));
    const first = groupCard(page, 1);
    await first.getByText('Eve').waitFor();
    await teacher.button(words.all.start).click();
    await first.getByText(words.phase.scene, { exact: true }).waitFor();

    // a sentence to all, and what groups do is seen
    const heard = Promise.all(learners.map((one) => new Promise((resolve) => one.on('said', resolve))));
    await teacher.button(words.all.say).click();
    await page.getByLabel(words.say.toAll).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Read it aloud.');
    await page.keyboard.press('Enter');
    expect(await heard).toEqual(learners.map(() => ({ text: 'Read it aloud.' })));
    const groupOne = learners.filter(({ view }) => view.group === 1);
    const plans = await readPlans(server.app.db.jobs, runId);
    const plan = plans.get(groupOne[0]!.view.sessionId)!;
    for (let i = 0; i < 2; i++) await onward(groupOne, plan); // through the scene and the first task
    await first.getByRole('img', { name: filled(words.group.right, { right: 1, of: 9 }) }).waitFor();
    await accessibility.look('the panel', page);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await sideways(page)).toBe(0);
    await page.setViewportSize({ width: 1366, height: 768 });

    // Eve is moved, with keys alone
    await first.getByRole('button', { name: filled(words.group.name, { number: 1 }) }).press('Enter');
    await page.getByRole('button', { name: filled(words.move.button, { name: 'Eve' }) }).press('Enter');
    await page.getByLabel(words.move.to).press('ArrowDown');
    await accessibility.look('moving a learner', page);
    await page.getByRole('button', { name: words.move.yes, exact: true }).press('Enter');
    await until(() => learners[4]!.view.group === 2, 'Eve is in the second group');
    await page.keyboard.press('Escape');
    await groupCard(page, 2).getByText('Eve').waitFor();

    // Dan gets another name, and then is taken out
    await groupCard(page, 2)
      .getByRole('button', { name: filled(words.group.name, { number: 2 }) })
      .press('Enter');
    const choose = async (name: string, what: string) => {
      await page.getByRole('button', { name: filled(words.member.menu, { name }) }).click();
      await page.getByRole('menuitem', { name: what }).click();
    };
    await choose('Dan', words.rename.menu);
    await page.getByLabel(words.rename.label).fill('Danny');
    await page.keyboard.press('Enter');
    await until(() => learners[3]!.view.you.nickname === 'Danny', 'Dan reads the new name');
    await choose('Danny', words.member.remove);
    await page.getByRole('button', { name: words.ask.removeYes, exact: true }).click();
    await until(() => learners[3]!.view.closed === 'join/kicked', 'Dan is out');
    learners.splice(3, 1);
    await page.keyboard.press('Escape');
    await groupCard(page, 2).getByText('Danny').waitFor({ state: 'detached' });

    await teacher.button(words.all.pause).click();
    await until(() => learners.every(({ view }) => view.table.paused?.reason === 'teacher'), 'the pause');
    await page.reload(); // a panel that is opened again shows the same
    await groupCard(page, 2).getByText(words.group.paused).waitFor();
    await teacher.button(words.all.resume).click();
    await until(() => learners.every(({ view }) => view.table.paused === null), 'they go on');

    // found again among the games; ended only after being asked
    await page.getByRole('link', { name: words.panel.allGames }).click();
    await page.getByRole('link', { name: /^To the groups of The Missing Robot/ }).click();
    await teacher.button(words.all.end).click();
    await page.getByRole('dialog').getByRole('button', { name: words.ask.endAllYes }).click();
    await page.getByRole('link', { name: words.panel.report }).click();
    await page.getByText(filled(words.sentence.none_other, { count: 2 })).waitFor();
    const given = page.getByRole('table', { name: words.report.learners }).getByRole('row');
    await given.filter({ hasText: 'Ada' }).getByText('Group 1', { exact: true }).waitFor();
    await given.filter({ hasText: 'Eve' }).getByText('Group 1, then moved on').waitFor();
    await accessibility.look('the report', page);
    expect(await faultsOnPaper(page), 'the report on paper').toEqual([]);
    const download = page.waitForEvent('download');
    await teacher.button(teachWords.report.csv).click();
    expect((await download).suggestedFilename()).toBe('The-Missing-Robot.csv');

    // who may open one themselves
    await page.goto(`${server.url}/teach/classes/${classId}`);
    await page.getByRole('switch', { name: words.own.label }).click();
    await until(() => groupsOf(tutti).learnersMayOpen(classId), 'learners may open groups');
    expect(accessibility.violations).toEqual([]);
    expect(visitors.errors).toEqual([]);
  });
});

const groupCard = (page: Page, number: number) =>
  page.getByRole('article', { name: filled(words.group.name, { number }), exact: true });

const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
