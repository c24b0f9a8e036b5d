import { Alert } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import type { ChallengeView } from '@tutti/client';
import { useTranslation } from 'react-i18next';

export function PausedNote({ view }: { view: ChallengeView }) {
  const { t } = useTranslation('teach');
  if (!view.paused || view.phase.name === 'ended') return null;
  return (
    <Alert color="caution" icon={<IconPlayerPause aria-hidden />} title={t('host.paused.title')}>
      {t(`host.paused.${view.paused.reason}`)}
    </Alert>
  );
}
