import type { HostChallenge, Tutti } from '@tutti/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClassPlan } from '../../src/domain/challenge/class-plan.ts';
import { isScored, type QuestionKind } from '../../src/domain/question/question.ts';
import type { SignedIn } from '../../src/wire/identity.ts';
import type { QuestionView } from '../../src/wire/messages.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { filled, playerWords, StudentPage } from '../support/class-pages.ts';
import { readPlan, signIn, until, untilPhase } from '../support/class-play.ts';
import { kinds } from '../support/kinds.ts';
import { fingers, type KindsHand, keys } from '../support/kinds-hand.ts';
import { insertKindsMission, rightAnswerTo } from '../support/kinds-mission.ts';
import { png } from '../support/media-files.ts';
import { desktop, openBrowser, phone, type Visitors } from '../support/pages.ts';
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
const accessibility: AccessibilityCheck = checkAccessibility();

/** Whole classes play these. */
const lookedAtElsewhere = new Set<QuestionKind>(['single_choice', 'multiple_choice', 'true_false']);
/** One of each way to show what was right. */
const resultsOfTheirOwn = new Set<QuestionKind>(['matching', 'slider', 'hotspot', 'poll', 'word_cloud']);

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
    `UPDATE questions SET media = jsonb_set(media, '{id}', to_jsonb($1::text)) WHERE kind = 'hotspot'`,
    [picture],
  );
  teacher = await signIn(server.url, server.teacher);
  ada = new StudentPage(await visitors.come('Ada', phone), { name: 'Ada', hand: 'touch' });
  ben = new StudentPage(await visitors.come('Ben', { ...desktop, reducedMotion: 'reduce' }), {
    name: 'Ben',
    hand: 'keys',
  });
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

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

  it('[PTS-5] lets players choose their team, and shows it', async () => {
    const { id, pin } = await teacher.openSession(missionId, {
      format: 'team',
      teams: { count: 2, choose: true },
      scoring: 'accuracy',
      streakBonus: true,
      changeAnswers: true,
      getReadySeconds: 0,
      standings: 'each',
    });
    host = await teacher.host(id);
    plan = await readPlan(server.app.db.jobs, id);
    await Promise.all([ada.join(server.url, pin!), ben.join(server.url, pin!)]);
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

  it('[RVL-4] ends on the podium of both teams', async () => {
    await untilPhase(host, 'podium');
    await Promise.all([ada.untilPodium(), ben.untilPodium()]);
    await take(ada, 'podium');
    const right = plan.rounds.filter(isScored).length;
    expect(host.view.host!.players.map(({ score }) => score)).toEqual([1, 1].map(() => scoreOf(right)));
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
    await ada.join(server.url, pin!);
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
    expect(visitors.complaints).toEqual([]);
  });
});
