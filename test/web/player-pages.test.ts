import { createTutti, type Tutti } from '@tutti/client';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { common } from '../../web/src/shared/i18n/en/common.ts';
import { filled, playerWords, StudentPage } from '../support/class-pages.ts';
import { type OpenClass, openClass, signIn, until } from '../support/class-play.ts';
import { openBrowser, phone, type Visitors } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitors: Visitors;
let teacher: Tutti;
let open: OpenClass | undefined;
const words = playerWords.en;

beforeAll(async () => {
  [server, visitors] = await Promise.all([startTestServer(), openBrowser()]);
  teacher = await signIn(server.url, server.teacher);
}, 60_000);

afterEach(async () => {
  await open?.host.end().catch(() => undefined);
  open = undefined;
});

afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

async function aClass(settings: Parameters<typeof openClass>[1] = {}, slug?: string): Promise<OpenClass> {
  open = await openClass(teacher, { secondsPerQuestion: 120, ...settings }, slug);
  return open;
}

/** Somebody who never answers: without them a question is over as soon as the one pupil has answered. */
async function aDreamer({ pin }: OpenClass): Promise<void> {
  await createTutti({ url: server.url }).join({ pin, nickname: 'Dreamer' });
}

async function aPhone(name = 'Ada'): Promise<StudentPage> {
  return new StudentPage(await visitors.come(name, phone), { name, hand: 'touch' });
}

async function inQuestion(name = 'Ada'): Promise<{ cls: OpenClass; student: StudentPage }> {
  const cls = await aClass();
  const student = await aPhone(name);
  await student.join(server.url, cls.pin);
  await aDreamer(cls);
  await cls.host.start();
  await student.untilQuestion(0, cls.host.view.of);
  return { cls, student };
}

const idOf = ({ host }: OpenClass, nickname: string) =>
  host.view.host!.players.find((one) => one.nickname === nickname)!.participantId;
const alert = (page: Page) => page.getByRole('alert');
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
/** Whether anything reaches beyond the right edge. */
const sticksOut = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

describe('the way in', () => {
  it('[JOIN-3] says in words that there is no such PIN, and lets type again at once', async () => {
    const { pin } = await aClass();
    const student = await aPhone();
    await student.open(server.url);
    expect(await student.pinField.evaluate((field) => field === document.activeElement)).toBe(true);
    await student.pinField.fill(pin === '000000' ? '000001' : '000000');
    await alert(student.page).waitFor();
    expect(await alert(student.page).textContent()).toBe(
      `${common.errors['join/no-such-pin']}join/no-such-pin`,
    );
    await student.pinField.fill(pin);
    await student.nameField.waitFor();
  });

  it('[JOIN-1] comes in by a link, and by a link that is pasted into the field', async () => {
    const { pin } = await aClass();
    const student = await aPhone();
    await student.page.goto(`${server.url}/j/${pin}`);
    await student.nameField.waitFor();

    const other = await aPhone('Ben');
    await other.open(server.url);
    await other.pinField.fill(`Join: http://192.168.1.20:2567/j/${pin}`);
    await other.nameField.waitFor();
  });

  it.each([
    ['nickname/unkind', 'sh1thead'],
    ['nickname/not-allowed-characters', 'Ada\u202eneB'],
    ['nickname/too-long', 'x'.repeat(25)],
  ] as const)('[JOIN-4] says "%s" in words that a child understands', async (code, name) => {
    const { pin } = await aClass();
    const student = await aPhone();
    await student.page.goto(`${server.url}/j/${pin}`);
    await student.typeName(name);
    await alert(student.page).getByText(common.errors[code]).waitFor();
    await alert(student.page).getByText(code).waitFor();
    expect(await student.nameField.inputValue()).toBe(name);
    expect(await sticksOut(student.page)).toBe(false);
  });

  it('[JOIN-4] says that somebody has the name already, and lets take another one', async () => {
    const { pin } = await aClass();
    const [zoe, other] = [await aPhone('Zoe'), await aPhone('another Zoe')];
    await zoe.page.goto(`${server.url}/j/${pin}`);
    await zoe.typeName('Zoë');
    await zoe.untilLobby();
    await other.page.goto(`${server.url}/j/${pin}`);
    await other.typeName('zoe');
    await alert(other.page).getByText(common.errors['nickname/taken']).waitFor();
    await other.typeName('Zoe B');
    await other.untilLobby();
  });

  it('[JOIN-4] where names are rolled, there is a dice and no field', async () => {
    const { pin, host } = await aClass({ generatedNames: true });
    const student = await aPhone();
    await student.page.goto(`${server.url}/j/${pin}`);
    const dice = student.button(words.name.roll);
    await dice.waitFor();
    expect(await student.page.getByRole('textbox').count()).toBe(0);
    const shown = student.page.locator('output');
    const names = new Set([await shown.textContent()]);
    for (let rolls = 0; rolls < 8; rolls++) {
      const before = await shown.textContent();
      await dice.tap();
      await until(async () => (await shown.textContent()) !== before, 'another name');
      names.add(await shown.textContent());
    }
    expect(names.size).toBeGreaterThan(6);
    const chosen = await shown.textContent();
    await student.button(words.name.submit).tap();
    await student.untilLobby();
    await until(() => host.view.host!.players.length === 1, 'the host to see the pupil');
    expect(host.view.host!.players.map(({ nickname }) => nickname)).toEqual([chosen]);
  });

  it('[JOIN-3] says kindly that the door is closed or the room is full', async () => {
    const cls = await aClass({ cap: 1 });
    const [ada, ben] = [await aPhone('Ada'), await aPhone('Ben')];
    await ada.join(server.url, cls.pin);
    await ben.page.goto(`${server.url}/j/${cls.pin}`);
    await ben.typeName();
    await alert(ben.page).getByText(common.errors['join/full']).waitFor();
    await cls.host.lock(true);
    await ben.button(words.name.submit).tap();
    await alert(ben.page).getByText(common.errors['join/locked']).waitFor();
  });
});

describe('playing', () => {
  it('[DUR-7] goes on in a second tab, and the first one offers to take over again', async () => {
    const { cls, student } = await inQuestion();
    await student.pick([
      cls.host.view.phase.name === 'question' ? cls.host.view.phase.question.choices[0]! : '',
    ]);
    await student.saved.waitFor();
    const second = await student.page.context().newPage();
    await second.goto(server.url);
    const tab = new StudentPage(second, { name: 'Ada', hand: 'touch' });
    await tab.button('Go on as Ada').tap();
    await tab.untilQuestion(0, cls.host.view.of);
    await tab.saved.waitFor();
    await heading(student.page, words.over.replaced).waitFor();
    await student.button(words.over.here).tap();
    await student.saved.waitFor();
    await heading(second, words.over.replaced).waitFor();
    expect(cls.host.view.host!.players.map(({ nickname }) => nickname).sort()).toEqual(['Ada', 'Dreamer']);
  });

  it('[HST-1] tells who was taken out, and does not let that player back', async () => {
    const { cls, student } = await inQuestion();
    await cls.host.kick(idOf(cls, 'Ada'));
    await heading(student.page, words.over.kicked).waitFor();
    await student.page.getByText(common.errors['join/kicked']).waitFor();
    await student.page.goto(`${server.url}/j/${cls.pin}`);
    await student.typeName('Eve');
    await alert(student.page).getByText('join/kicked').waitFor();
  });

  it('[HST-1] shows a new name that the host gave', async () => {
    const { cls, student } = await inQuestion();
    await cls.host.rename(idOf(cls, 'Ada'), 'Grace');
    await student.page.getByRole('banner').getByText('Grace', { exact: true }).waitFor();

    // a phone is quiet until somebody wants it otherwise, and signs can be switched off
    await student.button(common.settings).tap();
    expect(await student.page.getByRole('radio', { name: common.sound.off }).isChecked()).toBe(true);
    await student.button(common.close).tap();
    await cls.host.next();
    const clap = student.button(words.react.clap);
    await clap.tap();
    await cls.host.muteReactions(true, idOf(cls, 'Grace'));
    await student.page.getByText(words.react.muted).waitFor();
    expect(await clap.isDisabled()).toBe(true);
    await cls.host.muteReactions(false, idOf(cls, 'Grace'));
    await student.page.getByText(words.react.muted).waitFor({ state: 'hidden' });
    expect(await clap.isDisabled()).toBe(false);
  });

  it('hands a shared tablet on to another player', async () => {
    const { cls, student } = await inQuestion();
    await student.button(common.settings).tap();
    await student.button(words.leave.button).tap();
    await student.button(words.leave.yes).tap();
    await student.pinField.waitFor();
    await student.page.reload();
    await student.pinField.waitFor();
    await student.typePin(cls.pin);
    await student.typeName('Ben');
    await student.untilQuestion(0, cls.host.view.of);
    expect(cls.host.view.host!.players.map(({ nickname }) => nickname).sort()).toEqual([
      'Ada',
      'Ben',
      'Dreamer',
    ]);
  });

  it('[RND-5] waits while the clock stands, and goes on with what was left', async () => {
    const { cls, student } = await inQuestion();
    await cls.host.pause();
    await student.page.getByText(words.paused.host).waitFor();
    await student.page.keyboard.press('1');
    expect(await student.page.getByText(words.question.sending).count()).toBe(0);
    await cls.host.resume();
    await student.page.getByText(words.paused.host).waitFor({ state: 'hidden' });
    await student.page.keyboard.press('1');
    await student.saved.waitFor();
  });

  it('[RND-3] in a tab whose timers the browser slows down shows the right time and stores the answer', async () => {
    const cls = await aClass();
    const student = await aPhone();
    await student.page.addInitScript(() => {
      const { setTimeout: later, setInterval: again } = window;
      const slow = (ms = 0) => Math.max(1_000, ms);
      window.setTimeout = ((work: () => void, ms?: number) => later(work, slow(ms))) as typeof setTimeout;
      window.setInterval = ((work: () => void, ms?: number) => again(work, slow(ms))) as typeof setInterval;
      window.requestAnimationFrame = (work) => Number(later(() => work(performance.now()), 1_000));
    });
    await student.join(server.url, cls.pin);
    await aDreamer(cls);
    await cls.host.start();
    await student.untilQuestion(0, cls.host.view.of);
    const shown = async () => Number(await student.page.getByRole('timer').locator('text').textContent());
    await until(async () => {
      const seconds = await shown();
      return seconds > 0 && Math.abs(seconds - cls.host.remainingMs()! / 1_000) < 2.5;
    }, 'the right time');
    await student.choices.first().tap();
    await student.saved.waitFor();
  });

  it('[ANS-1] keeps an answer that was given without a connection, and says so all the while', async () => {
    const cls = await aClass();
    const student = await aPhone();
    const line = await brokenLine(student.page);
    await student.join(server.url, cls.pin);
    await aDreamer(cls);
    await cls.host.start();
    await student.untilQuestion(0, cls.host.view.of);
    await line.cut();
    await student.page.getByText(common.connection.reconnecting).waitFor();
    const choice = student.choices.first();
    const before = await choice.boundingBox();
    await choice.tap();
    await student.page.getByText(words.question.sending).waitFor();
    expect(await choice.getAttribute('aria-pressed')).toBe('true');
    line.mend();
    await student.saved.waitFor();
    await student.page.getByText(common.connection.reconnecting).waitFor({ state: 'hidden' });
    const after = await choice.boundingBox();
    // A pressed choice sinks by the height of its edge; nothing else may move.
    for (const side of ['x', 'width', 'height'] as const) expect(after![side]).toBeCloseTo(before![side], 1);
    expect(Math.abs(after!.y - before!.y)).toBeLessThanOrEqual(4);
  });

  it('asks the open question in the language that is chosen meanwhile', async () => {
    const cls = await aClass({}, 'spot-the-fake');
    const student = await aPhone();
    await student.join(server.url, cls.pin);
    await cls.host.start();
    await student.untilQuestion(0, cls.host.view.of);
    const english = await student.page.getByRole('heading', { level: 1 }).textContent();
    await student.button(common.settings).tap();
    await student.page.getByRole('radio', { name: 'Español' }).check();
    const spanish = playerWords.es;
    await student.page
      .getByText(filled(spanish.question.label, { round: 1, of: cls.host.view.of }), { exact: true })
      .waitFor();
    await student.page.getByRole('group', { name: spanish.question.choices }).waitFor();
    await student.page.getByRole('heading', { level: 1 }).filter({ hasNotText: english! }).waitFor();
    expect(await student.page.evaluate(() => document.documentElement.lang)).toBe('es');
  });

  it('[RVL-4] keeps the podium on the phone after the class has ended, and forgets the seat', async () => {
    const { cls, student } = await inQuestion('مريم');
    await student.page.keyboard.press('1');
    await student.saved.waitFor();
    while (cls.host.view.phase.name !== 'podium') {
      if (cls.host.view.phase.name === 'question') await cls.host.skip().catch(() => undefined);
      else await cls.host.next();
    }
    await student.untilPodium();
    await cls.host.end();
    await student.button(words.over.again).waitFor();
    await student.untilPodium();
    await student.page.reload();
    await student.pinField.waitFor();
    expect(await alert(student.page).count()).toBe(0);
  });

  it('says that the teacher ended the game', async () => {
    const cls = await aClass();
    const student = await aPhone();
    await student.join(server.url, cls.pin);
    await cls.host.end();
    await student.page.getByText(words.over.host).waitFor();
    await student.button(words.over.again).tap();
    await student.pinField.waitFor();
  });
});

describe('what fits', () => {
  it.each([
    ['a narrow phone', { width: 320, height: 568 }],
    ['a 1366 px laptop at 200 %', { width: 683, height: 384 }],
    ['a phone on its side', { width: 740, height: 360 }],
  ])('%s shows the whole question without scrolling sideways, with choices of 72 px', async (_, viewport) => {
    const cls = await aClass();
    const name = 'Wwwwwwwwwwwwwwwwwwwwwwww';
    const student = new StudentPage(await visitors.come(name, { ...phone, viewport }), {
      name,
      hand: 'touch',
    });
    await student.open(server.url);
    expect(await sticksOut(student.page)).toBe(false);
    await student.typePin(cls.pin);
    await student.typeName();
    await student.untilLobby();
    expect(await sticksOut(student.page)).toBe(false);
    await aDreamer(cls);
    await cls.host.start();
    await student.untilQuestion(0, cls.host.view.of);
    expect(await sticksOut(student.page)).toBe(false);
    for (const choice of await student.choices.all()) {
      expect((await choice.boundingBox())!.height).toBeGreaterThanOrEqual(72);
    }
    await student.choices.first().tap();
    await student.saved.waitFor();
    await cls.host.next();
    await student.result();
    expect(await sticksOut(student.page)).toBe(false);
  });
});

/** A line that the test can cut: its sockets close, and no new seat is given until it is mended. */
async function brokenLine(page: Page): Promise<{ cut(): Promise<void>; mend(): void }> {
  let isCut = false;
  await page.addInitScript(() => {
    const sockets: WebSocket[] = [];
    Object.assign(globalThis, {
      WebSocket: class extends WebSocket {
        constructor(url: string | URL, protocols?: string | string[]) {
          super(url, protocols);
          sockets.push(this);
        }
      },
      cutSockets: () => {
        for (const socket of sockets) socket.close();
      },
    });
  });
  await page.route('**/api/v1/rejoin', (route) => (isCut ? route.abort() : route.continue()));
  return {
    async cut() {
      isCut = true;
      await page.evaluate('cutSockets()');
    },
    mend() {
      isCut = false;
    },
  };
}
