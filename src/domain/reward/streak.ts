import { type Day, daysAfter } from './calendar.ts';

export interface Streak {
  /** Days in a row up to the last one. */
  current: number;
  longest: number;
  last: Day | null;
}

/** Of the days on which a learner learnt, in whatever order they came. */
export function streakOf(days: Iterable<Day>): Streak {
  const streak: Streak = { current: 0, longest: 0, last: null };
  for (const day of [...new Set(days)].sort()) {
    streak.current = streak.last !== null && daysAfter(streak.last, 1) === day ? streak.current + 1 : 1;
    streak.longest = Math.max(streak.longest, streak.current);
    streak.last = day;
  }
  return streak;
}

/** It holds the whole day after the last one, and ahead of it for whoever flew west. */
export const streakOn = (today: Day, { current, last }: Pick<Streak, 'current' | 'last'>): number =>
  last !== null && last >= daysAfter(today, -1) ? current : 0;
