import { Skeleton, Text } from '@mantine/core';
import { IconUserShield } from '@tabler/icons-react';
import type { MyConsent } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../desk/account/account.tsx';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { useMyConsent } from './use-my-consent.ts';

type Limits = MyConsent['limits'];

/** Whether a child can do less right now. */
export const isAboutPlaying = ({ live, dailyMinutes }: Limits) => !live || dailyMinutes !== null;
const isOpen = (limits: Limits) => limits.chat && limits.ai && !isAboutPlaying(limits);

/** [CON-8] All of it, on a page of the child's own. */
export function MyLimitsCard() {
  const { me } = useSignedIn();
  return me.isMinor && <OwnLimits />;
}

function OwnLimits() {
  const { t } = useTranslation('learn');
  const asked = useMyConsent();
  if (asked.data && isOpen(asked.data.limits)) return null;
  return (
    <Card title={t('limits.title')} Icon={IconUserShield}>
      <QueryView query={asked} skeleton={<Skeleton height={80} />}>
        {({ limits }) => <InWords limits={limits} />}
      </QueryView>
    </Card>
  );
}

/** What the grown-ups closed or set. [CON-8] */
export function LimitsCard({ limits }: { limits: Limits }) {
  const { t } = useTranslation('learn');
  return (
    <Card title={t('limits.title')} Icon={IconUserShield} wide>
      <InWords limits={limits} />
    </Card>
  );
}

function InWords({ limits: { live, chat, ai, dailyMinutes, minutesToday } }: { limits: Limits }) {
  const { t } = useTranslation('learn');
  const left = Math.max(0, (dailyMinutes ?? 0) - minutesToday);
  return (
    <>
      {!live && <Text>{t('limits.noLive')}</Text>}
      {live && dailyMinutes !== null && (
        <Text>{left > 0 ? t('limits.left', { count: left, of: dailyMinutes }) : t('limits.used')}</Text>
      )}
      {!chat && <Text>{t('limits.noChat')}</Text>}
      {!ai && <Text>{t('limits.noAi')}</Text>}
      <Text c="dimmed" size="sm">
        {t('limits.ask')}
      </Text>
    </>
  );
}
