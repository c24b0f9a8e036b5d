import { NativeSelect, Radio, Stack, Switch } from '@mantine/core';
import type { SessionSettings } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { formats, scorings, sharesToChooseFrom, teamCounts } from './session-settings.ts';
import { SettingsGroup } from './settings-group.tsx';

interface PlaySettingsProps {
  settings: SessionSettings;
  change: (part: Partial<SessionSettings>) => void;
}

/** Alone, in teams or for hearts; and what earns points. */
export function PlaySettings({ settings, change }: PlaySettingsProps) {
  const { t } = useTranslation(['powers', 'teach']);
  const { format, scoring, teams } = settings;
  const words = {
    speed: [t('teach:start.speed'), t('teach:start.speedHint')],
    accuracy: [t('teach:start.accuracy'), t('teach:start.accuracyHint')],
    confidence: [t('setup.confidence'), t('setup.confidenceHint')],
    custom: [t('setup.custom'), t('setup.customHint')],
  } as const;
  return (
    <>
      <SettingsGroup title={t('setup.play')}>
        <Radio.Group
          aria-label={t('setup.format')}
          value={format}
          onChange={(value) => change({ format: value as SessionSettings['format'] })}
        >
          <Stack gap="xs">
            {formats.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`setup.${value}`)}
                description={t(`setup.${value}Hint`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {format === 'team' && (
          <>
            <NativeSelect
              label={t('setup.teams')}
              value={String(teams.count)}
              onChange={({ currentTarget: { value } }) =>
                change({ teams: { ...teams, count: Number(value) } })
              }
              data={teamCounts.map(String)}
            />
            <Switch
              label={t('setup.chooseTeams')}
              description={t('setup.chooseTeamsHint')}
              checked={teams.choose}
              onChange={({ currentTarget: { checked } }) => change({ teams: { ...teams, choose: checked } })}
            />
          </>
        )}
      </SettingsGroup>
      <SettingsGroup title={t('setup.points')}>
        <Radio.Group
          aria-label={t('teach:start.scoring')}
          value={scoring}
          onChange={(value) => change({ scoring: value as SessionSettings['scoring'] })}
        >
          <Stack gap="xs">
            {scorings.map((value) => (
              <Radio key={value} value={value} label={words[value][0]} description={words[value][1]} />
            ))}
          </Stack>
        </Radio.Group>
        <Switch
          label={t('setup.streak')}
          description={t('setup.streakHint')}
          checked={settings.streakBonus}
          onChange={({ currentTarget: { checked } }) => change({ streakBonus: checked })}
        />
      </SettingsGroup>
    </>
  );
}

/** [RVL-3], [ANS-3] What may happen between asking and the answer. */
export function VoteSettings({ settings, change }: PlaySettingsProps) {
  const { t } = useTranslation('powers');
  return (
    <>
      <Switch
        label={t('setup.changeAnswers')}
        checked={settings.changeAnswers}
        onChange={({ currentTarget: { checked } }) => change({ changeAnswers: checked })}
      />
      <NativeSelect
        label={t('setup.revote')}
        description={t('setup.revoteHint')}
        value={settings.revoteBelow ?? ''}
        onChange={({ currentTarget: { value } }) =>
          change({ revoteBelow: value === '' ? null : Number(value) })
        }
        data={[
          { value: '', label: t('setup.revoteOff') },
          ...sharesToChooseFrom.map((share) => ({
            value: String(share),
            label: t('setup.revoteBelow', { share }),
          })),
        ]}
      />
    </>
  );
}
