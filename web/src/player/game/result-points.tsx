import { IconFlame } from '@tabler/icons-react';
import type { ChallengeView, OwnResult, QuestionView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import styles from './result-screen.module.css';

const pointsPerFactor = 1_000;

interface ResultPointsProps {
  you: OwnResult;
  question: QuestionView;
  view: ChallengeView;
}

/** The points and how they came about. */
export function ResultPoints({ you, question, view }: ResultPointsProps) {
  const { t } = useTranslation('rounds');
  const { points, bonus, streak, outcome } = you;
  if (outcome === 'counted' || outcome === 'unmarked') return null;
  if (question.points === 0) return <p>{t('result.counts')}</p>;
  if (points === 0) return <p>{t('result.nothing')}</p>;
  return (
    <>
      <p className={styles.points}>
        {points > 0 ? t('result.points', { points }) : t('result.lost', { points: -points })}
      </p>
      <p className={styles.how}>
        <How you={you} question={question} view={view} />
      </p>
      {bonus > 0 && <p className={styles.how}>{t('result.bonus', { bonus })}</p>}
      {streak > 1 && (
        <p className={styles.streak}>
          <IconFlame aria-hidden="true" />
          {t('result.streak', { count: streak })}
        </p>
      )}
    </>
  );
}

function How({ you, question, view: { rules, answer } }: ResultPointsProps) {
  const { t } = useTranslation('rounds');
  const most = (rules.scoring === 'custom' && question.worth) || pointsPerFactor * question.points;
  if (rules.scoring === 'confidence') {
    const stake = answer?.round === question.round ? answer.stake : undefined;
    return stake && t('result.staked', { stake: t(`stake.${stake}`) });
  }
  if (you.outcome === 'partly') return t('result.part', { most });
  return t(you.points - you.bonus === most ? 'result.full' : 'result.speed', { most });
}
