import { Progress as Bar, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconTrendingUp } from '@tabler/icons-react';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Progress } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../percent.ts';
import { Card } from '../shell/card.tsx';
import { QueryView } from '../states/query-view.tsx';
import { progress } from '../tutti.ts';
import { AvatarPicture } from './avatar-picture.tsx';
import { DayStart } from './day-start.tsx';
import { Days } from './days.tsx';
import { Freezes, type Whose } from './freezes.tsx';
import classes from './progress-card.module.css';
import { rowOfDays } from './row-of-days.ts';
import { useMyProgress } from './use-my-progress.ts';

/** A learner's own level, XP and days. */
export function MyProgressCard() {
  const { t } = useTranslation('progress');
  return <ProgressCard title={t('title.mine')} whose="mine" query={useMyProgress()} />;
}

/** The same figures, as a guardian sees them. */
export function ChildProgressCard({ childId, name }: { childId: string; name: string }) {
  const { t } = useTranslation('progress');
  const query = useQuery({ queryKey: ['progress', childId], queryFn: () => progress.ofChild(childId) });
  return <ProgressCard title={t('title.child', { child: name })} whose="child" query={query} brief />;
}

/** The same figures, as whoever teaches the learner sees them. */
export function LearnerProgressCard({ userId, name }: { userId: string; name: string }) {
  const { t } = useTranslation('progress');
  const query = useQuery({ queryKey: ['progress', userId], queryFn: () => progress.ofLearner(userId) });
  return <ProgressCard title={t('title.child', { child: name })} whose="child" query={query} />;
}

function ProgressCard({
  title,
  whose,
  query,
  brief = false,
}: {
  title: string;
  whose: Whose;
  query: UseQueryResult<Progress>;
  /** The calendar stands behind a button. */
  brief?: boolean;
}) {
  return (
    <Card title={title} Icon={IconTrendingUp} wide>
      <QueryView query={query} skeleton={<Skeleton height={180} />}>
        {(found) => <Figures progress={found} whose={whose} brief={brief} />}
      </QueryView>
    </Card>
  );
}

function Figures({ progress, whose, brief }: { progress: Progress; whose: Whose; brief: boolean }) {
  const { t } = useTranslation('progress');
  const number = useNumber();
  const [isOpen, setOpen] = useState(false);
  const { state, count } = rowOfDays(progress.streak);
  const rows = {
    fresh: t(`fresh.${whose}`, { count }),
    today: t(`today.${whose}`, { count }),
    open: t(`open.${whose}`, { count }),
  };
  const { xp, level, avatar, xpOfLevel, xpToNextLevel, xpOfWeek, streak } = progress;
  if (xp === 0 && streak.longest === 0) return <Text>{t(`empty.${whose}`)}</Text>;
  return (
    <div className={classes.figures}>
      <Stack gap="xs" className={classes.level}>
        <Group gap="md">
          {avatar && <AvatarPicture picture={avatar} size={72} />}
          <Text className={classes.big}>{t('level', { level: number(level) })}</Text>
        </Group>
        {xpToNextLevel === null ? (
          <Text>{t('top')}</Text>
        ) : (
          <>
            <Bar size="lg" radius="xl" value={(100 * xpOfLevel) / (xpOfLevel + xpToNextLevel)} aria-hidden />
            <Text>{t('toNext', { xp: number(xpToNextLevel), level: number(level + 1) })}</Text>
          </>
        )}
        <Text c="dimmed">{t('sums', { week: number(xpOfWeek), xp: number(xp) })}</Text>
      </Stack>
      <Stack gap="xs" className={classes.streak}>
        <Text fw={650}>{rows[state]}</Text>
        {brief && (
          <Button variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t('calendar')}
          </Button>
        )}
        {(isOpen || !brief) && <Days days={progress.calendar} label={t('calendar')} />}
        <Freezes progress={progress} whose={whose} />
        {whose === 'mine' && <DayStart day={progress.day} />}
      </Stack>
    </div>
  );
}
