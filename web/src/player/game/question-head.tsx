import type { ChallengeView, PlayerChallenge, QuestionView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { CountdownRing } from '../../shared/countdown-ring.tsx';
import styles from './question-screen.module.css';

interface QuestionHeadProps {
  challenge: PlayerChallenge;
  view: ChallengeView;
  question: QuestionView;
  label: string;
}

/** Which question it is, what it is worth, and how much time is left. */
export function QuestionHead({ challenge, view: { rules, you }, question, label }: QuestionHeadProps) {
  const { t } = useTranslation('rounds');
  const { points, worth, vote, timeLimitMs } = question;
  const isCustom = rules.scoring === 'custom' && worth !== null;
  return (
    <div className={styles.head}>
      <div className={styles.facts}>
        <p>{label}</p>
        {vote === 2 && <p className={styles.worth}>{t('question.secondVote')}</p>}
        {isCustom && <p className={styles.worth}>{t('question.worth', { count: worth })}</p>}
        {!isCustom && points !== 1 && (
          <p className={styles.worth}>{t(points === 2 ? 'question.double' : 'question.practice')}</p>
        )}
        {you?.hearts === 0 && <p className={styles.out}>{t('hearts.out')}</p>}
      </div>
      {timeLimitMs !== null && (
        <CountdownRing challenge={challenge} totalMs={timeLimitMs} size="4.5rem" spoken />
      )}
    </div>
  );
}
