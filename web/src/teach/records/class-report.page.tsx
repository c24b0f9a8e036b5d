import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ClassReport } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useDay } from '../../desk/dates.ts';
import { useLanguage } from '../../desk/language.ts';
import { usePercent } from '../../desk/percent.ts';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { records } from '../../desk/tutti.ts';
import { ClassNav } from '../following/class-nav.tsx';
import { FiguresTable } from './figures-table.tsx';
import { Section } from './section.tsx';
import { TeachAgain } from './teach-again.tsx';

export function Component() {
  const { id = '' } = useParams();
  const locale = useLanguage();
  const report = useQuery({
    queryKey: ['class-report', id, locale],
    queryFn: () => records.ofClass(id, { locale }),
  });
  return (
    <QueryView query={report} order={1} skeleton={<Skeleton height={480} radius="lg" />}>
      {(found) => <ClassOverTime report={found} />}
    </QueryView>
  );
}

function ClassOverTime({
  report: { group, sessions, teachAgain, objectives, learners },
}: {
  report: ClassReport;
}) {
  const { t } = useTranslation('records');
  const day = useDay();
  const percent = usePercent();
  const share = (value: number | null) => (value === null ? '–' : percent(value));
  return (
    <>
      <PageHeading title={t('ofClass.title', { name: group.name })} lead={t('ofClass.lead')} />
      <ClassNav classId={group.id} />
      {sessions.length === 0 ? (
        <Panel mood="waiting" title={t('ofClass.none')}>
          {t('ofClass.noneHint')}
        </Panel>
      ) : (
        <Stack gap="xl">
          <TeachAgain items={teachAgain} />
          <Section title={t('ofClass.sessions')}>
            <FiguresTable
              label={t('ofClass.sessions')}
              head={[
                t('ofClass.session'),
                t('ofClass.date'),
                t('ofClass.players'),
                t('ofClass.answers'),
                t('ofClass.right'),
              ]}
              rows={sessions.map((one) => ({
                key: one.id,
                cells: [
                  <Anchor key="link" component={Link} to={`/teach/sessions/${one.id}/report`}>
                    {one.title}
                  </Anchor>,
                  day(one.at),
                  one.players,
                  one.answers,
                  share(one.rightShare),
                ],
              }))}
            />
          </Section>
          <Section title={t('ofClass.objectives')}>
            <FiguresTable
              label={t('ofClass.objectives')}
              head={[t('ofClass.objective'), t('ofClass.answers'), t('ofClass.right')]}
              rows={objectives.map((one) => ({
                key: one.objective,
                cells: [one.objective, one.answers, share(one.rightShare)],
              }))}
            />
          </Section>
          <Section title={t('ofClass.learners')}>
            {learners.length === 0 ? (
              <Text>{t('ofClass.noLearners')}</Text>
            ) : (
              <FiguresTable
                label={t('ofClass.learners')}
                head={[t('ofClass.learner'), t('ofClass.games'), t('ofClass.answers'), t('ofClass.right')]}
                rows={learners.map((one) => ({
                  key: one.userId,
                  cells: [
                    <Anchor
                      key="link"
                      component={Link}
                      to={`/teach/classes/${group.id}/learners/${one.userId}`}
                    >
                      <bdi>{one.name}</bdi>
                    </Anchor>,
                    one.sessions,
                    one.answers,
                    share(one.rightShare),
                  ],
                }))}
              />
            )}
            <Text size="sm" c="dimmed" mt="sm">
              {t('ofClass.guests')}
            </Text>
          </Section>
        </Stack>
      )}
    </>
  );
}
