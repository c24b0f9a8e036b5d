import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { QuestionKind } from '../../src/domain/question/question.ts';
import { stage as words } from '../../web/src/shared/i18n/en/stage.ts';
import { filled } from './class-pages.ts';

type Kind = Exclude<QuestionKind, 'single_choice' | 'multiple_choice' | 'true_false'>;

const items = (page: Page, list: string) =>
  page.getByRole('list', { name: list, exact: true }).getByRole('listitem');
const all = (count: number) => filled(words.gotIt_other, { count, of: count });

async function expectItem(item: Locator, ...parts: string[]): Promise<void> {
  await item.waitFor();
  const text = await item.textContent();
  for (const part of parts) expect(text).toContain(part);
}

/** What the host's page and the big screen show of a right answer that `count` players of the kinds mission gave. */
export const told: Record<Kind, (page: Page, count: number) => Promise<void>> = {
  async matching(page, count) {
    const pair = items(page, words.pairs.solved).filter({ hasText: 'France' });
    await expectItem(pair, 'Paris', all(count));
  },
  async ordering(page, count) {
    for (const [place, thing] of ['one', 'two', 'three', 'four'].entries())
      await expectItem(items(page, words.order.solved).nth(place), `${place + 1}`, thing, all(count));
  },
  async fill_blank(page) {
    await page.getByRole('heading', { name: words.texts.right_other, exact: true }).waitFor();
    await page.getByText('zzexamples', { exact: true }).first().waitFor();
  },
  async numeric(page, count) {
    await page.getByText(/^Right: 731\.46/).waitFor();
    await expectItem(page.getByRole('figure', { name: words.numbers.chart }), '731.463 km', times(count));
  },
  async slider(page, count) {
    await page.getByText(/^Right: 37\.375 °C/).waitFor();
    await expectItem(page.getByRole('figure', { name: words.numbers.chart }), '37.375 °C', times(count));
  },
  async hotspot(page, count) {
    const map = page.getByRole('figure').filter({ has: page.getByRole('img', { name: 'A map' }) });
    await map.getByText(filled(words.spots.count_other, { count })).waitFor();
    expect(await map.locator('polygon').count(), 'right areas').toBe(1);
    expect(await map.locator('img ~ span').count(), 'a dot for each answer').toBe(count);
  },
  async scale(page, count) {
    await expectItem(items(page, words.bars.counts).first(), 'not at all', chosen(count));
  },
  async poll(page, count) {
    await expectItem(items(page, words.bars.counts).first(), 'art', chosen(count));
  },
  async word_cloud(page, count) {
    await expectItem(items(page, words.words.label).first(), 'hello', times(count));
  },
  async open_text(page) {
    await page.getByRole('heading', { name: words.texts.sample, exact: true }).waitFor();
    await page.getByText('zzsample answer', { exact: true }).waitFor();
  },
};

const times = (count: number) => filled(words.words.times_other, { count });
const chosen = (count: number) => filled(words.picked_other, { count });
