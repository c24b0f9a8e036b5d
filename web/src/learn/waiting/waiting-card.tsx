import { Button, Text } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import type { MyConsent } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDate } from '../../desk/dates.ts';
import { Card } from '../../desk/shell/card.tsx';
import { AskAgainForm } from './ask-again-form.tsx';

/** Nobody has agreed yet. */
export function WaitingCard({ consent: { request, triesLeft, lookedAfter } }: { consent: MyConsent }) {
  const { t } = useTranslation('learn');
  const date = useDate();
  const [asking, setAsking] = useState(false);
  const state = !request
    ? 'nobody'
    : request.status === 'bounced'
      ? 'bounced'
      : request.status === 'open' || request.status === 'answered'
        ? request.status
        : 'over';
  if (lookedAfter)
    return (
      <Card title={t('waiting.stoppedTitle')} Icon={IconHourglass} tone="caution" wide>
        <Text role="status">{t('waiting.stopped')}</Text>
      </Card>
    );
  return (
    <Card title={t('waiting.title')} Icon={IconHourglass} tone="caution" wide>
      <Text role="status">
        {t(`waiting.${state}`, {
          date: request && date(request.askedAt),
          contact: request?.contact ?? t('waiting.grownUp'),
        })}
      </Text>
      {(state === 'open' || state === 'answered') && request && (
        <Text c="dimmed" size="sm">
          {t('waiting.until', { date: date(request.expiresAt) })}
        </Text>
      )}
      {triesLeft <= 0 ? (
        <Text>{t('waiting.enough')}</Text>
      ) : asking || state === 'bounced' ? (
        <AskAgainForm onDone={() => setAsking(false)} />
      ) : (
        <div>
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('waiting.askAgain')}
          </Button>
        </div>
      )}
    </Card>
  );
}
