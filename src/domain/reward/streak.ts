import { type Day, daysAfter } from './calendar.ts';

export const maxFreezes = 5;
/** So many days of learning in a row bring a freeze. */
export const daysPerFreeze = 7;
/** Coins. */
export const freezePrice = 50;

export interface Streak {
  /** Days of learning in a row up to the last one; frozen days between them do not count. */
  current: number;
  longest: number;
  last: Day | null;
  /** Freezes that are left. */
  freezes: number;
  /** Days without learning that freezes kept from breaking the row. */
  frozen: Day[];
}

/**
 * Of the days on which a learner learnt and those on which freezes were bought, in whatever order they came. A freeze covers a day
 * from the one on which it was got; a gap takes as many as it has days, or none when they do not suffice.
 */
export function streakOf(days: Iterable<Day>, bought: readonly Day[] = []): Streak {
  const streak: Streak = { current: 0, longest: 0, last: null, freezes: 0, frozen: [] };
  const waiting = [...bought].sort();
  const get = (count: number) => {
    streak.freezes = Math.min(maxFreezes, streak.freezes + count);
  };
  for (const day of [...new Set(days)].sort()) {
    const missed = streak.last === null ? null : missedBetween(streak.last, day);
    const isCovered = missed !== null && covers(missed, streak.freezes, waiting);
    get(waiting.splice(0, waiting.filter((one) => one <= day).length).length);
    if (isCovered) {
      streak.freezes -= missed.length;
      streak.frozen.push(...missed);
    }
    streak.current = isCovered ? streak.current + 1 : 1;
    streak.longest = Math.max(streak.longest, streak.current);
    streak.last = day;
    if (streak.current % daysPerFreeze === 0) get(1);
  }
  get(waiting.length);
  return streak;
}

/**
 * How the row stands today: it holds the whole day after the last one, over days that freezes cover, and ahead of today for whoever
 * flew west. `bought`: freezes bought after the last day, which are among those that are left.
 */
export function streakOn(
  today: Day,
  { current, last, freezes }: Pick<Streak, 'current' | 'last' | 'freezes'>,
  bought: readonly Day[] = [],
): { days: number; frozen: Day[] } {
  const missed = last === null ? null : missedBetween(last, today);
  const holds = missed !== null && covers(missed, freezes - bought.length, bought);
  return holds ? { days: current, frozen: missed } : { days: 0, frozen: [] };
}

/** null: more than freezes can ever cover. */
function missedBetween(last: Day, day: Day): Day[] | null {
  const missed: Day[] = [];
  for (let one = daysAfter(last, 1); one < day; one = daysAfter(one, 1)) {
    if (missed.length === maxFreezes) return null;
    missed.push(one);
  }
  return missed;
}

const covers = (missed: readonly Day[], held: number, bought: readonly Day[]): boolean =>
  missed.every((day, i) => held + bought.filter((one) => one <= day).length > i);
