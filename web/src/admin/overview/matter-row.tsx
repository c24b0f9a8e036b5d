import { Badge, Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import cardClasses from '../../desk/shell/card.module.css';
import { noonOf, useFromNow } from '../shared/moments.ts';
import type { Matter } from './matters.ts';

interface Told {
  title: string;
  hint: ReactNode;
  to: string;
}

export function MatterRow({ matter }: { matter: Matter }) {
  const { t } = useTranslation('admin');
  const { title, hint, to } = useTold(matter);
  return (
    <li className={cardClasses.row}>
      <div className={cardClasses.rowText}>
        <Text fw={650}>{title}</Text>
        <Text size="sm" c="dimmed" component="div">
          {hint}
        </Text>
      </div>
      <Button component={Link} to={to} variant="default" aria-label={`${t('overview.open')}: ${title}`}>
        {t('overview.open')}
      </Button>
    </li>
  );
}

const part = (name: string) => `/admin/compliance?part=${name}`;

function useTold(matter: Matter): Told {
  const { t } = useTranslation('admin');
  const fromNow = useFromNow();
  switch (matter.kind) {
    case 'breaches':
      return {
        title: t('overview.breaches', { count: matter.count }),
        hint: matter.notifyBy
          ? t('overview.breachesBy', { when: fromNow(matter.notifyBy) })
          : t('overview.breachesTold'),
        to: part('breaches'),
      };
    case 'requests':
      return {
        title: t('overview.requests', { count: matter.count }),
        hint: (
          <>
            {matter.overdue > 0 && (
              <Badge component="span" color="wrong" variant="light" size="lg" mr="xs">
                {t('overview.requestsOverdue', { count: matter.overdue })}
              </Badge>
            )}
            {matter.dueAt && t('overview.requestsDue', { when: fromNow(matter.dueAt) })}
          </>
        ),
        to: part('requests'),
      };
    case 'withoutRule':
      return {
        title: t('overview.withoutRule'),
        hint: t('overview.withoutRuleHint', { tables: matter.tables.join(', ') }),
        to: part('retention'),
      };
    case 'forms':
      return {
        title: t('overview.forms', { count: matter.count }),
        hint: t('overview.formsHint'),
        to: part('forms'),
      };
    case 'approvals':
      return {
        title: matter.more
          ? t('overview.approvalsMany', { count: matter.count })
          : t('overview.approvals', { count: matter.count }),
        hint: t('overview.approvalsHint'),
        to: '/admin/people?status=pending_approval',
      };
    case 'agreementEnds':
      return {
        title: t('overview.agreementEnds', {
          title: matter.agreement.title,
          when: fromNow(noonOf(matter.agreement.validUntil)),
        }),
        hint: t('overview.agreementEndsHint'),
        to: part('agreements'),
      };
    case 'agreementOver':
      return {
        title: t('overview.agreementOver', { title: matter.agreement.title }),
        hint: t('overview.agreementOverHint'),
        to: part('agreements'),
      };
    case 'bounced':
      return {
        title: t('overview.bounced', { count: matter.count }),
        hint: t('overview.bouncedHint'),
        to: '/outbox?status=bounced',
      };
    case 'children':
      return {
        title: t('overview.children', { count: matter.count }),
        hint: t('overview.childrenHint'),
        to: '/admin/people?status=pending_consent',
      };
    case 'risk':
    case 'riskNone':
      return {
        title: matter.kind === 'risk' ? t('overview.risk') : t('overview.riskNone'),
        hint: t('overview.riskHint'),
        to: part('risk'),
      };
    case 'coordinator':
      return {
        title: t('overview.coordinator'),
        hint: t('overview.coordinatorHint'),
        to: '/admin/settings',
      };
    case 'noMail':
      return { title: t('overview.noMail'), hint: t('overview.noMailHint'), to: '/outbox' };
  }
}
