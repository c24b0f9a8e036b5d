import type { SchoolClass } from '@tutti/client/admin';
import { nextYear, oneUp } from '../school-year.ts';

export type Fate = 'goesOn' | 'ends' | 'stays';

export interface ClassPlan {
  schoolClass: SchoolClass;
  fate: Fate;
  name: string;
  gradeLevel: string;
  /** Ids of learners who do not go along. */
  leaving: ReadonlySet<string>;
}

/** What most teachers want: the same classes, one year on. */
export const firstPlan = (schoolClass: SchoolClass): ClassPlan => ({
  schoolClass,
  fate: 'stays',
  name: oneUp(schoolClass.name),
  gradeLevel: oneUp(schoolClass.gradeLevel),
  leaving: new Set(),
});

/** The year after the one that most classes have. */
export function yearAfter(all: readonly SchoolClass[], today: Date): string {
  const counts = new Map<string, number>();
  for (const { schoolYear } of all) counts.set(schoolYear, (counts.get(schoolYear) ?? 0) + 1);
  const [commonest] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? [''];
  return nextYear(commonest, today);
}

export const going = ({ schoolClass: { students }, leaving }: ClassPlan): number =>
  Math.max(0, (students ?? 0) - leaving.size);
