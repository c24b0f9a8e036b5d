import { useQuery } from '@tanstack/react-query';
import type { SeasonReward } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../desk/language.ts';
import { progress } from '../../desk/tutti.ts';

export const seasonKey = ['season'];

export function useSeason() {
  const locale = useLanguage();
  return useQuery({ queryKey: [...seasonKey, locale], queryFn: () => progress.season(locale) });
}

/** "30 coins", "1 key", "A freeze for your days", the name of an avatar. */
export function useRewardText(): (reward: SeasonReward) => string {
  const { t } = useTranslation('season');
  return (reward) => {
    if (reward.kind === 'avatar') return reward.name;
    return reward.kind === 'freeze' ? t('freeze') : t(reward.kind, { count: reward.amount });
  };
}
