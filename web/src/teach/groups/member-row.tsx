import { Button, Text } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import type { WatchedGroup, WatchedLearner } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';
import classes from './panel.module.css';
import { holdsUp } from './trouble.ts';
import { useContributionWords } from './use-contribution-words.ts';

interface MemberRowProps {
  learner: WatchedLearner;
  group: WatchedGroup;
  /** null: there is no group to move to. */
  onMove: (() => void) | null;
}

/** [GRP-4] A learner with what they gave to the group, in words. */
export function MemberRow({ learner, group, onMove }: MemberRowProps) {
  const { t } = useTranslation('runs');
  const words = useContributionWords();
  const { nickname, connected, contribution } = learner;
  const state = [
    group.ended === null && t(connected ? 'member.here' : 'member.away'),
    holdsUp(group, learner) && t('member.waitedFor'),
  ].filter(Boolean);
  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <Text fw={650}>
          <bdi>{nickname}</bdi>
        </Text>
        {state.length > 0 && (
          <Text size="sm" c={connected ? 'dimmed' : 'caution'}>
            {state.join(' · ')}
          </Text>
        )}
        <Text size="sm">{words(contribution)}</Text>
      </div>
      {onMove && (
        <Button
          variant="default"
          onClick={onMove}
          aria-label={t('move.button', { name: nickname })}
          leftSection={<IconArrowsExchange size={20} aria-hidden />}
        >
          {t('move.short')}
        </Button>
      )}
    </li>
  );
}
