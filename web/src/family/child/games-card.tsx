import { Text } from '@mantine/core';
import { IconDeviceGamepad2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useDay } from '../../desk/dates.ts';
import cardClasses from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { gameCredentials } from '../../desk/tutti.ts';

/** [DAT-2] Which games the child keeps logins of; the logins are the child's alone. */
export function GamesCard({ childId, name }: { childId: string; name: string }) {
  const { t } = useTranslation('family');
  const day = useDay();
  const games = useQuery({
    queryKey: ['child-games', childId],
    queryFn: async () => (await gameCredentials.ofChild(childId, { limit: 50 })).items,
  });
  // a child that keeps none has nothing to show here
  if (!games.error && !games.data?.length) return null;
  return (
    <Card title={t('games.title', { child: name })} Icon={IconDeviceGamepad2}>
      <Text>{t('data.games', { child: name })}</Text>
      <QueryView query={games} skeleton={null}>
        {(all) => (
          <ul className={cardClasses.list}>
            {all.map(({ id, game, lastRevealedAt }) => (
              <li key={id} className={cardClasses.row}>
                <div className={cardClasses.rowText}>
                  <Text fw={700}>
                    <bdi>{game}</bdi>
                  </Text>
                  <Text size="sm" c="dimmed">
                    {lastRevealedAt ? t('games.shown', { date: day(lastRevealedAt) }) : t('games.neverShown')}
                  </Text>
                </div>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  );
}
