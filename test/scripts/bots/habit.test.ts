import { expect, test } from 'vitest';
import { habitOf, pickChoices, seeded, thinkingMs } from '../../../scripts/bots/habit.ts';

const aClass = (seed: number) => Array.from({ length: 300 }, (_, index) => habitOf(seed, index));
const traits = (seed: number) => aClass(seed).map(({ random, ...rest }) => ({ ...rest, next: random() }));

test('the same seed gives the same class, another one another class', () => {
  expect(traits(4)).toEqual(traits(4));
  expect(traits(4)).not.toEqual(traits(5));
});

test('a class has quick and slow ones, latecomers and bad networks, and most are none of these', () => {
  const habits = aClass(1);
  const count = (is: (habit: (typeof habits)[number]) => boolean) => habits.filter(is).length;
  expect(count(({ pace }) => pace[1] <= 0.25)).toBeGreaterThan(30);
  expect(count(({ pace }) => pace[0] >= 0.5)).toBeGreaterThan(30);
  expect(count(({ comesInRound }) => comesInRound > 0)).toBeGreaterThan(5);
  expect(count(({ dropRate }) => dropRate > 0)).toBeGreaterThan(5);
  expect(count(({ comesInRound, dropRate }) => comesInRound === 0 && dropRate === 0)).toBeGreaterThan(200);
});

test('picks are as many as asked for, different, and choices of the question', () => {
  for (const habit of aClass(2)) {
    for (const [choices, pick] of [
      [2, 1],
      [4, 1],
      [5, 3],
      [6, 6],
    ] as const) {
      const picked = pickChoices(habit, choices, pick);
      expect(new Set(picked).size).toBe(pick);
      expect(picked.every((position) => position >= 0 && position < choices)).toBe(true);
    }
  }
});

test('nobody thinks longer than the question lasts', () => {
  for (const habit of aClass(3)) {
    const ms = thinkingMs(habit, 20_000);
    expect(ms).toBeGreaterThanOrEqual(1_000);
    expect(ms).toBeLessThanOrEqual(17_000);
  }
});

test('seeded numbers are spread over [0, 1)', () => {
  const random = seeded(9);
  const numbers = Array.from({ length: 10_000 }, random);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(numbers.reduce((sum, one) => sum + one) / numbers.length).toBeCloseTo(0.5, 1);
});
