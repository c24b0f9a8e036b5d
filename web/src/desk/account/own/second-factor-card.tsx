import { Alert, Badge, Button, Group, Skeleton, Text } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { FactorState } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDate } from '../../dates.ts';
import { Card } from '../../shell/card.tsx';
import { QueryView } from '../../states/query-view.tsx';
import { security, tutti } from '../../tutti.ts';
import { AddFactor } from './add-factor.tsx';
import { ChangeFactor } from './change-factor.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

type Doing = { what: 'adding' | 'renewing' | 'removing' } | { what: 'reading'; codes: string[] } | null;

/** [AUT-6] Required for administrators, offered to everybody else. */
export function SecondFactorCard() {
  const { t } = useTranslation('account');
  const queries = useQueryClient();
  const factor = useQuery({ queryKey: ['second-factor'], queryFn: security.factor });
  const [doing, setDoing] = useState<Doing>(null);

  async function changed(codes: string[] | null) {
    setDoing(codes && { what: 'reading', codes });
    await queries.invalidateQueries({ queryKey: ['second-factor'] });
    await tutti.readMe().catch(() => undefined); // the next page asks again
  }
  const stop = () => setDoing(null);

  return (
    <Card title={t('factor.title')} Icon={IconShieldLock}>
      <QueryView query={factor} skeleton={<Skeleton height={90} />}>
        {(state) => (
          <>
            <State factor={state} />
            {doing?.what === 'adding' && <AddFactor onDone={changed} onCancel={stop} />}
            {doing?.what === 'reading' && <RecoveryCodes codes={doing.codes} onDone={stop} />}
            {(doing?.what === 'renewing' || doing?.what === 'removing') && (
              <ChangeFactor what={doing.what} onDone={changed} onCancel={stop} />
            )}
            {doing === null && (
              <Group>
                {state.state === 'on' ? (
                  <>
                    <Button variant="default" onClick={() => setDoing({ what: 'renewing' })}>
                      {t('factor.renew')}
                    </Button>
                    <Button variant="default" onClick={() => setDoing({ what: 'removing' })}>
                      {t('factor.remove')}
                    </Button>
                  </>
                ) : (
                  <Button onClick={() => setDoing({ what: 'adding' })}>{t('factor.add')}</Button>
                )}
              </Group>
            )}
          </>
        )}
      </QueryView>
    </Card>
  );
}

function State({ factor: { state, since, recoveryCodesLeft } }: { factor: FactorState }) {
  const { t } = useTranslation('account');
  const date = useDate();
  if (state === 'required') {
    return (
      <Alert color="caution" role="status">
        {t('factor.required')}
      </Alert>
    );
  }
  if (state === 'off') return <Text>{t('factor.off')}</Text>;
  return (
    <>
      <Group gap="sm">
        <Badge color="right" variant="light" size="lg">
          {t('factor.on')}
        </Badge>
        {since && (
          <Text size="sm" c="dimmed">
            {t('factor.since', { date: date(since) })}
          </Text>
        )}
      </Group>
      <Text>{t('factor.codesLeft', { count: recoveryCodesLeft })}</Text>
    </>
  );
}
