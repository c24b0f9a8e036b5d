import { expect, it } from 'vitest';
import { effortOf } from '../../../src/domain/reward/effort.ts';

it('counts days, questions that were tried and questions that were made good, whatever was right [LDB-2]', () => {
  expect(effortOf([])).toBe(0);
  expect(effortOf([{ tried: 4, mended: 0 }])).toBe(14);
  expect(
    effortOf([
      { tried: 4, mended: 2 },
      { tried: 0, mended: 0 },
    ]),
  ).toBe(30);
});

it('counts twenty questions a day, and no click more [LDB-2]', () => {
  expect(effortOf([{ tried: 20, mended: 0 }])).toBe(30);
  expect(effortOf([{ tried: 400, mended: 0 }])).toBe(30);
});
