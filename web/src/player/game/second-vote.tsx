import type { FirstVote, Reveal } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import styles from './result-screen.module.css';

const share = (right: number, answered: number) =>
  answered === 0 ? 0 : Math.round((100 * right) / answered);

/** [RVL-3] What talking with each other brought. */
export function SecondVote({ first, reveal }: { first: FirstVote; reveal: Reveal }) {
  const { t } = useTranslation('rounds');
  const gained = first.gain !== null && first.gain > 0;
  return (
    <section className={`card ${styles.votes}`}>
      <h2 className={styles.label}>{t(gained ? 'votes.gained' : 'votes.title')}</h2>
      <dl>
        <dt>{t('votes.first')}</dt>
        <dd>{t('votes.right', { percent: share(first.right, first.answered) })}</dd>
        <dt>{t('votes.second')}</dt>
        <dd>{t('votes.right', { percent: share(reveal.right, reveal.answered) })}</dd>
      </dl>
    </section>
  );
}
