import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseQuestions, type MetQuestion, questionsADay } from '../../../src/domain/mastery/practice.ts';

const until = 100;
const objectives = ['a', 'b', 'c'];
const met = fc
  .array(
    fc.record({
      objectives: fc.subarray([...objectives, 'never-estimated']),
      dueAt: fc.option(fc.integer({ min: 90, max: 110 })),
      lastAt: fc.integer({ min: 0, max: 20 }),
    }),
    { maxLength: 20 },
  )
  .map((list): MetQuestion[] => list.map((one, i) => ({ ...one, id: `q${String(i).padStart(2, '0')}` })));
const estimates = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...objectives), fc.constantFrom(0.2, 0.5, 0.9)), {
    selector: ([objective]) => objective,
  })
  .map((list) => new Map(list));
const isDue = ({ dueAt }: MetQuestion) => dueAt !== null && dueAt < until;

const question = (id: string, about: string[], rest: Partial<MetQuestion> = {}): MetQuestion => ({
  id,
  objectives: about,
  dueAt: null,
  lastAt: 0,
  ...rest,
});

describe('[MST-2] what is practised', () => {
  test('is at most five questions, each once, and none that was not met before', () => {
    fc.assert(
      fc.property(met, estimates, (list, known) => {
        const chosen = chooseQuestions(list, { until, estimates: known });
        expect(chosen.length).toBeLessThanOrEqual(questionsADay);
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(list.map(({ id }) => id)).toEqual(expect.arrayContaining(chosen));
      }),
    );
  });

  test('begins with what is due, longest waiting first, and leaves nothing due out for anything else', () => {
    fc.assert(
      fc.property(met, estimates, (list, known) => {
        const chosen = chooseQuestions(list, { until, estimates: known });
        const due = list.filter(isDue).toSorted((one, other) => one.dueAt! - other.dueAt!);
        const dueOf = new Map(due.map(({ id, dueAt }) => [id, dueAt]));
        const first = chosen.slice(0, due.length);
        expect(first.map((id) => dueOf.get(id))).toEqual(
          due.slice(0, questionsADay).map(({ dueAt }) => dueAt),
        );
      }),
    );
  });

  test('is filled with questions of objectives that answers speak of, as long as there are any', () => {
    fc.assert(
      fc.property(met, estimates, (list, known) => {
        const chosen = chooseQuestions(list, { until, estimates: known });
        const fits = list.filter((one) => isDue(one) || one.objectives.some((slug) => known.has(slug)));
        expect(chosen).toHaveLength(Math.min(questionsADay, fits.length));
        expect(fits.map(({ id }) => id)).toEqual(expect.arrayContaining(chosen));
      }),
    );
  });

  test('is the same for the same facts, in whatever order they are read', () => {
    fc.assert(
      fc.property(met, estimates, (list, known) => {
        const other = { until, estimates: new Map([...known].reverse()) };
        expect(chooseQuestions(list.toReversed(), other)).toEqual(
          chooseQuestions(list, { until, estimates: known }),
        );
      }),
    );
  });

  test('takes the objectives in turn, the weakest first, and of each what was not asked for the longest time', () => {
    const list = [
      question('strong', ['a'], { lastAt: 1 }),
      question('weak-long-ago', ['b'], { lastAt: 2 }),
      question('weak-lately', ['b'], { lastAt: 8 }),
      question('middle', ['c'], { lastAt: 9 }),
      question('of-both', ['b', 'c'], { lastAt: 5 }),
    ];
    const known = new Map([
      ['a', 0.9],
      ['b', 0.1],
      ['c', 0.5],
    ]);
    expect(chooseQuestions(list, { until, estimates: known })).toEqual([
      'weak-long-ago',
      'of-both',
      'strong',
      'weak-lately',
      'middle',
    ]);
    expect(chooseQuestions(list, { until, estimates: known, count: 2 })).toEqual([
      'weak-long-ago',
      'of-both',
    ]);
  });

  test('waits for what is due later, unless its objective wants it', () => {
    const later = question('later', ['a'], { dueAt: until });
    expect(chooseQuestions([later], { until, estimates: new Map() })).toEqual([]);
    expect(chooseQuestions([later], { until: until + 1, estimates: new Map() })).toEqual(['later']);
    expect(chooseQuestions([later], { until, estimates: new Map([['a', 0.4]]) })).toEqual(['later']);
  });
});
