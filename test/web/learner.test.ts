import { randomUUID } from 'node:crypto';
import type { Tutti } from '@tutti/client';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dayIn, daysAfter } from '../../src/domain/reward/calendar.ts';
import { give } from '../../src/modules/progress/give.ts';
import { lockLearners } from '../../src/modules/progress/ledger.ts';
import { createProgressProjection } from '../../src/modules/progress/projection.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import { avatars as avatarWords } from '../../web/src/shared/i18n/en/avatars.ts';
import { badges as badgeWords } from '../../web/src/shared/i18n/en/badges.ts';
import { common as commonEn } from '../../web/src/shared/i18n/en/common.ts';
import { daily } from '../../web/src/shared/i18n/en/daily.ts';
import { family as familyEn } from '../../web/src/shared/i18n/en/family.ts';
import { progress as progressWords } from '../../web/src/shared/i18n/en/progress.ts';
import { season as seasonWords } from '../../web/src/shared/i18n/en/season.ts';
import { type AccessibilityCheck, checkAccessibility } from '../support/accessibility.ts';
import { AccountPages, accountWords, learnWords } from '../support/account-pages.ts';
import { filled, playerWords, StudentPage } from '../support/class-pages.ts';
import { type OpenClass, openClass, signIn as signInStaff, until } from '../support/class-play.ts';
import { consentByMail, type FamilyAtHome, familyAtHome, post, signUpChild } from '../support/families.ts';
import { openBrowser, phone, type Visitors } from '../support/pages.ts';
import { insertPastSession } from '../support/past-session.ts';
import { goodPassword, signIn } from '../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer & BareServer;
let visitors: Visitors;
let teacher: Tutti;
let open: OpenClass | undefined;
const accessibility: AccessibilityCheck = checkAccessibility();
const words = accountWords.en;
const learn = learnWords.en;
const player = playerWords.en;

beforeAll(async () => {
  const [started, browser] = await Promise.all([startTestServer(), openBrowser()]);
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  await started.app.db.jobs.query('UPDATE org_settings SET open_sign_up = true');
  server = { ...started, orgId: rows[0]!.id };
  visitors = browser;
  teacher = await signInStaff(server.url, server.teacher);
}, 60_000);
afterEach(async () => {
  await open?.host.end().catch(() => undefined);
  open = undefined;
});
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

/** Names differ from try to try, so that one that is tried again meets nobody from before. */
const fresh = (name: string) => `${name}-${randomUUID().slice(0, 8)}`;
const come = async (name: string) => new AccountPages(await visitors.come(name, phone), server.url);
const hello = (pages: AccountPages, name: string) => pages.heading(filled(learn.hello, { name }));
const sticksOut = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
const aClass = async () => {
  open = await openClass(teacher, { secondsPerQuestion: 120 });
  return open;
};

const dayOf = async (learnerId: string) => {
  const { rows } = await server.app.db.jobs.query<{ timezone: string; startHour: number }>(
    'SELECT timezone, day_start_hour AS "startHour" FROM user_profiles WHERE user_id = $1',
    [learnerId],
  );
  return rows[0]!;
};

/** A guardian sees which games there are and no login, and keeps a telephone and an address for the own eyes. */
async function guardianLooks({ email }: FamilyAtHome) {
  const parent = await come('a guardian');
  await parent.open('/sign-in');
  await parent.fillLogin(email, goodPassword);
  await parent.button(words.signIn.submit).click();
  await parent.page.getByRole('link', { name: familyEn.child.tabs.allowed, exact: true }).click();
  const games = parent.card(filled(familyEn.games.title, { child: 'Maya' }));
  await games.getByText('Block Town').waitFor();
  await accessibility.look('games, for a guardian', parent.page);
  expect(await sticksOut(parent.page)).toBe(false);
  expect(await games.getByRole('button').count()).toBe(0);
  expect(await parent.page.getByText('maya_builds').count()).toBe(0);

  await parent.open('/account');
  const contact = parent.card(words.contact.title);
  await contact.getByLabel(words.contact.phone).fill('+34 600 11 22 33');
  await contact.getByLabel(words.contact.address).fill('Calle Mayor 1, 28013 Madrid');
  await contact.getByRole('button', { name: words.own.save }).click();
  await contact.getByText(words.own.saved).waitFor();
  await parent.page.reload();
  expect(await contact.getByLabel(words.contact.phone).inputValue()).toBe('+34 600 11 22 33');
}

/** A lesson brings a learner on the own page two levels on; what they bring is taken with the keyboard. */
async function goesThroughTheSeason(learner: AccountPages, learnerId: string) {
  const { page } = learner;
  await inTransaction(server.app.db.jobs, async (client) => {
    await lockLearners(client, [learnerId]);
    const day = dayIn('UTC', Date.now());
    const xp = {
      key: 'lesson:one',
      currency: 'xp',
      amount: 270,
      reason: 'lesson',
      source: null,
      day,
    } as const;
    await give(client, new Map([[learnerId, { rewards: [xp], days: [] }]]));
  });
  await page.reload();
  const card = learner.card(seasonWords.card.title);
  await card.getByText(filled(seasonWords.level, { level: 3, levels: 30 })).waitFor();
  await card.getByText(filled(seasonWords.card.ready_other, { count: 3 })).waitFor();
  await card.getByRole('link', { name: seasonWords.card.go }).click();
  await learner.heading(seasonWords.title).waitFor();
  await page.getByText(filled(seasonWords.toNext, { xp: 120, level: 4 })).waitFor();
  const track = page.getByRole('list').filter({ hasText: filled(seasonWords.stepLevel, { level: 30 }) });
  expect(await track.getByRole('listitem').count()).toBe(30);
  expect(await track.getByRole('button').count()).toBe(3);
  const coins = filled(seasonWords.coins_other, { count: 10 });
  await learner.button(filled(seasonWords.takeOf, { reward: coins, level: 1 })).press('Enter');
  await page.getByText(filled(seasonWords.taken, { reward: coins, level: 1 })).waitFor();
  await track.getByText(seasonWords.yours).waitFor();
  expect(await track.getByRole('button').count()).toBe(2);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('level-1');
  await accessibility.look('the season', page);
  expect(await sticksOut(page)).toBe(false);
}

describe("a learner's home", () => {
  it('[CON-1] says who was asked, lets ask somebody else, and opens by itself once a grown-up agrees', async () => {
    const [username, typo, guardianEmail] = [fresh('maya'), fresh('wrong'), fresh('parent')];
    await signUpChild(server, { nickname: 'Maya', username, guardianEmail: `${typo}@home.example` });
    const maya = await come('Maya');
    await maya.signIn(username, goodPassword);
    await hello(maya, 'Maya').waitFor();
    const waiting = maya.card(learn.waiting.title);
    await waiting.getByText('w•••@home.example').waitFor();
    await accessibility.look('home, waiting', maya.page);
    expect(await sticksOut(maya.page)).toBe(false);
    await waiting.getByRole('button', { name: learn.waiting.askAgain }).click();
    await waiting.getByLabel(learn.waiting.email).fill(`${guardianEmail}@home.example`);
    await waiting.getByRole('button', { name: learn.waiting.ask, exact: true }).click();
    await waiting.getByText('p•••@home.example').waitFor();
    expect(await maya.tabs.count()).toBe(0);

    await consentByMail(server, `${guardianEmail}@home.example`);
    await maya.tabs.waitFor();
    expect(await waiting.count()).toBe(0);
    await maya.card(learn.titles.progress).getByText(learn.glance.badges_zero).waitFor();
    await accessibility.look('home', maya.page);
    expect(await sticksOut(maya.page)).toBe(false);

    await maya.page.getByRole('link', { name: learn.watchers.title }).click();
    await maya.card(learn.watchers.title).getByText(filled(learn.watchers.guardians_one, {})).waitFor();
    await maya.card(learn.games.title).waitFor();
    await accessibility.look('about me', maya.page);
    expect(await sticksOut(maya.page)).toBe(false);
  });

  it('has four pages that fit a phone in Spanish, each with an address and a heading that takes the focus, and asks for what is shown alone', async () => {
    const { username } = await familyAtHome(server, {}, { nickname: 'Maya', username: fresh('maya') });
    const page = await visitors.come('Maya', { ...phone, locale: 'es-ES' });
    const maya = new AccountPages(page, server.url, 'es');
    const { titles, tabs, glance } = learnWords.es;
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).pathname.replace('/api/v1', '')));
    await maya.signIn(username, goodPassword);
    await maya.card(titles.progress).getByText(glance.badges_zero).waitFor();
    const elsewhere = { me: '/me/watchers', progress: '/me/mastery', classes: '/classes' };
    for (const path of Object.values(elsewhere)) expect([...asked]).not.toContain(path);
    expect(await sticksOut(page)).toBe(false);

    for (const name of ['me', 'progress', 'classes'] as const) {
      await maya.tabs.getByRole('link', { name: tabs[name], exact: true }).press('Enter');
      await maya.heading(titles[name]).waitFor();
      await expect.poll(() => asked.has(elsewhere[name])).toBe(true);
      expect(new URL(page.url()).pathname).toBe(`/home/${name}`);
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(titles[name]);
      expect(await maya.tabs.locator('[aria-current="page"]').textContent()).toContain(tabs[name]);
      expect(await sticksOut(page)).toBe(false);
    }
    await page.goBack();
    await maya.heading(titles.progress).waitFor();
  });

  it('[DAT-2] keeps logins of games, shows a password when asked and for 20 s', async () => {
    const family = await familyAtHome(server, {}, { nickname: 'Maya', username: fresh('maya') });
    const { username } = family;
    const maya = await come('Maya');
    await maya.page.clock.install();
    await maya.signIn(username, goodPassword);
    await maya.tab('me');
    const card = maya.card(learn.games.title);
    await card.getByRole('button', { name: learn.games.add }).click();
    await card.getByLabel(learn.games.game).fill('Block Town');
    await card.getByLabel(learn.games.username).fill('maya_builds');
    await card.getByLabel(learn.games.password, { exact: true }).fill('pick-axe-77');
    await card.getByRole('button', { name: learn.games.save }).click();
    await card.getByText('maya_builds').waitFor();
    expect(await maya.page.getByText('pick-axe-77').count()).toBe(0);
    await card.getByRole('button', { name: filled(learn.games.showOf, { game: 'Block Town' }) }).click();
    const dialog = maya.page.getByRole('dialog');
    await dialog.getByLabel(learn.games.own, { exact: true }).fill('not-my-password');
    await accessibility.look('asking before a password is shown', maya.page);
    await maya.page.keyboard.press('Enter');
    await dialog.getByText(words.fields.passwordOld).waitFor();
    await dialog.getByLabel(learn.games.own, { exact: true }).fill(goodPassword);
    await maya.page.keyboard.press('Enter');
    await card.getByText('pick-axe-77').waitFor();
    await accessibility.look('games', maya.page);
    await maya.page.clock.fastForward(20_000);
    await card.getByText('pick-axe-77').waitFor({ state: 'detached' });
    await guardianLooks(family);

    await card.getByRole('button', { name: filled(learn.games.removeOf, { game: 'Block Town' }) }).click();
    await maya.page.getByRole('dialog').getByRole('button', { name: learn.games.remove }).click();
    await card.getByText('maya_builds').waitFor({ state: 'detached' });
  });

  it('[PRG-7] [AVA-2] [AVA-3] [SEA-4] shows days that a freeze covered, sells freezes and avatars for coins after saying what is left, lets wear what is owned, and goes through the season', async () => {
    const { username, childId } = await familyAtHome(
      server,
      {},
      { nickname: 'Maya', username: fresh('maya') },
    );
    await inTransaction(server.app.db.jobs, async (client) => {
      await lockLearners(client, [childId]);
      const coins = {
        key: 'challenge:one',
        currency: 'coin',
        amount: 119,
        reason: 'challenge',
        source: null,
      } as const;
      const today = dayIn('Asia/Tokyo', Date.now());
      const learnt = daysAfter(today, -2);
      const rewards = [
        { ...coins, day: today },
        { ...coins, key: 'freeze:one', amount: 1, reason: 'freeze' as const, day: learnt },
      ];
      await give(client, new Map([[childId, { rewards, days: [learnt] }]]));
    });
    const maya = new AccountPages(
      await visitors.come('Maya', { ...phone, timezoneId: 'Asia/Tokyo' }),
      server.url,
    );
    await maya.signIn(username, goodPassword);
    await maya.tab('progress');
    const days = maya.card(progressWords.title.mine);
    await days.getByText(progressWords.open.mine_one).waitFor();
    expect(await days.getByText(progressWords.frozen.replace('{{day}}: ', '')).count()).toBe(1);
    await days.getByRole('button', { name: filled(progressWords.freezes.buy, { price: 50 }) }).press('Enter');
    await maya.page.getByText(filled(progressWords.freezes.ask.body, { price: 50, left: 70 })).waitFor();
    await maya.page.getByRole('dialog').getByRole('button', { name: progressWords.freezes.ask.yes }).click();
    await days.getByText(filled(progressWords.freezes.mine_one, { count: 1 })).waitFor();
    await days.getByLabel(progressWords.dayStart.label).selectOption('4');
    await until(async () => (await dayOf(childId)).startHour === 4, 'the day that begins at four');
    expect((await dayOf(childId)).timezone).toBe('Asia/Tokyo');
    await days.getByLabel(progressWords.dayStart.label).selectOption('0');
    await days.getByText(progressWords.dayStart.changedToday).waitFor();
    await accessibility.look('a calendar with a frozen day', maya.page);
    const card = maya.card(avatarWords.card.title);
    await card.getByText(filled(avatarWords.purse, { price: '70 coins' })).waitFor();
    await card.getByRole('link', { name: avatarWords.card.go }).click();
    await maya.heading(avatarWords.title).waitFor();
    const act = (words: string, values: Record<string, string>) => maya.button(filled(words, values));
    await act(avatarWords.wearOf, { name: 'Fox' }).press('Enter');
    await act(avatarWords.takeOffOf, { name: 'Fox' }).waitFor();
    await maya.page.getByText(filled(avatarWords.level, { level: '3' })).waitFor();
    await maya.page
      .getByText(filled(avatarWords.missing, { price: '80 coins', missing: '10 coins' }))
      .first()
      .waitFor();
    await accessibility.look('the avatar room', maya.page);
    expect(await sticksOut(maya.page)).toBe(false);

    await act(avatarWords.buyOf, { name: 'Frog', price: '60 coins' }).press('Enter');
    const dialog = maya.page.getByRole('dialog');
    await dialog
      .getByText(filled(avatarWords.ask.body, { name: 'Frog', price: '60 coins', left: '10 coins' }))
      .waitFor();
    await accessibility.look('asking before an avatar is bought', maya.page);
    await dialog.getByRole('button', { name: avatarWords.ask.yes }).click();
    await maya.page.getByText(filled(avatarWords.bought, { name: 'Frog' })).waitFor();
    await act(avatarWords.wearOf, { name: 'Frog' }).click();
    await act(avatarWords.takeOffOf, { name: 'Frog' }).waitFor();
    await maya.page.getByRole('link', { name: avatarWords.back }).click();
    await maya.tab('progress');
    await card.getByText(filled(avatarWords.card.worn, { name: 'Frog' })).waitFor();
    await card.getByText(filled(avatarWords.purse, { price: '10 coins' })).waitFor();
    expect(await card.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(
      0,
    );
    await goesThroughTheSeason(maya, childId);
  });

  it('[BDG-2] [BDG-5] tells of new badges once, shows how far the others are, and lets wear three that the family sees too', async () => {
    const { username, childId, email } = await familyAtHome(
      server,
      {},
      { nickname: 'Maya', username: fresh('maya') },
    );
    const maya = await come('Maya');
    const { page } = maya;
    await maya.signIn(username, goodPassword);
    const inShort = maya.card(learn.titles.progress);
    await inShort.getByText(learn.glance.badges_zero).waitFor();
    await maya.tab('progress');
    const card = maya.card(badgeWords.card.mine);
    await card.getByText(badgeWords.empty.mine).waitFor();
    await maya.tab('now');
    await hello(maya, 'Maya').waitFor();

    const { jobs } = server.app.db;
    const { rows: hosts } = await jobs.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [
      server.teacher.email,
    ]);
    const { sessionId } = await insertPastSession(jobs, {
      orgId: server.orgId,
      hostId: hosts[0]!.id,
      learners: [{ nickname: 'Maya', userId: childId }],
    });
    const { rows: events } = await jobs.query<{ id: string }>(
      `INSERT INTO outbox_events (org_id, event_type, payload) VALUES ($1, 'session.ended', $2) RETURNING id::text`,
      [server.orgId, { sessionId }],
    );
    await createProgressProjection(server.app.db).handle({ eventId: events[0]!.id });
    await page.reload();
    const { rows: given } = await jobs.query('SELECT 1 FROM user_badges WHERE user_id = $1', [childId]);
    const count = given.length;
    const told = maya.card(filled(badgeWords.fresh.title_other, { count }));
    await told.getByText(filled(badgeWords.fresh.more_other, { count: count - 3 })).waitFor();
    await page.getByRole('status').filter({ hasText: 'New badges: ' }).waitFor({ state: 'attached' });
    await accessibility.look('new badges', page);
    expect(await sticksOut(page)).toBe(false);
    await told.getByRole('button', { name: badgeWords.fresh.thanks }).press('Enter');
    await told.waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await inShort.getByText(filled(learn.glance.badges_other, { count })).waitFor();
    await page.reload();
    await maya.tab('progress');
    await card.getByText(filled(badgeWords.card.count_other, { count })).waitFor();
    await card.getByRole('link', { name: badgeWords.card.all }).click();
    await maya.heading(badgeWords.title).waitFor();
    expect(await told.count()).toBe(0);

    const open = maya.card(badgeWords.open);
    await open.getByText(filled(badgeWords.soFar.right_answers_other, { value: 10, target: 50 })).waitFor();
    await maya
      .card(badgeWords.secrets.title)
      .getByText(filled(badgeWords.secrets.left_other, { count: 5 }))
      .waitFor();
    expect(await page.getByText('Phoenix').count()).toBe(0);
    const act = (words: string, name: string) => maya.button(filled(words, { name }));
    const worn = ['First Spark', 'Ten Lights', 'Clear View'];
    for (const name of worn) {
      await act(badgeWords.wearOf, name).press('Enter');
      await act(badgeWords.takeOffOf, name).waitFor();
    }
    await act(badgeWords.wearOf, 'Round and Whole').click();
    await page.getByRole('alert').getByText(badgeWords.full).waitFor();
    await act(badgeWords.favourOf, 'Part of the Class').click();
    await page
      .getByRole('button', {
        name: filled(badgeWords.favourOf, { name: 'Part of the Class' }),
        pressed: true,
      })
      .waitFor();
    await act(badgeWords.takeOffOf, 'Clear View').click();
    await act(badgeWords.wearOf, 'Clear View').waitFor();
    await accessibility.look('the wall of badges', page);
    expect(await sticksOut(page)).toBe(false);

    const parent = await come('a guardian');
    await parent.signIn(email, goodPassword);
    const childs = parent.card(filled(badgeWords.card.child, { child: 'Maya' }));
    await childs.getByText(filled(badgeWords.card.count_other, { count })).waitFor();
    expect((await childs.getByRole('listitem').allTextContents()).slice(0, 3)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('First Spark'),
        expect.stringContaining('Ten Lights'),
        expect.stringContaining('Part of the Class'),
      ]),
    );
    expect(await parent.page.getByText(badgeWords.fresh.thanks).count()).toBe(0);
    await accessibility.look('badges of a child', parent.page);
    expect(await sticksOut(parent.page)).toBe(false);
  });

  it('[DAY-3] [DAY-5] says what today’s challenge is and how far one is, and gives what it is worth once it is done', async () => {
    const family = await familyAtHome(server, {}, { nickname: 'Maya', username: fresh('maya') });
    const { jobs } = server.app.db;
    const [today, yesterday] = [0, -1].map((n) => daysAfter(dayIn('UTC', Date.now()), n)) as [string, string];
    // those that other learners' pages made
    await jobs.query('DELETE FROM user_daily_challenges');
    await jobs.query('DELETE FROM daily_challenges');
    await jobs.query(
      `INSERT INTO daily_challenges (org_id, valid_date, slug, title, description, i18n, tasks, xp_reward, coin_reward)
       SELECT $1, day, day::text, title, 'Play a class to the end, or bring one back.', $4, $5, 30, 10
       FROM (VALUES ($2::date, 'Together or alone'), ($3, 'A small start')) AS c(day, title)`,
      [
        server.orgId,
        today,
        yesterday,
        { es: { title: 'En compañía', description: 'Termina una clase.' } },
        JSON.stringify([
          { kind: 'finished', of: 'together', atLeast: 1 },
          { kind: 'mended', atLeast: 1 },
          { kind: 'right', atLeast: 3, topic: 'how-ai-thinks' },
        ]),
      ],
    );
    await jobs.query(
      `INSERT INTO user_daily_challenges (user_id, challenge_id, current_value, target_value, completed_at)
       SELECT $1, id, 1, 1, now() FROM daily_challenges WHERE valid_date = $2`,
      [family.childId, yesterday],
    );
    const maya = await come('Maya');
    const { page } = maya;
    await maya.signIn(family.username, goodPassword);
    const card = maya.card(daily.title);
    await card.getByText('Together or alone').waitFor();
    await card.getByText(filled(daily.steps.together, { value: 0, target: 1 })).waitFor();
    await card.getByText(filled(daily.stepsOf.right, { of: 'How AI Thinks', value: 0, target: 3 })).waitFor();
    await accessibility.look("today's challenge", page);
    expect(await sticksOut(page)).toBe(false);
    await card.getByRole('link', { name: daily.toPractice }).click();
    expect(new URL(page.url()).hash).toBe('#practice');
    const worth = { xp: 30, coins: 10 };
    await maya.button(filled(daily.claimOf, { ...worth, title: 'A small start' })).press('Enter');
    await card.getByText(daily.waiting).waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe(filled(daily.got, worth));

    const { rows: hosts } = await jobs.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [
      server.teacher.email,
    ]);
    const { sessionId } = await insertPastSession(jobs, {
      orgId: server.orgId,
      hostId: hosts[0]!.id,
      learners: [{ nickname: 'Maya', userId: family.childId }],
    });
    await jobs.query(`UPDATE live_sessions SET projected_at = now() - interval '1 hour' WHERE id = $1`, [
      sessionId,
    ]);
    await page.reload();
    await card.getByText(daily.done).waitFor();
    await accessibility.look('a challenge that is done', page);
    await card.getByRole('button', { name: filled(daily.claim, worth) }).press('Enter');
    await card.getByText(filled(daily.claimed, worth)).waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe(filled(daily.claimed, worth));
    const { rows } = await jobs.query<{ sum: number }>(
      `SELECT sum(delta)::integer AS sum FROM reward_ledger WHERE user_id = $1 AND currency = 'xp' AND reason = 'challenge'`,
      [family.childId],
    );
    expect(rows[0]!.sum).toBe(60);
  });

  it('lets go of a shared tablet with one press', async () => {
    const { username } = await familyAtHome(server, {}, { nickname: 'Maya', username: fresh('maya') });
    const maya = await come('Maya');
    await maya.signIn(username, goodPassword);
    await hello(maya, 'Maya').waitFor();
    await maya.button(words.account.signOut).click();
    await maya.heading(words.signIn.title).waitFor();
    await maya.open('/home');
    await maya.heading(words.signIn.title).waitFor();
    await maya.open('/');
    await maya.page.getByRole('link', { name: player.pin.signIn }).waitFor();
  });
});

describe('playing under the account', () => {
  it('[JOIN-6] is offered next to playing as a guest, and ends within 5 s when a grown-up says no', async () => {
    const family = await familyAtHome(server, {}, { nickname: 'Maya', username: fresh('maya') });
    const { pin, host } = await aClass();
    const maya = await come('Maya');
    await maya.signIn(family.username, goodPassword);
    const play = maya.card(learn.play.title);
    await play.getByLabel(learn.play.pin).fill(pin);
    await play.getByRole('button', { name: learn.play.submit }).click();
    await maya.heading(player.account.title).waitFor();
    await accessibility.look('as whom to play', maya.page);
    await maya.button(filled(player.account.as, { name: 'Maya' })).click();
    await new StudentPage(maya.page, { name: 'Maya', hand: 'touch' }).untilLobby();
    await until(() => host.view.host!.players.length === 1, 'the host to see Maya');
    expect(host.view.host!.players[0]!.nickname).toBe('Maya');

    const change = { live_rooms: false };
    const path = `/family/children/${family.childId}/consents`;
    expect((await post(server, path, change, family.guardian.accessToken)).status).toBe(200);
    await maya.heading(player.over.notAllowed).waitFor({ timeout: 5_000 });
    await maya.page.getByText(commonEn.errors['consent/required']).waitFor();
    await accessibility.look('put out', maya.page);

    await maya.open(`/j/${pin}`);
    await maya.heading(player.account.title).waitFor();
    expect(await maya.button(filled(player.account.as, { name: 'Maya' })).count()).toBe(0);
    await maya.button(player.account.guest).click();
    const guest = new StudentPage(maya.page, { name: 'Blue Fox', hand: 'touch' });
    await guest.typeName('Blue Fox');
    await guest.untilLobby();
  });

  it('[CON-2] says kindly that the time for today is used up', async () => {
    const family = await familyAtHome(server, {}, { nickname: 'Leo', username: fresh('leo') });
    const controls = { chat: false, ai: false, live: true, dailyMinutes: 5 };
    const token = (await signIn(server, family.email)).accessToken;
    const saved = await fetch(`${server.url}/api/v1/family/children/${family.childId}/controls`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(controls),
    });
    expect(saved.status).toBe(200);
    await server.app.db.jobs.query('SELECT add_activity($1, 600, now())', [family.childId]);
    const { pin } = await aClass();
    const leo = await come('Leo');
    await leo.signIn(family.username, goodPassword);
    await leo.card(learn.limits.title).getByText(learn.limits.used).waitFor();
    await leo.open(`/j/${pin}`);
    await leo.button(filled(player.account.as, { name: 'Leo' })).click();
    await leo.page.getByRole('alert').getByText(commonEn.errors['consent/daily-minutes']).waitFor();
  });

  it('asks the server who is there only where somebody signed in', async () => {
    const page = await visitors.come('a guest', phone);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(server.url);
    await page.getByLabel(player.pin.label).waitFor();
    expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
  });
});

it('no page of a learner breaks a rule of accessibility', () => {
  expect(accessibility.screens.length).toBeGreaterThan(4);
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
});
