import { Alert, Button, Group, Text } from '@mantine/core';
import { IconCloudOff, IconRefresh } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Delayed } from './delayed.tsx';
import { sentenceFor } from './problem.ts';
import { ProblemPanel } from './problem-panel.tsx';

interface QueryViewProps<T> {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'isRefetchError'> & { refetch(): unknown };
  skeleton: ReactNode;
  /** 1 where nothing else heads the page as long as the data is not there. */
  order?: 1 | 2;
  children: (data: T) => ReactNode;
}

/** Loading, error or the data; an error while older data is there keeps the data and says so. */
export function QueryView<T>({ query, skeleton, order, children }: QueryViewProps<T>) {
  const { t } = useTranslation('account');
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    return query.error ? (
      <ProblemPanel error={query.error} onRetry={retry} order={order} />
    ) : (
      <Delayed>{skeleton}</Delayed>
    );
  }
  return (
    <>
      {query.isRefetchError && (
        <Alert color="caution" icon={<IconCloudOff aria-hidden />} mb="md" role="status">
          <Group justify="space-between">
            <Text>{t(`states.errors.${sentenceFor(query.error)}`)}</Text>
            <Button
              variant="default"
              size="sm"
              onClick={retry}
              leftSection={<IconRefresh size={18} aria-hidden />}
            >
              {t('states.retry')}
            </Button>
          </Group>
        </Alert>
      )}
      {children(query.data)}
    </>
  );
}
