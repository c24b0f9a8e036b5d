/** So many questions are enough for a day. */
export const questionsADay = 5;

/** A question that somebody has met before. */
export interface MetQuestion {
  id: string;
  objectives: readonly string[];
  /** When it should come back; null: it never went wrong. Milliseconds since 1970, as `lastAt`. */
  dueAt: number | null;
  lastAt: number;
}

/**
 * What to practise: first what is due by `until`, longest waiting first, then of the weakest objectives in turn the question that
 * was not asked for the longest time. `estimates`: by objective, 0–1. The same facts give the same questions.
 */
export function chooseQuestions(
  met: readonly MetQuestion[],
  {
    until,
    estimates,
    count = questionsADay,
  }: { until: number; estimates: ReadonlyMap<string, number>; count?: number },
): string[] {
  const byId = (a: MetQuestion, b: MetQuestion) => (a.id < b.id ? -1 : 1);
  const chosen = met
    .filter(({ dueAt }) => dueAt !== null && dueAt < until)
    .sort((a, b) => a.dueAt! - b.dueAt! || byId(a, b))
    .slice(0, count)
    .map(({ id }) => id);
  const taken = new Set(chosen);
  const weakest = [...estimates].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
  const waiting = weakest.map(([objective]) =>
    met.filter((one) => one.objectives.includes(objective)).sort((a, b) => a.lastAt - b.lastAt || byId(a, b)),
  );
  for (let found = true; found && chosen.length < count; ) {
    found = false;
    for (const questions of waiting) {
      const next = questions.find(({ id }) => !taken.has(id));
      if (!next || chosen.length === count) continue;
      taken.add(next.id);
      chosen.push(next.id);
      found = true;
    }
  }
  return chosen;
}
