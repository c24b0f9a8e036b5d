import { readFile } from 'node:fs/promises';
import { type Classes, createClasses } from '@tutti/client/admin';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deriveKeys } from '../../src/platform/crypto/keys.ts';
import type { Joined } from '../../src/wire/session.ts';
import { classes as en } from '../../web/src/shared/i18n/en/classes.ts';
import { presence } from '../../web/src/shared/i18n/en/presence.ts';
import { teach as teachWords } from '../../web/src/shared/i18n/en/teach.ts';
import { classes as es } from '../../web/src/shared/i18n/es/classes.ts';
import { checkAccessibility } from '../support/accessibility.ts';
import { AccountPages, accountWords, learnWords } from '../support/account-pages.ts';
import { filled } from '../support/class-pages.ts';
import { signIn as signInStaff } from '../support/class-play.ts';
import { mailTo } from '../support/mail.ts';
import { desktop, openBrowser, phone, type Visitors } from '../support/pages.ts';
import { createPeople } from '../support/people.ts';
import { openSeat } from '../support/raw-client.ts';
import { addPerson, call, goodPassword } from '../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer & BareServer;
let visitors: Visitors;
let tess: Page;
/** What the colleague may do, asked of the server itself. */
let cole: Classes;
let classId: string;
const accessibility = checkAccessibility();
const school = (name: string) => `${name}@school.example`;

beforeAll(async () => {
  const [started, browser] = await Promise.all([startTestServer(), openBrowser()]);
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  visitors = browser;
  const add = (displayName: string) =>
    addPerson(server, { role: 'teacher', displayName, email: school(displayName.toLowerCase()) });
  const [, , stanId] = await Promise.all(['Tess', 'Cole', 'Stan'].map(add));
  await server.app.db.jobs.query(
    `INSERT INTO user_permissions (user_id, org_id, permission_key) VALUES ($1, $2, 'people.invite')`,
    [stanId, server.orgId],
  );
  cole = createClasses(await signInStaff(server.url, { email: school('cole'), password: goodPassword }));
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');

async function come(name: string, path: string, language: 'en' | 'es' = 'en'): Promise<Page> {
  const page = await visitors.come(name, { ...desktop, locale: language });
  const pages = new AccountPages(page, server.url, language);
  await pages.open(path);
  await pages.fillLogin(school(name), goodPassword);
  await pages.button(pages.words.signIn.submit).click();
  return page;
}

/** By day and night for everybody, and on a phone, a laptop and a big screen without a bar below. */
async function look(screen: string, page = tess): Promise<void> {
  await accessibility.look(screen, page);
  const before = page.viewportSize()!;
  for (const [width, height] of [
    [360, 740],
    [1920, 1080],
    [1366, 768],
  ] as const) {
    await page.setViewportSize({ width, height });
    const sticksOut = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(sticksOut, `${screen} at ${width}`).toBe(false);
  }
  await page.setViewportSize(before);
}

const goodRows = [
  'First name,Last name,Birth month,Username,Guardian e-mail',
  'Ana,Pérez,2015-03,ana.p,',
  'Ben,Ode,2014-11,,family-ode@home.example',
];
const manyBadRows = Array.from({ length: 70 }, (_, i) => `Kid ${i},,soon,,`);

describe('a teacher with classes', () => {
  it('makes the first one by keyboard alone, and opens it with a code', async () => {
    tess = await come('tess', '/teach/classes');
    await heading(tess, en.list.title).waitFor();
    await tess.getByRole('heading', { name: en.list.emptyTitle }).waitFor();
    await look('no classes');

    await button(tess, en.list.first).focus();
    await tess.keyboard.press('Enter');
    await dialog(tess).waitFor();
    await tess.waitForFunction(() => document.activeElement?.getAttribute('name') === 'name');
    await tess.keyboard.type('7B');
    await tess.keyboard.press('Tab');
    await tess.keyboard.type('7');
    await tess.keyboard.press('Enter');
    await heading(tess, '7B').waitFor();
    classId = /classes\/([\w-]+)$/.exec(tess.url())![1]!;
    const byCode = tess.getByRole('button', { name: en.learners.byCode });
    await byCode.focus();
    await tess.keyboard.press('Enter');
    const shown = card(tess, en.code.title).getByText(/^[A-Z2-9]{6}$/);
    await shown.waitFor();

    await button(tess, en.code.show).focus();
    await tess.keyboard.press('Enter');
    await dialog(tess)
      .getByText((await shown.textContent())!)
      .waitFor();
    await look('code, big');
    await tess.keyboard.press('Escape');
    await dialog(tess).waitFor({ state: 'detached' });
  });

  it('[CON-1] takes in a list: what is wrong stands at its row, is mended, and then grown-ups are asked', async () => {
    await tess.getByRole('link', { name: en.learners.byList }).click();
    await heading(tess, filled(en.roster.titleOf, { name: '7B' })).waitFor();
    await look('roster, list');
    const list = tess.getByLabel(en.roster.paste);
    await list.fill([...goodRows, 'Cy,,2015-13,ana.p,', ',Nameless,2015-01,,', ...manyBadRows].join('\n'));
    await button(tess, en.roster.read).click();
    await tess.getByText(filled(en.roster.goodRows_other, { count: 2 })).waitFor();
    const faults = tess.getByRole('list', { name: filled(en.roster.badRows_other, { count: 72 }) });
    const firstFault = faults.getByRole('listitem').first();
    expect(await firstFault.textContent()).toContain(en.roster.problem['birth-month-not-readable']);
    expect(await firstFault.textContent()).toContain('2015-13');
    expect(await faults.getByRole('listitem').count()).toBe(20);
    await look('roster, preview');
    const [download] = await Promise.all([
      tess.waitForEvent('download'),
      button(tess, en.roster.report).click(),
    ]);
    const report = await readFile(await download.path(), 'utf8');
    expect(report.split('\r\n')).toHaveLength(1 + 72 + 1);
    expect(report).toContain(`5,${en.roster.field.firstName},${en.roster.problem['name-missing']},`);

    await button(tess, en.roster.mend).click();
    await list.fill([...goodRows, 'Cy,,2015-12,cy.2015,'].join('\n'));
    await button(tess, en.roster.read).click();
    await button(tess, filled(en.roster.submit_other, { count: 3 })).click();
    await tess.getByText(filled(en.roster.made_other, { count: 3 })).waitFor();
    await tess.getByText(filled(en.roster.asked_one, { count: 1 })).waitFor();
    await look('roster, done');
    const mail = await mailTo(server, 'family-ode@home.example', 'consent-request');
    expect(mail.text).toContain('Ben');
  });

  it('[AUT-6] prints cards, eight on a sheet of paper; one lets its pupil in, once', async () => {
    await tess.getByRole('link', { name: en.roster.toCards }).click();
    await tess.getByRole('checkbox', { name: 'Ana P.' }).waitFor();
    expect(await tess.getByRole('checkbox', { checked: true }).count()).toBe(3);
    await tess.getByLabel(en.cards.newLabel).fill('6');
    await look('cards, whom');
    await button(tess, filled(en.cards.make_other, { count: 9 })).click();
    await dialog(tess).getByText(en.cards.warnBody).waitFor();
    const [reply] = await Promise.all([
      tess.waitForResponse((response) => response.url().endsWith(`/classes/${classId}/cards`)),
      button(tess, en.cards.warnYes).click(),
    ]);
    const { items } = (await reply.json()) as { items: { name: string; link: string }[] };
    await tess.getByText(filled(en.cards.ready_other, { count: 9 })).waitFor();
    await tess.getByRole('img', { name: filled(en.cards.qr, { name: 'Ana P.' }) }).waitFor();
    await look('cards, to print');

    await tess.emulateMedia({ media: 'print' });
    expect(await button(tess, en.cards.print).isVisible()).toBe(false);
    expect(await heading(tess, filled(en.cards.title, { name: '7B' })).isVisible()).toBe(false);
    const paper = (await tess.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
    await tess.emulateMedia({ media: null });

    const ana = await visitors.come('Ana', phone);
    const { link } = items.find(({ name }) => name === 'Ana P.')!;
    await ana.goto(link);
    const pages = new AccountPages(ana, server.url);
    await pages.field(pages.words.setup.password).fill(goodPassword);
    await accessibility.look('the card of a pupil', ana);
    await pages.button(pages.words.card.submit).click();
    await pages.heading(filled(learnWords.en.hello, { name: 'Ana P.' })).waitFor();
    await ana.context().close();
  });

  it('sees who has used a card and who waits, and gives somebody a new one', async () => {
    await tess.getByRole('link', { name: '7B' }).click();
    await dialog(tess).getByText(en.cards.othersBody).waitFor();
    await tess.keyboard.press('Escape');
    await dialog(tess).waitFor({ state: 'detached' });
    await tess.getByRole('link', { name: '7B' }).click();
    await dialog(tess).getByRole('button', { name: en.cards.othersYes }).click();
    const learner = (name: string) =>
      card(tess, en.learners.title).getByRole('listitem').filter({ hasText: name });
    await learner('Ana P.').getByText(en.learners.state.pending_consent).waitFor();
    await learner('Ana P.').getByText(en.learners.cardUnused).waitFor({ state: 'detached' });
    await learner('Cy').getByText(en.learners.cardUnused).waitFor();
    expect(await learner('Cy').getByText(en.learners.state.pending_consent).count()).toBe(1);
    await look('class with learners');
    await tess.getByRole('button', { name: filled(en.learners.menu, { name: 'Cy' }) }).click();
    await tess.getByRole('menuitem', { name: en.learners.newCard }).click();
    await tess.getByRole('checkbox', { name: 'Cy' }).waitFor();
    expect(await tess.getByRole('checkbox', { checked: true }).count()).toBe(1);
    await tess.getByRole('link', { name: '7B' }).click();
  });

  it('shares it with a colleague, who finds it in the own language; a stranger finds nothing', async () => {
    await button(tess, en.teachers.add).click();
    await dialog(tess).getByRole('radio', { name: 'Cole' }).check();
    await look('sharing');
    await dialog(tess).getByRole('button', { name: en.teachers.submit }).click();
    await card(tess, en.teachers.title).getByText('Cole').waitFor();

    const colesPage = await come('cole', '/teach/classes', 'es');
    await colesPage.getByText(es.list.role.co_teacher).waitFor();
    await look('clases', colesPage);
    await colesPage.getByRole('link', { name: '7B' }).click();
    await card(colesPage, es.learners.title).getByText('Ana P.').waitFor();
    expect(await card(colesPage, es.one.matters).count()).toBe(0);
    await look('clase', colesPage);
    await colesPage.context().close();

    const stan = await come('stan', `/teach/classes/${classId}`);
    await stan.getByText('class/not-found').waitFor();
    expect(await stan.getByText('7B').count()).toBe(0);
    // who may invite does so here, administrators apart
    await stan.getByRole('link', { name: accountWords.en.nav.invite, exact: true }).click();
    await button(stan, teachWords.people.create).waitFor();
    expect(await stan.getByRole('radio', { name: teachWords.people.admin }).count()).toBe(0);
    expect(await tess.getByRole('link', { name: accountWords.en.nav.invite, exact: true }).count()).toBe(0);
    await stan.context().close();
  });

  it('renames a learner, changes the code, shares until a day, puts the class away and takes it out again', async () => {
    const rename = async () => {
      await tess.getByRole('button', { name: filled(en.learners.menu, { name: 'Cy' }) }).click();
      await tess.getByRole('menuitem', { name: en.learners.rename }).click();
      return dialog(tess).getByLabel(en.learners.displayName);
    };
    // of whom nobody has agreed, no other name is written down
    expect(await (await rename()).isEditable()).toBe(false);
    await dialog(tess).getByText(en.learners.nameWaits).waitFor();
    await tess.locator('[role="menu"]').waitFor({ state: 'detached' });
    await look('renaming a learner who waits');
    await tess.keyboard.press('Escape');
    await server.app.db.jobs.query(
      `UPDATE users SET is_minor = false, status = 'active' WHERE username = 'cy.2015'`,
    );
    await tess.reload();
    await (await rename()).fill('Cyril');
    await dialog(tess).getByRole('button', { name: en.learners.save }).click();
    await card(tess, en.learners.title).getByText('Cyril').waitFor();

    const code = card(tess, en.code.title);
    const before = (await code.getByText(/^[A-Z2-9]{6}$/).textContent())!;
    await code.getByRole('button', { name: en.code.renew }).click();
    await dialog(tess).getByRole('button', { name: en.code.renew }).click();
    await code.getByText(before).waitFor({ state: 'detached' });
    await code.getByText(/^[A-Z2-9]{6}$/).waitFor();
    await code.getByRole('button', { name: en.code.closeYes }).click();
    await dialog(tess).getByRole('button', { name: en.code.closeYes }).click();
    await code.getByText(en.code.closed).waitFor();

    await button(tess, en.teachers.add).click();
    await dialog(tess).getByRole('radio', { name: 'Stan' }).check();
    await dialog(tess).getByRole('radio', { name: en.list.role.substitute }).check();
    await dialog(tess).getByRole('button', { name: en.teachers.submit }).click();
    await dialog(tess).getByText(en.teachers.dayMissing).waitFor();
    await dialog(tess)
      .getByLabel(en.teachers.lastDay)
      .fill(`${new Date().getFullYear() + 1}-01-31`);
    await dialog(tess).getByRole('button', { name: en.teachers.submit }).click();
    await card(tess, en.teachers.title)
      .getByText(/^Substitute until /)
      .waitFor();

    await button(tess, en.one.archive).click();
    await dialog(tess).getByRole('button', { name: en.one.archiveYes }).click();
    await tess.getByText(en.one.archivedBody).waitFor();
    expect(await card(tess, en.code.title).count()).toBe(0);
    await button(tess, en.one.takeOut).click();
    await card(tess, en.code.title).waitFor();
  });

  it('plays a game with it, which then stands among its games', async () => {
    await tess.getByRole('link', { name: en.one.play }).click();
    await heading(tess, teachWords.library.title).waitFor();
    await tess.getByRole('article').getByRole('link').first().click();
    const chosen = tess.getByLabel(en.choose.label);
    await chosen.waitFor();
    expect(await chosen.inputValue()).toBe(classId);
    await look('mission');
    await button(tess, teachWords.start.submit).click();
    await tess.waitForURL('**/host');
    await tess.goto(`${server.url}/teach/sessions`);
    await tess.getByText(filled(en.choose.forClass, { name: '7B' })).waitFor();
    await tess.getByRole('link', { name: en.list.title, exact: true }).click();
    await tess.getByRole('link', { name: '7B' }).click();
    await card(tess, en.games.title).getByText(teachWords.sessions.status.lobby).waitFor();
  });

  it('[PRS-1] sees who comes into the lobby, and who leaves', async () => {
    const learners = card(tess, en.learners.title);
    const cyril = learners.getByRole('listitem').filter({ hasText: 'Cyril' });
    await learners.getByText(presence.nobody).waitFor();
    const { db } = server.app;
    const { rows } = await db.jobs.query<{ id: string; pin: string; title: string }>(
      `SELECT u.id, p.pin, s.title FROM users u, live_pins p JOIN live_sessions s ON s.id = p.session_id
       WHERE u.username = 'cy.2015' AND p.released_at IS NULL AND s.group_id = $1`,
      [classId],
    );
    const { id, pin, title } = rows[0]!;
    const { token } = await createPeople(db.jobs, deriveKeys(server.config.secret)).signIn({
      userId: id,
      orgId: server.orgId,
    });
    const { body } = await call<Joined>(server, '/join', { method: 'POST', token, body: { pin } });
    const seat = await openSeat(server.url, body.seat);
    await cyril.getByText(filled(presence.with.lobby, { title })).waitFor();
    await learners.getByText(filled(presence.here_one, { count: 1 })).waitFor();
    await look('class with somebody who is here');
    seat.close();
    await learners.getByText(presence.nobody).waitFor();
    expect(await cyril.getByText(title).count()).toBe(0);
  });

  it('turns the school year: who goes along is chosen, and seen before it happens', async () => {
    await tess.getByRole('link', { name: en.one.back, exact: true }).first().click();
    await tess.getByRole('link', { name: en.list.year }).click();
    await tess.getByRole('radio', { name: en.year.goesOn }).check();
    await look('year, which');
    await button(tess, en.year.next).click();
    expect(await tess.getByLabel(en.year.newName).inputValue()).toBe('8B');
    await tess.getByRole('checkbox', { name: 'Cyril' }).uncheck();
    await tess.getByText(filled(en.year.going, { going: 8, count: 9 })).waitFor();
    await look('year, who');
    await button(tess, en.year.next).click();
    await tess.getByText(filled(en.year.counts, { going: 8, leaving: 1 })).waitFor();
    await look('year, summary');
    await button(tess, en.year.submit).click();
    await tess.getByText(filled(en.year.made_other, { name: '8B', count: 8 })).waitFor();
    await tess.getByRole('link', { name: filled(en.year.open, { name: '8B' }) }).click();
    await heading(tess, '8B').waitFor();
    await card(tess, en.teachers.title).getByText('Cole').waitFor();
    await tess.getByRole('link', { name: en.one.back, exact: true }).first().click();
    await tess.getByText(en.list.archived, { exact: true }).click();
    await tess.getByRole('link', { name: '7B' }).waitFor();
  });

  it('hands it over, and sees it no more', async () => {
    await tess.getByText(en.list.current, { exact: true }).click();
    await tess.getByRole('link', { name: '8B' }).click();
    await button(tess, en.one.handOver).click();
    await dialog(tess).getByRole('radio', { name: 'Cole' }).check();
    await look('handing over');
    await dialog(tess).getByRole('button', { name: en.handOver.submit }).click();
    await tess.getByRole('heading', { name: en.list.emptyTitle }).waitFor();
    const { items } = await cole.classes();
    expect(items.map(({ name, role }) => [name, role])).toEqual([['8B', 'teacher']]);
    expect(items[0]!.teachers).toHaveLength(1);
  });

  it('leaves nobody out, and nothing broke on the way', () => {
    expect(accessibility.screens.length).toBeGreaterThan(15);
    expect(accessibility.violations).toEqual([]);
    expect(visitors.errors).toEqual([]);
  });
});
