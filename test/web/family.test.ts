import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWeeklyLetters } from '../../src/modules/progress/week/weekly-letters.service.ts';
import { deriveKeys } from '../../src/platform/crypto/keys.ts';
import type { Decisions } from '../../src/wire/consent.ts';
import type { Joined } from '../../src/wire/session.ts';
import { board as boardWords } from '../../web/src/shared/i18n/en/board.ts';
import { presence } from '../../web/src/shared/i18n/en/presence.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { AccountPages, accountWords, learnWords } from '../support/account-pages.ts';
import { filled, playerWords, StudentPage } from '../support/class-pages.ts';
import { answered, openClass, signIn as signInStaff, untilQuestion } from '../support/class-play.ts';
import {
  consentByMail,
  consentToken,
  familyAtHome,
  onlyToPlay,
  post,
  signUpChild,
} from '../support/families.ts';
import { familyWords, GuardianPages } from '../support/family-pages.ts';
import { mailTo, tokenIn } from '../support/mail.ts';
import { desktop, openBrowser, phone, type Visitors } from '../support/pages.ts';
import { openSeat } from '../support/raw-client.ts';
import { call, goodPassword, signIn } from '../support/rest.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitors: Visitors;
const accessibility: AccessibilityCheck = checkAccessibility();
const en = familyWords.en;

beforeAll(async () => {
  [server, visitors] = await Promise.all([startTestServer(), openBrowser()]);
  await server.app.db.jobs.query(
    `UPDATE org_settings SET open_sign_up = true, coordinator_name = 'Dr Data', coordinator_email = 'data@school.example'`,
  );
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

/** Names differ from try to try, so that one that is tried again meets nobody from before. */
const fresh = (name: string) => `${name}-${randomUUID().slice(0, 8)}`;
const home = (name: string) => `${fresh(name)}@home.example`;
const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await server.app.db.jobs.query<T>(sql, values)).rows;
const come = async (name: string, language: 'en' | 'es' = 'en') =>
  new GuardianPages(await visitors.come(name, desktop), server, language);

/** Both themes, and every width. */
async function look(screen: string, page: Page): Promise<void> {
  await accessibility.look(screen, page);
  await fits(screen, page);
}

/** Nothing sticks out on a phone, a laptop and a large screen. */
async function fits(screen: string, page: Page): Promise<void> {
  for (const width of [360, 1366, 1920]) {
    await page.setViewportSize({ width, height: 768 });
    const sticksOut = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(sticksOut, `${screen} at ${width}`).toBe(false);
  }
  await page.setViewportSize(desktop.viewport!);
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let tabs = 0; tabs < 60; tabs++) {
    if (await target.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the Tab key never comes to ${target}`);
}

const aForm = { name: 'form.png', mimeType: 'image/png', buffer: Buffer.alloc(0) };
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

describe('a guardian’s decision', () => {
  it('[CON-3] [CON-5] is read, made and confirmed with keys alone', async () => {
    const email = home('pat');
    await signUpChild(server, { nickname: 'Maya', guardianEmail: email });
    const pat = await come('Pat');
    const { page } = pat;
    const link = await pat.openRequest(email, 'Maya');
    await page.getByText(en.notice.silence.text).waitFor();
    await page
      .getByText(
        filled(en.notice.askCoordinator, { who: 'Dr Data, data@school.example', school: 'Tutti' }).slice(
          0,
          30,
        ),
      )
      .waitFor();
    expect(await page.getByRole('switch', { checked: true }).count(), 'everything is off').toBe(0);
    expect(await pat.scope('live_rooms').isDisabled(), 'nothing counts without the account').toBe(true);
    await pat.button(en.notice.more).click();
    await look('the decision, with the whole notice', page);

    await tabTo(page, pat.button(en.consent.go));
    await page.keyboard.press('Enter');
    await page.getByText(filled(en.consent.nothingOn, { child: 'Maya' })).waitFor();
    await page.reload();
    for (const scope of ['account', 'live_rooms'] as const) {
      await tabTo(page, pat.scope(scope));
      await page.keyboard.press('Space');
    }
    expect(await pat.scope('messaging').isDisabled(), 'chat needs more than a mail').toBe(true);
    await tabTo(page, pat.button(en.consent.go));
    await page.keyboard.press('Enter');
    await pat.heading(en.grownUp.title).waitFor();
    await look('who decides', page);
    await tabTo(page, pat.field(en.grownUp.name));
    await page.keyboard.type('Pat');
    await tabTo(page, pat.field(en.grownUp.newPassword));
    await page.keyboard.type(goodPassword);
    await page.keyboard.press('Enter');
    await pat.heading(en.answered.mailedTitle).waitFor();
    await pat.confirm(email);
    await look('it counts', page);
    await page.goto(link);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: accountWords.en.link.badTitle }).waitFor();
    await fits('a link that is used up', page);
    await page.goto(`${server.url}/notice`);
    await page.getByText('Dr Data, data@school.example').waitFor();
    await look('the privacy notice', page);
  });

  it('[CON-5] is asked in the guardian’s language, and a no deletes everything', async () => {
    const email = home('paz');
    const { username } = await signUpChild(server, {
      nickname: 'Luz',
      guardianEmail: email,
      guardianLocale: 'es',
    });
    const paz = await come('Paz', 'es');
    await paz.openRequest(email, 'Luz');
    await fits('la decisión', paz.page);
    await paz.button(paz.words.consent.refuse).click();
    await look('¿borrar todo?', paz.page);
    await paz.sayYes(paz.words.consent.refuseYes);
    await paz.heading(paz.words.answered.refusedTitle).waitFor();
    expect(await rows('SELECT 1 FROM users WHERE username = $1', [username])).toEqual([]);
  });

  it('[CON-3] comes on paper: printed, signed, sent as a picture', async () => {
    const email = home('rosa');
    await signUpChild(server, { nickname: 'Noor', guardianEmail: email });
    const rosa = await come('Rosa');
    const { page } = rosa;
    const link = await rosa.openRequest(email, 'Noor');
    await page.getByRole('radio', { name: en.method.signed_form.title }).check();
    await rosa.switchOn('account', 'live_rooms', 'messaging');
    await rosa.button(en.consent.go).click();
    await rosa.heading(en.form.chooseTitle).waitFor();
    await rosa.fillNewAccount('Rosa');
    const file = page.locator('input[type=file]');
    await file.setInputFiles({
      ...aForm,
      name: 'form.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('hello'),
    });
    await page.getByText(en.errors.kindNotAllowed).waitFor();
    await file.setInputFiles({ ...aForm, buffer: picture });
    await look('a form on paper', page);
    await rosa.button(en.upload.submit).click();
    await rosa.heading(en.answered.formTakenTitle).waitFor();
    const waiting = `SELECT 1 FROM consent_forms f JOIN users g ON g.id = f.guardian_id WHERE g.email = $1 AND f.status = 'waiting'`;
    expect(await rows(waiting, [email])).toHaveLength(1);
    await page.goto(link.replace('/consent#', '/consent/form#'));
    await rosa.heading(en.form.title).waitFor();
    await page.getByText('Noor', { exact: true }).first().waitFor();
    await look('the form to print', page);
  });
});

it('[CON-3] a grown-up without e-mail signs on paper, and the teacher sends the form in', async () => {
  const { username } = await signUpChild(server, { nickname: 'Ira', username: fresh('ira') });
  const [pupil] = await rows<{ id: string }>('SELECT id FROM users WHERE username = $1', [username]);
  await rows(
    `WITH g AS (INSERT INTO groups (org_id, name) SELECT org_id, '4b' FROM users WHERE id = $1 RETURNING id)
     INSERT INTO group_members (group_id, user_id, role)
     SELECT g.id, u.id, CASE WHEN u.id = $1 THEN 'student' ELSE 'teacher' END FROM g, users u WHERE u.id = $1 OR u.email = $2`,
    [pupil!.id, server.teacher.email],
  );
  const theo = new AccountPages(await visitors.come('Theo', desktop), server.url);
  const { page } = theo;
  await theo.signIn(server.teacher.email, server.teacher.password);
  await page.waitForURL('**/teach');
  await theo.open(`/consent/form?child=${pupil!.id}`);
  const handIn = theo.card(en.handIn.title);
  await handIn.getByRole('button', { name: en.upload.submit }).click();
  await handIn.getByText(filled(en.handIn.noAccount, { child: 'Ira' })).waitFor();
  await handIn.getByText(en.upload.missing).waitFor();
  for (const scope of ['account', 'live_rooms'] as const)
    await handIn.getByRole('switch', { name: en.scopes[scope].title }).check({ force: true });
  await handIn.getByLabel(en.handIn.name).fill('Grandma Rosa');
  await handIn.getByRole('radio', { name: en.relationship.other }).check();
  await page.locator('input[type=file]').setInputFiles({ ...aForm, buffer: picture });
  await handIn.getByText('form.png').waitFor();
  await look('handing a signed form in', page);
  await page.emulateMedia({ media: 'print' });
  expect(await handIn.isVisible(), 'paper shows the form alone').toBe(false);
  await page.emulateMedia({ media: null });
  await handIn.getByRole('button', { name: en.upload.submit }).click();
  await handIn.getByText(filled(en.handIn.done, { child: 'Ira' })).waitFor();
  const sent = `SELECT f.status, p.display_name AS name FROM consent_forms f JOIN user_profiles p ON p.user_id = f.guardian_id WHERE f.child_id = $1`;
  expect(await rows(sent, [pupil!.id])).toEqual([{ status: 'waiting', name: 'Grandma Rosa' }]);
});

describe('the family page', () => {
  let family: Awaited<ReturnType<typeof familyAtHome>>;
  const second: Partial<Decisions> = { ...onlyToPlay, ai_processing: true };

  it('[CON-6] shows a week, decisions, data and guardians on pages of their own; every card in both themes and at every width', async () => {
    family = await familyAtHome(
      server,
      {},
      { nickname: 'Maya', username: fresh('maya'), guardianEmail: home('pat') },
    );
    await signUpChild(server, { nickname: 'Leo', username: fresh('leo'), guardianEmail: family.email });
    const decided = { decisions: onlyToPlay, relationship: 'parent', password: goodPassword };
    await post(server, '/consents/decide', { token: await consentToken(server, family.email), ...decided });
    const confirm = tokenIn(await mailTo(server, family.email, 'consent-confirm'));
    expect((await post(server, '/consents/confirm', { token: confirm })).status).toBe(200);
    const teacher = await signInStaff(server.url, server.teacher);
    const open = await openClass(teacher);
    const { body } = await post<Joined>(server, '/join', { pin: open.pin }, family.child.accessToken);
    const seat = await openSeat(server.url, body.seat);
    await open.host.start();
    await untilQuestion(seat, 0);
    await answered(seat, 0, [0]);
    await rows('SELECT add_activity($1, 1500, now())', [family.childId]);

    const pat = await come('Pat');
    const { page } = pat;
    // as a server that sends mail says it
    await page.route('**/api/v1/family/weekly-report', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), leaves: true } });
    });
    await pat.signIn(family.email);
    await pat.heading(en.children.title).waitFor();
    await page.getByRole('link', { name: /Leo/ }).waitFor();
    const maya = page.getByRole('link', { name: /Maya/ });
    await maya.getByText(filled(presence.with.challenge, { title: open.host.view.title })).waitFor();
    await open.host.end();
    await maya.getByText(presence.notHere).waitFor();
    await pat.card(en.letters.title).getByRole('switch', { name: en.letters.weekly }).waitFor();
    await look('two children', page);
    await maya.click();
    await pat.heading('Maya').waitFor();
    await page.getByText(en.open.none).waitFor();
    await pat.card(en.week.title).getByText('25 minutes').first().waitFor();
    await pat.button(en.weeks.show).click();
    await pat.button(en.weeks.table).click();
    const weeks = pat.card(en.week.title).getByRole('table').getByRole('row');
    expect(await weeks.count(), 'a head and eight weeks').toBe(9);
    await weeks.nth(1).getByRole('cell', { name: '25', exact: true }).waitFor();
    await pat.button(en.weeks.before).click();
    await page.getByText(filled(en.week.quiet, { child: 'Maya' })).waitFor();
    const after = pat.button(en.weeks.after);
    await after.click();
    await page.getByRole('heading', { name: en.week.title }).waitFor();
    expect(await after.getAttribute('aria-disabled'), 'this is the last week').toBe('true');
    expect(await after.evaluate((one) => one === document.activeElement), 'it keeps the focus').toBe(true);
    await look('the page of a child', page);

    // the other pages are links, with a heading that takes the focus, and a way back
    await pat.toTab('Maya', 'data');
    await page.goBack();
    await pat.heading('Maya').waitFor();
    await pat.toTab('Maya', 'allowed');
    const heading = page.getByRole('heading', { level: 1 });
    expect(await heading.evaluate((one) => one === document.activeElement), 'it has the focus').toBe(true);

    // a switch counts at once, and says so
    await pat.scope('analytics').check({ force: true });
    await pat.scopeRow('analytics').getByText(en.words.saved).waitFor();
    await pat.field(en.controls.minutes).selectOption('30');
    await pat.card(en.controls.title).getByText(en.words.saved).waitFor();
    expect(
      await rows('SELECT daily_minutes FROM child_controls WHERE child_id = $1', [family.childId]),
    ).toEqual([{ daily_minutes: 30 }]);
    await pat.scope('live_rooms').uncheck({ force: true });
    await pat.scopeRow('live_rooms').getByText(en.consents.notAllowed).waitFor();
    const board = page.getByRole('switch', { name: boardWords.family.class });
    await expect.poll(() => board.isDisabled()).toBe(true);
    expect(await board.isChecked(), 'no board shows anybody without it').toBe(false);
    await pat.scope('live_rooms').check({ force: true });
    await pat.scopeRow('live_rooms').getByText(en.consents.allowed).waitFor();
    await expect.poll(() => board.isEnabled()).toBe(true);
    expect(await board.isChecked()).toBe(true);
    const letters = page.getByRole('switch', { name: en.letters.weekly });
    await letters.press('Space');
    await pat.card(en.letters.title).getByText(en.words.saved).waitFor();
    await fits('what a child is allowed', page);

    // it stands in the history, and everything that is stored can be seen
    await pat.toTab('Maya', 'data');
    await pat.card(en.history.title).getByText(en.methods.guardian_page, { exact: false }).first().waitFor();
    await pat.button(en.data.show).click();
    await page.getByRole('button', { name: new RegExp(`^${en.data.sections.account}`) }).click();
    await page.getByText(family.username).last().waitFor();
    await look('data and rights', page);

    // something is put right
    const correct = pat.card(en.correct.title);
    await correct.getByLabel(en.correct.name).fill('Mia');
    await correct.getByRole('button', { name: en.correct.submit }).click();
    await pat.heading(filled(en.child.pageOf, { child: 'Mia', page: en.child.tabs.data })).waitFor();
    const [zip] = await Promise.all([page.waitForEvent('download'), pat.button(en.data.export).click()]);
    expect(zip.suggestedFilename()).toMatch(/\.zip$/);

    // a second guardian
    await pat.button(en.guardians.invite).click();
    const kim = home('kim');
    await pat.field(en.guardians.email).fill(kim);
    await pat.button(en.guardians.send).click();
    await page.getByText(filled(en.guardians.sent, { email: kim })).waitFor();
    const { links } = await mailTo(server, kim, 'guardian-invite');
    const other = await come('Kim');
    await other.page.goto(links.find((one) => one.includes('/guardian#token='))!);
    await other.heading(filled(en.guardian.title, { child: 'Mia' })).waitFor();
    await look('a second guardian is asked', other.page);
    await other.fillNewAccount('Kim');
    await other.button(filled(en.guardian.submit, { child: 'Mia' })).click();
    await other.heading(en.guardian.doneTitle).waitFor();
    await other.page.getByRole('link', { name: en.confirm.toFamily }).click();
    await other.signInHere(kim);
    await other.heading('Mia').waitFor();

    // who has not said anything yet is asked for it, and can leave it as it is
    const undecided = other.card(en.open.title);
    await undecided.getByText(filled(en.open.undecided_other, { count: 4 })).waitFor();
    await undecided.getByRole('link', { name: en.open.decide }).click();
    await other.scopeRow('ai_processing').getByRole('button', { name: en.consents.leaveOff }).click();
    await other.scopeRow('ai_processing').getByText(en.words.saved).waitFor();
    await other.card(en.letters.title).getByText(en.letters.none).waitFor();
    await other.scope('live_rooms').uncheck({ force: true });
    await other.scopeRow('live_rooms').getByText(en.consents.notAllowed).waitFor();
    await other.toTab('Mia', 'week');
    await undecided.getByText(filled(en.open.undecided_other, { count: 2 })).waitFor();
    await pat.toTab('Mia', 'allowed');
    await page.reload();
    await pat
      .scopeRow('live_rooms')
      .getByText(filled(en.consents.differYou, { name: 'Kim' }))
      .waitFor();
  });

  it('[WKL-5] letters about the week end by their link, for whoever is not signed in', async () => {
    const { guardian } = family;
    const { db } = server.app;
    const path = '/family/weekly-report';
    await call(server, path, { method: 'PUT', token: guardian.accessToken, body: { on: true } });
    const letters = createWeeklyLetters({
      db,
      ring: deriveKeys(server.config.secret)['mail-stop'],
      mail: { leaves: true },
    });
    const pat = await come('Pat with a letter');
    const { page } = pat;
    await page.goto(`${server.url}/letters/stop#token=${letters.stopToken(guardian.user.id)}`);
    await pat.heading(en.letters.stopTitle).waitFor();
    await look('no more letters', page);
    await pat.button(en.letters.stop).click();
    await pat.heading(en.letters.stoppedTitle).waitFor();
    const { body } = await call(server, path, { token: guardian.accessToken });
    expect(body).toMatchObject({ on: false });
    await page.goto(`${server.url}/letters/stop#token=made-up`);
    await page.reload();
    await pat.button(en.letters.stop).click();
    await page.getByText(accountWords.en.link.lettersOut).waitFor();
  });

  it('[CON-9] takes what is asked on behalf of a child, and no note of one that waits', async () => {
    const home = await familyAtHome(
      server,
      {},
      { nickname: 'Nora', username: fresh('nora'), guardianEmail: `${fresh('nan')}@home.example` },
    );
    const es = accountWords.es.requests;
    const browser = await visitors.come('Nan', { ...desktop, locale: 'es-ES' });
    const nan = new GuardianPages(browser, server, 'es');
    const { page } = nan;
    await nan.signIn(home.email);
    await nan.heading('Nora').waitFor();
    await nan.toTab('Nora', 'data');
    const title = filled(es.child.title, { child: 'Nora' });
    await page.getByText(filled(familyWords.es.correct.more, { card: title })).waitFor();
    const card = nan.card(title);
    await card.getByText(es.none).waitFor();
    await card.getByLabel(es.note).fill('Va a otra clase.');
    await card.getByRole('button', { name: es.submit }).click();
    await card.getByRole('listitem').filter({ hasText: 'Va a otra clase.' }).waitFor();
    await look('what a guardian asked', page);
    expect(
      await rows('SELECT kind, note, requested_by FROM data_requests WHERE subject_id = $1', [home.childId]),
    ).toMatchObject([{ kind: 'rectify', note: 'Va a otra clase.' }]);

    const { guardian, childId } = home;
    await post(server, `/family/children/${childId}/consents`, { account: false }, guardian.accessToken);
    await page.reload();
    await card.getByLabel(es.kindLabel).selectOption('erase');
    await card.getByText(es.noNote).waitFor();
    expect(await card.getByLabel(es.note).count()).toBe(0);
    await card.getByRole('button', { name: es.submit }).click();
    await expect.poll(() => card.getByRole('listitem').count()).toBe(2);
  });

  it('says what is wrong: a server that is slow and fails, somebody else’s child, no child at all', async () => {
    const [email, username] = [home('lee'), fresh('ana')];
    await signUpChild(server, { nickname: 'Ana', username, guardianEmail: email });
    const { childId } = await consentByMail(server, email, second);
    const lee = await come('Lee');
    const { page } = lee;
    await lee.signIn(email);
    await lee.heading('Ana').waitFor();
    const problem = { status: 500, code: 'server/internal', title: 'Internal', type: 'about:blank' };
    let fail = () => {};
    const seen = new Promise<void>((resolve) => {
      fail = resolve;
    });
    await page.route('**/api/v1/family/**', async (route) => {
      await seen;
      await route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify(problem),
      });
    });
    await page.reload();
    await page.getByRole('status', { name: accountWords.en.states.loading }).first().waitFor();
    fail();
    await page.getByRole('button', { name: accountWords.en.states.retry }).waitFor();
    await fits('a server that fails', page);
    await page.unroute('**/api/v1/family/**');
    await page.getByRole('button', { name: accountWords.en.states.retry }).click();
    await lee.heading('Ana').waitFor();

    await page.goto(`${server.url}/family/${family.childId}`);
    await lee.heading(en.errors.childGone).waitFor();

    await page.goto(`${server.url}/family/${childId}/data`);
    await lee.button(en.ending.erase).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(en.ending.erasePassword).fill('not the password');
    await dialog.getByRole('button', { name: en.ending.eraseYes }).click();
    await dialog.getByText(en.errors.wrongPassword).waitFor();
    await look('deleting for good', page);
    await dialog.getByLabel(en.ending.erasePassword).fill(goodPassword);
    await page.keyboard.press('Enter');
    await page.getByText(filled(en.children.erased, { child: 'Ana' })).waitFor();
    await page.getByText(en.children.emptyHint).waitFor();
    await look('a family without children here', page);
  });
});

it('[CON-4] the minutes of the day run out in a game, which ends with a kind sentence', async () => {
  const { username, childId, guardian } = await familyAtHome(
    server,
    {},
    { nickname: 'Max', username: fresh('max'), guardianEmail: home('max') },
  );
  await call(server, `/family/children/${childId}/controls`, {
    method: 'PUT',
    token: guardian.accessToken,
    body: { chat: false, ai: false, live: true, dailyMinutes: 15 },
  });
  const open = await openClass(await signInStaff(server.url, server.teacher));
  const max = new AccountPages(await visitors.come('Max', phone), server.url);
  await max.signIn(username, goodPassword);
  const { limits } = learnWords.en;
  await max
    .card(limits.title)
    .getByText(filled(limits.left_other, { count: 15, of: 15 }))
    .waitFor();
  await accessibility.look('what the grown-ups decided', max.page);
  await max.open(`/j/${open.pin}`);
  await max.button(filled(playerWords.en.account.as, { name: 'Max' })).click();
  await new StudentPage(max.page, { name: 'Max', hand: 'touch' }).untilLobby();
  await rows('SELECT add_activity($1, 900, now())', [childId]);
  await max.heading(playerWords.en.over.enoughToday).waitFor({ timeout: 5_000 });
  await open.host.end();
});

it('[CON-1] a child that is of age is asked once, and keeps its account', async () => {
  const { username, childId } = await familyAtHome(
    server,
    {},
    { nickname: 'Sol', username: fresh('sol'), guardianEmail: home('sol') },
  );
  await rows(`UPDATE users SET birth_month = '2000-01-01' WHERE id = $1`, [childId]);
  await server.app.family.nights.reviewAges(new Date());
  const sol = new AccountPages(await visitors.come('Sol', phone), server.url);
  await sol.signIn(username, goodPassword);
  const { ofAge } = learnWords.en;
  await sol.card(ofAge.title).waitFor();
  await accessibility.look('of age', sol.page);
  await sol.button(ofAge.keep).click();
  await sol.card(ofAge.title).waitFor({ state: 'detached' });
  expect((await signIn(server, username)).user.status).toBe('active');
});

it('none of these pages threw, and all of them are readable for everybody', () => {
  expect(visitors.errors).toEqual([]);
  expect(accessibility.violations).toEqual([]);
  expect(accessibility.screens.length).toBeGreaterThanOrEqual(12);
});
