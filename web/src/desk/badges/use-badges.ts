import { useQuery } from '@tanstack/react-query';
import type { EarnedBadge, OpenBadge } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language.ts';
import { useNumber } from '../percent.ts';
import { badges } from '../tutti.ts';

export const badgesKey = ['badges'];

export const useMyBadges = () => useQuery({ queryKey: badgesKey, queryFn: badges.mine });

type Badge = EarnedBadge | OpenBadge;

/** Name and description in the language that is shown. */
export function useBadgeTexts(): (badge: Pick<Badge, 'texts'>) => { name: string; description: string } {
  const language = useLanguage();
  return ({ texts }) => texts[language] ?? texts.en;
}

/** "7 of 10 right answers". */
export function useSoFar(): (badge: OpenBadge) => string {
  const { t } = useTranslation('badges');
  const number = useNumber();
  return ({ unit, value, target }) =>
    t(`soFar.${unit}`, { count: target, value: number(value), target: number(target) });
}

/** Worn ones first, then favourites, then the newest. */
export const inShowOrder = (earned: readonly EarnedBadge[]): EarnedBadge[] =>
  earned.toSorted((one, other) => rankOf(other) - rankOf(one));
const rankOf = ({ equipped, favourite }: EarnedBadge): number => (equipped ? 2 : 0) + (favourite ? 1 : 0);
