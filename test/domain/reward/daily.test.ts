import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysAfter } from '../../../src/domain/reward/calendar.ts';
import { chooseTemplate, daysApart } from '../../../src/domain/reward/daily/choice.ts';
import {
  areForEverybody,
  areLasting,
  canBeDone,
  type DailyTask,
  type DayAnswer,
  type DayFacts,
  isDone,
  nearest,
  nothingDone,
  stepsOf,
} from '../../../src/domain/reward/daily/tasks.ts';

const templates = (count: number) => Array.from({ length: count }, (_, i) => ({ slug: `challenge-${i}` }));
const anyDay = fc.integer({ min: 0, max: 20_000 }).map((n) => daysAfter('2000-01-01', n));
const all = () => true;

describe('the challenge of a day', () => {
  test('[DAY-2] is the same for one organization and day, in whatever order templates are listed and whenever it is asked for', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        anyDay,
        fc.shuffledSubarray(templates(24), { minLength: 24 }),
        (orgId, day, listed) => {
          const choice = { orgId, day, near: new Set<string>(), fits: all };
          expect(chooseTemplate(listed, choice)).toEqual(chooseTemplate(templates(24), choice));
        },
      ),
    );
  });

  test('[DAY-2] does not come again within a week, and every template has its turn in each round', () => {
    fc.assert(
      fc.property(fc.uuid(), anyDay, fc.integer({ min: 14, max: 40 }), (orgId, from, count) => {
        const days = Array.from({ length: count * 3 }, (_, i) => daysAfter(from, i));
        const turns = days.map(
          (day) => chooseTemplate(templates(count), { orgId, day, near: new Set(), fits: all })!.slug,
        );
        for (let i = 0; i + daysApart <= turns.length; i++)
          expect(new Set(turns.slice(i, i + daysApart)).size).toBe(daysApart);
        const begins = days.findIndex((day) => (Date.parse(day) / 86_400_000) % count === 0);
        expect(new Set(turns.slice(begins, begins + count)).size).toBe(count);
      }),
      { numRuns: 50 },
    );
  });

  test('[DAY-2] is another one than those of the week also when templates come, go and do not fit', () => {
    const lists = fc.array(fc.subarray(templates(24), { minLength: 14 }), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(
        fc.uuid(),
        anyDay,
        lists,
        fc.subarray(templates(24), { maxLength: 6 }),
        (orgId, from, listed, none) => {
          const turns: string[] = [];
          for (const [i, list] of listed.entries()) {
            const near = new Set(turns.slice(-(daysApart - 1)));
            const fits = ({ slug }: { slug: string }) => !none.some((one) => one.slug === slug);
            const chosen = chooseTemplate(list, { orgId, day: daysAfter(from, i), near, fits })!;
            expect(fits(chosen)).toBe(true);
            expect(near).not.toContain(chosen.slug);
            turns.push(chosen.slug);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test('[DAY-2] is none when nothing fits, and comes back at once rather than being none', () => {
    const choice = { orgId: 'school', day: '2026-11-22', near: new Set(['challenge-0']) };
    expect(chooseTemplate(templates(3), { ...choice, fits: () => false })).toBeNull();
    expect(chooseTemplate([], { ...choice, fits: all })).toBeNull();
    expect(chooseTemplate(templates(1), { ...choice, fits: all })).toEqual({ slug: 'challenge-0' });
  });

  test('[DAY-2] differs from school to school', () => {
    const first = (orgId: string) =>
      chooseTemplate(templates(24), { orgId, day: '2026-11-22', near: new Set(), fits: all })!.slug;
    expect(new Set(Array.from({ length: 50 }, (_, i) => first(`school ${i}`))).size).toBeGreaterThan(10);
  });
});

const answer = (questionId: string, more: Partial<DayAnswer> = {}): DayAnswer => ({
  questionId,
  kind: 'single_choice',
  topic: 'how-ai-thinks',
  missionId: 'm1',
  right: true,
  mends: false,
  ...more,
});
const facts = (answers: readonly DayAnswer[], finished: Partial<DayFacts['finished']> = {}): DayFacts => ({
  answers,
  finished: { ...nothingDone.finished, ...finished },
});
const value = (task: DailyTask, done: DayFacts) => stepsOf([task], done)[0]!.value;

describe('how far a challenge is', () => {
  const mixed = facts(
    [
      answer('q1'),
      answer('q1'),
      answer('q2', { right: false, topic: 'everyday-science', kind: 'true_false' }),
      answer('q2', { mends: true, topic: 'everyday-science', kind: 'true_false' }),
      answer('q3', { missionId: 'm2' }),
      answer('q4', { topic: null, missionId: null, kind: null }),
    ],
    { practices: 1 },
  );

  test.each<[DailyTask, number]>([
    [{ kind: 'answers', atLeast: 9 }, 4],
    [{ kind: 'right', atLeast: 9 }, 4],
    [{ kind: 'right', atLeast: 3 }, 3],
    [{ kind: 'right', atLeast: 9, topic: 'everyday-science' }, 1],
    [{ kind: 'answers', atLeast: 9, topic: 'ai-and-fairness' }, 0],
    [{ kind: 'right', atLeast: 9, question: 'true_false' }, 1],
    [{ kind: 'in_a_row', atLeast: 9 }, 3],
    [{ kind: 'one_topic', atLeast: 9 }, 2],
    [{ kind: 'different', of: 'topics', atLeast: 9 }, 2],
    [{ kind: 'different', of: 'missions', atLeast: 9 }, 2],
    [{ kind: 'different', of: 'question_kinds', atLeast: 9 }, 2],
    [{ kind: 'mended', atLeast: 9 }, 1],
    [{ kind: 'finished', of: 'practices', atLeast: 9 }, 1],
    [{ kind: 'finished', of: 'together', atLeast: 9 }, 0],
  ])('[DAY-3] counts %o as %i', (task, expected) => {
    expect(value(task, mixed)).toBe(expected);
    expect(value(task, nothingDone)).toBe(0);
  });

  const anyAnswer = fc.record({
    questionId: fc.constantFrom('q1', 'q2', 'q3', 'q4', 'q5', 'q6'),
    kind: fc.constantFrom('single_choice' as const, 'true_false' as const, 'ordering' as const, null),
    topic: fc.constantFrom('how-ai-thinks', 'everyday-science', null),
    missionId: fc.constantFrom('m1', 'm2', 'm3', null),
    right: fc.boolean(),
    mends: fc.boolean(),
  });
  const atLeast = fc.integer({ min: 1, max: 10 });
  const anyTask: fc.Arbitrary<DailyTask> = fc.oneof(
    fc.record({ kind: fc.constantFrom('answers' as const, 'right' as const), atLeast }),
    fc.record({ kind: fc.constant('right' as const), atLeast, topic: fc.constant('everyday-science') }),
    fc.record({ kind: fc.constant('right' as const), atLeast, question: fc.constant('true_false' as const) }),
    fc.record({
      kind: fc.constantFrom('in_a_row' as const, 'one_topic' as const, 'mended' as const),
      atLeast,
    }),
    fc.record({
      kind: fc.constant('different' as const),
      of: fc.constantFrom('topics' as const, 'missions' as const, 'question_kinds' as const),
      atLeast,
    }),
    fc.record({
      kind: fc.constant('finished' as const),
      of: fc.constantFrom('lessons' as const, 'missions' as const, 'practices' as const, 'together' as const),
      atLeast,
    }),
  );
  const anyTasks = fc.array(anyTask, { minLength: 1, maxLength: 3 });
  const anyFacts = fc.record({
    answers: fc.array(anyAnswer, { maxLength: 20 }),
    finished: fc.record({
      lessons: fc.nat(3),
      missions: fc.nat(3),
      practices: fc.nat(1),
      together: fc.nat(3),
    }),
  });

  test('[DAY-3] whoever does more afterwards never has less, and nothing goes beyond its end', () => {
    fc.assert(
      fc.property(anyTasks, anyFacts, fc.array(anyAnswer), fc.nat(2), (tasks, done, answers, lessons) => {
        const before = stepsOf(tasks, done);
        const after = stepsOf(tasks, {
          answers: [...done.answers, ...answers],
          finished: { ...done.finished, lessons: done.finished.lessons + lessons },
        });
        for (const [i, step] of before.entries()) {
          expect(after[i]!.value).toBeGreaterThanOrEqual(step.value);
          expect(after[i]!.value).toBeLessThanOrEqual(step.target);
        }
      }),
    );
  });

  test('[DAY-3] it is done exactly when the nearest of its tasks is at its end', () => {
    fc.assert(
      fc.property(anyTasks, anyFacts, (tasks, done) => {
        const steps = stepsOf(tasks, done);
        const { value, target } = nearest(steps);
        expect(value === target).toBe(isDone(steps));
        expect(Math.max(...steps.map((step) => step.value / step.target))).toBe(value / target);
      }),
    );
  });

  test('[DAY-1] what can be done with the questions that everybody may answer is told from tasks that need more', () => {
    const questions = ['q1', 'q2', 'q3'].map((questionId, i) => ({
      questionId,
      kind: 'single_choice' as const,
      topic: 'how-ai-thinks',
      missionId: `m${i % 2}`,
    }));
    expect(canBeDone([{ kind: 'right', atLeast: 3 }], questions)).toBe(true);
    expect(canBeDone([{ kind: 'right', atLeast: 4 }], questions)).toBe(false);
    expect(canBeDone([{ kind: 'right', atLeast: 1, topic: 'everyday-science' }], questions)).toBe(false);
    expect(canBeDone([{ kind: 'different', of: 'missions', atLeast: 2 }], questions)).toBe(true);
    expect(canBeDone([{ kind: 'mended', atLeast: 1 }], questions)).toBe(false);
    expect(areForEverybody([{ kind: 'finished', of: 'together', atLeast: 1 }])).toBe(false);
    expect(
      areForEverybody([
        { kind: 'mended', atLeast: 1 },
        { kind: 'answers', atLeast: 6 },
      ]),
    ).toBe(true);
    expect(
      areLasting([
        { kind: 'right', atLeast: 3 },
        { kind: 'different', of: 'missions', atLeast: 2 },
      ]),
    ).toBe(true);
    expect(areLasting([{ kind: 'right', atLeast: 3, topic: 'everyday-science' }])).toBe(false);
    expect(areLasting([{ kind: 'different', of: 'topics', atLeast: 2 }])).toBe(false);
  });
});
