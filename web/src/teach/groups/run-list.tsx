import { Badge, Box, Button, Paper, Text, Title } from '@mantine/core';
import { IconLayoutGrid, IconReportAnalytics } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { GroupRun } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDate } from '../../desk/dates.ts';
import { MoreButton } from '../../desk/states/more-button.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { groupedPin } from '../../shared/join-address.ts';
import classes from '../sessions/sessions.module.css';
import { groups, runsKey } from './groups.ts';
import './texts.ts';

/** `classId`: of one class; left out: of all that the teacher teaches. */
export function useRuns(classId?: string) {
  return useInfiniteQuery({
    queryKey: [...runsKey, 'list', classId ?? 'all'],
    queryFn: ({ pageParam }) =>
      groups.runs({ limit: 10, cursor: pageParam ?? undefined, ...(classId !== undefined && { classId }) }),
    // groups end by themselves
    staleTime: 0,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Runs that go on, so that a panel is found again; nothing where there are none. */
export function OpenRuns({ runs }: { runs: readonly GroupRun[] }) {
  if (runs.length === 0) return null;
  return (
    <Box mb="sm">
      <Runs runs={runs} />
    </Box>
  );
}

/** Runs that are over; nothing where there are none. `query`: of all runs. */
export function PastRuns({ query }: { query: ReturnType<typeof useRuns> }) {
  const { t } = useTranslation('runs');
  const runs = runsOf(query).filter(({ open }) => open === 0);
  if (runs.length === 0 && !query.error) return null;
  return (
    <section aria-label={t('list.past')}>
      <Title order={2} size="h3" mb="sm">
        {t('list.past')}
      </Title>
      <QueryView query={query} skeleton={null}>
        {() => <Runs runs={runs} />}
      </QueryView>
      <MoreButton query={query} label={t('list.more')} />
    </section>
  );
}

export const runsOf = ({ data }: ReturnType<typeof useRuns>): GroupRun[] =>
  data?.pages.flatMap((page) => page.items) ?? [];

function Runs({ runs }: { runs: readonly GroupRun[] }) {
  return (
    <ul className={classes.list}>
      {runs.map((run) => (
        <li key={run.id}>
          <RunRow run={run} />
        </li>
      ))}
    </ul>
  );
}

function RunRow({ run }: { run: GroupRun }) {
  const { t } = useTranslation(['runs', 'teach', 'classes']);
  const date = useDate();
  const isOpen = run.open > 0;
  const when = date(run.createdAt);
  const facts = [
    when,
    t('panel.countGroups', { count: run.groups }),
    t('panel.countLearners', { count: run.learners }),
    run.class && t('classes:choose.forClass', { name: run.class.name }),
    run.byLearner && t('list.byLearner'),
  ];
  return (
    <Paper shadow="sm" component="article" className={classes.row} data-open={isOpen || undefined}>
      <div className={classes.what}>
        <Text fw={700} className={classes.name}>
          {run.title}
        </Text>
        <Text size="sm" c="dimmed">
          {facts.filter(Boolean).join(' · ')}
        </Text>
      </div>
      {isOpen && run.pin && (
        <span className={classes.pin}>{t('teach:sessions.pin', { pin: groupedPin(run.pin) })}</span>
      )}
      {isOpen && (
        <Badge size="lg" variant="light" color="right">
          {t('list.open', { count: run.open })}
        </Badge>
      )}
      {isOpen ? (
        <Button
          component={Link}
          to={`/teach/groups/${run.id}`}
          aria-label={t('list.panelOf', { title: run.title, date: when })}
          leftSection={<IconLayoutGrid size={20} aria-hidden />}
        >
          {t('list.panel')}
        </Button>
      ) : (
        <Button
          component={Link}
          variant="default"
          to={`/teach/groups/${run.id}/report`}
          aria-label={t('teach:sessions.reportOf', { title: run.title, date: when })}
          leftSection={<IconReportAnalytics size={20} aria-hidden />}
        >
          {t('teach:sessions.report')}
        </Button>
      )}
    </Paper>
  );
}
