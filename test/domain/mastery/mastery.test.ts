import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  creditOf,
  type Evidence,
  halfLife,
  inOrder,
  leastAnswers,
  masteryOf,
  noEvidence,
  weigh,
} from '../../../src/domain/mastery/mastery.ts';

const credit = fc.constantFrom(0, 0.5, 1);
const seen = (credits: readonly number[], from: Evidence = noEvidence) => credits.reduce(weigh, from);
const estimateOf = (credits: readonly number[]) => masteryOf(seen(credits)).estimate!;
const enough = fc.array(credit, { minLength: leastAnswers, maxLength: 60 });

describe('[MST-1] mastery', () => {
  test('is unknown before five answers, whatever they were', () => {
    fc.assert(
      fc.property(fc.array(credit, { maxLength: leastAnswers - 1 }), (credits) => {
        expect(masteryOf(seen(credits))).toEqual({ estimate: null, stage: 'unknown' });
      }),
    );
    expect(estimateOf([1, 1, 1, 1, 1])).toBeGreaterThan(0.8);
  });

  test('lies between 0 and 1 and never reaches either', () => {
    fc.assert(
      fc.property(enough, (credits) => {
        const estimate = estimateOf(credits);
        expect(estimate).toBeGreaterThan(0);
        expect(estimate).toBeLessThan(1);
      }),
    );
  });

  test('grows with each answer that is better, wherever it stands', () => {
    fc.assert(
      fc.property(enough, fc.nat(), (credits, at) => {
        const place = at % credits.length;
        fc.pre(credits[place]! < 1);
        expect(estimateOf(credits.with(place, 1))).toBeGreaterThan(estimateOf(credits));
      }),
    );
  });

  test('never falls by a right answer and never rises by a wrong one', () => {
    fc.assert(
      fc.property(enough, (credits) => {
        expect(estimateOf([...credits, 1])).toBeGreaterThanOrEqual(estimateOf(credits));
        expect(estimateOf([...credits, 0])).toBeLessThanOrEqual(estimateOf(credits));
      }),
    );
  });

  test('lets an answer count half as much after ten newer ones', () => {
    const { right } = seen(Array(halfLife).fill(0), seen([1]));
    expect(right).toBeCloseTo(0.5, 12);
  });

  test('is the mean of a Beta distribution that begins even', () => {
    // by hand: right, wrong, right, right, right with 2^(-1/10) a step
    const d = 2 ** -0.1;
    const right = d ** 4 + d ** 2 + d + 1;
    const wrong = d ** 3;
    expect(estimateOf([1, 0, 1, 1, 1])).toBeCloseTo((1 + right) / (2 + right + wrong), 12);
  });

  test('goes by stages', () => {
    expect(masteryOf(seen([0, 0, 1, 0, 0])).stage).toBe('beginning');
    expect(masteryOf(seen([0, 1, 0, 1, 1])).stage).toBe('growing');
    expect(masteryOf(seen(Array(8).fill(1))).stage).toBe('secure');
  });

  test('does not depend on the order in which answers came in, not even those of one moment', () => {
    const answer = fc.record({ at: fc.integer({ min: 0, max: 3 }), credit });
    fc.assert(
      fc.property(
        fc.array(answer, { maxLength: 20 }),
        fc.infiniteStream(fc.double({ noNaN: true })),
        (list, order) => {
          const keyed = list.map((one, i) => ({ ...one, key: String(i).padStart(3, '0') }));
          const ranks = new Map(keyed.map((one) => [one, order.next().value!]));
          const shuffled = keyed.toSorted((a, b) => ranks.get(a)! - ranks.get(b)!);
          expect(inOrder(shuffled)).toEqual(inOrder(keyed));
        },
      ),
    );
  });

  test('counts a half for what is partly right, and nothing for what cannot be right', () => {
    expect(['right', 'partly', 'wrong', 'counted', 'unmarked'].map((o) => creditOf(o as 'right'))).toEqual([
      1,
      0.5,
      0,
      null,
      null,
    ]);
  });
});
