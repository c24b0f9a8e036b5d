import { Text } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import type { MyConsent } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Card } from '../../desk/shell/card.tsx';

/** What the grown-ups set; nothing where they set nothing that a child would notice. */
export function LimitsCard({ limits: { live, dailyMinutes, minutesToday } }: Pick<MyConsent, 'limits'>) {
  const { t } = useTranslation('learn');
  if (live && dailyMinutes === null) return null;
  const left = Math.max(0, (dailyMinutes ?? 0) - minutesToday);
  return (
    <Card title={t('limits.title')} Icon={IconClock} wide>
      {!live && <Text>{t('limits.noLive')}</Text>}
      {live && dailyMinutes !== null && (
        <Text>{left > 0 ? t('limits.left', { count: left, of: dailyMinutes }) : t('limits.used')}</Text>
      )}
    </Card>
  );
}
