import { Progress as Bar, Skeleton, Stack, Text } from '@mantine/core';
import { IconMap2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { MissionMap } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../desk/language.ts';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { missionsAlone } from '../../desk/tutti.ts';
import classes from '../family.module.css';
import { Fold } from '../fold.tsx';

/** What a child works on alone: the same map as the child's own, without what is still ahead. */
export function MissionsCard({ childId, name }: { childId: string; name: string }) {
  const { t } = useTranslation('family');
  const locale = useLanguage();
  const query = useQuery({
    queryKey: ['missions', childId, locale],
    queryFn: () => missionsAlone.mapOfChild(childId, locale),
  });
  return (
    <Card title={t('missions.title', { child: name })} Icon={IconMap2}>
      <QueryView query={query} skeleton={<Skeleton height={140} />}>
        {(map) => <Missions map={map} name={name} />}
      </QueryView>
    </Card>
  );
}

function Missions({ map: { topics }, name }: { map: MissionMap; name: string }) {
  const { t } = useTranslation('family');
  const on = topics.flatMap(({ missions }) => missions.filter(({ isOn }) => isOn));
  const begun = topics.filter(({ missions }) => missions.some((one) => one.isOn || one.state === 'done'));
  if (begun.length === 0) return <Text>{t('missions.none', { child: name })}</Text>;
  const byTopic = (
    <ul className={classes.plain}>
      {begun.map(({ id, name: topic, missions }) => (
        <li key={id ?? 'other'}>
          <Text fw={600}>{topic || t('missions.other')}</Text>
          <Text size="sm" c="dimmed">
            {t('missions.done', {
              done: missions.filter(({ state }) => state === 'done').length,
              count: missions.length,
            })}
          </Text>
        </li>
      ))}
    </ul>
  );
  return (
    <Stack gap="md">
      {on.length > 0 && (
        <div>
          <h3 className={classes.plotTitle}>{t('missions.on')}</h3>
          <ul className={classes.plain}>
            {on.map(({ id, title, lessons, lessonsDone }) => (
              <li key={id}>
                <Text fw={600}>
                  <bdi>{title}</bdi>
                </Text>
                <Bar value={lessons === 0 ? 0 : (100 * lessonsDone) / lessons} aria-hidden />
                <Text size="sm" c="dimmed">
                  {t('missions.lessons', { done: lessonsDone, count: lessons })}
                </Text>
              </li>
            ))}
          </ul>
        </div>
      )}
      {on.length > 0 ? <Fold label={t('missions.topics')}>{byTopic}</Fold> : byTopic}
    </Stack>
  );
}
