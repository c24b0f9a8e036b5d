import { Anchor, Group, NativeSelect, Paper, Skeleton, Stack, Switch, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconBulb } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Locale, MissionPreview } from '@tutti/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useLanguage } from '../../desk/language.ts';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { tutti } from '../../desk/tutti.ts';
import { AuthorActions } from '../author/author-actions.tsx';
import { OpenGroups } from '../groups/open-groups.tsx';
import { LessonList } from './lesson-list.tsx';
import classes from './mission.module.css';
import { MissionCover } from './mission-cover.tsx';
import { MissionFacts } from './mission-facts.tsx';
import { StartClass } from './start-class.tsx';

export function Component() {
  const { id = '' } = useParams();
  const [locale, setLocale] = useState<Locale>(useLanguage());
  const mission = useQuery({
    queryKey: ['mission', id, locale],
    queryFn: () => tutti.mission(id, { locale }),
    placeholderData: keepPreviousData,
  });
  return (
    <QueryView query={mission} skeleton={<MissionSkeleton />}>
      {(found) => <Mission mission={found} onLocale={setLocale} />}
    </QueryView>
  );
}

function Mission({ mission, onLocale }: { mission: MissionPreview; onLocale: (locale: Locale) => void }) {
  const { t } = useTranslation(['teach', 'account']);
  const [showAnswers, setShowAnswers] = useState(false);
  return (
    <>
      <Anchor component={Link} to="/teach" className={classes.back}>
        <IconArrowLeft size={20} aria-hidden /> {t('library.title')}
      </Anchor>
      <PageHeading
        title={mission.title}
        lead={mission.description}
        actions={<AuthorActions mission={mission} />}
      />
      <div className={classes.columns}>
        <div className={classes.side}>
          {mission.missionType === 'group' ? (
            <OpenGroups mission={mission} />
          ) : (
            <StartClass mission={mission} />
          )}
          <Paper shadow="sm" className={classes.about}>
            <MissionCover slug={mission.slug} topic={mission.topic?.slug ?? ''} />
            <div className={classes.aboutText}>
              <MissionFacts mission={mission} />
            </div>
          </Paper>
        </div>
        <div className={classes.inside} lang={mission.locale}>
          <section>
            <Title order={2} size="h3" mb="sm">
              {t('mission.learn')}
            </Title>
            <ul className={classes.objectives}>
              {mission.objectives.map((objective) => (
                <li key={objective.id}>
                  <IconBulb size={22} aria-hidden /> {objective.text}
                </li>
              ))}
            </ul>
          </section>
          <section>
            <Group justify="space-between" mb="sm" align="flex-end">
              <Title order={2} size="h3">
                {t('mission.inside')}
              </Title>
              <Group gap="lg">
                {mission.locales.length > 1 && (
                  <NativeSelect
                    aria-label={t('mission.previewLanguage')}
                    value={mission.locale}
                    onChange={(event) => onLocale(event.currentTarget.value as Locale)}
                    data={mission.locales.map((value) => ({ value, label: t(`account:language.${value}`) }))}
                  />
                )}
                <Switch
                  label={t('mission.showAnswers')}
                  checked={showAnswers}
                  onChange={(event) => setShowAnswers(event.currentTarget.checked)}
                />
              </Group>
            </Group>
            <Text c="dimmed" size="sm" mb="sm">
              {t('mission.lessons', { count: mission.lessons })} ·{' '}
              {t('mission.questions', { count: mission.questions })}.{' '}
              {!showAnswers && t('mission.answersHidden')}
            </Text>
            <LessonList
              lessons={mission.lessonList}
              showAnswers={showAnswers}
              isAlone={mission.missionType !== 'group'}
            />
          </section>
        </div>
      </div>
    </>
  );
}

function MissionSkeleton() {
  return (
    <Stack>
      <Skeleton height={48} width="50%" />
      <Skeleton height={28} width="80%" />
      <Skeleton height={400} />
    </Stack>
  );
}
