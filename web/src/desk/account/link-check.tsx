import { Button, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Delayed } from '../states/delayed.tsx';
import { Panel } from '../states/panel.tsx';
import { codeOf, isPassing } from '../states/problem.ts';
import { ProblemPanel } from '../states/problem-panel.tsx';
import { Door } from './door.tsx';
import { type LinkName, useLinkToken } from './link-token.ts';

interface LinkCheckProps<T> {
  name: LinkName;
  /** Asks the server whether the link is still good, and for whom. */
  look: (token: string) => Promise<T>;
  children: (token: string, found: T) => ReactNode;
}

/** Shows a one-time page only to whom holds a link that still works; everyone else gets a way out. */
export function LinkCheck<T>({ name, look, children }: LinkCheckProps<T>) {
  const { t } = useTranslation('account');
  const token = useLinkToken();
  const link = useQuery({
    queryKey: ['link', name, token],
    queryFn: () => look(token),
    enabled: token !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });

  if (link.data !== undefined) return children(token, link.data);
  if (token && link.isPending) {
    return (
      <Door title={t('link.checking')}>
        <Delayed>
          <Stack mt="lg">
            <Skeleton height={52} />
            <Skeleton height={52} />
          </Stack>
        </Delayed>
      </Door>
    );
  }
  if (link.error && isPassing(link.error)) {
    return (
      <Door title={t('states.errorTitle')}>
        <ProblemPanel error={link.error} onRetry={() => void link.refetch()} />
      </Door>
    );
  }
  return <UsedLink name={name} missing={token === ''} code={codeOf(link.error)} />;
}

export function UsedLink({
  name,
  missing = false,
  code,
}: {
  name: LinkName;
  missing?: boolean;
  code: string | null;
}) {
  const { t } = useTranslation('account');
  return (
    <Door title={t('link.badTitle')}>
      <Panel
        mood="puzzled"
        title={missing ? t('link.badMissing') : t('link.bad')}
        code={code && t('states.code', { code })}
        actions={
          <Button component={Link} to="/sign-in">
            {t('link.toSignIn')}
          </Button>
        }
      >
        {t(`link.${name}Out`)}
      </Panel>
    </Door>
  );
}
