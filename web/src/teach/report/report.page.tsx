import { Anchor, Button, Group, Skeleton, Stack, Switch } from '@mantine/core';
import { IconArrowLeft, IconHistory, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { SessionReport } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { useDate } from '../../desk/dates.ts';
import { useLanguage } from '../../desk/language.ts';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { codeOf, isPassing } from '../../desk/states/problem.ts';
import { QueryView } from '../../desk/states/query-view.tsx';
import { admin } from '../../desk/tutti.ts';
import { TeachAgain } from '../records/teach-again.tsx';
import { DeleteSession } from './delete-session.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { Glance } from './glance.tsx';
import { HeatMap } from './heat-map.tsx';
import { LearnerDrawer } from './learner-drawer.tsx';
import { nameLearners } from './name-learners.ts';
import { NotEnded } from './not-ended.tsx';
import { NotThrough } from './not-through.tsx';
import { QuestionCards } from './question-cards.tsx';
import classes from './report.module.css';
import { SentenceLine } from './sentence-line.tsx';
import { Teams } from './teams.tsx';

/** A class that ended a moment ago is still being written down. */
const isSoonReady = (error: unknown, failures: number) =>
  codeOf(error) === 'session/not-ended' && failures < 5;

export function Component() {
  const { id = '' } = useParams();
  const locale = useLanguage();
  const report = useQuery({
    queryKey: ['report', id, locale],
    queryFn: () => admin.report(id, { locale }),
    retry: (failures, error) => isSoonReady(error, failures) || (isPassing(error) && failures < 2),
    retryDelay: 1_000,
    staleTime: Number.POSITIVE_INFINITY,
  });

  if (codeOf(report.error) === 'session/not-ended') {
    return <NotEnded id={id} />;
  }
  return (
    <QueryView query={report} skeleton={<ReportSkeleton />}>
      {(found) => <Report report={found} />}
    </QueryView>
  );
}

function Report({ report }: { report: SessionReport }) {
  const { t } = useTranslation(['teach', 'account', 'classes', 'replay']);
  const date = useDate();
  const locale = useLanguage();
  const [search, setSearch] = useSearchParams();
  const hideNames = search.get('names') === 'hidden';
  const [chosen, setChosen] = useState<string | null>(null);
  const { session, glance } = report;
  const learners = nameLearners(report.learners, (number) =>
    hideNames ? t('report.hiddenName', { number }) : null,
  );
  const open = learners.find((learner) => learner.participantId === chosen) ?? null;

  return (
    <div className={classes.report}>
      <Anchor component={Link} to="/teach/sessions" className={classes.back}>
        <IconArrowLeft size={20} aria-hidden /> {t('sessions.title')}
      </Anchor>
      <PageHeading
        title={t('report.of', { title: session.title })}
        lead={[
          t('report.facts', {
            date: date(session.startedAt ?? session.createdAt),
            players: t('report.players', { count: glance.players }),
            answers: t('report.answers', { count: glance.answers }),
          }),
          session.group && t('classes:choose.forClass', { name: session.group.name }),
        ]
          .filter(Boolean)
          .join(' · ')}
      />
      {/* where nobody began, who that is stands below */}
      {!(report.notBegun && glance.players === 0) && <SentenceLine glance={glance} />}
      <Group className={classes.tools} gap="sm" align="center">
        {session.missionId && (
          <Button
            component={Link}
            to={`/teach/missions/${session.missionId}`}
            leftSection={<IconPlayerPlay size={20} aria-hidden />}
          >
            {t('report.playAgain')}
          </Button>
        )}
        {session.settings.format !== 'self_paced' && (
          <Button
            component={Link}
            to={{ pathname: `/teach/sessions/${session.id}/replay`, search: search.toString() }}
            variant="default"
            leftSection={<IconHistory size={20} aria-hidden />}
          >
            {t('replay:link')}
          </Button>
        )}
        <ExportButtons
          title={session.title}
          csv={() => admin.reportCsv(session.id, { locale })}
          xlsx={() => admin.reportXlsx(session.id, { locale })}
        />
        <Switch
          label={t('report.hideNames')}
          description={t('report.hideNamesHint')}
          checked={hideNames}
          onChange={({ currentTarget: { checked } }) =>
            setSearch(checked ? { names: 'hidden' } : {}, { replace: true })
          }
        />
      </Group>
      <Stack gap="xl" mt="lg">
        <NotThrough report={report} learners={learners} hideNames={hideNames} />
        <TeachAgain items={report.teachAgain} />
        <Glance questions={report.questions} />
        <Teams teams={report.teams} />
        <HeatMap learners={learners} questions={report.questions} onChoose={setChosen} />
        <QuestionCards questions={report.questions} />
        <div className={classes.tools}>
          <DeleteSession session={session} isHomework={session.settings.format === 'self_paced'} />
        </div>
      </Stack>
      <LearnerDrawer learner={open} questions={report.questions} onClose={() => setChosen(null)} />
    </div>
  );
}

function ReportSkeleton() {
  return (
    <Stack>
      <Skeleton height={48} width="60%" />
      <Skeleton height={120} radius="lg" />
      <Skeleton height={360} radius="lg" />
    </Stack>
  );
}
