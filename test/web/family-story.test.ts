import { rm } from 'node:fs/promises';
import { createTutti } from '@tutti/client';
import { createFamily } from '@tutti/client/admin';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, composeApp } from '../../src/app.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { seed } from '../../src/start/seed.ts';
import { common as commonEn } from '../../web/src/shared/i18n/en/common.ts';
import { AccountPages, learnWords } from '../support/account-pages.ts';
import { backUp, putBack } from '../support/backups.ts';
import { filled, playerWords, StudentPage } from '../support/class-pages.ts';
import { openClass, signIn as signInStaff, until } from '../support/class-play.ts';
import { GuardianPages } from '../support/family-pages.ts';
import { tracesOf } from '../support/known-person.ts';
import { mailTo } from '../support/mail.ts';
import { desktop, openBrowser, phone, type Visitors } from '../support/pages.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { call, goodPassword, signIn } from '../support/rest.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const learn = learnWords.en;
const player = playerWords.en;
const child = { name: 'Quiet Puffin', username: 'quiet-puffin-77', birth: new Date().getFullYear() - 10 };
const email = 'parent-of-puffin@home.example';

let server: TestServer;
let visitors: Visitors;
/** Instead of the one that `server` began with, once the backup was restored. */
let app: App;
let backup: TestDatabase | undefined;

beforeAll(async () => {
  [server, visitors] = await Promise.all([startTestServer(), openBrowser()]);
  app = server.app;
  await app.db.jobs.query('UPDATE org_settings SET open_sign_up = true');
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await app?.close();
  await backup?.drop();
  await server?.database.drop();
  await rm(server.config.dataDir, { recursive: true, force: true });
});

/** As `npm start` does it, with what lies in the same data folder. */
async function start(database: TestDatabase, port: number): Promise<App> {
  const config = { ...server.config, port };
  const started = await composeApp(config, database, createLog(config));
  await seed(started, config);
  await started.recover();
  await started.listen();
  return started;
}

/** Where the child's names stand: every column of every table. */
const namesOf = (database: TestDatabase) =>
  Promise.all([child.name, child.username].map((name) => tracesOf({ database }, name)));

it('[CON-1] [CON-2] [CON-4] [CON-6] a child of ten: asks, plays with consent but does not chat, is put out when it is taken back, is deleted, and no backup brings it back', {
  retry: 0,
}, async () => {
  // signs up, and waits
  const maya = new AccountPages(await visitors.come('the child', phone), server.url);
  const { signUp } = maya.words;
  await maya.chooseWho('learner');
  await maya.answerBirth({ year: child.birth, month: 1 });
  await maya.field(signUp.name).fill(child.name);
  await maya.field(signUp.username).fill(child.username);
  await maya.field(maya.words.setup.password).fill(goodPassword);
  await maya.field(signUp.guardianEmail).fill(email);
  await maya.button(signUp.submit).click();
  await maya.button(signUp.askedGo).click();
  await maya.card(learn.waiting.title).waitFor();
  expect(await maya.tabs.count()).toBe(0);
  const teacher = await signInStaff(server.url, server.teacher);
  const open = await openClass(teacher, { secondsPerQuestion: 120 });
  const { accessToken } = await signIn(server, child.username);
  const join = await call(server, '/join', { method: 'POST', token: accessToken, body: { pin: open.pin } });
  expect(join).toMatchObject({ status: 403, body: { code: 'consent/required' } });

  // the guardian allows playing; chat cannot be allowed by mail, and stays off
  const pat = new GuardianPages(await visitors.come('the guardian', desktop), server);
  await pat.openRequest(email, child.name);
  expect(await pat.scope('messaging').isDisabled()).toBe(true);
  await pat.switchOn('account', 'live_rooms');
  await pat.goOn();
  await pat.fillNewAccount('Pat Parent');
  await pat.send();
  expect(await maya.card(learn.waiting.title).count()).toBe(1);
  await pat.confirm(email);

  // the child's page opens by itself, says what is closed, and the child plays
  await maya.tab('me');
  await maya.card(learn.limits.title).getByText(learn.limits.noChat).waitFor();
  const childSdk = createTutti({ url: server.url });
  await childSdk.signIn({ login: child.username, password: goodPassword, keep: 'body' });
  expect(await createFamily(childSdk).myConsent()).toMatchObject({
    scopes: ['account', 'live_rooms'],
    limits: { chat: false, live: true },
  });
  await maya.tab('now');
  const play = maya.card(learn.play.title);
  await play.getByLabel(learn.play.pin).fill(open.pin);
  await play.getByRole('button', { name: learn.play.submit }).click();
  await maya.button(filled(player.account.as, { name: child.name })).click();
  const student = new StudentPage(maya.page, { name: child.name, hand: 'touch' });
  await student.untilLobby();
  await open.host.start();
  await student.choices.first().tap();
  await student.result();

  // what is taken back in the browser ends the game
  await pat.toFamily(child.name, email);
  await pat.card(pat.words.week.title).getByText(`${child.name} played in one class`).waitFor();
  await pat.toTab(child.name, 'allowed');
  await pat.scopeRow('messaging').getByText(pat.words.consents.needsForm).waitFor();
  await pat.scope('live_rooms').uncheck({ force: true });
  const revoked = performance.now();
  await maya.heading(player.over.notAllowed).waitFor({ timeout: 5_000 });
  expect(performance.now() - revoked).toBeLessThan(5_000);
  await maya.page.getByText(commonEn.errors['consent/required']).waitFor();
  await open.host.end();
  await teacher.signOut();

  const { file } = await backUp(server.database.ownerUrl, server.config.dataDir);

  // deleted, by the guardian's own hand
  const { rows } = await app.db.jobs.query<{ id: string }>('SELECT id FROM users WHERE username = $1', [
    child.username,
  ]);
  const childId = rows[0]!.id;
  const { ending } = pat.words;
  await pat.toTab(child.name, 'data');
  await pat.button(ending.erase).click();
  const dialog = pat.page.getByRole('dialog');
  await dialog.getByLabel(ending.erasePassword).fill(goodPassword);
  await dialog.getByRole('button', { name: ending.eraseYes }).click();
  await pat.page.getByText(filled(pat.words.children.erased, { child: child.name })).waitFor();
  await mailTo(server, email, 'child-erased');
  expect(await namesOf(server.database)).toEqual([[], []]);
  const tables = (await tracesOf(server, childId)).map((place) => place.replace(/(_\d{4}_\d{2})?\..*/, ''));
  expect([...new Set(tables)], 'the number alone, as the proof that it was deleted').toEqual([
    'audit_logs',
    'data_requests',
    'tombstones',
  ]);
  const again = await call(server, '/auth/sign-in', {
    method: 'POST',
    body: { login: child.username, password: goodPassword, keep: 'body' },
  });
  expect(again.status).toBe(401);

  // years later somebody restores that backup
  const { port } = app.realtime;
  await app.close();
  backup = await createTestDatabase('nothing');
  await putBack(file, backup.ownerUrl, server.config.dataDir);
  for (const places of await namesOf(backup)) expect(places.length).toBeGreaterThan(0);
  app = await start(backup, port);
  await until(async () => (await namesOf(backup!)).flat().length === 0, 'the names to be gone');
  const { rows: back } = await app.db.jobs.query('SELECT id FROM users WHERE id = $1', [childId]);
  expect(back).toEqual([]);
  expect(visitors.errors).toEqual([]);
});
