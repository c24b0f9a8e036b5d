import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Badge, earnedBadges, withPurse } from '../../../../src/domain/reward/badges/award.ts';
import type { Criterion } from '../../../../src/domain/reward/badges/criteria.ts';
import { evaluate } from '../../../../src/domain/reward/badges/evaluate.ts';
import { type Deeds, factsOf, type SessionFact } from '../../../../src/domain/reward/badges/facts.ts';
import { collectable, counted, happenings } from '../../../../src/wire/badges.ts';

const nothing: Deeds = {
  purse: { xp: 0, badges: 0 },
  days: [],
  longestStreak: 0,
  rightOn: {},
  sessions: [],
  mended: [],
  lessons: 0,
  missions: [],
  mastery: [],
};
const of = (deeds: Partial<Deeds>) => factsOf({ ...nothing, ...deeds });
const session = (more: Partial<SessionFact>): SessionFact => ({
  sessionId: 's1',
  format: 'challenge',
  finished: true,
  at: 0,
  topic: 'fair',
  mission: 'who-decides',
  task: 'who-decides',
  answered: 5,
  right: 5,
  kinds: ['single_choice'],
  ...more,
});
const standing = (criterion: Criterion, deeds: Partial<Deeds>) => {
  const { value, target } = evaluate(criterion, of(deeds));
  return [value, target];
};

describe('a criterion', () => {
  test('[BDG-1] of each kind is met by exactly what it asks for, and says how far it is', () => {
    const days = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-20'];
    expect(standing({ kind: 'count', of: 'days', atLeast: 10 }, { days })).toEqual([4, 10]);
    expect(
      standing({ kind: 'count', of: 'right_answers', atLeast: 5 }, { rightOn: { '2026-03-02': 9 } }),
    ).toEqual([5, 5]);
    expect(standing({ kind: 'count', of: 'levels', atLeast: 3 }, { purse: { xp: 346, badges: 0 } })).toEqual([
      3, 3,
    ]);
    expect(standing({ kind: 'streak', days: 4 }, { days, longestStreak: 3 })).toEqual([3, 4]);
    const sessions = [
      session({ answered: 10, right: 9 }),
      session({ sessionId: 's2', answered: 10, right: 8 }),
      session({ sessionId: 's3', answered: 4, right: 4, topic: null }),
      session({ sessionId: 's4', format: 'self_paced', finished: false, topic: 'safe' }),
    ];
    expect(standing({ kind: 'accuracy', percent: 90, answers: 5, sessions: 3 }, { sessions })).toEqual([
      2, 3,
    ]);
    expect(standing({ kind: 'count', of: 'classes', atLeast: 5 }, { sessions })).toEqual([3, 5]);
    expect(standing({ kind: 'count', of: 'homework', atLeast: 1 }, { sessions })).toEqual([0, 1]);
    expect(standing({ kind: 'collection', of: 'topics', atLeast: 4 }, { sessions })).toEqual([2, 4]);
    expect(standing({ kind: 'collection', of: 'topics', all: ['safe', 'science'] }, { sessions })).toEqual([
      1, 2,
    ]);
    expect(standing({ kind: 'mastery', percent: 80, objectives: 2 }, { mastery: [0.8, 0.79, 1] })).toEqual([
      2, 2,
    ]);
    expect(standing({ kind: 'window', of: 'days', atLeast: 4, within: { days: 7 } }, { days })).toEqual([
      3, 4,
    ]);
    expect(standing({ kind: 'event', event: 'mended', times: 2 }, { mended: ['a', 'a'] })).toEqual([1, 2]);
  });

  test('[BDG-1] with a window looks at any days in a row, and at the days of one year alone', () => {
    const within = { from: '10-10', to: '10-24' };
    const rightOn = { '2025-10-24': 3, '2026-10-09': 9, '2026-10-10': 2, '2026-10-24': 2, '2026-10-25': 9 };
    const criterion = { kind: 'window', of: 'right_answers', atLeast: 20, within } as const;
    expect(standing(criterion, { rightOn })).toEqual([4, 20]);
    expect(standing({ ...criterion, within: { days: 2 } }, { rightOn })).toEqual([11, 20]);
    expect(standing({ ...criterion, within: { days: 2 } }, {})).toEqual([0, 20]);
  });

  test('[BDG-1] knows who stayed though it was hard, who got better and who came back', () => {
    const happened = (event: (typeof happenings)[number], deeds: Partial<Deeds>) =>
      standing({ kind: 'event', event, times: 9 }, deeds)[0];
    const hard = session({ right: 2 });
    expect(happened('persevered', { sessions: [hard, session({ sessionId: 's2', right: 3 })] })).toBe(1);
    expect(happened('persevered', { sessions: [{ ...hard, finished: false }] })).toBe(0);
    const better = session({ sessionId: 's2', right: 3, at: 1 });
    expect(happened('improved', { sessions: [better, hard] })).toBe(1);
    expect(happened('improved', { sessions: [hard, { ...better, task: 'other' }] })).toBe(0);
    expect(happened('improved', { sessions: [{ ...hard, at: 2 }, better] })).toBe(0);
    expect(happened('came_back', { days: ['2026-03-01', '2026-03-15'] })).toBe(0);
    expect(happened('came_back', { days: ['2026-03-16', '2026-03-01'] })).toBe(1);
  });
});

const day = fc
  .integer({ min: 0, max: 700 })
  .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
const few = fc.integer({ min: 1, max: 6 });
const single: fc.Arbitrary<Criterion> = fc.oneof(
  fc.record({ kind: fc.constant('count' as const), of: fc.constantFrom(...counted), atLeast: few }),
  fc.record({ kind: fc.constant('streak' as const), days: few }),
  fc.record({
    kind: fc.constant('accuracy' as const),
    percent: fc.constantFrom(50, 80, 100),
    answers: few,
    sessions: few,
  }),
  fc.record({ kind: fc.constant('mastery' as const), percent: fc.constantFrom(50, 80), objectives: few }),
  fc.record({ kind: fc.constant('collection' as const), of: fc.constantFrom(...collectable), atLeast: few }),
  fc.record({
    kind: fc.constant('window' as const),
    of: fc.constantFrom('days' as const, 'right_answers' as const),
    atLeast: few,
    within: fc.oneof(fc.record({ days: few }), fc.constant({ from: '03-01', to: '05-31' })),
  }),
  fc.record({ kind: fc.constant('event' as const), event: fc.constantFrom(...happenings), times: few }),
);
const { criterion } = fc.letrec<{ criterion: Criterion }>((tie) => ({
  criterion: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    single,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('criterion'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));
const sessionFact: fc.Arbitrary<SessionFact> = fc
  .record({
    sessionId: fc.uuid(),
    format: fc.constantFrom(
      'challenge' as const,
      'self_paced' as const,
      'practice' as const,
      'ghost' as const,
      'group_mission' as const,
    ),
    finished: fc.boolean(),
    at: fc.integer({ min: 0, max: 9 }),
    topic: fc.constantFrom(null, 'a', 'b', 'c'),
    mission: fc.constantFrom(null, 'm', 'n'),
    task: fc.constantFrom(null, 'm', 'n'),
    answered: fc.integer({ min: 1, max: 8 }),
    right: fc.nat(8),
    kinds: fc.subarray(['numeric', 'poll', 'slider']),
  })
  .map((one) => ({ ...one, right: Math.min(one.right, one.answered) }));
const deeds: fc.Arbitrary<Deeds> = fc.record({
  purse: fc.record({ xp: fc.nat(3_000), badges: fc.nat(6) }),
  days: fc.array(day, { maxLength: 12 }),
  longestStreak: fc.nat(6),
  rightOn: fc.dictionary(day, few, { maxKeys: 6 }),
  sessions: fc.uniqueArray(sessionFact, { maxLength: 6, selector: ({ sessionId }) => sessionId }),
  mended: fc.array(fc.constantFrom('q1', 'q2', 'q3')),
  lessons: fc.nat(6),
  missions: fc.array(fc.constantFrom('m', 'n', 'o')),
  mastery: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
});
const facts = deeds.map(factsOf);
const often = <T>(all: readonly T[]) =>
  fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 });

describe('criteria', () => {
  test('[BDG-1] say that they are met exactly when nothing is missing, and a combination follows its parts', () => {
    fc.assert(
      fc.property(criterion, fc.array(criterion, { minLength: 1, maxLength: 3 }), facts, (one, of, known) => {
        const { met, value, target } = evaluate(one, known);
        expect(met).toBe(value === target);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(target).toBeGreaterThanOrEqual(1);
        const parts = of.map((part) => evaluate(part, known).met);
        expect(evaluate({ kind: 'and', of }, known).met).toBe(parts.every(Boolean));
        expect(evaluate({ kind: 'or', of }, known).met).toBe(parts.some(Boolean));
      }),
    );
  });

  test('[BDG-1] keep the laws of and, or: the order does not matter, twice is once, and what holds takes nothing away', () => {
    fc.assert(
      fc.property(criterion, criterion, criterion, facts, (a, b, c, known) => {
        const met = (one: Criterion) => evaluate(one, known).met;
        const and = (...of: Criterion[]): Criterion => ({ kind: 'and', of });
        const or = (...of: Criterion[]): Criterion => ({ kind: 'or', of });
        for (const [one, other] of [
          [and(a, b), and(b, a)],
          [or(a, b), or(b, a)],
          [and(a, a), a],
          [or(a, a), a],
          [or(a, and(a, b)), a],
          [and(a, or(a, b)), a],
          [and(a, or(b, c)), or(and(a, b), and(a, c))],
          [and(a, and(b, c)), and(a, b, c)],
          [or(a, or(b, c)), or(a, b, c)],
        ] as const)
          expect(met(one)).toBe(met(other));
        expect(evaluate(or(a, b), known)).toEqual(evaluate(or(b, a), known));
      }),
    );
  });

  test('[BDG-1] [PRG-4] say the same in whatever order and however often things are told', () => {
    const told = deeds.chain((once) =>
      fc
        .record({
          days: often(once.days),
          sessions: often(once.sessions),
          mended: often(once.mended),
          missions: often(once.missions),
        })
        .map((more) => [once, { ...once, ...more }] as const),
    );
    fc.assert(
      fc.property(told, ([once, again]) => {
        expect(factsOf(again)).toEqual(factsOf(once));
      }),
    );
  });

  test('[BDG-1] ask for no less of anything: whoever does more stands nowhere behind', () => {
    fc.assert(
      fc.property(criterion, deeds, deeds, fc.array(day), (one, before, more, days) => {
        const newer = more.sessions.map((session) => ({ ...session, at: session.at + 10 }));
        const after: Deeds = {
          ...before,
          purse: { xp: before.purse.xp + more.purse.xp, badges: before.purse.badges + more.purse.badges },
          // days come one after another: a new one is not before those that were
          days: [...before.days, ...days.filter((next) => before.days.every((earlier) => earlier <= next))],
          rightOn: Object.fromEntries(
            [...new Set([...Object.keys(before.rightOn), ...Object.keys(more.rightOn)])].map((day) => [
              day,
              (before.rightOn[day] ?? 0) + (more.rightOn[day] ?? 0),
            ]),
          ),
          sessions: [...before.sessions, ...newer],
          mended: [...before.mended, ...more.mended],
          missions: [...before.missions, ...more.missions],
          lessons: before.lessons + more.lessons,
          longestStreak: before.longestStreak + more.longestStreak,
          mastery: [...before.mastery, ...more.mastery],
        };
        const [then, now] = [before, after].map((known) => evaluate(one, factsOf(known)));
        expect(now!.value * then!.target).toBeGreaterThanOrEqual(then!.value * now!.target);
        expect(now!.met || !then!.met).toBe(true);
      }),
    );
  });
});

describe('earning badges', () => {
  const level = (id: string, atLeast: number, xp: number): Badge => ({
    id,
    criteria: { kind: 'count', of: 'levels', atLeast },
    xp,
  });
  const ids = (badges: readonly Badge[]) => badges.map(({ id }) => id);

  test('[BDG-3] goes on while the XP of a badge reach a level that earns another one, and then ends', () => {
    const badges = [
      level('three', 3, 50),
      level('two', 2, 246),
      level('four', 4, 50),
      { id: 'three badges', criteria: { kind: 'count', of: 'badges', atLeast: 3 }, xp: 0 } as const,
    ];
    const purse = { xp: 100, badges: 0 };
    expect(ids(earnedBadges(badges, of({ purse }), purse))).toEqual(['two', 'three']);
    const rich = { xp: 417, badges: 0 };
    // 417 + 246 + 50 = 713; four begins at 763
    expect(ids(earnedBadges(badges, of({ purse: rich }), rich))).toEqual(['three', 'two']);
    const one = { xp: 100, badges: 1 };
    expect(ids(earnedBadges(badges, of({ purse: one }), one))).toEqual(['two', 'three', 'three badges']);
  });

  test('[BDG-3] gives the same badges in whatever order they are looked at, all that are met and none that is not', () => {
    const some = fc
      .array(fc.record({ criteria: criterion, xp: fc.constantFrom(0, 50, 200, 1_000) }), { maxLength: 8 })
      .map((all) => all.map((badge, i): Badge => ({ id: String(i), ...badge })));
    const shuffled = some.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, deeds, ([badges, other], known) => {
        const { purse } = known;
        const earned = earnedBadges(badges, factsOf(known), purse);
        expect(ids(earnedBadges(other, factsOf(known), purse)).sort()).toEqual(ids(earned).sort());
        const after = withPurse(factsOf(known), {
          xp: purse.xp + earned.reduce((sum, { xp }) => sum + xp, 0),
          badges: purse.badges + earned.length,
        });
        for (const badge of badges) expect(evaluate(badge.criteria, after).met).toBe(earned.includes(badge));
        // a second look finds nothing new
        const rest = badges.filter((badge) => !earned.includes(badge));
        expect(
          earnedBadges(rest, after, {
            xp: purse.xp + earned.reduce((sum, { xp }) => sum + xp, 0),
            badges: purse.badges + earned.length,
          }),
        ).toEqual([]);
      }),
    );
  });
});
