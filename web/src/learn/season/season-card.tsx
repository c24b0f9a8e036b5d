import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconMusic } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { Standing } from './standing.tsx';
import { useSeason } from './use-season.ts';

/** The season that runs, in a glance; nothing where none does. */
export function SeasonCard() {
  const { t } = useTranslation('season');
  const query = useSeason();
  if (query.data?.season === null) return null;
  return (
    <Card title={t('card.title')} Icon={IconMusic}>
      <QueryView query={query} skeleton={<Skeleton height={120} />}>
        {({ season }) => {
          if (!season) return null;
          const ready = season.track.filter(({ isReached, given }) => isReached && !given).length;
          return (
            <Stack gap="xs">
              <Text fw={650}>{season.name}</Text>
              <Standing season={season} />
              {ready > 0 && <Text fw={650}>{t('card.ready', { count: ready })}</Text>}
            </Stack>
          );
        }}
      </QueryView>
      <Button component={Link} to="/home/season" variant="default" size="lg">
        {t('card.go')}
      </Button>
    </Card>
  );
}
