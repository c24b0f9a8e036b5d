import type { HostChallenge, Tutti } from '@tutti/client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClassPlan } from '../../src/domain/challenge/class-plan.ts';
import { isScored, type QuestionKind } from '../../src/domain/question/question.ts';
import type { SignedIn } from '../../src/wire/identity.ts';
import type { QuestionView } from '../../src/wire/messages.ts';
import { common } from '../../web/src/shared/i18n/en/common.ts';
import { kinds as kindWords } from '../../web/src/shared/i18n/en/kinds.ts';
import { rich } from '../../web/src/shared/i18n/en/rich.ts';
import { stage } from '../../web/src/shared/i18n/en/stage.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import {
  filled,
  playerWords,
  projectorWords,
  StudentPage,
  TeacherPages,
  teachWords,
} from '../support/class-pages.ts';
import { readPlan, signIn, until, untilPhase } from '../support/class-play.ts';
import { kinds } from '../support/kinds.ts';
import { fingers, type KindsHand, keys } from '../support/kinds-hand.ts';
import { insertKindsMission, rightAnswerTo } from '../support/kinds-mission.ts';
import { told } from '../support/kinds-reveal.ts';
import { png } from '../support/media-files.ts';
import { bigScreen, desktop, openBrowser, phone, type Visitors } from '../support/pages.ts';
import { call } from '../support/rest.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const words = playerWords.en;
/** Where somebody wants to look at the screens. */
const pictures = process.env.PICTURES;

let server: TestServer;
let visitors: Visitors;
let teacher: Tutti;
let missionId: string;
let ada: StudentPage;
let ben: StudentPage;
/** Her phone gets no picture at all. */
let cleo: StudentPage;
let panel: Page;
let wall: Page;
const accessibility: AccessibilityCheck = checkAccessibility();

/** Whole classes play these. */
const lookedAtElsewhere = new Set<QuestionKind>(['single_choice', 'multiple_choice', 'true_false']);
/** One of each way to show what was right. */
const resultsOfTheirOwn = new Set<QuestionKind>(['matching', 'slider', 'hotspot', 'poll', 'word_cloud']);

/** One of each way to show a class what was right, and where it is looked at. */
const lookedAt: Partial<Record<QuestionKind, 'panel' | 'wall'>> = {
  matching: 'wall',
  ordering: 'panel',
  fill_blank: 'wall',
  slider: 'panel',
  hotspot: 'wall',
  poll: 'wall',
  word_cloud: 'wall',
  open_text: 'panel',
};

const heading = ({ page }: StudentPage, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name, exact: true });
const take = async ({ page }: StudentPage, name: string) => {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
};

beforeAll(async () => {
  [server, visitors] = await Promise.all([startTestServer(), openBrowser()]);
  const { jobs } = server.app.db;
  missionId = await insertKindsMission(jobs);
  const picture = await upload();
  await jobs.query(
    `UPDATE questions SET media = jsonb_build_object('id', $1::text, 'kind', 'image', 'alt', 'A map', 'caption', null)
     WHERE prompt IN ('Where is it?', 'How sure are you?')`,
    [picture],
  );
  for (const [plain, rich] of [
    ['ant', '$x^2$'],
    ['bee', '`print(1)`'],
  ])
    await jobs.query('UPDATE question_options SET option_text = $2 WHERE option_text = $1', [plain, rich]);
  teacher = await signIn(server.url, server.teacher);
  ada = new StudentPage(await visitors.come('Ada', phone), { name: 'Ada', hand: 'touch' });
  ben = new StudentPage(await visitors.come('Ben', { ...desktop, reducedMotion: 'reduce' }), {
    name: 'Ben',
    hand: 'keys',
  });
  cleo = new StudentPage(await visitors.come('Cleo', phone), { name: 'Cleo', hand: 'touch' });
  await cleo.page.route('**/media/**', (route) => route.abort());
  const tess = new TeacherPages(await visitors.come('Tess'));
  await tess.signIn(server.url, server.teacher);
  panel = tess.page;
  wall = await panel.context().newPage();
  await wall.setViewportSize(bigScreen);
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

const showClass = (id: string) =>
  Promise.all([
    panel.goto(`${server.url}/teach/sessions/${id}/host`),
    wall.goto(`${server.url}/projector/${id}`),
  ]);

/** A picture as an author brings it. */
async function upload(): Promise<string> {
  const { email, password } = server.teacher;
  const { body: signedIn } = await call<SignedIn>(server, '/auth/sign-in', {
    method: 'POST',
    body: { login: email, password, keep: 'body' },
  });
  const token = signedIn.accessToken;
  const { body } = await call<{ id: string }>(server, '/media', {
    method: 'POST',
    token,
    body: { kind: 'image', alt: 'A map' },
  });
  await fetch(`${server.url}/api/v1/media/${body.id}/content`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(png({ size: 300 })),
  });
  return body.id;
}

const openQuestion = (host: HostChallenge): QuestionView => {
  const { phase } = host.view;
  if (phase.name !== 'question') throw new Error(`no question is open: ${phase.name}`);
  return phase.question;
};

describe('a class with a question of every kind', () => {
  let host: HostChallenge;
  let plan: ClassPlan;
  let pin: string;

  it('[PTS-5] lets players choose their team, and shows it', async () => {
    const opened = await teacher.openSession(missionId, {
      format: 'team',
      teams: { count: 2, choose: true },
      scoring: 'accuracy',
      streakBonus: true,
      changeAnswers: true,
      getReadySeconds: 0,
      standings: 'each',
    });
    pin = opened.pin!;
    host = await teacher.host(opened.id);
    plan = await readPlan(server.app.db.jobs, opened.id);
    await Promise.all([ada.join(server.url, pin), ben.join(server.url, pin), showClass(opened.id)]);
    await ada.button('Team triangle').tap();
    await ben.button('Team diamond').press('Enter');
    await until(
      () =>
        host.view
          .host!.players.map(({ team }) => team)
          .sort()
          .join() === '0,1',
      'two teams',
    );
    await take(ada, 'lobby');
    await accessibility.look('lobby with teams', ada.page);
    let seen = 0;
    host.on('reactions', ({ clap = 0 }) => {
      seen += clap;
    });
    await ada.button(words.react.clap).tap();
    await until(() => seen === 1, 'a sign to come');
    await host.start();
  });

  it.each(kinds.map((kind, round) => ({ kind, round })))(
    '[ANS-5] $kind is answered with a finger and with keys alone, saved, and shown',
    async ({ kind, round }) => {
      await until(() => host.view.phase.name === 'question' && openQuestion(host).round === round, kind);
      const question = openQuestion(host);
      const planned = plan.rounds[round]!;
      const answer = rightAnswerTo(planned);
      const label = filled(words.question.label, { round: round + 1, of: kinds.length });
      await Promise.all([ada, ben].map(({ page }) => page.getByText(label, { exact: true }).waitFor()));
      if (kind === 'single_choice') {
        await ada.choices.locator('math').waitFor({ state: 'attached' });
        expect(await ada.choices.locator('code').textContent()).toBe('print(1)');
      }
      if (kind === 'hotspot') await comesWithoutPictures();
      if (kind === 'scale') await answersWithoutPictures();
      const hands: KindsHand[] = [fingers(ada.page), keys(ben.page)];
      await Promise.all(hands.map((hand) => hand.give(question, answer)));
      await Promise.all([ada, ben].map((student) => student.saved.waitFor()));
      expect(await ada.button(words.question.change).count(), 'may change').toBe(1);
      await take(ada, `${round}-${kind}`);
      await ada.button(words.question.change).tap();
      if (!lookedAtElsewhere.has(kind)) await accessibility.look(kind, ada.page);
      await host.next();
      await untilPhase(host, 'reveal');
      const said = isScored(planned) ? words.result.right : words.result.counted;
      await Promise.all([ada, ben].map((student) => heading(student, said).waitFor()));
      await take(ada, `${round}-${kind}-result`);
      if (kind === 'hotspot') await heading(cleo, words.result.none).waitFor();
      await onTheirScreens(kind, kind === 'scale' ? 3 : 2);
      if (kind === 'scale') await cleo.page.close();
      if (resultsOfTheirOwn.has(kind)) await accessibility.look(`${kind}, result`, ada.page);
      await host.next();
      if (round === 0) {
        await ada.page.getByRole('heading', { name: words.team.title }).waitFor();
        await take(ada, 'standings');
        await accessibility.look('standings of teams', ada.page);
      }
      if (host.view.phase.name === 'standings') await host.next();
    },
  );

  /** [ANS-5] She is told, reads what the picture shows and may try again; nobody asks her to point at nothing. */
  async function comesWithoutPictures(): Promise<void> {
    await cleo.open(server.url);
    await cleo.typePin(pin);
    await cleo.typeName();
    const missing = cleo.page.getByRole('status').filter({ hasText: kindWords.spot.missing });
    await missing.getByText('A map', { exact: true }).waitFor();
    await missing.getByRole('button', { name: common.retry }).tap();
    await missing.getByText('A map', { exact: true }).waitFor();
    await take(cleo, 'no-picture');
    await accessibility.look('a picture that did not come', cleo.page);
  }

  async function answersWithoutPictures(): Promise<void> {
    await cleo.page.getByText(rich.media.missing.image).waitFor();
    await cleo.page.getByText('A map', { exact: true }).waitFor();
    await cleo.choices.first().tap();
    await cleo.saved.waitFor();
  }

  /** What the host's page and the wall show at the reveal. */
  async function onTheirScreens(kind: QuestionKind, count: number): Promise<void> {
    for (const [page, share] of [
      [panel, teachWords.host.now.rightShare],
      [wall, projectorWords.right],
    ] as const) {
      if (kind === 'single_choice' || kind === 'multiple_choice' || kind === 'true_false')
        await page.getByText(filled(share, { right: count, answered: count }), { exact: true }).waitFor();
      else await told[kind](page, count);
    }
    if (kind === 'hotspot') {
      const picture = await wall.getByRole('img', { name: 'A map' }).boundingBox();
      expect(picture!.height, 'a small picture on a large wall').toBeGreaterThan(400);
      expect(picture!.height).toBeCloseTo(picture!.width, 0);
    }
    expect(await sideways(wall), `${kind} on the wall`).toBe(false);
    if (pictures) {
      await wall.screenshot({ path: `${pictures}/wall-${kind}.png` });
      await panel.screenshot({ path: `${pictures}/panel-${kind}.png` });
    }
    const where = lookedAt[kind];
    if (where) await accessibility.look(`${where}, ${kind}`, where === 'wall' ? wall : panel);
  }

  it('[RVL-4] ends on the podium of both teams', async () => {
    await untilPhase(host, 'podium');
    await Promise.all([ada.untilPodium(), ben.untilPodium()]);
    await take(ada, 'podium');
    const right = plan.rounds.filter(isScored).length;
    const { players } = host.view.host!;
    expect(players.filter(({ nickname }) => nickname !== 'Cleo').map(({ score }) => score)).toEqual(
      [1, 1].map(() => scoreOf(right)),
    );
    await host.end();
    await ada.button(words.over.again).tap();
  });
});

/** All right, and the bonus for each from the second on. */
const scoreOf = (right: number) =>
  Array.from({ length: right }, (_, i) => 1000 + Math.min(500, 100 * i)).reduce((sum, one) => sum + one, 0);

describe('a class that plays for hearts and says how sure it is', () => {
  it('[PTS-1] [RVL-3] stakes, loses a heart, talks, votes again, and goes on another day', async () => {
    const { id, pin } = await teacher.openSession(missionId, {
      format: 'survival',
      scoring: 'confidence',
      revoteBelow: 0.9,
      getReadySeconds: 0,
      standings: 'off',
    });
    const host = await teacher.host(id);
    const plan = await readPlan(server.app.db.jobs, id);
    await Promise.all([ada.join(server.url, pin!), showClass(id)]);
    await host.start();
    const [key] = rightAnswerTo(plan.rounds[0]!) as number[];
    const wrong = (key! + 1) % 4;
    const sure = ada.page.getByRole('button', { name: words.stake.high });
    await ada.choices.nth(wrong).tap();
    await take(ada, 'stakes');
    await accessibility.look('stakes', ada.page);
    await sure.tap();

    await heading(ada, words.discuss.title).waitFor();
    await take(ada, 'discuss');
    await accessibility.look('discuss', ada.page);
    for (const page of [panel, wall]) await page.getByText(stage.votes.talkHint).waitFor();
    await accessibility.look('host, discuss', panel);
    await accessibility.look('projector, discuss', wall);
    await host.revote();
    await ada.page.getByText(words.question.secondVote, { exact: true }).waitFor();
    await ada.choices.nth(wrong).tap();
    await sure.tap();
    await heading(ada, words.result.wrong).waitFor();
    await ada.page.getByRole('img', { name: '2 hearts left' }).waitFor();
    await take(ada, 'second-vote');
    await accessibility.look('result of the second vote', ada.page);

    await host.park();
    await heading(ada, words.over.parked).waitFor();
    await take(ada, 'parked');
    await accessibility.look('another day', ada.page);
    const token = await ada.page.evaluate(() =>
      Object.values(localStorage)
        .map((kept) => /"token":"([^"]+)"/.exec(kept)?.[1])
        .find(Boolean),
    );
    await until(async () => {
      const { body } = await call(server, '/rejoin', { method: 'POST', body: { resumeToken: token } });
      return body.code === 'session/parked';
    }, 'the door to be closed until the other day');

    const again = await teacher.host(id);
    await again.resume();
    await ada.button(words.over.goOn).tap();
    await heading(ada, words.result.wrong).waitFor();
    await again.end();
  });

  it('bars nobody on any of these screens', () => {
    expect(accessibility.violations).toEqual([]);
    expect(visitors.errors).toEqual([]);
    expect(visitors.complaints.filter((one) => !(one.startsWith('Cleo') && /media/.test(one)))).toEqual([]);
  });
});

const sideways = (page: Page) =>
  page.evaluate(() => {
    const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
    return scrollHeight > clientHeight || scrollWidth > clientWidth;
  });
