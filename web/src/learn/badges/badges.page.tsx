import { Alert, Skeleton, Text } from '@mantine/core';
import { IconAward, IconLock, IconRoute } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BadgeWall, EarnedBadge as Earned } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import classes from '../../desk/badges/badges.module.css';
import { badgesKey, inShowOrder, useMyBadges } from '../../desk/badges/use-badges.ts';
import cards from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { codeOf } from '../../desk/states/problem.ts';
import { QueryView } from '../../desk/states/query-view.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { badges } from '../../desk/tutti.ts';
import { BackHome } from '../back-home.tsx';
import { EarnedBadge } from './earned-badge.tsx';
import { NewBadges } from './new-badges.tsx';
import { OpenBadge } from './open-badge.tsx';

export function Component() {
  const { t } = useTranslation('badges');
  return (
    <>
      <PageHeading title={t('title')} lead={t('lead')} actions={<BackHome>{t('back')}</BackHome>} />
      <QueryView query={useMyBadges()} skeleton={<Skeleton height={400} radius="lg" />}>
        {(wall) => <Wall wall={wall} />}
      </QueryView>
    </>
  );
}

function Wall({ wall: { earned, open, secrets } }: { wall: BadgeWall }) {
  const { t } = useTranslation('badges');
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: ({ id, ...wanted }: Pick<Earned, 'id' | 'equipped' | 'favourite'>) =>
      badges.change(id, wanted),
    onSettled: () => client.invalidateQueries({ queryKey: badgesKey }),
  });
  const foundSecrets = earned.some(({ rarity }) => rarity === 'secret');
  return (
    <div className={cards.cards}>
      <NewBadges />
      <Card title={t('earned.title')} Icon={IconAward} wide>
        {earned.length === 0 ? (
          <Text>{t('empty.wall')}</Text>
        ) : (
          <>
            <Text c="dimmed">{t('places')}</Text>
            {change.error && <Refused error={change.error} />}
            <ul className={classes.grid}>
              {inShowOrder(earned).map((badge) => (
                <EarnedBadge
                  key={badge.id}
                  badge={badge}
                  isBusy={change.isPending}
                  onChange={(wanted) => change.mutate({ id: badge.id, ...wanted })}
                />
              ))}
            </ul>
          </>
        )}
      </Card>
      <Card title={t('open')} Icon={IconRoute} wide>
        {open.length === 0 ? (
          <Text>{t('allEarned')}</Text>
        ) : (
          <>
            <Text c="dimmed">{t('openLead')}</Text>
            <ul className={classes.grid}>
              {open.map((badge) => (
                <OpenBadge key={badge.id} badge={badge} />
              ))}
            </ul>
          </>
        )}
      </Card>
      {(secrets > 0 || foundSecrets) && (
        <Card title={t('secrets.title')} Icon={IconLock} wide>
          <Text>{secrets > 0 ? t('secrets.left', { count: secrets }) : t('secrets.none')}</Text>
        </Card>
      )}
    </div>
  );
}

function Refused({ error }: { error: Error }) {
  const { t } = useTranslation('badges');
  const code = codeOf(error);
  if (code === 'badge/no-place' || code === 'badge/not-found')
    return (
      <Alert color="caution" role="alert">
        {t(code === 'badge/no-place' ? 'full' : 'gone')}
      </Alert>
    );
  return <Refusal error={error} />;
}
