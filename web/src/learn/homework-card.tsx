import { Button, Skeleton, Text } from '@mantine/core';
import { IconHome } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useDate } from '../desk/dates.ts';
import classes from '../desk/shell/card.module.css';
import { Card } from '../desk/shell/card.tsx';
import { QueryView } from '../desk/states/query-view.tsx';
import { homework } from '../desk/tutti.ts';

/** [REP-4] What is open in the own classes, and how far one is. */
export function HomeworkCard() {
  const { t } = useTranslation('learn');
  const date = useDate();
  const mine = useQuery({ queryKey: ['my-homework'], queryFn: () => homework.mine() });
  return (
    <Card title={t('homework.title')} Icon={IconHome}>
      <QueryView query={mine} skeleton={<Skeleton height={80} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Text>{t('homework.none')}</Text>
          ) : (
            <ul className={classes.list}>
              {items.map(({ id, title, className, closesAt, pin, done, questions }) => (
                <li key={id} className={classes.row}>
                  <div className={classes.rowText}>
                    <Text fw={650}>{title}</Text>
                    <Text size="sm" c="dimmed">
                      <bdi>{className}</bdi> · {t('homework.until', { date: date(closesAt) })} ·{' '}
                      {t('homework.done', { done, of: questions })}
                    </Text>
                  </div>
                  <Button component="a" href={`/j/${pin}`} aria-label={t('homework.goOf', { title })}>
                    {t('homework.go')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </Card>
  );
}
