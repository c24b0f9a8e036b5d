import { randomUUID } from 'node:crypto';
import { createClasses } from '@tutti/client/admin';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classes as classWords } from '../../web/src/shared/i18n/en/classes.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { AccountPages, accountWords } from '../support/account-pages.ts';
import { filled, teachWords } from '../support/class-pages.ts';
import { signIn as signInStaff } from '../support/class-play.ts';
import { mailTo } from '../support/mail.ts';
import { desktop, openBrowser, phone, type Visitors } from '../support/pages.ts';
import { addPerson, goodPassword } from '../support/rest.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer & { orgId: string };
let visitors: Visitors;
const accessibility: AccessibilityCheck = checkAccessibility();
const words = accountWords.en;

beforeAll(async () => {
  const [started, browser] = await Promise.all([startTestServer(), openBrowser()]);
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  visitors = browser;
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

/** A test that is tried again meets nobody from before. */
const fresh = (name: string) => `${name}.${randomUUID().slice(0, 8)}@school.example`;
const come = async (name: string, options = desktop) =>
  new AccountPages(await visitors.come(name, options), server.url);
const teacher = (email: string) => addPerson(server, { email, role: 'teacher', displayName: 'Tess' });
const library = (page: Page) => page.getByRole('heading', { level: 1, name: teachWords.library.title });
const sticksOut = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

describe('signing in', () => {
  it('leads each person to the own place, and says "not yours" kindly elsewhere', async () => {
    const email = fresh('gale');
    await addPerson(server, { email, role: 'guardian', displayName: 'Gale' });
    const gale = await come('Gale');
    await gale.open('/teach');
    await gale.heading(words.signIn.title).waitFor();
    await gale.fillLogin(email, goodPassword);
    await gale.button(words.signIn.submit).click();
    // was on the way to the teachers' pages
    await gale.heading(words.states.forbiddenTitle).waitFor();
    await gale.page.getByRole('link', { name: words.states.ownPlace }).click();
    await gale.page.waitForURL('**/family');
  });

  it('keeps the old address of the sign-in', async () => {
    const page = await come('somebody');
    await page.open('/teach/sign-in');
    await page.heading(words.signIn.title).waitFor();
    expect(new URL(page.page.url()).pathname).toBe('/sign-in');
  });

  it('[AUT-1] refuses a wrong password and an unknown name with the same words', async () => {
    const known = fresh('known');
    await teacher(known);
    const page = await come('somebody');
    for (const login of [known, 'nobody.knows']) {
      await page.signIn(login, 'not the password');
      await page.page.getByRole('alert').getByText(words.states.errors.wrongCredentials).waitFor();
    }
  });

  it('[AUT-6] works by a link in a mail, by a press and not by being opened, once', async () => {
    const email = fresh('magic');
    await teacher(email);
    const tess = await come('Tess', phone);
    await tess.open('/sign-in');
    await tess.field(words.signIn.login).fill(email);
    await tess.button(words.signIn.link).click();
    expect(await tess.field(words.signIn.email).inputValue()).toBe(email);
    await accessibility.look('ask for a link', tess.page);
    await tess.button(words.signIn.linkSubmit).click();
    await tess.heading(words.signIn.sentTitle).waitFor();

    const { links } = await mailTo(server, email, 'magic-link');
    const scanner = await come('a scanner');
    await scanner.page.goto(links[0]!);
    await scanner.heading(words.magic.title).waitFor();
    await tess.page.goto(links[0]!);
    await tess.heading(words.magic.title).waitFor();
    await accessibility.look('magic link', tess.page);
    await tess.button(words.signIn.submit).click();
    await library(tess.page).waitFor();

    await scanner.button(words.signIn.submit).click();
    await scanner.heading(words.link.badTitle).waitFor();
    await accessibility.look('used link', scanner.page);
  });

  it('[AUT-6] gives a new password by mail, and says the same to a stranger', async () => {
    const email = fresh('forgot');
    await teacher(email);
    const tess = await come('Tess');
    for (const address of ['stranger@school.example', email]) {
      await tess.open('/sign-in');
      await tess.button(words.signIn.forgot).click();
      await tess.field(words.signIn.email).fill(address);
      await tess.button(words.signIn.forgotSubmit).click();
      await tess.page.getByText(filled(words.signIn.sent, { email: address })).waitFor();
    }
    const { links } = await mailTo(server, email, 'reset-password');
    await tess.page.goto(links[0]!);
    await tess.field(words.reset.password).fill('four quick foxes');
    await tess.button(words.reset.submit).click();
    await tess.page.getByText(words.reset.done).waitFor();
    await tess.fillLogin(email, 'four quick foxes');
    await tess.button(words.signIn.submit).click();
    await library(tess.page).waitFor();
  });
});

describe('the page of the own account', () => {
  it('changes name and language for this person everywhere', async () => {
    const email = fresh('name');
    await teacher(email);
    const tess = await come('Tess', phone);
    await tess.signIn(email, goodPassword);
    await library(tess.page).waitFor();
    await tess.page.getByRole('button', { name: words.account.menu }).click();
    await tess.page.getByRole('link', { name: words.account.open }).click();
    await tess.heading(words.own.title).waitFor();
    await accessibility.look('account', tess.page);
    expect(await sticksOut(tess.page)).toBe(false);
    const profile = tess.card(words.own.profile);
    await profile.getByLabel(words.setup.name).fill('Tess Tall');
    await profile.getByText(words.language.es, { exact: true }).click();
    await profile.getByRole('button', { name: words.own.save }).click();
    await tess.heading(accountWords.es.own.title).waitFor();
    await tess.page.getByRole('button', { name: 'Tess Tall' }).waitFor();
  });

  it('keeps what a teacher and an administrator say about their work, and a colleague finds them by it', async () => {
    const [email, theo] = [fresh('work'), fresh('theo')];
    await Promise.all([teacher(email), teacher(theo)]);
    const tess = await come('Tess', phone);
    await tess.signIn(email, goodPassword);
    await library(tess.page).waitFor();
    await tess.open('/account');
    const work = tess.card(words.work.teacherTitle);
    await work.getByLabel(words.work.department).fill('Natural sciences');
    await work.getByLabel(words.work.specializations).fill('Robotics, weather,, Robotics ');
    await work.getByLabel(words.work.years).fill('120');
    await work.getByRole('button', { name: words.own.save }).click();
    await work.getByText(words.fields.number).waitFor();
    await accessibility.look('work of a teacher, a field is wrong', tess.page);
    await work.getByLabel(words.work.years).fill('12');
    await work.getByRole('button', { name: words.own.save }).click();
    await work.getByText(words.own.saved).waitFor();
    expect(await sticksOut(tess.page)).toBe(false);
    await tess.page.reload();
    await work.getByLabel(words.work.department).waitFor();
    expect(await work.getByLabel(words.work.specializations).inputValue()).toBe('Robotics, weather');
    expect(await work.getByLabel(words.work.years).inputValue()).toBe('12');
    expect(await tess.card(words.work.adminTitle).count()).toBe(0);

    const ann = await come('Ann');
    await ann.signIn(server.admin.email, server.admin.password);
    await library(ann.page).waitFor();
    await ann.open('/account');
    const office = ann.card(words.work.adminTitle);
    await office.getByLabel(words.work.department).fill('School office');
    await office.getByRole('button', { name: words.own.save }).click();
    await office.getByText(words.own.saved).waitFor();
    expect(await ann.card(words.work.teacherTitle).count()).toBe(0);
    await accessibility.look('work of an administrator', ann.page);
    await ann.open('/admin/people?search=natural');
    await ann.page.getByText('Natural sciences · Robotics, weather').waitFor();

    const { id } = await createClasses(
      await signInStaff(server.url, { email: theo, password: goodPassword }),
    ).makeClass({ name: '7B' });
    const colleague = await come('Theo');
    await colleague.signIn(theo, goodPassword);
    await library(colleague.page).waitFor();
    await colleague.open(`/teach/classes/${id}`);
    await colleague.button(classWords.teachers.add).click();
    await colleague.page.getByLabel(classWords.teachers.search).fill('robotics');
    await colleague.page.getByText(`${email} · Natural sciences · Robotics, weather`).waitFor();
    await accessibility.look('colleagues with what they do', colleague.page);
    await colleague.page.getByLabel(classWords.teachers.search).fill('school office');
    await colleague.page.getByText(`${server.admin.email} · School office`).waitFor();
  });

  it('[CON-9] takes a request about the own data, says when it is answered, and shows the answer', async () => {
    const email = fresh('asks');
    const userId = await teacher(email);
    const tess = await come('Tess', phone);
    await tess.signIn(email, goodPassword);
    await library(tess.page).waitFor();
    await tess.open('/account');
    const card = tess.card(words.requests.own.title);
    await card.getByText(words.requests.none).waitFor();
    await card.getByLabel(words.requests.kindLabel).selectOption('restrict');
    await card.getByText(words.requests.own.hint.restrict).waitFor();
    await card.getByLabel(words.requests.kindLabel).selectOption('rectify');
    await card.getByLabel(words.requests.note).fill('My name\nhas one n.');
    await card.getByRole('button', { name: words.requests.submit }).click();
    const row = card.getByRole('listitem').filter({ hasText: 'My name has one n.' });
    await row.getByText(words.requests.state.open, { exact: true }).waitFor();
    await card.getByRole('status').getByText(words.requests.already.split('{{')[0]!).waitFor();
    expect(await card.getByRole('button', { name: words.requests.submit }).count()).toBe(0);
    await accessibility.look('an open request', tess.page);
    expect(await sticksOut(tess.page)).toBe(false);

    await server.app.db.jobs.query(
      `UPDATE data_requests SET status = 'done', answer = 'It has one now.', completed_at = now() WHERE subject_id = $1`,
      [userId],
    );
    await tess.page.route('**/me/data-requests**', (route) => route.abort());
    await tess.page.reload();
    await card.getByRole('button', { name: words.states.retry }).waitFor();
    await tess.page.unroute('**/me/data-requests**');
    await card.getByRole('button', { name: words.states.retry }).click();
    await row.getByText('It has one now.').waitFor();
    await row.getByText(words.requests.state.done, { exact: true }).waitFor();
  });

  it('[AUT-5] changes the password with the old one, and puts other devices out within 5 s', async () => {
    const email = fresh('password');
    await teacher(email);
    const [here, there] = [await come('here'), await come('there', phone)];
    for (const tess of [here, there]) {
      await tess.signIn(email, goodPassword);
      await library(tess.page).waitFor();
    }
    await here.open('/account');
    const card = here.card(words.own.password);
    const fill = async (old: string) => {
      await card.getByLabel(words.own.oldPassword, { exact: true }).fill(old);
      await card.getByLabel(words.reset.password, { exact: true }).fill('four quick foxes');
      await card.getByRole('button', { name: words.own.passwordSubmit }).click();
    };
    await fill('a guess');
    await card.getByText(words.fields.passwordOld).waitFor();
    await fill(goodPassword);
    await card.getByText(words.own.passwordDone).waitFor();
    await there.heading(words.signIn.title).waitFor({ timeout: 5_000 });
    await there.page.getByText(words.signIn.ended).waitFor();
  });

  it('[AUT-6] changes the e-mail once the link that was mailed there is used', async () => {
    const email = fresh('old');
    await teacher(email);
    const next = fresh('new');
    const tess = await come('Tess');
    await tess.signIn(email, goodPassword);
    await library(tess.page).waitFor();
    await tess.open('/account');
    const card = tess.card(words.own.email);
    await card.getByLabel(words.own.newEmail).fill(next);
    await card.getByLabel(words.own.oldPassword, { exact: true }).fill(goodPassword);
    await card.getByRole('button', { name: words.own.emailSubmit }).click();
    await card.getByText(words.own.emailDone).waitFor();
    const { links } = await mailTo(server, next, 'change-email');
    await tess.page.goto(links[0]!);
    await tess.button(words.changeEmail.submit).waitFor();
    await accessibility.look('a new address is confirmed', tess.page);
    await tess.button(words.changeEmail.submit).click();
    await tess.heading(words.changeEmail.doneTitle).waitFor();
    const later = await come('later');
    await later.signIn(next, goodPassword);
    await library(later.page).waitFor();
  });
});

it('no page of the account breaks a rule of accessibility', () => {
  expect(accessibility.screens.length).toBeGreaterThan(3);
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
});
