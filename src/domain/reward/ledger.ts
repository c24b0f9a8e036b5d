import type { Day } from './calendar.ts';

/**
 * XP are what was learnt and only grow; coins and keys are earned and spent; season XP belong to one season; a freeze that was won
 * counts as one that was bought on its day.
 */
export type Currency = 'xp' | 'coin' | 'key' | 'season_xp' | 'freeze';

/**
 * What an entry is for. Whatever `facts` earned is computed again from them; whatever is `kept` was given or bought once and its
 * entry is all that knows of it.
 */
export const reasons = {
  answer: 'facts',
  session: 'facts',
  lesson: 'facts',
  mission: 'facts',
  badge: 'kept',
  challenge: 'kept',
  season: 'kept',
  hint: 'kept',
  avatar: 'kept',
  freeze: 'kept',
  correction: 'kept',
} as const satisfies Record<string, 'facts' | 'kept'>;
export type Reason = keyof typeof reasons;
export const factReasons = (Object.keys(reasons) as Reason[]).filter((reason) => reasons[reason] === 'facts');

/** What it came from or went to. */
export interface Source {
  type: 'live_session' | 'lesson' | 'mission' | 'question' | 'badge' | 'challenge' | 'season' | 'avatar';
  id: string;
}

/** Something that a learner gets. */
export interface Reward {
  /** The same thing has the same key, however often it is told; one deed may give several currencies under one key. */
  key: string;
  currency: Currency;
  /** Above 0. */
  amount: number;
  reason: Reason;
  source: Source | null;
  /** Needed for season XP. */
  seasonId?: string;
  /** The learner's own day for which it counts. */
  day: Day;
}
