import type { WatchedGroup, WatchedLearner } from '@tutti/client/groups';

/** Why a group may need its teacher, the most pressing first. */
export type Trouble = 'alone' | 'lastHeart' | 'again' | 'long';

/** A task that has taken so much of its time takes long. */
const longShare = 2 / 3;

/** `stageMs`: how long the group has been in its present phase by now. */
export function troubleOf(group: WatchedGroup, stageMs: number | null): Trouble | null {
  if (group.ended !== null || group.elsewhere || group.phase === 'lobby') return null;
  if (group.paused === 'waiting') return 'alone';
  if (group.paused !== null) return null;
  if (group.hearts === 1) return 'lastHeart';
  if (group.again) return 'again';
  const isLong = group.phase === 'task' && stageMs !== null && stageMs > group.limitMs! * longShare;
  return isLong ? 'long' : null;
}

/** At least half of those who are there have done their part, and this learner has not. */
export function holdsUp({ learners }: WatchedGroup, learner: WatchedLearner): boolean {
  const here = learners.filter(({ connected }) => connected);
  const waitedFor = here.filter((one) => one.waitedFor).length;
  return learner.waitedFor && waitedFor * 2 <= here.length;
}

export const contributionsOf = ({ contribution }: Pick<WatchedLearner, 'contribution'>): number =>
  contribution.proposals + contribution.turns + contribution.piecesShared + contribution.hintVotes;

export type Shown = 'all' | 'trouble' | 'playing' | 'over';
export const shownChoices: Shown[] = ['all', 'trouble', 'playing', 'over'];

export interface Looked {
  group: WatchedGroup;
  stageMs: number | null;
  trouble: Trouble | null;
}

export const isShown = ({ group, trouble }: Looked, shown: Shown): boolean => {
  if (shown === 'trouble') return trouble !== null;
  if (shown === 'playing') return group.ended === null;
  return shown === 'all' || group.ended !== null;
};
