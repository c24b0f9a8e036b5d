/** What was answered to one question, or to several. */
export interface Asked {
  /** Slugs of the objectives that the question trains. */
  objectives: readonly string[];
  /** Answers of which somebody, or the key, said whether they are right. */
  judged: number;
  right: number;
}

export interface ObjectiveResult {
  objective: string;
  judged: number;
  right: number;
  /** Share of right answers, 0–1. */
  share: number;
}

/** Results by objective, weakest first; equally weak ones with more answers first. Objectives without an answer are left out. */
export function objectiveResults(asked: readonly Asked[]): ObjectiveResult[] {
  const sums = new Map<string, { judged: number; right: number }>();
  for (const { objectives, judged, right } of asked) {
    for (const objective of new Set(objectives)) {
      const sum = sums.get(objective) ?? { judged: 0, right: 0 };
      sums.set(objective, { judged: sum.judged + judged, right: sum.right + right });
    }
  }
  return [...sums]
    .flatMap(([objective, { judged, right }]) =>
      judged > 0 ? [{ objective, judged, right, share: right / judged }] : [],
    )
    .sort((a, b) => a.share - b.share || b.judged - a.judged || (a.objective < b.objective ? -1 : 1));
}

/** Fewer answers say nothing about a class. */
export const leastAnswers = 5;
const mostToTeach = 3;

/** What to teach again tomorrow: the three weakest objectives that enough answers speak of. What everybody knows is none of them. */
export function toTeachAgain(results: readonly ObjectiveResult[]): ObjectiveResult[] {
  return results.filter(({ judged, share }) => judged >= leastAnswers && share < 1).slice(0, mostToTeach);
}
