import './texts.ts';
import { Anchor, Skeleton, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ClassMissions } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { useCalendarDay } from '../../desk/dates.ts';
import { useLanguage } from '../../desk/language.ts';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { missionsAlone } from '../../desk/tutti.ts';
import { Section } from '../records/section.tsx';
import { ClassNav } from './class-nav.tsx';
import classes from './following.module.css';
import { MissionTable } from './mission-table.tsx';

/** [CLS-2] A class in the missions that learners work through alone. */
export function Component() {
  const { id = '' } = useParams();
  const locale = useLanguage();
  const query = useQuery({
    queryKey: ['class-missions', id, locale],
    queryFn: () => missionsAlone.ofClass(id, { locale }),
  });
  return (
    <QueryView query={query} order={1} skeleton={<Skeleton height={480} radius="lg" />}>
      {(found) => <MissionsOfClass found={found} />}
    </QueryView>
  );
}

function MissionsOfClass({ found }: { found: ClassMissions }) {
  const { t } = useTranslation('following');
  const [search, setSearch] = useSearchParams();
  const hidesNames = search.get('names') === 'hidden';
  const { group, missions, more } = found;
  const learners = hidesNames
    ? found.learners.map((one, i) => ({ ...one, name: t('missions.hidden', { number: i + 1 }) }))
    : found.learners;
  return (
    <>
      <PageHeading
        title={t('missions.title', { name: group.name })}
        lead={t('missions.lead')}
        actions={
          <Switch
            label={t('missions.hideNames')}
            checked={hidesNames}
            onChange={({ currentTarget: { checked } }) =>
              setSearch(checked ? { names: 'hidden' } : {}, { replace: true })
            }
          />
        }
      />
      <ClassNav classId={group.id} />
      {learners.length === 0 ? (
        <Panel mood="waiting" title={t('missions.noLearners')} />
      ) : (
        <Stack gap="xl">
          <Quiet classId={group.id} learners={learners} links={!hidesNames} />
          {missions.length === 0 ? (
            <Panel mood="waiting" title={t('missions.none')}>
              {t('missions.noneHint')}
            </Panel>
          ) : (
            <Section title={t('missions.tableTitle')}>
              {!hidesNames && <Text c="dimmed">{t('missions.tableLead')}</Text>}
              <MissionTable classId={group.id} missions={missions} learners={learners} links={!hidesNames} />
              {more > 0 && (
                <Text c="dimmed" mt="sm">
                  {t('missions.more', { count: more })}
                </Text>
              )}
            </Section>
          )}
        </Stack>
      )}
    </>
  );
}

interface QuietProps {
  classId: string;
  learners: ClassMissions['learners'];
  links: boolean;
}

/** [CLS-3] In words and in no colour: there are many reasons for two quiet weeks. */
function Quiet({ classId, learners, links }: QuietProps) {
  const { t } = useTranslation('following');
  const day = useCalendarDay();
  const quiet = learners.filter((learner) => learner.quiet);
  return (
    <Section title={t('missions.quietTitle')}>
      {quiet.length === 0 ? (
        <Text>{t('missions.quietNone')}</Text>
      ) : (
        <>
          <Text c="dimmed">{t('missions.quietLead')}</Text>
          <ul className={classes.quiet}>
            {quiet.map(({ userId, name, lastDay }) => (
              <li key={userId}>
                {links ? (
                  <Anchor component={Link} to={`/teach/classes/${classId}/learners/${userId}`}>
                    <bdi>{name}</bdi>
                  </Anchor>
                ) : (
                  name
                )}
                <Text size="sm" c="dimmed">
                  {lastDay === null
                    ? t('missions.quietNever')
                    : t('missions.quietSince', { day: day(lastDay) })}
                </Text>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
