import { Text } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useDay } from '../../desk/dates.ts';
import cardClasses from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { family } from '../../desk/tutti.ts';

const isOpen = ({ status }: { status: string }) => ['open', 'answered', 'bounced'].includes(status);

/** What waits for an answer, and until when. [CON-9] */
export function RequestsCard({ childId }: { childId: string }) {
  const { t } = useTranslation('family');
  const day = useDay();
  const requests = useQuery({
    queryKey: ['child-requests', childId],
    queryFn: async () => (await family.requests(childId, { limit: 50 })).items.filter(isOpen),
  });
  // nothing to wait for is no news
  if (!requests.error && !requests.data?.length) return null;
  return (
    <Card title={t('requests.title')} Icon={IconInbox}>
      <QueryView query={requests} skeleton={null}>
        {(all) => (
          <ul className={cardClasses.list}>
            {all.map(({ id, status, method, expiresAt }) => (
              <li key={id} className={cardClasses.row}>
                <div className={cardClasses.rowText}>
                  <Text fw={700}>{t('requests.ask')}</Text>
                  <Text>
                    {t(`methods.${method}`)}: {t(`requests.status.${status}`)}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {t('requests.until', { date: day(expiresAt) })}
                  </Text>
                </div>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  );
}
