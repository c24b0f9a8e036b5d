import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Answer } from '../../src/domain/answer/answer.ts';
import type { QuestionView } from '../../src/wire/messages.ts';
import { kinds as words } from '../../web/src/shared/i18n/en/kinds.ts';
import { filled, playerWords } from './class-pages.ts';

const { en: player } = playerWords;
const letterOf = (index: number) => String.fromCharCode('A'.charCodeAt(0) + index);

/** Gives answers of every kind on a page, either with fingers or with keys alone. */
export interface KindsHand {
  give(question: QuestionView, answer: Answer): Promise<void>;
}

const submit = (page: Page) => page.getByRole('button', { name: player.question.submit, exact: true });
const things = (page: Page, side: string) => page.getByRole('group', { name: side }).getByRole('button');
const choices = (page: Page) =>
  page.getByRole('group', { name: player.question.choices }).getByRole('button');

const decidesByTap = ({ kind }: QuestionView) =>
  kind === 'single_choice' || kind === 'true_false' || kind === 'scale';

/** As soon as it is there. */
const map = (page: Page, name: string) => page.getByRole('button', { name, disabled: false });

/** A phone: every step is a tap, and letters come from its keyboard. */
export function fingers(page: Page): KindsHand {
  const fill = (field: Locator, text: string) => field.tap().then(() => field.fill(text));
  const ways: Partial<
    Record<QuestionView['kind'], (question: QuestionView, answer: never) => Promise<void>>
  > = {
    async matching(_, partners: number[]) {
      // the first on the left is held already, and after each pair the next one
      for (const right of partners) await things(page, words.matching.right).nth(right).tap();
    },
    async ordering({ choices: texts }, order: number[]) {
      for (const thing of order)
        await page.getByRole('button', { name: new RegExp(`^\\d: ${texts[thing]}$`) }).tap();
    },
    async fill_blank(_, texts: string[]) {
      for (const [i, text] of texts.entries())
        await fill(page.getByLabel(filled(words.blank.label, { number: i + 1, of: texts.length })), text);
    },
    numeric: (_, value: number) => fill(page.getByRole('textbox'), String(value).replace('.', ',')),
    async slider({ range }, value: number) {
      const slider = page.getByRole('slider');
      await drag(slider, (value - range!.min) / (range!.max - range!.min));
      const dragged = Number(await slider.inputValue());
      expect(Math.abs(dragged - value), 'where the finger let go').toBeLessThan(
        (range!.max - range!.min) / 20,
      );
      // a finger is not as exact as a step
      await slider.fill(String(value - range!.step));
      await page.getByRole('button', { name: words.slider.more, exact: true }).tap();
    },
    async hotspot({ media }, { x, y }: { x: number; y: number }) {
      const picture = map(page, media!.alt);
      const box = (await picture.boundingBox())!;
      await picture.tap({ position: { x: x * box.width, y: y * box.height } });
    },
    async word_cloud({ pick }, texts: string[]) {
      for (const [i, text] of texts.entries())
        await fill(page.getByLabel(filled(words.words.label, { number: i + 1, of: pick })), text);
    },
    open_text: (_, [text]: string[]) => fill(page.getByLabel(words.open.label), text!),
  };
  return {
    async give(question, answer) {
      const way = ways[question.kind];
      if (way) await way(question, answer as never);
      else for (const place of answer as number[]) await choices(page).nth(place).tap();
      if (!decidesByTap(question)) await submit(page).tap();
    },
  };
}

/** A real finger on the thumb of a slider that stands at its beginning, to that share of its way. */
async function drag(slider: Locator, share: number): Promise<void> {
  await slider.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await slider.boundingBox())!;
  const session = await slider.page().context().newCDPSession(slider.page());
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...places: number[]) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: places.map((at) => ({ x: x + at, y: y + height / 2 })),
    });
  // the middle of the thumb never leaves the row
  const thumb = Math.min(height, 28);
  const to = thumb / 2 + share * (width - thumb);
  await touch('touchStart', thumb / 2);
  for (const part of [0.25, 0.5, 0.75, 1]) await touch('touchMove', thumb / 2 + part * (to - thumb / 2));
  await touch('touchEnd');
  await session.detach();
}

/** A laptop whose mouse is broken. */
export function keys(page: Page): KindsHand {
  const { keyboard } = page;
  const times = async (count: number, key: string) => {
    for (let i = 0; i < count; i++) await keyboard.press(key);
  };
  const comeTo = async (wanted: Locator) => {
    const isThere = () => wanted.evaluate((one) => one === document.activeElement);
    for (let tabs = 0; tabs < 40; tabs++) {
      if (await isThere()) return;
      await keyboard.press('Tab');
    }
    throw new Error(`the Tab key never comes to ${wanted}`);
  };
  const press = (wanted: Locator) => comeTo(wanted).then(() => keyboard.press('Enter'));
  const type = (wanted: Locator, text: string) => comeTo(wanted).then(() => keyboard.type(text));

  const ways: Partial<
    Record<QuestionView['kind'], (question: QuestionView, answer: never) => Promise<void>>
  > = {
    async matching(_, partners: number[]) {
      await comeTo(things(page, words.matching.left).first());
      await keyboard.press('ArrowRight');
      for (const [left, right] of partners.entries()) {
        const from = left === 0 ? 0 : partners[left - 1]!;
        await times(Math.abs(right - from), right > from ? 'ArrowDown' : 'ArrowUp');
        await keyboard.press('Enter');
      }
    },
    async ordering({ choices: texts }, order: number[]) {
      for (const [to, thing] of order.entries()) {
        const row = page.getByRole('button', { name: new RegExp(`^\\d: ${texts[thing]}$`) });
        const from = Number((await row.getAttribute('aria-label'))![0]) - 1;
        await comeTo(row);
        await times(from - to, 'ArrowUp');
      }
    },
    async fill_blank(_, texts: string[]) {
      for (const [i, text] of texts.entries())
        await type(page.getByLabel(filled(words.blank.label, { number: i + 1, of: texts.length })), text);
    },
    numeric: (_, value: number) => type(page.getByRole('textbox'), String(value)),
    async slider({ range }, value: number) {
      await comeTo(page.getByRole('slider'));
      await keyboard.press('Home');
      expect(await page.getByLabel(words.slider.exact).inputValue()).toBe(String(range!.min));
      await comeTo(page.getByLabel(words.slider.exact));
      await keyboard.press('ControlOrMeta+A');
      await keyboard.type(String(value));
      expect(await page.getByRole('slider').inputValue()).toBe(String(value));
    },
    async hotspot({ media }, { x, y }: { x: number; y: number }) {
      await comeTo(map(page, media!.alt));
      await keyboard.press('Shift+ArrowLeft');
      await keyboard.press('Shift+ArrowRight');
      await times(Math.round(Math.abs(x - 0.5) / 0.02), x > 0.5 ? 'ArrowRight' : 'ArrowLeft');
      await times(Math.round(Math.abs(y - 0.5) / 0.02), y > 0.5 ? 'ArrowDown' : 'ArrowUp');
      await keyboard.press('Enter');
    },
    async word_cloud({ pick }, texts: string[]) {
      for (const [i, text] of texts.entries())
        await type(page.getByLabel(filled(words.words.label, { number: i + 1, of: pick })), text);
    },
    open_text: (_, [text]: string[]) => type(page.getByLabel(words.open.label), text!),
  };
  return {
    async give(question, answer) {
      const way = ways[question.kind];
      if (way) await way(question, answer as never);
      else for (const place of answer as number[]) await keyboard.press(letterOf(place));
      if (!decidesByTap(question)) await press(submit(page));
    },
  };
}
