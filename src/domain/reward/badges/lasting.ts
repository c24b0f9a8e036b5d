import type { Counted, Criterion } from './criteria.ts';

const lastingCounts: ReadonlySet<Counted> = new Set([
  'right_answers',
  'days',
  'levels',
  'classes',
  'homework',
  'practices',
  'group_missions',
  'badges',
]);

/**
 * Whether what is asked for stays as it was once it was there. Missions are taken away or moved to another topic, and what is known
 * is forgotten: what was earned with those cannot be checked later.
 */
export function isLasting(criterion: Criterion): boolean {
  switch (criterion.kind) {
    case 'and':
    case 'or':
      return criterion.of.every(isLasting);
    case 'count':
      return lastingCounts.has(criterion.of);
    case 'streak':
    case 'window':
      return true;
    default:
      return false;
  }
}
