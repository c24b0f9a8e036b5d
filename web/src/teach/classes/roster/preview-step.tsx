import { Alert, Badge, Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { IconFileDownload, IconPencil, IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { RosterDone, RosterPreview } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../desk/language.ts';
import { Refusal } from '../../../desk/states/refusal.tsx';
import { classes as schoolClasses } from '../../../desk/tutti.ts';
import { offerFile } from '../../../shared/offer-file.ts';
import { classesKey } from '../use-classes.ts';
import { useMore } from '../use-more.ts';
import classes from './roster.module.css';
import { csvOf, delimiterOf } from './roster-text.ts';
import { RowTable } from './row-table.tsx';

interface PreviewStepProps {
  classId: string;
  /** In the class before. */
  students: number;
  preview: RosterPreview;
  onMend(): void;
  onDone(done: RosterDone): void;
}

export function PreviewStep({ classId, students, preview, onMend, onDone }: PreviewStepProps) {
  const { t } = useTranslation('classes');
  const queries = useQueryClient();
  const { good, bad, columns } = preview;
  const passedOver = columns.filter(({ field }) => field === null).map(({ header }) => header);
  const make = useMutation({
    mutationFn: () => schoolClasses.confirmRoster(classId, preview.importId),
    async onSuccess(done) {
      await queries.invalidateQueries({ queryKey: classesKey });
      onDone(done);
    },
  });
  // pupils come in a hundred at a time: the class itself says how far it is
  const soFar = useQuery({
    queryKey: ['roster-so-far', preview.importId],
    queryFn: () => schoolClasses.class(classId),
    enabled: make.isPending,
    refetchInterval: 1_000,
  });
  const came = Math.min(good, Math.max(0, (soFar.data?.students ?? students) - students));

  return (
    <Stack gap="lg">
      <div className={classes.counts} role="status">
        <Badge size="xl" variant="light" color={good > 0 ? 'right' : 'gray'}>
          {t('roster.goodRows', { count: good })}
        </Badge>
        <Badge size="xl" variant="light" color={bad > 0 ? 'wrong' : 'gray'}>
          {t('roster.badRows', { count: bad })}
        </Badge>
      </div>
      {passedOver.length > 0 && (
        <Alert color="caution">{t('roster.unknownColumns', { columns: passedOver.join(', ') })}</Alert>
      )}
      {make.error && (
        <Refusal error={make.error}>
          <Text>{t('roster.again')}</Text>
        </Refusal>
      )}
      {make.isPending ? (
        <div>
          <Text fw={650}>{t('roster.working', { done: came, count: good })}</Text>
          <Text c="dimmed" role="status">
            {t('roster.workingHint')}
          </Text>
          <Progress
            value={(came / good) * 100}
            size="lg"
            mt="xs"
            aria-label={t('roster.working', { done: came, count: good })}
          />
        </div>
      ) : (
        <Group>
          {good > 0 && (
            <Button onClick={() => make.mutate()} leftSection={<IconUserPlus size={20} aria-hidden />}>
              {t('roster.submit', { count: good })}
            </Button>
          )}
          <Button variant="default" onClick={onMend} leftSection={<IconPencil size={20} aria-hidden />}>
            {t('roster.mend')}
          </Button>
        </Group>
      )}
      {bad > 0 && <Faults preview={preview} />}
      {preview.rows.length > 0 && <RowTable preview={preview} />}
    </Stack>
  );
}

function Faults({ preview: { faults, good, bad } }: { preview: RosterPreview }) {
  const { t } = useTranslation('classes');
  const language = useLanguage();
  const { shown, hasMore, more } = useMore(faults, 20);
  const report = () => {
    const head = [
      t('roster.reportLine'),
      t('roster.reportColumn'),
      t('roster.reportProblem'),
      t('roster.reportValue'),
    ];
    const rows = faults.map(({ line, field, problem, value }) => [
      String(line),
      t(`roster.field.${field}`),
      t(`roster.problem.${problem}`),
      value,
    ]);
    const file = new Blob([csvOf([head, ...rows], delimiterOf(language))], { type: 'text/csv' });
    offerFile(file, `${t('roster.reportFile')}.csv`);
  };
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <div>
          <Title order={2} size="h3">
            {t('roster.badRows', { count: bad })}
          </Title>
          <Text>{t(good > 0 ? 'roster.badHint' : 'roster.noneGood')}</Text>
        </div>
        <Button variant="default" onClick={report} leftSection={<IconFileDownload size={20} aria-hidden />}>
          {t('roster.report')}
        </Button>
      </Group>
      <ul className={classes.faults} aria-label={t('roster.badRows', { count: bad })}>
        {shown.map(({ line, field, problem, value }) => (
          <li key={`${line} ${field} ${problem}`} className={classes.fault}>
            <strong>{t('roster.fault', { line, field: t(`roster.field.${field}`) })}</strong>{' '}
            {t(`roster.problem.${problem}`)} {value && <bdi>{t('roster.stands', { value })}</bdi>}
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button variant="default" mt="sm" onClick={more}>
          {t('list.more')}
        </Button>
      )}
    </section>
  );
}
