import { Alert, Button, Collapse, Paper, Text, Title, UnstyledButton } from '@mantine/core';
import {
  IconAdjustmentsHorizontal,
  IconChevronDown,
  IconMasksTheater,
  IconPlayerPlayFilled,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MissionPreview } from '@tutti/client';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { sentenceFor } from '../../desk/states/problem.ts';
import { tutti } from '../../desk/tutti.ts';
import { HomeworkOffer } from '../homework/offer.tsx';
import { ChooseClass, useClassChoice } from './choose-class.tsx';
import { ChooseQuestions } from './choose-questions.tsx';
import classes from './mission.module.css';
import { allQuestions, type Choice, wanted } from './question-choice.ts';
import { usualSettings } from './session-settings.ts';
import { SettingsForm } from './settings-form.tsx';

export function StartClass({ mission }: { mission: MissionPreview }) {
  const { t } = useTranslation(['teach', 'account', 'powers']);
  const go = useNavigate();
  const queries = useQueryClient();
  const [settings, setSettings] = useState(usualSettings);
  const [showOptions, setShowOptions] = useState(false);
  const choice = useClassChoice();
  const all = useMemo(() => allQuestions(mission), [mission]);
  const [changes, setChanges] = useState<readonly Choice[] | null>(null);
  const questions = changes ?? all;
  const nothingAsked = !questions.some(({ asked }) => asked);
  const open = useMutation({
    /** A rehearsal is for no class. [HST-4] */
    mutationFn: ({ rehearsal }: { rehearsal: boolean }) =>
      tutti.openSession(
        mission.id,
        { ...settings, rehearsal },
        rehearsal ? null : choice.classId,
        wanted(questions, all),
      ),
    onSuccess(session) {
      queries.setQueryData(['session', session.id], session);
      void queries.invalidateQueries({ queryKey: ['sessions'] });
      go(`/teach/sessions/${session.id}/host`);
    },
  });

  return (
    <Paper shadow="sm" component="section" className={classes.start}>
      <Title order={2} size="h3">
        {t('start.title')}
      </Title>
      <Text c="dimmed">{t('start.lead')}</Text>
      {open.error && (
        <Alert color="wrong" role="alert">
          {t(`account:states.errors.${sentenceFor(open.error)}`)}
        </Alert>
      )}
      <ChooseClass choice={choice} />
      <Button
        size="xl"
        fullWidth
        className={classes.open}
        leftSection={<IconPlayerPlayFilled aria-hidden />}
        loading={open.isPending}
        disabled={nothingAsked}
        onClick={() => open.mutate({ rehearsal: false })}
      >
        {t('start.submit')}
      </Button>
      <HomeworkOffer mission={mission} />
      {mission.questions === 0 && <Text size="sm">{t('account:states.errors.noQuestions')}</Text>}
      <UnstyledButton
        className={classes.optionsToggle}
        aria-expanded={showOptions}
        aria-controls="session-options"
        onClick={() => setShowOptions(!showOptions)}
      >
        <IconAdjustmentsHorizontal aria-hidden />
        <span>
          {t('start.options')}
          <Text span size="sm" c="dimmed" display="block">
            {t('start.optionsHint')}
          </Text>
        </span>
        <IconChevronDown aria-hidden className={classes.chevron} />
      </UnstyledButton>
      <Collapse expanded={showOptions} id="session-options">
        <SettingsForm settings={settings} onChange={setSettings}>
          <ChooseQuestions
            choices={questions}
            all={all}
            custom={settings.scoring === 'custom'}
            timed
            onChange={setChanges}
          />
        </SettingsForm>
      </Collapse>
      <Button
        variant="subtle"
        disabled={nothingAsked || open.isPending}
        leftSection={<IconMasksTheater aria-hidden />}
        onClick={() => open.mutate({ rehearsal: true })}
      >
        {t('powers:rehearsal.start')}
      </Button>
      <Text size="sm" c="dimmed" ta="center">
        {t('powers:rehearsal.hint')}
      </Text>
    </Paper>
  );
}
