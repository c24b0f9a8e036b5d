import type { Locator, Page } from 'playwright-core';
import type { ConsentScope } from '../../src/wire/consent.ts';
import { account as accountEn } from '../../web/src/shared/i18n/en/account.ts';
import { family as en } from '../../web/src/shared/i18n/en/family.ts';
import { account as accountEs } from '../../web/src/shared/i18n/es/account.ts';
import { family as es } from '../../web/src/shared/i18n/es/family.ts';
import { filled } from './class-pages.ts';
import { mailTo } from './mail.ts';
import { goodPassword } from './rest.ts';
import type { BareServer } from './server.ts';

export const familyWords = { en, es };
const accountWords = { en: accountEn, es: accountEs };

type Server = Pick<BareServer, 'app' | 'config' | 'url'>;

/** What a guardian does, with the names that stand on the pages. */
export class GuardianPages {
  readonly page: Page;
  readonly server: Server;
  readonly words: typeof en;
  readonly account: typeof accountEn;

  constructor(page: Page, server: Server, language: 'en' | 'es' = 'en') {
    this.page = page;
    this.server = server;
    this.words = familyWords[language];
    this.account = accountWords[language];
  }

  /** The link of the first mail; gives its address. */
  async openRequest(email: string, child: string): Promise<string> {
    const link = (await mailTo(this.server, email, 'consent-request')).links.find((one) =>
      one.includes('/consent#token='),
    )!;
    await this.page.goto(link);
    await this.heading(filled(this.words.consent.title, { child })).waitFor();
    return link;
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { level: 1, name, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  card(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true });
  }

  /** The switch of a scope, on the page of the decision and on the child's page. */
  scope(scope: ConsentScope): Locator {
    return this.page.getByRole('switch', { name: this.words.scopes[scope].title, exact: true });
  }

  /** The frame of a scope's switch, with what stands below it. */
  scopeRow(scope: ConsentScope): Locator {
    return this.page.locator('[data-on]').filter({ has: this.scope(scope) });
  }

  async switchOn(...scopes: ConsentScope[]): Promise<void> {
    for (const scope of scopes) await this.scope(scope).check({ force: true });
  }

  async goOn(): Promise<void> {
    await this.button(this.words.consent.go).click();
    await this.heading(this.words.grownUp.title).waitFor();
  }

  async fillNewAccount(name: string): Promise<void> {
    await this.field(this.words.grownUp.name).fill(name);
    await this.field(this.words.grownUp.newPassword).fill(goodPassword);
  }

  async send(): Promise<void> {
    await this.button(this.words.grownUp.submit).click();
    await this.heading(this.words.answered.mailedTitle).waitFor();
  }

  /** The link of the second mail, and the press that makes it count. */
  async confirm(email: string): Promise<void> {
    const { links } = await mailTo(this.server, email, 'consent-confirm');
    await this.page.goto(links.find((one) => one.includes('/consent/confirm#token='))!);
    await this.button(this.words.confirm.submit).click();
    await this.heading(this.words.confirm.doneTitle).waitFor();
  }

  /** One of the pages of a child, from another of them. */
  async toTab(child: string, tab: keyof typeof en.child.tabs): Promise<void> {
    const page = this.words.child.tabs[tab];
    await this.page.getByRole('link', { name: page, exact: true }).click();
    await this.heading(tab === 'week' ? child : filled(this.words.child.pageOf, { child, page })).waitFor();
  }

  /** From the page after the confirmation to the child's page. */
  async toFamily(child: string, email: string): Promise<void> {
    await this.page.getByRole('link', { name: this.words.confirm.toFamily }).click();
    await this.signInHere(email);
    await this.heading(child).waitFor();
  }

  async signIn(email: string): Promise<void> {
    await this.page.goto(`${this.server.url}/sign-in`);
    await this.signInHere(email);
  }

  async signInHere(email: string): Promise<void> {
    await this.field(this.account.signIn.login).fill(email);
    await this.field(this.account.signIn.password).fill(goodPassword);
    await this.button(this.account.signIn.submit).click();
  }

  /** Answers the dialog that asks once. */
  async sayYes(answer: string): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name: answer, exact: true }).click();
  }
}
