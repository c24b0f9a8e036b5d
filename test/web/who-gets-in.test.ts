import type { SessionSettings, Tutti } from '@tutti/client';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hosting } from '../../web/src/shared/i18n/en/hosting.ts';
import { joining as words } from '../../web/src/shared/i18n/en/joining.ts';
import { shapes } from '../../web/src/shared/shapes.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { filled, playerWords, StudentPage, TeacherPages, teachWords } from '../support/class-pages.ts';
import { type OpenClass, openClass, signIn, until } from '../support/class-play.ts';
import { desktop, openBrowser, phone, type Visitors } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitors: Visitors;
let teacher: Tutti;
let cls: OpenClass;
const axe: AccessibilityCheck = checkAccessibility();

beforeAll(async () => {
  [server, visitors] = await Promise.all([startTestServer(), openBrowser()]);
  teacher = await signIn(server.url, server.teacher);
}, 60_000);
afterEach(() => cls?.host.end().catch(() => undefined));
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

const aClass = async (settings: Partial<SessionSettings> = {}) => {
  cls = await openClass(teacher, settings);
  return cls;
};
const aPhone = async (name: string, hand: 'touch' | 'keys' = 'touch') =>
  new StudentPage(await visitors.come(name, phone), { name, hand });
const isNarrow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

async function aPanel(): Promise<TeacherPages> {
  const pages = new TeacherPages(await visitors.come('teacher', desktop));
  await pages.signIn(server.url, server.teacher);
  await pages.page.goto(`${server.url}/teach/sessions/${cls.id}/host`);
  await pages.page.getByRole('heading', { name: teachWords.host.players.title, exact: true }).waitFor();
  return pages;
}

describe('the shapes of the big screen', () => {
  it('[JOIN-7] are tapped on a phone, also with keys alone, and a wrong row can be tried again', async () => {
    await aClass({ secondFactor: true });
    const ada = await aPhone('Ada', 'keys');
    await ada.openLink(server.url, cls.pin);
    await ada.typeName();
    await heading(ada.page, words.row.title).waitFor();
    await axe.look('shapes', ada.page);
    expect(await isNarrow(ada.page)).toBe(true);
    const tap = async (row: readonly number[]) => {
      for (const shape of row) await ada.press(ada.button(words.shape[shapes[shape]!.name]));
    };
    await tap(cls.host.view.secondFactor!.shapes.map((shape) => (shape + 1) % 6));
    await ada.page.getByText(words.row.wrong).waitFor();
    await tap(cls.host.view.secondFactor!.shapes);
    await ada.untilLobby();
  });
});

describe('the way back', () => {
  it('[DUR-7] is offered to who opens the link anew, with one tap; somebody else just types a name', async () => {
    await aClass();
    const ada = await aPhone('Ada');
    await ada.join(server.url, cls.pin);
    const next = await ada.page.context().newPage();
    await ada.page.close();
    const again = new StudentPage(next, { name: 'Ada', hand: 'touch' });
    await again.openLink(server.url, cls.pin);
    await axe.look('go on', next);
    await again.button(filled(playerWords.en.ways.goOn, { name: 'Ada' })).tap();
    await again.untilLobby();
    expect(cls.host.view.host!.players).toHaveLength(1);
  });

  it('[HST-1] leads through a code that the teacher shows, on another device', async () => {
    await aClass();
    const ada = await aPhone('Ada');
    await ada.join(server.url, cls.pin);
    const panel = await aPanel();
    await panel.button(filled(teachWords.host.players.menu, { name: 'Ada' })).click();
    await panel.page.getByRole('menuitem', { name: hosting.code.menu }).click();
    const shown = panel.page.getByRole('dialog').locator('output');
    await until(async () => /^[2-9A-Z]{6}$/.test((await shown.textContent()) ?? ''), 'the code');
    await panel.page.locator('[role="menu"]').waitFor({ state: 'detached' });
    await axe.look('code', panel.page);
    const other = await aPhone('another phone');
    await other.openLink(server.url, cls.pin);
    await other.button(playerWords.en.ways.return).tap();
    await other.page.getByLabel(words.return.title).fill('nnnnnn');
    await other.button(words.return.submit).tap();
    await other.page.getByRole('alert').waitFor();
    await axe.look('return', other.page);
    expect(await isNarrow(other.page)).toBe(true);
    await other.page.getByLabel(words.return.title).fill((await shown.textContent())!);
    await other.button(words.return.submit).tap();
    await other.untilLobby();
    await heading(ada.page, ada.words.over.replaced).waitFor();
    expect(cls.host.view.host!.players).toHaveLength(1);
  });
});

describe('a name that the teacher looks at', () => {
  it('[JOIN-4] waits without holding anybody up; a refused one is followed by another', async () => {
    await aClass({ approveNames: true });
    const panel = await aPanel();
    const ada = await aPhone('Silly Billy');
    await ada.openLink(server.url, cls.pin);
    await ada.typeName();
    await ada.page.getByText(filled(words.name.waits, { name: 'Silly Billy' })).waitFor();
    await axe.look('name waits', ada.page);
    await panel.button(filled(hosting.name.more, { name: 'Silly Billy' })).click();
    await panel.page.getByRole('menuitem', { name: hosting.name.refuse }).click();
    await ada.page.getByLabel(words.name.another).fill('Ada');
    await axe.look('another name', ada.page);
    expect(await isNarrow(ada.page)).toBe(true);
    await ada.button(words.name.send).tap();
    const yes = panel.button(filled(hosting.name.approveLabel, { name: 'Ada' }));
    await yes.waitFor();
    await axe.look('names', panel.page);
    await yes.click();
    await heading(ada.page, 'Ada').waitFor();
    await yes.waitFor({ state: 'detached' });
  });
});

describe('a co-host', () => {
  it('[HST-2] leads from a phone that opened the code once, comes back after a reload, and ends with a press', async () => {
    await aClass();
    const panel = await aPanel();
    await panel.page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', {
        value: {
          async writeText(text: string) {
            document.body.dataset.copied = text;
          },
        },
      });
    });
    await panel.button(hosting.coHost.button).click();
    await panel.button(hosting.coHost.invite).click();
    await panel.page.getByRole('img', { name: hosting.coHost.qr }).waitFor();
    await axe.look('co-host', panel.page);
    await panel.page.getByRole('dialog').getByRole('button', { name: hosting.coHost.copy }).click();
    await until(
      async () => (await panel.page.evaluate(() => document.body.dataset.copied)) !== undefined,
      'the copied link',
    );
    const link = new URL((await panel.page.evaluate(() => document.body.dataset.copied))!);
    const remote = await visitors.come('remote', phone);
    await remote.goto(`${server.url}${link.pathname}${link.hash}`);
    const tabs = remote.getByRole('navigation', { name: teachWords.host.tabs.label });
    await tabs.waitFor();
    expect(remote.url()).toBe(`${server.url}/co-host`);
    await axe.look('remote', remote);
    expect(await isNarrow(remote)).toBe(true);
    await remote.reload();
    await tabs.waitFor();
    await remote.keyboard.press('l');
    await until(() => cls.host.view.host!.options.locked, 'the lock');
    await panel.button(filled(hosting.coHost.endLabel, { number: 1 })).click();
    await remote.getByText('challenge/co-host-ended').waitFor();
    await remote.reload();
    await heading(remote, hosting.coHost.over).waitFor();
    await axe.look('a co-host without a class', remote);
  });
});

describe('a spectator', () => {
  it('[JOIN-8] takes a seat from the join page and sees the class without PIN and names', async () => {
    await aClass({ spectators: true, secondsPerQuestion: 120 });
    const eve = await aPhone('Eve');
    await eve.openLink(server.url, cls.pin);
    await eve.button(playerWords.en.ways.watch).tap();
    await eve.page.getByText(words.watch.lobby).waitFor();
    await axe.look('watching', eve.page);
    expect(await isNarrow(eve.page)).toBe(true);
    expect(await eve.page.textContent('body')).not.toContain(cls.pin.slice(0, 3));
    const ada = await aPhone('Ada');
    await ada.join(server.url, cls.pin);
    await cls.host.start();
    await until(() => cls.host.view.phase.name === 'question', 'the question');
    const { phase } = cls.host.view;
    await heading(eve.page, phase.name === 'question' ? phase.question.prompt : '').waitFor();
    await axe.look('watching a question', eve.page);
    await eve.page.reload();
    await heading(eve.page, phase.name === 'question' ? phase.question.prompt : '').waitFor();
  });
});

it('has no page with a serious fault for people who do not see, hear or point', () => {
  expect(axe.violations).toEqual([]);
  expect(axe.screens.length).toBeGreaterThan(9);
  expect(visitors.errors).toEqual([]);
});
