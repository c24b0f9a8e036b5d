export const topLevel = 500;

/** XP from a level to the next: 100 · level^1.3, cut to a whole number. The database has the same in `level_from_xp`. */
export const xpStep = (level: number): number => Math.floor(100 * level ** 1.3);

/** XP with which each level begins, by level - 1. */
const begins = [0];
for (let level = 1; level < topLevel; level++) begins.push(begins.at(-1)! + xpStep(level));

export interface Level {
  level: number;
  /** XP since this level began. */
  within: number;
  /** XP that are missing to the next; null at the top. */
  toNext: number | null;
}

export function levelOf(xp: number): Level {
  const above = begins.findIndex((total) => total > xp);
  const level = above < 0 ? topLevel : Math.max(1, above);
  return {
    level,
    within: xp - begins[level - 1]!,
    toNext: level === topLevel ? null : begins[level]! - xp,
  };
}
