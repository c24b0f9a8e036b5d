import { type Day, daysAfter } from './calendar.ts';
import { type Reward, reasons } from './ledger.ts';
import { maxFreezes } from './streak.ts';

/** Days of a season, the first and the last one included. Those of one organization never overlap. */
export interface SeasonDays {
  id: string;
  startsOn: Day;
  endsOn: Day;
}

/**
 * What rewards bring to the season on whose days they were earned: as many season XP as XP, under the same key. XP that answers, classes,
 * lessons and missions earned count; what badges, challenges and the like added does not, since it also counts what was done before.
 */
export function seasonXpOf(rewards: readonly Reward[], seasons: readonly SeasonDays[]): Reward[] {
  return rewards.flatMap((reward) => {
    if (reward.currency !== 'xp' || reasons[reward.reason] !== 'facts') return [];
    const season = seasons.find(({ startsOn, endsOn }) => startsOn <= reward.day && reward.day <= endsOn);
    return season ? [{ ...reward, currency: 'season_xp', seasonId: season.id }] : [];
  });
}

export interface SeasonLevel {
  level: number;
  /** Season XP since this level began. */
  within: number;
  /** Season XP that are missing to the next; null at the last. */
  toNext: number | null;
}

/** Everybody begins at level 1. The database has the same in `season_level`. */
export function seasonLevelOf(xp: number, xpPerLevel: number, levels: number): SeasonLevel {
  const level = Math.min(levels, 1 + Math.floor(xp / xpPerLevel));
  const within = xp - (level - 1) * xpPerLevel;
  return { level, within, toNext: level === levels ? null : xpPerLevel - within };
}

/** What a level brings. An avatar by its slug. */
export type SeasonReward =
  | { kind: 'coins' | 'keys'; amount: number }
  | { kind: 'freeze' }
  | { kind: 'avatar'; avatar: string };

/** What is there already, or does not fit any more. */
export interface Holding {
  freezes: number;
  /** By slug; avatars that there are not any more among them. */
  avatars: ReadonlySet<string>;
}

/** Coins in the place of what cannot be had twice. */
export const coinsInstead = { avatar: 100, freeze: 50 } as const;

/** What a learner really gets at a level. */
export function givenFor(reward: SeasonReward, holding: Holding): SeasonReward {
  if (reward.kind === 'freeze' && holding.freezes >= maxFreezes)
    return { kind: 'coins', amount: coinsInstead.freeze };
  if (reward.kind === 'avatar' && holding.avatars.has(reward.avatar))
    return { kind: 'coins', amount: coinsInstead.avatar };
  return reward;
}

/** So many days after its day a season may begin that the organization missed while nothing ran. */
const daysMadeUpFor = 6;

/**
 * The first day of the next season: the day after the last one, so that no day is without; today where there was none; and after a long
 * pause a few days back. `endsOn`: the last day of the season before, null where there was none.
 */
export function nextStart(endsOn: Day | null, today: Day): Day {
  if (endsOn === null) return today;
  const follows = daysAfter(endsOn, 1);
  const earliest = daysAfter(today, -daysMadeUpFor);
  return [follows, earliest].sort().at(-1)!;
}
