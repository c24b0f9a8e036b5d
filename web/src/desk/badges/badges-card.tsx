import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconAward } from '@tabler/icons-react';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { BadgeWall } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Card } from '../shell/card.tsx';
import { QueryView } from '../states/query-view.tsx';
import { badges } from '../tutti.ts';
import classes from './badges.module.css';
import { Emblem } from './emblem.tsx';
import { badgesKey, inShowOrder, useBadgeTexts, useMyBadges, useSoFar } from './use-badges.ts';

const shown = 6;

/** A learner's own badges: those that are worn, then the newest, and which one is next. */
export function MyBadgesCard() {
  const { t } = useTranslation('badges');
  return (
    <BadgesCard title={t('card.mine')} whose="mine" query={useMyBadges()}>
      <Button component={Link} to="/home/badges" variant="default" size="lg">
        {t('card.all')}
      </Button>
    </BadgesCard>
  );
}

/** The same, as a guardian sees them. */
export function ChildBadgesCard({ childId, name }: { childId: string; name: string }) {
  const { t } = useTranslation('badges');
  const query = useQuery({ queryKey: [...badgesKey, childId], queryFn: () => badges.ofChild(childId) });
  return <BadgesCard title={t('card.child', { child: name })} whose="child" query={query} brief />;
}

/** The same, as whoever teaches the learner sees them. */
export function LearnerBadgesCard({ userId, name }: { userId: string; name: string }) {
  const { t } = useTranslation('badges');
  const query = useQuery({ queryKey: [...badgesKey, userId], queryFn: () => badges.ofLearner(userId) });
  return <BadgesCard title={t('card.child', { child: name })} whose="child" query={query} />;
}

interface BadgesCardProps {
  title: string;
  whose: 'mine' | 'child';
  query: UseQueryResult<BadgeWall>;
  /** Small, where much else stands. */
  brief?: boolean;
  children?: React.ReactNode;
}

function BadgesCard({ title, whose, query, brief = false, children }: BadgesCardProps) {
  return (
    <Card title={title} Icon={IconAward}>
      <QueryView query={query} skeleton={<Skeleton height={140} />}>
        {(wall) => <Recent wall={wall} whose={whose} brief={brief} />}
      </QueryView>
      {children}
    </Card>
  );
}

interface RecentProps extends Required<Pick<BadgesCardProps, 'whose' | 'brief'>> {
  wall: BadgeWall;
}

function Recent({ wall: { earned, open }, whose, brief }: RecentProps) {
  const { t } = useTranslation('badges');
  const textsOf = useBadgeTexts();
  const soFar = useSoFar();
  const next = open.find(({ value }) => value > 0);
  return (
    <Stack gap="sm">
      {earned.length === 0 ? (
        <Text>{t(`empty.${whose}`)}</Text>
      ) : (
        <>
          <Text fw={650}>{t('card.count', { count: earned.length })}</Text>
          <ul className={classes.row} data-brief={brief} aria-label={t('card.newest')}>
            {inShowOrder(earned)
              .slice(0, shown)
              .map((badge) => (
                <li key={badge.id} className={classes.small}>
                  <Emblem badge={badge} size={brief ? 60 : 72} />
                  <Text size={brief ? 'xs' : 'sm'}>{textsOf(badge).name}</Text>
                </li>
              ))}
          </ul>
        </>
      )}
      {next && (
        <Text c="dimmed">
          {t('card.next', { name: textsOf(next).name })} · {soFar(next)}
        </Text>
      )}
    </Stack>
  );
}
