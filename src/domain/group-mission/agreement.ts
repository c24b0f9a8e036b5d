import { type GroupAnswer, sameAnswer } from './answers.ts';
import { isAwaited } from './deal-out.ts';
import { figures } from './figures.ts';
import { currentTask, type GroupState, members, present } from './state.ts';

/**
 * [GRP-1] The answer on which everybody who is awaited agrees, or null. It takes two learners at least.
 * `justNow` is a proposal of this very moment.
 */
export function agreedAnswer(
  state: GroupState,
  now: number,
  justNow?: { participantId: string; answer: GroupAnswer },
): GroupAnswer | null {
  const { question } = currentTask(state)!;
  const awaited = members(state).filter((learner) => isAwaited(learner, now));
  if (awaited.length < figures.fewest) return null;
  const said = awaited.map(({ id, proposal }) => (id === justNow?.participantId ? justNow.answer : proposal));
  const [first] = said;
  if (first === null || first === undefined) return null;
  return said.every((one) => one !== null && sameAnswer(question, one, first)) ? first : null;
}

/** [GRP-1] At the deadline: what more than half of those who are there propose, two learners at least; else null. */
export function majorityAnswer(state: GroupState): GroupAnswer | null {
  const { question } = currentTask(state)!;
  const here = present(state);
  for (const { proposal } of here) {
    if (proposal === null) continue;
    const votes = here.filter(
      (one) => one.proposal !== null && sameAnswer(question, one.proposal, proposal),
    ).length;
    if (votes >= figures.fewest && 2 * votes > here.length) return proposal;
  }
  return null;
}

/** Whether more than half of those who are there want the hint, two learners at least. */
export function wantsHint(state: GroupState, justNow: string): boolean {
  const here = present(state);
  const votes = here.filter(({ id, wantsHint }) => wantsHint || id === justNow).length;
  return votes >= figures.fewest && 2 * votes > here.length;
}

export const allShared = ({ pieces }: GroupState): boolean => pieces.every(({ shared }) => shared);
