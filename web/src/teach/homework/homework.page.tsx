import './texts.ts';
import { Alert, Anchor, Skeleton, Stack } from '@mantine/core';
import { IconArrowLeft, IconCircleCheck } from '@tabler/icons-react';
import type { HomeworkProgress } from '@tutti/client/admin';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useNavigate, useParams } from 'react-router';
import { useDate } from '../../desk/dates.ts';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import missionClasses from '../library/mission.module.css';
import { ChangeCard } from './change-card.tsx';
import styles from './homework.module.css';
import { ProgressCard } from './progress-card.tsx';
import { isDue, isOver, useProgress } from './use-progress.ts';
import { WayIn } from './way-in.tsx';

/** [REP-4] How far a class is with an open homework; of one that is over there is the report. */
export function Component() {
  const { id = '' } = useParams();
  const progress = useProgress(id);
  return (
    <QueryView query={progress} order={1} skeleton={<ProgressSkeleton />}>
      {(found) =>
        isOver(found.session) ? (
          <Navigate to={`/teach/sessions/${id}/report`} replace />
        ) : (
          <Progress progress={found} />
        )
      }
    </QueryView>
  );
}

function Progress({ progress }: { progress: HomeworkProgress }) {
  const { t } = useTranslation(['homework', 'teach']);
  const date = useDate();
  const given = useJustGiven();
  const { session, leads } = progress;
  const name = session.group?.name ?? '';
  return (
    <>
      <Anchor component={Link} to="/teach/sessions" className={missionClasses.back}>
        <IconArrowLeft size={20} aria-hidden /> {t('teach:sessions.title')}
      </Anchor>
      <PageHeading title={session.title} lead={t('page.lead', { name, date: date(session.closesAt!) })} />
      {given && (
        <Alert
          color="right"
          role="status"
          mb="lg"
          icon={<IconCircleCheck aria-hidden />}
          title={t('page.given', { name })}
        >
          {t('page.givenBody')}
        </Alert>
      )}
      {isDue(session) && (
        <Alert color="caution" role="status" mb="lg">
          {t('page.due')}
        </Alert>
      )}
      <div className={styles.columns}>
        <ProgressCard progress={progress} />
        <div className={styles.side}>
          {session.pin && <WayIn pin={session.pin} />}
          {leads && <ChangeCard session={session} />}
        </div>
      </div>
    </>
  );
}

/** Said once: after a reload it is no news any more. */
function useJustGiven(): boolean {
  const go = useNavigate();
  const { state } = useLocation();
  const [given] = useState(state?.given === true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    if (given) go('.', { replace: true, state: null });
  }, []);
  return given;
}

function ProgressSkeleton() {
  return (
    <Stack>
      <Skeleton height={48} width="60%" />
      <Skeleton height={360} radius="lg" />
    </Stack>
  );
}
