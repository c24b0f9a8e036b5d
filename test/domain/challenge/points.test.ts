import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointsFor, type Stake, stakes } from '../../../src/domain/challenge/points.ts';
import type { PointsFactor } from '../../../src/domain/question/question.ts';

const timeLimitMs = 20_000;
const speed = (elapsedMs: number, factor: PointsFactor = 1, share = 1) =>
  pointsFor('speed', { factor, share, elapsedMs, timeLimitMs, worth: undefined, stake: 'low' });

describe('points', () => {
  it.each([
    [0, 1_000],
    [499, 1_000],
    [500, 988],
    [5_000, 875],
    [10_000, 750],
    [15_000, 625],
    [19_999, 500],
    [20_000, 500],
  ])('[PTS-1] a right answer after %i of 20,000 ms earns %i', (elapsedMs, points) => {
    expect(speed(elapsedMs)).toBe(points);
  });

  it.each([
    [0, 0],
    [1, 750],
    [2, 1_500],
  ] as const)('[PTS-1] at half time, a question that counts %i times earns %i', (factor, points) => {
    expect(speed(10_000, factor)).toBe(points);
  });

  it('[PTS-1] a wrong answer earns nothing, however fast', () => {
    expect(speed(0, 2, 0)).toBe(0);
  });

  it('[PTS-1] an answer that is right in part earns its share of what the time left', () => {
    expect(speed(0, 1, 1 / 3)).toBe(333);
    expect(speed(10_000, 1, 2 / 3)).toBe(500);
    expect(speed(20_000, 2, 1 / 3)).toBe(333);
  });

  it('[PTS-1] added time never costs more than half', () => {
    expect(speed(45_000)).toBe(500);
  });

  it('[PTS-1] where accuracy counts, time does not', () => {
    const given = { factor: 1, worth: undefined, share: 1, timeLimitMs, stake: 'low' } as const;
    expect(pointsFor('accuracy', { ...given, elapsedMs: 0 })).toBe(1_000);
    expect(pointsFor('accuracy', { ...given, elapsedMs: 20_000 })).toBe(1_000);
    expect(pointsFor('accuracy', { ...given, elapsedMs: 9_000, factor: 2, share: 0.5 })).toBe(1_000);
    expect(pointsFor('accuracy', { ...given, elapsedMs: 0, share: 0 })).toBe(0);
  });

  it('[PTS-1] points are whole, between 0 and the question’s own, and never grow with time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<PointsFactor>(0, 1, 2),
        fc.constantFrom(0, 1 / 3, 0.5, 2 / 3, 1),
        fc.nat(30_000),
        fc.nat(30_000),
        (factor, share, elapsedMs, later) => {
          const points = speed(elapsedMs, factor, share);
          expect(Number.isInteger(points)).toBe(true);
          expect(points).toBeGreaterThanOrEqual(0);
          expect(points).toBeLessThanOrEqual(1_000 * factor);
          expect(speed(elapsedMs + later, factor, share)).toBeLessThanOrEqual(points);
        },
      ),
    );
  });

  describe('[PTS-1] with how sure one is', () => {
    const points = (stake: Stake, share: number) =>
      pointsFor('confidence', { factor: 1, worth: undefined, share, elapsedMs: 0, timeLimitMs, stake });
    /** What a stake brings on average to whoever is right with this chance. */
    const mean = (stake: Stake, chance: number) =>
      chance * points(stake, 1) + (1 - chance) * points(stake, 0);
    const best = (chance: number): Stake =>
      stakes.reduce((most, stake) => (mean(stake, chance) > mean(most, chance) ? stake : most));

    it('the best stake never falls while the chance rises', () => {
      const chance = fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true });
      fc.assert(
        fc.property(chance, chance, (one, other) => {
          const [less, more] = [Math.min(one, other), Math.max(one, other)];
          expect(stakes.indexOf(best(more))).toBeGreaterThanOrEqual(stakes.indexOf(best(less)));
        }),
      );
    });

    it('each stake is best in a range of its own: below 1/3, between, and above 3/5', () => {
      expect([0.01, 0.25, 0.33].map(best)).toEqual(['low', 'low', 'low']);
      expect([0.34, 0.5, 0.59].map(best)).toEqual(['middle', 'middle', 'middle']);
      expect([0.61, 0.75, 0.99].map(best)).toEqual(['high', 'high', 'high']);
    });
  });
});
