import { Badge } from '@mantine/core';
import type { WatchedGroup } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../../desk/percent.ts';

/** What the group is doing, in a word. */
export function PhaseBadge({ group }: { group: WatchedGroup }) {
  const { t } = useTranslation('runs');
  if (group.phase === 'ended') {
    return (
      <Badge size="lg" variant="light" color={group.ended === 'solved' ? 'right' : 'gray'}>
        {t(`ended.${group.ended!}`)}
      </Badge>
    );
  }
  if (group.paused === 'teacher') {
    return (
      <Badge size="lg" variant="light" color="caution">
        {t('group.paused')}
      </Badge>
    );
  }
  return (
    <Badge size="lg" variant="light" color={group.phase === 'lobby' ? 'gray' : 'primary'}>
      {t(`phase.${group.phase}`)}
    </Badge>
  );
}

/** "Scene 2 of 5: The workshop · Task 3 of 9". */
export function usePlaceInMission(group: WatchedGroup, scenes: readonly string[], tasks: number): string {
  const { t } = useTranslation('runs');
  const number = useNumber();
  if (group.ended !== null)
    return t('group.result', { right: group.right, of: tasks, points: number(group.reward) });
  if (group.phase === 'lobby') {
    const here = group.learners.filter(({ connected }) => connected).length;
    return t(here < 2 ? 'group.needsTwo' : 'group.canBegin');
  }
  const parts = [];
  if (group.task !== null) parts.push(t('group.task', { number: group.task + 1, of: tasks }));
  if (group.scene !== null)
    parts.push(
      t('group.scene', { number: group.scene + 1, of: scenes.length, title: scenes[group.scene] ?? '' }),
    );
  return parts.join(' · ');
}
