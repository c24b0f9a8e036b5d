export interface Asks {
  requiredLevel: number;
  /** Missions that come before. */
  requires: readonly string[];
}

export interface Reached {
  level: number;
  completed: ReadonlySet<string>;
  /** What was begun stays open, whatever is asked for later. */
  begun: boolean;
}

/** Why a mission cannot be begun yet. */
export interface Lock {
  /** null: the level is high enough. */
  level: number | null;
  missions: string[];
}

/** null: it is open. */
export function lockOf({ requiredLevel, requires }: Asks, { level, completed, begun }: Reached): Lock | null {
  if (begun) return null;
  const missions = requires.filter((id) => !completed.has(id));
  const isTooLow = level < requiredLevel;
  return isTooLow || missions.length > 0 ? { level: isTooLow ? requiredLevel : null, missions } : null;
}
