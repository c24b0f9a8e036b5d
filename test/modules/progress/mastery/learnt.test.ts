import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AnswerFact,
  areNewer,
  learn,
  nothingLearnt,
} from '../../../../src/modules/progress/mastery/learnt.ts';
import { review } from '../../../../src/modules/progress/mastery/memory.ts';

const day = 86_400_000;
const start = Date.parse('2026-11-02T09:00:00Z');

const fact = fc.record({
  at: fc.integer({ min: 0, max: 12 }).map((n) => start + n * (day / 2)),
  questionId: fc.constantFrom('q1', 'q2', null),
  objectives: fc.subarray(['a', 'b', 'c']),
  topic: fc.constantFrom('t', 'u', null),
  credit: fc.constantFrom(0, 0.5, 1),
});
const facts = fc
  .array(fact, { maxLength: 25 })
  .map((list): AnswerFact[] => list.map((one, i) => ({ ...one, key: String(i).padStart(3, '0') })));
const all = (list: readonly AnswerFact[]) => {
  const learnt = nothingLearnt();
  learn(learnt, list);
  return learnt;
};

describe('[MST-1] what is learnt', () => {
  test('is the same whichever way the answers come in', () => {
    fc.assert(
      fc.property(facts, (list) => {
        expect(all(list.toReversed())).toEqual(all(list));
      }),
    );
  });

  test('is the same session by session as all at once, to the last bit, as long as each is newer', () => {
    fc.assert(
      fc.property(facts, fc.nat(), (list, cut) => {
        const sorted = list.toSorted((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
        const at = sorted[cut % Math.max(1, sorted.length)]?.at ?? start;
        const [older, newer] = [sorted.filter((one) => one.at < at), sorted.filter((one) => one.at >= at)];
        const learnt = all(older);
        expect(areNewer(learnt, newer)).toBe(true);
        learn(learnt, newer);
        expect(learnt).toEqual(all(list));
      }),
    );
  });

  test('knows what came too late to be simply added', () => {
    const one = { key: 'a', questionId: 'q1', objectives: ['a'], topic: null, credit: 1 };
    const learnt = all([{ ...one, at: start }]);
    expect(areNewer(learnt, [{ ...one, at: start }])).toBe(false);
    expect(areNewer(learnt, [{ ...one, at: start + 1 }])).toBe(true);
    expect(areNewer(learnt, [{ ...one, objectives: ['b'], at: start - 1 }])).toBe(true);
  });
});

describe('[MST-2] a question', () => {
  test('that never went wrong has no card; one that did comes back tomorrow, and later each time that it is right', () => {
    expect(review(null, 1, start)).toBeNull();
    let card = review(null, 0, start)!;
    expect(card.dueAt - start).toBe(day);
    let waited = day;
    for (let i = 0; i < 5; i++) {
      const at = card.dueAt;
      card = review(card, 1, at)!;
      expect(card.dueAt - at).toBeGreaterThan(waited);
      waited = card.dueAt - at;
    }
    const again = review(card, 0, card.dueAt)!;
    expect(again.dueAt - card.dueAt).toBeLessThan(waited);
    expect(again.lapses).toBe(card.lapses + 1);
  });

  test('that was partly right comes back before one that was right would', () => {
    const card = review(null, 0, start)!;
    expect(review(card, 0.5, card.dueAt)!.dueAt).toBeLessThan(review(card, 1, card.dueAt)!.dueAt);
  });
});
