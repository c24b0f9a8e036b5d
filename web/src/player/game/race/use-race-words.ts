import type { ChallengeView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { type Comparison, winnerOf } from './compare.ts';

interface About {
  against: NonNullable<ChallengeView['race']>['against'];
  isOver: boolean;
}

/** The race in a sentence or two. */
export function useRaceWords() {
  const { t } = useTranslation('race');

  function pace({ questionsAhead, seconds }: Comparison): string {
    if (questionsAhead > 0) return t('ahead', { count: questionsAhead });
    if (seconds > 0) return t('quicker', { count: seconds });
    return seconds < 0 ? t('slower', { count: -seconds }) : '';
  }

  function result(comparison: Comparison): string {
    const { points, seconds } = comparison;
    const winner = winnerOf(comparison);
    if (winner === 'nobody') return t('end.nobody');
    if (points !== 0) return t(`end.${winner}`, { count: Math.abs(points) });
    return t(`end.${winner}ByTime`, { count: Math.abs(seconds) });
  }

  return (comparison: Comparison | null, { against, isOver }: About): string => {
    if (!comparison) return t(`start.${against}`);
    if (isOver) return result(comparison);
    const { points } = comparison;
    const lead =
      points > 0 ? t('more', { count: points }) : points < 0 ? t('less', { count: -points }) : t('even');
    return [lead, pace(comparison)].filter(Boolean).join(' ');
  };
}
