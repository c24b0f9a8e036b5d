import type { OwnResult } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { Place } from './place-number.tsx';
import styles from './rank-card.module.css';

/** The own place, and what it takes to the next better one. */
export function RankCard({ you: { rank, players, score, toNext } }: { you: OwnResult }) {
  const { t } = useTranslation('rounds');
  return (
    <section className={`card ${styles.rank}`}>
      <p className={styles.fact}>
        <span className={styles.label}>{t('result.rank')}</span>
        <strong>
          <Place rank={rank} />
        </strong>
        <span className={styles.label}>{t('result.rankOf', { players })}</span>
      </p>
      <p className={styles.fact}>
        <span className={styles.label}>{t('result.score')}</span>
        <strong>{t('result.total', { score })}</strong>
      </p>
      <p className={styles.next}>{toNext > 0 ? t('result.toNext', { count: toNext }) : t('result.first')}</p>
    </section>
  );
}
