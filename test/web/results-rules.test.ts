import type { Given, Reveal } from '@tutti/client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  binsOf,
  hasRight,
  lineOf,
  numbersIn,
  rightBand,
  shareOn,
  sizedWords,
} from '../../web/src/shared/results/shown.ts';

const given = (texts: Given['texts']): Given => ({ texts, spots: [] });

describe('numbers that a class gave', () => {
  it('each stand in one part of the line, whatever was given', () => {
    const numbers = fc.array(
      fc.record({ value: fc.integer({ min: -1e9, max: 1e9 }), count: fc.integer({ min: 1, max: 500 }) }),
    );
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 40 }), (all, parts) => {
        const line = lineOf(
          { range: null },
          all.map(({ value }) => value),
          null,
        );
        const bins = binsOf(all, line, parts);
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(
          all.reduce((sum, { count }) => sum + count, 0),
        );
        for (const { value } of all) {
          expect(shareOn(line, value)).toBeGreaterThanOrEqual(0);
          expect(shareOn(line, value)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('lie on the slider’s own line, and what is no number lies nowhere', () => {
    expect(lineOf({ range: { min: 0, max: 100, step: 5 } }, [50], null)).toEqual({ min: 0, max: 100 });
    expect(
      numbersIn(
        given([
          { text: '3.5', count: 2 },
          { text: 'many', count: 1 },
        ]),
      ),
    ).toEqual([{ value: 3.5, count: 2 }]);
    expect(binsOf([{ value: 100, count: 4 }], { min: 0, max: 100 }, 2)[1]!.count).toBe(4);
  });

  it('[RND-2] have no right band before the reveal', () => {
    expect(rightBand(null)).toBeNull();
    expect(rightBand({ key: { value: 10, tolerance: 2 } } as Reveal)).toEqual({ value: 10, from: 8, to: 12 });
    expect(rightBand({ key: { value: 10, band: 1, edge: 5 } } as Reveal)).toEqual({
      value: 10,
      from: 9,
      to: 11,
    });
    expect(rightBand({ key: [1] } as Reveal)).toBeNull();
  });
});

describe('a word cloud', () => {
  it('shows the commonest word largest, and words alike when nobody agrees', () => {
    const sizes = sizedWords(
      given([
        { text: 'sun', count: 9 },
        { text: 'rain', count: 3 },
        { text: 'fog', count: 1 },
      ]),
    );
    expect(sizes.map(({ size }) => size)).toEqual([5, 3, 1]);
    expect(
      sizedWords(
        given([
          { text: 'a', count: 1 },
          { text: 'b', count: 1 },
        ]),
      ).map(({ size }) => size),
    ).toEqual([2, 2]);
    expect(sizedWords(null)).toEqual([]);
  });
});

it('nothing is right or wrong in a poll, on a scale and in a cloud', () => {
  expect(hasRight({ kind: 'poll' })).toBe(false);
  expect(hasRight({ kind: 'open_text' })).toBe(true);
});
