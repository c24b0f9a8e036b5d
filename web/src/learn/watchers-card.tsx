import { Skeleton, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Card } from '../desk/shell/card.tsx';
import { QueryView } from '../desk/states/query-view.tsx';
import { family } from '../desk/tutti.ts';

/** [CON-8] A visible sign that grown-ups can see. */
export function WatchersCard() {
  const { t } = useTranslation('learn');
  const watchers = useQuery({ queryKey: ['watchers'], queryFn: family.watchers });
  return (
    <Card title={t('watchers.title')} Icon={IconEye}>
      <QueryView query={watchers} skeleton={<Skeleton height={60} />}>
        {({ guardians, teachers }) =>
          guardians + teachers === 0 ? (
            <Text>{t('watchers.nobody')}</Text>
          ) : (
            <>
              {guardians > 0 && <Text>{t('watchers.guardians', { count: guardians })}</Text>}
              {teachers > 0 && (
                <>
                  <Text>{t('watchers.teachers', { count: teachers })}</Text>
                  <Text>{t('watchers.howYouGetOn')}</Text>
                </>
              )}
            </>
          )
        }
      </QueryView>
      <Text c="dimmed" size="sm">
        {t('watchers.others')}
      </Text>
    </Card>
  );
}
