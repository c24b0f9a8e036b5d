import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DailyChallenge } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { badgesKey } from '../../desk/badges/use-badges.ts';
import { useLanguage } from '../../desk/language.ts';
import { useNumber } from '../../desk/percent.ts';
import { progress } from '../../desk/tutti.ts';
import { announce } from '../../shared/announcer.tsx';
import { isolated } from '../../shared/i18n/i18n.ts';
import { avatarsKey } from '../avatars/use-avatars.ts';

const dailyKey = ['daily-challenge'];

export const useDaily = () => useQuery({ queryKey: dailyKey, queryFn: progress.daily });

/** Title and description in the language that is shown. */
export function useDailyTexts() {
  const language = useLanguage();
  return ({ texts }: Pick<DailyChallenge, 'texts'>) => texts[language] ?? texts.en;
}

/** How far one is with it, and of which topic or kind the questions must be. */
export function useStepText(): (step: DailyChallenge['steps'][number]) => string {
  const { t } = useTranslation('daily');
  const language = useLanguage();
  const number = useNumber();
  return ({ unit, value, target, topic, question }) => {
    const amounts = { value: number(value), target: number(target) };
    const of = [
      ...(topic ? [isolated(topic[language] ?? topic.en)] : []),
      ...(question ? [t(`kind.${question}`)] : []),
    ].join(', ');
    if (of && (unit === 'answers' || unit === 'right')) return t(`stepsOf.${unit}`, { ...amounts, of });
    return t(`steps.${unit}`, amounts);
  };
}

type Worth = Pick<DailyChallenge, 'xp' | 'coins'>;
export type Claimable = Worth & Pick<DailyChallenge, 'id'>;

export function useAmounts({ xp, coins }: Worth): Record<keyof Worth, string> {
  const number = useNumber();
  return { xp: number(xp), coins: number(coins) };
}

/** What it gives is in the sums, and perhaps in new badges, when the button has gone. */
export function useClaim() {
  const { t } = useTranslation('daily');
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Claimable) => progress.claimDaily(id),
    onSuccess: async (_, { xp, coins }) => {
      announce(t('got', { xp, coins }));
      const changed = [dailyKey, ['progress'], badgesKey, avatarsKey];
      await Promise.all(changed.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
    onError: () => queries.invalidateQueries({ queryKey: dailyKey }),
  });
}
