import { IconPlayerPauseFilled } from '@tabler/icons-react';
import type { PauseReason } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import styles from './pause-band.module.css';

/** Across the screen, above what is shown. */
export function PauseBand({ reason }: { reason: PauseReason }) {
  const { t } = useTranslation('projector');
  return (
    <div className={styles.band} role="status">
      <IconPlayerPauseFilled aria-hidden="true" />
      <strong>{t('paused.title')}</strong>
      <span>{t(`paused.${reason}`)}</span>
    </div>
  );
}
