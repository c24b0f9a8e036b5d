import { Button, Group, Paper, Table, Text, Title } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import type { SessionReport } from '@tutti/client/admin';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRegion } from '../../desk/language.ts';
import { usePercent } from '../../desk/percent.ts';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import classes from './report.module.css';
import { type AskedQuestion, hardestFirst } from './sentence.ts';

const ShareBars = lazy(() => import('./share-bars.tsx'));
const shownAtFirst = 10;

export function Glance({ questions }: { questions: SessionReport['questions'] }) {
  const { t } = useTranslation('teach');
  const [asTable, setAsTable] = useState(false);
  const [showAll, setShowAll] = useState(false);
  const ordered = useMemo(() => hardestFirst(questions), [questions]);
  const shown = showAll ? ordered : ordered.slice(0, shownAtFirst);
  const notAsked = questions.filter((question) => !question.asked).length;

  return (
    <Paper shadow="sm" component="section" className={classes.card} aria-label={t('report.glance.title')}>
      <Group justify="space-between" align="flex-start" mb="sm">
        <div>
          <Title order={2} size="h3">
            {t('report.glance.title')}
          </Title>
          <Text c="dimmed">{t('report.glance.lead')}</Text>
        </div>
        {ordered.length > 0 && (
          <Button
            variant="default"
            className={classes.screenOnly}
            onClick={() => setAsTable(!asTable)}
            leftSection={
              asTable ? <IconChartBar size={20} aria-hidden /> : <IconTable size={20} aria-hidden />
            }
          >
            {asTable ? t('report.glance.showChart') : t('report.glance.showTable')}
          </Button>
        )}
      </Group>
      {ordered.length === 0 && <Text>{t('report.glance.none')}</Text>}
      {ordered.length > 0 &&
        (asTable ? (
          <ShareTable questions={shown} />
        ) : (
          <Suspense fallback={null}>
            <ShareBars questions={shown} />
          </Suspense>
        ))}
      <Group justify="space-between" mt="xs">
        {ordered.length > shownAtFirst && (
          <Button variant="subtle" className={classes.screenOnly} onClick={() => setShowAll(!showAll)}>
            {showAll ? t('report.glance.less') : t('report.glance.more', { count: ordered.length })}
          </Button>
        )}
        {notAsked > 0 && ordered.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('report.glance.notAsked', { count: notAsked })}
          </Text>
        )}
      </Group>
    </Paper>
  );
}

function ShareTable({ questions }: { questions: AskedQuestion[] }) {
  const { t } = useTranslation('teach');
  const percent = usePercent();
  const seconds = new Intl.NumberFormat(useRegion(), { maximumFractionDigits: 1 });
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('report.glance.question')}</Table.Th>
            <Table.Th>{t('report.glance.rightShare')}</Table.Th>
            <Table.Th>{t('report.glance.answered')}</Table.Th>
            <Table.Th>{t('report.glance.meanTime')}</Table.Th>
            <Table.Th>{t('report.glance.commonestWrong')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {questions.map((question) => (
            <Table.Tr key={question.round}>
              <Table.Th scope="row" fw={500} className={classes.wrap}>
                {question.round + 1}. {plainText(question.prompt)}
              </Table.Th>
              <Table.Td>{percent(question.rightShare)}</Table.Td>
              <Table.Td>{question.answered}</Table.Td>
              <Table.Td>
                {question.meanMs !== null &&
                  t('report.glance.seconds', { seconds: seconds.format(question.meanMs / 1_000) })}
              </Table.Td>
              <Table.Td className={classes.wrap}>
                {question.commonestWrong && (
                  <>
                    {question.commonestWrong.text}{' '}
                    <Text span size="sm" c="dimmed">
                      {t('report.glance.picked', { count: question.commonestWrong.picked })}
                    </Text>
                  </>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
