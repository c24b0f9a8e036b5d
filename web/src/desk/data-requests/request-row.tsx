import { Badge, Text } from '@mantine/core';
import type { DataRequest } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useDay } from '../dates.ts';
import classes from '../shell/card.module.css';

const colors = { open: 'caution', done: 'right', rejected: 'gray', cancelled: 'gray' } as const;

export function RequestRow({ request, kind }: { request: DataRequest; kind: string }) {
  const { t } = useTranslation('account');
  const day = useDay();
  const { status, askedBy, note, answer, createdAt, dueAt, overdue, completedAt } = request;
  const as = askedBy?.as;
  const by = as && as !== 'self' && t(`requests.by.${as}`, { name: askedBy.name ?? t(`requests.${as}`) });
  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <Text fw={650}>{kind}</Text>
        {note && (
          <Text>
            <bdi>{note}</bdi>
          </Text>
        )}
        {answer && (
          <Text>
            {t('requests.answer')} <bdi>{answer}</bdi>
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {t('requests.asked', { date: day(createdAt) })}
          {by && ` · ${by}`}
          {status === 'open' && ` · ${t(overdue ? 'requests.late' : 'requests.due', { date: day(dueAt) })}`}
          {completedAt && ` · ${t('requests.answered', { date: day(completedAt) })}`}
        </Text>
      </div>
      <Badge variant="light" size="lg" color={status === 'open' && overdue ? 'wrong' : colors[status]}>
        {t(`requests.state.${status}`)}
      </Badge>
    </li>
  );
}
