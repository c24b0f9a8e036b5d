import { Button, NativeSelect, Paper, Radio, Stack, Switch } from '@mantine/core';
import { IconHome } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MissionPreview } from '@tutti/client';
import type { SchoolClass } from '@tutti/client/admin';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Refusal } from '../../desk/states/refusal.tsx';
import { homework } from '../../desk/tutti.ts';
import { ChooseQuestions } from '../library/choose-questions.tsx';
import { classToPlayFor, playFor } from '../library/class-choice.ts';
import { allQuestions, type Choice, wanted } from '../library/question-choice.ts';
import { secondsToChooseFrom } from '../library/session-settings.ts';
import { SettingsGroup } from '../library/settings-group.tsx';
import { deadlineIn, inDays, toField, usualDays } from './deadline.ts';
import { DeadlineField } from './deadline-field.tsx';
import styles from './homework.module.css';
import { keepProgressOf } from './use-progress.ts';

interface GiveFormProps {
  mission: MissionPreview;
  classes: SchoolClass[];
}

export function GiveForm({ mission, classes }: GiveFormProps) {
  const { t } = useTranslation(['homework', 'teach']);
  const go = useNavigate();
  const queries = useQueryClient();
  const [classId, setClassId] = useState(() => firstChoice(classes));
  const [until, setUntil] = useState(() => toField(inDays(new Date(), usualDays)));
  const [timed, setTimed] = useState(false);
  const [seconds, setSeconds] = useState<number | null>(null);
  const [shuffle, setShuffle] = useState(false);
  const all = useMemo(() => allQuestions(mission), [mission]);
  const [changes, setChanges] = useState<readonly Choice[] | null>(null);
  const [tried, setTried] = useState(false);
  const questions = changes ?? all;
  const chosen = classes.find(({ id }) => id === classId);
  const nothingAsked = !questions.some(({ asked }) => asked);
  const give = useMutation({
    mutationFn: ({ closesAt, groupId }: { closesAt: Date; groupId: string }) =>
      homework.give({
        missionId: mission.id,
        groupId,
        closesAt: closesAt.toISOString(),
        questions: wanted(questions, all),
        settings: { timed, shuffleQuestions: shuffle, secondsPerQuestion: timed ? seconds : null },
      }),
    onSuccess(session) {
      playFor(classId);
      keepProgressOf(queries, session);
      void queries.invalidateQueries({ queryKey: ['sessions'] });
      go(`/teach/homework/${session.id}`, { state: { given: true } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const closesAt = deadlineIn(until, new Date());
    if (chosen && closesAt && !nothingAsked) give.mutate({ closesAt, groupId: chosen.id });
  };

  return (
    <Paper shadow="sm" className={styles.form} component="form" noValidate onSubmit={submit}>
      <Stack gap="xl">
        <NativeSelect
          label={t('give.class')}
          description={t('give.classHint')}
          required
          value={chosen?.id ?? ''}
          error={tried && !chosen ? t('give.classMissing') : null}
          onChange={({ currentTarget: { value } }) => setClassId(value)}
          data={[
            ...(chosen ? [] : [{ value: '', label: t('give.chooseClass') }]),
            ...classes.map(({ id, name, schoolYear }) => ({
              value: id,
              label: [name, schoolYear].filter(Boolean).join(' · '),
            })),
          ]}
        />
        <DeadlineField value={until} onChange={setUntil} />
        <SettingsGroup title={t('give.pace')}>
          <Radio.Group
            aria-label={t('give.pace')}
            value={timed ? 'timed' : 'own'}
            onChange={(value) => setTimed(value === 'timed')}
          >
            <Stack gap="xs">
              {(['own', 'timed'] as const).map((pace) => (
                <Radio
                  key={pace}
                  value={pace}
                  label={t(`give.${pace}`)}
                  description={t(`give.${pace}Hint`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          {timed && (
            <NativeSelect
              label={t('teach:start.time')}
              value={seconds ?? ''}
              onChange={({ currentTarget: { value } }) => setSeconds(value === '' ? null : Number(value))}
              data={[
                { value: '', label: t('teach:start.timeOwn') },
                ...secondsToChooseFrom.map((count) => ({
                  value: String(count),
                  label: t('teach:start.timeSeconds', { count }),
                })),
              ]}
            />
          )}
        </SettingsGroup>
        <SettingsGroup title={t('give.questions')}>
          <ChooseQuestions choices={questions} all={all} custom={false} timed={timed} onChange={setChanges} />
          <Switch
            label={t('teach:start.shuffle')}
            checked={shuffle}
            onChange={({ currentTarget: { checked } }) => setShuffle(checked)}
          />
        </SettingsGroup>
        {give.error && <Refusal error={give.error} />}
        <Button
          type="submit"
          size="xl"
          loading={give.isPending}
          disabled={nothingAsked}
          leftSection={<IconHome aria-hidden />}
        >
          {chosen ? t('give.submit', { name: chosen.name }) : t('give.submitPlain')}
        </Button>
      </Stack>
    </Paper>
  );
}

/** The class of the last time, or the only one there is. */
function firstChoice(classes: SchoolClass[]): string {
  const last = classToPlayFor();
  if (classes.some(({ id }) => id === last)) return last;
  return classes.length === 1 ? classes[0]!.id : '';
}
