import { Paper, Skeleton, Text, Title } from '@mantine/core';
import {
  IconBellRinging,
  IconHistory,
  IconInbox,
  IconMail,
  IconSettings,
  IconShieldCheck,
  IconUserPlus,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import cardClasses from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { people } from '../../desk/tutti.ts';
import { peopleKey } from '../shared/keys.ts';
import { MatterRow } from './matter-row.tsx';
import { mattersOf } from './matters.ts';
import classes from './overview.module.css';
import { useOverview } from './use-overview.ts';

const parts = [
  { name: 'people', to: '/admin/people', Icon: IconUsers },
  { name: 'invitations', to: '/admin/invitations', Icon: IconUserPlus },
  { name: 'compliance', to: '/admin/compliance', Icon: IconShieldCheck },
  { name: 'settings', to: '/admin/settings', Icon: IconSettings },
  { name: 'audit', to: '/admin/audit', Icon: IconHistory },
  { name: 'mail', to: '/admin/mail', Icon: IconMail },
  { name: 'outbox', to: '/outbox', Icon: IconInbox },
] as const;

/** Says what waits for an administrator, and leads to every part. */
export function Component() {
  const { t } = useTranslation('admin');
  return (
    <>
      <PageHeading title={t('overview.title')} lead={t('overview.lead')} />
      <Waiting />
      <Title order={2} size="h3" mt="xl" mb="md">
        {t('overview.parts')}
      </Title>
      <ul className={classes.parts}>
        {parts.map(({ name, to, Icon }) => (
          <li key={name}>
            <Paper shadow="sm" className={classes.part}>
              <Icon size={28} aria-hidden className={classes.icon} />
              <div>
                <Link to={to} className={classes.link}>
                  {t(`overview.links.${name}.title`)}
                </Link>
                <Text size="sm" c="dimmed">
                  {t(`overview.links.${name}.text`)}
                </Text>
              </div>
            </Paper>
          </li>
        ))}
      </ul>
    </>
  );
}

function Waiting() {
  const { t } = useTranslation('admin');
  const [openedAt] = useState(() => Date.now());
  const overview = useOverview();
  const approvals = useQuery({
    queryKey: [...peopleKey, 'approvals'],
    queryFn: () => people.people({ status: 'pending_approval', limit: 25 }),
  });
  return (
    <QueryView query={overview} skeleton={<Skeleton height={240} radius="lg" />}>
      {(standing) => {
        const waiting = {
          count: approvals.data?.items.length ?? 0,
          more: approvals.data?.nextCursor != null,
        };
        const matters = mattersOf(standing, waiting, openedAt);
        if (matters.length === 0)
          return (
            <Panel mood="glad" title={t('overview.calm')}>
              {t('overview.calmHint')}
            </Panel>
          );
        return (
          <Card title={t('overview.waiting')} Icon={IconBellRinging} wide>
            <ul className={cardClasses.list}>
              {matters.map((matter) => (
                <MatterRow key={'agreement' in matter ? matter.agreement.id : matter.kind} matter={matter} />
              ))}
            </ul>
          </Card>
        );
      }}
    </QueryView>
  );
}
