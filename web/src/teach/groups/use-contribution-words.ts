import type { Contribution } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';

/** "3 proposals · 2 turns, 1 of them right · 4 pieces shared": what is nothing is left out. */
export function useContributionWords(): (contribution: Contribution) => string {
  const { t } = useTranslation('runs');
  return ({ proposals, turns, rightTurns, piecesShared, hintVotes }) => {
    const parts = [
      proposals > 0 && t('gave.proposals', { count: proposals }),
      turns > 0 && t('gave.turns', { count: turns, right: rightTurns }),
      piecesShared > 0 && t('gave.pieces', { count: piecesShared }),
      hintVotes > 0 && t('gave.hints', { count: hintVotes }),
    ].filter(Boolean);
    return parts.length === 0 ? t('gave.nothing') : parts.join(' · ');
  };
}
