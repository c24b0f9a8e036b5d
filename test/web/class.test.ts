import { createAdmin, type SessionReport } from '@tutti/client/admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receipts as receiptWords } from '../../web/src/shared/i18n/en/receipts.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import {
  accountWords,
  filled,
  type ProjectorPage,
  projectorWords,
  type ResultSeen,
  StudentPage,
  TeacherPages,
  teachWords,
} from '../support/class-pages.ts';
import { signIn } from '../support/class-play.ts';
import { type KeyedQuestion, type Language, readMissionKey } from '../support/mission-key.ts';
import { bigScreen, desktop, openBrowser, phone, type Visitors } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

/** What a pupil does in a round, whatever stands on the page. */
type Plan = (round: number) => 'right' | 'wrong' | 'nothing';

interface Given extends ResultSeen {
  plan: ReturnType<Plan>;
}

const key = readMissionKey('spot-the-fake');
const of = key.length;
const title = 'Spot the Fake';

/** Reloads before answering in one round, after answering in another. */
const reloadsBefore = 2;
const reloadsAfter = 4;
const silentRound = 5;

const plans = {
  Ada: (round) => (round % 6 === 5 ? 'wrong' : 'right'),
  Ben: (round) => (round === silentRound ? 'nothing' : round < 12 && round % 2 === 0 ? 'wrong' : 'right'),
  Carmen: (round: number) => (round % 4 === 1 ? 'wrong' : 'right'),
} satisfies Record<string, Plan>;
type Name = keyof typeof plans;
const names = Object.keys(plans) as Name[];

let server: TestServer;
let visitors: Visitors;
let teacher: TeacherPages;
let projector: ProjectorPage;
let students: StudentPage[];
let session: { id: string; pin: string };
let report: SessionReport;
const accessibility: AccessibilityCheck = checkAccessibility();
/** Every answer that was given, with what the own page said about it. */
const given = Object.fromEntries(names.map((name) => [name, [] as Given[]])) as Record<Name, Given[]>;

const textsFor = ({ right, wrong }: KeyedQuestion, language: Language, plan: 'right' | 'wrong'): string[] =>
  plan === 'right'
    ? right[language]
    : [...wrong[language], ...right[language]].slice(0, right[language].length);

/** By our own count, from the content alone. */
function expectedOutcome(
  { right, wrong, partial }: KeyedQuestion,
  plan: ReturnType<Plan>,
): ResultSeen['outcome'] {
  if (plan === 'nothing') return 'none';
  if (plan === 'right') return 'right';
  const wrongPicks = Math.min(wrong.en.length, right.en.length);
  return partial && right.en.length - wrongPicks > wrongPicks ? 'partly' : 'wrong';
}
const outcomesOf = (name: Name) =>
  key.map((question, round) => expectedOutcome(question, plans[name](round)));
const totalOf = (name: Name) => given[name].reduce((sum, { points }) => sum + points, 0);
const rightIn = (round: number) => names.filter((name) => outcomesOf(name)[round] === 'right').length;
const answeredIn = (round: number) => names.filter((name) => plans[name](round) !== 'nothing').length;

beforeAll(async () => {
  [server, visitors] = await Promise.all([startTestServer(), openBrowser()]);
}, 60_000);

afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

describe('a class plays "Spot the Fake" from PIN to podium', () => {
  it('opens a lobby from the library, and the big screen beside it', async () => {
    teacher = new TeacherPages(await visitors.come('teacher'));
    await teacher.page.goto(`${server.url}/teach`);
    await teacher.button(accountWords.signIn.submit).waitFor();
    await accessibility.look('sign-in', teacher.page);
    await teacher.signIn(server.url, server.teacher);
    await accessibility.look('library', teacher.page);
    await teacher.openMission(title);
    await teacher.chooseOptions({ seconds: 120, getReady: 0 });
    await accessibility.look('mission with options', teacher.page);
    session = await teacher.startClass();
    projector = await teacher.openProjector();
    await projector.page.setViewportSize(bigScreen);
    await projector.pin.waitFor();
    expect(await projector.pin.textContent()).toBe(session.pin);
  });

  it('[JOIN-2] lets three pupils in: a phone, a laptop, and keys alone in Spanish', async () => {
    const [ada, ben, carmen] = await Promise.all([
      visitors.come('Ada', phone),
      visitors.come('Ben', { ...desktop, reducedMotion: 'reduce' }),
      visitors.come('Carmen', { ...desktop, locale: 'es-ES' }),
    ]);
    students = [
      new StudentPage(ada, { name: 'Ada', hand: 'touch' }),
      new StudentPage(ben, { name: 'Ben', hand: 'mouse' }),
      new StudentPage(carmen, { name: 'Carmen', hand: 'keys', language: 'es' }),
    ];
    const [first, ...others] = students as [StudentPage, ...StudentPage[]];
    await first.open(server.url);
    await accessibility.look('landing', first.page);
    await first.typePin(session.pin);
    await first.nameField.waitFor();
    await accessibility.look('name', first.page);
    await first.typeName();
    await first.untilLobby();
    for (const other of others) await other.join(server.url, session.pin);

    await accessibility.look('lobby', first.page);
    await projector.page.getByText(filled(projectorWords.join.players_other, { count: 3 })).waitFor();
    await accessibility.look('projector, lobby', projector.page);
    for (const name of names) await teacher.player(name).waitFor();
    await accessibility.look('host, lobby', teacher.page);
  });

  it('[RND-1] [RND-2] [ANS-1] [DUR-7] asks, saves, reveals and goes on, 25 times', {
    timeout: 150_000,
  }, async () => {
    await teacher.step('start');
    for (const round of key.keys()) await playRound(round);
  });

  it('[RVL-4] ends on a podium, with awards that are not about speed', async () => {
    const ranking = [...names].sort((a, b) => totalOf(b) - totalOf(a));
    await projector.untilHeading(projectorWords.podium.title);
    await Promise.all(students.map((student) => student.untilPodium()));
    const steps = projector.page.getByRole('list').first().getByRole('listitem');
    const shown = await steps.allTextContents();
    for (const [index, name] of ranking.entries()) {
      const step = shown.find((text) => text.includes(name))!;
      expect(step.replace(/[,.\s]+/g, ' ')).toContain(String(index + 1));
      expect(step.replaceAll(',', '')).toContain(String(totalOf(name)));
    }
    const awards = await projector.page
      .getByRole('listitem')
      .filter({
        hasText: new RegExp(`${projectorWords.podium.longest_streak}|${projectorWords.podium.most_improved}`),
      })
      .allTextContents();
    expect(awards).toHaveLength(2);
    for (const award of awards) expect(award).toContain('Ben');

    await accessibility.look('podium', students[0]!.page);
    await accessibility.look('projector, podium', projector.page);
    await accessibility.look('host, podium', teacher.page);
    expect(await movements(students[1]!), 'what moves for Ben, who asked for calm').toEqual([]);
    await teacher.step('finish');
    for (const student of students) await student.button(student.words.over.again).waitFor();
  });

  it('[REP-2] lets a pupil see that all answers stand in the report as they were given', async () => {
    await teacher.page.getByRole('heading', { name: filled(teachWords.report.of, { title }) }).waitFor();
    const [ada] = students as [StudentPage];
    await ada.button(receiptWords.open).tap();
    await ada.button(receiptWords.check).tap();
    await ada.page
      .getByText(filled(receiptWords.all_other, { count: of }))
      .first()
      .waitFor();
    await ada.page.getByText(receiptWords.list).tap();
    await accessibility.look('receipts', ada.page);
  });

  it('[REP-1] [PTS-4] tells in the report what was answered, on REST as on the page', async () => {
    const signedIn = await signIn(server.url, server.teacher);
    await teacher.page.getByRole('heading', { name: filled(teachWords.report.of, { title }) }).waitFor();
    report = await createAdmin(signedIn).report(session.id);
    for (const name of names) {
      const learner = report.learners.find(({ nickname }) => nickname === name)!;
      expect(learner.answers.map(({ outcome }) => outcome)).toEqual(outcomesOf(name));
      expect(learner.answers.map(({ points }) => points)).toEqual(given[name].map(({ points }) => points));
      expect(learner).toMatchObject({
        score: totalOf(name),
        right: outcomesOf(name).filter((outcome) => outcome === 'right').length,
        answered: outcomesOf(name).filter((outcome) => outcome !== 'none').length,
        joinedInRound: 0,
        leftInRound: null,
      });
    }
    expect(report.questions.map(({ prompt, right, answered }) => ({ prompt, right, answered }))).toEqual(
      key.map(({ prompt }, round) => ({
        prompt: prompt.en,
        right: rightIn(round),
        answered: answeredIn(round),
      })),
    );
    await expectReportPage();
    await teacher.page.getByRole('button', { name: 'Ben' }).click();
    await teacher.page
      .getByRole('dialog')
      .getByText(filled(teachWords.report.learner.title, { name: 'Ben' }))
      .waitFor();
    await accessibility.look('report of a learner', teacher.page);
    await teacher.page.keyboard.press('Escape');
    await teacher.page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('keeps the class among the past ones', async () => {
    await teacher.goTo(accountWords.nav.sessions);
    const past = teacher.page.getByRole('region', { name: teachWords.sessions.over }).getByRole('article');
    expect(await past.textContent()).toMatch(new RegExp(`${title}[^]*3 players`));
    await accessibility.look('classes', teacher.page);
  });

  it('lets the first administrator in by the one-time link', async () => {
    const page = await visitors.come('administrator');
    await page.goto(`${server.url}/setup#token=${server.setupToken}`);
    await page.getByRole('heading', { name: accountWords.setup.title }).waitFor();
    await accessibility.look('setup', page);
    await page.getByLabel(accountWords.setup.school).fill('Hill School');
    await page.getByLabel(accountWords.setup.name).fill('Grace');
    await page.getByLabel(accountWords.setup.email).fill('grace@school.example');
    await page.getByLabel(accountWords.setup.password, { exact: true }).fill('three calm otters');
    await page.getByRole('button', { name: accountWords.setup.submit }).click();
    await page.getByRole('heading', { name: teachWords.library.title, level: 1 }).waitFor();
    await new TeacherPages(page).goTo(accountWords.nav.invite);
    await page.getByRole('heading', { name: teachWords.people.title, level: 1 }).waitFor();
    await accessibility.look('people', page);
  });

  it('bars nobody: no serious violation on any screen, by day and by night', () => {
    expect(accessibility.screens).toHaveLength(27);
    expect(accessibility.violations).toEqual([]);
  });

  it('went without one error, refused request or violation of the policy', () => {
    expect(visitors.errors).toEqual([]);
    expect(visitors.complaints).toEqual([]);
  });
});

async function playRound(round: number): Promise<void> {
  const question = key[round]!;
  const looks = round === 0;
  await Promise.all(students.map((student) => student.untilQuestion(round, of)));
  for (const student of students) {
    await student.page.getByRole('heading', { level: 1, name: question.prompt[student.language] }).waitFor();
  }
  if (looks) {
    await accessibility.look('question', students[0]!.page);
    await accessibility.look('projector, question', projector.page);
    await accessibility.look('host, question', teacher.page);
  }

  const [ada, ben, carmen] = students as [StudentPage, StudentPage, StudentPage];
  if (round === reloadsBefore) await reload(ben, round, false);
  await Promise.all([ada, ben].map((student) => giveAnswer(student, question, round)));
  if (round === reloadsAfter) await reload(ben, round, true);
  if (looks) await accessibility.look('saved', ada.page);

  await projector.untilAnswered(round === silentRound ? 1 : 2, 3);
  await expectNoKeyOnProjector(question);
  // with the last answer the round is over, so nobody sees it saved
  await carmen.pick(textsFor(question, 'es', plans.Carmen(round)));
  if (round === silentRound) await teacher.step('showAnswer');

  await Promise.all(
    students.map(async (student) => {
      const name = student.name as Name;
      const seen = await student.result();
      given[name].push({ plan: plans[name](round), ...seen });
      expect(seen.outcome, `${name} in question ${round + 1}`).toBe(outcomesOf(name)[round]);
      expect(seen.points > 0).toBe(seen.outcome === 'right' || seen.outcome === 'partly');
    }),
  );
  await projector.page
    .getByText(filled(projectorWords.right, { right: rightIn(round), answered: answeredIn(round) }))
    .waitFor();
  if (looks) {
    expect(await movements(ben), 'what moves for Ben, who asked for calm').toEqual([]);
    await accessibility.look('result', ada.page);
    await accessibility.look('result of a wrong answer', ben.page);
    await accessibility.look('projector, reveal', projector.page);
    await accessibility.look('host, reveal', teacher.page);
  }
  if (round === of - 1) return teacher.step('showPodium');
  await teacher.step('showStandings');
  if (looks) {
    await Promise.all(students.map((student) => student.untilStandings()));
    await projector.untilHeading(projectorWords.standings);
    await teacher.untilStep('nextQuestion');
    await accessibility.look('standings', ada.page);
    await accessibility.look('projector, standings', projector.page);
    await accessibility.look('host, standings', teacher.page);
  }
  await teacher.step('nextQuestion');
}

async function giveAnswer(student: StudentPage, question: KeyedQuestion, round: number): Promise<void> {
  const plan = plans[student.name as Name](round);
  if (plan !== 'nothing') await student.answer(textsFor(question, student.language, plan));
}

/** Goes on as the same player: same name and points, and the own answer if it was given. */
async function reload(student: StudentPage, round: number, answered: boolean): Promise<void> {
  const before = await student.page.getByRole('banner').textContent();
  await student.page.reload();
  await student.untilQuestion(round, of);
  expect(await student.page.getByRole('banner').textContent()).toBe(before);
  expect(await student.saved.count()).toBe(answered ? 1 : 0);
}

/** Two pupils have answered: nothing of that, and nothing else but the question, stands on the big screen. */
async function expectNoKeyOnProjector({ prompt, right, wrong }: KeyedQuestion): Promise<void> {
  expect(await projector.question.textContent()).toBe(prompt.en);
  const shown = (await projector.choices()).map((text) => text.replace(/^[A-F]/, ''));
  expect(shown.toSorted()).toEqual([...right.en, ...wrong.en].toSorted());
  expect(await projector.page.getByText(projectorWords.why).count()).toBe(0);
}

/** The names of everything that moves visibly on the page. */
const movements = (student: StudentPage): Promise<string[]> =>
  student.page.evaluate(() =>
    document
      .getAnimations()
      .filter((one) => Number(one.effect?.getComputedTiming().duration) > 1)
      .map((one) => (one instanceof CSSAnimation ? one.animationName : 'transition')),
  );

async function expectReportPage(): Promise<void> {
  const { page } = teacher;
  const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });
  await page.getByRole('button', { name: filled(teachWords.report.glance.more, { count: of }) }).click();
  await page.getByRole('button', { name: teachWords.report.glance.showTable }).click();
  const glance = page.getByRole('region', { name: teachWords.report.glance.title });
  for (const [round, { prompt }] of key.entries()) {
    const row = glance.getByRole('row').filter({ hasText: `${round + 1}. ${prompt.en}` });
    const [share, answered] = await row.getByRole('cell').allTextContents();
    expect(share, prompt.en).toBe(percent.format(rightIn(round) / answeredIn(round)));
    expect(answered, prompt.en).toBe(String(answeredIn(round)));
  }
  const heat = page.getByRole('region', { name: teachWords.report.heat.title });
  for (const name of names) {
    const cells = await heat.getByRole('row').filter({ hasText: name }).getByRole('cell').allTextContents();
    const [score, share, ...signs] = cells;
    const outcomes = outcomesOf(name);
    expect(Number(score!.replace(/\D/g, '')), name).toBe(totalOf(name));
    expect(share, name).toBe(
      `${outcomes.filter((one) => one === 'right').length}/${outcomes.filter((one) => one !== 'none').length}`,
    );
    expect(signs.map((text) => text.replace(/^\W/, ''))).toEqual(
      outcomes.map((outcome) => teachWords.report.heat.outcome[outcome]),
    );
  }
}
