import { type Day, daysAfter } from './calendar.ts';

/** Two weeks without anything. */
export const quietDays = 14;

/**
 * Whether somebody has been quiet for two weeks, by days of the learner's own calendar. `lastDay`: of the last answer or visit to a
 * mission, null: there was none yet; `since`: when the learner came into the class.
 */
export const isQuiet = (lastDay: Day | null, since: Day, today: Day): boolean =>
  (lastDay !== null && lastDay > since ? lastDay : since) <= daysAfter(today, -quietDays);
