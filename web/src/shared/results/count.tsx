import { useTranslation } from 'react-i18next';
import styles from './results.module.css';

/** "12 of 25", also for those who listen. */
export function Count({ count, of }: { count: number; of: number }) {
  const { t } = useTranslation('stage');
  return (
    <span className={styles.count}>
      <span aria-hidden="true">
        {count}
        <small>/{of}</small>
      </span>
      <span className={styles.srOnly}>{t('gotIt', { count, of })}</span>
    </span>
  );
}
