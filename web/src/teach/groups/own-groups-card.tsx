import { Anchor, Badge, Skeleton, Switch, Text } from '@mantine/core';
import { IconPuzzle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDate } from '../../desk/dates.ts';
import cardClasses from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { MoreButton } from '../../desk/states/more-button.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { groups, runsKey } from './groups.ts';
import { useRuns } from './run-list.tsx';
import './texts.ts';

/** Group missions of a class, and whether its learners may open some themselves. `mayAllow`: for its teachers. */
export function OwnGroupsCard({ classId, mayAllow }: { classId: string; mayAllow: boolean }) {
  const { t } = useTranslation('runs');
  return (
    <Card title={t('list.title')} Icon={IconPuzzle}>
      {mayAllow && <MayOpen classId={classId} />}
      <Runs classId={classId} />
    </Card>
  );
}

function MayOpen({ classId }: { classId: string }) {
  const { t } = useTranslation('runs');
  const queries = useQueryClient();
  const key = [...runsKey, 'own', classId];
  const allowed = useQuery({ queryKey: key, queryFn: () => groups.learnersMayOpen(classId) });
  const change = useMutation({
    mutationFn: (wanted: boolean) => groups.letLearnersOpen(classId, wanted),
    onSuccess: (now) => queries.setQueryData(key, now),
  });
  return (
    <QueryView query={allowed} skeleton={<Skeleton height={48} />}>
      {(is) => (
        <>
          <Switch
            label={t('own.label')}
            description={t('own.hint')}
            checked={change.isPending ? change.variables : is}
            onChange={({ currentTarget: { checked } }) => change.mutate(checked)}
          />
          {change.error && <Refusal error={change.error} />}
        </>
      )}
    </QueryView>
  );
}

function Runs({ classId }: { classId: string }) {
  const { t } = useTranslation('runs');
  const date = useDate();
  const runs = useRuns(classId);
  return (
    <>
      <QueryView query={runs} skeleton={<Skeleton height={84} />}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.items);
          if (all.length === 0) return <Text>{t('own.none')}</Text>;
          return (
            <ul className={cardClasses.list}>
              {all.map(({ id, title, open, groups: count, learners, createdAt, byLearner }) => (
                <li key={id} className={cardClasses.row}>
                  <div className={cardClasses.rowText}>
                    <Anchor
                      component={Link}
                      to={open > 0 ? `/teach/groups/${id}` : `/teach/groups/${id}/report`}
                      fw={650}
                    >
                      {title}
                    </Anchor>
                    <Text size="sm" c="dimmed">
                      {[
                        date(createdAt),
                        t('panel.countGroups', { count }),
                        t('panel.countLearners', { count: learners }),
                        byLearner && t('list.byLearner'),
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </Text>
                  </div>
                  {open > 0 && (
                    <Badge size="lg" variant="light" color="right">
                      {t('list.open', { count: open })}
                    </Badge>
                  )}
                </li>
              ))}
            </ul>
          );
        }}
      </QueryView>
      <MoreButton query={runs} label={t('list.more')} />
    </>
  );
}
