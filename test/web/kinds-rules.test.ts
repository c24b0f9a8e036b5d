import type { Answer, QuestionView } from '@tutti/client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointsFor } from '../../src/domain/challenge/points.ts';
import { answerInWords } from '../../web/src/player/game/kinds/answer-in-words.ts';
import { aroundBlanks, spokenBlanks } from '../../web/src/player/game/kinds/blanks.ts';
import { answerIn, draftOf, firstDraft } from '../../web/src/player/game/kinds/drafts.ts';
import { keyInWords, rightRange } from '../../web/src/player/game/kinds/key-in-words.ts';
import { moved, tapped } from '../../web/src/player/game/kinds/moving.ts';
import { nearestStep, negated, numberTyped } from '../../web/src/player/game/kinds/numbers.ts';
import { nextWithout, paired, pairsMade, parted } from '../../web/src/player/game/kinds/pairing.ts';
import { placeAfterKey, placeInBox } from '../../web/src/player/game/kinds/pointing.ts';
import { stakes } from '../../web/src/player/game/stakes.ts';

const aQuestion = (different: Partial<QuestionView>): QuestionView => ({
  round: 0,
  of: 1,
  vote: 1,
  kind: 'single_choice',
  prompt: '',
  choices: ['one', 'two', 'three'],
  matches: [],
  blanks: 0,
  range: null,
  unit: null,
  media: null,
  pick: 1,
  points: 1,
  worth: null,
  timeLimitMs: 20_000,
  openedAt: 0,
  closesAt: 20_000,
  ...different,
});

describe('a number that somebody typed', () => {
  it.each([
    ['3,5', 3.5],
    ['3.5', 3.5],
    [' -3,5 ', -3.5],
    ['−0,25', -0.25],
    ['1.234,5', 1234.5],
    ['1,234.5', 1234.5],
    ['1 000 000', 1e6],
    ['1,000,000', 1e6],
    ['.5', 0.5],
    ['7.', 7],
    ['+4', 4],
  ])('is understood: %s', (text, value) => {
    expect(numberTyped(text, 'en')).toBe(value);
    expect(numberTyped(text, 'es')).toBe(value);
  });

  it('groups by one comma only where people write so', () => {
    expect(numberTyped('1,000', 'en')).toBe(1000);
    expect(numberTyped('1,000', 'es')).toBe(1);
    expect(numberTyped('0,125', 'en')).toBe(0.125);
  });

  it.each(['', '-', '.', ',', 'three', '3a', '1-2', '1e5', '9999999999999999'])('is none: "%s"', (text) => {
    expect(numberTyped(text, 'en')).toBeNull();
  });

  it('changes its sign', () => {
    expect(negated('3')).toBe('-3');
    expect(negated('−3')).toBe('3');
    expect(negated('')).toBe('-');
  });
});

describe('a slider', () => {
  it('stands on a step between its ends, however the steps fall', () => {
    const ranges = fc
      .record({
        min: fc.integer({ min: -500, max: 500 }).map((tenths) => tenths / 10),
        steps: fc.integer({ min: 1, max: 200 }),
        step: fc.constantFrom(0.1, 0.25, 0.5, 1, 2, 5, 10),
        value: fc.double({ min: -5000, max: 5000, noNaN: true }),
      })
      .map(({ min, steps, step, value }) => ({ range: { min, max: min + steps * step, step }, value }));
    fc.assert(
      fc.property(ranges, ({ range, value }) => {
        const put = nearestStep(range, value);
        const steps = (put - range.min) / range.step;
        expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-6);
        expect(put).toBeGreaterThanOrEqual(range.min - 1e-9);
        expect(put).toBeLessThanOrEqual(range.max + 1e-9);
      }),
    );
    expect(nearestStep({ min: 0, max: 1, step: 0.1 }, 0.31)).toBe(0.3);
    expect(nearestStep({ min: 0, max: 10, step: 3 }, 10)).toBe(9);
  });
});

describe('pairs', () => {
  it('have one partner each, whatever is tapped', () => {
    const taps = fc.array(fc.record({ left: fc.nat(4), right: fc.nat(4) }), { maxLength: 20 });
    fc.assert(
      fc.property(taps, (all) => {
        const end = all.reduce<number[]>(
          (partners, { left, right }) => paired(partners, left, right),
          [-1, -1, -1, -1, -1],
        );
        const taken = end.filter((partner) => partner !== -1);
        expect(new Set(taken).size).toBe(taken.length);
        expect(pairsMade(end)).toBe(taken.length);
        const last = all.at(-1);
        if (last) expect(end[last.left]).toBe(last.right);
      }),
    );
  });

  it('come apart again, and the next one without a partner is found around the end', () => {
    expect(parted([2, 0, 1], 1)).toEqual([2, -1, 1]);
    expect(nextWithout([-1, 0, 1], 1)).toBe(0);
    expect(nextWithout([2, 0, 1], 1)).toBeNull();
  });
});

describe('an order', () => {
  it('moves one thing and keeps the others in theirs', () => {
    expect(moved([0, 1, 2, 3], 3, 0)).toEqual([3, 0, 1, 2]);
    expect(moved([0, 1, 2, 3], 1, 99)).toEqual([0, 2, 3, 1]);
    expect(moved([0, 1, 2], 0, -1)).toEqual([0, 1, 2]);
  });

  it('is that of the taps once everything was tapped', () => {
    const wanted = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
    fc.assert(
      fc.property(wanted, wanted, (shown, sequence) => {
        const end = sequence.reduce((now, thing) => tapped(now, now.order.indexOf(thing)), {
          order: shown,
          tapped: 0,
        });
        expect(end).toEqual({ order: sequence, tapped: 6 });
      }),
    );
  });

  it('gives a place free again by a second tap', () => {
    expect(tapped({ order: [4, 2, 0], tapped: 2 }, 0)).toEqual({ order: [2, 4, 0], tapped: 1 });
  });
});

describe('a place on a picture', () => {
  it('goes by 2 %, with Shift by 10 %, and never beyond the border', () => {
    expect(placeAfterKey({ x: 0.5, y: 0.5 }, 'ArrowRight', false)).toEqual({ x: 0.52, y: 0.5 });
    expect(placeAfterKey({ x: 0.5, y: 0.5 }, 'ArrowUp', true)).toEqual({ x: 0.5, y: 0.4 });
    expect(placeAfterKey({ x: 0.01, y: 1 }, 'ArrowLeft', true)).toEqual({ x: 0, y: 1 });
    expect(placeAfterKey({ x: 0.5, y: 0.5 }, 'a', false)).toBeNull();
  });

  it('is where it was tapped, in shares of the picture', () => {
    const box = { left: 10, top: 20, width: 200, height: 100 };
    expect(placeInBox({ clientX: 60, clientY: 70 }, box)).toEqual({ x: 0.25, y: 0.5 });
    expect(placeInBox({ clientX: 999, clientY: 0 }, box)).toEqual({ x: 1, y: 0 });
  });
});

describe('a prompt with blanks', () => {
  it('has a piece on each side of every blank', () => {
    expect(aroundBlanks('A ___ has ____ legs.', 2)).toEqual(['A ', ' has ', ' legs.']);
    expect(aroundBlanks('Two are missing', 2)).toEqual(['Two are missing', '', '']);
    expect(aroundBlanks('___ and ___', 1)).toEqual(['', ' and ___']);
  });

  it('is said without underscores', () => {
    expect(spokenBlanks('A ___ has legs.')).toBe('A … has legs.');
  });
});

describe('[ANS-4] what is sent', () => {
  it.each<[string, Partial<QuestionView>, Answer | null]>([
    ['nothing picked', {}, null],
    ['no pair', { kind: 'matching', matches: ['a', 'b', 'c'] }, null],
    ['the order as it lies', { kind: 'ordering' }, [0, 1, 2]],
    ['empty blanks', { kind: 'fill_blank', blanks: 2 }, null],
    ['no number', { kind: 'numeric' }, null],
    ['the middle of a slider', { kind: 'slider', range: { min: 0, max: 9, step: 2 } }, 4],
    ['no place', { kind: 'hotspot' }, null],
    ['no word', { kind: 'word_cloud', pick: 3 }, null],
    ['no text', { kind: 'open_text' }, null],
  ])('before anything was done: %s', (_, different, answer) => {
    const question = aQuestion(different);
    expect(answerIn(question, firstDraft(question))).toEqual(answer);
  });

  it('has all that was asked for, trimmed, and no empty word', () => {
    expect(answerIn(aQuestion({ kind: 'multiple_choice', pick: 2 }), [1])).toBeNull();
    expect(answerIn(aQuestion({ kind: 'multiple_choice', pick: 2 }), [0, 1])).toEqual([0, 1]);
    expect(answerIn(aQuestion({ kind: 'poll', pick: 3 }), [2])).toEqual([2]);
    expect(answerIn(aQuestion({ kind: 'matching' }), [-1, 2, -1])).toEqual([-1, 2, -1]);
    expect(answerIn(aQuestion({ kind: 'fill_blank', blanks: 2 }), [' cat ', ''])).toEqual(['cat', '']);
    expect(answerIn(aQuestion({ kind: 'word_cloud', pick: 3 }), ['', ' sun ', ' ? '])).toEqual(['sun']);
    expect(answerIn(aQuestion({ kind: 'open_text' }), ['  '])).toBeNull();
    expect(draftOf(aQuestion({ kind: 'word_cloud', pick: 3 }), ['sun'])).toEqual(['sun', '', '']);
  });
});

describe('[RVL-1] in words', () => {
  const revealed = (key: Parameters<typeof rightRange>[0]) =>
    ({ key }) as unknown as Parameters<typeof keyInWords>[1];

  it('says what was right, by the kind of question', () => {
    const matching = aQuestion({ kind: 'matching', choices: ['dog', 'cat'], matches: ['miaow', 'woof'] });
    expect(keyInWords(matching, revealed([1, 0]))).toEqual(['dog – woof', 'cat – miaow']);
    expect(keyInWords(aQuestion({ kind: 'ordering' }), revealed([2, 0, 1]))).toEqual(['three', 'one', 'two']);
    expect(keyInWords(aQuestion({ kind: 'fill_blank' }), revealed(['cat']))).toEqual(['cat']);
    const metres = aQuestion({ kind: 'numeric', unit: 'm' });
    expect(keyInWords(metres, revealed({ value: 3, tolerance: 0 }))).toEqual(['3 m']);
    expect(keyInWords(aQuestion({ kind: 'hotspot' }), revealed({ areas: [] }))).toEqual([]);
    expect(keyInWords(aQuestion({ kind: 'poll' }), revealed([]))).toEqual([]);
  });

  it('says how far around a number is right', () => {
    expect(rightRange({ value: 0.3, tolerance: 0.1 })).toEqual({ from: 0.2, to: 0.4 });
    expect(rightRange({ value: 50, band: 5, edge: 20 })).toEqual({ from: 45, to: 55 });
    expect(rightRange({ value: 3, tolerance: 0 })).toBeNull();
  });

  it('says what somebody gave', () => {
    expect(answerInWords(aQuestion({}), [1])).toBe('B: two');
    expect(answerInWords(aQuestion({ kind: 'ordering' }), [1, 0, 2])).toBe('two → one → three');
    expect(answerInWords(aQuestion({ kind: 'numeric', unit: 'kg' }), 3)).toBe('3 kg');
    expect(answerInWords(aQuestion({ kind: 'word_cloud' }), ['sun', 'sea'])).toBe('sun, sea');
    const matching = aQuestion({ kind: 'matching', matches: ['a', 'b', 'c'] });
    expect(answerInWords(matching, [2, -1, 0])).toBe('one – c, three – a');
  });
});

it('[PTS-1] a stake shows what it wins and loses', () => {
  for (const { stake, wins, loses } of stakes) {
    const given = { factor: 1, worth: undefined, elapsedMs: 0, timeLimitMs: 20_000, stake } as const;
    expect(pointsFor('confidence', { ...given, share: 1 })).toBe(wins);
    expect(pointsFor('confidence', { ...given, share: 0 })).toBe(loses === 0 ? 0 : -loses);
  }
});
