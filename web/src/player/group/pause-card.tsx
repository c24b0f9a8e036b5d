import { IconPlayerPauseFilled } from '@tabler/icons-react';
import type { GroupMission, GroupTable } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';
import frame from '../game/pause-card.module.css';
import styles from './group-game.module.css';
import { MissionClock } from './mission-clock.tsx';

interface PauseCardProps {
  mission: GroupMission;
  paused: NonNullable<GroupTable['paused']>;
}

/** Lies above the page, which stays as it is below. Why it waits is said by the line on top. */
export function PauseCard({ mission, paused: { until } }: PauseCardProps) {
  const { t } = useTranslation('group');
  return (
    <div className={frame.veil}>
      <div className={frame.card}>
        <IconPlayerPauseFilled size={48} aria-hidden="true" />
        <h2>{t('paused.title')}</h2>
        {until !== null && (
          <p className={styles.left}>
            {t('paused.left')}{' '}
            <MissionClock leftMs={() => Math.max(0, until - mission.now())} label={t('paused.left')} />
          </p>
        )}
      </div>
    </div>
  );
}
