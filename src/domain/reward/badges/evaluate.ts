import { type Day, daysAfter } from '../calendar.ts';
import type { BadgeUnit, Combination, Criterion, SingleCriterion, WindowCriterion } from './criteria.ts';
import type { Facts } from './facts.ts';

export interface Standing {
  met: boolean;
  /** How far it is, at most `target`; it is met exactly when they are the same. */
  value: number;
  /** At least 1. */
  target: number;
  unit: BadgeUnit;
}

export function evaluate(criterion: Criterion, facts: Facts): Standing {
  if (isCombination(criterion)) {
    const parts = criterion.of.map((part) => evaluate(part, facts));
    return criterion.kind === 'and' ? allOf(parts) : nearestOf(parts);
  }
  const [value, target, unit] = measure(criterion, facts);
  return { met: value >= target, value: Math.min(value, target), target, unit };
}

const isCombination = (criterion: Criterion): criterion is Combination =>
  criterion.kind === 'and' || criterion.kind === 'or';

/** One step for each part that is there. */
function allOf(parts: readonly Standing[]): Standing {
  const value = parts.filter(({ met }) => met).length;
  return { met: value === parts.length, value, target: parts.length, unit: 'steps' };
}

/** The way that is nearest to its end; of two that are as near, the shorter one. */
const nearestOf = (parts: readonly Standing[]): Standing => parts.toSorted(byNearness)[0]!;

const byNearness = (one: Standing, other: Standing): number =>
  other.value * one.target - one.value * other.target ||
  one.target - other.target ||
  (one.unit < other.unit ? -1 : 1);

type Measured = [value: number, target: number, unit: BadgeUnit];
type Measures = {
  [K in SingleCriterion['kind']]: (
    criterion: Extract<SingleCriterion, { kind: K }>,
    facts: Facts,
  ) => Measured;
};

const measures: Measures = {
  count: ({ of, atLeast }, { counts }) => [counts[of], atLeast, of],
  streak: ({ days }, { longestStreak }) => [longestStreak, days, 'days_in_a_row'],
  accuracy: ({ percent, answers, sessions }, facts) => {
    const good = facts.sessions.filter(
      ({ answered, right }) => answered >= answers && right * 100 >= answered * percent,
    );
    return [good.length, sessions, 'sessions'];
  },
  mastery: ({ percent, objectives }, { mastery }) => [
    mastery.filter((estimate) => estimate * 100 >= percent).length,
    objectives,
    'objectives',
  ],
  collection: (criterion, { collected }) => {
    const found = new Set(collected[criterion.of]);
    if (!('all' in criterion)) return [found.size, criterion.atLeast, criterion.of];
    const wanted = new Set(criterion.all);
    return [[...wanted].filter((one) => found.has(one)).length, wanted.size, criterion.of];
  },
  window: (criterion, facts) => [most(criterion, facts), criterion.atLeast, criterion.of],
  event: ({ event, times }, { happened }) => [happened[event], times, event],
};

// the table has one measure for each kind; that a criterion goes with its own cannot be said in a type
const measure = (criterion: SingleCriterion, facts: Facts): Measured =>
  (measures[criterion.kind] as (criterion: SingleCriterion, facts: Facts) => Measured)(criterion, facts);

/** The most that ever came together within the window. */
function most({ of, within }: WindowCriterion, { days, rightOn }: Facts): number {
  const weights: [Day, number][] =
    of === 'days'
      ? days.map((day) => [day, 1])
      : Object.entries(rightOn).sort(([one], [other]) => (one < other ? -1 : 1));
  const sums =
    'days' in within
      ? weights.map(([from], i) =>
          sum(weights.slice(i, i + within.days), from, daysAfter(from, within.days - 1)),
        )
      : yearsOf(weights).map((year) => sum(weights, `${year}-${within.from}`, `${year}-${within.to}`));
  return Math.max(0, ...sums);
}

const sum = (weights: readonly [Day, number][], from: Day, to: Day): number =>
  weights.reduce((all, [day, weight]) => (day >= from && day <= to ? all + weight : all), 0);

const yearsOf = (weights: readonly [Day, number][]): string[] => [
  ...new Set(weights.map(([day]) => day.slice(0, 4))),
];
