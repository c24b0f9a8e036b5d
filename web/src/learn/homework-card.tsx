import { Badge, Button, Progress, Skeleton, Text } from '@mantine/core';
import { IconHome } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDate, useDay, useWhen } from '../desk/dates.ts';
import classes from '../desk/shell/card.module.css';
import { Card } from '../desk/shell/card.tsx';
import { QueryView } from '../desk/states/query-view.tsx';
import own from './learn.module.css';
import { type HomeworkItem, stateOf, type useMyHomework } from './my-homework.ts';

/** [REP-4] What is to do in the own classes, how far one is, and what is lately over. */
export function HomeworkCard({ mine, isNext }: { mine: ReturnType<typeof useMyHomework>; isNext: boolean }) {
  const { t } = useTranslation('learn');
  return (
    <Card title={t('homework.title')} Icon={IconHome} wide={isNext} {...(isNext && { tone: 'primary' })}>
      <QueryView query={mine} skeleton={<Skeleton height={80} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Text>{t('homework.none')}</Text>
          ) : (
            <ul className={classes.list}>
              {items.map((item) => (
                <HomeworkRow key={item.id} item={item} />
              ))}
            </ul>
          )
        }
      </QueryView>
    </Card>
  );
}

function HomeworkRow({ item }: { item: HomeworkItem }) {
  const { t } = useTranslation('learn');
  const { title, className, closesAt, pin, done, questions, right } = item;
  const state = stateOf(item);
  const date = useDate();
  const day = useDay();
  const when = useWhen();
  return (
    <li className={classes.row} data-quiet={state === 'over' || undefined}>
      <div className={classes.rowText}>
        <Text fw={650}>{title}</Text>
        {state === 'over' ? (
          <Text size="sm">{t('homework.was', { date: day(closesAt) })}</Text>
        ) : (
          <Text size="sm">
            <strong>{t('homework.due', { when: when(closesAt) })}</strong>{' '}
            <Text span inherit c="dimmed">
              ({date(closesAt)})
            </Text>
          </Text>
        )}
        <Text size="sm" c="dimmed">
          <bdi>{className}</bdi> · {t('homework.done', { done, of: questions })}
          {(state === 'through' || (state === 'over' && done > 0)) && ` · ${t('homework.right', { right })}`}
        </Text>
        <Progress
          className={own.progress}
          value={questions === 0 ? 0 : (100 * done) / questions}
          color={state === 'through' ? 'right' : undefined}
          aria-hidden
        />
      </div>
      {(state === 'through' || state === 'over') && (
        <Badge size="lg" variant="light" color={state === 'through' ? 'right' : 'gray'}>
          {t(`homework.${state}.sign`)}
        </Badge>
      )}
      {state !== 'over' && (
        <Button
          component="a"
          // as oneself, without being asked once more
          href={`/j/${pin}#me`}
          variant={state === 'through' ? 'default' : 'filled'}
          aria-label={t(`homework.${state}.goOf`, { title })}
        >
          {t(`homework.${state}.go`)}
        </Button>
      )}
    </li>
  );
}
