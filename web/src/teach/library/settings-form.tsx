import { Button, NativeSelect, Radio, Stack, Switch } from '@mantine/core';
import type { SessionSettings } from '@tutti/client';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../../desk/percent.ts';
import { JoiningSettings } from './joining-settings.tsx';
import { PlaySettings, VoteSettings } from './play-settings.tsx';
import {
  capsToChooseFrom,
  getReadyToChooseFrom,
  isUsual,
  secondsToChooseFrom,
  usualSettings,
} from './session-settings.ts';
import { SettingsGroup } from './settings-group.tsx';

interface SettingsFormProps {
  settings: SessionSettings;
  onChange: (settings: SessionSettings) => void;
  /** Which questions are asked. */
  children: ReactNode;
}

export function SettingsForm({ settings, onChange, children }: SettingsFormProps) {
  const { t } = useTranslation(['teach', 'powers']);
  const change = (part: Partial<SessionSettings>) => onChange({ ...settings, ...part });
  const number = useNumber();
  return (
    <Stack gap="xl" pt="md">
      <PlaySettings settings={settings} change={change} />
      <SettingsGroup title={t('powers:setup.questions')}>
        {children}
        <NativeSelect
          label={t('start.time')}
          value={settings.secondsPerQuestion ?? ''}
          onChange={({ currentTarget: { value } }) =>
            change({ secondsPerQuestion: value === '' ? null : Number(value) })
          }
          data={[
            { value: '', label: t('start.timeOwn') },
            ...secondsToChooseFrom.map((count) => ({
              value: String(count),
              label: t('start.timeSeconds', { count }),
            })),
          ]}
        />
        <NativeSelect
          label={t('start.getReady')}
          value={String(settings.getReadySeconds)}
          onChange={({ currentTarget: { value } }) => change({ getReadySeconds: Number(value) })}
          data={getReadyToChooseFrom.map((count) => String(count))}
        />
        <Switch
          label={t('start.shuffle')}
          checked={settings.shuffleQuestions}
          onChange={({ currentTarget: { checked } }) => change({ shuffleQuestions: checked })}
        />
        <VoteSettings settings={settings} change={change} />
      </SettingsGroup>
      <SettingsGroup title={t('powers:setup.flow')}>
        <Radio.Group
          label={t('start.advance')}
          value={settings.advance}
          onChange={(advance) => change({ advance: advance as SessionSettings['advance'] })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="manual" label={t('start.advanceManual')} />
            <Radio value="auto" label={t('start.advanceAuto')} />
          </Stack>
        </Radio.Group>
        <NativeSelect
          label={t('start.standings')}
          value={settings.standings}
          onChange={({ currentTarget: { value } }) =>
            change({ standings: value as SessionSettings['standings'] })
          }
          data={[
            { value: 'each', label: t('start.standingsEach') },
            { value: 'end', label: t('start.standingsEnd') },
            { value: 'off', label: t('start.standingsOff') },
          ]}
        />
      </SettingsGroup>
      <SettingsGroup title={t('powers:setup.joining')}>
        <Switch
          label={t('start.generatedNames')}
          description={t('start.generatedNamesHint')}
          checked={settings.generatedNames}
          onChange={({ currentTarget: { checked } }) => change({ generatedNames: checked })}
        />
        <JoiningSettings settings={settings} change={change} />
        <NativeSelect
          label={t('start.cap')}
          value={String(settings.cap)}
          onChange={({ currentTarget: { value } }) => change({ cap: Number(value) })}
          data={capsToChooseFrom.map((count) => ({ value: String(count), label: number(count) }))}
        />
      </SettingsGroup>
      {!isUsual(settings) && (
        <Button variant="default" onClick={() => onChange(usualSettings)}>
          {t('start.reset')}
        </Button>
      )}
    </Stack>
  );
}
