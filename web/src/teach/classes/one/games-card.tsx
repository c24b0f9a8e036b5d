import '../../homework/texts.ts';
import { Anchor, Badge, Skeleton, Text } from '@mantine/core';
import { IconDeviceGamepad2 } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { SessionSummary } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSignedIn } from '../../../desk/account/account.tsx';
import { useDate } from '../../../desk/dates.ts';
import classes from '../../../desk/shell/card.module.css';
import { Card } from '../../../desk/shell/card.tsx';
import { MoreButton } from '../../../desk/states/more-button.tsx';
import { QueryView } from '../../../desk/states/query-view.tsx';
import { tutti } from '../../../desk/tutti.ts';
import { sessionPath } from '../../sessions/session-path.ts';

/** What was played for the class, whoever of its teachers led it. */
export function GamesCard({ classId }: { classId: string }) {
  const { t } = useTranslation('classes');
  const games = useInfiniteQuery({
    queryKey: ['sessions', 'of-class', classId],
    queryFn: ({ pageParam }) =>
      tutti.sessions({ groupId: classId, limit: 5, cursor: pageParam ?? undefined }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <Card title={t('games.title')} Icon={IconDeviceGamepad2}>
      <QueryView query={games} skeleton={<Skeleton height={120} />}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.items);
          if (all.length === 0) return <Text>{t('games.none')}</Text>;
          return (
            <ul className={classes.list}>
              {all.map((session) => (
                <GameRow key={session.id} session={session} />
              ))}
            </ul>
          );
        }}
      </QueryView>
      <MoreButton query={games} label={t('list.more')} />
    </Card>
  );
}

function GameRow({ session }: { session: SessionSummary }) {
  const { title, status, host, players, startedAt, createdAt, closesAt } = session;
  const { t } = useTranslation(['classes', 'teach', 'homework']);
  const { me } = useSignedIn();
  const date = useDate();
  const isOver = status === 'ended' || status === 'abandoned';
  const isMine = host?.id === me.id;
  const isHomework = closesAt !== null;
  const facts = [
    isHomework && !isOver ? t('homework:list.until', { date: date(closesAt) }) : date(startedAt ?? createdAt),
    t('teach:sessions.players', { count: players }),
    host && !isMine && t('games.by', { name: host.name }),
  ].filter(Boolean);
  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        {isOver || isMine || isHomework ? (
          <Anchor component={Link} to={sessionPath(session)} fw={650}>
            {title}
          </Anchor>
        ) : (
          <Text fw={650}>{title}</Text>
        )}
        <Text size="sm" c="dimmed">
          {facts.join(' · ')}
        </Text>
      </div>
      {isHomework && (
        <Badge size="lg" variant="light">
          {t('homework:list.badge')}
        </Badge>
      )}
      {status !== 'ended' && !(isHomework && !isOver) && (
        <Badge size="lg" variant="light" color={isOver ? 'gray' : 'right'}>
          {t(`teach:sessions.status.${status}`)}
        </Badge>
      )}
    </li>
  );
}
