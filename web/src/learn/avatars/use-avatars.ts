import { useQuery } from '@tanstack/react-query';
import type { Price } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../desk/language.ts';
import { progress } from '../../desk/tutti.ts';

export const avatarsKey = ['avatars'];

export function useAvatars() {
  const locale = useLanguage();
  return useQuery({ queryKey: [...avatarsKey, locale], queryFn: () => progress.avatars(locale) });
}

/** "60 coins", "2 keys", "60 coins and 2 keys". */
export function usePriceText(): (price: Price) => string {
  const { t } = useTranslation('avatars');
  return ({ coins, keys }) => {
    if (keys === 0) return t('coins', { count: coins });
    if (coins === 0) return t('keys', { count: keys });
    return t('both', { coins: t('coins', { count: coins }), keys: t('keys', { count: keys }) });
  };
}
