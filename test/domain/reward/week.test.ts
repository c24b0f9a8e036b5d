import { describe, expect, it } from 'vitest';
import { daysAfter, weekOf } from '../../../src/domain/reward/calendar.ts';
import {
  type AnsweredDay,
  standingOut,
  sumWeek,
  type WeekFacts,
  weekToReport,
} from '../../../src/domain/reward/week.ts';

const given = (
  day: string,
  topic: string | null,
  answered: number,
  right: number,
  partly = 0,
): AnsweredDay => ({
  day,
  sessionId: null,
  topic,
  answered,
  right,
  partly,
});

describe('a week of a learner', () => {
  const facts: WeekFacts = {
    answers: [
      given('2026-11-15', 'pets', 9, 9),
      given('2026-11-16', 'pets', 4, 3),
      given('2026-11-22', null, 2, 0),
      given('2026-11-23', 'pets', 9, 9),
    ],
    learnt: ['2026-11-15', '2026-11-16', '2026-11-22', '2026-11-22', '2026-11-23'],
    minutes: [
      { day: '2026-11-15', minutes: 50 },
      { day: '2026-11-16', minutes: 12 },
      { day: '2026-11-22', minutes: 3 },
    ],
    badges: ['2026-11-16', '2026-11-16', '2026-11-23'],
    missions: ['2026-11-22'],
  };

  it('sums what happened from Monday to Sunday, and nothing of the days beside it [WKL-1]', () => {
    expect(sumWeek(facts, '2026-11-16')).toEqual({
      from: '2026-11-16',
      to: '2026-11-22',
      learnt: 2,
      answered: 6,
      right: 3,
      minutes: 15,
      badges: 2,
      missions: 1,
    });
  });

  it('has nothing where nothing happened', () => {
    expect(sumWeek(facts, '2026-11-02')).toMatchObject({ learnt: 0, answered: 0, minutes: 0, badges: 0 });
  });

  it('names the topics that stand out, from five answers on, by the borders of mastery [WKL-2]', () => {
    const day = '2026-11-16';
    expect(standingOut([given(day, 'a', 5, 4), given(day, 'b', 5, 2), given(day, 'c', 4, 0)])).toEqual({
      well: 'a',
      hard: 'b',
    });
    expect(standingOut([given(day, 'a', 5, 3, 1)])).toEqual({ well: null, hard: null });
    expect(standingOut([given(day, 'a', 5, 2, 1)])).toEqual({ well: null, hard: null });
    expect(standingOut([given(day, 'a', 3, 3), given(daysAfter(day, 1), 'a', 2, 1)])).toEqual({
      well: 'a',
      hard: null,
    });
    expect(standingOut([given(day, null, 50, 0)])).toEqual({ well: null, hard: null });
    expect(standingOut([given(day, 'a', 5, 5), given(day, 'b', 10, 10)]).well).toBe('b');
  });
});

describe('the letter about a week', () => {
  const at = (iso: string) => Date.parse(iso);

  it('is due from seven on Monday morning to seven on Wednesday, where the guardian is [WKL-4]', () => {
    expect(weekToReport('Europe/Madrid', at('2026-11-23T05:59:00Z'))).toBeNull();
    expect(weekToReport('Europe/Madrid', at('2026-11-23T06:00:00Z'))).toBe('2026-11-16');
    expect(weekToReport('Europe/Madrid', at('2026-11-25T05:59:00Z'))).toBe('2026-11-16');
    expect(weekToReport('Europe/Madrid', at('2026-11-25T06:00:00Z'))).toBeNull();
    expect(weekToReport('America/Los_Angeles', at('2026-11-23T06:00:00Z'))).toBeNull();
    expect(weekToReport('Pacific/Auckland', at('2026-11-22T18:00:00Z'))).toBe('2026-11-16');
  });

  // clocks go back in Europe on 2026-10-25 and forward on 2026-03-29, both in the night before a Monday
  it.each([
    ['2026-10-26', '06:00'],
    ['2026-03-30', '05:00'],
  ])('comes at seven on the wall on the Monday after the clocks were turned, %s [WKL-4]', (monday, utc) => {
    const seven = at(`${monday}T${utc}:00Z`);
    expect(weekToReport('Europe/Madrid', seven - 1)).toBeNull();
    expect(weekToReport('Europe/Madrid', seven)).toBe(daysAfter(monday, -7));
  });

  it('is due for exactly one week in each week of a year, in any zone [WKL-4]', () => {
    for (const zone of [
      'UTC',
      'Europe/Madrid',
      'America/Santiago',
      'Australia/Lord_Howe',
      'Pacific/Kiritimati',
    ]) {
      const weeks = new Map<string, number>();
      for (let hour = at('2026-01-05T00:00:00Z'); hour < at('2027-01-04T00:00:00Z'); hour += 3_600_000) {
        const week = weekToReport(zone, hour);
        if (week !== null) weeks.set(week, (weeks.get(week) ?? 0) + 1);
      }
      expect([...weeks.keys()].every((week) => week === weekOf(week))).toBe(true);
      expect(weeks.size).toBeGreaterThanOrEqual(52);
      // about two days of hours each, those at the ends of the year cut off
      for (const hours of [...weeks.values()].slice(1, -1))
        expect(Math.abs(hours - 48)).toBeLessThanOrEqual(1);
    }
  });
});
