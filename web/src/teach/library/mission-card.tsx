import { Badge, Group, Paper, Text, Title } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import type { MissionSummary } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './library.module.css';
import { MissionCover } from './mission-cover.tsx';
import { MissionFacts } from './mission-facts.tsx';
import '../groups/texts.ts';

export function MissionCard({ mission }: { mission: MissionSummary }) {
  const { t } = useTranslation(['teach', 'runs']);
  return (
    <Paper component="article" shadow="sm" className={classes.card}>
      <MissionCover slug={mission.slug} topic={mission.topic?.slug ?? ''} />
      <div className={classes.body}>
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed" fw={600}>
            {mission.topic?.name}
          </Text>
          <Group gap="xs">
            {mission.missionType === 'group' && (
              <Badge variant="light" leftSection={<IconUsersGroup size={16} aria-hidden />}>
                {t('runs:library.badge')}
              </Badge>
            )}
            {mission.mayEdit && <Badge variant="light">{t('mission.editable')}</Badge>}
            <Badge variant="light" color="gray">
              {t(`mission.difficulty.${mission.difficulty}`)}
            </Badge>
          </Group>
        </Group>
        <Title order={2} size="h3">
          {/* the whole card is the link: its ::after covers it */}
          <Link to={`/teach/missions/${mission.id}`} className={classes.cardLink}>
            {mission.title}
          </Link>
        </Title>
        <Text c="dimmed" lineClamp={3}>
          {mission.description}
        </Text>
        <MissionFacts mission={mission} />
      </div>
    </Paper>
  );
}
