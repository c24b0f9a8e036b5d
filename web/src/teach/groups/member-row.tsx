import { ActionIcon, Button, Group, Menu, Text } from '@mantine/core';
import { IconArrowsExchange, IconDotsVertical, IconPencil, IconUserX } from '@tabler/icons-react';
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
  /** null: the group is not open. */
  powers: { onRename: () => void; onRemove: () => void } | null;
}

/** [GRP-4] A learner with what they gave to the group, in words. */
export function MemberRow({ learner, group, onMove, powers }: MemberRowProps) {
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
      <Group gap="xs" wrap="nowrap">
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
        {powers && (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={48}
                aria-label={t('member.menu', { name: nickname })}
              >
                <IconDotsVertical size={22} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={powers.onRename} leftSection={<IconPencil size={20} aria-hidden />}>
                {t('rename.menu')}
              </Menu.Item>
              <Menu.Item
                color="wrong"
                onClick={powers.onRemove}
                leftSection={<IconUserX size={20} aria-hidden />}
              >
                {t('member.remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
    </li>
  );
}
