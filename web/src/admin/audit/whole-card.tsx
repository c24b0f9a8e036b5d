import { Alert, Button, Text } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useDate } from '../../desk/dates.ts';
import { Card } from '../../desk/shell/card.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { compliance } from '../../desk/tutti.ts';

/** What `npm run audit:verify` says, on the page. */
export function WholeCard() {
  const { t } = useTranslation('admin');
  const date = useDate();
  const check = useMutation({ mutationFn: () => compliance.verifyAudit() });
  const { data } = check;
  return (
    <div style={{ marginTop: '2rem' }}>
      <Card title={t('audit.whole')} Icon={IconLink} wide>
        <Text maw="66ch">{t('audit.wholeLead')}</Text>
        <div role="status">
          {data && data.faults.length === 0 && (
            <Alert color="right">
              {t('audit.isWhole', {
                entries: data.entries,
                months: t('audit.months', { count: data.months }),
                date: date(data.checkedAt),
              })}
            </Alert>
          )}
          {data && data.faults.length > 0 && (
            <Alert color="wrong" title={t('audit.isNotWhole')}>
              <ul lang="en">
                {data.faults.map((fault) => (
                  <li key={fault}>{fault}</li>
                ))}
              </ul>
            </Alert>
          )}
        </div>
        {check.error && <Refusal error={check.error} />}
        <div>
          <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
            {t('audit.check')}
          </Button>
        </div>
      </Card>
    </div>
  );
}
