import { Anchor, Text } from '@mantine/core';
import type { LearnerReport } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDay } from '../../desk/dates.ts';
import { usePercent } from '../../desk/percent.ts';
import { FiguresTable } from './figures-table.tsx';
import { Section } from './section.tsx';

/** How a learner did in the games of a class. */
export function GamesOfLearner({ report: { learner, sessions, objectives } }: { report: LearnerReport }) {
  const { t } = useTranslation('records');
  const day = useDay();
  const percent = usePercent();
  const share = (value: number | null) => (value === null ? '–' : percent(value));
  if (sessions.length === 0) return <Text>{t('ofLearner.none', { name: learner.name })}</Text>;
  return (
    <>
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
    </>
  );
}
