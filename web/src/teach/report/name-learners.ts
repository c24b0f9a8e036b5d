import type { SessionReport } from '@tutti/client/admin';

export type Learner = SessionReport['learners'][number];

/** Gives every learner the name that is shown. `hidden` makes one for a number, or null to show the real one. */
export function nameLearners(
  learners: readonly Learner[],
  hidden: (number: number) => string | null,
): Learner[] {
  return learners.map((learner, index) => ({ ...learner, nickname: hidden(index + 1) ?? learner.nickname }));
}

export type CellOutcome = Learner['answers'][number]['outcome'] | 'absent';

/** How a learner fared in a question; who was not there yet, or had gone, missed nothing by not answering. */
export function outcomeIn({ answers, joinedInRound, leftInRound }: Learner, round: number): CellOutcome {
  const outcome = answers[round]?.outcome ?? 'none';
  if (outcome !== 'none') return outcome;
  return round < joinedInRound || (leftInRound !== null && round > leftInRound) ? 'absent' : 'none';
}

export const learnerOrders = ['byRank', 'byHelp', 'byName'] as const;
export type LearnerOrder = (typeof learnerOrders)[number];

const share = ({ right, answered }: Learner) => (answered === 0 ? 0 : right / answered);

export function sortLearners(learners: readonly Learner[], order: LearnerOrder, locale: string): Learner[] {
  const names = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const byName = (a: Learner, b: Learner) => names.compare(a.nickname, b.nickname);
  const orders: Record<LearnerOrder, (a: Learner, b: Learner) => number> = {
    byRank: (a, b) => b.score - a.score || byName(a, b),
    byHelp: (a, b) => share(a) - share(b) || a.right - b.right || byName(a, b),
    byName,
  };
  return [...learners].sort(orders[order]);
}
