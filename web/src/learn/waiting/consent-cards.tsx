import { IconUserShield } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../desk/account/account.tsx';
import { Card } from '../../desk/shell/card.tsx';
import { ProblemPanel } from '../../desk/states/problem-panel.tsx';
import { isAboutPlaying, LimitsCard } from './limits-card.tsx';
import { OfAgeCard } from './of-age-card.tsx';
import { useMyConsent } from './use-my-consent.ts';
import { WaitingCard } from './waiting-card.tsx';

/** What a child's grown-ups have to answer, or decided about playing; somebody of age sees one question, once, or nothing. */
export function ConsentCards() {
  const { t } = useTranslation('learn');
  const { me } = useSignedIn();
  const asked = useMyConsent();
  const { data: consent } = asked;

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
  return me.isMinor && isAboutPlaying(consent.limits) && <LimitsCard limits={consent.limits} />;
}
