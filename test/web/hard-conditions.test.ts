import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { admin } from '../../web/src/shared/i18n/en/admin.ts';
import { classes } from '../../web/src/shared/i18n/en/classes.ts';
import { mail } from '../../web/src/shared/i18n/en/mail.ts';
import { AccountPages, accountWords, learnWords } from '../support/account-pages.ts';
import { filled, teachWords } from '../support/class-pages.ts';
import { familyAtHome } from '../support/families.ts';
import { familyWords } from '../support/family-pages.ts';
import { desktop, openBrowser, type Visitors } from '../support/pages.ts';
import { addPerson, goodPassword } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';

/** From the right to the left. */
const arabic = 'أمينة بن يوسف';
/** 60 letters, and nowhere a place to break. */
const endless = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis';
const many = 2_000;
const pupils = 200;
const someWords = 'typed before it';

const own = accountWords.en;
const { states } = own;
const family = familyWords.en;
const learn = learnWords.en;

type Who = 'Ada' | 'Tess' | 'Pat' | 'Maya';
let server: BareServer;
let visitors: Visitors;
const pageOf = {} as Record<Who, Page>;
/** What stands in the addresses below in place of its name. */
const ids: Record<string, string> = {};

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await server.app.db.jobs.query<T>(sql, values)).rows;

async function fillSchool(): Promise<void> {
  await rows(
    `WITH made AS (INSERT INTO users (id, org_id, username, origin) SELECT gen_random_uuid(), $1, 'learner-' || n, 'roster' FROM generate_series(1, $2::int) n RETURNING id, username),
       named AS (INSERT INTO user_profiles (user_id, display_name) SELECT id, CASE username WHEN 'learner-1' THEN $5 WHEN 'learner-2' THEN $6 ELSE initcap(username) END FROM made),
       members AS (INSERT INTO group_members (group_id, user_id) SELECT $3::uuid, id FROM made WHERE substr(username, 9)::int <= $4)
     INSERT INTO user_roles (user_id, role_id, org_id, is_primary) SELECT made.id, r.id, $1, true FROM made, roles r WHERE r.key = 'student'`,
    [server.orgId, many, ids.class, pupils, arabic, endless],
  );
}

/** Two children of one guardian, one of them in the class. */
async function addFamily(): Promise<void> {
  const [maya, leo] = await Promise.all([familyAtHome(server), familyAtHome(server)]);
  const guardianId = maya.guardian.user.id;
  await rows('INSERT INTO guardian_links (guardian_id, child_id) VALUES ($1, $2)', [guardianId, leo.childId]);
  await rows('INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)', [ids.class, maya.childId]);
  await rows(
    'UPDATE user_profiles SET display_name = CASE user_id WHEN $1 THEN $3 ELSE $4 END WHERE user_id IN ($1, $2, $5)',
    [maya.childId, leo.childId, arabic, endless, guardianId],
  );
  Object.assign(ids, { child: maya.childId, brother: leo.childId, guardian: guardianId });
  await Promise.all([signInAs('Pat', maya.email), signInAs('Maya', maya.username)]);
}

async function signInAs(who: Who, login: string): Promise<void> {
  const page = await visitors.come(who, desktop);
  page.setDefaultTimeout(10_000);
  await page.clock.install();
  const pages = new AccountPages(page, server.url);
  await pages.signIn(login, goodPassword);
  await page.getByRole('button', { name: own.account.menu }).waitFor();
  pageOf[who] = page;
}

beforeAll(async () => {
  [server, visitors] = await Promise.all([startBareServer(), openBrowser()]);
  await rows('UPDATE org_settings SET open_sign_up = true');
  ids.class = randomUUID();
  await rows(
    `INSERT INTO groups (id, org_id, name, code) VALUES ($1, $2, $3, 'ABCDEF'), (gen_random_uuid(), $2, $4, NULL)`,
    [ids.class, server.orgId, arabic, endless],
  );
  const [adaId, tessId, amina] = await Promise.all([
    addPerson(server, { role: 'admin', email: 'ada@school.example', displayName: arabic }),
    addPerson(server, { role: 'teacher', email: 'tess@school.example', displayName: endless }),
    addPerson(server, { role: 'teacher', email: 'amina@school.example', displayName: arabic }),
    fillSchool(),
  ]);
  await rows(
    `INSERT INTO group_members (group_id, user_id, role)
     SELECT id, $1::uuid, 'teacher' FROM groups UNION ALL SELECT id, $2::uuid, 'co_teacher' FROM groups`,
    [tessId, amina],
  );
  Object.assign(ids, { ada: adaId, tess: tessId });
  await Promise.all([
    addFamily(),
    signInAs('Ada', 'ada@school.example'),
    signInAs('Tess', 'tess@school.example'),
  ]);
}, 60_000);
afterEach(async () => {
  for (const page of Object.values(pageOf)) {
    await page.context().setOffline(false);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  }
});
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

const button = (at: Page | Locator, name: string) => at.getByRole('button', { name, exact: true });
const card = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });
const retries = (page: Page) => button(page, states.retry);

interface Place {
  who: Who;
  /** A word in braces stands for an id. */
  path: string;
  /** Of the page's own reads those that fail; else all. */
  reads?: RegExp;
  /** What is there once the page is. */
  there(page: Page): Locator;
  /** The field that something is typed into, where there is one. */
  type?(page: Page): Promise<Locator>;
  /** What is pressed while there is no network. */
  press(page: Page): Locator;
  /** What is typed; else some words. */
  text?: string;
  /** What is pressed once the network is back; else the same, or the way to try again. */
  again?(page: Page): Locator;
}

const places: Place[] = [
  {
    who: 'Tess',
    path: '/teach/classes',
    there: (page) => page.getByRole('link', { name: endless }),
    async type(page) {
      await button(page, classes.list.add).click();
      return page.getByRole('dialog').getByRole('textbox').first();
    },
    press: (page) => page.getByRole('dialog').locator('button[type=submit]'),
  },
  {
    who: 'Tess',
    path: '/teach/classes/{class}',
    there: (page) => card(page, classes.learners.title).getByText('Learner-10', { exact: true }),
    async type(page) {
      await page
        .getByRole('button', { name: filled(classes.learners.menu, { name: 'Learner-10' }), exact: true })
        .click();
      await page.getByRole('menuitem', { name: classes.learners.rename }).click();
      return page.getByRole('dialog').getByLabel(classes.learners.displayName);
    },
    press: (page) => button(page.getByRole('dialog'), classes.learners.save),
  },
  {
    who: 'Ada',
    path: '/admin/people',
    there: (page) => page.getByRole('row').nth(20),
    press: (page) => button(page, admin.words.more),
  },
  {
    who: 'Ada',
    path: '/admin/people/{guardian}',
    there: (page) => card(page, admin.contact.title),
    async type(page) {
      await button(page, admin.person.rename).click();
      return page.getByLabel(admin.person.name, { exact: true });
    },
    press: (page) => card(page, admin.person.facts).locator('button[type=submit]'),
  },
  {
    who: 'Ada',
    path: '/admin/settings',
    there: (page) => card(page, admin.settings.byCountry).getByRole('table'),
    type: async (page) => card(page, admin.settings.subjects).getByLabel(admin.settings.subjectName),
    press: (page) => button(card(page, admin.settings.subjects), admin.settings.addSubject),
  },
  {
    who: 'Ada',
    path: '/admin/compliance',
    there: (page) => card(page, admin.compliance.standing.record),
    press: (page) => button(page, admin.compliance.standing.recordGet),
  },
  {
    who: 'Ada',
    path: '/admin/compliance?part=risk',
    there: (page) => page.getByText(admin.compliance.risk.none),
    async type(page) {
      await button(page, admin.compliance.risk.add).click();
      return page.getByRole('dialog').getByLabel(admin.compliance.risk.summary);
    },
    press: (page) => button(page.getByRole('dialog'), admin.compliance.risk.addYes),
  },
  {
    who: 'Ada',
    path: '/admin/audit',
    there: (page) => page.getByRole('row').nth(1),
    press: (page) => button(page, admin.audit.check),
  },
  {
    who: 'Ada',
    path: '/admin/mail',
    there: (page) => button(page, mail.templates.test),
    press: (page) => button(page, mail.templates.test),
  },
  {
    who: 'Ada',
    path: '/admin/invitations',
    there: (page) => page.getByText(teachWords.people.none),
    type: async (page) => page.getByLabel(teachWords.people.email, { exact: true }),
    text: 'somebody@new.example',
    press: (page) => button(page, teachWords.people.create),
  },
  {
    who: 'Pat',
    path: '/family',
    there: (page) => page.getByRole('link', { name: arabic }),
    press: (page) => page.getByRole('link', { name: arabic }),
    // a page that was never loaded offers to load itself, another one to read its child again
    again: (page) => page.getByRole('alert').getByRole('button').first(),
  },
  {
    who: 'Pat',
    path: '/family/{child}/data',
    there: (page) => page.getByRole('heading', { level: 1, name: arabic }),
    type: async (page) => card(page, family.correct.title).getByLabel(family.correct.name),
    press: (page) => button(page, family.correct.submit),
  },
  {
    who: 'Pat',
    path: '/family/{brother}',
    // each card of the page by itself
    reads: /\/family\/children\/[^/]+\/./,
    there: (page) => page.getByRole('heading', { level: 1, name: endless }),
    press: (page) => button(page, family.weeks.before),
  },
  {
    who: 'Maya',
    path: '/home/classes',
    there: (page) => card(page, learn.classes.title).getByText(arabic, { exact: true }),
    type: async (page) => page.getByLabel(learn.classes.code),
    press: (page) => button(page, learn.classes.look),
  },
  {
    who: 'Tess',
    path: '/account',
    there: (page) => card(page, own.signIns.title).getByText(own.signIns.here),
    type: async (page) => page.getByLabel(own.setup.name, { exact: true }),
    press: (page) => button(card(page, own.own.profile), own.own.save),
  },
];

const addressOf = ({ path }: Place) =>
  server.url + path.replace(/\{(\w+)\}/, (_, name: string) => ids[name]!);

/** At the page, without what an earlier look left in memory. */
async function comeTo(place: Place): Promise<Page> {
  const page = pageOf[place.who];
  await page.goto(addressOf(place));
  return page;
}

/** What a page reads about who is there is not its own. */
const ownReads = /\/api\/v1\/(?!auth\/|me$)/;

/** Names whose letters would mix with the sentence around them, or that are cut off without a sign. */
function namesAmiss(names: readonly string[]) {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const amiss: string[] = [];
  let seen = 0;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const text = node.textContent ?? '';
    const name = names.find((one) => text.includes(one));
    const at = node.parentElement!;
    if (!name || !at.checkVisibility() || at.closest('option, .sr-only')) continue;
    seen++;
    const isolated = at.closest('bdi, [dir="auto"]') || text.includes(`\u2068${name}`);
    if (!isolated && /\p{Script=Arabic}/u.test(name)) amiss.push(`mixes: ${at.outerHTML}`);
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, right } = range.getBoundingClientRect();
    for (let box: HTMLElement | null = at; box; box = box.parentElement) {
      const style = getComputedStyle(box);
      const edge = box.getBoundingClientRect();
      if (style.overflowX === 'visible' || (left >= edge.left - 1 && right <= edge.right + 1)) continue;
      if (style.textOverflow !== 'ellipsis') amiss.push(`cut: ${at.outerHTML}`);
      break;
    }
  }
  for (const field of document.querySelectorAll<HTMLInputElement>('input')) {
    if (names.includes(field.value) && getComputedStyle(field).unicodeBidi !== 'plaintext')
      amiss.push(`mixes: ${field.outerHTML}`);
  }
  return { amiss, seen };
}

describe('twice as large, in Spanish, with long names and names from the right', () => {
  const named: Pick<Place, 'who' | 'path'>[] = [
    ...places,
    { who: 'Ada', path: '/admin/people?role=teacher' },
    { who: 'Ada', path: '/account' },
  ];
  beforeAll(async () => {
    for (const page of Object.values(pageOf)) {
      await page.evaluate(() => localStorage.setItem('tutti.language', 'es'));
      await page.setViewportSize({ width: 640, height: 720 });
    }
  });
  afterAll(async () => {
    for (const page of Object.values(pageOf)) {
      await page.evaluate(() => localStorage.setItem('tutti.language', 'en'));
      await page.setViewportSize(desktop.viewport!);
    }
  });

  it.each(named)('$path of $who fits, and every name is whole or ends in an ellipsis', async (place) => {
    const page = await comeTo(place as Place);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expect.poll(() => page.getByLabel(accountWords.es.states.loading).count()).toBe(0);
    const widths = () => [document.documentElement.scrollWidth, document.documentElement.clientWidth];
    const [content, screen] = await page.evaluate(widths);
    expect(content, 'scrolls sideways').toBeLessThanOrEqual(screen!);
    const { amiss, seen } = await page.evaluate(namesAmiss, [arabic, endless]);
    expect(amiss).toEqual([]);
    expect(seen).toBeGreaterThan(0);
  });
});

describe.each(places)('$path', (place) => {
  it('says that the server failed, and is there after another try', async () => {
    const page = pageOf[place.who];
    const reads = place.reads ?? ownReads;
    await page.route(reads, (route) =>
      route.request().method() === 'GET'
        ? route.fulfill({
            status: 500,
            contentType: 'application/problem+json',
            body: JSON.stringify({ status: 500, code: 'server/internal', title: 'x', type: 'about:blank' }),
          })
        : route.continue(),
    );
    await comeTo(place);
    const alert = page.getByRole('alert').filter({ has: retries(page) });
    // it asks twice more before it says so; nobody has to wait for that
    await expect
      .poll(
        async () => {
          await page.clock.fastForward(500);
          return alert.getByText(states.errors.internal).first().isVisible();
        },
        { timeout: 10_000 },
      )
      .toBe(true);
    await alert.getByText('server/internal').first().waitFor();
    expect(await page.getByRole('heading', { level: 1 }).count(), 'what heads the page').toBe(1);
    await page.unroute(reads);
    await expect
      .poll(
        async () => {
          if (await retries(page).first().isVisible()) await retries(page).first().click();
          return retries(page).count();
        },
        { timeout: 10_000 },
      )
      .toBe(0);
    await place.there(page).waitFor();
  });

  it('keeps what was typed while the network is away, says so, and goes on when it is back', async () => {
    const page = pageOf[place.who];
    if (!(await place.there(page).isVisible())) await comeTo(place);
    await place.there(page).waitFor();
    const field = await place.type?.(page);
    const text = place.text ?? someWords;
    await field?.fill(text);
    await page.context().setOffline(true);
    await page.getByText(states.offline).waitFor();
    await place.press(page).click();
    await page.getByRole('alert').first().waitFor();
    if (field) expect(await field.inputValue()).toBe(text);
    await page.context().setOffline(false);
    await page.getByText(states.offline).waitFor({ state: 'detached' });
    const retry = (await retries(page).count()) > 0 ? retries(page).first() : place.press(page);
    await (place.again?.(page) ?? retry).click();
    await page.getByText(states.errors.unreachable).waitFor({ state: 'detached' });
  });
});

describe('a school of two thousand', () => {
  it('shows its first people at once, and goes on where the button had the focus', async () => {
    const page = pageOf.Ada;
    const before = performance.now();
    await page.goto(`${server.url}/admin/people`);
    await page.getByRole('row').nth(50).waitFor();
    expect(performance.now() - before).toBeLessThan(5_000);
    const more = button(page, admin.words.more);
    await more.focus();
    const scrolled = () => page.evaluate(() => window.scrollY);
    for (const rowsThen of [101, 151]) {
      const place = await scrolled();
      await page.keyboard.press('Enter');
      await expect.poll(() => page.getByRole('row').count()).toBe(rowsThen);
      expect(await scrolled()).toBe(place);
      expect(await more.evaluate((one) => one === document.activeElement)).toBe(true);
      await more.scrollIntoViewIfNeeded();
    }
  });

  it('shows all two hundred of a class, and the focus stays where the list ended', async () => {
    const page = pageOf.Tess;
    await page.goto(`${server.url}/teach/classes/${ids.class}`);
    const list = page.getByRole('list', { name: classes.learners.list }).getByRole('listitem');
    await expect.poll(() => list.count()).toBe(100);
    const more = button(card(page, classes.learners.title), classes.cards.more);
    await more.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => list.count()).toBe(200);
    await page.keyboard.press('Enter');
    await expect.poll(() => list.count()).toBe(pupils + 1);
    const end = card(page, classes.learners.title).getByText(states.allShown);
    await expect.poll(() => end.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.getByLabel(classes.learners.search).fill('learner-177');
    await expect.poll(() => list.count()).toBe(1);
  });
});

describe('what is seldom pressed', () => {
  it('[CON-1] changes from which age on somebody decides alone in a country', async () => {
    const page = pageOf.Ada;
    await page.goto(`${server.url}/admin/settings`);
    const ages = card(page, admin.settings.byCountry);
    await button(ages, admin.settings.addCountry).click();
    await ages.getByLabel(admin.settings.fields.country.label, { exact: true }).selectOption('ES');
    await ages.getByLabel(admin.settings.age, { exact: true }).fill('19');
    await button(ages, admin.words.save).click();
    await ages.getByText(own.fields.number).waitFor();
    await ages.getByLabel(admin.settings.age, { exact: true }).fill('15');
    await button(ages, admin.words.save).click();
    await ages.getByRole('row', { name: 'Spain 15' }).waitFor();
    expect(await rows(`SELECT age FROM consent_ages WHERE country = 'ES'`)).toEqual([{ age: 15 }]);
  });

  it('keeps the subjects that a teacher teaches', async () => {
    const page = pageOf.Tess;
    await page.goto(`${server.url}/account`);
    const subjects = card(page, own.subjects.title);
    const first = subjects.getByRole('checkbox').first();
    await subjects.locator('label').first().click();
    await button(subjects, own.own.save).click();
    await subjects.getByText(own.own.saved).waitFor();
    await page.reload();
    await first.waitFor({ state: 'attached' });
    expect(await first.isChecked()).toBe(true);
    expect(await rows('SELECT relation FROM user_subjects WHERE user_id = $1', [ids.tess])).toEqual([
      { relation: 'teaches' },
    ]);
  });

  it('[CON-6] stops everything: every consent is taken back, and the child is signed out', async () => {
    const page = pageOf.Pat;
    await page.goto(`${server.url}/family/${ids.child}/data`);
    await button(page, family.ending.stop).click();
    await button(page.getByRole('dialog'), family.ending.stopYes).click();
    await page.getByText(/^Everything is stopped/).waitFor();
    await page.getByRole('link', { name: family.child.tabs.allowed, exact: true }).click();
    const consents = card(page, filled(family.consents.title, { child: 'Maya' }));
    await expect.poll(() => consents.getByRole('switch', { checked: true }).count()).toBe(0);
    const last = await rows(
      `SELECT DISTINCT status FROM (SELECT DISTINCT ON (scope) scope, status FROM consents WHERE child_id = $1 ORDER BY scope, seq DESC) latest`,
      [ids.child],
    );
    expect(last.some((one) => (one as { status: string }).status === 'granted')).toBe(false);
    const maya = new AccountPages(pageOf.Maya, server.url);
    await maya.open('/home');
    await maya.heading(own.signIn.title).waitFor();
  });
});

it('none of these pages threw', () => {
  expect(visitors.errors).toEqual([]);
});
