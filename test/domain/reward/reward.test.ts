import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayIn, daysAfter, weekOf } from '../../../src/domain/reward/calendar.ts';
import { learningDays, type Played, rewardsOf } from '../../../src/domain/reward/earned.ts';
import { levelOf, topLevel } from '../../../src/domain/reward/level.ts';
import { isQuiet } from '../../../src/domain/reward/quiet.ts';
import { streakOf, streakOn } from '../../../src/domain/reward/streak.ts';

const at = (iso: string) => Date.parse(iso);

describe('levels', () => {
  test('[PRG-2] begin at the totals that were decided and end at 500', () => {
    const totals = [100, 346, 763, 1369, 2179, 3206, 4460, 5952, 7691];
    for (const [i, total] of totals.entries()) {
      expect(levelOf(total - 1).level).toBe(i + 1);
      expect(levelOf(total)).toMatchObject({ level: i + 2, within: 0 });
    }
    expect(levelOf(0)).toEqual({ level: 1, within: 0, toNext: 100 });
    expect(levelOf(2 ** 31 - 1)).toMatchObject({ level: topLevel, toNext: null });
  });

  test('[PRG-2] go up with XP and never down, and say truly what is missing', () => {
    fc.assert(
      fc.property(fc.nat(120_000_000), fc.nat(100_000), (xp, more) => {
        const { level, within, toNext } = levelOf(xp);
        expect(levelOf(xp + more).level).toBeGreaterThanOrEqual(level);
        expect(levelOf(xp - within).level).toBe(level);
        if (toNext === null) return;
        expect(levelOf(xp + toNext).level).toBe(level + 1);
        expect(levelOf(xp + toNext - 1).level).toBe(level);
      }),
    );
  });
});

describe('the learner’s own day', () => {
  test('[PRG-3] follows the clock on the wall where the clocks change', () => {
    const day = (iso: string) => dayIn('America/New_York', at(iso));
    // 8 March 2026 has 23 hours
    expect(day('2026-03-08T04:59:59Z')).toBe('2026-03-07');
    expect(day('2026-03-08T05:00:00Z')).toBe('2026-03-08');
    expect(day('2026-03-09T03:59:59Z')).toBe('2026-03-08');
    expect(day('2026-03-09T04:00:00Z')).toBe('2026-03-09');
    expect(daysAfter('2026-03-08', 1)).toBe('2026-03-09');
    expect(dayIn('Asia/Kolkata', at('2026-03-08T18:30:00Z'))).toBe('2026-03-09');
    expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29');
    expect([weekOf('2026-03-08'), weekOf('2026-03-09')]).toEqual(['2026-03-02', '2026-03-09']);
  });

  test('[PRG-3] is that of UTC in a zone that this computer does not know', () => {
    for (const zone of ['Europe/Atlantis', 'XST5']) {
      expect(dayIn(zone, at('2026-03-08T23:59:59Z'))).toBe('2026-03-08');
      expect(dayIn(zone, at('2026-03-09T02:00:00Z'), 3)).toBe('2026-03-08');
    }
  });
});

describe('a day that begins late', () => {
  test('[PRG-3] belongs to the evening before until its hour, also in the night in which an hour is missing', () => {
    const day = (iso: string) => dayIn('America/New_York', at(iso), 4);
    expect(day('2026-03-08T07:59:59Z')).toBe('2026-03-07');
    expect(day('2026-03-08T08:00:00Z')).toBe('2026-03-08');
    expect(day('2026-03-09T03:59:59Z')).toBe('2026-03-08');
    expect(day('2026-11-01T08:59:59Z')).toBe('2026-10-31');
    expect(day('2026-11-01T09:00:00Z')).toBe('2026-11-01');
  });
});

describe('a freeze', () => {
  const days = ['2026-03-07', '2026-03-07', '2026-03-08', '2026-03-07', '2026-03-11'];
  const two = ['2026-03-08', '2026-03-08'];

  test('[PRG-7] keeps the row over days without: the 9th and 10th are frozen, the 20th begins anew', () => {
    const counts = days.map((_, i) => streakOf(days.slice(0, i + 1), two).current);
    expect(counts).toEqual([1, 1, 2, 2, 3]);
    expect(streakOf(days, two)).toEqual({
      current: 3,
      longest: 3,
      last: '2026-03-11',
      freezes: 0,
      frozen: ['2026-03-09', '2026-03-10'],
    });
    expect(streakOf([...days, '2026-03-20'], two)).toMatchObject({ current: 1, longest: 3, freezes: 0 });
  });

  test('[PRG-7] covers days from the one on which it was got, never one that had passed', () => {
    expect(streakOf(days, ['2026-03-08', '2026-03-10'])).toMatchObject({ current: 3, freezes: 0 });
    expect(streakOf(days, ['2026-03-08', '2026-03-11'])).toMatchObject({
      current: 1,
      freezes: 2,
      frozen: [],
    });
  });

  test('[PRG-7] is not used up by a gap that it cannot bridge', () => {
    expect(streakOf(['2026-03-01', '2026-03-20'], two)).toMatchObject({ current: 1, freezes: 2, frozen: [] });
  });

  test('[PRG-7] comes with every seventh day in a row, and five are the most', () => {
    const inRow = (count: number) => Array.from({ length: count }, (_, i) => daysAfter('2026-03-01', i));
    expect([6, 7, 13, 14, 60].map((count) => streakOf(inRow(count)).freezes)).toEqual([0, 1, 1, 2, 5]);
    expect(streakOf(inRow(7), Array(5).fill('2026-03-01')).freezes).toBe(5);
  });

  test('[PRG-7] shows today that it holds, and from when on it does not any more', () => {
    const streak = { current: 5, last: '2026-03-08', freezes: 2 };
    const on = (today: string, bought: string[] = []) => streakOn(today, streak, bought);
    expect(on('2026-03-09')).toEqual({ days: 5, frozen: [] });
    expect(on('2026-03-11')).toEqual({ days: 5, frozen: ['2026-03-09', '2026-03-10'] });
    expect(on('2026-03-12')).toEqual({ days: 0, frozen: [] });
    expect(on('2026-03-11', ['2026-03-10'])).toEqual({ days: 5, frozen: ['2026-03-09', '2026-03-10'] });
    expect(on('2026-03-11', ['2026-03-11'])).toEqual({ days: 0, frozen: [] });
  });

  test('[PRG-4] [PRG-7] says the same of the next day as it will be counted, in whatever order days are told', () => {
    const day = fc.integer({ min: 0, max: 40 }).map((n) => daysAfter('2026-03-01', n));
    fc.assert(
      fc.property(
        fc.uniqueArray(day, { minLength: 1 }),
        fc.array(day, { maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        (learnt, bought, later) => {
          const streak = streakOf(learnt, bought);
          expect(streakOf(learnt.toReversed(), bought.toReversed())).toEqual(streak);
          expect(streak.freezes).toBeGreaterThanOrEqual(0);
          expect(streak.freezes).toBeLessThanOrEqual(5);
          const last = streak.last!;
          const known = bought.filter((one) => one <= last);
          const today = daysAfter(last, later);
          const counted = streakOf([...learnt, today], known);
          const before = streakOf(learnt, known);
          const shown = streakOn(today, before);
          expect(counted.current).toBe(shown.days + 1);
          expect(counted.frozen).toEqual([...before.frozen, ...shown.frozen]);
        },
      ),
    );
  });
});

describe('a streak', () => {
  test('[PRG-3] grows by one a day, keeps its longest, and begins anew after a day without', () => {
    expect(streakOf([])).toEqual({ current: 0, longest: 0, last: null, freezes: 0, frozen: [] });
    expect(streakOf(['2026-03-07', '2026-03-07'])).toMatchObject({ current: 1 });
    expect(streakOf(['2026-03-07', '2026-03-08', '2026-03-09'])).toMatchObject({ current: 3, longest: 3 });
    expect(streakOf(['2026-03-07', '2026-03-08', '2026-03-20'])).toMatchObject({
      current: 1,
      longest: 2,
      last: '2026-03-20',
    });
  });

  test('[PRG-3] holds all of the next day, and is no more after it', () => {
    const streak = { current: 5, last: '2026-03-08', freezes: 0 };
    const days = ['2026-03-08', '2026-03-09', '2026-03-10'].map((today) => streakOn(today, streak).days);
    expect(days).toEqual([5, 5, 0]);
  });

  test('[PRG-3] loses nothing to whoever flies west, and counts a day once for whoever flies east', () => {
    const one = (timezone: string, iso: string): Played => ({
      sessionId: iso,
      timezone,
      dayStartHour: 0,
      finished: false,
      answers: [{ questionId: 'q', right: false, xp: 10, at: at(iso) }],
    });
    // Tokyo's 8 March, then still the 7th in Los Angeles: the day ahead stays
    const west = [
      one('Asia/Tokyo', '2026-03-06T23:00:00Z'),
      one('Asia/Tokyo', '2026-03-07T23:00:00Z'),
      one('America/Los_Angeles', '2026-03-08T05:00:00Z'),
    ];
    expect(streakOf(learningDays(west))).toMatchObject({ current: 2, longest: 2, last: '2026-03-08' });
    expect(streakOn('2026-03-07', streakOf(learningDays(west))).days).toBe(2);
    const east = [
      one('America/Los_Angeles', '2026-03-07T18:00:00Z'),
      one('Asia/Tokyo', '2026-03-08T10:00:00Z'),
      one('Asia/Tokyo', '2026-03-08T14:00:00Z'),
    ];
    expect(streakOf(learningDays(east))).toMatchObject({ current: 2 });
  });
});

describe('XP and coins', () => {
  const session = (more: Partial<Played>): Played => ({
    sessionId: 's1',
    timezone: 'UTC',
    dayStartHour: 0,
    finished: true,
    answers: [],
    ...more,
  });
  const answer = (questionId: string, iso: string, right = true) => ({
    questionId,
    right,
    xp: 10,
    at: at(iso),
  });

  test('[PRG-1] come for each question once a day, and for playing to the end once a session', () => {
    const first = session({
      answers: [answer('a', '2026-03-07T10:00:00Z'), answer('b', '2026-03-07T10:01:00Z', false)],
    });
    const again = session({ sessionId: 's2', answers: [answer('a', '2026-03-07T20:00:00Z')] });
    const tomorrow = session({
      sessionId: 's3',
      finished: false,
      answers: [answer('a', '2026-03-08T10:00:00Z')],
    });
    const rewards = rewardsOf([first, again, tomorrow]);
    expect(rewards.map(({ key, currency, amount }) => [key, currency, amount])).toEqual([
      ['question:a:2026-03-07', 'xp', 10],
      ['question:a:2026-03-08', 'xp', 10],
      ['session:s1', 'xp', 50],
      ['session:s1', 'coin', 20],
      ['session:s2', 'xp', 50],
      ['session:s2', 'coin', 20],
    ]);
  });

  test('[PRG-1] [PRG-4] count the greatest worth of a question on a day, whichever answer came first', () => {
    const worth = (xp: number, iso: string) =>
      session({ sessionId: `s${xp}`, finished: false, answers: [{ ...answer('a', iso), xp }] });
    const [morning, evening] = ['2026-03-07T10:00:00Z', '2026-03-07T20:00:00Z'] as const;
    for (const played of [
      [worth(5, morning), worth(20, evening)],
      [worth(20, morning), worth(5, evening)],
    ])
      expect(rewardsOf(played)).toMatchObject([{ key: 'question:a:2026-03-07', amount: 20 }]);
  });

  test('[PRG-1] do not come for being there alone', () => {
    expect(rewardsOf([session({})])).toEqual([]);
  });

  test('[PRG-4] are the same in whatever order and however often sessions are told', () => {
    const time = fc.integer({ min: at('2026-03-01T00:00:00Z'), max: at('2026-04-15T00:00:00Z') });
    const played = fc.record({
      sessionId: fc.uuid(),
      timezone: fc.constantFrom('UTC', 'America/New_York', 'Pacific/Auckland', 'Asia/Kolkata'),
      dayStartHour: fc.integer({ min: 0, max: 6 }),
      finished: fc.boolean(),
      answers: fc.array(
        fc.record({
          questionId: fc.constantFrom('a', 'b', 'c', 'd'),
          right: fc.boolean(),
          xp: fc.constantFrom(5, 10, 20),
          at: time,
        }),
        { maxLength: 8 },
      ),
    });
    const sessions = fc.uniqueArray(played, { maxLength: 6, selector: ({ sessionId }) => sessionId });
    const told = sessions.chain((once) =>
      fc.tuple(
        fc.constant(once),
        fc.shuffledSubarray([...once, ...once], { minLength: once.length * 2, maxLength: once.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(told, ([once, often]) => {
        const inOrder = (all: readonly Played[]) =>
          rewardsOf(all).toSorted((a, b) => (a.key + a.currency < b.key + b.currency ? -1 : 1));
        expect(inOrder(often)).toEqual(inOrder(once));
        expect(streakOf(learningDays(often))).toEqual(streakOf(learningDays(once)));
      }),
    );
  });
});

test('[CLS-3] two weeks without anything are quiet, counted from when the learner came into the class', () => {
  const today = '2026-11-22';
  expect(isQuiet('2026-11-08', '2026-09-01', today)).toBe(true);
  expect(isQuiet('2026-11-09', '2026-09-01', today)).toBe(false);
  // nothing yet
  expect(isQuiet(null, '2026-11-08', today)).toBe(true);
  expect(isQuiet(null, '2026-11-09', today)).toBe(false);
  // long ago, in another class
  expect(isQuiet('2026-01-01', '2026-11-20', today)).toBe(false);
  fc.assert(
    fc.property(fc.nat(400), fc.nat(400), fc.nat(60), (learnt, joined, later) => {
      const [lastDay, since] = [daysAfter(today, -learnt), daysAfter(today, -joined)];
      if (isQuiet(lastDay, since, today)) expect(isQuiet(lastDay, since, daysAfter(today, later))).toBe(true);
    }),
  );
});
