import type { HomeworkProgress } from '../../../../src/wire/homework.ts';

export type Learner = HomeworkProgress['learners'][number];
export type LearnerState = 'finished' | 'begun' | 'open';
export const learnerStates = ['finished', 'begun', 'open'] as const;

export function stateOf({ participantId, finished }: Learner): LearnerState {
  if (participantId === null) return 'open';
  return finished ? 'finished' : 'begun';
}

export function countStates(learners: readonly Learner[]): Record<LearnerState, number> {
  const counts = { finished: 0, begun: 0, open: 0 };
  for (const learner of learners) counts[stateOf(learner)]++;
  return counts;
}

/** Who needs a word from the teacher comes first: not begun, then at it, then through; each by name. */
export function inOrder(learners: readonly Learner[], locale: string): Learner[] {
  const names = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const place: Record<LearnerState, number> = { open: 0, begun: 1, finished: 2 };
  return [...learners].sort((a, b) => place[stateOf(a)] - place[stateOf(b)] || names.compare(a.name, b.name));
}

/** Right answers among those that are right or wrong, 0–1; null before the first. */
export function rightShareOf(learners: readonly Pick<Learner, 'judged' | 'right'>[]): number | null {
  const judged = learners.reduce((sum, one) => sum + one.judged, 0);
  const right = learners.reduce((sum, one) => sum + one.right, 0);
  return judged === 0 ? null : right / judged;
}
