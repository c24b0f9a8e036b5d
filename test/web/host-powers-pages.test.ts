import { createTutti, type HostChallenge, type PlayerChallenge, type Tutti } from '@tutti/client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { powers as words } from '../../web/src/shared/i18n/en/powers.ts';
import { stage } from '../../web/src/shared/i18n/en/stage.ts';
import { checkAccessibility } from '../support/accessibility.ts';
import { filled, TeacherPages, teachWords } from '../support/class-pages.ts';
import { openClass, readPlan, signIn, until, untilPhase } from '../support/class-play.ts';
import { bigScreen, openBrowser, type Visitors } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitors: Visitors;
let teacher: Tutti;
beforeAll(async () => {
  [server, visitors] = await Promise.all([startTestServer(), openBrowser()]);
  teacher = await signIn(server.url, server.teacher);
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

/** Its second question is an open text. */
async function classWithOpenText(): Promise<{ id: string; pin: string; host: HostChallenge }> {
  const { id, pin, host } = await openClass(teacher, { format: 'team', teams: { count: 2, choose: false } });
  await host.park();
  await until(async () => (await teacher.session(id)).status === 'parked', 'it is noted');
  const { jobs } = server.app.db;
  const { rounds } = await readPlan(jobs, id);
  const { questionId, texts } = rounds[1]!;
  const open = {
    kind: 'open_text',
    keywords: null,
    points: 1,
    timeLimitMs: 60_000,
    questionId,
    objectives: [],
    media: null,
  };
  const plan = [
    rounds[0],
    { ...open, texts: { en: { ...texts.en, choices: [], sample: 'A sample.' } } },
    rounds[2],
  ];
  await jobs.query(
    `UPDATE live_sessions SET snapshot = jsonb_set(snapshot, '{rounds}', $2::jsonb) WHERE id = $1`,
    [id, JSON.stringify(plan)],
  );
  return { id, pin, host: await teacher.host(id) };
}

it('[HST-1] a host marks, gives time, moves players, changes the run, and goes on another day', async () => {
  const { id, pin, host } = await classWithOpenText();
  await host.resume();
  const join = (nickname: string) => createTutti({ url: server.url }).join({ pin, nickname });
  const [ada, ben] = (await Promise.all([join('Ada'), join('Ben')])) as [PlayerChallenge, PlayerChallenge];
  const page = await visitors.come('teacher');
  const pages = new TeacherPages(page);
  await pages.signIn(server.url, server.teacher);
  await page.goto(`${server.url}/teach/sessions/${id}/host`);
  const menu = async (nickname: string, item: string) => {
    await pages.button(filled(teachWords.host.players.menu, { name: nickname })).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const accessibility = checkAccessibility();

  await menu('Ada', words.time.menu);
  await page.getByRole('radio', { name: filled(words.time.times, { factor: '1.5' }) }).click();
  await until(() => playerOf(host, 'Ada').timeFactor === 1.5, 'Ada has more time');
  await page.getByRole('dialog').getByRole('button', { name: words.time.close }).click();
  // signs: of one, then of everybody
  await menu('Ada', words.mute.one);
  await until(() => ada.view.you!.reactionsMuted && !ben.view.you!.reactionsMuted, 'Ada is muted');
  await pages.button(teachWords.host.do.more).click();
  await page.getByRole('menuitem', { name: words.mute.all }).click();
  await until(() => ben.view.you!.reactionsMuted, 'everybody is muted');
  const other = playerOf(host, 'Ada').team === 0 ? 'Team diamond' : 'Team triangle';
  await menu('Ada', filled(words.teams.move, { team: other }));
  await until(
    () => playerOf(host, 'Ada').team === (other === 'Team diamond' ? 1 : 0),
    'Ada changed the team',
  );

  // the last question comes first, without a mouse, and the focus goes along
  await pages.button(words.run.arrange).click();
  const up = page.getByRole('button', { name: /^Earlier:/ });
  const last = host.view.host!.rounds[2]!.prompt;
  await up.nth(2).press('Enter');
  await until(() => host.view.host!.rounds[1]!.prompt === last, 'the question moved');
  await up.nth(1).press('Enter');
  await until(() => host.view.host!.rounds[0]!.prompt === last, 'the question comes first');
  await page
    .getByRole('button', { name: /^Leave out:/ })
    .nth(1)
    .click();
  await accessibility.look('host, arranging', page);
  await page.getByRole('dialog').getByRole('button', { name: words.run.outYes }).click();
  await until(() => host.view.host!.rounds.length === 2, 'a question is left out');
  await pages.button(words.run.arranged).click();

  await host.start();
  await untilPhase(host, 'question');
  await host.skip();
  await until(
    () => ada.view.phase.name === 'question' && ada.view.phase.question.kind === 'open_text',
    'the text',
  );
  await Promise.all([ada.answer(['Because it learnt.']), ben.answer(['No idea'])]);
  await untilPhase(host, 'reveal');
  const wall = await bigScreenOf(page, id);
  await wall.getByRole('heading', { name: stage.texts.sample }).waitFor();
  expect(await wall.textContent('body')).not.toContain('Because it learnt');
  await accessibility.look('host marks', page);
  const first = page.getByRole('group', { name: filled(words.mark.group, { name: 'Ada' }) });
  await first.getByRole('button', { name: words.mark.right }).focus();
  await page.keyboard.press('r');
  await page.keyboard.press('w');
  await until(() => playerOf(host, 'Ben').text?.outcome === 'wrong', 'Ben is marked');
  expect(playerOf(host, 'Ada')).toMatchObject({
    text: { outcome: 'right' },
    score: expect.toSatisfy((n) => n > 0),
  });

  await pages.button(teachWords.host.do.more).click();
  await page.getByRole('menuitem', { name: words.park.menu }).click();
  await page.getByRole('dialog').getByRole('button', { name: words.park.yes }).click();
  await page.getByRole('heading', { name: words.park.parked }).waitFor();
  await wall.getByRole('heading', { name: stage.anotherDay.title }).waitFor();
  await accessibility.look('host, parked', page);
  await accessibility.look('projector, parked', wall);
  await pages.button(words.park.goOn).click();
  await pages.untilStep('resume');
  await (await teacher.host(id)).end();
  await page.getByRole('heading', { name: teachWords.host.ended.title }).waitFor();
  await accessibility.look('host, ended', page);

  const rehearsal = await openClass(teacher, { rehearsal: true });
  await page.goto(`${server.url}/teach/sessions/${rehearsal.id}/host`);
  await page.getByRole('heading', { name: words.rehearsal.note }).waitFor();
  await accessibility.look('host, rehearsal', page);
  await rehearsal.host.end();
  expect(accessibility.violations).toEqual([]);
});

const playerOf = (host: HostChallenge, nickname: string) =>
  host.view.host!.players.find((one) => one.nickname === nickname)!;

async function bigScreenOf(page: Page, id: string): Promise<Page> {
  const wall = await page.context().newPage();
  await wall.setViewportSize(bigScreen);
  await wall.goto(`${server.url}/projector/${id}`);
  return wall;
}
