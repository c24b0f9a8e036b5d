import type { HostChallenge, Tutti } from '@tutti/client';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { common } from '../../web/src/shared/i18n/en/common.ts';
import { projector as projectorWords } from '../../web/src/shared/i18n/en/projector.ts';
import { checkAccessibility } from '../support/accessibility.ts';
import {
  filled,
  ProjectorPage,
  playerWords,
  StudentPage,
  TeacherPages,
  teachWords,
} from '../support/class-pages.ts';
import { type OpenClass, openClass, readDemoAccount, signIn, untilPhase } from '../support/class-play.ts';
import { readMissionKey } from '../support/mission-key.ts';
import { startNarrowProxy } from '../support/narrow-proxy.ts';
import { desktop, openBrowser, phone, type Visitors } from '../support/pages.ts';
import { createServerProcess, type ServerProcess } from '../support/server-process.ts';

const mission = 'spot-the-fake';
const key = readMissionKey(mission);
const [firstQuestion] = key as [(typeof key)[0]];
const of = key.length;
/** Leads to this computer, and browsers trust it no more than any address in a school's network. */
const networkName = 'tutti.school.test';
const words = playerWords.en;

let server: ServerProcess;
let visitors: Visitors;
let teacher: Tutti;
let running: OpenClass | null = null;

beforeAll(async () => {
  server = await createServerProcess();
  [visitors] = await Promise.all([
    openBrowser({ args: [`--host-resolver-rules=MAP ${networkName} 127.0.0.1`] }),
    server.start(),
  ]);
  teacher = await signIn(server.url, readDemoAccount(server.dataDir, 'teacher'));
}, 60_000);

afterEach(async () => {
  await visitors.leave();
  if (running) await goHome(running.host);
  running = null;
  expect(visitors.errors.splice(0), 'what threw in the pages').toEqual([]);
});

afterAll(async () => {
  await visitors?.close();
  await server?.remove();
});

/** A class whose host needs no page. */
async function aClass(settings: Parameters<typeof openClass>[1] = {}): Promise<OpenClass> {
  running = await openClass(teacher, { secondsPerQuestion: 120, ...settings }, mission);
  return running;
}

async function goHome(host: HostChallenge): Promise<void> {
  if (host.view.phase.name !== 'ended') await host.end();
  await host.leave();
}

async function pupil(name: string, options = desktop): Promise<StudentPage> {
  const page = await visitors.come(name, options);
  return new StudentPage(page, { name, hand: options === phone ? 'touch' : 'mouse' });
}

describe('bad moments of a class', () => {
  it('works where browsers hold back what they keep for safe addresses', async () => {
    const { pin, host } = await aClass();
    const ada = await pupil('Ada', phone);
    await ada.join(server.url.replace('127.0.0.1', networkName), pin);
    const kept = () => [isSecureContext, 'randomUUID' in crypto, 'subtle' in crypto];
    expect(await ada.page.evaluate(kept)).toEqual([false, false, false]);
    await host.start();
    await ada.untilQuestion(0, of);
    await ada.pick(firstQuestion.right.en);
    expect((await ada.result()).outcome).toBe('right');
    await ada.page.reload();
    expect((await ada.result()).outcome).toBe('right');
    expect(visitors.complaints).toEqual([]);
  });

  it('[HST-1] puts out whom the teacher removes, and lets that device in only when the teacher says so', async () => {
    const pages = new TeacherPages(await visitors.come('teacher'));
    await pages.signIn(server.url, readDemoAccount(server.dataDir, 'teacher'));
    await pages.openMission('Spot the Fake');
    const { pin } = await pages.startClass();
    const mallory = await pupil('Mallory', phone);
    await mallory.join(server.url, pin);
    await pages.player('Mallory').waitFor();

    await pages.kick('Mallory');
    await mallory.page.getByRole('heading', { name: words.over.kicked }).waitFor();
    await mallory.page.reload();
    await mallory.typePin(pin);
    await mallory.typeName('Somebody else');
    await mallory.page.getByRole('alert').getByText(common.errors['join/kicked']).waitFor();

    await pages.page.getByLabel(teachWords.host.players.filter, { exact: true }).selectOption('removed');
    await pages.button(filled(teachWords.host.players.menu, { name: 'Mallory' })).click();
    await pages.page.getByRole('menuitem', { name: teachWords.host.players.allowBack }).click();
    await mallory.typePin(pin);
    await mallory.typeName('Somebody else');
    await mallory.untilLobby();

    await pages.endClass();
    await mallory.page.getByRole('heading', { name: words.over.finished }).waitFor();
  });

  it('[DUR-2] goes on by itself, on every page, after the server was killed in the middle of a question', async () => {
    const pages = new TeacherPages(await visitors.come('teacher'));
    await pages.signIn(server.url, readDemoAccount(server.dataDir, 'teacher'));
    await pages.openMission('Spot the Fake');
    await pages.chooseOptions({ seconds: 120, getReady: 0 });
    const { pin } = await pages.startClass();
    const projector = await pages.openProjector();
    const [ada, ben] = [await pupil('Ada', phone), await pupil('Ben')];
    await ada.join(server.url, pin);
    await ben.join(server.url, pin);
    await pages.step('start');
    await Promise.all([ada.untilQuestion(0, of), ben.untilQuestion(0, of)]);
    await ada.answer(firstQuestion.right.en);
    await projector.untilAnswered(1, 2);

    await server.kill('SIGKILL');
    for (const { page } of [ada, ben, projector]) {
      await page.getByText(common.connection.reconnecting).waitFor();
    }
    await pages.page.getByText(teachWords.host.connection.reconnecting).waitFor();
    await server.start();

    for (const { page } of [ada, ben, projector]) {
      await page.getByText(common.connection.reconnecting).waitFor({ state: 'hidden' });
    }
    await pages.page.getByRole('banner').getByText(teachWords.host.connection.online).waitFor();
    await ada.saved.waitFor();
    await projector.untilAnswered(1, 2);
    await ben.page.getByText(words.paused.recovering).waitFor({ state: 'hidden' });
    await ben.pick(firstQuestion.wrong.en.slice(0, 1));
    expect((await ada.result()).outcome).toBe('right');
    expect(await ben.result()).toEqual({ outcome: 'wrong', points: 0 });
    await projector.page.getByText(filled(projectorWords.right, { right: 1, answered: 2 })).waitFor();
    await pages.step('showStandings');
    await pages.step('nextQuestion');
    await Promise.all([ada.untilQuestion(1, of), ben.untilQuestion(1, of)]);
    await pages.endClass();
    await pages.page.getByRole('heading', { name: teachWords.host.ended.title }).waitFor();
  });

  it('[DUR-9] [RND-3] is played where no WebSocket gets through, on a phone ten minutes fast that slept and reloads', async () => {
    const filter = await startNarrowProxy(server.url);
    onTestFinished(() => filter.close());
    const { pin, host } = await aClass();
    const ada = await pupil('Ada', phone);
    await ada.page.addInitScript(() => {
      const wall = Date.now;
      Date.now = () => wall() + 600_000;
    });
    await ada.join(filter.url, pin);
    await host.start();
    await ada.untilQuestion(0, of);
    const shown = await ada.page.getByRole('timer').locator('text').textContent();
    expect(Math.abs(Number(shown) - host.remainingMs()! / 1_000)).toBeLessThan(3);
    await ada.pick(firstQuestion.right.en);
    expect((await ada.result()).outcome).toBe('right');

    const sleep = await ada.page.context().newCDPSession(ada.page);
    await sleep.send('Page.setWebLifecycleState', { state: 'frozen' });
    await host.next();
    if (host.view.phase.name === 'standings') await host.next();
    await untilPhase(host, 'question');
    await sleep.send('Page.setWebLifecycleState', { state: 'active' });
    await ada.untilQuestion(1, of);
    await ada.page.reload();
    await ada.untilQuestion(1, of);
    await ada.pick(key[1]!.right.en);
    expect((await ada.result()).outcome).toBe('right');
    expect(filter.tried, 'the tab remembers over a reload').toBe(1);
    expect(visitors.complaints.splice(0).filter((one) => /policy/i.test(one))).toEqual([]);
  });

  it('bars nobody while it waits: get ready, pause, and the way out', async () => {
    const { id, pin, host } = await aClass({ getReadySeconds: 5 });
    const accessibility = checkAccessibility();
    const ada = await pupil('Ada', phone);
    await ada.join(server.url, pin);
    const pages = new TeacherPages(await visitors.come('teacher'));
    await pages.signIn(server.url, readDemoAccount(server.dataDir, 'teacher'));
    const projector = new ProjectorPage(await pages.page.context().newPage());
    await projector.page.goto(`${server.url}/projector/${id}`);
    await projector.pin.waitFor();
    await host.start();
    await ada.page.getByRole('heading', { name: words.ready.title }).waitFor();
    await accessibility.look('get ready', ada.page);
    await projector.untilHeading(projectorWords.getReady);
    await accessibility.look('projector, get ready', projector.page);
    await untilPhase(host, 'question');
    await ada.untilQuestion(0, of);
    await host.pause();
    await ada.page.getByRole('heading', { name: words.paused.title }).waitFor();
    await accessibility.look('paused', ada.page);
    await accessibility.look('projector, paused', projector.page);
    await host.resume();
    await ada.button(common.settings).tap();
    await accessibility.look('settings', ada.page);
    await ada.button(common.close).tap();
    await host.kick(host.view.host!.players[0]!.participantId);
    await ada.page.getByRole('heading', { name: words.over.kicked }).waitFor();
    await accessibility.look('removed', ada.page);
    expect(accessibility.violations).toEqual([]);
  });
});
