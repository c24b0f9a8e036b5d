import { Button, Text } from '@mantine/core';
import { IconCircleCheck, IconInbox } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { FamilyChildDetail } from '@tutti/client/admin';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDay } from '../../desk/dates.ts';
import cardClasses from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { family } from '../../desk/tutti.ts';
import classes from '../family.module.css';
import { undecided } from './consent-standing.ts';

const isOpen = ({ status }: { status: string }) => ['open', 'answered', 'bounced'].includes(status);

/** What waits for an answer, of the guardian or of the school, and until when; one line where nothing does. [CON-9] */
export function OpenMatters({ child }: { child: FamilyChildDetail }) {
  const { t } = useTranslation('family');
  const day = useDay();
  const { id, name, status, organization, formsWaiting, consents } = child;
  const requests = useQuery({
    queryKey: ['child-requests', id],
    queryFn: async () => (await family.requests(id, { limit: 50 })).items.filter(isOpen),
  });
  const open = undecided(consents);
  const decide = (
    <Button component={Link} to={`/family/${id}/allowed`} variant="default">
      {t('open.decide')}
    </Button>
  );
  const matters = [
    status === 'waiting' && (
      <Matter key="waiting" title={t('child.waitingTitle')} way={decide}>
        {t('child.waiting', { child: name })}
      </Matter>
    ),
    status === 'suspended' && (
      <Matter key="suspended" title={t('child.suspendedTitle')}>
        {t('child.suspended', { organization })}
      </Matter>
    ),
    open.length > 0 && (
      <Matter key="undecided" title={t('open.undecided', { count: open.length })} way={decide}>
        {open.map((scope) => t(`scopes.${scope}.title`)).join(' · ')}
      </Matter>
    ),
    formsWaiting > 0 && (
      <Matter key="forms" title={t('child.formsTitle')}>
        {t('child.forms', { count: formsWaiting })}
      </Matter>
    ),
    ...(requests.data ?? []).map(({ id: request, status, method, expiresAt }) => (
      <Matter key={request} title={t('requests.ask')}>
        {t(`methods.${method}`)}: {t(`requests.status.${status}`)}.{' '}
        {t('requests.until', { date: day(expiresAt) })}
      </Matter>
    )),
  ].filter((one) => one !== false);
  if (matters.length === 0 && !requests.error) {
    return (
      <p className={classes.nothingOpen}>
        {requests.data && (
          <>
            <IconCircleCheck size={22} aria-hidden />
            {t('open.none')}
          </>
        )}
      </p>
    );
  }
  return (
    <div className={classes.openMatters}>
      <Card title={t('open.title')} Icon={IconInbox} tone="caution">
        {matters.length > 0 && <ul className={cardClasses.list}>{matters}</ul>}
        {requests.error && (
          <QueryView query={requests} skeleton={null}>
            {() => null}
          </QueryView>
        )}
      </Card>
    </div>
  );
}

function Matter({ title, way, children }: { title: string; way?: ReactNode; children: ReactNode }) {
  return (
    <li className={cardClasses.row}>
      <div className={cardClasses.rowText}>
        <Text fw={700}>{title}</Text>
        <Text size="sm">{children}</Text>
      </div>
      {way}
    </li>
  );
}
