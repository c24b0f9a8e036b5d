import './texts.ts';
import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { LearnerMissions as Found } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useDay } from '../../desk/dates.ts';
import { useLanguage } from '../../desk/language.ts';
import { usePercent } from '../../desk/percent.ts';
import { QueryView } from '../../desk/states/query-view.tsx';
import { missionsAlone } from '../../desk/tutti.ts';
import { Section } from '../records/section.tsx';
import classes from './following.module.css';
import { useTime } from './use-time.ts';

/** [CLS-2] One learner in the missions that are worked through alone. */
export function LearnerMissions({ classId, userId }: { classId: string; userId: string }) {
  const { t } = useTranslation('following');
  const locale = useLanguage();
  const time = useTime();
  const query = useQuery({
    queryKey: ['learner-missions', classId, userId, locale],
    queryFn: () => missionsAlone.ofLearner(classId, userId, { locale }),
  });
  return (
    <Section title={t('learner.missionsTitle')}>
      <QueryView query={query} skeleton={<Skeleton height={160} />}>
        {({ missions, seconds, more }) =>
          missions.length === 0 ? (
            <Text>{t('learner.missionsNone')}</Text>
          ) : (
            <>
              <Text c="dimmed">{t('learner.all', { time: time(seconds) })}</Text>
              <ul className={classes.missions}>
                {missions.map((mission) => (
                  <Mission key={mission.id} mission={mission} />
                ))}
              </ul>
              {more > 0 && (
                <Text c="dimmed" mt="sm">
                  {t('learner.more', { count: more })}
                </Text>
              )}
            </>
          )
        }
      </QueryView>
    </Section>
  );
}

function Mission({ mission }: { mission: Found['missions'][number] }) {
  const { t } = useTranslation('following');
  const day = useDay();
  const percent = usePercent();
  const time = useTime();
  const { title, state, lessonsDone, lessons, seconds, rightShare, beganAt, lastAt, doneAt, at, stuck } =
    mission;
  const figures = [
    t(`learner.state.${state}`),
    t('learner.lessons', { done: lessonsDone, count: lessons }),
    time(seconds),
    rightShare !== null && t('learner.right', { share: percent(rightShare) }),
  ];
  const days = [
    t('learner.began', { day: day(beganAt) }),
    doneAt && t('learner.finished', { day: day(doneAt) }),
    t('learner.last', { day: day(lastAt) }),
  ];
  return (
    <li>
      <Text fw={650}>{title}</Text>
      <Text>{figures.filter(Boolean).join(' · ')}</Text>
      {stuck.map(({ title: lesson, tries, bestShare }) => (
        <Text key={lesson}>
          {t('learner.stuck', { lesson, count: tries })}
          {bestShare !== null && ` · ${t('learner.best', { share: percent(bestShare) })}`}
        </Text>
      ))}
      {at && lessonsDone < lessons && <Text>{t('learner.at', { lesson: at })}</Text>}
      <Text size="sm" c="dimmed">
        {days.filter(Boolean).join(' · ')}
      </Text>
    </li>
  );
}
