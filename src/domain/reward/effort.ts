/**
 * What effort counts, whatever came of it: neither being right nor being fast is in it. Of the questions of one day only so many count,
 * so that nobody clicks through for the sake of it. The database says the same in `mv_leaderboard_week`.
 */
export const effortCounts = { day: 10, question: 1, questionsADay: 20, mended: 3 } as const;

/** One of the learner's own days on which something was learnt. */
export interface DayOfEffort {
  /** Different questions that were answered. */
  tried: number;
  /** Questions that went wrong on an earlier day of this week or the one before, and were right on this day. */
  mended: number;
}

export const effortOf = (days: readonly DayOfEffort[]): number =>
  days.reduce(
    (sum, { tried, mended }) =>
      sum +
      effortCounts.day +
      effortCounts.question * Math.min(tried, effortCounts.questionsADay) +
      effortCounts.mended * mended,
    0,
  );
