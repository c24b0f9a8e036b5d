import { IconPlayerPauseFilled } from '@tabler/icons-react';
import type { PauseReason } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import styles from './pause-card.module.css';

/** Lies above the page, which stays as it is below. */
export function PauseCard({ reason }: { reason: PauseReason }) {
  const { t } = useTranslation('player');
  return (
    <div className={styles.veil}>
      <div className={styles.card} role="status">
        <IconPlayerPauseFilled size={48} aria-hidden="true" />
        <h2>{t('paused.title')}</h2>
        <p>{t(`paused.${reason}`)}</p>
      </div>
    </div>
  );
}
