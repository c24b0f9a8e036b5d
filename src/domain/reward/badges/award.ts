import { levelOf } from '../level.ts';
import type { Criterion } from './criteria.ts';
import { evaluate } from './evaluate.ts';
import type { Facts, Purse } from './facts.ts';

export interface Badge {
  id: string;
  criteria: Criterion;
  /** What it gives when it is earned. */
  xp: number;
}

/**
 * The badges that a learner has earned beside those in the purse. A badge gives XP and is a badge, so it can earn another one: it
 * goes on until no more is met. No criterion asks for less of anything, so what comes out is the same in whatever order badges
 * are looked at, and nothing that it holds could be left out.
 */
export function earnedBadges<B extends Badge>(badges: readonly B[], facts: Facts, purse: Purse): B[] {
  const earned: B[] = [];
  let open = [...badges];
  let { xp, badges: count } = purse;
  for (;;) {
    const now = withPurse(facts, { xp, badges: count });
    const met = open.filter(({ criteria }) => evaluate(criteria, now).met);
    if (met.length === 0) return earned;
    earned.push(...met);
    open = open.filter((badge) => !met.includes(badge));
    xp += met.reduce((sum, badge) => sum + badge.xp, 0);
    count += met.length;
  }
}

export const withPurse = (facts: Facts, { xp, badges }: Purse): Facts => ({
  ...facts,
  counts: { ...facts.counts, levels: levelOf(xp).level, badges },
});
