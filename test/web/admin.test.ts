import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin as en } from '../../web/src/shared/i18n/en/admin.ts';
import { account as accountEs } from '../../web/src/shared/i18n/es/account.ts';
import { admin as es } from '../../web/src/shared/i18n/es/admin.ts';
import { checkAccessibility } from '../support/accessibility.ts';
import { AccountPages, accountWords } from '../support/account-pages.ts';
import { filled } from '../support/class-pages.ts';
import { consentToken, onlyToPlay, post, signUpChild } from '../support/families.ts';
import { bigScreen, desktop, openBrowser, phone, type Visitors } from '../support/pages.ts';
import { addPerson, call, goodPassword, signIn } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';

/** A dot: what a guardian photographed. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const learners = 55;

let server: BareServer;
let visitors: Visitors;
let page: Page;
let ada: AccountPages;
let secret: string;
let tessId: string;
const accessibility = checkAccessibility();
const words = accountWords.en;

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await server.app.db.jobs.query<T>(sql, values)).rows;
/** What the app shows so many seconds from now; a code of a moment that is over is not taken twice. */
const codeOf = (inSeconds = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + inSeconds * 1_000 });

async function fillSchool(): Promise<void> {
  await rows(
    `WITH made AS (INSERT INTO users (id, org_id, username, origin) SELECT gen_random_uuid(), $1, 'learner-' || n, 'roster' FROM generate_series(1, $2) n RETURNING id, username),
       named AS (INSERT INTO user_profiles (user_id, display_name) SELECT id, initcap(username) FROM made)
     INSERT INTO user_roles (user_id, role_id, org_id, is_primary) SELECT made.id, r.id, $1, true FROM made, roles r WHERE r.key = 'student'`,
    [server.orgId, learners],
  );
}

/** A child whose guardian signed a form and sent it in. */
async function childWithForm(): Promise<void> {
  const { guardianEmail } = await signUpChild(server, { nickname: 'Brave Otter' });
  const sent = await post(server, '/consents/form', {
    token: await consentToken(server, guardianEmail),
    decisions: onlyToPlay,
    file: { content: picture },
    relationship: 'parent',
    displayName: 'Pat Parent',
    password: goodPassword,
  });
  expect(sent.status).toBe(201);
}

async function addFactor(): Promise<void> {
  const { accessToken: token } = await signIn(server, 'ada@school.example');
  const made = await call<{ secret: string }>(server, '/me/second-factor', { method: 'POST', token });
  secret = made.body.secret;
  await post(server, '/me/second-factor/confirm', { code: codeOf() }, token);
}

beforeAll(async () => {
  [server, visitors] = await Promise.all([startBareServer({ ADMIN_TOTP: 'required' }), openBrowser()]);
  [tessId] = await Promise.all([
    addPerson(server, { role: 'teacher', email: 'tess@school.example', displayName: 'Tess Teacher' }),
    addPerson(server, { role: 'admin', email: 'ada@school.example', displayName: 'Ada Admin' }),
    addPerson(server, { role: 'teacher', email: 'theo@school.example', displayName: 'Theo Teacher' }),
    fillSchool(),
  ]);
  await Promise.all([childWithForm(), addFactor()]);
  page = await visitors.come('Ada');
  ada = new AccountPages(page, server.url);
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

const place = (name: string) =>
  page.getByRole('navigation', { name: words.nav.label }).getByRole('link', { name, exact: true });
const part = (name: keyof typeof en.compliance.parts) =>
  page.getByRole('tab', { name: en.compliance.parts[name], exact: true });
const dialog = () => page.getByRole('dialog');
const listed = (text: string) => page.getByRole('listitem').filter({ hasText: text });
const said = (text: string) => page.getByRole('status').getByText(text, { exact: true }).waitFor();
const widerThanScreen = () =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

async function choosePerson(label: string, search: string, name: string): Promise<void> {
  await dialog().getByRole('combobox', { name: label }).fill(search);
  await page.getByRole('option', { name }).click();
}

describe('the overview', () => {
  it('[AUT-6] is reached with the second factor, and says what waits for the administrator', async () => {
    await ada.open('/admin');
    await ada.fillLogin('ada@school.example', goodPassword);
    await ada.button(words.signIn.submit).click();
    await ada.heading(words.signIn.codeTitle).waitFor();
    await ada.field(words.signIn.code).fill(codeOf(30));
    await ada.button(words.signIn.submit).click();
    await ada.heading(en.overview.title).waitFor();
    for (const matter of [
      filled(en.overview.forms_one, { count: 1 }),
      filled(en.overview.children_one, { count: 1 }),
      en.overview.riskNone,
      en.overview.coordinator,
      en.overview.noMail,
    ])
      await listed(matter).waitFor();
    await page.getByRole('link', { name: en.overview.links.outbox.title, exact: true }).waitFor();
  });

  it('is for administrators: a teacher is told so, and finds no way to it', async () => {
    const theo = new AccountPages(await visitors.come('Theo'), server.url);
    await theo.open('/admin/people');
    await theo.fillLogin('theo@school.example', goodPassword);
    await theo.button(words.signIn.submit).click();
    await theo.heading(words.states.forbiddenTitle).waitFor();
    await theo.page.getByRole('link', { name: words.states.ownPlace }).click();
    await theo.page.getByRole('navigation', { name: words.nav.label }).waitFor();
    expect(await theo.page.getByRole('link', { name: words.nav.compliance }).count()).toBe(0);
    await theo.page.context().close();
  });
});

describe('people', () => {
  it('are shown 50 at a time and found by name, role and state', async () => {
    await place(words.nav.people).click();
    await ada.heading(en.people.title).waitFor();
    const lines = page.getByRole('table').getByRole('row');
    await expect.poll(() => lines.count()).toBe(51);
    await ada.button(en.words.more).click();
    await expect.poll(() => lines.count()).toBeGreaterThan(learners + 1);
    await ada.field(en.people.role).selectOption('teacher');
    await expect.poll(() => lines.count()).toBe(3);
    await ada.field(en.people.role).selectOption('');
    await ada.field(en.people.search).fill('nobody like that');
    await page.getByText(en.people.none).waitFor();
    await ada.button(en.people.clear).click();
    await ada.field(en.people.search).fill('tess@');
    await expect.poll(() => lines.count()).toBe(2);
    expect(new URL(page.url()).searchParams.get('search')).toBe('tess@');
  });

  it('get and lose a role, are signed out, deactivated and activated again', async () => {
    await page.getByRole('link', { name: 'Tess Teacher' }).click();
    await ada.heading('Tess Teacher').waitFor();
    const role = en.roles.moderator.title;
    await page.getByRole('button', { name: filled(en.person.giveRole, { role }) }).click();
    await said(filled(en.person.given, { name: 'Tess Teacher', role }));
    await page.getByRole('button', { name: filled(en.person.takeRole, { role }) }).click();
    await dialog().getByRole('button', { name: en.person.take }).click();
    await said(filled(en.person.taken, { name: 'Tess Teacher', role }));
    const { accessToken: token } = await signIn(server, 'tess@school.example');
    await ada.button(en.person.signOut).click();
    await dialog().getByRole('button', { name: en.person.signOut }).click();
    await said(filled(en.person.signedOut, { name: 'Tess Teacher' }));
    await expect.poll(async () => (await call(server, '/me', { token })).status).toBe(401);
    await ada.button(en.person.suspend).click();
    await dialog().getByRole('button', { name: en.person.suspend }).click();
    await said(filled(en.person.suspended, { name: 'Tess Teacher' }));
    expect(await rows('SELECT status FROM users WHERE id = $1', [tessId])).toEqual([{ status: 'suspended' }]);
    await ada.button(en.person.reactivate).click();
    await said(filled(en.person.reactivated, { name: 'Tess Teacher' }));
  });

  it('pass their classes on when they leave, and are erased for good', async () => {
    await ada.button(en.person.handOver).click();
    await dialog().getByRole('radio', { name: 'Theo Teacher' }).check();
    await dialog().getByRole('button', { name: en.person.handOverYes }).click();
    const [classes, sessions] = [en.person.handedClasses_other, en.person.handedSessions_other].map((text) =>
      filled(text, { count: 0 }),
    );
    await said(
      filled(en.person.handedOver, { name: 'Theo Teacher', classes: classes!, sessions: sessions! }),
    );
    await ada.button(en.person.erase).click();
    await dialog().getByRole('button', { name: en.person.eraseYes }).click();
    await dialog().getByText(en.person.eraseSureMissing).waitFor();
    await dialog().getByRole('checkbox', { name: en.person.eraseSure }).check();
    await dialog().getByRole('button', { name: en.person.eraseYes }).click();
    await said(filled(en.people.erased, { name: 'Tess Teacher' }));
    expect(await rows('SELECT 1 FROM users WHERE id = $1', [tessId])).toEqual([]);
  });

  it('are managed with the keyboard alone', async () => {
    const press = async (reached: () => Promise<boolean>, key = 'Tab', most = 60) => {
      for (let count = 0; count < most && !(await reached()); count++) await page.keyboard.press(key);
      expect(await reached()).toBe(true);
    };
    const focused = (label: string) => () =>
      page.evaluate((wanted) => {
        const { activeElement: at } = document;
        const names = [
          at?.getAttribute('aria-label'),
          at?.textContent,
          (at as HTMLInputElement).labels?.[0]?.textContent,
        ];
        return names.includes(wanted);
      }, label);
    await press(focused(en.people.search));
    await page.keyboard.type('theo');
    await expect.poll(() => page.getByRole('table').getByRole('row').count()).toBe(2);
    await press(focused('Theo Teacher'));
    await page.keyboard.press('Enter');
    await ada.heading('Theo Teacher').waitFor();
    expect(await focused('Theo Teacher')()).toBe(true);
    const role = en.roles.content_creator.title;
    await press(focused(filled(en.person.giveRole, { role })));
    await page.keyboard.press('Enter');
    await said(filled(en.person.given, { name: 'Theo Teacher', role }));
  });
});

describe('how to reach a guardian', () => {
  it('[DAT-2] [CON-9] is shown for a reason, which is written down', async () => {
    const patId = await addPerson(server, {
      role: 'guardian',
      email: 'pat@home.example',
      displayName: 'Pat Guardian',
    });
    const { accessToken: token } = await signIn(server, 'pat@home.example');
    const body = { phone: '+34 600 11 22 33', address: null };
    expect((await call(server, '/me/contact', { method: 'PUT', token, body })).status).toBe(200);
    await ada.open(`/admin/people/${patId}`);
    const card = ada.card(en.contact.title);
    await card.getByRole('button', { name: en.contact.show }).click();
    await card.getByText(words.fields.required).waitFor();
    await card.getByLabel(en.contact.interest).fill('The child fell ill');
    await card.getByRole('button', { name: en.contact.show }).click();
    await card.getByText('+34 600 11 22 33').waitFor();
    await card.getByText(en.contact.none).waitFor();
    await accessibility.look('the contact of a guardian', page);
    expect(await rows('SELECT interest FROM disclosures WHERE subject_id = $1', [patId])).toEqual([
      { interest: 'The child fell ill' },
    ]);
  });
});

describe('settings', () => {
  it('say beside the field what is wrong, and keep what is right', async () => {
    await place(words.nav.settings).click();
    await ada.heading(en.settings.title).waitFor();
    const keeping = ada.card(en.settings.keeping);
    const days = keeping.getByLabel(en.settings.fields.cardDays.label);
    await days.fill('0');
    await keeping.getByRole('button', { name: en.words.save }).click();
    await keeping.getByText(words.fields.number).waitFor();
    await days.fill('45');
    await keeping.getByRole('button', { name: en.words.save }).click();
    await keeping.getByText(en.settings.saved).waitFor();
    expect(await rows('SELECT card_days FROM org_settings')).toEqual([{ card_days: 45 }]);
    const ages = ada.card(en.settings.ages);
    await ages.getByLabel(en.settings.fields.maxAge.label).fill('5');
    await ages.getByLabel(en.settings.fields.minAge.label).fill('6');
    await ages.getByRole('button', { name: en.words.save }).click();
    await ages.getByText(words.fields.ageOrder).waitFor();
    const school = ada.card(en.settings.school);
    await school.getByRole('combobox', { name: en.settings.fields.country.label }).fill('Spain');
    await page.getByRole('option', { name: 'Spain' }).click();
    await school.getByRole('button', { name: en.words.save }).click();
    await school.getByText(en.settings.saved).waitFor();
    await ages.getByText(filled(en.settings.effective, { age: 14 })).waitFor();
  });
});

describe('data protection', () => {
  it('[CON-9] writes a request down, shows its deadline, and closes it with an answer', async () => {
    await place(words.nav.compliance).click();
    await ada.heading(en.compliance.title).waitFor();
    await part('requests').click();
    await ada.button(en.compliance.requests.add).click();
    await dialog().getByRole('button', { name: en.compliance.requests.addYes }).click();
    await dialog().getByText(words.fields.required).waitFor();
    await choosePerson(en.compliance.requests.person, 'learner-7', 'Learner-7');
    await dialog().getByLabel(en.compliance.requests.note).fill('By letter.');
    await dialog().getByRole('button', { name: en.compliance.requests.addYes }).click();
    await said(en.compliance.requests.added);
    await listed('By letter.').getByText(/30/).first().waitFor();
    const answer = filled(en.compliance.requests.doneOf, { name: 'Learner-7' });
    await page.getByRole('button', { name: answer }).click();
    // half faded in, everything is pale
    await expect.poll(() => dialog().evaluate((shown) => getComputedStyle(shown).opacity)).toBe('1');
    await accessibility.look('an answer', page);
    await dialog().getByLabel(en.compliance.requests.answerNote).fill('Sent on paper.');
    await dialog().getByRole('button', { name: en.compliance.requests.answerYes }).click();
    await said(en.compliance.requests.answeredNow);
    await page.getByText(en.compliance.requests.none).waitFor();
    expect(await rows(`SELECT status, note, answer FROM data_requests WHERE kind = 'access'`)).toEqual([
      { status: 'done', note: 'By letter.', answer: 'Sent on paper.' },
    ]);
  });

  it('[CON-3] shows the picture of a signed form, and its acceptance counts', async () => {
    await part('forms').click();
    const name = 'Brave Otter';
    await page.getByRole('button', { name: filled(en.compliance.forms.lookOf, { name }) }).click();
    const shown = dialog().getByRole('img', { name: filled(en.compliance.forms.picture, { name }) });
    await shown.waitFor();
    expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: filled(en.compliance.forms.acceptOf, { name }) }).click();
    await said(filled(en.compliance.forms.accepted, { name }));
    await page.getByText(en.compliance.forms.none).waitFor();
    expect(
      await rows(
        `SELECT u.status FROM users u JOIN user_profiles p ON p.user_id = u.id WHERE p.display_name = $1`,
        [name],
      ),
    ).toEqual([{ status: 'active' }]);
  });

  it('[CON-3] signs an agreement, not one that ends before it began, and ends it', async () => {
    await part('agreements').click();
    await ada.button(en.compliance.agreements.add).click();
    await dialog().getByLabel(en.compliance.agreements.name).fill('School year');
    await dialog().getByLabel(en.compliance.agreements.signedBy).fill('Ada Head');
    await dialog().getByLabel(en.compliance.agreements.validUntil).fill('2020-01-01');
    await dialog().getByRole('button', { name: en.compliance.agreements.addYes }).click();
    await dialog().getByText(words.fields.dayAfter).waitFor();
    await dialog().getByLabel(en.compliance.agreements.validUntil).fill('2190-01-01');
    await dialog().getByRole('button', { name: en.compliance.agreements.addYes }).click();
    await said(en.compliance.agreements.added);
    await listed('School year').getByText(en.compliance.agreements.state.valid, { exact: true }).waitFor();
    const title = 'School year';
    await page.getByRole('button', { name: filled(en.compliance.agreements.endOf, { title }) }).click();
    await dialog().getByRole('button', { name: en.compliance.agreements.endYes }).click();
    await said(en.compliance.agreements.endedNow);
    await listed('School year').getByText(en.compliance.agreements.state.ended, { exact: true }).waitFor();
  });

  it('[CON-9] starts the clock of a breach, and writes down that the authority was told', async () => {
    await part('breaches').click();
    await ada.button(en.compliance.breaches.add).click();
    await dialog().getByLabel(en.compliance.breaches.description).fill('A list lay in the corridor.');
    await dialog().getByRole('button', { name: en.compliance.breaches.addYes }).click();
    await said(en.compliance.breaches.added);
    await page.getByText(/7[12] hours left/).waitFor();
    await ada.button(en.compliance.breaches.toldNow).click();
    await dialog().getByRole('button', { name: en.compliance.breaches.toldNowYes }).click();
    await expect
      .poll(() => rows('SELECT authority_notified_at IS NOT NULL AS told FROM breach_records'))
      .toEqual([{ told: true }]);
  });

  it('[CON-9] keeps risk assessments and disclosures, and hands out the record of processing', async () => {
    await part('risk').click();
    await ada.button(en.compliance.risk.add).click();
    await dialog().getByLabel(en.compliance.risk.summary).fill('Lists are locked away now.');
    await dialog().getByRole('button', { name: en.compliance.risk.addYes }).click();
    await said(en.compliance.risk.added);
    await listed('Lists are locked away now.').waitFor();
    await part('disclosures').click();
    await ada.button(en.compliance.disclosures.add).click();
    await choosePerson(en.compliance.disclosures.person, 'learner-8', 'Learner-8');
    await dialog().getByLabel(en.compliance.disclosures.recipient).fill('The school board');
    await dialog().getByLabel(en.compliance.disclosures.interest).fill('A complaint');
    await dialog().getByLabel(en.compliance.disclosures.fields).fill('name\nresults');
    await dialog().getByRole('button', { name: en.compliance.disclosures.addYes }).click();
    await said(en.compliance.disclosures.added);
    await listed('The school board').getByText('name, results').waitFor();
    await part('standing').click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      ada.button(en.compliance.standing.recordGet).click(),
    ]);
    expect(file.suggestedFilename()).toBe('record-of-processing.csv');
  });
});

describe('the log', () => {
  it('[DAT-3] finds what was just done by action, person and day, shows before and after, and is whole', async () => {
    await place(words.nav.log).click();
    await ada.heading(en.audit.title).waitFor();
    await ada.field(en.audit.action).selectOption('settings');
    const entry = page.getByRole('row').filter({ hasText: en.audit.actions.settings.changed });
    const days = filled(en.audit.change, {
      field: en.settings.fields.cardDays.label,
      before: 200,
      after: 45,
    });
    await entry.getByText(days).waitFor();
    await entry.getByRole('cell', { name: 'Ada Admin' }).first().waitFor();
    await ada.field(en.audit.action).selectOption('');
    await page.getByRole('combobox', { name: en.audit.person }).fill('theo');
    await page.getByRole('option', { name: 'Theo Teacher' }).click();
    await page.getByText(en.audit.about, { exact: true }).click();
    await page.getByRole('row').filter({ hasText: en.audit.actions.role.granted }).waitFor();
    await ada.field(en.audit.to).fill('2020-01-01');
    await page.getByText(en.audit.none).waitFor();
    await ada.button(en.audit.clear).click();
    await page.getByRole('row').nth(3).waitFor();
    await ada.button(en.audit.check).click();
    await page.getByText(/The log is whole/).waitFor();
  });
});

describe('every page', () => {
  const parts = Object.keys(en.compliance.parts).map((name) => ({
    screen: `compliance, ${name}`,
    path: `/admin/compliance?part=${name}`,
  }));
  /** Parts that are made of the same pieces as others, and what is looked at elsewhere. */
  const alike = /part=(requests|forms|agreements|disclosures|risk|retention)$|mail$/;
  const pages = (id: string) => [
    { screen: 'administration', path: '/admin' },
    { screen: 'everybody', path: '/admin/people?search=learner-12' },
    { screen: 'a person', path: `/admin/people/${id}` },
    { screen: 'inviting', path: '/admin/invitations' },
    { screen: 'settings of the school', path: '/admin/settings' },
    ...parts,
    { screen: 'the audit log', path: '/admin/audit?group=role' },
    { screen: 'all letters', path: '/admin/mail' },
  ];
  const settled = () => expect.poll(() => page.getByLabel(words.states.loading).count()).toBe(0);

  it('can be read by everybody, in light and dark, and fits a phone and a big screen, with long names as well', async () => {
    const id = await addPerson(server, {
      role: 'student',
      username: 'long',
      displayName: 'Ñandú'.repeat(19),
    });
    for (const { screen, path } of pages(id)) {
      await ada.open(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await settled();
      if (!alike.test(path)) await accessibility.look(screen, page);
      for (const size of [phone.viewport!, bigScreen, desktop.viewport!]) {
        await page.setViewportSize(size);
        expect(await widerThanScreen(), `${path} at ${size.width}`).toBe(false);
      }
    }
  });

  it('is there in Spanish', async () => {
    await page.evaluate(() => localStorage.setItem('tutti.language', 'es'));
    await page.setViewportSize(phone.viewport!);
    for (const [path, title] of [
      ['/admin', es.overview.title],
      ['/admin/people', es.people.title],
      ['/admin/settings', es.settings.title],
      ['/admin/compliance?part=requests', es.compliance.title],
      ['/admin/audit', es.audit.title],
    ] as const) {
      await ada.open(path);
      await ada.heading(title).waitFor();
      expect(await widerThanScreen(), path).toBe(false);
    }
    await page.getByRole('link', { name: accountEs.nav.settings, exact: true }).waitFor();
  });
});

it('no page broke a rule of accessibility, threw or complained', () => {
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
});
