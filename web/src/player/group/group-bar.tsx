import { IconCoins, IconHeartFilled } from '@tabler/icons-react';
import type { GroupMission, GroupView } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';
import { Settings } from '../../shared/settings.tsx';
import { LeaveButton } from '../game/leave-button.tsx';
import styles from './group-bar.module.css';
import { MissionClock } from './mission-clock.tsx';

interface GroupBarProps {
  mission: GroupMission;
  view: GroupView;
  onLeave(): void;
}

/** Who plays here, in which group, and what the group has left of hearts, coins and time. */
export function GroupBar({ mission, view: { you, group, stage, table }, onLeave }: GroupBarProps) {
  const { t } = useTranslation('group');
  const hasBegun = stage.name !== 'lobby' && stage.name !== 'ended';
  return (
    <header className={styles.bar}>
      <span className={styles.who}>
        <bdi className={styles.name}>{you.nickname}</bdi>
        <span className={styles.group}>{t('bar.group', { number: group })}</span>
      </span>
      <span className={styles.hearts} role="img" aria-label={t('bar.hearts', { count: table.hearts })}>
        <IconHeartFilled aria-hidden="true" />
        {table.hearts}
      </span>
      <span className={styles.coins} role="img" aria-label={t('bar.coins', { count: table.coins })}>
        <IconCoins aria-hidden="true" />
        {table.coins}
      </span>
      {hasBegun && <MissionClock leftMs={() => mission.missionMs()} label={t('bar.clock')} />}
      <Settings className={styles.settings!}>
        <LeaveButton nickname={you.nickname} onLeave={onLeave} />
      </Settings>
    </header>
  );
}
