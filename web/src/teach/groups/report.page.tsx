import { Alert, Anchor, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { GroupRunReport } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useDate } from '../../desk/dates.ts';
import { useLanguage } from '../../desk/language.ts';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import { ExportButtons } from '../report/export-buttons.tsx';
import classes from '../report/report.module.css';
import { groups, runsKey } from './groups.ts';
import { ReportTables } from './report-tables.tsx';
import { runSentence } from './run-sentence.ts';
import './texts.ts';

/** The last groups are written down a moment after their end. */
const againMs = 3_000;

export function Component() {
  const { id = '' } = useParams();
  const locale = useLanguage();
  const report = useQuery({
    queryKey: [...runsKey, 'report', id, locale],
    queryFn: () => groups.report(id),
    refetchInterval: ({ state }) => ((state.data?.run.open ?? 0) > 0 ? againMs : false),
  });
  return (
    <QueryView query={report} order={1} skeleton={<Skeleton height={480} radius="lg" />}>
      {(found) => <Report report={found} />}
    </QueryView>
  );
}

function Report({ report: { run, groups: all } }: { report: GroupRunReport }) {
  const { t } = useTranslation(['runs', 'teach', 'classes']);
  const date = useDate();
  const facts = [
    date(run.createdAt),
    t('panel.countGroups', { count: run.groups }),
    t('panel.countLearners', { count: run.learners }),
    run.class && t('classes:choose.forClass', { name: run.class.name }),
  ];
  return (
    <div>
      <Anchor component={Link} to="/teach/sessions" className={classes.back}>
        <IconArrowLeft size={20} aria-hidden /> {t('teach:sessions.title')}
      </Anchor>
      <PageHeading
        title={t('teach:report.of', { title: run.title })}
        lead={facts.filter(Boolean).join(' · ')}
      />
      <Sentence groups={all} />
      {run.open > 0 && (
        <Alert color="caution" mb="lg" role="status">
          <Group justify="space-between">
            <Text>{t('report.stillOpen', { count: run.open })}</Text>
            <Button component={Link} to={`/teach/groups/${run.id}`} variant="default">
              {t('list.panel')}
            </Button>
          </Group>
        </Alert>
      )}
      <Tools run={run} />
      <Stack gap="xl" mt="lg">
        <ReportTables groups={all} />
      </Stack>
    </div>
  );
}

function Sentence({ groups: all }: { groups: GroupRunReport['groups'] }) {
  const { t } = useTranslation('runs');
  const found = runSentence(all);
  if (found.form === 'nobodyPlayed') return <p className={classes.sentence}>{t('sentence.nobodyPlayed')}</p>;
  const { form, solved, of, hardest } = found;
  return (
    <p className={classes.sentence}>
      {t(`sentence.${form}`, { count: of, solved })}
      {hardest && (
        <>
          {' '}
          {t('sentence.hardest', {
            prompt: plainText(hardest.prompt),
            right: hardest.right,
            count: hardest.closed,
          })}
        </>
      )}
    </p>
  );
}

function Tools({ run: { id, title, missionId } }: Pick<GroupRunReport, 'run'>) {
  const { t } = useTranslation('teach');
  return (
    <Group className={classes.tools} gap="sm">
      {missionId && (
        <Button
          component={Link}
          to={`/teach/missions/${missionId}`}
          leftSection={<IconPlayerPlay size={20} aria-hidden />}
        >
          {t('report.playAgain')}
        </Button>
      )}
      <ExportButtons title={title} csv={() => groups.reportCsv(id)} />
    </Group>
  );
}
