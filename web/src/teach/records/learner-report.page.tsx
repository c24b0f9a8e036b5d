import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { LearnerReport } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useDay } from '../../desk/dates.ts';
import { useLanguage } from '../../desk/language.ts';
import { usePercent } from '../../desk/percent.ts';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { records } from '../../desk/tutti.ts';
import { FiguresTable } from './figures-table.tsx';
import classes from './records.module.css';
import { Section } from './section.tsx';

export function Component() {
  const { id = '', userId = '' } = useParams();
  const locale = useLanguage();
  const report = useQuery({
    queryKey: ['learner-report', id, userId, locale],
    queryFn: () => records.ofLearner(id, userId, { locale }),
  });
  return (
    <QueryView query={report} order={1} skeleton={<Skeleton height={480} radius="lg" />}>
      {(found) => <LearnerOverTime report={found} />}
    </QueryView>
  );
}

function LearnerOverTime({ report: { learner, group, sessions, objectives } }: { report: LearnerReport }) {
  const { t } = useTranslation('records');
  const day = useDay();
  const percent = usePercent();
  const share = (value: number | null) => (value === null ? '–' : percent(value));
  return (
    <>
      <Anchor component={Link} to={`/teach/classes/${group.id}/report`} className={classes.back}>
        <IconArrowLeft size={20} aria-hidden /> {t('ofClass.title', { name: group.name })}
      </Anchor>
      <PageHeading
        title={t('ofLearner.title', { name: learner.name })}
        lead={t('ofLearner.lead', { name: group.name })}
      />
      {sessions.length === 0 ? (
        <Text>{t('ofLearner.none', { name: learner.name })}</Text>
      ) : (
        <Stack gap="xl">
          <Section title={t('ofClass.sessions')}>
            <FiguresTable
              label={t('ofClass.sessions')}
              head={[
                t('ofClass.session'),
                t('ofClass.date'),
                t('ofClass.rank'),
                t('ofClass.right'),
                t('ofClass.whole'),
              ]}
              rows={sessions.map((one) => ({
                key: one.id,
                cells: [
                  <Anchor key="link" component={Link} to={`/teach/sessions/${one.id}/report`}>
                    {one.title}
                  </Anchor>,
                  day(one.at),
                  one.rank === null ? '–' : `${one.rank}/${one.players}`,
                  share(one.rightShare),
                  share(one.classShare),
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
        </Stack>
      )}
    </>
  );
}
