import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MailItem } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useDate } from '../dates.ts';
import { useAskOnce } from '../states/ask-once.tsx';
import { sentenceFor } from '../states/problem.ts';
import { QueryView } from '../states/query-view.tsx';
import { mail } from '../tutti.ts';
import { LetterView } from './letter-view.tsx';

/** What it says, how far it came, and what an administrator may know better: that it came back. */
export function OpenMessage({ item }: { item: MailItem }) {
  const { t } = useTranslation(['mail', 'account']);
  const date = useDate();
  const queries = useQueryClient();
  const { ask, dialog } = useAskOnce();
  // Once: that it was read is written down every time.
  const message = useQuery({
    queryKey: ['outbox', 'message', item.id, item.status],
    queryFn: () => mail.message(item.id),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const bounced = useMutation({
    mutationFn: () => mail.markBounced(item.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['outbox'] }),
  });
  const facts = [
    item.attempts > 0 && t('outbox.tries', { count: item.attempts }),
    item.code && t('outbox.lastCode', { code: item.code }),
    item.nextTryAt && t('outbox.next', { date: date(item.nextTryAt) }),
  ].filter(Boolean);

  return (
    <Stack gap="md">
      {facts.length > 0 && (
        <Text size="sm" c="dimmed">
          {facts.join(' · ')}
        </Text>
      )}
      <QueryView query={message} skeleton={<Skeleton height={240} radius="lg" />}>
        {({ subject, text, html, linksHidden }) =>
          text && html ? (
            <>
              {linksHidden && <Text c="dimmed">{t('outbox.linksHidden')}</Text>}
              <LetterView subject={subject ?? ''} text={text} html={html} withLinks={!linksHidden} />
            </>
          ) : (
            <Text c="dimmed">{t(item.template === 'weekly-report' ? 'outbox.ofFamily' : 'outbox.gone')}</Text>
          )
        }
      </QueryView>
      {bounced.error && (
        <Alert color="wrong" role="alert">
          {t(`account:states.errors.${sentenceFor(bounced.error)}`)}
        </Alert>
      )}
      {item.status !== 'bounced' && (
        <Group justify="flex-end">
          <Button
            variant="default"
            loading={bounced.isPending}
            aria-label={t('outbox.bouncedOf', { address: item.to ?? t('outbox.noAddress') })}
            onClick={() =>
              ask({
                title: t('outbox.bouncedTitle'),
                body: t('outbox.bouncedBody'),
                yes: t('outbox.bouncedYes'),
                onYes: () =>
                  bounced.mutateAsync().then(
                    () => {},
                    () => {},
                  ),
              })
            }
          >
            {t('outbox.bounced')}
          </Button>
        </Group>
      )}
      {dialog}
    </Stack>
  );
}
