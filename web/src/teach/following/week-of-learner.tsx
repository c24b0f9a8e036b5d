import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../desk/language.ts';
import { QueryView } from '../../desk/states/query-view.tsx';
import { progress } from '../../desk/tutti.ts';
import { useWeekSentences } from '../../family/child/use-week-words.ts';
import { Section } from '../records/section.tsx';

/** [WKL-1] This week of a learner, in the sentences that guardians read. */
export function WeekOfLearner({ userId, name }: { userId: string; name: string }) {
  const { t } = useTranslation('following');
  const locale = useLanguage();
  const sentences = useWeekSentences(name);
  const query = useQuery({
    queryKey: ['week-of-learner', userId, locale],
    queryFn: () => progress.weekOfLearner(userId, { locale }),
  });
  return (
    <Section title={t('learner.week')}>
      <QueryView query={query} skeleton={<Skeleton height={72} />}>
        {(week) => <Text>{sentences(week, true).join(' ')}</Text>}
      </QueryView>
    </Section>
  );
}
