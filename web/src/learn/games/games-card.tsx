import { Button, Skeleton, Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { MoreButton } from '../../desk/states/more-button.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { gameCredentials } from '../../desk/tutti.ts';
import { AddGameForm } from './add-game-form.tsx';
import { GameRow } from './game-row.tsx';
import { gamesKey } from './games-key.ts';

/** A learner's logins of other games, sealed on the server. */
export function GamesCard() {
  const { t } = useTranslation('learn');
  const [adding, setAdding] = useState(false);
  const games = useInfiniteQuery({
    queryKey: gamesKey,
    queryFn: ({ pageParam }) => gameCredentials.list({ limit: 50, cursor: pageParam ?? undefined }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <Card title={t('games.title')} Icon={IconKey}>
      <Text>{t('games.lead')}</Text>
      <QueryView query={games} skeleton={<Skeleton height={80} />}>
        {({ pages }) => (
          <ul className={classes.list}>
            {pages
              .flatMap((page) => page.items)
              .map((game) => (
                <GameRow key={game.id} game={game} />
              ))}
          </ul>
        )}
      </QueryView>
      <MoreButton query={games} label={t('games.more')} />
      {adding ? (
        <AddGameForm onClose={() => setAdding(false)} />
      ) : (
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={20} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t('games.add')}
          </Button>
        </div>
      )}
    </Card>
  );
}
