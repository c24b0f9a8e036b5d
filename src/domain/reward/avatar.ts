/** How one comes to an avatar. */
export type Unlock =
  | { type: 'default' }
  | { type: 'level'; level: number }
  | { type: 'badge'; badge: string }
  | { type: 'seasonal'; season: string; level: number }
  | { type: 'purchase'; coins: number; keys: number };

/** What a learner has come to. */
export interface Standing {
  level: number;
  /** By slug. */
  badges: ReadonlySet<string>;
  /** Level reached in each season, by slug. */
  seasons: ReadonlyMap<string, number>;
}

/** Whether a learner may wear an avatar without having bought it. */
export function isUnlocked(unlock: Unlock, { level, badges, seasons }: Standing): boolean {
  switch (unlock.type) {
    case 'default':
      return true;
    case 'level':
      return level >= unlock.level;
    case 'badge':
      return badges.has(unlock.badge);
    case 'seasonal':
      return (seasons.get(unlock.season) ?? 0) >= unlock.level;
    case 'purchase':
      return false;
  }
}
