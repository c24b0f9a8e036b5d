import type { Locator, Page } from 'playwright-core';
import { account as accountWords } from '../../web/src/shared/i18n/en/account.ts';
import { player as playerEn } from '../../web/src/shared/i18n/en/player.ts';
import { projector as projectorWords } from '../../web/src/shared/i18n/en/projector.ts';
import { rounds as roundsEn } from '../../web/src/shared/i18n/en/rounds.ts';
import { teach as teachWords } from '../../web/src/shared/i18n/en/teach.ts';
import { player as playerEs } from '../../web/src/shared/i18n/es/player.ts';
import { rounds as roundsEs } from '../../web/src/shared/i18n/es/rounds.ts';
import type { Language } from './mission-key.ts';
import { tabOpenedBy } from './pages.ts';

export { accountWords, projectorWords, teachWords };
/** All that a player reads, wherever it comes from. */
export const playerWords = {
  en: {
    ...roundsEn,
    ...playerEn,
    hearts: { ...roundsEn.hearts, ...playerEn.hearts },
    team: { ...roundsEn.team, ...playerEn.team },
  },
  es: {
    ...roundsEs,
    ...playerEs,
    hearts: { ...roundsEs.hearts, ...playerEs.hearts },
    team: { ...roundsEs.team, ...playerEs.team },
  },
};

/** The text with its blanks filled, as the page shows it. */
export const filled = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{\{(\w+)[^}]*\}\}/g, (_, name: string) => String(values[name]));

const numberIn = (text: string): number => Number(text.replace(/\D/g, ''));

export type NextStep = keyof typeof teachWords.host.step;

/** What a teacher does, with the names that stand on the page. */
export class TeacherPages {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async signIn(url: string, { email, password }: { email: string; password: string }): Promise<void> {
    await this.page.goto(`${url}/teach`);
    await this.page.getByLabel(accountWords.signIn.login).fill(email);
    await this.page.getByLabel(accountWords.signIn.password, { exact: true }).fill(password);
    await this.button(accountWords.signIn.submit).click();
    await this.page.getByRole('heading', { name: teachWords.library.title, level: 1 }).waitFor();
  }

  async goTo(place: string): Promise<void> {
    const menu = this.page.getByRole('navigation', { name: accountWords.nav.label });
    await menu.getByRole('link', { name: place }).click();
    await this.page.getByRole('heading', { name: place, level: 1 }).waitFor();
  }

  async openMission(title: string): Promise<void> {
    await this.page.getByRole('link', { name: title }).first().click();
    await this.page.getByRole('heading', { name: title, level: 1 }).waitFor();
  }

  async chooseOptions({ seconds, getReady }: { seconds: number; getReady: number }): Promise<void> {
    await this.page.getByRole('button', { name: teachWords.start.options }).click();
    await this.page.getByLabel(teachWords.start.time).selectOption(String(seconds));
    await this.page.getByLabel(teachWords.start.getReady).selectOption(String(getReady));
  }

  /** Gives the class that is open now. */
  async startClass(): Promise<{ id: string; pin: string }> {
    await this.button(teachWords.start.submit).click();
    await this.page.waitForURL('**/host');
    const pin = await this.page.getByText(/^\d{3} \d{3}$/).textContent();
    const id = /sessions\/([\w-]+)\/host/.exec(this.page.url())![1]!;
    return { id, pin: pin!.replace(' ', '') };
  }

  async openProjector(): Promise<ProjectorPage> {
    const link = this.page.getByRole('link', { name: teachWords.host.openProjector });
    const tab = await tabOpenedBy(this.page, () => link.click());
    return new ProjectorPage(tab);
  }

  /** Presses the one big button, as soon as it says this. */
  async step(step: NextStep): Promise<void> {
    const button = this.page.getByRole('button', {
      name: teachWords.host.step[step],
      exact: true,
      disabled: false,
    });
    await button.press('Space');
  }

  async untilStep(step: NextStep): Promise<void> {
    await this.button(teachWords.host.step[step]).waitFor();
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  player(nickname: string): Locator {
    return this.page
      .getByRole('region', { name: teachWords.host.players.title })
      .getByRole('listitem')
      .filter({ hasText: nickname });
  }

  async kick(nickname: string): Promise<void> {
    await this.button(filled(teachWords.host.players.menu, { name: nickname })).click();
    await this.page.getByRole('menuitem', { name: teachWords.host.players.kick }).click();
    await this.confirm(teachWords.host.ask.kickYes);
  }

  async endClass(): Promise<void> {
    await this.button(teachWords.host.do.end).click();
    await this.confirm(teachWords.host.ask.endYes);
  }

  private confirm(answer: string): Promise<void> {
    return this.page.getByRole('dialog').getByRole('button', { name: answer, exact: true }).click();
  }
}

/** How somebody answers: with a finger, with a mouse, or with keys alone. */
export type Hand = 'touch' | 'mouse' | 'keys';

export interface ResultSeen {
  outcome: 'right' | 'partly' | 'wrong' | 'none';
  points: number;
}

/** What a pupil does, and what the own page says. */
export class StudentPage {
  readonly page: Page;
  readonly name: string;
  readonly language: Language;
  readonly hand: Hand;
  readonly words: typeof playerWords.en;

  constructor(
    page: Page,
    { name, language = 'en', hand }: { name: string; language?: Language; hand: Hand },
  ) {
    this.page = page;
    this.name = name;
    this.language = language;
    this.hand = hand;
    this.words = playerWords[language];
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.pinField.waitFor();
  }

  get pinField(): Locator {
    return this.page.getByLabel(this.words.pin.label);
  }

  get nameField(): Locator {
    return this.page.getByLabel(this.words.name.title);
  }

  /** By the link in the QR code. */
  async openLink(url: string, pin: string): Promise<void> {
    await this.page.goto(`${url}/j/${pin}`);
    await this.nameField.waitFor();
  }

  /** The cursor stands in the field already, and the sixth digit sends it. */
  async typePin(pin: string): Promise<void> {
    if (this.hand === 'keys') await this.page.keyboard.type(pin);
    else await this.pinField.fill(pin);
  }

  async typeName(name = this.name): Promise<void> {
    await this.nameField.waitFor();
    if (this.hand === 'keys') {
      await this.page.keyboard.type(name);
      await this.page.keyboard.press('Enter');
    } else {
      await this.nameField.fill(name);
      await this.press(this.button(this.words.name.submit));
    }
  }

  async join(url: string, pin: string): Promise<void> {
    await this.open(url);
    await this.typePin(pin);
    await this.typeName();
    await this.untilLobby();
  }

  untilLobby(): Promise<void> {
    return this.page.getByText(this.words.lobby.in, { exact: true }).waitFor();
  }

  async untilQuestion(round: number, of: number): Promise<void> {
    await this.page
      .getByRole('main')
      .getByText(filled(this.words.question.label, { round: round + 1, of }), { exact: true })
      .waitFor();
    await this.choices.first().waitFor();
  }

  get choices(): Locator {
    return this.page.getByRole('group', { name: this.words.question.choices }).getByRole('button');
  }

  get saved(): Locator {
    return this.page.getByText(`${this.words.question.saved} ✓`);
  }

  /** Picks these texts and waits until they are stored for good. */
  async answer(texts: readonly string[]): Promise<void> {
    await this.pick(texts);
    await this.saved.waitFor();
  }

  async pick(texts: readonly string[]): Promise<void> {
    const labels = await this.choices.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')!));
    const places = texts.map((text) => labels.findIndex((label) => label.slice('A: '.length) === text));
    if (places.includes(-1)) throw new Error(`${texts.join(' · ')} is not among ${labels.join(' · ')}`);
    for (const place of places) {
      if (this.hand !== 'keys') await this.press(this.choices.nth(place));
      else if (texts.length > 1) await this.page.keyboard.press(String(place + 1));
      else await this.walkTo(place);
    }
    if (texts.length > 1) await this.press(this.button(this.words.question.submit));
  }

  /** Down from where the focus fell back to with the new question, then Enter. */
  private async walkTo(place: number): Promise<void> {
    for (let down = 0; down <= place; down++) await this.page.keyboard.press('ArrowDown');
    await this.page.keyboard.press('Enter');
  }

  async press(target: Locator): Promise<void> {
    if (this.hand === 'touch') return target.tap();
    if (this.hand === 'mouse') return target.click();
    await target.waitFor();
    for (let tabs = 0; tabs < 20; tabs++) {
      if (await target.evaluate((one) => one === document.activeElement)) {
        return this.page.keyboard.press('Enter');
      }
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`the Tab key never comes to ${target}`);
  }

  /** Waits for what the reveal says to this player. */
  async result(): Promise<ResultSeen> {
    const titles = this.words.result;
    const outcomes = ['right', 'partly', 'wrong', 'none'] as const;
    const heading = this.page.getByRole('heading', {
      level: 1,
      name: new RegExp(`^(${outcomes.map((one) => titles[one]).join('|')})$`),
    });
    const said = await heading.textContent();
    const shown = await this.page.getByText(/^\+\d[\d.,\s]*$/).allTextContents();
    return {
      outcome: outcomes.find((one) => titles[one] === said)!,
      points: numberIn(shown[0] ?? '0'),
    };
  }

  untilStandings(): Promise<void> {
    return this.page.getByRole('heading', { name: this.words.standings.title }).waitFor();
  }

  untilPodium(): Promise<void> {
    const { first, top, done } = this.words.podium;
    return this.page.getByRole('heading', { name: new RegExp(`^(${first}|${top}|${done})$`) }).waitFor();
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}

/** What the class sees. */
export class ProjectorPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get pin(): Locator {
    return this.page.getByRole('heading', { level: 1, name: /^\d( \d){5}$/ });
  }

  get question(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** All that stands on the choices. */
  choices(): Promise<string[]> {
    return this.page.getByRole('main').getByRole('listitem').allTextContents();
  }

  untilAnswered(answered: number, connected: number): Promise<void> {
    return this.page.getByText(filled(projectorWords.answeredOf, { answered, connected })).waitFor();
  }

  untilHeading(name: string): Promise<void> {
    return this.page.getByRole('heading', { name }).waitFor();
  }
}
