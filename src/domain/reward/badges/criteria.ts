/** What a badge is about. */
export type BadgeCategory =
  | 'learning'
  | 'streaks'
  | 'mastery'
  | 'exploration'
  | 'social'
  | 'events'
  | 'course_completion'
  | 'community'
  | 'special';

export type BadgeRarity = 'common' | 'rare' | 'epic' | 'legendary' | 'event' | 'secret';

/** What can be counted of a learner; all of it only grows. */
export type Counted =
  | 'right_answers'
  | 'days'
  | 'levels'
  | 'classes'
  | 'homework'
  | 'group_missions'
  | 'lessons'
  | 'missions'
  | 'practices'
  | 'badges';

/** What can be collected; each different one counts once. */
export type Collectable = 'topics' | 'missions' | 'question_kinds' | 'formats';

/**
 * What can happen, once or often: a question that was wrong is right later; a mission goes better than before; a class is played to
 * its end though less than half of it went well; somebody learns again after a long time.
 */
export type Happening = 'mended' | 'improved' | 'persevered' | 'came_back';

/** A day of the year, `MM-DD`. */
export type DayOfYear = string;

/** So many of them. */
export interface CountCriterion {
  kind: 'count';
  of: Counted;
  atLeast: number;
}
/** So many days in a row, at any time. */
export interface StreakCriterion {
  kind: 'streak';
  days: number;
}
/** So many sessions in which at least so many answers were checked, and this share of them was right. */
export interface AccuracyCriterion {
  kind: 'accuracy';
  percent: number;
  answers: number;
  sessions: number;
}
/** So many objectives of which the estimate says that they are known so well. */
export interface MasteryCriterion {
  kind: 'mastery';
  percent: number;
  objectives: number;
}
/** So many different ones; or all that are named. */
export type CollectionCriterion =
  | { kind: 'collection'; of: Collectable; atLeast: number }
  | { kind: 'collection'; of: Collectable; all: readonly string[] };
/** So many within a few days, or between two days of one year. */
export interface WindowCriterion {
  kind: 'window';
  of: 'days' | 'right_answers';
  atLeast: number;
  within: { days: number } | { from: DayOfYear; to: DayOfYear };
}
/** It happened so often. */
export interface EventCriterion {
  kind: 'event';
  event: Happening;
  times: number;
}
export type SingleCriterion =
  | CountCriterion
  | StreakCriterion
  | AccuracyCriterion
  | MasteryCriterion
  | CollectionCriterion
  | WindowCriterion
  | EventCriterion;

/** All of them, or any of them. */
export interface Combination {
  kind: 'and' | 'or';
  of: readonly Criterion[];
}
/** There is no "not": whoever does more never has less. */
export type Criterion = SingleCriterion | Combination;

/** What is counted on the way to a badge. */
export type BadgeUnit =
  | Counted
  | Collectable
  | Happening
  | 'days_in_a_row'
  | 'sessions'
  | 'objectives'
  | 'steps';
