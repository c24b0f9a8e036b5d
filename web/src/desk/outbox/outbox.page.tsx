import { Accordion, Badge, Select, Skeleton, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { MailItem, MailStatus } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useDate } from '../dates.ts';
import { PageHeading } from '../shell/page-heading.tsx';
import { MoreButton } from '../states/more-button.tsx';
import { Panel } from '../states/panel.tsx';
import { QueryView } from '../states/query-view.tsx';
import { mail } from '../tutti.ts';
import { OpenMessage } from './open-message.tsx';
import classes from './outbox.module.css';

const statuses: MailStatus[] = ['waiting', 'sent', 'kept', 'bounced', 'failed'];
const colors: Record<MailStatus, string> = {
  waiting: 'caution',
  sent: 'right',
  kept: 'primary',
  bounced: 'wrong',
  failed: 'wrong',
};
const everyMs = 10_000;

export function Component() {
  const { t } = useTranslation('mail');
  const [search, setSearch] = useSearchParams();
  const [open, setOpen] = useState<string | null>(null);
  const status = statuses.find((one) => one === search.get('status'));
  const messages = useInfiniteQuery({
    queryKey: ['outbox', status],
    queryFn: ({ pageParam }) => mail.outbox({ limit: 50, status, cursor: pageParam ?? undefined }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: everyMs,
  });

  return (
    <>
      <PageHeading
        title={t('outbox.title')}
        lead={t('outbox.lead')}
        actions={
          <Select
            label={t('outbox.filter')}
            value={status ?? ''}
            allowDeselect={false}
            onChange={(value) => setSearch(value ? { status: value } : {}, { replace: true })}
            data={[
              { value: '', label: t('outbox.all') },
              ...statuses.map((value) => ({ value, label: t(`outbox.status.${value}`) })),
            ]}
          />
        }
      />
      <QueryView query={messages} skeleton={<Skeleton height={320} radius="lg" />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0)
            return (
              <Panel mood="waiting" title={t('outbox.none')}>
                {t('outbox.noneHint')}
              </Panel>
            );
          return (
            <>
              <Accordion variant="separated" radius="lg" order={2} value={open} onChange={setOpen}>
                {items.map((item) => (
                  <Accordion.Item key={item.id} value={item.id} className={classes.item}>
                    <Accordion.Control>
                      <Line item={item} />
                    </Accordion.Control>
                    <Accordion.Panel>{open === item.id && <OpenMessage item={item} />}</Accordion.Panel>
                  </Accordion.Item>
                ))}
              </Accordion>
              <MoreButton query={messages} label={t('outbox.more')} />
            </>
          );
        }}
      </QueryView>
    </>
  );
}

function Line({ item }: { item: MailItem }) {
  const { t } = useTranslation('mail');
  const date = useDate();
  return (
    <span className={classes.line}>
      <span className={classes.what}>
        <Text component="span" display="block" fw={650}>
          {item.subject ?? t(`templates.names.${item.template}`)}
        </Text>
        <Text component="span" display="block" size="sm" c="dimmed">
          {item.to ? t('outbox.to', { address: item.to }) : t('outbox.noAddress')}
          {' · '}
          {item.sentAt
            ? t('outbox.left', { date: date(item.sentAt) })
            : t('outbox.written', { date: date(item.createdAt) })}
        </Text>
      </span>
      <Badge component="span" variant="light" size="lg" color={colors[item.status]}>
        {t(`outbox.status.${item.status}`)}
      </Badge>
    </span>
  );
}
