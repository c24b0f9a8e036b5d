import { Alert, Button, Collapse, Paper, Text, Title, UnstyledButton } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconChevronDown, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MissionSummary } from '@tutti/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { sentenceFor } from '../../desk/states/problem.ts';
import { tutti } from '../../desk/tutti.ts';
import { ChooseClass, useClassChoice } from './choose-class.tsx';
import classes from './mission.module.css';
import { usualSettings } from './session-settings.ts';
import { SettingsForm } from './settings-form.tsx';

export function StartClass({ mission }: { mission: MissionSummary }) {
  const { t } = useTranslation(['teach', 'account']);
  const go = useNavigate();
  const queries = useQueryClient();
  const [settings, setSettings] = useState(usualSettings);
  const [showOptions, setShowOptions] = useState(false);
  const choice = useClassChoice();
  const open = useMutation({
    mutationFn: () => tutti.openSession(mission.id, settings, choice.classId),
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
        leftSection={<IconPlayerPlayFilled aria-hidden />}
        loading={open.isPending}
        disabled={mission.questions === 0}
        onClick={() => open.mutate()}
      >
        {t('start.submit')}
      </Button>
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
        <SettingsForm settings={settings} onChange={setSettings} />
      </Collapse>
    </Paper>
  );
}
