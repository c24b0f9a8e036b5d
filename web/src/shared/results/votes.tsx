import type { Reveal } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import styles from './results.module.css';

/** [RVL-3] Both votes, and in words what the talking between them brought. */
export function Votes({ reveal: { first, right, answered } }: { reveal: Reveal }) {
  const { t } = useTranslation('stage');
  if (!first) return null;
  return (
    <section className={styles.votes} aria-label={t('votes.title')}>
      <span>{t('votes.first', { right: first.right, answered: first.answered })}</span>
      <span>{t('votes.second', { right, answered })}</span>
      <strong>
        {first.gain === null
          ? t('votes.allRight')
          : first.gain > 0
            ? t('votes.gain', { gain: first.gain })
            : t('votes.noGain')}
      </strong>
    </section>
  );
}
