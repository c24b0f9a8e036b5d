import type { ChallengeView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import styles from './connection-pill.module.css';

/** Only there when something is wrong. It lies above the page, so that nothing moves when it comes and goes. */
export function ConnectionPill({
  view: { connection, saving },
}: {
  view: Pick<ChallengeView, 'connection' | 'saving'>;
}) {
  const { t } = useTranslation('common');
  const trouble =
    connection === 'reconnecting' ? 'connection.reconnecting' : saving ? 'connection.saving' : null;
  return (
    <div role="status" className={styles.place}>
      {trouble && (
        <p className={styles.pill}>
          <span className={styles.dot} aria-hidden="true" />
          {t(trouble)}
        </p>
      )}
    </div>
  );
}
