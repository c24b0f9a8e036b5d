import { Switch } from '@mantine/core';
import type { SessionSettings } from '@tutti/client';
import { useTranslation } from 'react-i18next';

const switches = ['secondFactor', 'approveNames', 'spectators'] as const;

interface JoiningSettingsProps {
  settings: SessionSettings;
  change: (part: Partial<SessionSettings>) => void;
}

/** Who gets in, and how. */
export function JoiningSettings({ settings, change }: JoiningSettingsProps) {
  const { t } = useTranslation('hosting');
  return switches.map((name) => (
    <Switch
      key={name}
      label={t(`settings.${name}`)}
      description={t(`settings.${name}Hint`)}
      checked={settings[name]}
      onChange={({ currentTarget: { checked } }) => change({ [name]: checked })}
    />
  ));
}
