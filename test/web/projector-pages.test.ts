import { createTutti, type Tutti } from '@tutti/client';
import type { Page } from 'playwright-core';
import { encode } from 'uqr';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { common } from '../../web/src/shared/i18n/en/common.ts';
import { stage } from '../../web/src/shared/i18n/en/stage.ts';
import { joinAddresses, spokenAddress } from '../../web/src/shared/join-address.ts';
import { checkAccessibility } from '../support/accessibility.ts';
import { accountWords, filled, ProjectorPage, projectorWords as words } from '../support/class-pages.ts';
import { type OpenClass, openClass, signIn } from '../support/class-play.ts';
import { bigScreen, openBrowser, type Visitors } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitors: Visitors;
let teacher: Tutti;
let cls: OpenClass;
const accessibility = checkAccessibility();

beforeAll(async () => {
  [server, visitors] = await Promise.all([startTestServer(), openBrowser()]);
  teacher = await signIn(server.url, server.teacher);
}, 60_000);

beforeEach(async () => {
  cls = await openClass(teacher, { secondsPerQuestion: 120, standings: 'each' });
});

afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

async function aProjector(isSignedIn = true): Promise<Page> {
  const page = await visitors.come('big screen', { viewport: bigScreen, locale: 'en-GB' });
  if (isSignedIn) {
    const { email, password } = server.teacher;
    const data = { login: email, password, keep: 'cookie' };
    await page.request.post(`${server.url}/api/v1/auth/sign-in`, { data, headers: { Origin: server.url } });
  }
  await page.goto(`${server.url}/projector/${cls.id}`);
  return page;
}

const player = (nickname: string) => createTutti({ url: server.url }).join({ pin: cls.pin, nickname });

describe('the big screen', () => {
  it('[HST-1] asks who is not signed in to do so, and shows nothing of the class', async () => {
    const page = await aProjector(false);
    await page.getByRole('heading', { name: words.signIn.title }).waitFor();
    expect(await page.textContent('body')).not.toContain(cls.pin);
    await accessibility.look('projector, sign-in needed', page);

    await page.getByRole('link', { name: words.signIn.link }).click();
    await page.getByLabel(accountWords.signIn.login).fill(server.teacher.email);
    await page.getByLabel(accountWords.signIn.password, { exact: true }).fill(server.teacher.password);
    await page.getByRole('button', { name: accountWords.signIn.submit, exact: true }).click();
    await page.waitForURL(`${server.url}/projector/${cls.id}`);
    await page.getByText(cls.pin.slice(0, 3)).first().waitFor();
  });

  it('says that an address without a class leads nowhere', async () => {
    const page = await visitors.come('lost');
    await page.goto(`${server.url}/projector/`);
    await page.getByRole('heading', { name: words.missing.title }).waitFor();
    await accessibility.look('projector, lost', page);
  });

  it('[JOIN-1] shows PIN, address and a code with the link that phones in the network reach', async () => {
    const page = await aProjector();
    const { addresses } = await teacher.request<{ addresses: string[] }>('GET', '/about');
    const { first } = joinAddresses(addresses, server.url, null);
    await page.getByText(spokenAddress(first), { exact: true }).first().waitFor();
    const { data } = encode(`${first}/j/${cls.pin}`, { ecc: 'M', border: 2 });
    const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
    expect(await page.getByRole('img', { name: words.join.qr }).locator('path').getAttribute('d')).toBe(path);
    const pin = await new ProjectorPage(page).pin.boundingBox();
    expect(pin!.width).toBeGreaterThan(bigScreen.width * 0.85);
    const code = await page.getByRole('img', { name: words.join.qr }).boundingBox();
    expect(code!.height).toBeGreaterThan(bigScreen.height * 0.45);
    expect(code!.y + code!.height).toBeLessThanOrEqual(bigScreen.height);

    // music plays when somebody wants it, and not before
    const music = (state: 'on' | 'off') => page.getByRole('radio', { name: stage.music[state] });
    await page.getByRole('button', { name: common.settings }).click();
    expect(await music('off').isChecked()).toBe(true);
    await music('on').click();
    await page.getByRole('radio', { name: stage.music.soft }).waitFor();
    await music('off').click();
    await page.getByRole('radio', { name: stage.music.soft }).waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => localStorage.getItem('tutti.music'))).toBe('off');
  });

  it('puts names where they stay, whoever comes after', async () => {
    const page = await aProjector();
    await player('Ada');
    const ada = page.getByRole('listitem').filter({ hasText: 'Ada' });
    await ada.waitFor();
    const ben = await player('Ben');
    await page.getByText(filled(words.join.players_other, { count: 2 })).waitFor();
    await stillness(page);
    const before = await ada.boundingBox();
    await Promise.all(['Chi', 'Dev', 'Eva', 'Finn', 'Gus'].map(player));
    await page.getByText(filled(words.join.players_other, { count: 7 })).waitFor();
    await ben.leave();
    expect(await ada.boundingBox()).toEqual(before);
  });

  it('[PTS-5] shows the teams as they fill; nobody moves but who changes the team', async () => {
    await cls.host.end();
    cls = await openClass(teacher, { format: 'team', teams: { count: 2, choose: true } });
    const page = await aProjector();
    const team = (shape: string) => page.getByRole('region', { name: `Team ${shape}` });
    const inTeam = (shape: string, name: string) =>
      team(shape).getByRole('listitem').filter({ hasText: name });
    const [ada, ben] = await Promise.all(['Ada', 'Ben'].map(player));
    await page.getByText('2 are choosing a team').waitFor();
    ada!.chooseTeam(0);
    await inTeam('triangle', 'Ada').waitFor();
    await stillness(page);
    const before = await inTeam('triangle', 'Ada').boundingBox();
    ben!.chooseTeam(0);
    await inTeam('triangle', 'Ben').waitFor();
    ben!.chooseTeam(1);
    await inTeam('diamond', 'Ben').waitFor();
    expect(await inTeam('triangle', 'Ben').count()).toBe(0);
    expect(await inTeam('triangle', 'Ada').boundingBox()).toEqual(before);
    expect(await overflow(page)).toBe(false);
    await accessibility.look('projector, lobby with teams', page);
  });

  it('[RND-5] tells the room that the clock stands', async () => {
    await player('Ada');
    const page = await aProjector();
    await new ProjectorPage(page).pin.waitFor();
    await cls.host.start();
    await new ProjectorPage(page).untilAnswered(0, 1);
    await cls.host.pause();
    await page.getByText(words.paused.host).waitFor();
    await cls.host.resume();
    await page.getByText(words.paused.host).waitFor({ state: 'hidden' });
  });

  it('[RVL-1] [RVL-2] is readable from the last row: letters of 5 % and 3.5 % of the height, and nothing cut off', async () => {
    const ada = await player('Ada');
    const page = await aProjector();
    const projector = new ProjectorPage(page);
    await projector.pin.waitFor();
    await cls.host.start();
    for (let round = 0; round < cls.host.view.of; round++) {
      await projector.untilAnswered(0, 1);
      await expectReadable(page);
      await ada.answer(
        cls.host.view.phase.name === 'question' ? picks(cls.host.view.phase.question.pick) : [],
      );
      await page.getByText(words.why, { exact: true }).waitFor();
      await expectReadable(page);
      await cls.host.next();
      if (cls.host.view.phase.name === 'podium') break;
      await projector.untilHeading(words.standings);
      expect(await page.getByRole('listitem').textContent()).toContain('Ada');
      await cls.host.next();
    }
    await projector.untilHeading(words.podium.title);
    await page.getByText(words.podium.learnt).waitFor();
    await stillness(page);
    expect(await overflow(page)).toBe(false);
  });

  it('bars nobody', () => {
    expect(accessibility.violations).toEqual([]);
    expect(visitors.errors).toEqual([]);
  });
});

const stillness = (page: Page) =>
  page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished))).then(() => undefined);
const picks = (count: number) => Array.from({ length: count }, (_, index) => index);
const overflow = (page: Page) =>
  page.evaluate(() => {
    const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
    return scrollHeight > clientHeight || scrollWidth > clientWidth;
  });

async function expectReadable(page: Page): Promise<void> {
  const sizes = await page.evaluate(() => {
    const size = (one: Element) => Number.parseFloat(getComputedStyle(one).fontSize) / innerHeight;
    return {
      question: size(document.querySelector('h1')!),
      choices: [...document.querySelectorAll('li')].map(size),
    };
  });
  expect(sizes.question).toBeGreaterThanOrEqual(0.05);
  expect(Math.min(...sizes.choices)).toBeGreaterThanOrEqual(0.035);
  expect(await overflow(page)).toBe(false);
}
