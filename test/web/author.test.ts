import { createAuthoring, type WrittenQuestion } from '@tutti/client/admin';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { account } from '../../web/src/shared/i18n/en/account.ts';
import { author as en } from '../../web/src/shared/i18n/en/author.ts';
import { teach as teachWords } from '../../web/src/shared/i18n/en/teach.ts';
import { checkAccessibility } from '../support/accessibility.ts';
import { filled, TeacherPages } from '../support/class-pages.ts';
import { signIn } from '../support/class-play.ts';
import { png, wav } from '../support/media-files.ts';
import { desktop, openBrowser, type Visitors } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

type Kind = WrittenQuestion['kind'];

let server: TestServer;
let visitors: Visitors;
let page: Page;
const accessibility = checkAccessibility();

beforeAll(async () => {
  [server, visitors] = await Promise.all([startTestServer(), openBrowser()]);
  page = await visitors.come('Tess', desktop);
  await new TeacherPages(page).signIn(server.url, server.teacher);
}, 60_000);
afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

const q = en.question;
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const field = (label: string): Locator => page.getByLabel(label, { exact: true });
const adding = () => page.getByRole('link', { name: en.lessons.addQuestion });
const numbered = (text: string, number: number) => filled(text, { number });
const write = (label: string, text: string) => field(label).fill(text);

const hasFocus = (place: Locator) =>
  expect.poll(() => place.evaluateAll(([element]) => element === document.activeElement)).toBe(true);

async function items(texts: string[], label = q.item) {
  for (const [i, text] of texts.entries()) {
    if (i >= 2) await button(q.add).press('Enter');
    await write(numbered(label, i + 1), text);
  }
}
async function tag(label: string, words: string[]) {
  for (const word of words) {
    const box = page.getByRole('combobox', { name: label, exact: true });
    await box.fill(word);
    await box.press('Enter');
  }
}

async function begin(kind: Kind) {
  await field(en.lessons.kind).selectOption(kind);
  await adding().press('Enter');
}

/** What is written for each kind; the prompt stands already. */
const author: Record<Kind, () => Promise<void>> = {
  async single_choice() {
    await items(['Cat', 'Stone', 'Spoon']);
  },
  async multiple_choice() {
    await items(['Cat', 'Stone', 'Dog']);
    await field(numbered(q.isRight, 3)).press('Space');
    await field(q.partial).press('Space');
  },
  async true_false() {
    await field(numbered(q.isRight, 2)).check();
  },
  async matching() {
    await items(['France', 'Spain'], q.left);
    await items(['Paris', 'Madrid'], q.right);
  },
  async ordering() {
    await items(['Second', 'First', 'Third'], q.step);
    await button(filled(en.up, { what: numbered(q.step, 2) })).press('Enter');
  },
  async fill_blank() {
    await button(q.addBlank).press('Enter');
    await tag(numbered(q.blank, 1), ['dog', 'hound']);
  },
  async numeric() {
    await write(q.value, '9.81');
    await write(q.tolerance, '0.1');
    await write(q.unit, 'm/s²');
  },
  async slider() {
    await write(q.value, '40');
    await write(q.band, '5');
  },
  async hotspot() {
    await write(en.media.altOf.image, 'A violet square');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'square.png', mimeType: 'image/png', buffer: png({ size: 64 }) });
    const picture = page.locator('[data-draw]');
    await picture.locator('img').waitFor();
    const { width, height } = (await picture.boundingBox())!;
    for (const [x, y] of [
      [0.2, 0.2],
      [0.8, 0.2],
    ] as const)
      await picture.click({ position: { x: width * x, y: height * y } });
    // the third corner by keyboard alone
    await button(numbered(q.addCorner, 1)).press('Enter');
    await write(filled(q.corner, { area: 1, corner: 3, axis: q.downwards }), '90');
  },
  async scale() {
    await items(['Never', 'Always'], q.step);
  },
  async poll() {
    await items(['Red', 'Blue']);
    await write(q.most, '2');
  },
  async word_cloud() {
    await write(q.words, '3');
  },
  async open_text() {
    await field(q.byHost).press('Space');
    await tag(numbered(q.idea, 1), ['rain']);
  },
};
const kinds = Object.keys(author) as Kind[];
/** Their forms are made of the same pieces as others. */
const alike = new Set<Kind>(['true_false', 'scale', 'poll']);

it('[WRI-9] a teacher writes a mission with a question of every kind, by mouse and by keyboard', async () => {
  await page.getByRole('link', { name: en.newMission }).click();
  await field(en.mission.name).waitFor();
  await look('a new mission');
  await write(en.mission.name, 'Pets');
  await write(en.mission.description, 'About animals.');
  await button(en.mission.make).click();
  await button(en.lessons.add).click();
  await write(en.lessons.name, 'First');
  await page
    .locator('form', { has: field(en.lessons.name) })
    .getByRole('button', { name: en.save })
    .click();
  await adding().waitFor();
  const editAt = page.url();

  for (const [i, kind] of kinds.entries()) {
    await begin(kind);
    await write(q.prompt, `What is $x^${i}$?`);
    await author[kind]();
    if (i === 0) await look('a new question');
    else if (!alike.has(kind)) await look(`form of ${kind}`);
    await button(en.save).click();
    await page.waitForURL(editAt);
    await page.getByRole('listitem').nth(i).waitFor();
  }
  await expect.poll(() => page.getByRole('listitem').locator('math').count()).toBe(kinds.length);
  await look('the mission');

  const [id] = /[\da-f-]{36}/.exec(editAt)!;
  const draft = await createAuthoring(await signIn(server.url, server.teacher)).draft(id!);
  const [lesson] = draft.lessons;
  expect(lesson!.questions.map(({ kind }) => kind)).toEqual(kinds);
  const found = Object.fromEntries(lesson!.questions.map((one) => [one.kind, one])) as unknown as Record<
    Kind,
    WrittenQuestion
  >;
  expect(found.multiple_choice.choices.map(({ correct }) => correct)).toEqual([true, false, true]);
  expect(found.ordering.choices.map(({ text }) => text)).toEqual(['First', 'Second', 'Third']);
  expect(found.fill_blank.spec).toEqual({ blanks: [{ accepted: ['dog', 'hound'], typo: true }] });
  expect(found.numeric.spec).toEqual({ value: 9.81, tolerance: 0.1, unit: 'm/s²' });
  const [area] = (found.hotspot.spec as { areas: { x: number; y: number }[][] }).areas;
  for (const [i, { x, y }] of [
    { x: 0.2, y: 0.2 },
    { x: 0.8, y: 0.2 },
    { x: 0.5, y: 0.9 },
  ].entries()) {
    expect(area![i]!.x).toBeCloseTo(x, 1);
    expect(area![i]!.y).toBeCloseTo(y, 1);
  }
  expect(found.open_text.spec).toMatchObject({ keywords: [['rain']] });
}, 120_000);

it('says at the field what does not fit, and asks before anything is lost', async () => {
  await begin('fill_blank');
  await write(q.prompt, 'No blank at all');
  await button(en.save).click();
  await page.getByText(en.faults['blanks-differ'], { exact: true }).first().waitFor();
  await button(en.cancel).click();
  const dialog = page.getByRole('dialog', { name: en.leave.title });
  await dialog.getByRole('button', { name: en.leave.stay }).click();
  expect(await field(q.prompt).inputValue()).toBe('No blank at all');
  await button(en.cancel).click();
  await dialog.getByRole('button', { name: en.leave.go }).click();
  await adding().waitFor();

  const edit = button(filled(en.lessons.edit, { title: 'First' }));
  const name = field(en.lessons.name);
  await edit.press('Enter');
  await hasFocus(name);
  await page.keyboard.type(' of all');
  await button(en.lessons.add).click();
  await dialog.getByRole('button', { name: account.states.cancel }).click();
  expect(await name.inputValue()).toBe('First of all');
  await button(en.lessons.add).click();
  await dialog.getByRole('button', { name: en.leave.go }).click();
  await hasFocus(name);
  expect(await name.inputValue()).toBe('');
  await page.locator('form', { has: name }).getByRole('button', { name: en.cancel }).press('Enter');
  await hasFocus(button(en.lessons.add));
  await edit.press('Enter');
  await page.keyboard.press('Enter');
  await hasFocus(edit);
});

it('[WRI-9] takes a recording, and what is heard in words', async () => {
  const change = page.getByRole('link', { name: numbered(en.lessons.editQuestion, 1), exact: true });
  await change.click();
  await write(en.media.caption, 'A cat purrs.');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'purr.wav', mimeType: 'audio/wav', buffer: wav() });
  await write(en.media.altOf.audio, 'A cat');
  await page.locator('audio[aria-label="A cat"]').first().waitFor();
  await look('a question with a recording');
  const editAt = page.url().replace(/\/questions\/.*/, '/edit');
  await button(en.save).click();
  await page.waitForURL(editAt);
  const [id] = /[\da-f-]{36}/.exec(editAt)!;
  const { lessons } = await createAuthoring(await signIn(server.url, server.teacher)).draft(id!);
  expect(lessons[0]!.questions[0]!.media).toMatchObject({
    kind: 'audio',
    alt: 'A cat',
    caption: 'A cat purrs.',
  });
});

it('[WRI-10] makes it one for learners alone: level, what comes first, a film, and what a hint costs', async () => {
  const authoring = createAuthoring(await signIn(server.url, server.teacher));
  const [id] = /[\da-f-]{36}/.exec(page.url())!;
  const about = { description: 'x', topic: null, difficulty: 'easy', estimatedMinutes: 5 } as const;
  await authoring.create({
    locale: 'en',
    title: 'More pets',
    ...about,
    ages: { from: 9, to: 12 },
    requires: [id!],
  });
  const facts = page.locator('form', { has: field(en.mission.name) });
  const save = facts.getByRole('button', { name: en.save, exact: true });
  const before = page.getByRole('combobox', { name: en.alone.before });
  const choose = async (title: string) => {
    await before.fill(title);
    await page.getByRole('option', { name: title, exact: true }).click();
    await before.press('Escape');
  };
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await write(en.alone.level, '3');
  await write(en.alone.xp, '150');
  await choose('More pets');
  await save.click();
  await facts.getByText(filled(en.faults.circle, { title: 'More pets' })).waitFor();
  await look('a mission that would need itself');
  await before.press('Backspace');
  await choose('Spot the Fake');
  expect(await facts.getByText(en.faults.circle.split('}}')[1]!).count()).toBe(0);
  await save.click();
  await page.getByText(en.saved, { exact: true }).waitFor();
  expect(asked.filter((url) => /\/missions\?.*ids=/.test(url)).length).toBeGreaterThan(0);
  expect(
    asked.filter((url) => /\/missions\/[\da-f-]{36}(\?|$)/.test(url) && url.includes('locale=')),
  ).toEqual([]);

  await button(en.lessons.add).click();
  const form = page.locator('form', { has: field(en.lessons.name) });
  const keep = form.getByRole('button', { name: en.save, exact: true });
  await write(en.lessons.name, 'The shark');
  await write(en.lessons.minutes, '2');
  await write(en.lessons.xp, '40');
  await form.getByText(filled(en.lessons.earns, { xp: '40' })).waitFor();
  await field(en.lessons.lessonKind).selectOption('video');
  await keep.click();
  await form.getByText(en.faults['no-film']).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(en.media.chooseFilm);
  await write(en.lessons.reading, 'A shark with $3$ fins.');
  await write(en.media.altOf.video, 'A shark swims by.');
  // [WRI-13] one of before will do, too; by keyboard alone
  await form.getByRole('button', { name: en.media.earlier.open, exact: true }).press('Enter');
  const earlier = page.getByRole('dialog', { name: en.media.earlier.films });
  await earlier.getByText(en.media.earlier.none, { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await earlier.waitFor({ state: 'hidden' });
  await hasFocus(form.getByRole('button', { name: en.media.earlier.open, exact: true }));
  await page.keyboard.press('Enter');
  await earlier.getByRole('radio', { name: en.media.earlier.mine }).press('ArrowRight');
  const films = earlier.getByRole('listitem').getByRole('button');
  await films.first().waitFor();
  await look('films of before');
  await films.first().press('Enter');
  await form.locator('video').waitFor();
  await hasFocus(field(en.media.altOf.video));
  expect(await field(en.media.altOf.video).inputValue()).not.toBe('');
  await form.getByRole('button', { name: en.media.remove, exact: true }).press('Enter');
  await write(en.media.altOf.video, 'A shark swims by.');
  await form.locator('input[type=file]').setInputFiles('content/missions/spot-the-fake/the-shark.webm');
  await form.locator('video[aria-label="A shark swims by."]').waitFor();
  await look('a lesson with a film');
  await page.getByRole('link', { name: en.back }).click();
  const dialog = page.getByRole('dialog', { name: en.leave.title });
  await dialog.getByRole('button', { name: en.leave.stay }).click();
  await keep.click();
  await page.getByRole('heading', { name: '2. The shark' }).waitFor();

  await page.getByRole('link', { name: numbered(en.lessons.editQuestion, 2), exact: true }).click();
  await write(q.hint, 'Think of fur.');
  await write(q.hintCost, '12');
  await look('a question with a hint');
  await button(en.save).click();
  await page.getByRole('heading', { name: '2. The shark' }).waitFor();

  const { items } = await (await signIn(server.url, server.teacher)).missions({ search: 'Spot the Fake' });
  const draft = await authoring.draft(id!);
  expect(draft).toMatchObject({
    requiredLevel: 3,
    reward: { xp: 150, coins: 50 },
    requires: [items[0]!.id],
  });
  expect(draft.lessons[1]).toMatchObject({
    kind: 'video',
    minutes: 2,
    xp: 40,
    reading: ['A shark with $3$ fins.'],
    media: { kind: 'video', alt: 'A shark swims by.' },
  });
  expect(draft.lessons[0]!.questions[1]).toMatchObject({ hint: 'Think of fur.', hintCost: 12 });
});

it('[WRI-12] says what is missing before the mission can be taken along as a file', async () => {
  await button(en.file.take).press('Enter');
  const said = (text: string, number: number) =>
    filled(en.file.inQuestion, { title: 'First', number, said: text });
  await page.getByText(en.file.faults['no-goals'], { exact: true }).waitFor();
  await page.getByText(said(en.file.faults['no-goal'], 1), { exact: true }).waitFor();
  await look('what a file would lack');
});

it('shows every kind with its key and each film in the library', async () => {
  await page.getByRole('link', { name: en.back }).click();
  await page.getByLabel(teachWords.mission.showAnswers).press('Space');
  for (const text of ['9.81 ± 0.1 m/s²', 'dog', 'rain', '40 ± 5'])
    await page.getByText(text, { exact: true }).first().waitFor();
  await look('the preview');
  await page.getByRole('button', { name: /^2\. The shark/ }).click();
  await page.locator('video[aria-label="A shark swims by."]').waitFor();
  await look('a film in the preview');
  expect(accessibility.violations).toEqual([]);
  expect(visitors.errors).toEqual([]);
});

/** By day and night, and on a phone without a bar below. */
async function look(screen: string): Promise<void> {
  await accessibility.look(screen, page);
  await page.setViewportSize({ width: 360, height: 740 });
  const sticksOut = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(sticksOut, screen).toBe(false);
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/${screen}-360.png`, fullPage: true });
  await page.setViewportSize({ width: 1366, height: 768 });
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/${screen}.png`, fullPage: true });
}
