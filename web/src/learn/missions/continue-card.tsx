import { Button, Group, Skeleton, Text } from '@mantine/core';
import { IconMap2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { useMissionMap } from './use-mission-map.ts';

/** Where to go on alone, in one tap. */
export function ContinueCard() {
  const { t } = useTranslation('alone');
  const query = useMissionMap();
  return (
    <Card title={t('home.title')} Icon={IconMap2}>
      <QueryView query={query} skeleton={<Skeleton height={80} />}>
        {({ next }) => (
          <>
            <Text fw={650}>
              {next ? t(next.begun ? 'home.goOn' : 'home.begin', { title: next.title }) : t('home.allDone')}
            </Text>
            <Group gap="sm">
              {next && (
                <Button component="a" href={`/learn/${next.id}`}>
                  {t(next.begun ? 'home.continue' : 'home.start')}
                </Button>
              )}
              <Button component={Link} to="/home/missions" variant="default">
                {t('home.all')}
              </Button>
            </Group>
          </>
        )}
      </QueryView>
    </Card>
  );
}
