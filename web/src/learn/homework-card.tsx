import { Badge, Button, Progress, Skeleton, Text } from '@mantine/core';
import { IconHome } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDate, useDay, useWeekday, useWhen } from '../desk/dates.ts';
import classes from '../desk/shell/card.module.css';
import { Card } from '../desk/shell/card.tsx';
import { QueryView } from '../desk/states/query-view.tsx';
import own from './learn.module.css';
import { type HomeworkItem, isToDo, stateOf, useMyHomework } from './my-homework.ts';
import { SeeAll } from './see-all.tsx';

const toDoShown = 2;

/** [REP-4] What is to do in the own classes, the most urgent first. */
export function HomeworkToDo({ mine }: { mine: ReturnType<typeof useMyHomework> }) {
  const { t } = useTranslation('learn');
  return (
    <Card title={t('homework.title')} Icon={IconHome} wide tone="primary">
      <QueryView query={mine} skeleton={<Skeleton height={80} />}>
        {({ items }) => {
          const toDo = items.filter(isToDo);
          return (
            <>
              <ul className={own.beside}>
                {toDo.slice(0, toDoShown).map((item) => (
                  <ToDoRow key={item.id} item={item} />
                ))}
              </ul>
              {toDo.length > toDoShown && <SeeAll of={t('homework.title')} />}
            </>
          );
        }}
      </QueryView>
    </Card>
  );
}

function ToDoRow({ item }: { item: HomeworkItem }) {
  const { t } = useTranslation('learn');
  const when = useWhen();
  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <Text fw={650}>{item.title}</Text>
        <Text size="sm">
          <strong>{t('homework.due', { when: when(item.closesAt) })}</strong>
          {item.done > 0 && ` · ${t('homework.done', { done: item.done, of: item.questions })}`}
        </Text>
      </div>
      <GoButton item={item} />
    </li>
  );
}

/** [REP-4] What is to do in the own classes, how far one is, and what is lately over. */
export function HomeworkCard() {
  const { t } = useTranslation('learn');
  const mine = useMyHomework();
  return (
    <Card title={t('homework.title')} Icon={IconHome}>
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
  const { title, className, closesAt, done, questions, right } = item;
  const state = stateOf(item);
  const date = useDate();
  const day = useDay();
  const weekday = useWeekday();
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
        {state !== 'over' && done > 0 && (
          <Text size="sm">{t('homework.counts', { day: weekday(closesAt) })}</Text>
        )}
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
      <GoButton item={item} />
    </li>
  );
}

function GoButton({ item }: { item: HomeworkItem }) {
  const { t } = useTranslation('learn');
  const state = stateOf(item);
  if (state === 'over') return null;
  return (
    <Button
      component="a"
      // as oneself, without being asked once more
      href={`/j/${item.pin}#me`}
      variant={state === 'through' ? 'default' : 'filled'}
      aria-label={t(`homework.${state}.goOf`, { title: item.title })}
    >
      {t(`homework.${state}.go`)}
    </Button>
  );
}
