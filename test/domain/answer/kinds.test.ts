import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../../src/domain/answer/check-answer.ts';
import { fold, isWithinOneEdit } from '../../../src/domain/answer/fold.ts';
import { isWellFormed } from '../../../src/domain/answer/well-formed.ts';
import { type AskedQuestion, isScored } from '../../../src/domain/question/question.ts';
import { anyAnswer, anyKind, everyKind, kinds } from '../../support/kinds.ts';

const check = (question: AskedQuestion, answer: unknown) => {
  expect(isWellFormed(question, answer)).toBe(true);
  return checkAnswer(question, answer as number[]);
};
const { matching, ordering, fill_blank, slider, hotspot, open_text, poll, word_cloud, numeric } = everyKind;

describe('checkers', () => {
  it.each(kinds)('[ANS-5] %s: what is right is right and what is wrong earns nothing', (kind) => {
    const { question, right, wrong } = everyKind[kind];
    if (isScored(question)) {
      expect(check(question, right)).toEqual({ outcome: 'right', share: 1 });
      expect(check(question, wrong)).toEqual({ outcome: 'wrong', share: 0 });
    } else {
      for (const answer of [right, wrong])
        expect(check(question, answer)).toEqual({ outcome: 'counted', share: 0 });
    }
  });

  it('[ANS-5] matching earns its share per pair, and pairs may be left open', () => {
    expect(check(matching.question, [2, 0, 1, 3])).toEqual({ outcome: 'partly', share: 0.5 });
    expect(check(matching.question, [2, -1, -1, -1])).toEqual({ outcome: 'partly', share: 0.25 });
  });

  it.each([
    [[2, 0, 1, 3], 0.5],
    [[1, 2, 0, 3], 0.75],
    [[3, 1, 2, 0], 0.5],
    [[2, 1, 0, 3], 0.5],
  ])('[ANS-5] ordering %j has a run of %d of the whole in the right order', (order, share) => {
    expect(check(ordering.question, order)).toEqual({ outcome: 'partly', share });
    expect(check({ ...ordering.question, partial: false }, order).outcome).toBe('wrong');
  });

  it('[ANS-5] a blank folds case, accents and spaces, and forgives one letter only where it may', () => {
    expect(check(fill_blank.question, ['  ágata ', 'comuter']).share).toBe(1);
    expect(check(fill_blank.question, ['agatta', 'computer']).share).toBe(0.5);
    expect(check(fill_blank.question, ['Agate', '']).share).toBe(0.5);
    expect(check(fill_blank.question, ['', 'compter s']).outcome).toBe('wrong');
  });

  it('[ANS-5] a typo is one letter written wrongly, left out or added', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }),
        fc.nat(),
        (word, at) => {
          const place = at % word.length;
          const without = word.slice(0, place) + word.slice(place + 1);
          const swapped = `${word.slice(0, place)}§${word.slice(place + 1)}`;
          for (const near of [word, without, swapped, `${word}§`]) {
            expect(isWithinOneEdit(word, near)).toBe(true);
            expect(isWithinOneEdit(near, word)).toBe(true);
          }
          expect(isWithinOneEdit(word, `${swapped}§§`)).toBe(false);
        },
      ),
    );
  });

  it('[ANS-5] folding a folded text changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  it('[ANS-5] a number may be off by its tolerance and by what floating point loses, and by no more', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (value, tolerance) => {
          const question = { ...numeric.question, value, tolerance };
          expect(check(question, value + tolerance).outcome).toBe('right');
          expect(check(question, value - tolerance).outcome).toBe('right');
          expect(check(question, value + tolerance + 0.1).outcome).toBe('wrong');
        },
      ),
    );
  });

  it('[ANS-5] a slider pays in full in its band and falls evenly to nothing at its edge', () => {
    const share = (given: number) => check(slider.question, given).share;
    expect([35, 40, 45].map(share)).toEqual([1, 1, 1]);
    expect(share(50)).toBe(0.5);
    expect(share(46)).toBeCloseTo(0.9);
    expect([25, 55, 100].map(share)).toEqual([0, 0, 0]);
    const exact = { ...slider.question, band: 0, edge: 0 };
    expect([39, 40, 41].map((given) => checkAnswer(exact, given).outcome)).toEqual([
      'wrong',
      'right',
      'wrong',
    ]);
  });

  it('[ANS-5] a place counts inside any of the areas', () => {
    const areas = [
      ...hotspot.question.areas,
      [
        { x: 0.8, y: 0.8 },
        { x: 1, y: 0.8 },
        { x: 1, y: 1 },
        { x: 0.8, y: 1 },
      ],
    ];
    expect(check({ ...hotspot.question, areas }, { x: 0.9, y: 0.9 }).outcome).toBe('right');
    expect(check({ ...hotspot.question, areas }, { x: 0.7, y: 0.9 }).outcome).toBe('wrong');
  });

  it('[ANS-5] an open text earns its share per idea, or waits for the host', () => {
    expect(check(open_text.question, ['I would ask.'])).toEqual({ outcome: 'partly', share: 0.5 });
    expect(check({ ...open_text.question, keywords: null }, ['Anything.'])).toEqual({
      outcome: 'unmarked',
      share: 0,
    });
  });

  it('[ANS-5] every well-formed answer of every kind has a share between nothing and all', () => {
    fc.assert(
      fc.property(anyKind, anyAnswer, (question, answer) => {
        if (!isWellFormed(question, answer)) return;
        const { outcome, share } = checkAnswer(question, answer);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        expect(outcome === 'right').toBe(share === 1);
        expect(outcome === 'partly').toBe(share > 0 && share < 1);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('well-formed answers of every kind', () => {
  it.each([
    [matching, [0, 1, 2]],
    [matching, [0, 0, 1, 2]],
    [matching, [-1, -1, -1, -1]],
    [matching, [0, 1, 2, 4]],
    [ordering, [0, 1, 2]],
    [ordering, [0, 1, 2, 2]],
    [fill_blank, ['one']],
    [fill_blank, ['', ' ']],
    [fill_blank, ['x'.repeat(101), 'y']],
    [fill_blank, ['a\u0000', 'b']],
    [fill_blank, ['\ud800', 'b']],
    [fill_blank, ['\u202eevil', 'b']],
    [numeric, Number.POSITIVE_INFINITY],
    [numeric, '3'],
    [numeric, 1e16],
    [slider, -1],
    [slider, 40.5],
    [slider, 101],
    [hotspot, { x: 1.1, y: 0 }],
    [hotspot, { x: 0.5 }],
    [hotspot, { x: 0, y: 0, z: 0 }],
    [hotspot, [0.5, 0.5]],
    [poll, [0, 1, 2]],
    [poll, []],
    [word_cloud, ['a', 'b', 'c', 'd']],
    [word_cloud, ['?!']],
    [word_cloud, ['x'.repeat(31)]],
    [open_text, ['a', 'b']],
    [open_text, ['   ']],
    [open_text, ['x'.repeat(501)]],
  ])('[ANS-4] %j is no answer to its question: %j', ({ question }, answer) => {
    expect(isWellFormed(question, answer)).toBe(false);
  });
});
