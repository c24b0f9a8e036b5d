import { Button, Skeleton, Text } from '@mantine/core';
import { IconPuzzle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { groupsOf } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';
import classes from '../desk/shell/card.module.css';
import { Card } from '../desk/shell/card.tsx';
import { QueryView } from '../desk/states/query-view.tsx';
import { tutti } from '../desk/tutti.ts';
import { SeeAll } from './see-all.tsx';

const shownInShort = 2;

/**
 * [GRP-3] Group missions that are open in the own classes, and the way to an own one where the teacher allows it; nothing where there
 * is neither. In short those that are open alone.
 */
export function GroupsCard({ isShort }: { isShort?: boolean }) {
  const { t } = useTranslation('learn');
  const mine = useQuery({ queryKey: ['my-group-missions'], queryFn: () => groupsOf(tutti).mine() });
  if (mine.data?.items.length === 0 && (isShort || mine.data.mayOpenFor.length === 0)) return null;
  return (
    <Card title={t('groups.title')} Icon={IconPuzzle}>
      <QueryView query={mine} skeleton={<Skeleton height={80} />}>
        {({ items, mayOpenFor }) => (
          <>
            {items.length === 0 && <Text>{t('groups.none')}</Text>}
            <ul className={classes.list}>
              {items
                .slice(0, isShort ? shownInShort : items.length)
                .map(({ id, title, class: { name }, learners, group }) => (
                  <li key={id} className={classes.row}>
                    <div className={classes.rowText}>
                      <Text fw={650}>{title}</Text>
                      <Text size="sm" c="dimmed">
                        <bdi>{name}</bdi> · {t('groups.learners', { count: learners })}
                      </Text>
                    </div>
                    <Button
                      component="a"
                      href={`/group/${id}`}
                      aria-label={t(group === null ? 'groups.playOf' : 'groups.goOnOf', { title })}
                    >
                      {t(group === null ? 'groups.play' : 'groups.goOn')}
                    </Button>
                  </li>
                ))}
            </ul>
            {isShort && items.length > shownInShort && <SeeAll of={t('groups.title')} />}
            {!isShort && mayOpenFor.length > 0 && (
              <Button component="a" href="/group/new" variant="default">
                {t('groups.open')}
              </Button>
            )}
          </>
        )}
      </QueryView>
    </Card>
  );
}
