import { Anchor, Skeleton, Text } from '@mantine/core';
import { IconCalendarWeek, IconDatabase, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { FamilyChildDetail } from '@tutti/client/admin';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { TabLinks } from '../../desk/shell/tab-links.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { codeOf } from '../../desk/states/problem.ts';
import { QueryView } from '../../desk/states/query-view.tsx';
import { family } from '../../desk/tutti.ts';
import { childKey } from './use-child.ts';

const tabs = [
  { name: 'week', path: '', Icon: IconCalendarWeek },
  { name: 'allowed', path: '/allowed', Icon: IconShieldCheck },
  { name: 'data', path: '/data', Icon: IconDatabase },
] as const;

interface ChildPageProps {
  at: (typeof tabs)[number]['name'];
  /** Under the name, beside who the guardian is. */
  lead?(child: FamilyChildDetail): ReactNode;
  children(child: FamilyChildDetail): ReactNode;
}

/** What the pages of a child have in common: whose they are, and the way from each to the others. */
export function ChildPage({ at, lead, children }: ChildPageProps) {
  const { t } = useTranslation('family');
  const { childId = '' } = useParams();
  const child = useQuery({ queryKey: childKey(childId), queryFn: () => family.child(childId) });
  const others = useQuery({ queryKey: ['children'], queryFn: family.children });
  const several = (others.data?.length ?? 0) > 1;
  const all = (
    <Anchor component={Link} to="/family">
      {t('child.all')}
    </Anchor>
  );
  if (
    child.error &&
    !child.data &&
    ['child/not-found', 'request/invalid'].includes(codeOf(child.error) ?? '')
  ) {
    return <Panel mood="puzzled" order={1} title={t('errors.childGone')} actions={all} />;
  }
  return (
    <QueryView query={child} order={1} skeleton={<Skeleton height={320} radius="lg" />}>
      {(detail) => {
        const { id, name, username, organization, relationship } = detail;
        return (
          <>
            <PageHeading
              title={at === 'week' ? name : t('child.pageOf', { child: name, page: t(`child.tabs.${at}`) })}
              lead={
                <>
                  {t('child.lead', { relationship: t(`relationship.${relationship}`), organization })}
                  {at === 'data' && username && <Text size="sm">{t('child.username', { username })}</Text>}
                  {lead?.(detail)}
                </>
              }
              actions={several ? all : undefined}
            />
            <TabLinks
              label={t('child.tabsOf', { child: name })}
              tabs={tabs.map(({ name: tab, path, Icon }) => ({
                to: `/family/${id}${path}`,
                name: t(`child.tabs.${tab}`),
                Icon,
              }))}
            />
            {children(detail)}
          </>
        );
      }}
    </QueryView>
  );
}
