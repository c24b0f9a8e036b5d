import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { isScored, questionKinds } from '../../../../src/domain/question/question.ts';
import { loadContent } from '../../../../src/modules/catalog/content/content.loader.ts';
import { formatProblems } from '../../../../src/modules/catalog/content/content.problem.ts';
import type { Mission, Question } from '../../../../src/modules/catalog/content/content.schema.ts';

const folder = new URL('../../../../content/', import.meta.url).pathname;
const loaded = await loadContent(folder);
if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
const { topics, missions } = loaded.content;

const questionsOf = (mission: Mission) => mission.lessons.flatMap((lesson) => lesson.questions);
const questions = missions.flatMap(questionsOf);
const ofKind = (kind: Question['kind']) => questions.filter((question) => question.kind === kind);
const share = (part: readonly unknown[], whole: readonly unknown[]) => part.length / whole.length;
const words = (text: string) => text.split(/\s+/).filter((word) => /\p{L}|\p{N}/u.test(word));
const sentences = (text: string) => text.split(/[.!?…:]+/).filter((part) => words(part).length > 0);
const mean = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const right = (question: Question) => question.choices.filter(({ correct }) => correct);

describe('the shipped missions', () => {
  it('are all loaded', async () => {
    const files = await readdir(`${folder}missions`);
    expect(missions).toHaveLength(files.filter((name) => /^[a-z-]+\.yaml$/.test(name)).length);
  });

  it('cover three topics with at least two missions each, and show every kind of question in a fourth', () => {
    expect(topics.map(({ name }) => name)).toEqual([
      'How AI Thinks',
      'Staying Safe Online',
      'AI and Fairness',
      'Everyday Science',
    ]);
    const [science, ...others] = topics
      .toReversed()
      .map(({ slug }) => missions.filter(({ topic }) => topic === slug));
    for (const many of others) expect(many.length).toBeGreaterThanOrEqual(2);
    const [water] = science!;
    expect(new Set(questionsOf(water!).map(({ kind }) => kind))).toEqual(new Set(questionKinds));
    expect(water).toMatchObject({ locales: ['en', 'es'], ages: { from: 10, to: 14 } });
  });

  it('ask at least 96 questions of the ages 7 to 14', () => {
    expect(questions.length).toBeGreaterThanOrEqual(96);
    expect(Math.min(...missions.map(({ ages }) => ages.from))).toBe(7);
    expect(Math.max(...missions.map(({ ages }) => ages.to))).toBe(14);
  });

  it('contain Spot the Fake with ten lessons, complete in Spanish', () => {
    const fake = missions.find(({ slug }) => slug === 'spot-the-fake')!;
    expect(fake).toMatchObject({
      title: 'Spot the Fake',
      topic: 'staying-safe-online',
      locales: ['en', 'es'],
    });
    expect(fake.lessons).toHaveLength(10);
    for (const question of questionsOf(fake)) {
      expect(question.i18n.es?.prompt).not.toBe(question.prompt);
      for (const choice of question.choices) expect(choice.i18n.es?.text).toBeTruthy();
    }
  });

  it('begin every lesson with something to read and ask two to four questions about it', () => {
    for (const lesson of missions.flatMap((mission) => mission.lessons)) {
      expect(lesson.reading.length, lesson.slug).toBeGreaterThanOrEqual(1);
      const asksNothing = lesson.kind === 'reading' || lesson.kind === 'video';
      expect(asksNothing ? [0] : [2, 3, 4], lesson.slug).toContain(lesson.questions.length);
    }
  });

  it('[GRP-1] hold two stories for groups of ages 9 to 13, each with all ways of answering and pieces in each language', () => {
    const forGroups = missions.filter(({ missionType }) => missionType === 'group');
    expect(forGroups).toHaveLength(2);
    for (const mission of forGroups) {
      expect(mission).toMatchObject({ locales: ['en', 'es'], ages: { from: 9, to: 13 } });
      const asked = questionsOf(mission);
      for (const way of ['consensus', 'turns', 'split'] as const)
        expect(asked.filter((question) => question.way === way).length, way).toBeGreaterThanOrEqual(3);
      for (const { id, pieces = [], i18n, way } of asked) {
        expect(pieces.length, id).toBeGreaterThanOrEqual(way === 'split' ? 5 : 0);
        expect(i18n.es?.pieces ?? [], id).toHaveLength(pieces.length);
      }
    }
  });

  it('ask about every objective at least twice, so that mastery can be told', () => {
    for (const { id } of missions.flatMap(({ objectives }) => objectives)) {
      const asked = questions.filter((one) => isScored(one) && one.objectives.includes(id));
      expect(asked.length, id).toBeGreaterThanOrEqual(2);
    }
  });
});

describe('the questions', () => {
  it('mix the kinds: about 60 % single choice and a fifth each of the others', () => {
    expect(share(ofKind('single_choice'), questions)).toBeGreaterThan(0.5);
    expect(share(ofKind('single_choice'), questions)).toBeLessThan(0.7);
    for (const kind of ['multiple_choice', 'true_false'] as const) {
      expect(share(ofKind(kind), questions), kind).toBeGreaterThan(0.14);
      expect(share(ofKind(kind), questions), kind).toBeLessThan(0.26);
    }
  });

  it.each([
    ['all missions', questions],
    ...missions
      .filter((mission) => questionsOf(mission).filter(({ kind }) => kind === 'single_choice').length > 3)
      .map((mission): [string, Question[]] => [mission.slug, questionsOf(mission)]),
  ])('keep the right answer in no favourite place: %s', (_, asked) => {
    const single = asked.filter(({ kind }) => kind === 'single_choice');
    for (const letter of ['a', 'b', 'c', 'd']) {
      const there = single.filter((question) => right(question)[0]!.id === letter);
      expect(share(there, single), letter).toBeLessThanOrEqual(0.45);
      expect(there.length, letter).toBeGreaterThan(0);
    }
  });

  it('do not give the right answer away by its length', () => {
    const single = ofKind('single_choice');
    const longest = single.filter((question) => {
      const key = right(question)[0]!;
      return question.choices.every((choice) => choice === key || choice.text.length < key.text.length);
    });
    expect(share(longest, single)).toBeLessThanOrEqual(0.35);
  });

  it('are true about as often as they are false', () => {
    const asked = ofKind('true_false');
    const truths = asked.filter((question) => right(question)[0]!.id === 'true');
    expect(share(truths, asked)).toBeGreaterThan(0.35);
    expect(share(truths, asked)).toBeLessThan(0.65);
  });

  it('have no "all of the above" and no "none of the above"', () => {
    const texts = questions.flatMap(({ choices }) => choices.map(({ text }) => text));
    expect(texts.filter((text) => /\b(all|none|both) of (the|these)\b/i.test(text))).toEqual([]);
  });

  it('are short enough to read for a child', () => {
    for (const { id, prompt, explanation, hint } of questions) {
      const lengths = (text: string) => sentences(text).map((sentence) => words(sentence).length);
      expect(mean(lengths(prompt)), id).toBeLessThanOrEqual(18);
      expect(Math.max(...lengths(explanation), ...lengths(hint ?? '')), id).toBeLessThanOrEqual(22);
    }
  });

  it('leave time to read in each language: two words a second and five seconds to think', () => {
    for (const { id, prompt, choices, i18n, timeLimitSeconds, pieces = [] } of questions) {
      const texts = {
        en: [prompt, ...choices.map(({ text }) => text)],
        es: [i18n.es?.prompt ?? '', ...choices.map((choice) => choice.i18n.es?.text ?? '')],
      };
      texts.en.push(...pieces);
      texts.es.push(...(i18n.es?.pieces ?? []));
      for (const [locale, parts] of Object.entries(texts)) {
        const seconds = words(parts.join(' ')).length / 2 + 5;
        expect(timeLimitSeconds, `${id} ${locale}`).toBeGreaterThanOrEqual(seconds);
      }
    }
  });

  it('explain the answer and hint at it without giving it away', () => {
    for (const question of questions) {
      expect(words(question.explanation).length, question.id).toBeGreaterThanOrEqual(8);
      for (const { text } of right(question)) {
        if (words(text).length > 1)
          expect(question.hint?.toLowerCase() ?? '', question.id).not.toContain(text.toLowerCase());
      }
    }
  });
});
