import { describe, expect, test } from 'vitest';
import { normalisedGain } from '../../../src/domain/report/gain.ts';

describe('[RVL-3] the normalised gain', () => {
  test('is the share of those who were wrong at first and right at last', () => {
    expect(normalisedGain(0.4, 0.7)).toBeCloseTo(0.5, 12);
    expect(normalisedGain(0, 0.25)).toBe(0.25);
    expect(normalisedGain(0.8, 1)).toBeCloseTo(1, 12);
    expect(normalisedGain(0.6, 0.6)).toBe(0);
  });

  test('is below 0 when fewer were right', () => {
    expect(normalisedGain(0.5, 0.25)).toBe(-0.5);
    expect(normalisedGain(0.9, 0)).toBeCloseTo(-9, 9);
  });

  test('says nothing where all were right before, or where one vote has no share', () => {
    for (const [before, after] of [
      [1, 1],
      [1, 0.5],
      [null, 0.5],
      [0.5, null],
      [null, null],
    ] as const)
      expect(normalisedGain(before, after)).toBeNull();
  });
});
