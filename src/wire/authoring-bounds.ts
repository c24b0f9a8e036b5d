/** The most that authors can set, in files and in the form; the database holds the rewards and the cost to the same. */
export const authoringBounds = {
  /** In characters, also the description, the objective and the paragraph. */
  title: 120,
  description: 600,
  objective: 200,
  paragraph: 2_000,
  /** Of a lesson. */
  paragraphs: 20,
  questions: 50,
  minutes: 240,
  requiredLevel: 100,
  /** Missions that come before. */
  requires: 5,
  xp: 500,
  coins: 200,
  /** Of one lesson. */
  lessonXp: 100,
  /** In coins: a hint can be paid from what a mission or two earn. */
  hintCost: 100,
} as const;

/** What a mission or lesson that says nothing of it earns, and a hint costs. */
export const usualWorth = { xp: 100, coins: 50, lessonXp: 25, hintCost: 5 } as const;
