import { Badge, Button, Paper, Progress, Skeleton, Text, Title } from '@mantine/core';
import { IconCheck, IconLock, IconMap2 } from '@tabler/icons-react';
import type { MissionOnMap } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useRegion } from '../../desk/language.ts';
import { usePercent } from '../../desk/percent.ts';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import classes from './missions.module.css';
import { useMissionMap } from './use-mission-map.ts';

/** [ALO-1] Topics and their missions, in the order in which they are best taken. */
export function Component() {
  const { t } = useTranslation('alone');
  const query = useMissionMap();
  return (
    <>
      <PageHeading title={t('map.title')} lead={t('map.lead')} />
      <QueryView query={query} skeleton={<Skeleton height={320} radius="lg" />}>
        {({ topics, level, next }) =>
          topics.length === 0 ? (
            <Panel mood="glad" title={t('map.empty')} />
          ) : (
            <div className={classes.topics}>
              {topics.map((topic) => (
                <section key={topic.id ?? 'other'} aria-label={topic.name || t('map.other')}>
                  <Title order={2} size="h3">
                    <IconMap2 aria-hidden className={classes.icon} />
                    {topic.name || t('map.other')}
                  </Title>
                  {topic.description && <Text c="dimmed">{topic.description}</Text>}
                  <ol className={classes.path}>
                    {topic.missions.map((mission) => (
                      <MissionCard
                        key={mission.id}
                        mission={mission}
                        level={level}
                        isNext={mission.id === next?.id}
                      />
                    ))}
                  </ol>
                </section>
              ))}
            </div>
          )
        }
      </QueryView>
    </>
  );
}

const colours = { locked: 'gray', open: undefined, begun: 'caution', done: 'right' } as const;

function MissionCard({ mission, level, isNext }: { mission: MissionOnMap; level: number; isNext: boolean }) {
  const { t } = useTranslation('alone');
  const region = useRegion();
  const percent = usePercent();
  const { state, isOn, lock, lessons, lessonsDone, title } = mission;
  const go = state === 'locked' ? null : t(`map.go.${state === 'done' && isOn ? 'again' : state}`);
  return (
    <Paper
      component="li"
      shadow="sm"
      className={classes.mission}
      data-state={state}
      data-next={isNext || undefined}
    >
      <span className={classes.sign} aria-hidden>
        {state === 'locked' ? <IconLock /> : state === 'done' ? <IconCheck /> : null}
      </span>
      <div className={classes.text}>
        <div className={classes.head}>
          <Title order={3} size="h4">
            <bdi>{title}</bdi>
          </Title>
          <Badge variant="light" size="lg" color={colours[state]}>
            {t(`map.state.${state}`)}
          </Badge>
        </div>
        <Text>{mission.description}</Text>
        <Text size="sm" c="dimmed">
          {[
            t(`map.difficulty.${mission.difficulty}`),
            t('map.minutes', { count: mission.estimatedMinutes }),
            t('map.lessons', { done: lessonsDone, count: lessons }),
          ].join(' · ')}
        </Text>
        {state !== 'done' && (
          <Text size="sm" c="dimmed">
            {t('map.earns', { xp: mission.xp, coins: mission.coins })}
          </Text>
        )}
        {mission.rightShare !== null && (
          <Text size="sm">{t('map.right', { share: percent(mission.rightShare) })}</Text>
        )}
        {(isOn || lessonsDone > 0) && (
          <Progress
            value={lessons === 0 ? 0 : (100 * lessonsDone) / lessons}
            color={state === 'done' && !isOn ? 'right' : undefined}
            aria-hidden
          />
        )}
        {lock && (
          <Text size="sm" fw={600}>
            {lock.level !== null && t('map.level', { level: lock.level, own: level })}{' '}
            {lock.missions.length > 0 &&
              t('map.before', {
                missions: new Intl.ListFormat(region).format(lock.missions.map((one) => one.title)),
              })}
          </Text>
        )}
        {go && (
          <div>
            <Button
              component="a"
              href={`/learn/${mission.id}`}
              variant={isNext ? 'filled' : 'default'}
              aria-label={t('map.goOf', { go, title })}
            >
              {go}
            </Button>
          </div>
        )}
      </div>
    </Paper>
  );
}
