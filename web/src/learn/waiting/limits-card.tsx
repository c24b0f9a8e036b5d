import { Text } from '@mantine/core';
import { IconUserShield } from '@tabler/icons-react';
import type { MyConsent } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Card } from '../../desk/shell/card.tsx';

/** What the grown-ups closed or set; nothing where there is nothing that a child would notice. [CON-8] */
export function LimitsCard({ limits }: Pick<MyConsent, 'limits'>) {
  const { t } = useTranslation('learn');
  const { live, chat, ai, dailyMinutes, minutesToday } = limits;
  if (live && chat && ai && dailyMinutes === null) return null;
  const left = Math.max(0, (dailyMinutes ?? 0) - minutesToday);
  return (
    <Card title={t('limits.title')} Icon={IconUserShield} wide>
      {!live && <Text>{t('limits.noLive')}</Text>}
      {live && dailyMinutes !== null && (
        <Text>{left > 0 ? t('limits.left', { count: left, of: dailyMinutes }) : t('limits.used')}</Text>
      )}
      {!chat && <Text>{t('limits.noChat')}</Text>}
      {!ai && <Text>{t('limits.noAi')}</Text>}
      <Text c="dimmed" size="sm">
        {t('limits.ask')}
      </Text>
    </Card>
  );
}
