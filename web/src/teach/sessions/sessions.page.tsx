import { Button, Group, Skeleton, Stack, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { SessionSummary } from '@tutti/client';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { tutti } from '../../desk/tutti.ts';
import { OpenRuns, PastRuns, runsOf, useRuns } from '../groups/run-list.tsx';
import { OpenSession } from './open-session.tsx';
import { PastSession } from './past-session.tsx';
import classes from './sessions.module.css';
import { useSessionNews } from './use-session-news.ts';

const pageSize = 25;

export function Component() {
  const { t } = useTranslation('teach');
  useSessionNews();
  const runs = useRuns();
  const openRuns = runsOf(runs).filter(({ open }) => open > 0);
  return (
    <>
      <PageHeading title={t('sessions.title')} lead={t('sessions.lead')} />
      <Stack gap="xl">
        <SessionList
          status="open"
          title={t('sessions.open')}
          item={(session) => <OpenSession session={session} />}
          first={<OpenRuns runs={openRuns} />}
          empty={
            openRuns.length === 0 && (
              <Panel
                mood="waiting"
                title={t('sessions.noneOpen')}
                actions={
                  <Button component={Link} to="/teach">
                    {t('sessions.toMissions')}
                  </Button>
                }
              >
                {t('sessions.noneOpenHint')}
              </Panel>
            )
          }
        />
        <PastRuns query={runs} />
        <SessionList
          status="over"
          title={t('sessions.over')}
          item={(session) => <PastSession session={session} />}
          empty={
            <Panel mood="glad" title={t('sessions.nonePastTitle')}>
              {t('sessions.nonePast')}
            </Panel>
          }
        />
      </Stack>
    </>
  );
}

interface SessionListProps {
  status: 'open' | 'over';
  title: string;
  /** Stands before the list. */
  first?: ReactNode;
  item: (session: SessionSummary) => ReactNode;
  empty: ReactNode;
}

function SessionList({ status, title, first, item, empty }: SessionListProps) {
  const { t } = useTranslation('teach');
  const sessions = useInfiniteQuery({
    queryKey: ['sessions', status],
    queryFn: ({ pageParam }) => tutti.sessions({ status, limit: pageSize, cursor: pageParam ?? undefined }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <section aria-label={title}>
      <Title order={2} size="h3" mb="sm">
        {title}
      </Title>
      {first}
      <QueryView query={sessions} skeleton={<ListSkeleton />}>
        {({ pages }) => {
          const found = pages.flatMap((page) => page.items);
          if (found.length === 0) return empty;
          return (
            <>
              <ul className={classes.list}>
                {found.map((session) => (
                  <li key={session.id}>{item(session)}</li>
                ))}
              </ul>
              {sessions.hasNextPage && (
                <Group justify="center" mt="md">
                  <Button
                    variant="default"
                    loading={sessions.isFetchingNextPage}
                    onClick={() => void sessions.fetchNextPage()}
                  >
                    {t('sessions.more')}
                  </Button>
                </Group>
              )}
            </>
          );
        }}
      </QueryView>
    </section>
  );
}

function ListSkeleton() {
  return (
    <Stack gap="sm">
      <Skeleton height={84} radius="lg" />
      <Skeleton height={84} radius="lg" />
      <Skeleton height={84} radius="lg" />
    </Stack>
  );
}
