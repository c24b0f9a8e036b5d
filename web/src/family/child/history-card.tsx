import { Skeleton, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useDate } from '../../desk/dates.ts';
import cardClasses from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { MoreButton } from '../../desk/states/more-button.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { family } from '../../desk/tutti.ts';
import { groupedHistory, type HistoryMoment } from './grouped-history.ts';

/** [CON-2] Every decision: who, when, how, on which notice. Nothing is ever taken out. */
export function HistoryCard({ childId }: { childId: string }) {
  const { t } = useTranslation('family');
  const history = useInfiniteQuery({
    queryKey: ['consent-history', childId],
    queryFn: ({ pageParam }) =>
      family.consentHistory(childId, { limit: 24, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <Card title={t('history.title')} Icon={IconHistory}>
      <QueryView query={history} skeleton={<Skeleton height={160} />}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <Text c="dimmed">{t('history.empty')}</Text>;
          return (
            <ul className={cardClasses.list}>
              {groupedHistory(all).map((moment) => (
                <HistoryRow key={moment.id} moment={moment} />
              ))}
            </ul>
          );
        }}
      </QueryView>
      <MoreButton query={history} label={t('words.more')} />
    </Card>
  );
}

function HistoryRow({ moment }: { moment: HistoryMoment }) {
  const { t } = useTranslation('family');
  const date = useDate();
  const { by, name, method, noticeVersion, address, at, said } = moment;
  const who = by === 'guardian' ? name || t('history.someone') : t(`history.${by}`);
  return (
    <li className={cardClasses.row}>
      <div className={cardClasses.rowText}>
        <Text fw={700}>
          <bdi>{who}</bdi>
        </Text>
        {said.map(({ status, scopes }) => (
          <Text key={status} size="sm">
            {t('history.entry', {
              status: t(`status.${status}`),
              scopes: scopes.map((scope) => t(`scopes.${scope}.title`)).join(' · '),
            })}
          </Text>
        ))}
        <Text size="sm" c="dimmed">
          {t('history.how', { date: date(at), method: t(`methods.${method}`), version: noticeVersion })}
          {address && `, ${t('history.from', { address })}`}
        </Text>
      </div>
    </li>
  );
}
