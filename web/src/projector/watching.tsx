import type { ChallengeView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { Mark } from '../shared/mark.tsx';
import styles from './watching.module.css';

/** [JOIN-8] The lobby for whoever only watches: neither PIN nor names. */
export function Watching({ view: { title, players } }: { view: ChallengeView }) {
  const { t } = useTranslation('joining');
  return (
    <main className={styles.watching}>
      <Mark size={96} />
      <h1>{title}</h1>
      <p>{t('watch.lobby')}</p>
      <p>{t('watch.players', { count: players })}</p>
    </main>
  );
}
