/** One learner's answer to a question, beside how the same learner did otherwise. */
export interface ItemAnswer {
  right: boolean;
  /** Share of right answers (0–1) to the learner's other questions. */
  rest: number;
}

/** With fewer answers chance alone moves it by more than a third either way. */
export const leastForDiscrimination = 10;

/**
 * How well a question tells those who did well otherwise from those who did not: the correlation, from −1 to 1, of being right
 * here with the share of right answers to all other questions (the corrected point-biserial). About 0.2 and more is good; below 0
 * the question misled the best. null when fewer than ten answered it, when all or none were right, or when all did equally well
 * otherwise.
 *
 * After S. Henrysson, "Correction of item–total correlations in item analysis", Psychometrika 28 (1963), 211–218; for what
 * counts as good R. L. Ebel and D. A. Frisbie, "Essentials of Educational Measurement", 5th ed. (1991), chapter 13.
 */
export function discrimination(answers: readonly ItemAnswer[]): number | null {
  const size = answers.length;
  if (size < leastForDiscrimination) return null;
  const right = answers.filter((one) => one.right);
  const wrong = answers.filter((one) => !one.right);
  if (right.length === 0 || wrong.length === 0) return null;
  const mean = meanRest(answers);
  const deviation = Math.sqrt(answers.reduce((sum, { rest }) => sum + (rest - mean) ** 2, 0) / size);
  if (deviation < 1e-9) return null;
  const spread = Math.sqrt((right.length / size) * (wrong.length / size));
  const correlation = ((meanRest(right) - meanRest(wrong)) / deviation) * spread;
  return Math.max(-1, Math.min(1, correlation));
}

const meanRest = (answers: readonly ItemAnswer[]) =>
  answers.reduce((sum, { rest }) => sum + rest, 0) / answers.length;

/** What a learner did in all questions that count: a row of results, null where nothing was answered or there is nothing right. */
export interface LearnerTotal {
  answered: number;
  hits: number;
}

export function totalOf(results: readonly (boolean | null)[]): LearnerTotal {
  const answered = results.filter((right) => right !== null);
  return { answered: answered.length, hits: answered.filter(Boolean).length };
}

/** `discrimination` of one question from every learner's results and `totalOf` these. Who answered nothing else says nothing about it. */
export function discriminationOf(
  question: number,
  learners: readonly { results: readonly (boolean | null)[]; total: LearnerTotal }[],
): number | null {
  const answers: ItemAnswer[] = [];
  for (const { results, total } of learners) {
    const right = results[question] ?? null;
    if (right === null || total.answered < 2) continue;
    answers.push({ right, rest: (total.hits - Number(right)) / (total.answered - 1) });
  }
  return discrimination(answers);
}
