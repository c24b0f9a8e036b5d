import type { Locator, Page } from 'playwright-core';
import { account as en } from '../../web/src/shared/i18n/en/account.ts';
import { learn as learnEn } from '../../web/src/shared/i18n/en/learn.ts';
import { account as es } from '../../web/src/shared/i18n/es/account.ts';
import { learn as learnEs } from '../../web/src/shared/i18n/es/learn.ts';

export const accountWords = { en, es };
export const learnWords = { en: learnEn, es: learnEs };

/** What somebody does about the own account, with the names that stand on the page. */
export class AccountPages {
  readonly page: Page;
  readonly url: string;
  readonly words: typeof en;
  readonly learn: typeof learnEn;

  constructor(page: Page, url: string, language: 'en' | 'es' = 'en') {
    this.page = page;
    this.url = url;
    this.words = accountWords[language];
    this.learn = learnWords[language];
  }

  open(path: string): Promise<unknown> {
    return this.page.goto(`${this.url}${path}`);
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { level: 1, name });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  card(title: string): Locator {
    return this.page.getByRole('region', { name: title });
  }

  /** The ways between the pages of a learner's own. */
  get tabs(): Locator {
    return this.page.getByRole('navigation', { name: this.learn.tabs.label });
  }

  tab(name: 'now' | 'progress' | 'classes' | 'me'): Promise<void> {
    return this.tabs.getByRole('link', { name: this.learn.tabs[name], exact: true }).click();
  }

  async chooseWho(who: 'learner' | 'guardian'): Promise<void> {
    await this.open('/sign-up');
    await this.page.getByRole('button', { name: this.words.signUp[who] }).click();
  }

  async answerBirth({ year, month }: { year: number; month: number }): Promise<void> {
    await this.field(this.words.signUp.month).selectOption(String(month));
    await this.field(this.words.signUp.year).fill(String(year));
    await this.button(this.words.signUp.next).click();
  }

  async fillLogin(login: string, password: string): Promise<void> {
    await this.field(this.words.signIn.login).fill(login);
    await this.field(this.words.signIn.password).fill(password);
  }

  async signIn(login: string, password: string): Promise<void> {
    await this.open('/sign-in');
    await this.fillLogin(login, password);
    await this.button(this.words.signIn.submit).click();
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.account.menu }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: this.words.account.signOut }).click();
    await this.heading(this.words.signIn.title).waitFor();
  }
}
