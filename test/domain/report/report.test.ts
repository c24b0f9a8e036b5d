import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonestWrong } from '../../../src/domain/report/commonest-wrong.ts';
import {
  discrimination,
  discriminationOf,
  type ItemAnswer,
  totalOf,
} from '../../../src/domain/report/discrimination.ts';
import { objectiveResults, toTeachAgain } from '../../../src/domain/report/objectives.ts';

const answers = fc.array(
  fc.record({ right: fc.boolean(), rest: fc.float({ min: 0, max: 1, noNaN: true }) }),
  { minLength: 10, maxLength: 60 },
);

describe('[REP-1] discrimination', () => {
  test('is a correlation, turns with the answers, and knows no order of learners', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const found = discrimination(given);
        const turned = discrimination(given.map(({ right, rest }) => ({ right: !right, rest })));
        const backwards = discrimination([...given].reverse());
        if (found === null) {
          expect(turned).toBeNull();
          return;
        }
        expect(found).toBeGreaterThanOrEqual(-1);
        expect(found).toBeLessThanOrEqual(1);
        expect(turned).toBeCloseTo(-found, 9);
        expect(backwards).toBeCloseTo(found, 9);
      }),
    );
  });

  test('is the correlation of Pearson between right (1) or wrong (0) and the rest', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const found = discrimination(given);
        if (found !== null) expect(found).toBeCloseTo(pearson(given), 6);
      }),
    );
  });

  test('says nothing of fewer than ten answers, of a question that all or none knew, and of equals', () => {
    const half: ItemAnswer[] = Array.from({ length: 10 }, (_, i) => ({ right: i < 5, rest: i < 5 ? 1 : 0 }));
    expect(discrimination(half)).toBeCloseTo(1, 9);
    expect(discrimination(half.slice(1))).toBeNull();
    expect(discrimination(half.map(({ rest }) => ({ right: true, rest })))).toBeNull();
    expect(discrimination(half.map(({ right }) => ({ right, rest: 0.5 })))).toBeNull();
  });

  test('of a session leaves the question itself out of the rest, and who answered nothing else', () => {
    const good = Array.from({ length: 6 }, () => [true, true, true]);
    const weak = Array.from({ length: 6 }, () => [false, false, null]);
    const alone = [true, null, null];
    const learners = [...good, ...weak, alone].map((results) => ({ results, total: totalOf(results) }));
    const found = [0, 1, 2].map((question) => discriminationOf(question, learners));
    expect(found[0]).toBeCloseTo(1, 9);
    expect(found[1]).toBeCloseTo(1, 9);
    expect(found[2]).toBeNull();
  });
});

describe('[REP-1] what to teach again', () => {
  const asked = (objective: string, judged: number, right: number) => ({
    objectives: [objective],
    judged,
    right,
  });

  test('is the three weakest objectives with enough answers, and nothing that everybody knows', () => {
    const results = objectiveResults([
      asked('a', 10, 5),
      asked('a', 10, 1),
      asked('b', 4, 0),
      asked('c', 20, 19),
      asked('d', 20, 20),
      asked('e', 10, 2),
      asked('f', 0, 0),
      asked('g', 10, 5),
    ]);
    expect(results.find(({ objective }) => objective === 'a')).toMatchObject({
      judged: 20,
      right: 6,
      share: 0.3,
    });
    expect(toTeachAgain(results).map(({ objective }) => objective)).toEqual(['e', 'a', 'g']);
    expect(results.map(({ objective }) => objective)).toEqual(['b', 'e', 'a', 'g', 'c', 'd']);
  });

  test('never names an objective twice, and never a better one before a weaker one', () => {
    const some = fc.record({
      objectives: fc.subarray(['a', 'b', 'c', 'd']),
      judged: fc.nat(30),
      right: fc.nat(30),
    });
    fc.assert(
      fc.property(
        fc.array(some.map((one) => ({ ...one, right: Math.min(one.right, one.judged) }))),
        (all) => {
          const shares = toTeachAgain(objectiveResults(all)).map(({ share }) => share);
          expect(shares.length).toBeLessThanOrEqual(3);
          expect(shares).toEqual([...shares].sort((x, y) => x - y));
          const names = objectiveResults(all).map(({ objective }) => objective);
          expect(new Set(names).size).toBe(names.length);
        },
      ),
    );
  });
});

describe('[REP-1] the commonest wrong answer', () => {
  const gave = (
    words: string,
    answer: number[] | string[] = [words],
    outcome: 'wrong' | 'right' | 'partly' = 'wrong',
  ) => ({
    answer,
    words,
    outcome,
  });

  test('counts what is the same to people: case and accents of texts, the order of picks', () => {
    expect(
      commonestWrong('fill_blank', [gave('Él'), gave('lake'), gave(' EL '), gave('sea', ['sea'], 'right')]),
    ).toEqual({
      text: 'Él',
      picked: 2,
    });
    expect(
      commonestWrong('multiple_choice', [gave('A · B', [0, 1]), gave('B · A', [1, 0], 'partly')]),
    ).toEqual({
      text: 'A · B',
      picked: 2,
    });
    expect(commonestWrong('ordering', [gave('A → B', [0, 1]), gave('B → A', [1, 0])])!.picked).toBe(1);
  });

  test('is none where nobody was wrong, and of a place on an image', () => {
    expect(commonestWrong('single_choice', [gave('A', [0], 'right')])).toBeNull();
    expect(commonestWrong('hotspot', [gave('1 % × 2 %')])).toBeNull();
  });
});

function pearson(given: ItemAnswer[]): number {
  const mean = (of: (one: ItemAnswer) => number) =>
    given.reduce((sum, one) => sum + of(one), 0) / given.length;
  const item = (one: ItemAnswer) => Number(one.right);
  const [x, y] = [mean(item), mean(({ rest }) => rest)];
  const together = mean((one) => (item(one) - x) * (one.rest - y));
  return together / Math.sqrt(mean((one) => (item(one) - x) ** 2) * mean(({ rest }) => (rest - y) ** 2));
}
