import './texts.ts';
import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { LearnerReport } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { LearnerBadgesCard } from '../../desk/badges/badges-card.tsx';
import { useLanguage } from '../../desk/language.ts';
import { LearnerProgressCard } from '../../desk/progress/progress-card.tsx';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { codeOf } from '../../desk/states/problem.ts';
import { QueryView } from '../../desk/states/query-view.tsx';
import { records } from '../../desk/tutti.ts';
import { useClass } from '../classes/use-classes.ts';
import { GamesOfLearner } from '../records/games-of-learner.tsx';
import { ClassNav } from './class-nav.tsx';
import { KnownOfLearner } from './known-of-learner.tsx';
import { LearnerMissions } from './learner-missions.tsx';
import { WeekOfLearner } from './week-of-learner.tsx';

/** [CLS-5] One learner of a class: the same figures that learner and guardians see, and the games of the class. */
export function Component() {
  const { t } = useTranslation('following');
  const { id = '', userId = '' } = useParams();
  const locale = useLanguage();
  const group = useClass(id);
  const report = useQuery({
    queryKey: ['learner-report', id, userId, locale],
    queryFn: () => records.ofLearner(id, userId, { locale }),
  });
  if (codeOf(report.error) === 'consent/required')
    return (
      <>
        <ClassNav classId={id} />
        <Panel mood="waiting" order={1} title={t('learner.waitsTitle')}>
          {t('learner.waits')}
        </Panel>
      </>
    );
  const skeleton = <Skeleton height={480} radius="lg" />;
  return (
    <QueryView query={group} order={1} skeleton={skeleton}>
      {({ role }) => (
        <QueryView query={report} order={1} skeleton={skeleton}>
          {(found) => <LearnerOfClass key={userId} report={found} teaches={role !== null} />}
        </QueryView>
      )}
    </QueryView>
  );
}

interface LearnerOfClassProps {
  report: LearnerReport;
  /** Whoever looks after all classes sees the games, and no figures of the account. */
  teaches: boolean;
}

function LearnerOfClass({ report, teaches }: LearnerOfClassProps) {
  const { t } = useTranslation(['following', 'records']);
  const { learner, group } = report;
  const { userId, name } = learner;
  return (
    <>
      <PageHeading
        title={t('records:ofLearner.title', { name })}
        lead={t(teaches ? 'learner.lead' : 'learner.leadGames', { name: group.name })}
      />
      <ClassNav classId={group.id} />
      <Stack gap="xl">
        {teaches && (
          <>
            <WeekOfLearner userId={userId} name={name} />
            <LearnerProgressCard userId={userId} name={name} />
            <LearnerMissions classId={group.id} userId={userId} />
            <KnownOfLearner classId={group.id} userId={userId} name={name} />
            <LearnerBadgesCard userId={userId} name={name} />
          </>
        )}
        <GamesOfLearner report={report} />
      </Stack>
    </>
  );
}
