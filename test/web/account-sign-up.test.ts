import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from '../support/accessibility.ts';
import { AccountPages, accountWords, learnWords } from '../support/account-pages.ts';
import { filled } from '../support/class-pages.ts';
import { mailTo } from '../support/mail.ts';
import { desktop, openBrowser, phone, type Visitors } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitors: Visitors;
const words = accountWords.en;
const accessibility = checkAccessibility();
const password = 'three calm otters';
const adultBirth = { year: 1990, month: 5 };
const childBirth = { year: new Date().getFullYear() - 10, month: 5 };

beforeAll(async () => {
  [server, visitors] = await Promise.all([startTestServer(), openBrowser()]);
  await server.app.db.jobs.query('UPDATE org_settings SET open_sign_up = true');
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

const come = async (name: string, options = desktop, language: 'en' | 'es' = 'en') =>
  new AccountPages(await visitors.come(name, options), server.url, language);

describe('signing up', () => {
  it('[AUT-6] brings a grown-up learner in by the link in a mail', async () => {
    const ada = await come('Ada', phone);
    const email = 'ada@home.example';
    await ada.open('/sign-up');
    await ada.page.getByRole('button', { name: words.signUp.learner }).waitFor();
    await accessibility.look('signing up', ada.page);
    await ada.page.getByRole('button', { name: words.signUp.learner }).click();
    await ada.field(words.signUp.month).waitFor();
    await accessibility.look('signing up, birth', ada.page);
    await ada.answerBirth(adultBirth);
    await ada.field(words.signUp.name).fill('Ada');
    await accessibility.look('signing up, a grown-up learner', ada.page);
    await ada.field(words.signIn.email).fill(email);
    await ada.field(words.setup.password).fill(password);
    await ada.button(words.signUp.submit).click();
    await ada.heading(words.signIn.sentTitle).waitFor();
    await accessibility.look('signing up, look into the mail', ada.page);

    const { links } = await mailTo(server, email, 'verify-email');
    await ada.page.goto(links[0]!);
    await ada.button(words.verify.submit).waitFor();
    await accessibility.look('an address is confirmed', ada.page);
    await ada.button(words.verify.submit).click();
    await ada.heading(words.verify.doneTitle).waitFor();
    await ada.page.getByRole('link', { name: words.link.toSignIn }).click();
    await ada.fillLogin(email, password);
    await ada.button(words.signIn.submit).click();
    await ada.heading(filled(learnWords.en.hello, { name: 'Ada' })).waitFor();
  });

  it('[CON-1] asks for the age before anything else, neutrally, and once', async () => {
    const eve = await come('Eve');
    await eve.chooseWho('learner');
    const { month, year, next } = words.signUp;
    expect(await eve.page.getByRole('textbox').count()).toBe(1);
    expect(await eve.field(month).inputValue()).toBe('');
    expect(await eve.field(year).inputValue()).toBe('');
    await eve.button(next).click();
    await eve.page.getByText(words.fields.required).first().waitFor();
    await eve.answerBirth(childBirth);
    await eve.field(words.signUp.guardianEmail).waitFor();

    // back, and "older" this time: the first answer stays
    await eve.button(words.signIn.back).click();
    await eve.page.getByRole('button', { name: words.signUp.learner }).click();
    await eve.field(words.signUp.guardianEmail).waitFor();
    await eve.chooseWho('learner');
    await eve.field(words.signUp.guardianEmail).waitFor();
    expect(await eve.field(month).count()).toBe(0);
  });

  it('[CON-1] lets a child sign up with a name, a rolled password and a grown-up, and then wait', async () => {
    const maya = await come('Maya', phone);
    const { signUp } = words;
    await maya.chooseWho('learner');
    await maya.answerBirth(childBirth);
    await maya.field(signUp.name).fill('Maya');
    await maya.field(signUp.username).fill('maya.blue');
    await maya.button(signUp.makePassword).click();
    const rolled = await maya.field(words.setup.password).inputValue();
    expect(rolled).toMatch(/^[a-z]+-[a-z]+-[a-z]+-\d\d$/);
    await maya.field(signUp.guardianEmail).fill('parent@home.example');
    await accessibility.look('signing up, a child', maya.page);
    await maya.button(signUp.submit).click();
    await maya.heading(signUp.askedTitle).waitFor();
    await accessibility.look('signing up, a grown-up is asked', maya.page);
    await mailTo(server, 'parent@home.example', 'consent-request');
    await maya.button(signUp.askedGo).click();
    await maya.heading(filled(learnWords.en.hello, { name: 'Maya' })).waitFor();
    await maya.card(learnWords.en.waiting.title).getByText('p•••@home.example').waitFor();
    expect(await maya.tabs.count()).toBe(0);
    await maya.button(words.account.signOut).click();
    await maya.heading(words.signIn.title).waitFor();
    await maya.fillLogin('Maya.Blue', rolled);
    await maya.button(words.signIn.submit).click();
    await maya.card(learnWords.en.waiting.title).waitFor();
  });

  it('says that a username is taken, and that a name is unkind, at the field', async () => {
    const { signUp, fields } = words;
    const other = await come('another Maya');
    await other.chooseWho('learner');
    await other.answerBirth(childBirth);
    await other.field(signUp.name).fill('sh1thead');
    await other.field(signUp.username).fill('maya.blue');
    await other.field(words.setup.password).fill(password);
    await other.field(signUp.guardianEmail).fill('other@home.example');
    await other.button(signUp.submit).click();
    await other.page.getByText(fields.nameUnkind).waitFor();
    await other.field(signUp.name).fill('Maya');
    await other.button(signUp.submit).click();
    await other.page.getByText(fields.usernameTaken).waitFor();
  });

  it('speaks Spanish from the first page to the mail', async () => {
    const iris = await come('Iris', { ...phone, locale: 'es-ES' }, 'es');
    const es = accountWords.es;
    await iris.chooseWho('guardian');
    await iris.field(es.setup.name).fill('Iris');
    await accessibility.look('signing up, a guardian', iris.page);
    await iris.field(es.signIn.email).fill('iris@home.example');
    await iris.field(es.setup.password).fill(password);
    await iris.button(es.signUp.submit).click();
    await iris.heading(es.signIn.sentTitle).waitFor();
    const mail = await mailTo(server, 'iris@home.example', 'verify-email');
    expect(mail.locale).toBe('es');
    await iris.page.goto(mail.links[0]!);
    await iris.button(es.verify.submit).click();
    await iris.heading(es.verify.doneTitle).waitFor();
    await iris.page.goto(mail.links[0]!);
    await iris.page.reload();
    await iris.button(es.verify.submit).click();
    await iris.heading(es.link.badTitle).waitFor();
  });

  it('brings a grown-up learner in by class code where the school makes the accounts, and into the class', async () => {
    const { signUp, fields, setup, signIn } = words;
    await server.app.db.jobs.query('UPDATE org_settings SET open_sign_up = false');
    await server.app.db.jobs.query(
      `INSERT INTO groups (org_id, name, code) SELECT id, 'Evening class', 'KLMNPQ' FROM organizations`,
    );
    const vera = await come('Vera', phone);
    const email = 'vera@home.example';
    await vera.open('/sign-up');
    await vera.button(signUp.withCode).click();
    await vera.answerBirth(adultBirth);
    await vera.field(signUp.name).fill('Vera');
    await vera.field(signIn.email).fill(email);
    await vera.field(setup.password).fill(password);
    await vera.button(signUp.submit).click();
    await vera.page.getByText(fields.required).waitFor();
    for (const wrong of ['wrong!', 'WRNGCD']) {
      await vera.field(signUp.classCodeNeeded).fill(wrong);
      await vera.button(signUp.submit).click();
      await vera.page.getByText(fields.noSuchCode).waitFor();
    }
    await vera.field(signUp.classCodeNeeded).fill('klmnpq');
    await vera.button(signUp.submit).click();
    await vera.heading(signIn.sentTitle).waitFor();

    const { links } = await mailTo(server, email, 'verify-email');
    await vera.page.goto(links[0]!);
    await vera.button(words.verify.submit).click();
    await vera.heading(words.verify.doneTitle).waitFor();
    await vera.signIn(email, password);
    await vera.tab('classes');
    await vera.card(learnWords.en.classes.title).getByText('Evening class').waitFor();
    await server.app.db.jobs.query('UPDATE org_settings SET open_sign_up = true');
  });

  it('is closed where the school makes the accounts', async () => {
    await server.app.db.jobs.query('UPDATE org_settings SET open_sign_up = false');
    const page = await come('somebody');
    await page.open('/sign-up');
    await page.heading(words.signUp.closedTitle).waitFor();
    await accessibility.look('signing up, closed', page.page);
    await server.app.db.jobs.query('UPDATE org_settings SET open_sign_up = true');
  });
});

it('no step of signing up breaks a rule of accessibility', () => {
  expect(accessibility.screens.length).toBeGreaterThan(7);
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
});
