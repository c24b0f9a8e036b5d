import { IconUserShield } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../desk/account/account.tsx';
import { Card } from '../../desk/shell/card.tsx';
import { ProblemPanel } from '../../desk/states/problem-panel.tsx';
import { family, tutti } from '../../desk/tutti.ts';
import { LimitsCard } from './limits-card.tsx';
import { OfAgeCard } from './of-age-card.tsx';
import { WaitingCard } from './waiting-card.tsx';

/** The page looks by itself whether a grown-up answered, or changed something later. */
const askedEveryMs = 5_000;
const everyMs = 30_000;

/** How it stands with what a child's grown-ups allow; somebody of age sees one question, once, or nothing. */
export function ConsentCards() {
  const { t } = useTranslation('learn');
  const { me } = useSignedIn();
  const queries = useQueryClient();
  const asked = useQuery({
    queryKey: ['my-consent'],
    queryFn: family.myConsent,
    refetchInterval: me.consent.needed ? askedEveryMs : me.isMinor ? everyMs : false,
  });
  const { data: consent } = asked;
  const changed = consent !== undefined && consent.needed !== me.consent.needed;
  useEffect(() => {
    if (!changed) return;
    tutti.readMe().catch(() => undefined); // the next look finds it again
    void queries.invalidateQueries({ queryKey: ['watchers'] });
  }, [changed, queries]);

  if (!consent) {
    // a child that waits must not find an empty place where its answer would stand
    return me.isMinor && asked.error ? (
      <Card title={t('limits.title')} Icon={IconUserShield} wide>
        <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
      </Card>
    ) : null;
  }
  if (consent.askOfAge) return <OfAgeCard />;
  if (consent.needed) return <WaitingCard consent={consent} />;
  return me.isMinor && <LimitsCard limits={consent.limits} />;
}
